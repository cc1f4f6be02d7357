: SPDX-License-Identifier: BSD-3-Clause
: A current from an electrode that follows a command through a resistance.
NEURON { POINT_PROCESS Elec ELECTRODE_CURRENT i RANGE rs, command, i, charge }
PARAMETER { rs = 5 (megohm) command = -30 (mV) }
ASSIGNED { v (mV) i (nA) charge }
INITIAL { charge = 0 }
BREAKPOINT {
    i = (command - v)/rs
    SOLVE sum
}
PROCEDURE sum() { charge = charge + i*dt }
