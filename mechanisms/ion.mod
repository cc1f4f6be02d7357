: SPDX-License-Identifier: BSD-3-Clause
TITLE Any other ion: a template

COMMENT
XX stands for the ion's name: it is replaced before the text is read. Its valence, charge_, is set by the
USEION statement that brings it or by the user. The concentrations and the reversal potential of a segment
stand here, and the sum of the currents that the segment's mechanisms carry by this ion, with its derivative
by v. The ion's style in a segment, set when mechanisms are inserted or by the user, says what is computed:
cinit_: the concentrations start at the global XXi0, XXo0; einit_: eXX starts at the Nernst potential;
eadvance_: eXX follows the concentrations in every step. c_style_ and e_style_ remember how the values are
used (0 not at all, 1 as parameters, 2 computed, 3 written or states).
ENDCOMMENT

NEURON {
    SUFFIX XX_ion
    RANGE eXX, XXi, XXo, iXX, diXX_dv_
    RANGE cinit_, einit_, eadvance_, c_style_, e_style_
    GLOBAL XXi0, XXo0, charge_
    THREADSAFE
}

UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
    (mM) = (milli/liter)
    F = (faraday) (coulomb)
    R = (k-mole) (joule/degC)
}

PARAMETER {
    eXX = 0 (mV)
    XXi = 1 (mM) <0, 1e9>
    XXo = 1 (mM) <0, 1e9>
    XXi0 = 1 (mM)
    XXo0 = 1 (mM)
    charge_ = 0
    cinit_ = 0
    einit_ = 0
    eadvance_ = 0
    c_style_ = 0
    e_style_ = 0
}

ASSIGNED {
    celsius (degC)
    iXX (mA/cm2)
    diXX_dv_ (S/cm2)
}

INITIAL {
    if (cinit_) {
        XXi = XXi0
        XXo = XXo0
    }
    reversal()
}

: Runs also when the INITIAL of another mechanism has set a concentration.
PROCEDURE reversal() {
    if (einit_) {
        eXX = equilibrium(XXi, XXo)
    }
}

: Runs before the currents of the other mechanisms, which are then added.
BREAKPOINT {
    iXX = 0
    diXX_dv_ = 0
    if (eadvance_) {
        eXX = equilibrium(XXi, XXo)
    }
}

: Nernst potential; a missing side gives a potential that stands for infinity.
FUNCTION equilibrium(inside (mM), outside (mM)) (mV) {
    if (charge_ == 0) {
        equilibrium = 0
    } else if (inside <= 0) {
        equilibrium = 1e6
    } else if (outside <= 0) {
        equilibrium = -1e6
    } else {
        equilibrium = 1000*R*(celsius + 273.15)/F/charge_*log(outside/inside)
    }
}
