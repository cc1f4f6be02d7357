// SPDX-License-Identifier: BSD-3-Clause
// h.ref(x): a place for a number, a text or an object.
#include <nanobind/stl/string.h>

#include <cstdio>
#include <memory>

#include "hoc_values.hpp"
#include "objects.hpp"
#include "vector.hpp"

namespace ranvier::python {

using namespace nb::literals;

namespace {

nb::object read_ref(const PyHocRef& r) {
    if (r.number) return nb::float_((*r.number)[0]);
    if (r.text) return nb::str(r.text->c_str());
    return r.other;
}

void check_ref_index(nb::handle index) {
    if (!is_number(index) || PyFloat_AsDouble(index.ptr()) != 0)
        raise(Category::index, {"a reference has one element", "h.ref", nb::repr(index).c_str(), "[0]", {}});
}

void write_ref(PyHocRef& r, nb::handle value) {
    if (r.number) {
        (*r.number)[0] = number_from(value, "the value", "h.ref");
    } else if (r.text) {
        if (!PyUnicode_Check(value.ptr()))
            raise(Category::type,
                  {"the reference holds a text", "h.ref", nb::repr(value).c_str(), "a str", {}});
        *r.text = nb::str(value).c_str();
    } else {
        r.other = nb::borrow(value);
    }
}

std::string ref_text(const PyHocRef& r) {
    if (r.text) return "<hoc ref str \"" + *r.text + "\">";
    if (!r.number)
        return std::string("<hoc ref value \"") +
               (r.other.is_none() ? "NULLobject" : nb::str(r.other).c_str()) + "\">";
    char text[400];
    std::snprintf(text, sizeof text, "<hoc ref value %f>", (*r.number)[0]);
    return text;
}

} // namespace

void bind_hoc_ref(nb::module_& m) {
    auto ref = nb::class_<PyHocRef>(m, "HocRef", "A one-element reference to a number, a text or an object.");
    ref.def(
           "__init__",
           [](PyHocRef* self, nb::handle value) {
               new (self) PyHocRef;
               if (PyUnicode_Check(value.ptr())) {
                   self->text = std::make_shared<std::string>(nb::str(value).c_str());
               } else if (PyFloat_Check(value.ptr()) ||
                          (PyLong_Check(value.ptr()) && !PyBool_Check(value.ptr()))) {
                   self->number = std::make_shared<state::Numbers>();
                   self->number->push_back(number_from(value, "the value", "h.ref"));
               } else {
                   self->other = nb::borrow(value);
               }
           },
           "value"_a.none())
        .def("__getitem__",
             [](const PyHocRef& r, nb::handle i) {
                 check_ref_index(i);
                 return read_ref(r);
             })
        .def(
            "__setitem__",
            [](PyHocRef& r, nb::handle i, nb::handle value) {
                check_ref_index(i);
                write_ref(r, value);
            },
            "index"_a, "value"_a.none())
        .def("__len__", [](const PyHocRef&) { return 1; })
        .def("__repr__", ref_text);
}

} // namespace ranvier::python
