// SPDX-License-Identifier: BSD-3-Clause
// In which order mechanisms and their instances run: where the phases of a step are cut, and the order of nodes. Private to
// engine.
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "plan.hpp"

namespace ranvier::engine {

/// What the place of a mechanism in a step depends on.
struct Traits {
    bool runs_alone = false;  ///< no other mechanism in its kernels, no group at another time
    bool keeps_order = false; ///< instances run one by one: what one leaves behind, others see
    /// It runs alone for its POINTERs only: no C, no GLOBAL that instances share, no text, no random stream, no events.
    bool follows_pointers_only = false;
    bool has_no_kernel =
        false; ///< neither currents nor states, and no ions: what a step computes is none of its business
    bool is_artificial_alone =
        false; ///< an artificial cell: while no POINTER of it is set, it acts only when events do
    /// Its C may keep addresses of numbers or look them up by name, or it acts in each step.
    bool acts_beside_cells = false;
    using IonNumbers = std::set<std::pair<std::string, mir::IonQuantity>>;
    struct Ions {
        IonNumbers reads, stores, adds;
    };
    Ions current, advance;
};

class TraitsOf {
  public:
    const Traits& operator()(const model::MechanismType& type);

  private:
    std::unordered_map<std::shared_ptr<const mir::Mechanism>, Traits> known_;
};

/// Fills the plan's phases, blocks and orders of instances; the layout stands.
/// @param separates_electrodes  what electrodes inject must be told from the currents of the membrane
void find_order(const model::Model& model, TraitsOf& traits, Plan& plan, bool separates_electrodes);

} // namespace ranvier::engine
