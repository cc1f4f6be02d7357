// SPDX-License-Identifier: BSD-3-Clause
#include "call_arguments.hpp"

#include <nanobind/stl/shared_ptr.h>

#include "slots.hpp"
#include "vector.hpp"

namespace ranvier::python {

PyCallArguments::PyCallArguments(const nb::tuple& arguments, std::string function)
    : function_(std::move(function)) {
    for (const auto argument : arguments) arguments_.push_back(nb::borrow(argument));
}

void PyCallArguments::wrong(int i, const char* wanted) const {
    raise(Category::type, {"an argument has a wrong type",
                           function_ + ", argument " + std::to_string(i + 1),
                           description(i),
                           wanted,
                           {}});
}

PyCallArguments::Kind PyCallArguments::kind(int i) const {
    const nb::gil_scoped_acquire gil; // C runs without it
    const auto h = at(i);
    if (PyUnicode_Check(h.ptr())) return Kind::text;
    if (PyFloat_Check(h.ptr()) || PyLong_Check(h.ptr())) return Kind::number;
    PyRef* ref = nullptr;
    if (cast_to(h, ref)) return Kind::reference;
    if (as_vector(h) == nullptr && !as_random(h) && PyNumber_Check(h.ptr()) != 0) return Kind::number;
    return Kind::object;
}

double PyCallArguments::number(int i) const {
    const nb::gil_scoped_acquire gil; // C runs without it
    if (kind(i) != Kind::number) wrong(i, "a number");
    return number_of(at(i).ptr(), "an argument", [&] { return function_; });
}

std::string PyCallArguments::text(int i) const {
    const nb::gil_scoped_acquire gil; // C runs without it
    auto h = at(i);
    nb::object inner;
    if (PyUnicode_Check(h.ptr()) == 0 && nb::hasattr(h, "x")) { // h.ref("text")
        inner = nb::getattr(h, "x");
        h = inner;
    }
    if (PyUnicode_Check(h.ptr()) == 0) wrong(i, "a text");
    return nb::str(h).c_str();
}

double* PyCallArguments::reference(int i) const {
    const nb::gil_scoped_acquire gil; // C runs without it
    PyRef* ref = nullptr;
    if (!cast_to(at(i), ref)) wrong(i, "a reference to a number (_ref_...)");
    static_cast<void>(ref->ref.get()); // says so if it is gone
    return ref->ref.address(true);
}

state::NumbersPtr PyCallArguments::vector(int i) const {
    const nb::gil_scoped_acquire gil; // C runs without it
    auto* vector = as_vector(at(i));
    return vector ? vector->numbers : nullptr;
}

std::shared_ptr<world::Random> PyCallArguments::random(int i) const {
    const nb::gil_scoped_acquire gil;
    return as_random(at(i));
}

std::string PyCallArguments::description(int i) const {
    const nb::gil_scoped_acquire gil;
    return nb::repr(at(i)).c_str();
}

} // namespace ranvier::python
