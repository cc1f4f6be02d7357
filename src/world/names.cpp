// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/names.hpp"

#include <algorithm>
#include <numeric>

namespace ranvier::world {

namespace {
/// An ion's switches and charge: for kernels, not for users. Only the conductance di<ion>_dv_ is for both.
bool is_hidden(const model::MechanismType& type, const std::string& name) {
    return type.is_ion() && name.ends_with('_') && !name.ends_with("_dv_");
}
} // namespace

Names::Names(const model::Model&) {
    using Kind = RangeName::Kind;
    for (auto& r : {RangeName{"v", "v", Kind::node, nullptr, model::kV, 1, false, "mV"},
                    RangeName{"diam", "diam", Kind::diameter, nullptr, model::kDiam, 1, false, "um"},
                    RangeName{"cm", "cm", Kind::capacitance, nullptr, model::kCm, 1, false, "uF/cm2"},
                    RangeName{"i_cap", "i_cap", Kind::capacitive_current, nullptr, model::kCapacitiveCurrent,
                              1, false, "mA/cm2"}})
        ranges_.emplace(r.name, kept_.emplace_back(std::make_unique<RangeName>(r)).get());
}

void Names::show_membrane_current(bool show) {
    constexpr const char* kName = "i_membrane_";
    if (!show) {
        ranges_.erase(kName);
        return;
    }
    auto name = std::make_unique<RangeName>(
        RangeName{kName, kName, RangeName::Kind::node, nullptr, model::kMembraneCurrent, 1, false, "nA"});
    ranges_.emplace(kName, name.get());
    kept_.push_back(std::move(name));
}

void Names::add_mechanism(const model::TypePtr& type) {
    const auto& m = *type->mechanism;
    const bool density = m.kind == mir::MechanismKind::density;
    // Ion variables are named after their ion already; a `nothing` mechanism's names stand by themselves.
    const auto suffix = type->is_ion() || m.kind == mir::MechanismKind::nothing ? "" : "_" + m.name;
    add_functions(type);
    members_.resize(std::max(members_.size(), static_cast<std::size_t>(type->index) + 1));
    auto& members = members_[static_cast<std::size_t>(type->index)];
    // parameters, then what is computed, then states: the order in which users know them
    std::vector<std::size_t> order(m.variables.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto rank = [&](std::size_t i) {
        const auto kind = m.variables[i].kind;
        return kind == mir::VariableKind::parameter ? 0 : kind == mir::VariableKind::state ? 2 : 1;
    };
    std::sort(order.begin(), order.end(),
              [&](auto a, auto b) { return std::pair(rank(a), a) < std::pair(rank(b), b); });
    for (const auto i : order) {
        const auto& v = m.variables[i];
        const bool is_pointer = v.kind == mir::VariableKind::pointer;
        if ((!v.visible && !is_pointer) || v.kind == mir::VariableKind::stream || type->column[i] < 0)
            continue;
        if (is_hidden(*type, v.name)) continue;
        if (v.kind == mir::VariableKind::global) {
            // a global of an ion carries the mechanism's name: nai0_na_ion
            const auto name = m.kind == mir::MechanismKind::nothing || v.name.ends_with("_" + m.name)
                                  ? v.name
                                  : v.name + "_" + m.name;
            add_global({name,
                        {type->globals, type->column[i], type->globals_row, name},
                        v.count,
                        v.is_array,
                        v.unit});
            continue;
        }
        if (v.kind == mir::VariableKind::constant) continue;
        auto range = std::make_unique<RangeName>(RangeName{density ? v.name + suffix : v.name, v.name,
                                                           RangeName::Kind::mechanism, type, type->column[i],
                                                           v.count, v.is_array, v.unit, is_pointer});
        members.push_back(range.get());
        if (density) ranges_.insert_or_assign(range->name, range.get());
        kept_.push_back(std::move(range));
    }
}

void Names::add_functions(const model::TypePtr& type) {
    const auto& m = *type->mechanism;
    const bool is_nothing = m.kind == mir::MechanismKind::nothing;
    const auto suffix = is_nothing ? "" : "_" + m.name;
    methods_.resize(std::max(methods_.size(), static_cast<std::size_t>(type->index) + 1));
    auto& methods = methods_[static_cast<std::size_t>(type->index)];
    methods.clear();
    const auto add = [&](FunctionName function) {
        auto& kept = kept_functions_.emplace_back(std::make_unique<FunctionName>(std::move(function)));
        if (!is_nothing && kept->kind != FunctionName::Kind::set_data) methods.push_back(kept.get());
        // A point process' functions belong to its objects alone.
        if (!type->is_point()) functions_.insert_or_assign(kept->name, kept.get());
    };
    for (const auto id : m.callable) {
        const auto& f = m[id];
        add({f.name + suffix, f.name, FunctionName::Kind::call, type, id, -1, f.parameter_count,
             f.returns_value});
    }
    for (std::size_t i = 0; i < m.function_tables.size(); ++i) {
        const auto& table = m.function_tables[i];
        const int position = static_cast<int>(i);
        add({"table_" + table.name + suffix,
             "table_" + table.name,
             FunctionName::Kind::table,
             type,
             {},
             position,
             0,
             true});
    }
    if (m.kind == mir::MechanismKind::density && !type->is_ion())
        add({"setdata" + suffix, "setdata", FunctionName::Kind::set_data, type, {}, -1, 0, true});
}

const FunctionName* Names::find_function(std::string_view name) const {
    const auto it = functions_.find(std::string(name));
    return it == functions_.end() ? nullptr : it->second;
}

const FunctionName* Names::find_function(const model::MechanismType& type, std::string_view name) const {
    for (const auto* f : methods_[static_cast<std::size_t>(type.index)])
        if (f->short_name == name) return f;
    return nullptr;
}

std::vector<std::string> Names::function_names() const {
    std::vector<std::string> names;
    for (const auto& [name, _] : functions_) names.push_back(name);
    return names;
}

std::vector<std::string> Names::function_names(const model::MechanismType& type) const {
    std::vector<std::string> names;
    for (const auto* f : methods_[static_cast<std::size_t>(type.index)]) names.push_back(f->short_name);
    return names;
}

void Names::remove_mechanism(const model::MechanismType& type) {
    std::erase_if(ranges_, [&](const auto& entry) { return entry.second->type.get() == &type; });
    std::erase_if(functions_, [&](const auto& entry) { return entry.second->type.get() == &type; });
    for (auto at = globals_.begin(); at != globals_.end();) {
        if (at->second->ref.table == type.globals) {
            gone_globals_.push_back(std::move(at->second));
            at = globals_.erase(at);
        } else {
            ++at;
        }
    }
    members_[static_cast<std::size_t>(type.index)].clear();
    methods_[static_cast<std::size_t>(type.index)].clear();
}

void Names::add_global(GlobalName global) {
    auto name = global.name;
    globals_.insert_or_assign(std::move(name), std::make_unique<GlobalName>(std::move(global)));
}

const RangeName* Names::find_range(std::string_view name) const {
    const auto it = ranges_.find(std::string(name));
    return it == ranges_.end() ? nullptr : it->second;
}

const GlobalName* Names::find_global(std::string_view name) const {
    const auto it = globals_.find(std::string(name));
    return it == globals_.end() ? nullptr : it->second.get();
}

const RangeName* Names::find_member(const model::MechanismType& type, std::string_view name) const {
    for (const auto* member : members(type))
        if (member->short_name == name) return member;
    return nullptr;
}

const std::vector<const RangeName*>& Names::members(const model::MechanismType& type) const {
    return members_[static_cast<std::size_t>(type.index)];
}

std::vector<std::string> Names::range_names() const {
    std::vector<std::string> names;
    for (const auto& [name, _] : ranges_) names.push_back(name);
    return names;
}

std::vector<std::string> Names::global_names() const {
    std::vector<std::string> names;
    for (const auto& [name, _] : globals_) names.push_back(name);
    return names;
}

} // namespace ranvier::world
