// SPDX-License-Identifier: BSD-3-Clause
// NET_RECEIVE, or its INITIAL, of one point process after the other: what does not change from event to event is looked up once.
// Private to engine.
#pragma once

#include <vector>

#include "kernel_call.hpp"
#include "row_places.hpp"

namespace ranvier::engine {

class EventCall {
  public:
    explicit EventCall(const BoundKernel& kernel);
    /// Runs for the row e.index at time group.t. Throws what goes wrong.
    void run(Simulator::Impl& impl, Group& group, const Event& e);

  private:
    struct Weight {
        std::size_t column;
        std::size_t element;
    };
    const BoundKernel& kernel_;
    std::vector<Weight> weights_;
    int flag_column_ = -1;
    RowPlaces places_;               // of the call
    std::vector<double> no_weights_; ///< of an event that carries none
};

} // namespace ranvier::engine
