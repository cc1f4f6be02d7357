// SPDX-License-Identifier: BSD-3-Clause
// Calls a kernel on numbers found by the names of its slots: for tests of back ends and for tools. The engine
// binds addresses itself.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "ranvier/mir/executable.hpp"

namespace ranvier::mir {

/// A TABLE's entries, row by row; `fill` is in the layout of RvTable.
struct NamedTable {
    double low = 0;
    double inverse_step = 1;
    std::vector<std::vector<double>> rows; ///< intervals + 1 of them
};

/// Numbers by `name(slot)`. A column of one element is uniform: all rows read it.
struct NamedNumbers {
    std::map<std::string, std::vector<double>> columns;
    std::map<std::string, double> scalars;
    std::map<std::string, std::vector<std::int32_t>> indices; ///< by index set
    std::vector<NamedTable> tables;                           ///< in the order of Kernel::tables
};

/// Runs rows 0 .. count-1 and leaves the results in `numbers`. Throws LookupFailure for a slot without a
/// number.
std::int32_t call(const Kernel& kernel, const Executable& executable, std::int64_t count,
                  NamedNumbers& numbers, const RvHost* host = nullptr,
                  const volatile std::int32_t* stop = nullptr);

} // namespace ranvier::mir
