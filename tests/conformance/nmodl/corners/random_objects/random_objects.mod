: SPDX-License-Identifier: BSD-3-Clause
: numbers that C draws from the interpreter's Randoms, whatever their distribution
NEURON { SUFFIX nothing }
FUNCTION rob_pick() {
VERBATIM
    return nrn_random_pick(nrn_random_arg(1));
ENDVERBATIM
}
