: SPDX-License-Identifier: BSD-3-Clause
NEURON { POINT_PROCESS Sum RANGE total, copy }
ASSIGNED { v total copy }
BREAKPOINT { SOLVE look }
PROCEDURE look() { copy = total }
