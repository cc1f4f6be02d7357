: SPDX-License-Identifier: BSD-3-Clause
: What is set when an instance is made stays through initialisation.
NEURON { POINT_PROCESS Made RANGE serial, kept, inits, made }
PARAMETER { kept = 5 }
ASSIGNED { v serial inits made }
CONSTRUCTOR {
    serial = 17
    made = kept*2
    inits = 0
}
INITIAL { inits = inits + 1 }
DESTRUCTOR { serial = -1 }
