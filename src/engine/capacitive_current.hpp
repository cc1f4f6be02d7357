// SPDX-License-Identifier: BSD-3-Clause
// The current through the capacitance of each node's membrane [mA/cm2], from the step of v that the solver finds. Costs nothing
// until somebody asks for it. Private to engine.
#pragma once

#include "plan.hpp"

namespace ranvier::engine {

/// Groups may work at the same time, each on its own rows.
class CapacitiveCurrent {
  public:
    [[nodiscard]] bool is_kept() const { return is_kept_; }
    void keep(state::Table& nodes);
    void clear(state::Table& nodes, const Group& group); ///< no step has been taken
    /// @param rate  of the capacitance [1/ms]; the step of v stands where the solver left it
    void compute(state::Table& nodes, const Group& group, double rate);

  private:
    bool is_kept_ = false;
};

} // namespace ranvier::engine
