// SPDX-License-Identifier: BSD-3-Clause
#include "kernel_emitter.hpp"

#include <cstddef>

#include "body_emitter.hpp"
#include "llvm_module_abi.hpp"

namespace ranvier::codegen {
namespace {

/// for (row = begin; row < end; row += lanes) body(row). Ends with the builder behind the loop.
void emit_loop(llvm::IRBuilder<>& b, unsigned lanes, llvm::Value* begin, llvm::Value* end,
               BodyEmitter& body) {
    auto* function = b.GetInsertBlock()->getParent();
    auto& context = b.getContext();
    auto* before = b.GetInsertBlock();
    auto* loop = llvm::BasicBlock::Create(context, lanes == 1 ? "row" : "group", function);
    auto* after = llvm::BasicBlock::Create(context, "finished", function);
    b.CreateCondBr(b.CreateICmpSLT(begin, end), loop, after);
    b.SetInsertPoint(loop);
    auto* row = b.CreatePHI(b.getInt64Ty(), 2, "row");
    row->addIncoming(begin, before);
    body.emit(row);
    auto* next = b.CreateAdd(row, b.getInt64(lanes), "", true, true);
    row->addIncoming(next, b.GetInsertBlock());
    b.CreateCondBr(b.CreateICmpSLT(next, end), loop, after);
    b.SetInsertPoint(after);
}

} // namespace

std::unique_ptr<llvm::Module> emit_kernel(llvm::LLVMContext& context, const mir::Kernel& kernel,
                                          bool wants_lanes) {
    auto module = std::make_unique<llvm::Module>("kernel", context);
    llvm::IRBuilder<> b(context);
    auto* i32 = b.getInt32Ty();
    auto* i64 = b.getInt64Ty();
    auto* function = llvm::Function::Create(llvm::FunctionType::get(i32, {b.getPtrTy()}, false),
                                            llvm::Function::ExternalLinkage, kKernelSymbol, *module);
    function->setDSOLocal(true);
    auto* args = function->getArg(0);
    args->setName("args");
    args->addAttr(llvm::Attribute::NoAlias);
    args->addAttr(llvm::Attribute::ReadOnly);

    // Nothing of an empty call may be read.
    auto* start = llvm::BasicBlock::Create(context, "start", function);
    auto* entry = llvm::BasicBlock::Create(context, "entry", function);
    auto* rows = llvm::BasicBlock::Create(context, "rows", function);
    auto* nothing = llvm::BasicBlock::Create(context, "nothing", function);
    b.SetInsertPoint(nothing);
    b.CreateRet(b.getInt32(0));
    b.SetInsertPoint(start);
    auto* count = b.CreateLoad(
        i64, b.CreateConstInBoundsGEP1_64(b.getInt8Ty(), args, offsetof(RvKernelArgs, count)), "count");
    b.CreateCondBr(b.CreateICmpSGT(count, b.getInt64(0)), entry, nothing);

    b.SetInsertPoint(entry);
    const CallFrame frame(b, kernel, args);
    b.CreateBr(rows);

    const auto uniform = find_uniform(kernel);
    MathEmitter math(*module);
    HostEmitter host(*module);
    b.SetInsertPoint(rows);
    llvm::Value* done = b.getInt64(0);
    const bool has_lanes =
        wants_lanes && !kernel.is_ordered && !kernel.sends_events && kernel.counts != mir::RowCounts::few;
    if (has_lanes) {
        auto* grouped = b.CreateAnd(count, b.getInt64(~static_cast<std::uint64_t>(RV_LANES - 1)), "grouped");
        BodyEmitter group(b, RV_LANES, frame, uniform, math, host, entry);
        emit_loop(b, RV_LANES, done, grouped, group);
        done = grouped;
    }
    if (!has_lanes || kernel.counts != mir::RowCounts::groups) {
        BodyEmitter single(b, 1, frame, uniform, math, host, entry);
        emit_loop(b, 1, done, count, single);
    }
    b.CreateRet(b.CreateLoad(i32, frame.status()));
    return module;
}

} // namespace ranvier::codegen
