// SPDX-License-Identifier: BSD-3-Clause
// The current through the membrane of each node [nA], of ions, synapses and the capacitance, but not of electrodes: from the sums
// that the solver starts with and the step of v that it finds. Private to engine.
#pragma once

#include <span>
#include <vector>

#include "plan.hpp"

namespace ranvier::engine {

/// Arrays by row of the node table; groups may work at the same time, each on its own rows.
class MembraneCurrent {
  public:
    void keep(bool keep) { is_kept_ = keep; }
    [[nodiscard]] bool is_kept() const { return is_kept_; }
    void resize(state::Table& nodes);

    void clear(const Group& group); ///< before the currents of a step: no electrode has injected anything
    /// The sums of currents and slopes as they stand, before the solver overwrites them.
    /// @param rate  of the capacitance [1/ms]
    void take_sums(const state::Table& nodes, const Group& group, double rate);
    void compute(state::Table& nodes, const Group& group); ///< v has moved
    /// At the start of a run no step of v is known: what enters a node along the cable and from electrodes leaves through its
    /// membrane.
    void start(state::Table& nodes, const Group& group);

    /// What is added to the sums of groups while it lives comes from electrodes.
    class Electrodes {
      public:
        Electrodes(MembraneCurrent& owner, const state::Table& nodes, std::span<Group* const> groups,
                   bool has_any)
            : owner_(owner), nodes_(nodes), groups_(groups), is_active_(has_any && owner.is_kept_) {
            if (is_active_) add(-1);
        }
        ~Electrodes() {
            if (is_active_) add(1);
        }
        Electrodes(const Electrodes&) = delete;
        Electrodes& operator=(const Electrodes&) = delete;

      private:
        void add(double sign); ///< the sums as they stand

        MembraneCurrent& owner_;
        const state::Table& nodes_;
        std::span<Group* const> groups_;
        bool is_active_;
    };

  private:
    bool is_kept_ = false;
    std::vector<double> electrode_rhs_, electrode_d_; ///< of electrodes
    std::vector<double> rhs_, d_;                     ///< of the membrane; d with the capacitance
};

} // namespace ranvier::engine
