// SPDX-License-Identifier: BSD-3-Clause
// FUNCTIONs and PROCEDUREs called by a user: h.rates_hh(v), section(x).hh.rates(v), synapse.rates(v).
#include "c_host.hpp"
#include "hoc_call_arguments.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/world/world.hpp"

#include <algorithm>

namespace ranvier::world {

namespace {

void add_ions(engine::CallSite& site, const model::Section& section, double x) {
    const auto segment = static_cast<std::size_t>(section.segment_index(x));
    for (const auto& inserted : section.inserted())
        if (inserted.type->is_ion()) site.ions.emplace_back(inserted.type->name(), inserted.rows[segment]);
}

std::string text_of_call(const FunctionName& function) {
    std::string text = function.short_name + "(";
    for (int i = 0; i < function.parameter_count; ++i) {
        if (i > 0) text += ", ";
        text += function.function.valid()
                    ? (*function.type->mechanism)[function.function].locals[static_cast<std::size_t>(i)].name
                    : "x";
    }
    return text + ")";
}

} // namespace

std::string World::signature(const FunctionName& function) { return text_of_call(function); }

engine::CallSite World::site_of(const FunctionName& function, const CallPlace& place) {
    engine::CallSite site;
    if (place.point) {
        const auto& point = *place.point;
        site.instance = point.row();
        site.name = point.name();
        if (auto* section = point.section()) {
            site.node = model_.node_at(*section, point.x());
            add_ions(site, *section, point.x());
        } else if (point.type()->mechanism->kind != mir::MechanismKind::artificial_cell) {
            throw StateError(ErrorParts{"the point process has no place",
                                        point.name(),
                                        function.short_name,
                                        {},
                                        "give it one: " + point.name() + ".loc(segment)"});
        }
        return site;
    }
    auto section = place.section;
    double x = place.x;
    if (!section) {
        const auto known = data_places_.find(function.type.get());
        if (known == data_places_.end()) return site;
        section = known->second.section.get();
        x = known->second.x;
        if (section->is_deleted() || !section->find(*function.type)) return site;
    }
    if (const auto* inserted = section->find(*function.type))
        site.instance = inserted->rows[static_cast<std::size_t>(section->segment_index(x))];
    site.node = model_.node_at(*section, x);
    site.name = model::Model::place(*section, x) + "." + function.type->name();
    add_ions(site, *section, x);
    return site;
}

void World::set_data(const FunctionName& function, const model::SectionPtr& section, double x) {
    check_access();
    const auto& type = *function.type;
    model_.check_x(*section, x);
    if (section->is_deleted())
        throw StateError(ErrorParts{"the section was deleted", section->name(), {}, {}, {}});
    if (!section->find(type))
        throw LookupFailure(ErrorParts{"the mechanism " + type.name() + " does not exist at this place",
                                       model::Model::place(*section, x),
                                       function.name,
                                       {},
                                       "insert it: " + section->name() + ".insert('" + type.name() + "')"});
    data_places_[&type] = {section, x};
}

double World::call(const FunctionName& function, const CallPlace& place, std::span<const double> arguments) {
    check_access();
    const auto& type = *function.type;
    if (arguments.size() < static_cast<std::size_t>(function.parameter_count))
        throw InputError(ErrorParts{"too few arguments",
                                    type.name() + "." + text_of_call(function),
                                    std::to_string(arguments.size()),
                                    std::to_string(function.parameter_count) + " arguments",
                                    {}});
    const auto needs = simulator_->call_needs(type, function.function);
    const auto site = needs.a_place() || place.point ? site_of(function, place) : engine::CallSite{};
    if (needs.a_place() && !place.point && !site.node.valid())
        throw StateError(
            ErrorParts{"there is no data for " + function.name + ": it works on the numbers of an instance",
                       type.name(),
                       {},
                       {},
                       "call h.setdata_" + type.name() + "(section(x)) before, or section(x)." + type.name() +
                           "." + text_of_call(function)});
    const double value =
        told_by(*c_host_, [&] { return simulator_->call(type, function.function, site, arguments); });
    return function.returns_value ? value : 1; // what a procedure's call has always given
}

engine::FunctionTableData& World::function_table(const FunctionName& table) {
    check_access();
    if (is_running()) throw StateError("the data of a FUNCTION_TABLE cannot change in the middle of a run");
    return simulator_->services().function_table(*table.type->mechanism,
                                                 static_cast<std::size_t>(table.function_table));
}

bool World::takes_anything(const FunctionName& function) { return function.type->mechanism->needs_c; }

double World::call(const FunctionName& function, const CallPlace& place, const CallArguments& arguments) {
    const CHost::Arguments scope(*c_host_, arguments);
    std::vector<double> numbers;
    for (int i = 0; i < arguments.count(); ++i)
        numbers.push_back(arguments.kind(i) == CallArguments::Kind::number ? arguments.number(i) : 0);
    numbers.resize(std::max(numbers.size(), static_cast<std::size_t>(std::max(function.parameter_count, 0))));
    return call(function, place, numbers);
}

double World::call(const FunctionName& function, const CallPlace& place, const hoc::Arguments& arguments) {
    if (takes_anything(function)) return call(function, place, HocCallArguments(arguments));
    std::vector<double> numbers;
    for (std::size_t i = 0; i < arguments.count(); ++i) numbers.push_back(arguments.number(i));
    return call(function, place, numbers);
}

void World::set_on_vector_method(std::function<void(const std::string& name)> told) {
    c_host_->set_on_method(std::move(told));
}

double World::call_vector_method(const std::string& name, const state::NumbersPtr& vector,
                                 const CallArguments& arguments) {
    check_access();
    return c_host_->call_method(name, vector, arguments);
}

/// C calls functions and reads numbers by name, as a user does at the top level.
COutside outside_of(World& world) {
    const auto function_of = [&world](const std::string& name) -> const FunctionName* {
        const auto* found = world.names().find_function(name);
        return found != nullptr && found->kind == FunctionName::Kind::call ? found : nullptr;
    };
    COutside outside;
    outside.number = [&world](const std::string& name) -> double* {
        const auto* found = world.names().find_global(name);
        return found ? found->ref.address(true) : nullptr;
    };
    outside.has_function = [function_of](const std::string& name) { return function_of(name) != nullptr; };
    outside.call = [&world, function_of](const std::string& name, const std::vector<double>& arguments) {
        const auto* found = function_of(name);
        if (found == nullptr)
            throw LookupFailure(ErrorParts{"there is no function of this name any more", name, {}, {}, {}});
        return world.call(*found, World::CallPlace{}, arguments);
    };
    return outside;
}

} // namespace ranvier::world
