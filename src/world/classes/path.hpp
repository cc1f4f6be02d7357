// SPDX-License-Identifier: BSD-3-Clause
// The path between two places of a tree of sections, node by node.
#pragma once

#include <vector>

#include "ranvier/model/model.hpp"

namespace ranvier::world::classes {

/// A node on a path. Where two sections touch there is one, which belongs to the one that is further from the root.
struct PathNode {
    model::Section* section = nullptr;
    double x = 0;        ///< 0 and 1: an end
    double distance = 0; ///< along the path from its node nearest to the root [um]; negative on the way there
    bool is_end = false; ///< no segment's middle
};

struct Path {
    std::vector<PathNode> nodes;
    double from_root = 0; ///< of the node nearest to the root [um]
};

/// @throws InputError  the places are not connected
[[nodiscard]] Path path_between(model::Section& from, double from_x, model::Section& to, double to_x);

} // namespace ranvier::world::classes
