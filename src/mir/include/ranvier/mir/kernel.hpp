// SPDX-License-Identifier: BSD-3-Clause
// A kernel: one function over rows, ready for a back end. Made by codegen from operations of mechanisms (one or many fused);
// run by the interpreter or compiled by LLVM. Its outside is a list of slots that the engine binds to addresses.
#pragma once

#include <string>
#include <vector>

#include "ranvier/mir/function.hpp"
#include "ranvier/mir/kernel_abi.h"

namespace ranvier::mir {

enum class SlotAccess : std::uint8_t {
    row,     ///< column; row r of the call is element r (times the stride, 0 or 1)
    indexed, ///< column; row r of the call is element indices[index_set][r]; writes go one lane after the other
    pointer, ///< column of addresses (8 bytes each, row access): a load or store goes to where row r's points; null is
             ///< RV_STATUS_POINTER
    scalar, ///< one number for all rows, loaded when used. A kernel that is not `is_ordered` may store it, in every row and
            ///< without ever loading it (unless it `is_settled`); what the last row stored stays
};

/// Who owns the number behind a slot.
enum class SlotOwner : std::uint8_t {
    node, ///< of the node table: v, area, diam, rhs, d, d_static
    mechanism, ///< a column of the table of mechanism `table` (also ions: "na_ion"); element of an array by `element`
    global, ///< a scalar of mechanism `table`
    world,  ///< t, dt, celsius, ...
    external, ///< a scalar by its whole name: a global of another mechanism ("x_suffix") or of the world ("celsius")
    argument, ///< a column that the caller brings: arguments and results of calls, table inputs and outputs, weights, flag
};

struct Slot {
    SlotOwner owner = SlotOwner::mechanism;
    SlotAccess access = SlotAccess::row;
    std::string table;    ///< mechanism name; "" for node, world, argument
    std::string variable; ///< its name there
    int element = 0; ///< of an array variable: one slot an element, elements of one array follow each other
    int array_count =
        1; ///< > 1 on the first element of an array; an instruction's symbol names that first slot
    int index_set = -1; ///< which indices[] an indexed slot uses
    int binding = -1;   ///< position in RvKernelArgs::columns (row, indexed) or ::scalars (scalar)
    bool is_settled =
        false; ///< of a scalar: whatever rows store is one number, the same in every call of a run
    bool is_read = false;
    bool is_written = false; ///< stored or accumulated
};

/// "hh.m", "hh.a[2]", "na_ion.ena", "node.v", "world.t", "external.x_suffix", "argument.weight[1]"; element 0 stands without
/// brackets.
[[nodiscard]] std::string name(const Slot& slot);

struct KernelTable {
    std::string mechanism;
    TableId table; ///< of that mechanism
};

struct KernelService {
    Service service = Service::print;
    std::string mechanism;
    std::int64_t integer = 0; ///< of that mechanism's instruction
    /// Slots whose numbers the answer depends on, or changes: those of a FUNCTION that calls itself.
    std::vector<VariableId> reads, writes;
};

/// Over how many rows a kernel will be run: machine code holds the loops for these only, and compiles in half the time. The
/// interpreter runs any.
enum class RowCounts : std::uint8_t {
    any,
    few,   ///< one after the other, whatever their number
    groups ///< multiples of RV_LANES
};

/// `function` has no call left; its VariableIds are indices into `slots`, its TableIds into `tables`.
/// In it: load/store/accumulate with an i64 index mean slot symbol + index (checked: out of range sets RV_STATUS_INDEX).
struct Kernel {
    std::string name;
    Function function;
    std::vector<Slot> slots;
    std::vector<KernelTable> tables;
    std::vector<KernelService> services; ///< Op::service names them by `integer`
    std::vector<std::string>
        index_sets;       ///< meaning of each index set: "node", or an ion mechanism's name ("na_ion")
    int column_count = 0; ///< length of RvKernelArgs::columns and ::strides
    int scalar_count = 0;
    /// Rows one after the other, never in vectors: a row may see what the one before it left (scalars, numbers behind
    /// pointers), or the host may (services with effects).
    bool is_ordered = false;
    bool sends_events = false;
    RowCounts counts = RowCounts::any;
    bool is_seldom = false; ///< runs once an initialisation, not every step: compiled with less effort
    bool needs_c = false;   ///< holds Op::verbatim; calls stay calls
};

} // namespace ranvier::mir
