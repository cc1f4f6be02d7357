// SPDX-License-Identifier: BSD-3-Clause
#include "call_frame.hpp"

#include <cstddef>
#include <utility>

#include <llvm/IR/MDBuilder.h>

#include "reached_slots.hpp"

namespace ranvier::codegen {

using mir::Op;
using mir::SlotAccess;

CallFrame::CallFrame(llvm::IRBuilder<>& builder, const mir::Kernel& kernel, llvm::Value* args)
    : b_(builder), kernel_(kernel) {
    find_written();
    auto* pointer = b_.getPtrTy();
    auto* i64 = b_.getInt64Ty();
    auto* i32 = b_.getInt32Ty();
    auto* f64 = b_.getDoubleTy();

    status_ = b_.CreateAlloca(i32, nullptr, "status");
    b_.CreateStore(b_.getInt32(0), status_);
    columns_ = field(pointer, args, offsetof(RvKernelArgs, columns));
    strides_ = field(pointer, args, offsetof(RvKernelArgs, strides));
    scalars_ = field(pointer, args, offsetof(RvKernelArgs, scalars));
    host_ = field(pointer, args, offsetof(RvKernelArgs, host));
    auto* indices = field(pointer, args, offsetof(RvKernelArgs, indices));
    auto* tables = field(pointer, args, offsetof(RvKernelArgs, tables));

    // Loops poll without a test for null: a flag of our own stands in.
    auto* never = b_.CreateAlloca(i32, nullptr, "never");
    b_.CreateStore(b_.getInt32(0), never);
    auto* stop = field(pointer, args, offsetof(RvKernelArgs, stop));
    stop_ = b_.CreateSelect(b_.CreateIsNull(stop), never, stop, "stop");

    // max(count - padding, 1) - 1
    auto* rows = b_.CreateSub(field(i64, args, offsetof(RvKernelArgs, count)),
                              field(i64, args, offsetof(RvKernelArgs, padding)));
    auto* one = b_.getInt64(1);
    kept_row_ = b_.CreateSub(b_.CreateSelect(b_.CreateICmpSGT(rows, one), rows, one), one, "kept_row");

    const auto reached = reached_slots(kernel);
    const auto slots = kernel.slots.size();
    base_.resize(slots);
    row_mask_.resize(slots);
    scalar_.resize(slots);
    for (std::size_t s = 0; s < slots; ++s) {
        const auto& slot = kernel.slots[s];
        base_[s] = element(pointer, slot.access == SlotAccess::scalar ? scalars_ : columns_, slot.binding);
        const bool is_pointer = slot.access == SlotAccess::pointer;
        if (is_pointer || (slot.access == SlotAccess::row && !written_[s]))
            row_mask_[s] = b_.CreateNeg(element(i64, strides_, slot.binding));
        if (slot.access == SlotAccess::scalar && !written_[s] && !reached[s])
            scalar_[s] = load_scalar(static_cast<std::int32_t>(s));
    }
    for (std::size_t set = 0; set < kernel.index_sets.size(); ++set)
        index_rows_.push_back(element(pointer, indices, static_cast<std::int64_t>(set)));
    for (std::size_t t = 0; t < kernel.tables.size(); ++t) {
        auto* table = element(pointer, tables, static_cast<std::int64_t>(t));
        tables_.push_back(
            {field(f64, table, offsetof(RvTable, low)), field(f64, table, offsetof(RvTable, inverse_step)),
             field(f64, table, offsetof(RvTable, intervals)), field(pointer, table, offsetof(RvTable, rows)),
             field(i64, table, offsetof(RvTable, stride))});
    }
}

llvm::LoadInst* CallFrame::load_scalar(std::int32_t slot) const {
    const auto s = static_cast<std::size_t>(slot);
    auto* loaded = b_.CreateAlignedLoad(b_.getDoubleTy(), base_[s], llvm::Align(alignof(double)));
    mark(loaded, slot);
    // Kernels of other threads may store it at the same time.
    if (kernel_.slots[s].is_settled) loaded->setAtomic(llvm::AtomicOrdering::Unordered);
    return loaded;
}

void CallFrame::find_written() {
    written_.assign(kernel_.slots.size(), false);
    for (const auto& in : kernel_.function.code) {
        if (in.op != Op::store && in.op != Op::accumulate) continue;
        const auto first = static_cast<std::size_t>(in.symbol);
        if (kernel_.slots[first].access == SlotAccess::pointer) continue; // written is what it points to
        const bool is_indexed = in.args.size() > 1;
        const auto count = is_indexed ? static_cast<std::size_t>(kernel_.slots[first].array_count) : 1;
        for (std::size_t i = 0; i < count; ++i) written_[first + i] = true;
    }
    llvm::MDBuilder metadata(b_.getContext());
    auto* domain = metadata.createAnonymousAliasScopeDomain("kernel");
    stack_scope_ = metadata.createAnonymousAliasScope(domain);
    for (const bool is_written : written_)
        scopes_.push_back(is_written ? metadata.createAnonymousAliasScope(domain) : nullptr);
}

llvm::Value* CallFrame::field(llvm::Type* type, llvm::Value* base, std::size_t offset) {
    return mark_constant(b_.CreateLoad(type, b_.CreateConstInBoundsGEP1_64(b_.getInt8Ty(), base, offset)));
}

llvm::Value* CallFrame::element(llvm::Type* type, llvm::Value* array, std::int64_t index) {
    return mark_constant(
        b_.CreateLoad(type, b_.CreateConstInBoundsGEP1_64(type, array, static_cast<std::uint64_t>(index))));
}

llvm::Instruction* CallFrame::mark(llvm::Instruction* access, std::vector<llvm::Metadata*> own,
                                   const std::vector<llvm::Metadata*>& others) const {
    if (!own.empty())
        access->setMetadata(llvm::LLVMContext::MD_alias_scope, llvm::MDNode::get(b_.getContext(), own));
    if (!others.empty())
        access->setMetadata(llvm::LLVMContext::MD_noalias, llvm::MDNode::get(b_.getContext(), others));
    return access;
}

llvm::Instruction* CallFrame::mark(llvm::Instruction* access, std::int32_t first, int count) const {
    std::vector<llvm::Metadata*> own;
    std::vector<llvm::Metadata*> others{stack_scope_};
    for (std::size_t s = 0; s < scopes_.size(); ++s) {
        if (scopes_[s] == nullptr) continue;
        const auto slot = static_cast<std::int32_t>(s);
        (slot >= first && slot < first + count ? own : others).push_back(scopes_[s]);
    }
    return mark(access, std::move(own), others);
}

llvm::Value* CallFrame::mark_constant(llvm::Value* load) const {
    return mark(llvm::cast<llvm::Instruction>(load), -1, 0);
}

llvm::Instruction* CallFrame::mark_stack(llvm::Instruction* access) const {
    std::vector<llvm::Metadata*> others;
    for (auto* scope : scopes_)
        if (scope != nullptr) others.push_back(scope);
    return mark(access, {stack_scope_}, others);
}

} // namespace ranvier::codegen
