: SPDX-License-Identifier: BSD-3-Clause
: The area and the diameter where it stands; a current that reads an ion.
NEURON {
    POINT_PROCESS Spot
    USEION na READ ena WRITE ina
    NONSPECIFIC_CURRENT i
    RANGE gna, g, i, ina, a, d, density
}
PARAMETER { gna = 0.002 (uS) g = 0.001 (uS) }
ASSIGNED { v ena ina i area (um2) diam (um) a d density }
INITIAL { a = area d = diam }
BREAKPOINT {
    ina = gna*(v - ena)
    i = g*(v + 70)
    density = (ina + i)*100/area
}
