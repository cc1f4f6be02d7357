// SPDX-License-Identifier: BSD-3-Clause
// How the currents of BREAKPOINT depend on v.
#pragma once

#include <optional>
#include <set>

#include "model.hpp"

namespace ranvier::nmodl {

/// The variables that carry a slope d/dv while BREAKPOINT runs once.
struct VoltageSlopes {
    std::set<int> symbols; ///< into Model::symbols
    std::set<int> locals;  ///< into CodeBlock::locals of BREAKPOINT
};

/// Nothing if dI/dv cannot be had from one evaluation: v under a function, in a denominator, in a product
/// with itself, in a condition or in what is called; or if a value that BREAKPOINT stores is read by its next
/// evaluation.
[[nodiscard]] std::optional<VoltageSlopes> affine_in_voltage(const Model& model, int breakpoint);

/// Whether BREAKPOINT, or what it calls, reads symbol `symbol` before it sets it.
[[nodiscard]] bool is_read_before_set(const Model& model, int breakpoint, int symbol);

/// Whether code block `code` or anything it calls names symbol `symbol`.
[[nodiscard]] bool reaches_symbol(const Model& model, int code, int symbol);
/// `code` and all that it calls.
[[nodiscard]] std::set<int> reachable(const Model& model, int code);

} // namespace ranvier::nmodl
