// SPDX-License-Identifier: BSD-3-Clause
// Segment: a place on a section, and Ref: a handle to one number.
#include <nanobind/stl/string.h>

#include <algorithm>

#include "slots.hpp"

namespace ranvier::python {

using namespace nb::literals;
using Kind = NameEntry::Kind;

namespace {

nb::handle segment_type;
nb::handle mechanism_type;

std::string name_of(const PySegment& s) {
    return s.section->section->is_deleted() ? "<segment of deleted section>"
                                            : place_text(s.section->name(), s.x);
}

NameEntry resolve(WorldData& data, PyObject* self, const char* name) {
    const std::string_view text(name);
    if (text == "x") return {.kind = Kind::place};
    if (text == "sec") return {.kind = Kind::section};
    if (text.starts_with("__") || PyObject_HasAttrString(reinterpret_cast<PyObject*>(Py_TYPE(self)), name))
        return {};
    if (const char* target = after_ref(name)) {
        const auto* range = data->find_range(target);
        return range ? NameEntry{.kind = Kind::range_ref, .range = range} : NameEntry{};
    }
    if (const auto* range = data->find_range(text)) return {.kind = Kind::range, .range = range};
    if (const auto type = data->find_mechanism(text);
        type && type->mechanism->kind == mir::MechanismKind::density)
        return {.kind = Kind::mechanism, .type = type.get()};
    return {};
}

std::vector<std::string> known_names(const PySegment& self) {
    auto names = self.section->data->world->names().range_names();
    for (const auto& type : self.section->data->world->model().mechanisms().all())
        if (type->mechanism->kind == mir::MechanismKind::density) names.push_back(type->name());
    return names;
}

/// An end is a node without membrane; its range variables read those of the segment beside it.
bool is_end(double x) { return x == 0 || x == 1; }

void require_inserted(const model::Section& section, double x, const model::MechanismType& type) {
    if (is_end(x)) [[unlikely]]
        throw LookupFailure(ErrorParts{"an end of a section has no membrane, so no mechanism exists there",
                                       model::Model::place(section, x),
                                       type.name(),
                                       {},
                                       "a segment with 0 < x < 1"});
    if (!section.find(type)) [[unlikely]]
        throw LookupFailure(ErrorParts{"the mechanism " + type.name() + " does not exist at this place",
                                       model::Model::place(section, x),
                                       {},
                                       {},
                                       "insert it: " + section.name() + ".insert('" + type.name() + "')"});
}

PyObject* get_attribute(PyObject* o, PyObject* name) {
    return guarded([&]() -> PyObject* {
        auto& self = self_of<PySegment>(o);
        auto& data = *self.section->data;
        const auto* entry = data.segment_names.find(name, [&](const char* n) { return resolve(data, o, n); });
        if (!entry) return nullptr;
        switch (entry->kind) {
        case Kind::place: return PyFloat_FromDouble(self.x);
        case Kind::section: return nb::object(self.owner).release().ptr();
        case Kind::range: return read_range(self.owner, *self.section, self.x, *entry->range);
        case Kind::range_ref: return refer_to_range(self.owner, *self.section, self.x, *entry->range);
        case Kind::mechanism:
            require_inserted(self.section->live(), self.x, *entry->type);
            // Scripts set one variable after another: seg.hh.gnabar, seg.hh.gkbar ...
            if (self.mechanism_type != entry->type) {
                self.mechanism =
                    make_object<PyMechanism>(mechanism_type, self.owner, self.section, self.x, entry->type);
                self.mechanism_type = entry->type;
            }
            return nb::object(self.mechanism).release().ptr();
        default: break;
        }
        return generic_attribute(o, name, name_of(self), [&] { return known_names(self); });
    });
}

int set_attribute(PyObject* o, PyObject* name, PyObject* value) {
    return guarded(
        [&]() -> int {
            auto& self = self_of<PySegment>(o);
            auto& data = *self.section->data;
            const auto* entry =
                data.segment_names.find(name, [&](const char* n) { return resolve(data, o, n); });
            if (!entry) return -1;
            if (assign_range(*self.section, self.x, *entry, value)) return 0;
            if (entry->kind != Kind::generic)
                raise(Category::lookup, {"this cannot be set", name_of(self), text_of(name), {}, {}});
            return generic_assignment(o, name, value, name_of(self), [&] { return known_names(self); });
        },
        -1);
}

PyObject* represent(PyObject* o) {
    return guarded([&]() -> PyObject* {
        const auto text = name_of(self_of<PySegment>(o));
        return PyUnicode_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size()));
    });
}

state::RowId node_of(const PySegment& s) {
    return s.section->data->world->model().node_at(s.section->live(), s.x);
}

PyObject* compare(PyObject* a, PyObject* b, int op) {
    return guarded([&]() -> PyObject* {
        const auto* other = as_segment(b);
        if (!other || (op != Py_EQ && op != Py_NE)) {
            Py_INCREF(Py_NotImplemented);
            return Py_NotImplemented;
        }
        auto& self = self_of<PySegment>(a);
        const bool equal = self.section->data == other->section->data && node_of(self) == node_of(*other);
        return PyBool_FromLong(equal == (op == Py_EQ));
    });
}

