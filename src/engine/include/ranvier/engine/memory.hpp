// SPDX-License-Identifier: BSD-3-Clause
// How much memory a model and its run hold, measured from what holds it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ranvier::engine {

struct MemoryReport {
    struct Column {
        std::string name;
        std::size_t bytes = 0;
    };
    struct Part {
        std::string kind; ///< "mechanism", "tree", "sections", "connections", ...
        std::string name; ///< of the mechanism
        std::size_t bytes = 0;
        std::size_t count = 0;       ///< of what it is the memory of: rows, sections, connections
        std::vector<Column> columns; ///< of a table; the rest of its bytes names rows
    };
    std::vector<Part> parts;
};

} // namespace ranvier::engine
