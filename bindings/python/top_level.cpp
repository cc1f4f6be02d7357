// SPDX-License-Identifier: BSD-3-Clause
// TopLevel: the part of `h` that inner loops touch: numbers of the world, fadvance.
#include <nanobind/stl/string.h>

#include "hoc.hpp"
#include "ranvier/world/classes/functions.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "slots.hpp"

namespace ranvier::python {

using namespace nb::literals;
using Kind = NameEntry::Kind;

namespace {

struct PyTopLevel {
    WorldDataPtr data;
    explicit PyTopLevel(WorldDataPtr d) : data(std::move(d)) {}
    ~PyTopLevel() { set_top_level(data, nullptr); }
    PyTopLevel(const PyTopLevel&) = delete;
    PyTopLevel& operator=(const PyTopLevel&) = delete;
};

/// Numbers of a world that are known before any mechanism was read.
NameEntry resolve(WorldData& data, PyObject* self, const char* name) {
    const std::string_view text(name);
    // What a hoc program declared comes first: it may have replaced a procedure of ours.
    const char* declared = after_ref(name) ? after_ref(name) : name;
    if (data->has_hoc() && *declared != '_') {
        const auto kind = data->hoc().kind(declared);
        if (kind != hoc::NameKind::none && kind != hoc::NameKind::host) return {.kind = Kind::hoc};
    }
    if (text.starts_with("__") || PyObject_HasAttrString(reinterpret_cast<PyObject*>(Py_TYPE(self)), name))
        return {};
    const char* target = after_ref(name);
    const char* wanted = target ? target : name;
    // classes and functions that need no mechanism; the Python layer makes them when they are first asked for
    if (world::classes::find_declaration(wanted) || world::classes::find_function(wanted)) return {};
    const auto* number = data->names().find_global(wanted);
    if (!number && !text.starts_with("_")) {
        data->require_mechanisms();
        number = data->names().find_global(wanted);
    }
    if (number) return {.kind = target ? Kind::number_ref : Kind::number, .number = number};
    const auto* function = target ? nullptr : data->names().find_function(wanted);
    return function ? NameEntry{.kind = Kind::function, .function = function} : NameEntry{};
}

bool is_property(PyObject* self, const char* name) {
    const nb::object found =
        nb::getattr(nb::handle(reinterpret_cast<PyObject*>(Py_TYPE(self))), name, nb::none());
    return PyObject_HasAttrString(found.ptr(), "__set__") != 0;
}

/// A range variable has no value without a place.
void refuse_range(WorldData& data, const std::string& name) {
    if (data->find_range(name))
        raise(Category::type, {"a range variable needs a place", "h", name, "section(x)." + name, {}});
}

PyObject* get_attribute(PyObject* o, PyObject* name) {
    return guarded([&]() -> PyObject* {
        auto& self = self_of<PyTopLevel>(o);
        const auto* entry =
            self.data->top_names.find(name, [&](const char* n) { return resolve(*self.data, o, n); });
        if (!entry) return nullptr;
        switch (entry->kind) {
        case Kind::number:
            (*self.data)->check_access();
            if (entry->number->is_array) return number_array(self.data, *entry->number).release().ptr();
            return PyFloat_FromDouble(entry->number->ref.get());
        case Kind::number_ref: return global_ref(self.data, *entry->number).release().ptr();
        case Kind::function:
            return function_object({.data = self.data, .function = entry->function, .owner = {}})
                .release()
                .ptr();
        case Kind::hoc: return nb::object(nb::handle(o).attr("_of_hoc")(nb::borrow(name))).release().ptr();
        default: break;
        }
        PyObject* found = PyObject_GenericGetAttr(o, name);
        if (found || !PyErr_ExceptionMatches(PyExc_AttributeError)) return found;
        const auto text = text_of(name);
        if (text.starts_with("__")) return nullptr;
        PyErr_Clear();
        refuse_range(*self.data, text);
        // classes of mechanisms, made when first asked for; the Python layer knows how
        return nb::object(nb::handle(o).attr("_missing")(nb::borrow(name))).release().ptr();
    });
}

int set_attribute(PyObject* o, PyObject* name, PyObject* value) {
    return guarded(
        [&]() -> int {
            auto& self = self_of<PyTopLevel>(o);
            const auto* entry =
                self.data->top_names.find(name, [&](const char* n) { return resolve(*self.data, o, n); });
            if (!entry) return -1;
            if (entry->kind == Kind::number && value) {
                (*self.data)->check_access();
                if (entry->number->is_array)
                    raise(Category::index, {"an array needs an index", "h", entry->number->name, {}, {}});
                entry->number->ref.set(
                    number_of(value, entry->number->name, [] { return std::string("h"); }));
                return 0;
            }
            if (entry->kind == Kind::hoc && value) {
                nb::handle(o).attr("_set_in_hoc")(nb::borrow(name), nb::borrow(value));
                return 0;
            }
            const auto text = text_of(name);
            // the Python layer's own: private ones, and properties of the current section
            if (text.starts_with("_") || is_property(o, text.c_str()))
                return PyObject_GenericSetAttr(o, name, value);
            refuse_range(*self.data, text);
            raise(Category::lookup, {"there is no such number to set",
                                     "h",
                                     text,
                                     {},
                                     near_names_hint(text, self.data->world->names().global_names())});
        },
        -1);
}

PyType_Slot slots[] = {
    {Py_tp_getattro, reinterpret_cast<void*>(get_attribute)},
    {Py_tp_setattro, reinterpret_cast<void*>(set_attribute)},
    {0, nullptr},
};

} // namespace

void bind_top_level(nb::module_& m) {
    nb::class_<PyTopLevel>(m, "TopLevel", nb::type_slots(slots), nb::dynamic_attr(),
                           "Numbers of a world, and single steps.")
        .def("__init__",
             [](nb::pointer_and_handle<PyTopLevel> self, const PyWorld& w) {
                 new (self.p) PyTopLevel(w.data);
                 set_top_level(w.data, self.h.ptr());
             })
        .def(
            "fadvance",
            [](const PyTopLevel& self) {
                auto& data = *self.data;
                data.run(data.is_large(), [&] { data.world->step(); });
                return 1.0;
            },
            "One step of dt; afterwards every variable reads as after a full step.");
}

} // namespace ranvier::python
