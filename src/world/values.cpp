// SPDX-License-Identifier: BSD-3-Clause
// Reading and writing a world's numbers by the names that users know.
#include <cmath>

#include "ranvier/base/error.hpp"
#include "ranvier/world/builtins.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world {

namespace {

void check_element(const RangeName& name, int element, const std::string& object) {
    if (element >= 0 && element < name.count) return;
    throw InputError::out_of_range("the index of " + name.name, object, std::to_string(element),
                                   "0 <= index < " + std::to_string(name.count));
}

/// A reference to what a POINTER points to.
const state::DataRef& number_of(const model::PointerTarget& target) {
    if (target.array)
        throw InputError(ErrorParts{
            "the POINTER points to an element of an array", target.path, {}, "a number of the model", {}});
    return target.number;
}

} // namespace

const RangeName* World::find_range(std::string_view name) {
    require_mechanisms();
    if (!described_.empty()) make_described({});
    return names_.find_range(name);
}

const RangeName& World::range(std::string_view name, std::string_view object) {
    if (const auto* found = find_range(name)) return *found;
    throw LookupFailure(ErrorParts{"there is no such range variable",
                                   std::string(object),
                                   std::string(name),
                                   {},
                                   near_names_hint(name, names_.range_names())});
}

state::RowId World::mechanism_row(const model::Section& section, double x, const RangeName& name) const {
    if (section.is_deleted())
        throw StateError(ErrorParts{"the section was deleted", section.name(), {}, {}, {}});
    const auto* inserted = section.find(*name.type);
    if (!inserted)
        throw LookupFailure(
            ErrorParts{"the mechanism " + name.type->name() + " does not exist at this place",
                       model::Model::place(section, x),
                       name.name,
                       {},
                       "insert it: " + section.name() + ".insert('" + name.type->name() + "')"});
    return inserted->rows[static_cast<std::size_t>(section.segment_index(x))];
}

double World::get(model::Section& section, double x, const RangeName& name, int element) {
    switch (name.kind) {
    case RangeName::Kind::node:
        return model_.nodes()->get(model_.nodes()->row(model_.node_at(section, x)), name.column);
    case RangeName::Kind::capacitive_current: return ref(section, x, name, element).get();
    case RangeName::Kind::diameter: return model_.diameter(section, x);
    case RangeName::Kind::capacitance: return model_.cm(section, x);
    case RangeName::Kind::mechanism: break;
    }
    if (name.is_pointer) return pointer_target(pointer(section, x, name)).get();
    if (name.is_array) check_element(name, element, model::Model::place(section, x));
    const auto& table = *name.type->instances;
    return table.get(table.row(mechanism_row(section, x, name)), name.column + element);
}

void World::set(model::Section& section, double x, const RangeName& name, double value, int element) {
    switch (name.kind) {
    case RangeName::Kind::node:
        if (!std::isfinite(value))
            throw InputError::out_of_range(name.name, model::Model::place(section, x),
                                           number_text(value) + " " + name.unit, "a finite number");
        return model_.nodes()->set(model_.nodes()->row(model_.node_at(section, x)), name.column, value);
    case RangeName::Kind::capacitive_current: return ref(section, x, name, element).set(value);
    case RangeName::Kind::diameter: return model_.set_diameter(section, x, value);
    case RangeName::Kind::capacitance: return model_.set_cm(section, x, value);
    case RangeName::Kind::mechanism: break;
    }
    if (name.is_pointer) return pointer_target(pointer(section, x, name)).set(value);
    if (name.is_array) check_element(name, element, model::Model::place(section, x));
    auto& table = *name.type->instances;
    table.set(table.row(mechanism_row(section, x, name)), name.column + element, value);
}

void World::set_all(model::Section& section, const RangeName& name, double value, int element) {
    if (name.kind == RangeName::Kind::diameter) return model_.set_diameter(section, -1, value);
    if (name.kind == RangeName::Kind::capacitance) return model_.set_cm(section, -1, value);
    const int n = section.nseg();
    for (int i = 0; i < n; ++i) set(section, (i + 0.5) / n, name, value, element);
    if (name.kind == RangeName::Kind::mechanism || name.kind == RangeName::Kind::capacitive_current) return;
    // the section's own end nodes too; the one that touches a parent is the parent's
    set(section, 1 - section.child_end(), name, value, element);
    if (!section.parent()) set(section, section.child_end(), name, value, element);
}

state::DataRef World::ref(model::Section& section, double x, const RangeName& name, int element) {
    const auto place = model::Model::place(section, x);
    if (name.kind == RangeName::Kind::capacitive_current) {
        simulator_->keep_capacitive_current();
        // the ends have no membrane: they read what is beside them
        x = (section.segment_index(x) + 0.5) / section.nseg();
    }
    if (name.kind != RangeName::Kind::mechanism)
        return {model_.nodes(), name.column, model_.node_at(section, x), place + "." + name.name};
    if (name.is_pointer) return number_of(pointer_target(pointer(section, x, name)));
    if (name.is_array) check_element(name, element, place);
    auto path = place + "." + (name.type->is_ion() ? "" : name.type->name() + ".") + name.short_name;
    if (name.is_array) path += "[" + std::to_string(element) + "]";
    return {name.type->instances, name.column + element, mechanism_row(section, x, name), std::move(path)};
}

state::DataRef World::ref(const model::PointProcess& point, const RangeName& name, int element) const {
    if (name.is_array) check_element(name, element, point.name());
    if (!point.section() && point.type()->mechanism->kind != mir::MechanismKind::artificial_cell)
        throw StateError(ErrorParts{"the point process has no place",
                                    point.name(),
                                    name.short_name,
                                    {},
                                    "give it one: " + point.name() + ".loc(segment)"});
    if (name.is_pointer) return number_of(pointer_target(pointer(point, name)));
    auto path = point.name() + "." + name.short_name;
    if (name.is_array) path += "[" + std::to_string(element) + "]";
    return {point.type()->instances, name.column + element, point.row(), std::move(path)};
}

double World::global(std::string_view name) {
    check_access();
    require_mechanisms();
    if (const auto* found = names_.find_global(name)) return found->ref.get();
    throw LookupFailure(ErrorParts{
        "there is no such number", std::string(name), {}, {}, near_names_hint(name, names_.global_names())});
}

void World::set_global(std::string_view name, double value) {
    check_access();
    require_mechanisms();
    const auto* found = names_.find_global(name);
    if (!found)
        throw LookupFailure(ErrorParts{"there is no such number",
                                       std::string(name),
                                       {},
                                       {},
                                       near_names_hint(name, names_.global_names())});
    found->ref.set(value);
}

bool World::make_number(std::string name) {
    check_access();
    require_mechanisms();
    if (names_.find_global(name)) return false;
    if (names_.find_range(name) || names_.find_function(name) || model_.mechanisms().find(name) ||
        find_builtin(name))
        throw InputError(
            ErrorParts{"this name is taken, so it cannot be a number", name, {}, {}, "choose another"});
    if (!own_numbers_) {
        own_numbers_ = std::make_shared<state::Table>("numbers");
        own_row_ = own_numbers_->add_row();
    }
    const int column = own_numbers_->add_column(name, 0);
    own_numbers_->fill(column, 0);
    auto path = name;
    names_.add_global({std::move(name), {own_numbers_, column, own_row_, std::move(path)}, 1, false, ""});
    return true;
}

} // namespace ranvier::world
