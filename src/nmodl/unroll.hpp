// SPDX-License-Identifier: BSD-3-Clause
// Loops over equations and reactions, written out: afterwards each of them names its states by constant indices.
#pragma once

#include <functional>

#include "model.hpp"

namespace ranvier::nmodl {

/// True for x' = ..., ~ ..., CONSERVE and COMPARTMENT: what a solver reads instead of running it.
[[nodiscard]] bool is_equation(const ast::Statement& statement);
[[nodiscard]] bool has_equation(const ast::Block& block);

/// A copy of `block` in which every FROM loop that holds an equation is written out. Loops whose bounds are not
/// constant, and what is too long, are reported.
[[nodiscard]] ast::Block unroll(const ast::Block& block, Diagnostics& diagnostics);

/// Calls f on the expressions that stand in `block`, in inner blocks too.
void each_expression_in(ast::Block& block, const std::function<void(ast::Expression&)>& f);

/// Replaces a local, the variable of a loop, by its value.
void substitute(ast::Expression& expression, int local, int value);

} // namespace ranvier::nmodl
