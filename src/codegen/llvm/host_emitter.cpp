// SPDX-License-Identifier: BSD-3-Clause
#include "host_emitter.hpp"

#include <cstddef>

#include "ranvier/mir/kernel_abi.h"

namespace ranvier::codegen {

llvm::Value* HostEmitter::field(llvm::IRBuilder<>& b, llvm::Value* host, std::size_t offset) const {
    return b.CreateLoad(b.getPtrTy(), b.CreateConstInBoundsGEP1_64(b.getInt8Ty(), host, offset));
}

llvm::Function* HostEmitter::ask_function() {
    if (ask_ != nullptr) return ask_;
    auto& context = module_.getContext();
    llvm::IRBuilder<> b(context);
    auto* pointer = b.getPtrTy();
    auto* i32 = b.getInt32Ty();
    auto* i64 = b.getInt64Ty();
    auto* f64 = b.getDoubleTy();
    auto* result = llvm::StructType::get(context, {f64, i32});
    ask_ = llvm::Function::Create(llvm::FunctionType::get(result, {pointer, i32, i64, i32, pointer}, false),
                                  llvm::Function::InternalLinkage, "rv.ask", module_);
    ask_->addFnAttr(llvm::Attribute::NoInline);
    const auto block = [&](const char* name) { return llvm::BasicBlock::Create(context, name, ask_); };
    auto* entry = block("entry");
    auto* has_host = block("host");
    auto* has_call = block("call");
    auto* nobody = block("nobody");
    auto* host = ask_->getArg(0);
    b.SetInsertPoint(entry);
    auto* status = b.CreateAlloca(i32);
    b.CreateStore(b.getInt32(0), status);
    b.CreateCondBr(b.CreateIsNull(host), nobody, has_host);
    b.SetInsertPoint(has_host);
    auto* function = field(b, host, offsetof(RvHost, call));
    b.CreateCondBr(b.CreateIsNull(function), nobody, has_call);
    b.SetInsertPoint(has_call);
    auto* type = llvm::FunctionType::get(f64, {pointer, i32, i64, i32, pointer, pointer}, false);
    auto* answer = b.CreateCall(type, function,
                                {field(b, host, offsetof(RvHost, self)), ask_->getArg(1), ask_->getArg(2),
                                 ask_->getArg(3), ask_->getArg(4), status});
    auto* both = b.CreateInsertValue(llvm::PoisonValue::get(result), answer, 0);
    b.CreateRet(b.CreateInsertValue(both, b.CreateLoad(i32, status), 1));
    b.SetInsertPoint(nobody);
    b.CreateRet(llvm::Constant::getNullValue(result));
    return ask_;
}

HostEmitter::Answer HostEmitter::ask(llvm::IRBuilder<>& b, llvm::Value* host, std::int64_t service,
                                     llvm::Value* row, std::size_t count, llvm::Value* arguments) {
    auto* both = b.CreateCall(ask_function(), {host, b.getInt32(static_cast<std::uint32_t>(service)), row,
                                               b.getInt32(static_cast<std::uint32_t>(count)), arguments});
    return {b.CreateExtractValue(both, 0), b.CreateExtractValue(both, 1)};
}

llvm::Function* HostEmitter::fault_function(llvm::Type* is_bad, llvm::Type* detail) {
    auto*& made = faults_[is_bad];
    if (made != nullptr) return made;
    auto& context = module_.getContext();
    llvm::IRBuilder<> b(context);
    auto* pointer = b.getPtrTy();
    auto* i32 = b.getInt32Ty();
    auto* i64 = b.getInt64Ty();
    auto* f64 = b.getDoubleTy();
    const auto* vector = llvm::dyn_cast<llvm::FixedVectorType>(is_bad);
    const unsigned lanes = vector == nullptr ? 1 : vector->getNumElements();
    made = llvm::Function::Create(
        llvm::FunctionType::get(b.getVoidTy(), {pointer, is_bad, i64, detail, i32, i32, i32}, false),
        llvm::Function::InternalLinkage, "rv.fault." + std::to_string(lanes), module_);
    made->addFnAttr(llvm::Attribute::NoInline);
    made->addFnAttr(llvm::Attribute::Cold);
    const auto block = [&](const char* name) { return llvm::BasicBlock::Create(context, name, made); };
    auto* entry = block("entry");
    auto* has_host = block("host");
    auto* has_function = block("listens");
    auto* nobody = block("done");
    auto* host = made->getArg(0);
    b.SetInsertPoint(nobody);
    b.CreateRetVoid();
    b.SetInsertPoint(entry);
    b.CreateCondBr(b.CreateIsNull(host), nobody, has_host);
    b.SetInsertPoint(has_host);
    auto* function = field(b, host, offsetof(RvHost, fault));
    b.CreateCondBr(b.CreateIsNull(function), nobody, has_function);
    b.SetInsertPoint(has_function);
    auto* self = field(b, host, offsetof(RvHost, self));
    auto* type = llvm::FunctionType::get(b.getVoidTy(), {pointer, i32, i64, f64, i32, i32}, false);
    for (unsigned l = 0; l < lanes; ++l) {
        const auto of_lane = [&](llvm::Value* v) {
            return vector == nullptr ? v : b.CreateExtractElement(v, std::uint64_t{l});
        };
        auto* bad = block("bad");
        auto* next = block("next");
        b.CreateCondBr(of_lane(made->getArg(1)), bad, next);
        b.SetInsertPoint(bad);
        auto* row = b.CreateAdd(made->getArg(2), b.getInt64(l));
        b.CreateCall(
            type, function,
            {self, made->getArg(4), row, of_lane(made->getArg(3)), made->getArg(5), made->getArg(6)});
        b.CreateBr(next);
        b.SetInsertPoint(next);
    }
    b.CreateBr(nobody);
    return made;
}

void HostEmitter::report(llvm::IRBuilder<>& b, llvm::Value* host, const Fault& fault) {
    auto* function = fault_function(fault.is_bad->getType(), fault.detail->getType());
    b.CreateCall(function, {host, fault.is_bad, fault.row, fault.detail,
                            b.getInt32(static_cast<std::uint32_t>(fault.status)), b.getInt32(fault.begin),
                            b.getInt32(fault.end)});
}

} // namespace ranvier::codegen
