// SPDX-License-Identifier: BSD-3-Clause
#include "core.hpp"

#include <algorithm>
#include <cmath>
#include <new>
#include <utility>

#include "ranvier/base/error.hpp"

namespace ranvier::integrate {

Core::Core(std::size_t size) {
    check(SUNContext_Create(nullptr, &context), "SUNContext_Create");
    y = new_vector(size, context);
    tolerance = N_VClone(y);
    scratch = N_VClone(y);
    if (!tolerance || !scratch) throw std::bad_alloc();
}

Core::~Core() {
    for (N_Vector v : {y, tolerance, scratch})
        if (v) N_VDestroy(v);
    if (context) SUNContext_Free(&context);
}

void Core::check(int flag, const char* what) {
    if (failure) std::rethrow_exception(std::exchange(failure, nullptr));
    if (flag >= 0) return;
    throw NumericsError(
        ErrorParts{"the variable step gave up",
                   what,
                   message,
                   {},
                   "look for a number that is not finite or jumps; or take a fixed step, or a "
                   "tolerance that the model can meet"});
}

void Core::begin_at(double time, std::span<const double> numbers_there, std::span<const double> absolute,
                    double relative_tolerance) {
    std::ranges::copy(numbers_there, numbers(y).begin());
    std::ranges::copy(absolute, numbers(tolerance).begin());
    t = begin = time;
    relative = relative_tolerance;
    has_stepped = false;
    ++counts.restarts;
}

double Core::reach(double time) {
    begin = std::exchange(t, time);
    has_stepped = true;
    ++counts.steps;
    return time;
}

void Core::weigh(std::span<const double> values, std::span<double> out) const {
    const auto absolute = numbers(tolerance);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = 1 / (relative * std::abs(values[i]) + absolute[i]);
}

void Core::copy(N_Vector from, std::span<double> to) { std::ranges::copy(numbers(from), to.begin()); }

} // namespace ranvier::integrate
