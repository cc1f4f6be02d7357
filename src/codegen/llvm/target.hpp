// SPDX-License-Identifier: BSD-3-Clause
// The CPU that we compile for: optimisation and machine code.
#pragma once

#include <memory>
#include <string>

#include <llvm/IR/Module.h>
#include <llvm/IR/PassManager.h>
#include <llvm/Target/TargetMachine.h>

namespace ranvier::codegen {

/// A machine for this host and the named feature level. Throws InternalError if LLVM does not know it.
[[nodiscard]] std::unique_ptr<llvm::TargetMachine> make_target(const std::string& cpu, unsigned optimisation);
/// The same for code that calls the host: absolute addresses of 64 bits.
[[nodiscard]] std::unique_ptr<llvm::TargetMachine> make_far_target(const std::string& cpu);
/// Sets what every function of the module needs: CPU, vector width, no exceptions, no library calls.
void set_attributes(llvm::Module& module, const llvm::TargetMachine& target);
/// Whether functions of C's library are taken for what they are by their names: kernels call none.
enum class Library { none, of_c };
void run_passes(llvm::Module& module, llvm::TargetMachine& target, llvm::FunctionPassManager passes,
                Library library);
/// The passes that kernels want.
void optimise(llvm::Module& module, llvm::TargetMachine& target, unsigned optimisation);
enum class MachineOutput { object, assembly };
[[nodiscard]] std::string emit_machine_code(llvm::Module& module, llvm::TargetMachine& target,
                                            MachineOutput output, Library library);

} // namespace ranvier::codegen
