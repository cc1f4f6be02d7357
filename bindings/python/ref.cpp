// SPDX-License-Identifier: BSD-3-Clause
// Ref: a handle to one number of a world (`_ref_v`).
#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>

#include "slots.hpp"

namespace ranvier::python {

using namespace nb::literals;

namespace {

nb::handle ref_type;

void check_index(const PyRef& r, nb::handle index) {
    long i = 0;
    if (!nb::try_cast(index, i))
        raise(Category::type,
              {"a reference is indexed with 0", r.ref.path, nb::repr(index).c_str(), "[0]", {}});
    if (i != 0)
        raise(Category::index, {"a reference holds one number", r.ref.path, std::to_string(i), "[0]", {}});
}

} // namespace

nb::object ref_object(const WorldDataPtr& data, state::DataRef ref) {
    return make_object<PyRef>(ref_type, data, std::move(ref), nullptr);
}

nb::object element_object(state::NumbersPtr array, std::size_t element, std::string path) {
    state::DataRef ref;
    ref.path = std::move(path);
    ref.numbers = std::move(array);
    ref.index = element;
    return make_object<PyRef>(ref_type, nullptr, std::move(ref), nullptr);
}

namespace {

/// An element of an array of numpy, which the reference keeps alive.
nb::object numpy_element(nb::object array, std::size_t index) {
    const auto view = nb::cast<nb::ndarray<double, nb::ndim<1>, nb::device::cpu>>(array);
    if (index >= view.shape(0)) throw nb::index_error("the index is out of range");
    double* at = view.data() + static_cast<std::ptrdiff_t>(index) * view.stride(0);
    PyObject* owner = array.release().ptr();
    const std::shared_ptr<double[]> block(at, [owner](double*) {
        const nb::gil_scoped_acquire locked;
        Py_DECREF(owner);
    });
    return element_object(std::make_shared<state::Numbers>(block, 1), 0,
                          "element " + std::to_string(index) + " of an array");
}

} // namespace

double number_from(nb::handle value, const char* what, const std::string& object) {
    const double number = PyFloat_AsDouble(value.ptr());
    if (number == -1 && PyErr_Occurred()) {
        PyErr_Clear();
        raise(Category::type,
              {std::string(what) + " must be a number", object, nb::repr(value).c_str(), "a number", {}});
    }
    return number;
}

void bind_ref(nb::module_& m) {
    auto cls = nb::class_<PyRef>(
        m, "Ref",
        "A handle to one number: ``seg._ref_v``. ``ref[0]`` reads and writes it.\n\nIt follows the number "
        "wherever it goes; once its section or point process is gone, it raises DeletedError.");
    cls.def("__getitem__",
            [](const PyRef& r, nb::handle i) {
                check_index(r, i);
                if (r.data) (*r.data)->check_access(); // an element of a Vector belongs to no world
                return r.ref.get();
            })
        .def("__setitem__",
             [](const PyRef& r, nb::handle i, nb::handle value) {
                 check_index(r, i);
                 if (r.data) (*r.data)->check_access();
                 r.ref.set(number_from(value, "the value", r.ref.path));
             })
        .def("__len__", [](const PyRef&) { return 1; })
        .def("__eq__",
             [](const PyRef& a, nb::handle b) {
                 PyRef* other = nullptr;
                 return cast_to(b, other) && a.ref == other->ref;
             })
        .def("__hash__",
             [](const PyRef& r) {
                 return std::hash<const void*>{}(r.ref.table.get()) ^
                        std::hash<const void*>{}(r.ref.numbers.get()) ^ r.ref.index ^
                        static_cast<std::size_t>(r.ref.id.slot * 64 + r.ref.column);
             })
        .def("__repr__", [](const PyRef& r) {
            return r.ref.is_alive() ? "<Ref " + r.ref.path + " = " + number_text(r.ref.get()) + ">"
                                    : "<Ref " + r.ref.path + ", deleted>";
        });
    ref_type = cls.ptr();
    m.def("_element_ref", numpy_element);
}

} // namespace ranvier::python
