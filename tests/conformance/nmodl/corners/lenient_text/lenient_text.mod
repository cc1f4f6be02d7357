: SPDX-License-Identifier: BSD-3-Clause
TITLE text as people write it: { braces and : colons, it's all text
? an old kind of comment
COMMENT
  SOLVE nothing METHOD here { unbalanced
ENDCOMMENT
INDEPENDENT {t FROM 0 TO 1 WITH 1 (ms)}
NEURON { SUFFIX len RANGE gmax, gmax, nowhere
 NONSPECIFIC_CURRENT
   i
 RANGE i,x GLOBAL eul }
UNITS { (mA) = (milliamp) (mV) = (millivolt) }
UNITSOFF
PARAMETER { v (mV) celsius = 36 (degC) dt (ms) gmax = 1e-4 (mho/cm2) <0,1e9> eul=2.71 }
ASSIGNED { i (mA/cm2) } ASSIGNED { x q }
STATE { n FROM 0 TO 1 }
INITIAL { n=0.5 x = 1 x = x+1 q =x }
BREAKPOINT { SOLVE st METHOD cnexp i=gmax*n*(v - -70) x = n
  x = x*2 IF (x > 1) { x = 1 } ELSE { x = x - 0.1 }
}
DERIVATIVE st { n' = (f(v) - n)/eul }
FUNCTION f(v (mV)) (1) { f = 1/(1+exp(-(v+50 (mV))/(8 (mV)))) ? trailing
}
UNITSON
