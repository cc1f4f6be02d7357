: SPDX-License-Identifier: BSD-3-Clause
TITLE Potassium

COMMENT
Squid axon's values. The concentrations and the reversal potential of a segment stand here, and the sum of the
currents that the segment's mechanisms carry by this ion, with its derivative by v. The ion's style in a
segment, set when mechanisms are inserted or by the user, says what is computed: cinit_: the concentrations
start at the global ki0, ko0; einit_: ek starts at the Nernst potential; eadvance_: ek follows the
concentrations in every step. c_style_ and e_style_ remember how the values are used (0 not at all, 1 as
parameters, 2 computed, 3 written or states).
ENDCOMMENT

NEURON {
    SUFFIX k_ion
    RANGE ek, ki, ko, ik, dik_dv_
    RANGE cinit_, einit_, eadvance_, c_style_, e_style_
    GLOBAL ki0, ko0, charge_
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
    ek = -77 (mV)
    ki = 54.4 (mM) <0, 1e9>
    ko = 2.5 (mM) <0, 1e9>
    ki0 = 54.4 (mM)
    ko0 = 2.5 (mM)
    charge_ = 1
    cinit_ = 0
    einit_ = 0
    eadvance_ = 0
    c_style_ = 0
    e_style_ = 0
}

ASSIGNED {
    celsius (degC)
    ik (mA/cm2)
    dik_dv_ (S/cm2)
}

INITIAL {
    if (cinit_) {
        ki = ki0
        ko = ko0
    }
    reversal()
}

: Runs also when the INITIAL of another mechanism has set a concentration.
PROCEDURE reversal() {
    if (einit_) {
        ek = equilibrium(ki, ko)
    }
}

: Runs before the currents of the other mechanisms, which are then added.
BREAKPOINT {
    ik = 0
    dik_dv_ = 0
    if (eadvance_) {
        ek = equilibrium(ki, ko)
    }
}

: Nernst potential; a missing side gives a potential that stands for infinity.
FUNCTION equilibrium(inside (mM), outside (mM)) (mV) {
    if (inside <= 0) {
        equilibrium = 1e6
    } else if (outside <= 0) {
        equilibrium = -1e6
    } else {
        equilibrium = 1000*R*(celsius + 273.15)/F/charge_*log(outside/inside)
    }
}
