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
    if (!v.valid() || !has_instance_column((*mechanism)[v].kind) || element < 0 ||
        element >= (*mechanism)[v].count)
        return -1;
    return column[static_cast<std::size_t>(v.value)] + element;
}

bool MechanismType::has_instance_column(mir::VariableKind kind) {
    using Kind = mir::VariableKind;
    return kind == Kind::parameter || kind == Kind::assigned || kind == Kind::state || kind == Kind::stream ||
           kind == Kind::pointer;
}

std::vector<int> MechanismType::pointer_columns() const {
    std::vector<int> out;
    for (std::size_t v = 0; v < column.size(); ++v)
        if (mechanism->variables[v].kind == mir::VariableKind::pointer) out.push_back(column[v]);
    return out;
}

/// Columns of a variable; -1 if it has none.
int Mechanisms::add_columns(MechanismType& type, const mir::Variable& v) const {
    using Kind = mir::VariableKind;
    const bool instance = MechanismType::has_instance_column(v.kind);
    const bool single = v.kind == Kind::global || v.kind == Kind::constant;
    if (!instance && !single) return -1;
    const double initial = first_value(v);
    auto& table = instance ? *type.instances : *type.globals;
    int first = -1;
    for (int e = 0; e < v.count; ++e) {
        const int c = table.add_column(element_name(v, e), initial);
        if (e == 0) first = c;
        if (single) table.fill(c, initial);
    }
    return first;
}

double Mechanisms::first_value(const mir::Variable& v) const {
    using Kind = mir::VariableKind;
    if (v.kind == Kind::constant) return legacy_ ? v.legacy_initial : v.initial;
    return v.kind == Kind::parameter || v.kind == Kind::global ? v.initial : 0;
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
    for (const auto& v : mechanism->variables) type->column.push_back(add_columns(*type, v));
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

InputError Mechanisms::other_valence(const std::string& ion, double valence, const std::string& file,
                                     double known, const std::string& known_file) {
    return InputError(ErrorParts{"two files give the ion different charges",
                                 ion,
                                 "VALENCE " + number_text(valence) + " in " + file,
                                 number_text(known) + ", as in " + known_file,
                                 {}});
}

void Mechanisms::declare_valence(const TypePtr& ion, double valence, const std::string& file) {
    RV_CHECK(ion->is_ion());
    if (!ion->valence_file.empty() && ion->valence != valence)
        throw other_valence(ion->ion, valence, file, ion->valence, ion->valence_file);
    ion->valence = valence;
    if (ion->valence_file.empty()) ion->valence_file = file;
    // the ion's own mechanism computes with a global of this name
    const int column = ion->globals->find_column("charge_");
    RV_CHECK(column >= 0);
    ion->globals->fill(column, valence);
}

void Mechanisms::replace(MechanismType& type, std::shared_ptr<const mir::Mechanism> mechanism) {
    const auto old = type.mechanism;
    const auto old_columns = type.column;
    type.column.clear();
    for (const auto& v : mechanism->variables) {
        // Columns with these names that stand side by side are taken over; references to them stay good.
        const auto before = old->find(v.name);
        const bool is_instance = type.has_instance_column(v.kind);
        const bool fits =
            before.valid() && (*old)[before].count == v.count && (*old)[before].is_array == v.is_array &&
            type.has_instance_column((*old)[before].kind) == is_instance &&
            ((*old)[before].kind == mir::VariableKind::pointer) == (v.kind == mir::VariableKind::pointer) &&
            old_columns[static_cast<std::size_t>(before.value)] >= 0;
        if (!fits) {
            type.column.push_back(add_columns(type, v));
            continue;
        }
        const int first = old_columns[static_cast<std::size_t>(before.value)];
        type.column.push_back(first);
        const double was = first_value((*old)[before]), is = first_value(v);
        auto& table = is_instance ? *type.instances : *type.globals;
        for (int c = first; c < first + v.count; ++c) {
            table.set_initial(c, is);
            if (!is_instance && (table.get(0, c) == was || v.kind == mir::VariableKind::constant))
                table.fill(c, is);
        }
    }
    type.mechanism = std::move(mechanism);
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
