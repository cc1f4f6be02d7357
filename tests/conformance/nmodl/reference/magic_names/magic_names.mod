: SPDX-License-Identifier: BSD-3-Clause
: names that the simulator supplies
NEURON { SUFFIX mgn RANGE sd, sa, sv, st, sdt, sc, tc }
ASSIGNED { v (mV) dt (ms) celsius (degC) diam (um) area (micron2) sd sa sv st sdt sc tc }
INITIAL { sd = diam sa = area sv = v sc = celsius st = t sdt = dt tc = 0 }
BREAKPOINT { SOLVE upd }
PROCEDURE upd() { tc = t  st = st + dt  sv = v }
