// SPDX-License-Identifier: BSD-3-Clause
// The second half of `resolve`.
#pragma once

#include "model.hpp"

namespace ranvier::nmodl {

/// Binds every name in code; fills Model::uses and CodeBlock::locals; checks calls, indices and targets.
void bind_names(Model& model, Diagnostics& diagnostics);
/// Whether argument number `argument` of a built-in function may be a text.
[[nodiscard]] bool takes_text(const Builtin& found, std::string_view name, std::size_t argument);
/// Number and kind of the arguments of a call whose names are bound, for functions that have arguments of their own.
void check_builtin_call(const ast::Expression& e, const Model& model, Diagnostics& diagnostics);
/// Fills Model::is_recursive; reports recursion that cannot end and chains of calls that are too long. After
/// bind_names.
void check_recursion(Model& model, Diagnostics& diagnostics);

} // namespace ranvier::nmodl
