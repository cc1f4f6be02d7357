// SPDX-License-Identifier: BSD-3-Clause
// POINTER variables as users see them: what they point to.
#include "ranvier/base/error.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world {

namespace {
void check_is_pointer(const RangeName& name, const std::string& object) {
    if (name.is_pointer) return;
    throw InputError(ErrorParts{"this is not a POINTER of the mechanism",
                                object,
                                name.short_name,
                                "a name that the mechanism's POINTER statement lists",
                                {}});
}
} // namespace

state::DataRef World::pointer(model::Section& section, double x, const RangeName& name) const {
    const auto place = model::Model::place(section, x);
    check_is_pointer(name, place);
    return {name.type->instances, name.column, mechanism_row(section, x, name),
            place + "." + name.type->name() + "." + name.short_name};
}

state::DataRef World::pointer(const model::PointProcess& point, const RangeName& name) const {
    check_is_pointer(name, point.name());
    return {point.type()->instances, name.column, point.row(), point.name() + "." + name.short_name};
}

void World::set_pointer(const state::DataRef& pointer, model::PointerTarget target) {
    check_access();
    if (!pointer.is_alive())
        throw StateError(ErrorParts{"the instance was deleted", pointer.path, {}, {}, {}});
    if (!target.is_alive())
        throw InputError(ErrorParts{"what a POINTER shall point to is not there (any more)",
                                    pointer.path,
                                    target.path,
                                    "a number that lives",
                                    {}});
    model_.pointers().set(pointer, std::move(target));
}

const model::PointerTarget& World::pointer_target(const state::DataRef& pointer) const {
    const auto* target = model_.pointers().find(pointer);
    if (!target)
        throw StateError(
            ErrorParts{"the POINTER points to nothing", pointer.path, {}, {}, "connect it with setpointer"});
    if (!target->is_alive())
        throw StateError(ErrorParts{"what the POINTER pointed to was deleted",
                                    pointer.path,
                                    target->path,
                                    {},
                                    "connect it again with setpointer"});
    return *target;
}

void Segment::set_pointer(std::string_view variable, model::PointerTarget target) const {
    world_->check_access();
    const auto& name = world_->range(variable, model::Model::place(*section_, x_));
    world_->set_pointer(world_->pointer(*section_, x_, name), std::move(target));
}

void Point::set_pointer(std::string_view variable, model::PointerTarget target) const {
    world_->check_access();
    world_->set_pointer(world_->pointer(*point_, member(variable)), std::move(target));
}

} // namespace ranvier::world