Py_hash_t hash(PyObject* o) {
    return guarded([&]() -> Py_hash_t { return node_of(self_of<PySegment>(o)).slot; }, Py_hash_t{-1});
}

nb::list mechanisms_at(const PySegment& s) {
    nb::list out;
    const auto& section = s.section->live();
    if (is_end(s.x)) return out;
    std::vector<const model::Inserted*> latest_first;
    for (const auto& i : section.inserted()) latest_first.push_back(&i);
    std::sort(latest_first.begin(), latest_first.end(),
              [](const auto* a, const auto* b) { return a->serial > b->serial; });
    for (const auto* i : latest_first)
        out.append(make_object<PyMechanism>(mechanism_type, s.owner, s.section, s.x, i->type.get()));
    return out;
}

PyObject* iterate(PyObject* o) {
    return guarded([&] { return PyObject_GetIter(mechanisms_at(self_of<PySegment>(o)).ptr()); });
}

PyType_Slot slots[] = {
    {Py_tp_getattro, reinterpret_cast<void*>(get_attribute)},
    {Py_tp_setattro, reinterpret_cast<void*>(set_attribute)},
    {Py_tp_iter, reinterpret_cast<void*>(iterate)},
    {Py_tp_repr, reinterpret_cast<void*>(represent)},
    {Py_tp_str, reinterpret_cast<void*>(represent)},
    {Py_tp_richcompare, reinterpret_cast<void*>(compare)},
    {Py_tp_hash, reinterpret_cast<void*>(hash)},
    {0, nullptr},
};

} // namespace

nb::object segment_object(nb::object section, double x) {
    auto* owner = nb::inst_ptr<PySection>(section);
    return make_object<PySegment>(segment_type, std::move(section), owner, x);
}

PySegment* as_segment(nb::handle h) {
    if (Py_TYPE(h.ptr()) == reinterpret_cast<PyTypeObject*>(segment_type.ptr()))
        return nb::inst_ptr<PySegment>(h);
    PySegment* found = nullptr;
    return cast_to(h, found) ? found : nullptr;
}

void bind_segment(nb::module_& m) {
    // Bound first, so that make_object finds it.
    mechanism_type = m.attr("Mechanism").ptr();
    auto cls =
        nb::class_<PySegment>(m, "Segment", nb::type_slots(slots),
                              R"(A place on a section; reads and writes act on the segment that holds it.

Two are equal if they act on the same node. Range variables are attributes (``seg.v``, ``seg.gnabar_hh``), so are mechanisms
(``seg.hh.gnabar``); ``_ref_v`` gives a reference to the number.

Attributes
----------
x : float
    As given, 0 to 1.
sec : Section)");
    cls.def(
           "area",
           [](const PySegment& s) { return s.section->data->world->model().area(s.section->live(), s.x); },
           "Membrane area [um2]; 0 at the ends.")
        .def(
            "ri",
            [](const PySegment& s) {
                return s.section->data->world->model().axial_resistance(s.section->live(), s.x);
            },
            "Axial resistance to the neighbour on the parent's side [Mohm]; 1e30 where there is none.")
        .def(
            "volume",
            [](const PySegment& s) { return s.section->data->world->model().volume(s.section->live(), s.x); },
            "Volume of the frusta or the cylinder [um3]; 0 at the ends.")
        .def(
            "node_index",
            [](const PySegment& s) { return s.section->data->world->model().nodes()->row(node_of(s)); },
            "Row of the node in the present layout.")
        .def(
            "point_processes",
            [](const PySegment& s) {
                nb::list out;
                const auto node = node_of(s);
                auto& model = s.section->data->world->model();
                const auto& points = s.section->live().point_processes();
                for (auto p = points.rbegin(); p != points.rend(); ++p)
                    if (model.node_at(*(*p)->section(), (*p)->x()) == node)
                        out.append(point_object(s.section->data, *p));
                return out;
            },
            "Point processes in this segment, the latest first.")
        .def("__reduce_ex__",
             [](const PySegment& s, int) {
                 raise(Category::type, {"a segment cannot be copied or pickled", name_of(s), {}, {}, {}});
             })
        .def("__dir__", [](nb::handle h) {
            auto names = nb::list(nb::steal(PyObject_Dir(reinterpret_cast<PyObject*>(Py_TYPE(h.ptr())))));
            const auto& self = self_of<PySegment>(h.ptr());
            for (const auto* n : {"x", "sec", "v", "diam", "cm"}) names.append(n);
            for (const auto& i : self.section->live().inserted()) {
                names.append(i.type->name());
                for (const auto* member : self.section->data->world->names().members(*i.type))
                    names.append(member->name);
            }
            return names;
        });
    segment_type = cls.ptr();
}

} // namespace ranvier::python
