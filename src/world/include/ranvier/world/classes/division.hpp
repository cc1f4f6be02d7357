// SPDX-License-Identifier: BSD-3-Clause
// How a script divides cells: among threads (partition) and into pieces that share a node (multisplit). Threads here take cells as
// they come and no cell is ever divided, so neither changes a number; what a script said is kept and answered.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "ranvier/hoc/object.hpp"
#include "ranvier/model/model.hpp"

namespace ranvier::world {

class World;

namespace classes {

struct Division {
    /// SectionLists by thread, as a script gave them; empty: it gave none.
    std::vector<hoc::ObjectPtr> partition;
    struct Place {
        std::weak_ptr<model::Section> section;
        double x = 0;
    };
    std::map<std::int64_t, std::vector<Place>> places; ///< that are to be one node, by number
    struct Joined {
        std::weak_ptr<model::Section> piece;
        const model::Section* trunk = nullptr;
    };
    std::vector<Joined> joined; ///< pieces that were connected where they are one node
};

// of the table of ParallelContext
hoc::Value set_partition(hoc::Object& self, const hoc::Arguments& a);
hoc::Value get_partition(hoc::Object& self, const hoc::Arguments& a);
hoc::Value thread_of_section(hoc::Object& self, const hoc::Arguments& a);
hoc::Value divide_cell(hoc::Object& self, const hoc::Arguments& a);
/// Pieces that were joined are cells of their own again.
void forget_pieces(World& world);

/// prcellstate(gid, suffix): see cell_state.cpp
hoc::Value write_cell_state(hoc::Object& self, const hoc::Arguments& a);

} // namespace classes
} // namespace ranvier::world
