/* SPDX-License-Identifier: BSD-3-Clause
 * Read behind the unit's own rv_p (addresses of this row's numbers) and rv_f (what C may look at beside them).
 */
#define _nt (&rv_f.rv_thread)
#define nrn_threads (&rv_f.rv_thread) /* what asks whether it runs on the first thread: it does */
#define nrn_nthread 1
#define _thread ((Datum*)0)
#define _ppvar ((Datum*)0)
#define _pnt (&rv_f.rv_point)
#define _tqitem (&rv_f.rv_event)
#define _nrn_mechanism_thread ((Datum*)0)

static __inline double* rv_at(double* first, long long index, int count, unsigned begin, unsigned end) {
    return index >= 0 && index < count ? first + index : rv_index_fault(index, begin, end);
}
static __inline int* rv_at_int(int* first, long long index, int count, unsigned begin, unsigned end) {
    return index >= 0 && index < count ? first + index : (int*)rv_index_fault(index, begin, end);
}
static __inline double* rv_pointer(double* cell, unsigned begin, unsigned end) {
    double* target = *(double**)cell;
    return target ? target : rv_pointer_fault(begin, end);
}
static __inline long long rv_to_int(double x) {
    return x >= -9223372036854775808.0 && x < 9223372036854775808.0 ? (long long)x
                                                                    : (-0x7fffffffffffffffLL - 1);
}
static __inline long long rv_int_div(long long a, long long b) { return b == 0 ? 0 : b == -1 ? -a : a / b; }
/* called on each way back of a loop, by the compiler */
RV_ENTRY void rv_poll(void) {
    if (rv_f.rv_stop && *rv_f.rv_stop) rv_interrupted();
}
