// SPDX-License-Identifier: BSD-3-Clause
// Mechanisms that follow POINTERs run instance by instance in the order of nodes, and nothing may wait in a register for them.
// Where every POINTER stays within its own cell, cells may run in any order, so in lanes; where no kernel of a step touches what
// they touch, steps may be fused around them. Private to engine.
#pragma once

#include <set>

#include "ranvier/model/model.hpp"

namespace ranvier::engine {

class TraitsOf;

struct IndependentTypes {
    std::set<const model::MechanismType*> by_cell; ///< no instance sees what one of another cell writes
    std::set<const model::MechanismType*> apart;   ///< of these: their work and a step's kernels do not meet
    friend bool operator==(const IndependentTypes&, const IndependentTypes&) = default;
};

/// By what the POINTERs of the model name now.
[[nodiscard]] IndependentTypes find_independent_types(model::Model& model, TraitsOf& traits);

} // namespace ranvier::engine
