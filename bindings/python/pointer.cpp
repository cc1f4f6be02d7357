// SPDX-License-Identifier: BSD-3-Clause
// POINTER variables: what `instance._ref_p = reference` and `h.setpointer` do.
#include <nanobind/stl/string.h>

#include "slots.hpp"

namespace ranvier::python {

void connect_pointer(const WorldDataPtr& data, const state::DataRef& pointer, nb::handle target) {
    PyRef* ref = nullptr;
    if (!cast_to(target, ref))
        raise(Category::type, {"a POINTER is connected to a reference",
                               pointer.path,
                               nb::repr(target).c_str(),
                               "for example section(0.5)._ref_v",
                               {}});
    if (const auto& to = ref->ref; to.numbers)
        return (*data)->set_pointer(pointer, model::PointerTarget::of(to.numbers, to.index, to.path));
    if (ref->data != data) throw InputError("the reference belongs to another world");
    (*data)->set_pointer(pointer, model::PointerTarget::of(ref->ref));
}

void point_range_to(PySection& section, double x, const world::RangeName& range, PyObject* target) {
    auto& world = *section.data->world;
    connect_pointer(section.data, world.pointer(section.live(), x < 0 ? 0.5 : x, range), target);
}

void bind_pointer(nb::module_& m) {
    m.def(
        "_set_pointer",
        [](nb::handle target, const std::string& name, nb::handle instance) {
            PyPoint* point = nullptr;
            PyMechanism* mechanism = nullptr;
            WorldDataPtr data;
            const model::MechanismType* type = nullptr;
            if (cast_to(instance, point)) {
                data = point->data;
                type = point->point->type().get();
            } else if (cast_to(instance, mechanism)) {
                data = mechanism->section->data;
                type = mechanism->type;
            } else {
                raise(Category::type, {"a POINTER belongs to an instance of a mechanism",
                                       "h.setpointer",
                                       nb::repr(instance).c_str(),
                                       "a point process, or section(x).suffix",
                                       {}});
            }
            const auto* range = (*data)->names().find_member(*type, name);
            if (!range) {
                std::vector<std::string> known;
                for (const auto* member : (*data)->names().members(*type))
                    if (member->is_pointer) known.push_back(member->short_name);
                throw InputError(ErrorParts{"the mechanism has no POINTER of this name",
                                            type->name(),
                                            name,
                                            {},
                                            near_names_hint(name, known)});
            }
            if (point) connect_pointer(data, (*data)->pointer(*point->point, *range), target);
            else point_range_to(*mechanism->section, mechanism->x, *range, target.ptr());
        },
        nb::arg("reference"), nb::arg("name"), nb::arg("instance"));
}

} // namespace ranvier::python
