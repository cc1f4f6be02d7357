// SPDX-License-Identifier: BSD-3-Clause
// Mechanism: a mechanism at a place (seg.hh). RangeVar: one of its variables, and arrays of them.
#include <nanobind/stl/string.h>

#include "ranvier/world/classes/nmodl_random.hpp"
#include "slots.hpp"

namespace ranvier::python {

using namespace nb::literals;
using Kind = NameEntry::Kind;

namespace {

std::string name_of(const PyMechanism& m) {
    return place_text(m.section->section->name(), m.x) + "." + m.type->name();
}

NameEntry resolve(WorldData& data, const model::MechanismType& type, PyObject* self, const char* name) {
    const std::string_view text(name);
    if (text.starts_with("__") || PyObject_HasAttrString(reinterpret_cast<PyObject*>(Py_TYPE(self)), name))
        return {};
    const char* target = after_ref(name);
    const auto& names = data->names();
    const auto* range = names.find_member(type, target ? target : name);
    if (!range) { // gnabar_hh is as good as gnabar
        const auto* full = names.find_range(target ? target : name);
        if (full && full->type.get() == &type) range = full;
    }
    if (range) return {.kind = target ? Kind::range_ref : Kind::range, .range = range};
    const auto* function = target ? nullptr : names.find_function(type, name);
    if (function) return {.kind = Kind::function, .function = function};
    const auto stream = world::classes::find_random(type, name);
    return stream.valid() ? NameEntry{.kind = Kind::stream, .stream = stream} : NameEntry{};
}

const NameEntry* entry_of(PyMechanism& self, PyObject* o, PyObject* name) {
    auto& data = *self.section->data;
    return data.members_of(*self.type).find(name, [&](const char* n) {
        return resolve(data, *self.type, o, n);
    });
}

std::vector<std::string> known_names(const PyMechanism& self) {
    std::vector<std::string> names;
    for (const auto* member : self.section->data->world->names().members(*self.type))
        names.push_back(member->short_name);
    for (auto& function : self.section->data->world->names().function_names(*self.type))
        names.push_back(std::move(function));
    return names;
}

PyObject* get_attribute(PyObject* o, PyObject* name) {
    return guarded([&]() -> PyObject* {
        auto& self = self_of<PyMechanism>(o);
        const auto* entry = entry_of(self, o, name);
        if (!entry) return nullptr;
        switch (entry->kind) {
        case Kind::range: return read_range(self.owner, *self.section, self.x, *entry->range);
        case Kind::range_ref: return refer_to_range(self.owner, *self.section, self.x, *entry->range);
        case Kind::function:
            return function_object({self.section->data, entry->function, self.owner, self.section, self.x})
                .release()
                .ptr();
        case Kind::stream: {
            const auto& section = self.section->live();
            const auto* inserted = section.find(*self.type);
            if (!inserted) break;
            const auto segment = static_cast<std::size_t>(section.segment_index(self.x));
            return stream_object(self.section->data, self.owner, *self.type, inserted->rows[segment],
                                 entry->stream)
                .release()
                .ptr();
        }
        default: break;
        }
        return generic_attribute(o, name, name_of(self), [&] { return known_names(self); });
    });
}

int set_attribute(PyObject* o, PyObject* name, PyObject* value) {
    return guarded(
        [&]() -> int {
            auto& self = self_of<PyMechanism>(o);
            const auto* entry = entry_of(self, o, name);
            if (!entry) return -1;
            if (assign_range(*self.section, self.x, *entry, value)) return 0;
            return generic_assignment(o, name, value, name_of(self), [&] { return known_names(self); });
        },
        -1);
}

PyObject* iterate(PyObject* o) {
    return guarded([&] {
        auto& self = self_of<PyMechanism>(o);
        self.section->live();
        nb::list out;
        for (const auto* member : self.section->data->world->names().members(*self.type))
            out.append(nb::cast(PyRangeVar{self.owner, self.section, self.x, member}));
        return PyObject_GetIter(out.ptr());
    });
}

PyObject* represent(PyObject* o) {
    return guarded(
        [&]() -> PyObject* { return PyUnicode_FromString(self_of<PyMechanism>(o).type->name().c_str()); });
}

PyType_Slot slots[] = {
    {Py_tp_getattro, reinterpret_cast<void*>(get_attribute)},
    {Py_tp_setattro, reinterpret_cast<void*>(set_attribute)},
    {Py_tp_iter, reinterpret_cast<void*>(iterate)},
    {Py_tp_repr, reinterpret_cast<void*>(represent)},
    {Py_tp_str, reinterpret_cast<void*>(represent)},
    {0, nullptr},
};

int element_of(const PyRangeVar& v, int i) { return array_element(v.name->name, v.name->count, i); }

} // namespace

PyObject* read_range(const nb::object& owner, PySection& section, double x, const world::RangeName& range) {
    auto& live = section.live();
    if (range.is_array) return nb::cast(PyRangeVar{owner, &section, x, &range}).release().ptr();
    return PyFloat_FromDouble(section.data->world->get(live, x < 0 ? 0.5 : x, range));
}

PyObject* refer_to_range(const nb::object& owner, PySection& section, double x,
                         const world::RangeName& range) {
    const auto element = [&section, x, &range](int i) {
        auto made =
            ref_object(section.data, section.data->world->ref(section.live(), x < 0 ? 0.5 : x, range, i));
        nb::inst_ptr<PyRef>(made)->section = section.section;
        return made;
    };
    if (!range.is_array) return element(0).release().ptr();
    section.live();
    return ref_array(section.data, owner, range.name, range.count, element).release().ptr();
}

void write_range(PySection& section, double x, const world::RangeName& range, PyObject* value) {
    auto& live = section.live();
    const auto place = [&] { return x < 0 ? section.name() : place_text(section.name(), x); };
    if (range.is_array) raise(Category::index, {"an array needs an index", place(), range.name, {}, {}});
    const double number = number_of(value, range.name, place);
    if (x < 0) section.data->world->set_all(live, range, number);
    else section.data->world->set(live, x, range, number);
}

bool assign_range(PySection& section, double x, const NameEntry& entry, PyObject* value) {
    if (!value) return false;
    if (entry.kind == NameEntry::Kind::range) {
        write_range(section, x, *entry.range, value);
        return true;
    }
    if (entry.kind != NameEntry::Kind::range_ref || !entry.range->is_pointer) return false;
    point_range_to(section, x, *entry.range, value);
    return true;
}

void bind_mechanism(nb::module_& m) {
    nb::class_<PyMechanism>(m, "Mechanism", nb::type_slots(slots),
                            "A mechanism at a place: ``seg.hh``. Its range variables are attributes "
                            "(``seg.hh.gnabar``); iterating\n"
                            "gives them as RangeVar.")
        .def("name", [](const PyMechanism& s) { return s.type->name(); })
        .def("is_ion", [](const PyMechanism& s) { return s.type->is_ion(); })
        .def(
            "segment", [](const PyMechanism& s) { return segment_object(s.owner, s.x); },
            "The Segment it stands in.")
        .def("__dir__", [](nb::handle h) {
            auto names = nb::list(nb::steal(PyObject_Dir(reinterpret_cast<PyObject*>(Py_TYPE(h.ptr())))));
            for (const auto& n : known_names(self_of<PyMechanism>(h.ptr()))) names.append(n);
            return names;
        });
    nb::class_<PyRangeVar>(m, "RangeVar", "A range variable at a place, or an array of them.")
        .def("name", [](const PyRangeVar& v) { return v.name->name; })
        .def("__repr__", [](const PyRangeVar& v) { return "<RangeVar " + v.name->name + ">"; })
        .def("__len__", [](const PyRangeVar& v) { return v.name->count; })
        .def("__getitem__",
             [](const PyRangeVar& v, int i) {
                 return v.section->data->world->get(v.section->live(), v.x < 0 ? 0.5 : v.x, *v.name,
                                                    element_of(v, i));
             })
        .def("__setitem__", [](const PyRangeVar& v, int i, double value) {
            auto& world = *v.section->data->world;
            if (v.x < 0) world.set_all(v.section->live(), *v.name, value, element_of(v, i));
            else world.set(v.section->live(), v.x, *v.name, value, element_of(v, i));
        });
}

} // namespace ranvier::python
