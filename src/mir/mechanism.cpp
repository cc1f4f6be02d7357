// SPDX-License-Identifier: BSD-3-Clause
// Look-ups in a mechanism.
#include "ranvier/mir/mechanism.hpp"

namespace ranvier::mir {

VariableId Mechanism::find(std::string_view variable_name) const {
    for (std::size_t i = 0; i < variables.size(); ++i)
        if (variables[i].name == variable_name) return VariableId(static_cast<std::int32_t>(i));
    return {};
}

bool Mechanism::is_instance(VariableId v) const {
    const VariableKind k = (*this)[v].kind;
    return k == VariableKind::parameter || k == VariableKind::assigned || k == VariableKind::state ||
           k == VariableKind::stream;
}

} // namespace ranvier::mir
