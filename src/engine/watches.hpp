// SPDX-License-Identifier: BSD-3-Clause
// Where the WATCHes of a group stand. Private to engine.
#pragma once

#include "plan.hpp"

namespace ranvier::engine {

struct WatchPlace {
    Group* group;
    std::size_t block, row;
    ActiveWatch* watch;
};

/// Calls f(place) on all that are active, point process by point process.
template <class F> void each_watch(Group& group, F&& f) {
    for (std::size_t b = 0; b < group.blocks.size(); ++b) {
        auto& block = group.blocks[b];
        if (block.watches.empty()) continue;
        for (std::size_t r = 0; r < block.points.size(); ++r)
            if (auto* events = block.points[r] ? block.events[r] : nullptr)
                for (auto& watch : events->watches) f(WatchPlace{&group, b, r, &watch});
    }
}

} // namespace ranvier::engine
