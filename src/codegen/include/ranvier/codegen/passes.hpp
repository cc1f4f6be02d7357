// SPDX-License-Identifier: BSD-3-Clause
// Passes over one kernel. Each keeps every bit of every result; `clean` runs them in the order that `fuse`
// uses.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "ranvier/mir/kernel.hpp"

namespace ranvier::codegen {

/// The value that column (table, variable) has in all rows, if that is known and fixed for the life of the kernel.
using KnownValues =
    std::function<std::optional<double>(const std::string& table, const std::string& variable)>;

/// Replaces loads of known columns that the kernel does not write by their values.
void substitute_known(mir::Kernel& kernel, const KnownValues& known);

struct PromoteOptions {
    /// node.rhs and node.d start at 0 in the kernel and are stored; else they are added to what stands there.
    bool stores_node = false;
    /// Empty: every written slot is stored. Else whether anybody looks at (table, variable) after the call.
    std::function<bool(const std::string& table, const std::string& variable)> is_needed;
};

/// Gives each written slot a local: loaded before the first statement that needs it, stored at the end if somebody
/// needs it. Slots that are only read stay where they are read, except in loops. Arrays with an element chosen
/// at run time, and numbers that others reach (pointers, C, calls of a function by itself), stay in memory. Sets `is_ordered`
/// where a row may see what an earlier row wrote: scalars and indexed slots that are loaded and stored. A scalar that every
/// row stores before it loads it is private to the row.
void promote_slots(mir::Kernel& kernel, const PromoteOptions& options);

/// Evaluates operations on constants, drops neutral operands where IEEE allows it, resolves branches on
/// constants.
void fold_constants(mir::Function& function);

/// Replaces reads of a local by the value last written to it, where structure alone tells which that is.
void forward_locals(mir::Function& function);

/// Computes each value once along a path: equal operations on equal values, loads of slots that the kernel
/// does not write.
void share_values(mir::Kernel& kernel);

/// Removes what has no effect and renumbers instructions, blocks and locals in the order of execution.
void remove_dead(mir::Function& function);

/// Drops slots, tables, services and index sets that the code does not name, marks reads and writes, numbers the
/// bindings.
void bind_slots(mir::Kernel& kernel);

/// fold, forward, share, remove until nothing changes, then bind.
void clean(mir::Kernel& kernel);

} // namespace ranvier::codegen
