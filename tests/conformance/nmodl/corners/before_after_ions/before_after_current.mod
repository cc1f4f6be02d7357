: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX bac USEION k READ ek WRITE ik RANGE g }
PARAMETER { g = 1e-4 }
ASSIGNED { v ek ik }
BREAKPOINT { ik = g*(v - ek) }
