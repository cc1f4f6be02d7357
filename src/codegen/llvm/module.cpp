// SPDX-License-Identifier: BSD-3-Clause
// The one function that the module exports. Errors become text here: no exception leaves.
#include <algorithm>
#include <string>

#include <llvm/IR/Verifier.h>
#include <llvm/Support/raw_ostream.h>

#include "answer.hpp"
#include "kernel_emitter.hpp"
#include "llvm_module_abi.hpp"
#include "ranvier/base/error.hpp"
#include "target.hpp"

namespace ranvier::codegen {
namespace {

std::string text_of(const llvm::Module& module) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    module.print(stream, nullptr);
    return text;
}

/// Time for the sake of speed is well spent on what runs often and is not so long that LLVM's passes, some of which take the square
/// of the length, would need seconds for it. Such code moves numbers most of the time, however well it is scheduled.
std::uint32_t worthwhile(const mir::Kernel& kernel, const llvm::Module& module) {
    constexpr unsigned kLong = 12000; // instructions
    return kernel.is_seldom || module.getInstructionCount() > kLong ? 1 : 3;
}

std::string compile(const ModuleRequest& request) {
    if (request.abi != kModuleAbi || request.kernel_size != sizeof(mir::Kernel))
        throw InternalError("the LLVM module belongs to another build of the library");
    llvm::LLVMContext context; // one a call: compilations run side by side
    auto module = emit_kernel(context, *request.kernel, request.is_scalar == 0);
    const auto effort = std::min(request.optimisation, worthwhile(*request.kernel, *module));
    auto target = make_target(request.cpu, effort);
    set_attributes(*module, *target);
    if (request.output == ModuleOutput::llvm) return text_of(*module);
    std::string complaint;
    llvm::raw_string_ostream stream(complaint);
    if (llvm::verifyModule(*module, &stream))
        throw InternalError("emitted code is not well formed: " + complaint);
    optimise(*module, *target, effort);
    if (request.output == ModuleOutput::llvm_opt) return text_of(*module);
    return emit_machine_code(*module, *target,
                             request.output == ModuleOutput::object ? MachineOutput::object
                                                                    : MachineOutput::assembly,
                             Library::none);
}

} // namespace
} // namespace ranvier::codegen

extern "C" __attribute__((visibility("default"))) int
ranvier_llvm_compile(const ranvier::codegen::ModuleRequest* request) {
    return ranvier::codegen::answer(request, ranvier::codegen::compile);
}
