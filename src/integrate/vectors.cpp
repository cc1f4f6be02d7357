// SPDX-License-Identifier: BSD-3-Clause
// Loops over the integrator's vectors. What a step calls each time is here; the rest stays SUNDIALS' own.
#include "vectors.hpp"

#include <algorithm>
#include <cmath>
#include <new>

namespace ranvier::integrate {

namespace {

using Eight __attribute__((vector_size(64), aligned(8), may_alias)) = double;
constexpr std::size_t kWidth = 8;
constexpr std::size_t kShort = 64;

/// Calls `eight(i)` for i = 0, 8, 16... and `one(i)` for what is left.
template <class OnEight, class OnOne>
[[gnu::always_inline]] inline void each(std::size_t n, OnEight eight, OnOne one) {
    std::size_t i = 0;
    for (; i + kWidth <= n; i += kWidth) eight(i);
    for (; i < n; ++i) one(i);
}
const Eight& in(const double* p) { return *reinterpret_cast<const Eight*>(p); }
Eight& at(double* p) { return *reinterpret_cast<Eight*>(p); }

struct Row {
    double* data;
    std::size_t size;
    explicit Row(N_Vector v) : data(NV_DATA_S(v)), size(static_cast<std::size_t>(NV_LENGTH_S(v))) {}
};

/// z = a x + b y, without a product by 1, and a difference before its factor: most of it may cancel.
void linear_sum(double a, N_Vector vx, double b, N_Vector vy, N_Vector vz) {
    if (a == 1 && b != 1 && b != -1) return linear_sum(b, vy, a, vx, vz);
    const double* x = NV_DATA_S(vx);
    const double* y = NV_DATA_S(vy);
    const Row z(vz);
    if (a == 1 && b == 1) {
        each(
            z.size, [&](std::size_t i) { at(z.data + i) = in(x + i) + in(y + i); },
            [&](std::size_t i) { z.data[i] = x[i] + y[i]; });
    } else if (b == 1) {
        each(
            z.size, [&](std::size_t i) { at(z.data + i) = a * in(x + i) + in(y + i); },
            [&](std::size_t i) { z.data[i] = a * x[i] + y[i]; });
    } else if (a == -b) {
        each(
            z.size, [&](std::size_t i) { at(z.data + i) = a * (in(x + i) - in(y + i)); },
            [&](std::size_t i) { z.data[i] = a * (x[i] - y[i]); });
    } else {
        each(
            z.size, [&](std::size_t i) { at(z.data + i) = a * in(x + i) + b * in(y + i); },
            [&](std::size_t i) { z.data[i] = a * x[i] + b * y[i]; });
    }
}

void scale(double a, N_Vector vx, N_Vector vz) {
    const double* x = NV_DATA_S(vx);
    const Row z(vz);
    if (a == 1) {
        if (x != z.data) std::copy_n(x, z.size, z.data);
        return;
    }
    each(
        z.size, [&](std::size_t i) { at(z.data + i) = a * in(x + i); },
        [&](std::size_t i) { z.data[i] = a * x[i]; });
}

void set_all(double a, N_Vector vz) {
    const Row z(vz);
    std::fill_n(z.data, z.size, a);
}

/// z[k] = a[k] x + y[k]: what ends a step, with one look at x.
int scale_add_multi(int count, double* a, N_Vector vx, N_Vector* vy, N_Vector* vz) {
    for (int k = 0; k < count; ++k) linear_sum(a[k], vx, 1, vy[k], vz[k]);
    return 0;
}

double weighted_norm(N_Vector vx, N_Vector vw) {
    const Row x(vx);
    const double* w = NV_DATA_S(vw);
    std::size_t i = 0;
    if (x.size <= kShort) { // one after the other: nothing is gained by more sums
        double sum = 0;
        for (; i < x.size; ++i) {
            const double p = x.data[i] * w[i];
            sum += p * p;
        }
        return std::sqrt(sum / static_cast<double>(x.size));
    }
    Eight sums = {}, more = {};
    for (; i + 2 * kWidth <= x.size; i += 2 * kWidth) {
        const Eight p = in(x.data + i) * in(w + i);
        const Eight q = in(x.data + i + kWidth) * in(w + i + kWidth);
        sums += p * p;
        more += q * q;
    }
    for (std::size_t l = 0; i < x.size; ++i, ++l) {
        const double p = x.data[i] * w[i];
        (l < kWidth ? sums : more)[l % kWidth] += p * p;
    }
    sums += more;
    const double sum =
        ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
    return std::sqrt(sum / static_cast<double>(x.size));
}

} // namespace

N_Vector new_vector(std::size_t size, SUNContext context) {
    N_Vector v = N_VNew_Serial(static_cast<sunindextype>(size), context);
    if (!v) throw std::bad_alloc();
    v->ops->nvlinearsum = linear_sum;
    v->ops->nvscale = scale;
    v->ops->nvconst = set_all;
    v->ops->nvscaleaddmulti = scale_add_multi;
    v->ops->nvwrmsnorm = weighted_norm;
    return v;
}

} // namespace ranvier::integrate
