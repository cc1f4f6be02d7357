: SPDX-License-Identifier: BSD-3-Clause
: an ion that does not exist before this file
NEURON {
    SUFFIX icx
    USEION zz READ ezz, zzi WRITE izz VALENCE -2
    RANGE g, seen
}
PARAMETER { g = 1e-4 (S/cm2) }
ASSIGNED { v (mV) ezz (mV) izz (mA/cm2) zzi (mM) seen (mM) }
INITIAL { seen = zzi }
BREAKPOINT { izz = g*(v - ezz) }
