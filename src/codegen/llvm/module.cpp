// SPDX-License-Identifier: BSD-3-Clause
// The one function that the module exports. Errors become text here: no exception leaves.
#include <exception>
#include <string>

#include <llvm/IR/Verifier.h>
#include <llvm/Support/raw_ostream.h>

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

std::string compile(const ModuleRequest& request) {
    if (request.abi != kModuleAbi || request.kernel_size != sizeof(mir::Kernel))
        throw InternalError("the LLVM module belongs to another build of the library");
    llvm::LLVMContext context; // one a call: compilations run side by side
    auto target = make_target(request.cpu, request.optimisation);
    auto module = emit_kernel(context, *request.kernel, request.is_scalar == 0);
    set_attributes(*module, *target);
    if (request.output == ModuleOutput::llvm) return text_of(*module);
    std::string complaint;
    llvm::raw_string_ostream stream(complaint);
    if (llvm::verifyModule(*module, &stream))
        throw InternalError("emitted code is not well formed: " + complaint);
    optimise(*module, *target, request.optimisation);
    if (request.output == ModuleOutput::llvm_opt) return text_of(*module);
    return emit_machine_code(*module, *target,
                             request.output == ModuleOutput::object ? MachineOutput::object
                                                                    : MachineOutput::assembly);
}

} // namespace
} // namespace ranvier::codegen

extern "C" __attribute__((visibility("default"))) int
ranvier_llvm_compile(const ranvier::codegen::ModuleRequest* request) {
    try {
        const auto result = ranvier::codegen::compile(*request);
        request->receive(request->receiver, result.data(), result.size());
        return 0;
    } catch (const std::exception& error) {
        const std::string text = error.what();
        request->receive_error(request->receiver, text.data(), text.size());
        return 1;
    }
}
