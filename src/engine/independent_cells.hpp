// SPDX-License-Identifier: BSD-3-Clause
// Mechanisms that follow POINTERs run instance by instance in the order of nodes, and nothing may wait in a register for them.
// Where every POINTER stays within its own cell, cells may run in any order, so in lanes; where no kernel of a step touches what
// they touch, steps may be fused around them; where they see nothing but their own cell, cells need not be at one time.
// Private to engine.
#pragma once

#include <set>
#include <unordered_map>

#include "ranvier/model/model.hpp"

namespace ranvier::engine {

class TraitsOf;

struct IndependentTypes {
    std::set<const model::MechanismType*> by_cell; ///< no instance sees what one of another cell writes
    std::set<const model::MechanismType*> apart;   ///< of these: their work and a step's kernels do not meet
    std::set<const model::MechanismType*> at_home; ///< of these: all that they see or touch is of their cell
    /// The same of any `by_cell`: cells may have steps of their own beside it.
    std::set<const model::MechanismType*> within_cells;
    /// Artificial cells none of whose POINTERs is set (C keeps what it likes in a BBCOREPOINTER): only events make them act.
    std::set<const model::MechanismType*> event_cells;
    /// Arrays that the instances of one cell point to, and the cell's root.
    std::unordered_map<const state::Numbers*, const model::Section*> home_of_array;
    /// Whether groups, orders and kernels are the same.
    [[nodiscard]] bool equals(const IndependentTypes& other) const {
        return by_cell == other.by_cell && apart == other.apart && at_home == other.at_home &&
               within_cells == other.within_cells && event_cells == other.event_cells;
    }
};

/// By what the POINTERs of the model name now.
[[nodiscard]] IndependentTypes find_independent_types(model::Model& model, TraitsOf& traits);

} // namespace ranvier::engine
