: SPDX-License-Identifier: BSD-3-Clause
: Tables whose bodies read GLOBALs that INITIAL sets before it looks into them: this file runs on one thread, so the first look fills
: them. They depend on nothing (slow) or on one GLOBAL (fast), so what INITIAL sets later is too late for them.
NEURON { SUFFIX tai RANGE first, tau_slow, tau_fast, half GLOBAL rate, factor, power }
UNITS { (mV) = (millivolt) }
PARAMETER { power = 2 }
ASSIGNED { v (mV) celsius (degC) rate factor first tau_slow tau_fast half }
STATE { a b }
INITIAL {
    first = 7
    rate = 2.5
    factor = rate^power + celsius/100
    slow(v)
    fast(v)
    half = tau_slow/2
    a = 1
    b = 1
    rate = 100
}
BREAKPOINT { SOLVE st METHOD cnexp }
DERIVATIVE st {
    slow(v)
    fast(v)
    a' = -a/tau_slow
    b' = -b/tau_fast
}
PROCEDURE slow(u (mV)) {
    TABLE tau_slow FROM -100 TO 100 WITH 50
    tau_slow = (20 + u*u/1000)/rate
}
PROCEDURE fast(u (mV)) {
    TABLE tau_fast DEPEND power FROM -10*factor TO 10*factor WITH 40
    tau_fast = (2 + exp(u/50))/factor
}
