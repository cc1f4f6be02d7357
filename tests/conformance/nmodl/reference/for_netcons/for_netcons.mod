: SPDX-License-Identifier: BSD-3-Clause
: visit every connection that ends here
NEURON { POINT_PROCESS Norm RANGE total, n }
ASSIGNED { total n }
INITIAL { total = 0 n = 0 net_send(3, 5) }
NET_RECEIVE(w, seen) {
    INITIAL { seen = 0 }
    if (flag == 5) {
        total = 0
        n = 0
        FOR_NETCONS(wj, sj) {
            total = total + wj
            n = n + 1
        }
        FOR_NETCONS(wj, sj) { wj = wj/total  sj = sj + 100 }
    } else {
        seen = seen + 1
    }
}
