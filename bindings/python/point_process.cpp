// SPDX-License-Identifier: BSD-3-Clause
// PointProcess: IClamp, ExpSyn, NetStim and the user's own.
#include <nanobind/stl/string.h>

#include <algorithm>

#include "ranvier/world/classes/nmodl_random.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/point_methods.hpp"
#include "slots.hpp"

namespace ranvier::python {

using namespace nb::literals;
using Kind = NameEntry::Kind;

namespace {

NameEntry resolve(WorldData& data, const model::MechanismType& type, PyObject* self, const char* name) {
    const std::string_view text(name);
    if (text.starts_with("__") || PyObject_HasAttrString(reinterpret_cast<PyObject*>(Py_TYPE(self)), name))
        return {};
    const char* target = after_ref(name);
    const auto* range = data->names().find_member(type, target ? target : name);
    if (range) return {.kind = target ? Kind::range_ref : Kind::range, .range = range};
    const auto* function = target ? nullptr : data->names().find_function(type, name);
    if (function) return {.kind = Kind::function, .function = function};
    const auto stream = world::classes::find_random(type, name);
    return stream.valid() ? NameEntry{.kind = Kind::stream, .stream = stream} : NameEntry{};
}

const NameEntry* entry_of(PyPoint& self, PyObject* o, PyObject* name) {
    const auto& type = *self.point->type();
    return self.data->members_of(type).find(name,
                                            [&](const char* n) { return resolve(*self.data, type, o, n); });
}

std::vector<std::string> known_names(const PyPoint& self) {
    std::vector<std::string> names;
    for (const auto* member : self.data->world->names().members(*self.point->type()))
        names.push_back(member->short_name);
    for (auto& function : self.data->world->names().function_names(*self.point->type()))
        names.push_back(std::move(function));
    return names;
}

/// The present row; throws NoPlaceError for a point process that is nowhere.
std::int32_t row_of(const PyPoint& self) {
    (*self.data)->check_access();
    const auto& p = *self.point;
    if (!p.section() && p.type()->mechanism->kind != mir::MechanismKind::artificial_cell) [[unlikely]]
        raise(Category::no_place,
              {"the point process has no place", p.name(), {}, {}, "give it one: loc(segment)"});
    return p.type()->instances->row(p.row());
}

/// An array variable of a point process, by index.
struct PyPointArray {
    nb::object owner;
    PyPoint* point;
    const world::RangeName* name;
    [[nodiscard]] int column(int i) const {
        return name->column + array_element(point->point->name() + "." + name->short_name, name->count, i);
    }
};

nb::object refer_to(PyPoint& self, nb::object owner, const world::RangeName& range) {
    const auto element = [&self, &range](int i) {
        return ref_object(self.data, self.data->world->ref(*self.point, range, i));
    };
    if (!range.is_array) return element(0);
    return ref_array(self.data, std::move(owner), self.point->name() + "." + range.short_name, range.count,
                     element);
}

PyObject* get_attribute(PyObject* o, PyObject* name) {
    return guarded([&]() -> PyObject* {
        auto& self = self_of<PyPoint>(o);
        const auto* entry = entry_of(self, o, name);
        if (!entry) return nullptr;
        switch (entry->kind) {
        case Kind::range: {
            const auto row = row_of(self);
            if (entry->range->is_pointer)
                return PyFloat_FromDouble(
                    self.data->world->pointer_target(self.data->world->pointer(*self.point, *entry->range))
                        .get());
            if (entry->range->is_array)
                return nb::cast(PyPointArray{nb::borrow(o), &self, entry->range}).release().ptr();
            return PyFloat_FromDouble(self.point->type()->instances->get(row, entry->range->column));
        }
        case Kind::range_ref: return refer_to(self, nb::borrow(o), *entry->range).release().ptr();
        case Kind::function:
            return function_object({.data = self.data,
                                    .function = entry->function,
                                    .owner = nb::borrow(o),
                                    .section = nullptr,
                                    .x = 0,
                                    .point = &self})
                .release()
                .ptr();
        case Kind::stream:
            return stream_object(self.data, nb::borrow(o), *self.point->type(), self.point->row(),
                                 entry->stream)
                .release()
                .ptr();
        default: break;
        }
        return generic_attribute(o, name, self.point->name(), [&] { return known_names(self); });
    });
}

int set_attribute(PyObject* o, PyObject* name, PyObject* value) {
    return guarded(
        [&]() -> int {
            auto& self = self_of<PyPoint>(o);
            const auto* entry = entry_of(self, o, name);
            if (!entry) return -1;
            if (entry->kind == Kind::range_ref && entry->range->is_pointer && value) {
                connect_pointer(self.data, self.data->world->pointer(*self.point, *entry->range), value);
                return 0;
            }
            if (entry->kind == Kind::range && value && entry->range->is_pointer) {
                const auto& target =
                    self.data->world->pointer_target(self.data->world->pointer(*self.point, *entry->range));
                target.set(number_of(value, entry->range->short_name, [&] { return self.point->name(); }));
                return 0;
            }
            if (entry->kind == Kind::range && value) {
                const auto row = row_of(self);
                if (entry->range->is_array)
                    raise(Category::type,
                          {"an array needs an index", self.point->name(), entry->range->short_name, {}, {}});
                self.point->type()->instances->set(
                    row, entry->range->column,
                    number_of(value, entry->range->short_name, [&] { return self.point->name(); }));
                return 0;
            }
            return generic_assignment(o, name, value, self.point->name(), [&] { return known_names(self); });
        },
        -1);
}

PyObject* represent(PyObject* o) {
    return guarded(
        [&]() -> PyObject* { return PyUnicode_FromString(self_of<PyPoint>(o).point->name().c_str()); });
}

PyType_Slot slots[] = {
    {Py_tp_getattro, reinterpret_cast<void*>(get_attribute)},
    {Py_tp_setattro, reinterpret_cast<void*>(set_attribute)},
    {Py_tp_repr, reinterpret_cast<void*>(represent)},
    {Py_tp_str, reinterpret_cast<void*>(represent)},
    {0, nullptr},
};

void place(PyPoint& self, nb::handle where, nb::handle x) {
    auto& model = self.data->world->model();
    (*self.data)->check_access();
    if (auto* segment = as_segment(where)) {
        if (segment->section->data != self.data)
            throw InputError(
                ErrorParts{"the segment belongs to another world", self.point->name(), {}, {}, {}});
        return model.place_point(*self.point, segment->section->live(), segment->x);
    }
    PySection* section = nullptr;
    if (cast_to(where, section))
        return model.place_point(*self.point, section->live(),
                                 x.is_none() ? 0.5 : number_from(x, "x", section->name()));
    raise(Category::type, {"a point process is placed on a segment",
                           self.point->name(),
                           nb::repr(where).c_str(),
                           "section(x)",
                           {}});
}

nb::object segment_of(const PyPoint& self) {
    auto* section = self.point->section();
    if (!section) return nb::none();
    auto owner = section_object(self.data, section);
    if (owner.is_none()) return owner;
    return segment_object(std::move(owner), self.point->x());
}

} // namespace

PyPoint::~PyPoint() {
    if (!data) return;
    data->points.erase(point.get());
    if (!owner) data->world->release(point);
}

nb::object point_object(const WorldDataPtr& data, const model::PointProcess* point) {
    const auto it = data->points.find(point);
    if (it != data->points.end()) return nb::borrow(it->second);
    if (!point || !data->world->has_hoc()) return nb::none();
    const auto of_hoc = data->world->hoc_host().find_object(*point); // only hoc holds it
    return of_hoc ? object_to_python(of_hoc) : nb::object(nb::none());
}

void bind_point(nb::module_& m) {
    nb::class_<PyPointArray>(m, "PointArray", "An array variable of a point process.")
        .def("__len__", [](const PyPointArray& a) { return a.name->count; })
        .def("__getitem__",
             [](const PyPointArray& a, int i) {
                 const auto row = row_of(*a.point);
                 return a.point->point->type()->instances->get(row, a.column(i));
             })
        .def("__setitem__", [](const PyPointArray& a, int i, double value) {
            const auto row = row_of(*a.point);
            a.point->point->type()->instances->set(row, a.column(i), value);
        });
    nb::class_<PyPoint>(m, "PointProcess", nb::type_slots(slots), nb::is_weak_referenceable(),
                        "A point process (h.IClamp, h.ExpSyn, ...) or an artificial cell (h.NetStim). Its "
                        "variables are attributes.\n"
                        "It leaves the model with its last Python reference.")
        .def(
            "__init__",
            [](nb::pointer_and_handle<PyPoint> self, nb::object where, nb::object x, nb::object sec) {
                const auto type = self.h.type();
                auto data = world_of_type(type);
                const nb::str name(nb::getattr(type, "mechanism_name"));
                new (self.p) PyPoint(data, (*data)->make_point((*data)->mechanism(name.c_str())));
                data->points[self.p->point.get()] = self.h.ptr();
                // old programs give an artificial cell a place, too, which it does not have
                if (self.p->point->type()->mechanism->kind == mir::MechanismKind::artificial_cell) return;
                // h.IClamp(x, sec=section) is h.IClamp(section(x))
                if (!sec.is_none()) place(*self.p, sec, where.is_none() ? x : where);
                else if (!where.is_none()) place(*self.p, where, x);
            },
            "segment"_a = nb::none(), "x"_a = nb::none(), nb::kw_only(), "sec"_a = nb::none())
        .def(
            "loc",
            [](PyPoint& self, nb::object where, nb::object sec) {
                if (sec.is_none()) place(self, where, nb::none());
                else place(self, sec, where);
            },
            "segment"_a, nb::kw_only(), "sec"_a = nb::none(), "Move to another place.")
        .def("get_segment", segment_of, "The segment it stands in, or None.")
        .def("has_loc", [](const PyPoint& self) { return self.point->section() ? 1.0 : 0.0; })
        .def("get_loc",
             [](const PyPoint& self) {
                 row_of(self);
                 return self.point->x();
             })
        .def("name", [](const PyPoint& self) { return self.point->name(); })
        .def("hname", [](const PyPoint& self) { return self.point->name(); })
        .def("same", [](nb::handle a, nb::handle b) { return a.is(b); })
        .def("__reduce_ex__",
             [](const PyPoint& self, int) {
                 raise(Category::type,
                       {"a point process cannot be copied or pickled", self.point->name(), {}, {}, {}});
             })
        .def("_method",
             [](nb::handle h, const std::string& name, const nb::args& arguments) {
                 const auto self = std::get<hoc::ObjectPtr>(to_value(h, Sequences::as_they_are));
                 const auto values = to_values(arguments, Sequences::as_they_are);
                 const auto* method =
                     world::find_point_method(nb::inst_ptr<PyPoint>(h)->point->type()->name(), name);
                 if (!method)
                     raise(Category::lookup, {"there is no such method", self->name(), name, {}, {}});
                 return to_python(method->call(**nb::inst_ptr<PyPoint>(h)->data,
                                               dynamic_cast<world::PointObject&>(*self),
                                               hoc::Arguments(method->name, values)));
             })
        .def("__dir__", [](nb::handle h) {
            auto names = nb::list(nb::steal(PyObject_Dir(reinterpret_cast<PyObject*>(Py_TYPE(h.ptr())))));
            for (const auto& n : known_names(self_of<PyPoint>(h.ptr()))) names.append(n);
            return names;
        });
    m.def("_point_methods", [](const std::string& mechanism) {
        nb::list out;
        for (const auto& method : world::point_methods())
            if (method.mechanism == mechanism)
                out.append(nb::make_tuple(std::string(method.name),
                                          std::string(method.name) + std::string(method.signature) + "\n\n" +
                                              std::string(method.summary)));
        return out;
    });
}

} // namespace ranvier::python
