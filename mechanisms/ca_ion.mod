: SPDX-License-Identifier: BSD-3-Clause
TITLE Calcium

COMMENT
The potential is 12.5 mV times the logarithm of the concentrations' ratio, the value that existing models
start from. The concentrations and the reversal potential of a segment stand here, and the sum of the currents
that the segment's mechanisms carry by this ion, with its derivative by v. The ion's style in a segment, set
when mechanisms are inserted or by the user, says what is computed: cinit_: the concentrations start at the
global cai0, cao0; einit_: eca starts at the Nernst potential; eadvance_: eca follows the concentrations in
every step. c_style_ and e_style_ remember how the values are used (0 not at all, 1 as parameters, 2 computed,
3 written or states).
ENDCOMMENT

NEURON {
    SUFFIX ca_ion
    RANGE eca, cai, cao, ica, dica_dv_
    RANGE cinit_, einit_, eadvance_, c_style_, e_style_
    GLOBAL cai0, cao0, charge_
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
    eca = 132.4579341637009 (mV)
    cai = 5e-5 (mM) <0, 1e9>
    cao = 2 (mM) <0, 1e9>
    cai0 = 5e-5 (mM)
    cao0 = 2 (mM)
    charge_ = 2
    cinit_ = 0
    einit_ = 0
    eadvance_ = 0
    c_style_ = 0
    e_style_ = 0
}

ASSIGNED {
    celsius (degC)
    ica (mA/cm2)
    dica_dv_ (S/cm2)
}

INITIAL {
    if (cinit_) {
        cai = cai0
        cao = cao0
    }
    reversal()
}

: Runs also when the INITIAL of another mechanism has set a concentration.
PROCEDURE reversal() {
    if (einit_) {
        eca = equilibrium(cai, cao)
    }
}

: Runs before the currents of the other mechanisms, which are then added.
BREAKPOINT {
    ica = 0
    dica_dv_ = 0
    if (eadvance_) {
        eca = equilibrium(cai, cao)
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
