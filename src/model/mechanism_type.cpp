// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/model/mechanism_type.hpp"

#include "ranvier/base/error.hpp"

namespace ranvier::model {

namespace {
constexpr std::string_view kIonSuffix = "_ion";

std::string element_name(const mir::Variable& v, int element) {
    return v.is_array ? v.name + "[" + std::to_string(element) + "]" : v.name;
}
} // namespace

int MechanismType::instance_column(std::string_view variable, int element) const {
    const auto v = mechanism->find(variable);
    if (!v.valid() || !mechanism->is_instance(v) || element < 0 || element >= (*mechanism)[v].count)
        return -1;
    return column[static_cast<std::size_t>(v.value)] + element;
}

TypePtr Mechanisms::add(std::shared_ptr<const mir::Mechanism> mechanism) {
    if (by_name_.contains(mechanism->name))
        throw StateError(ErrorParts{"a mechanism of this name is already there", mechanism->name,
                                    mechanism->file, "one mechanism a name",
                                    "rename it with SUFFIX or POINT_PROCESS"});
    auto type = std::make_shared<MechanismType>();
    type->index = static_cast<int>(all_.size());
    type->mechanism = mechanism;
    type->instances = std::make_shared<state::Table>(mechanism->name);
    type->globals = std::make_shared<state::Table>(mechanism->name);
    type->globals_row = type->globals->add_row();
    const std::string_view name = mechanism->name;
    if (name.size() > kIonSuffix.size() && name.ends_with(kIonSuffix))
        type->ion = std::string(name.substr(0, name.size() - kIonSuffix.size()));
    for (const auto& v : mechanism->variables) {
        int first = -1;
        const bool instance = v.kind == mir::VariableKind::parameter ||
                              v.kind == mir::VariableKind::assigned || v.kind == mir::VariableKind::state;
        const bool single = v.kind == mir::VariableKind::global || v.kind == mir::VariableKind::constant;
        const bool has_initial = v.kind == mir::VariableKind::parameter || single;
        const double initial =
            v.kind == mir::VariableKind::constant && legacy_ ? v.legacy_initial : v.initial;
        for (int e = 0; e < v.count && (instance || single); ++e) {
            auto& table = instance ? *type->instances : *type->globals;
            const int c = table.add_column(element_name(v, e), has_initial ? initial : 0.0);
            if (e == 0) first = c;
            if (single) table.fill(c, initial);
        }
        type->column.push_back(first);
    }
    all_.push_back(type);
    by_name_.emplace(mechanism->name, type);
    return type;
}

TypePtr Mechanisms::find(std::string_view name) const {
    const auto it = by_name_.find(std::string(name));
    return it == by_name_.end() ? nullptr : it->second;
}

TypePtr Mechanisms::ion(std::string_view ion) const {
    auto type = find(std::string(ion) + std::string(kIonSuffix));
    RV_CHECK(type != nullptr);
    return type;
}

void Mechanisms::use_legacy_units(bool legacy) {
    legacy_ = legacy;
    for (const auto& type : all_) {
        const auto& m = *type->mechanism;
        for (std::size_t i = 0; i < m.variables.size(); ++i)
            if (m.variables[i].kind == mir::VariableKind::constant)
                type->globals->fill(type->column[i],
                                    legacy ? m.variables[i].legacy_initial : m.variables[i].initial);
    }
}

} // namespace ranvier::model
