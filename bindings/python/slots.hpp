// SPDX-License-Identifier: BSD-3-Clause
// Type slots of the hot classes: from a PyObject to its C++ side.
#pragma once

#include "objects.hpp"

namespace ranvier::python {

/// The C++ side of `self`; throws if its __init__ has not run (a subclass that forgot to call it).
template <class T> T& self_of(PyObject* self) {
    if (!nb::inst_ready(nb::handle(self))) [[unlikely]]
        raise(Category::state, {"the object was not initialised: call super().__init__()", {}, {}, {}, {}});
    return *nb::inst_ptr<T>(nb::handle(self));
}

/// A number from a Python object; `object` is asked for its name only if it is none.
template <class Name> double number_of(PyObject* value, const std::string& what, Name&& object) {
    if (PyFloat_Check(value)) return PyFloat_AsDouble(value);
    const double number = PyFloat_AsDouble(value);
    if (number == -1 && PyErr_Occurred()) [[unlikely]] {
        PyErr_Clear();
        return number_from(value, what.c_str(), object());
    }
    return number;
}

[[nodiscard]] inline std::string text_of(PyObject* name) {
    const char* text = PyUnicode_AsUTF8AndSize(name, nullptr);
    if (!text) throw nb::python_error();
    return text;
}

/// Replaces a plain AttributeError by one with near names. `known` is asked for only then.
template <class Known>
PyObject* generic_attribute(PyObject* self, PyObject* name, const std::string& object, Known&& known) {
    PyObject* found = PyObject_GenericGetAttr(self, name);
    if (found || !PyErr_ExceptionMatches(PyExc_AttributeError)) return found;
    const auto text = text_of(name);
    if (text.starts_with("__")) return nullptr;
    PyErr_Clear();
    set_error(Category::lookup,
              {"there is no such attribute or variable", object, text, {}, near_names_hint(text, known())});
    return nullptr;
}

/// For a name that nobody knows; objects without a __dict__ say so in a clear way.
template <class Known>
int generic_assignment(PyObject* self, PyObject* name, PyObject* value, const std::string& object,
                       Known&& known) {
    if (PyObject_GenericSetAttr(self, name, value) == 0) return 0;
    if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return -1;
    const auto text = text_of(name);
    PyErr_Clear();
    set_error(
        Category::lookup,
        {"there is no such attribute or variable to set", object, text, {}, near_names_hint(text, known())});
    return -1;
}

/// An object of class T without going through the type registry; `T{args...}`.
template <class T, class... Args> nb::object make_object(nb::handle type, Args&&... args) {
    nb::object o = nb::inst_alloc(type);
    new (nb::inst_ptr<T>(o)) T{std::forward<Args>(args)...};
    nb::inst_mark_ready(o);
    return o;
}

} // namespace ranvier::python
