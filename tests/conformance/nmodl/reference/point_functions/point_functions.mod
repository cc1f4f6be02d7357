: SPDX-License-Identifier: BSD-3-Clause
: the same for a point process: methods of the object
NEURON { POINT_PROCESS PtFn RANGE a, b, arr }
PARAMETER { a = 3 }
ASSIGNED { b arr[3] }
CONSTRUCTOR { b = 42 }
PROCEDURE setarr(x) { FROM i = 0 TO 2 { arr[i] = a*x + i } }
FUNCTION sum() { sum = arr[0] + arr[1] + arr[2] }
