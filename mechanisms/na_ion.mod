: SPDX-License-Identifier: BSD-3-Clause
TITLE Sodium

COMMENT
Squid axon's values. The concentrations and the reversal potential of a segment stand here, and the sum of the
currents that the segment's mechanisms carry by this ion, with its derivative by v. The ion's style in a
segment, set when mechanisms are inserted or by the user, says what is computed: cinit_: the concentrations
start at the global nai0, nao0; einit_: ena starts at the Nernst potential; eadvance_: ena follows the
concentrations in every step. c_style_ and e_style_ remember how the values are used (0 not at all, 1 as
parameters, 2 computed, 3 written or states).
ENDCOMMENT

NEURON {
    SUFFIX na_ion
    RANGE ena, nai, nao, ina, dina_dv_
    RANGE cinit_, einit_, eadvance_, c_style_, e_style_
    GLOBAL nai0, nao0, charge_
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
    ena = 50 (mV)
    nai = 10 (mM) <0, 1e9>
    nao = 140 (mM) <0, 1e9>
    nai0 = 10 (mM)
    nao0 = 140 (mM)
    charge_ = 1
    cinit_ = 0
    einit_ = 0
    eadvance_ = 0
    c_style_ = 0
    e_style_ = 0
}

ASSIGNED {
    celsius (degC)
    ina (mA/cm2)
    dina_dv_ (S/cm2)
}

INITIAL {
    if (cinit_) {
        nai = nai0
        nao = nao0
    }
    reversal()
}

: Runs also when the INITIAL of another mechanism has set a concentration.
PROCEDURE reversal() {
    if (einit_) {
        ena = equilibrium(nai, nao)
    }
}

: Runs before the currents of the other mechanisms, which are then added.
BREAKPOINT {
    ina = 0
    dina_dv_ = 0
    if (eadvance_) {
        ena = equilibrium(nai, nao)
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
