: SPDX-License-Identifier: BSD-3-Clause
: a delayed rectifier, gates by cnexp
NEURON { SUFFIX vskdr USEION k READ ek WRITE ik RANGE gbar, ninf, tau }
UNITS { (mV) = (millivolt) (mA) = (milliamp) (S) = (siemens) }
PARAMETER { gbar = 0.01 (S/cm2) }
ASSIGNED { v (mV) ek (mV) ik (mA/cm2) ninf tau (ms) }
STATE { n }
INITIAL { rates(v) n = ninf }
BREAKPOINT { SOLVE states METHOD cnexp ik = gbar*n*n*n*n*(v - ek) }
DERIVATIVE states { rates(v) n' = (ninf - n)/tau }
PROCEDURE rates(v (mV)) {
    ninf = 1/(1 + exp(-(v + 25(mV))/9(mV)))
    tau = 1(ms) + 5(ms)*exp(-((v + 40(mV))/25(mV))^2)
}
