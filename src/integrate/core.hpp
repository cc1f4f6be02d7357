// SPDX-License-Identifier: BSD-3-Clause
// What both integrators keep, and how what goes wrong within SUNDIALS comes out of it.
#pragma once

#include <exception>
#include <span>
#include <string>

#include "ranvier/integrate/bdf.hpp"
#include "vectors.hpp"

namespace ranvier::integrate {

struct Core {
    explicit Core(std::size_t size);
    ~Core();
    Core(const Core&) = delete;
    Core& operator=(const Core&) = delete;

    /// Throws what the system threw, or what a negative flag says.
    void check(int flag, const char* what);
    /// What f gives; if it throws that is kept for `check`, and `on_failure` is given.
    template <class F> int guarded(int on_failure, F&& f) {
        try {
            return f();
        } catch (...) {
            failure = std::current_exception();
            return on_failure;
        }
    }
    static void on_message(int, const char*, const char*, char* text, void* self) {
        static_cast<Core*>(self)->message = text;
    }
    void begin_at(double time, std::span<const double> numbers_there, std::span<const double> absolute,
                  double relative_tolerance);
    /// A step has ended.
    double reach(double time);
    /// 1 / what counts as an error of 1.
    void weigh(std::span<const double> values, std::span<double> out) const;
    /// `dky` writes y of `at` into `scratch` and gives a flag.
    template <class F> void interpolate(double at, std::span<double> out, const char* what, F&& dky) {
        if (has_stepped && at != t) {
            ++counts.interpolations;
            check(dky(), what);
        }
        copy(has_stepped && at != t ? scratch : y, out);
    }
    static void copy(N_Vector from, std::span<double> to);

    SUNContext context = nullptr;
    N_Vector y = nullptr, tolerance = nullptr, scratch = nullptr;
    std::exception_ptr failure;
    std::string message;
    BdfCounts counts;
    double t = 0, begin = 0, relative = 0;
    bool has_stepped = false;
};

} // namespace ranvier::integrate
