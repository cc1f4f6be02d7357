// SPDX-License-Identifier: BSD-3-Clause
// What the parts of Vector share.
#pragma once

#include "slots.hpp"

namespace ranvier::python {

using VectorClass = nb::class_<PyVector, PyHocObject>;

[[nodiscard]] nb::object new_vector(state::NumbersPtr numbers);
[[nodiscard]] nb::object vector_object(world::classes::VectorPtr vector);
[[nodiscard]] PyVector* as_vector(nb::handle h); ///< null if it is none
/// A number, of Python or of numpy; not an array, whatever its size.
[[nodiscard]] inline bool is_number(nb::handle h) {
    return PyFloat_Check(h.ptr()) || PyLong_Check(h.ptr()) ||
           (PyNumber_Check(h.ptr()) && !PySequence_Check(h.ptr()));
}
/// Appends the elements of any iterable or array.
void append_values(state::Numbers& numbers, nb::handle values, const std::string& label);

void bind_vector_math(VectorClass& cls);

} // namespace ranvier::python
