// SPDX-License-Identifier: BSD-3-Clause
// Mechanisms for the model's tests, made by hand: no front end is needed to test structure.
#pragma once

#include <memory>
#include <string>

#include "ranvier/mir/mechanism.hpp"

namespace ranvier::model::test {

inline mir::Variable variable(std::string name, mir::VariableKind kind, double initial = 0) {
    mir::Variable v;
    v.name = std::move(name);
    v.kind = kind;
    v.initial = initial;
    v.visible = true;
    return v;
}

/// Parameter g = 0.001, assigned i, state m, array w[3], global q = 2.
inline std::shared_ptr<mir::Mechanism> leak(std::string name = "leak") {
    auto m = std::make_shared<mir::Mechanism>();
    m->name = std::move(name);
    m->variables = {variable("g", mir::VariableKind::parameter, 0.001),
                    variable("i", mir::VariableKind::assigned), variable("m", mir::VariableKind::state),
                    variable("w", mir::VariableKind::parameter, 5),
                    variable("q", mir::VariableKind::global, 2)};
    m->variables[3].count = 3;
    m->variables[3].is_array = true;
    return m;
}

inline std::shared_ptr<mir::Mechanism> ion(const std::string& ion) {
    auto m = std::make_shared<mir::Mechanism>();
    m->name = ion + "_ion";
    for (const auto& name : {"e" + ion, ion + "i", ion + "o"})
        m->variables.push_back(variable(name, mir::VariableKind::parameter));
    for (const char* name : {"cinit_", "einit_", "eadvance_", "c_style_", "e_style_"})
        m->variables.push_back(variable(name, mir::VariableKind::parameter));
    return m;
}

inline std::shared_ptr<mir::Mechanism> uses_ion(std::string name, const std::string& ion,
                                                std::vector<mir::IonQuantity> reads,
                                                std::vector<mir::IonQuantity> writes) {
    auto m = leak(std::move(name));
    m->ions.push_back({ion, std::move(reads), std::move(writes), {}});
    return m;
}

inline std::shared_ptr<mir::Mechanism> synapse() {
    auto m = std::make_shared<mir::Mechanism>();
    m->name = "Synapse";
    m->kind = mir::MechanismKind::point_process;
    m->variables = {variable("tau", mir::VariableKind::parameter, 0.1)};
    m->weight_count = 2;
    return m;
}

} // namespace ranvier::model::test
