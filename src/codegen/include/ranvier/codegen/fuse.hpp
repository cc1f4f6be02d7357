// SPDX-License-Identifier: BSD-3-Clause
// From operations of mechanisms to kernels: calls inlined, many operations over the same rows joined into one function,
// numbers that stay in the row kept in registers.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>

#include "ranvier/mir/kernel.hpp"
#include "ranvier/mir/mechanism.hpp"

namespace ranvier::codegen {

/// One operation of one mechanism, in its place in the fused order.
struct Part {
    const mir::Mechanism* mechanism = nullptr;
    mir::FunctionId function;
    /// The world scalar that this operation reads as `t`; a fused step reads two ("t" and "t_next").
    std::string time = "t";
};

enum class Addressing : std::uint8_t {
    rows,    ///< density: node, ion and own columns all advance by one a row
    indexed, ///< point processes: own columns by row, node through index set "node", an ion through "<ion>_ion"
};

struct FuseOptions {
    Addressing addressing = Addressing::rows;
    /// rows only: the kernel holds all currents of its region, so node.rhs and node.d are stored, not accumulated.
    bool stores_node = false;
    /// Lean kernels: whether anybody looks at column (table, variable) after the call. Empty: everything is stored (full).
    std::function<bool(const std::string& table, const std::string& variable)> is_needed;
    /// Columns whose one value the kernel may take as a constant; may be empty.
    std::function<std::optional<double>(const std::string& table, const std::string& variable)> known;
};

/// Joins the parts in order into one kernel.
///
/// Slots: own variables -> owner mechanism, table = mechanism name; ion variables -> owner mechanism, table "<ion>_ion",
/// variable e<ion>, <ion>i, <ion>o, i<ion>, di<ion>_dv_ (thus a part of mechanism "na_ion" and an ion variable of hh meet in
/// one slot); voltage -> node "v"; area, diam -> node "area", "diam"; current -> node "rhs", accumulated with the opposite
/// sign; conductance -> node "d"; world and t -> owner world; globals and constants -> owner global (scalar);
/// weight, flag -> owner argument "weight" (elements), "flag" (row access).
/// With `rows`, a slot is loaded at most once and stored at most once a row; the order of all operations on one number is kept,
/// so that the bits are those of the parts run one after the other.
[[nodiscard]] mir::Kernel fuse(std::string name, std::span<const Part> parts, const FuseOptions& options);

/// A FUNCTION or PROCEDURE called from outside on rows: argument columns "0", "1", ... and result column "result"
/// (owner argument). Addressing as in `options`.
[[nodiscard]] mir::Kernel call_kernel(const mir::Mechanism& mechanism, mir::FunctionId function,
                                      Addressing addressing);

/// Fills a TABLE: a row an entry, input column "x", output columns "0", "1", ... (owner argument). Loads and stores of the
/// outputs go to these columns; the use of the table itself is not consulted.
[[nodiscard]] mir::Kernel table_kernel(const mir::Mechanism& mechanism, mir::TableId table);

} // namespace ranvier::codegen
