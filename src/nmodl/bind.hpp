// SPDX-License-Identifier: BSD-3-Clause
// The second half of `resolve`.
#pragma once

#include "model.hpp"

namespace ranvier::nmodl {

/// Binds every name in code; fills Model::uses and CodeBlock::locals; checks calls, indices, targets and recursion.
void bind_names(Model& model, Diagnostics& diagnostics);

} // namespace ranvier::nmodl
