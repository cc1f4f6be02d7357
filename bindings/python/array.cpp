// SPDX-License-Identifier: BSD-3-Clause
// NumberArray: a GLOBAL array (h.w_suf). RefArray: `_ref_` of an array, whose elements are references.
#include <nanobind/stl/string.h>

#include "slots.hpp"

namespace ranvier::python {

namespace {

nb::handle number_array_type, ref_array_type;

struct PyNumberArray {
    WorldDataPtr data;
    const world::GlobalName* name;
};

struct PyRefArray {
    WorldDataPtr data;
    nb::object owner; ///< keeps the place
    int count;
    std::string name;
    std::function<nb::object(int)> element;
};

state::DataRef element_ref(const PyNumberArray& a, int i) {
    auto ref = a.name->ref;
    const int element = array_element(a.name->name, a.name->count, i);
    ref.column += element;
    ref.path = a.name->name + "[" + std::to_string(element) + "]";
    return ref;
}

} // namespace

int array_element(const std::string& name, int count, int i) {
    const int element = i < 0 ? i + count : i;
    if (element < 0 || element >= count)
        raise(Category::index, {"the index is out of range",
                                name,
                                std::to_string(i),
                                "0 <= index < " + std::to_string(count),
                                {}});
    return element;
}

nb::object number_array(const WorldDataPtr& data, const world::GlobalName& name) {
    return make_object<PyNumberArray>(number_array_type, data, &name);
}

nb::object ref_array(const WorldDataPtr& data, nb::object owner, std::string name, int count,
                     std::function<nb::object(int)> element) {
    return make_object<PyRefArray>(ref_array_type, data, std::move(owner), count, std::move(name),
                                   std::move(element));
}

nb::object global_ref(const WorldDataPtr& data, const world::GlobalName& name) {
    if (!name.is_array) return ref_object(data, name.ref);
    return ref_array(data, nb::none(), name.name, name.count,
                     [data, array = PyNumberArray{data, &name}](int i) {
                         return ref_object(data, element_ref(array, i));
                     });
}

void bind_array(nb::module_& m) {
    auto numbers =
        nb::class_<PyNumberArray>(m, "NumberArray", "An array that a mechanism has once: ``h.w_suf[i]``.");
    numbers.def("__len__", [](const PyNumberArray& a) { return a.name->count; })
        .def("__getitem__",
             [](const PyNumberArray& a, int i) {
                 (*a.data)->check_access();
                 return element_ref(a, i).get();
             })
        .def("__setitem__",
             [](const PyNumberArray& a, int i, nb::handle value) {
                 (*a.data)->check_access();
                 element_ref(a, i).set(number_from(value, "the value", a.name->name));
             })
        .def("__repr__", [](const PyNumberArray& a) {
            return "<NumberArray " + a.name->name + "[" + std::to_string(a.name->count) + "]>";
        });
    number_array_type = numbers.ptr();
    auto refs = nb::class_<PyRefArray>(m, "RefArray",
                                       "References to the elements of an array: ``seg._ref_ca_suf[i]``.");
    refs.def("__len__", [](const PyRefArray& a) { return a.count; })
        .def("__getitem__",
             [](const PyRefArray& a, int i) { return a.element(array_element(a.name, a.count, i)); })
        .def("__repr__", [](const PyRefArray& a) {
            return "<RefArray " + a.name + "[" + std::to_string(a.count) + "]>";
        });
    ref_array_type = refs.ptr();
}

} // namespace ranvier::python
