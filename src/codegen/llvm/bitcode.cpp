// SPDX-License-Identifier: BSD-3-Clause
// Machine code of what Clang made of C blocks. Unlike kernels, such code may call functions of the host by name and has data of
// its own; it is laid out for any distance to both.
#include <string>

#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/PassManager.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/GVN.h>
#include <llvm/Transforms/Scalar/SROA.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>

#include "answer.hpp"
#include "llvm_module_abi.hpp"
#include "ranvier/base/error.hpp"
#include "target.hpp"

namespace ranvier::codegen {
namespace {

void optimise_c(llvm::Module& module, llvm::TargetMachine& target) {
    llvm::FunctionPassManager passes;
    passes.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
    passes.addPass(llvm::EarlyCSEPass(true));
    passes.addPass(llvm::SimplifyCFGPass());
    passes.addPass(llvm::InstCombinePass());
    passes.addPass(llvm::GVNPass());
    passes.addPass(llvm::SimplifyCFGPass());
    run_passes(module, target, std::move(passes), Library::of_c);
}

std::string assemble(const BitcodeRequest& request) {
    if (request.abi != kModuleAbi)
        throw InternalError("the LLVM module belongs to another build of the library");
    llvm::LLVMContext context;
    auto buffer = llvm::MemoryBuffer::getMemBuffer({request.data, request.size}, "C", false);
    auto read = llvm::parseBitcodeFile(*buffer, context);
    if (!read) throw InternalError("cannot read bitcode: " + llvm::toString(read.takeError()));
    auto& module = **read;
    auto target = make_far_target(request.cpu);
    module.setTargetTriple(target->getTargetTriple().str());
    module.setDataLayout(target->createDataLayout());
    for (auto& function : module)
        if (!function.isDeclaration()) function.addFnAttr("tune-cpu", "generic");
    optimise_c(module, *target);
    return emit_machine_code(module, *target, MachineOutput::object, Library::of_c);
}

} // namespace
} // namespace ranvier::codegen

extern "C" __attribute__((visibility("default"))) int
ranvier_llvm_assemble(const ranvier::codegen::BitcodeRequest* request) {
    return ranvier::codegen::answer(request, ranvier::codegen::assemble);
}
