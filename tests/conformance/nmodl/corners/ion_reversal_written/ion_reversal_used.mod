: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX iru USEION k READ ek WRITE ik RANGE g, seen }
PARAMETER { g = 2e-4 }
ASSIGNED { v ek ik seen }
BREAKPOINT { seen = ek ik = g*(v - ek) }
