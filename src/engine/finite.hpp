// SPDX-License-Identifier: BSD-3-Clause
// The first number that is not finite: where, when, and by whose current. Private to engine.
#pragma once

#include "impl.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::engine {

/// Found while groups may be at work in threads; explained when they stand still.
class NotFinite : public NumericsError {
  public:
    explicit NotFinite(const Group& group)
        : NumericsError(ErrorParts{"v stopped being finite", {}, {}, {}, {}}), group_(&group) {}
    [[nodiscard]] const Group& group() const { return *group_; }

  private:
    const Group* group_;
};

/// What one mechanism sends into a node.
struct NodeCurrent {
    std::string mechanism; ///< or the point process
    double current = 0;    ///< outward [mA/cm2]
    bool is_finite = true;
    std::string because; ///< "na_ion.ena is nan": what of its input is not finite
};

/// Currents at one node of the present numbers, in order of evaluation; changes nothing. Mechanisms that hold C, or whose currents
/// have effects beside, are left out.
[[nodiscard]] std::vector<NodeCurrent> node_currents(Simulator::Impl& impl, Group& group, std::int32_t row,
                                                     double v);
/// "the current of hh is nan mA/cm2, as na_ion.ena is nan", or which one is the largest; "" if there is none.
[[nodiscard]] std::string text_of(const std::vector<NodeCurrent>& currents);

} // namespace ranvier::engine
