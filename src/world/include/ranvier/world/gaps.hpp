// SPDX-License-Identifier: BSD-3-Clause
// Gap junctions: numbers (mostly v at a place) that have a global id, and variables of mechanisms that follow them.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "ranvier/engine/simulator.hpp"
#include "ranvier/state/table.hpp"

namespace ranvier::world {

class Gaps {
  public:
    explicit Gaps(engine::Simulator& simulator) : simulator_(simulator) {}

    /// Throws InputError if the id is another number's.
    void add_source(std::int64_t id, const state::DataRef& number);
    void add_target(std::int64_t id, const state::DataRef& number);
    /// From now on targets follow their sources. Throws InputError, which names them, if ids have no source; then nothing changed.
    void set_up();
    /// Before a run: throws StateError if targets wait for `set_up`, or a source is gone whose target is not.
    void check() const;
    void clear();

  private:
    friend class CheckpointObservers;
    engine::Simulator& simulator_;
    struct Target {
        std::int64_t id;
        state::DataRef number;
    };
    std::map<std::int64_t, state::DataRef> sources_;
    std::vector<Target> targets_;
    bool is_set_up_ = true;
};

} // namespace ranvier::world
