// SPDX-License-Identifier: BSD-3-Clause
// Loops of C look at the stop flag on each way back, so that Ctrl-C ends them wherever they are.
#pragma once

namespace llvm {
class Module;
}

namespace ranvier::codegen {

/// Calls `rv_poll` of ranvier_run.h before each jump back. The passes that follow put it in line: two loads and a comparison.
void add_loop_polls(llvm::Module& module);

} // namespace ranvier::codegen
