// SPDX-License-Identifier: BSD-3-Clause
// The second half of `resolve`.
#pragma once

#include "model.hpp"

namespace ranvier::nmodl {

/// Binds every name in code; fills Model::uses and CodeBlock::locals; checks calls, indices and targets.
void bind_names(Model& model, Diagnostics& diagnostics);
/// Fills Model::is_recursive; reports recursion that cannot end and chains of calls that are too long. After
/// bind_names.
void check_recursion(Model& model, Diagnostics& diagnostics);

} // namespace ranvier::nmodl
