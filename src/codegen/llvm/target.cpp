// SPDX-License-Identifier: BSD-3-Clause
#include "target.hpp"

#include <mutex>

#include <llvm/Analysis/AliasAnalysis.h>
#include <llvm/Analysis/TargetLibraryInfo.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/PassManager.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/ADCE.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/GVN.h>
#include <llvm/Transforms/Scalar/LICM.h>
#include <llvm/Transforms/Scalar/LoopPassManager.h>
#include <llvm/Transforms/Scalar/LoopRotation.h>
#include <llvm/Transforms/Scalar/SROA.h>
#include <llvm/Transforms/Scalar/SimpleLoopUnswitch.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>

#include "ranvier/base/error.hpp"

namespace ranvier::codegen {
namespace {

// Another architecture is one more line here, in CMakeLists.txt, and a case in the loader.
void initialise_targets() {
    static std::once_flag once;
    std::call_once(once, [] {
        LLVMInitializeX86TargetInfo();
        LLVMInitializeX86Target();
        LLVMInitializeX86TargetMC();
        LLVMInitializeX86AsmPrinter();
    });
}

/// Nothing may become a call to a library: neither loops that look like memset nor known functions.
llvm::TargetLibraryInfoImpl no_library(const llvm::Triple& triple) {
    llvm::TargetLibraryInfoImpl library(triple);
    library.disableAllFunctions();
    return library;
}

} // namespace

namespace {

std::unique_ptr<llvm::TargetMachine> make_machine(const std::string& cpu, unsigned optimisation,
                                                  llvm::Reloc::Model relocation,
                                                  llvm::CodeModel::Model code_model) {
    initialise_targets();
    const auto triple = llvm::sys::getDefaultTargetTriple();
    std::string error;
    const auto* target = llvm::TargetRegistry::lookupTarget(triple, error);
    if (target == nullptr) throw InternalError("LLVM does not know this machine: " + error);
    llvm::TargetOptions options;
    options.AllowFPOpFusion = llvm::FPOpFusion::Strict; // an FMA is only where we wrote one
    options.EmulatedTLS = false;
    const auto level = optimisation <= 1 ? llvm::CodeGenOptLevel::None : llvm::CodeGenOptLevel::Default;
    std::unique_ptr<llvm::TargetMachine> machine(
        target->createTargetMachine(triple, cpu, "", options, relocation, code_model, level, true));
    if (machine == nullptr) throw InternalError("LLVM has no target machine for " + cpu);
    return machine;
}

} // namespace

std::unique_ptr<llvm::TargetMachine> make_target(const std::string& cpu, unsigned optimisation) {
    return make_machine(cpu, optimisation, llvm::Reloc::PIC_, llvm::CodeModel::Small);
}

std::unique_ptr<llvm::TargetMachine> make_far_target(const std::string& cpu) {
    return make_machine(cpu, 2, llvm::Reloc::Static, llvm::CodeModel::Large);
}

void set_attributes(llvm::Module& module, const llvm::TargetMachine& target) {
    module.setTargetTriple(target.getTargetTriple().str());
    module.setDataLayout(target.createDataLayout());
    module.setPICLevel(llvm::PICLevel::BigPIC);
    const auto cpu = target.getTargetCPU();
    // A group of rows is 512 bit; where the CPU has such registers they are used, whatever the default of its
    // model is.
    const bool is_wide = cpu == "x86-64-v4";
    for (auto& function : module) {
        if (function.isDeclaration()) continue;
        function.addFnAttr(llvm::Attribute::NoUnwind);
        function.addFnAttr("no-builtins");
        function.addFnAttr("target-cpu", cpu);
        function.addFnAttr("tune-cpu", llvm::sys::getHostCPUName());
        function.addFnAttr("prefer-vector-width", is_wide ? "512" : "256");
        function.addFnAttr("min-legal-vector-width", is_wide ? "512" : "256");
    }
}

void run_passes(llvm::Module& module, llvm::TargetMachine& target, llvm::FunctionPassManager passes,
                Library library) {
    llvm::LoopAnalysisManager loops;
    llvm::FunctionAnalysisManager functions;
    llvm::CGSCCAnalysisManager groups;
    llvm::ModuleAnalysisManager modules;
    if (library == Library::none)
        functions.registerPass(
            [&] { return llvm::TargetLibraryAnalysis(no_library(target.getTargetTriple())); });
    llvm::PassBuilder builder(&target);
    builder.registerModuleAnalyses(modules);
    builder.registerCGSCCAnalyses(groups);
    builder.registerFunctionAnalyses(functions);
    builder.registerLoopAnalyses(loops);
    builder.crossRegisterProxies(loops, functions, groups, modules);
    llvm::ModulePassManager all;
    all.addPass(llvm::createModuleToFunctionPassAdaptor(std::move(passes)));
    all.run(module, modules);
}

void optimise(llvm::Module& module, llvm::TargetMachine& target, unsigned optimisation) {
    if (optimisation == 0) return;
    // Our own short list: the emitter has already chosen vectors and calls, so nothing of the standard
    // pipeline's inlining, vectorising and unrolling is of use, and a kernel compiles in a third of the time. Stores are
    // not looked at: promote_slots leaves one a slot.
    llvm::FunctionPassManager passes;
    passes.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
    passes.addPass(llvm::EarlyCSEPass(true));
    passes.addPass(llvm::SimplifyCFGPass());
    if (optimisation > 1) passes.addPass(llvm::InstCombinePass());
    {
        llvm::LoopPassManager hoist;
        hoist.addPass(llvm::LoopRotatePass());
        hoist.addPass(llvm::LICMPass(llvm::LICMOptions()));
        hoist.addPass(llvm::SimpleLoopUnswitchPass(false));
        passes.addPass(llvm::createFunctionToLoopPassAdaptor(std::move(hoist), true, true));
    }
    if (optimisation > 1) {
        passes.addPass(llvm::GVNPass());
        passes.addPass(llvm::InstCombinePass());
        passes.addPass(
            llvm::createFunctionToLoopPassAdaptor(llvm::LICMPass(llvm::LICMOptions()), true, false));
        passes.addPass(llvm::SimplifyCFGPass());
    }
    passes.addPass(llvm::ADCEPass());
    run_passes(module, target, std::move(passes), Library::none);
}

std::string emit_machine_code(llvm::Module& module, llvm::TargetMachine& target, MachineOutput output,
                              Library library) {
    llvm::SmallVector<char, 0> bytes;
    llvm::raw_svector_ostream stream(bytes);
    llvm::legacy::PassManager passes;
    if (library == Library::none)
        passes.add(new llvm::TargetLibraryInfoWrapperPass(no_library(target.getTargetTriple())));
    const auto kind = output == MachineOutput::object ? llvm::CodeGenFileType::ObjectFile
                                                      : llvm::CodeGenFileType::AssemblyFile;
    if (target.addPassesToEmitFile(passes, stream, nullptr, kind, true))
        throw InternalError("LLVM cannot write machine code for this target");
    passes.run(module);
    return {bytes.begin(), bytes.end()};
}

} // namespace ranvier::codegen
