// SPDX-License-Identifier: BSD-3-Clause
// A FUNCTION or PROCEDURE called from outside a run: where it stands, and what it needs of that place.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ranvier/state/table.hpp"

namespace ranvier::engine {

/// The rows that a call reads and writes. Invalid ids: there is no such row, and a function that needs one must not be called.
struct CallSite {
    state::RowId instance; ///< of the mechanism
    state::RowId node;
    std::string name;                                       ///< the user's, for messages
    std::vector<std::pair<std::string, state::RowId>> ions; ///< by "na_ion"
};

/// What a function reads or writes beside its arguments and what its mechanism shares.
struct CallNeeds {
    bool instance = false; ///< numbers of the instance
    bool node = false;     ///< v, area, diam
    bool ions = false;
    [[nodiscard]] bool a_place() const noexcept { return instance || node || ions; }
};

} // namespace ranvier::engine
