: SPDX-License-Identifier: BSD-3-Clause
: a potassium channel of three states, by mass action
NEURON { SUFFIX vskin USEION k READ ek WRITE ik RANGE gbar }
UNITS { (mV) = (millivolt) (mA) = (milliamp) (S) = (siemens) }
PARAMETER { gbar = 0.002 (S/cm2) }
ASSIGNED { v (mV) ek (mV) ik (mA/cm2) a (/ms) b (/ms) }
STATE { c1 c2 o }
INITIAL { SOLVE scheme STEADYSTATE sparse }
BREAKPOINT { SOLVE scheme METHOD sparse ik = gbar*o*(v - ek) }
KINETIC scheme {
    rates(v)
    ~ c1 <-> c2 (2*a, b)
    ~ c2 <-> o (a, 2*b)
    CONSERVE c1 + c2 + o = 1
}
PROCEDURE rates(v (mV)) {
    a = 0.5(/ms)*exp((v + 30(mV))/20(mV))
    b = 0.4(/ms)*exp(-(v + 30(mV))/25(mV))
}
