: SPDX-License-Identifier: BSD-3-Clause
: Names without a suffix.
NEURON { SUFFIX nothing GLOBAL fw_scale, fw_last }
PARAMETER { fw_scale = 2.5 }
ASSIGNED { fw_last }
FUNCTION fw_poly(x, y) {
    fw_poly = fw_scale*x*x - y
    fw_last = fw_poly
}
PROCEDURE fw_set(x) { fw_scale = x }
FUNCTION fw_count(n) {
    LOCAL i
    i = 0
    fw_count = 0
    while (i < n) {
        fw_count = fw_count + fw_poly(i, 1)
        i = i + 1
    }
}
