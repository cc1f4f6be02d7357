// SPDX-License-Identifier: BSD-3-Clause
// The family of exceptions as Python sees it, and the way of a C++ exception through a type slot.
#pragma once

#include <nanobind/nanobind.h>

#include <exception>

#include "ranvier/base/diagnostics.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::python {

namespace nb = nanobind;

/// Python's reaction to a class of mistakes; more than the C++ family has, because scripts catch Python's own types.
enum class Category : int {
    error,
    input,    ///< ValueError, RuntimeError
    index,    ///< IndexError
    type,     ///< TypeError
    state,    ///< RuntimeError
    deleted,  ///< ReferenceError, ValueError: the thing is gone
    no_place, ///< TypeError: a point process without a location
    lookup,   ///< AttributeError, LookupError, ValueError
    numerics, ///< RuntimeError, ArithmeticError
    io,       ///< OSError
    compile,  ///< RuntimeError, with `diagnostics`
    callback, ///< RuntimeError, caused by what the callback raised
    internal, ///< RuntimeError
    count
};

void register_errors(nb::module_& m);
/// Class of a category; borrowed.
[[nodiscard]] PyObject* error_class(Category category);
/// Sets the Python error for a message.
void set_error(Category category, const ErrorParts& parts);
[[noreturn]] void raise(Category category, const ErrorParts& parts);
/// file, line, column, severity, message, hint of each.
[[nodiscard]] nb::list diagnostic_entries(const Diagnostics& diagnostics);
/// Sets the Python error for the C++ exception in flight.
void set_current_exception() noexcept;

/// A Python exception that waits in a WorldData while the engine unwinds without the interpreter lock.
struct PendingPython : std::exception {};

/// Runs the body of a type slot; turns exceptions into Python's and returns `failed`.
template <class F, class R = std::invoke_result_t<F>> R guarded(F&& body, R failed = R{}) noexcept {
    try {
        return body();
    } catch (...) {
        set_current_exception();
        return failed;
    }
}

} // namespace ranvier::python
