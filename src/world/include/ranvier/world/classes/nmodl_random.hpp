// SPDX-License-Identifier: BSD-3-Clause
// NMODLRandom: a RANDOM variable of an instance of a mechanism.
#pragma once

#include <memory>
#include <string>

#include "ranvier/model/model.hpp"
#include "ranvier/world/classes/builtin_class.hpp"

namespace ranvier::world::classes {

/// Of an instance at a row; `owner` keeps that alive.
[[nodiscard]] hoc::ObjectPtr new_nmodl_random(World& world, const model::MechanismType& type,
                                              state::RowId row, mir::VariableId variable,
                                              hoc::ObjectPtr owner);
/// A RANDOM variable of a mechanism by name; invalid if there is none.
[[nodiscard]] mir::VariableId find_random(const model::MechanismType& type, std::string_view name);

extern const Declaration kNmodlRandomClass;

} // namespace ranvier::world::classes
