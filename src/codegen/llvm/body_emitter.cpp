// SPDX-License-Identifier: BSD-3-Clause
#include "body_emitter.hpp"

#include "ranvier/base/error.hpp"

namespace ranvier::codegen {

using mir::Op;

BodyEmitter::BodyEmitter(llvm::IRBuilder<>& builder, unsigned lanes, const CallFrame& frame,
                         const Uniformity& uniform, MathEmitter& math, HostEmitter& host,
                         llvm::BasicBlock* entry)
    : b_(builder), lanes_(builder, lanes), frame_(frame), kernel_(frame.kernel()),
      function_(kernel_.function), uniform_(uniform), math_(math), host_(host), entry_(entry) {
    values_.resize(function_.code.size());
    make_locals(entry);
}

void BodyEmitter::emit(llvm::Value* row) {
    row_ = row;
    mask_ = nullptr;
    table_values_.clear();
    clear_locals();
    emit_block(function_.body);
}

llvm::Type* BodyEmitter::scalar_type(mir::Type type) const {
    switch (type) {
    case mir::Type::f64: return b_.getDoubleTy();
    case mir::Type::i64: return b_.getInt64Ty();
    case mir::Type::boolean: return b_.getInt1Ty();
    case mir::Type::none: break;
    }
    throw InternalError("a value without a type");
}

void BodyEmitter::make_locals(llvm::BasicBlock* entry) {
    const llvm::IRBuilder<>::InsertPointGuard guard(b_);
    b_.SetInsertPoint(entry->getTerminator());
    for (std::size_t i = 0; i < function_.locals.size(); ++i) {
        const auto& local = function_.locals[i];
        llvm::Type* type = scalar_type(local.type);
        // Booleans that are indexed need addresses of their own.
        if (local.count > 1 && local.type == mir::Type::boolean) type = b_.getInt8Ty();
        if (!is_uniform_local(static_cast<std::int32_t>(i))) type = lanes_.varying(type);
        if (local.count > 1) type = llvm::ArrayType::get(type, static_cast<std::uint64_t>(local.count));
        locals_.push_back(b_.CreateAlloca(type, nullptr, local.name));
    }
}

void BodyEmitter::clear_locals() {
    constexpr std::uint64_t kUnrolled = 16;
    for (auto* local : locals_) {
        auto* array = llvm::dyn_cast<llvm::ArrayType>(local->getAllocatedType());
        if (array == nullptr || array->getNumElements() <= kUnrolled) {
            b_.CreateStore(llvm::Constant::getNullValue(local->getAllocatedType()), local);
            continue;
        }
        auto* before = b_.GetInsertBlock();
        auto* loop = new_block("clear");
        auto* after = new_block("cleared");
        b_.CreateBr(loop);
        b_.SetInsertPoint(loop);
        auto* index = b_.CreatePHI(b_.getInt64Ty(), 2);
        index->addIncoming(b_.getInt64(0), before);
        b_.CreateStore(llvm::Constant::getNullValue(array->getElementType()),
                       b_.CreateInBoundsGEP(array->getElementType(), local, index));
        auto* next = b_.CreateAdd(index, b_.getInt64(1));
        index->addIncoming(next, loop);
        b_.CreateCondBr(b_.CreateICmpULT(next, b_.getInt64(array->getNumElements())), loop, after);
        b_.SetInsertPoint(after);
    }
}

llvm::BasicBlock* BodyEmitter::new_block(const char* name) {
    return llvm::BasicBlock::Create(b_.getContext(), name, b_.GetInsertBlock()->getParent());
}

llvm::Value* BodyEmitter::under_mask(llvm::Value* condition) {
    if (mask_ == nullptr) return condition;
    return b_.CreateAnd(lanes_.splat(condition), mask_);
}

void BodyEmitter::set_status(llvm::Value* bits) {
    b_.CreateStore(b_.CreateOr(b_.CreateLoad(b_.getInt32Ty(), frame_.status()), bits), frame_.status());
}

llvm::Value* BodyEmitter::poll_stop() {
    auto* is_raised = b_.CreateICmpNE(b_.CreateLoad(b_.getInt32Ty(), frame_.stop(), true), b_.getInt32(0));
    set_status(b_.CreateSelect(is_raised, b_.getInt32(RV_STATUS_STOPPED), b_.getInt32(0)));
    return is_raised;
}

void BodyEmitter::emit_block(mir::BlockId block) {
    const auto outer = block_;
    const auto known = table_values_;
    block_ = block;
    for (const auto id : function_[block].instructions) {
        const auto& in = function_[id];
        switch (in.op) {
        case Op::store: store(in); break;
        case Op::accumulate: accumulate(in); break;
        case Op::set_local: set_local(in); break;
        case Op::if_: emit_if(in); break;
        case Op::while_: emit_while(in); break;
        case Op::yield: break; // emit_while takes its argument
        case Op::net_send:
        case Op::net_event:
        case Op::net_move: emit_event(in); break;
        case Op::fail: report(b_.getTrue(), static_cast<std::int32_t>(in.integer), nullptr, in); break;
        case Op::verbatim: throw InternalError("C reached LLVM");
        case Op::call: throw InternalError("a kernel has no calls");
        default: values_[static_cast<std::size_t>(id.value)] = emit_value(id, in);
        }
    }
    block_ = outer;
    table_values_ = known; // what an inner block looked up does not reach out of it
}

/// A handful of operations costs less than a mask test and a branch; nothing in them may be seen from
/// outside.
bool BodyEmitter::is_cheap(mir::BlockId block) const {
    if (!block.valid()) return true;
    constexpr std::size_t kMost = 12;
    const auto& instructions = function_[block].instructions;
    if (instructions.size() > kMost) return false;
    for (const auto id : instructions) {
        const auto& in = function_[id];
        switch (in.op) {
        case Op::constant:
        case Op::constant_int:
        case Op::constant_bool:
        case Op::add:
        case Op::sub:
        case Op::mul:
        case Op::neg:
        case Op::int_add:
        case Op::int_sub:
        case Op::lt:
        case Op::le:
        case Op::gt:
        case Op::ge:
        case Op::eq:
        case Op::ne:
        case Op::logical_and:
        case Op::logical_or:
        case Op::logical_not:
        case Op::select:
        case Op::bool_to_f64: continue;
        case Op::get_local:
        case Op::set_local:
            if (function_.locals[static_cast<std::size_t>(in.symbol)].count > 1) return false;
            continue;
        case Op::load:
            if (in.args.empty() &&
                (kernel_.slots[static_cast<std::size_t>(in.symbol)].access == mir::SlotAccess::row ||
                 kernel_.slots[static_cast<std::size_t>(in.symbol)].access == mir::SlotAccess::scalar))
                continue;
            return false;
        default: return false;
        }
    }
    return true;
}

void BodyEmitter::emit_if(const Instruction& in) {
    auto* condition = value(in.args[0]);
    if (!LaneBuilder::is_varying(condition)) return emit_uniform_if(in, condition);
    auto* outer = mask_;
    auto* then_mask = under_mask(condition);
    auto* else_mask = in.blocks[1].valid() ? under_mask(b_.CreateNot(condition)) : nullptr;
    emit_branch(in.blocks[0], then_mask);
    if (else_mask != nullptr) emit_branch(in.blocks[1], else_mask);
    mask_ = outer;
}

/// One side of a divergent condition: skipped if no lane takes it.
void BodyEmitter::emit_branch(mir::BlockId block, llvm::Value* condition) {
    mask_ = condition;
    if (is_cheap(block)) return emit_block(block);
    auto* inside = new_block("some");
    auto* after = new_block("joined");
    b_.CreateCondBr(lanes_.any(condition), inside, after);
    b_.SetInsertPoint(inside);
    emit_block(block);
    b_.CreateBr(after);
    b_.SetInsertPoint(after);
}

void BodyEmitter::emit_uniform_if(const Instruction& in, llvm::Value* condition) {
    auto* then_block = new_block("then");
    auto* else_block = in.blocks[1].valid() ? new_block("else") : nullptr;
    auto* after = new_block("end");
    b_.CreateCondBr(condition, then_block, else_block != nullptr ? else_block : after);
    b_.SetInsertPoint(then_block);
    emit_block(in.blocks[0]);
    b_.CreateBr(after);
    if (else_block != nullptr) {
        b_.SetInsertPoint(else_block);
        emit_block(in.blocks[1]);
        b_.CreateBr(after);
    }
    b_.SetInsertPoint(after);
}

void BodyEmitter::emit_while(const Instruction& in) {
    const auto condition_id = function_[function_[in.blocks[0]].instructions.back()].args[0];
    const bool is_divergent =
        lanes_.lanes() > 1 && !uniform_.value[static_cast<std::size_t>(condition_id.value)];
    auto* outer = mask_;
    auto* before = b_.GetInsertBlock();
    auto* head = new_block("while");
    auto* poll = new_block("poll");
    auto* body = new_block("do");
    auto* after = new_block("done");
    b_.CreateBr(head);

    b_.SetInsertPoint(head);
    llvm::PHINode* running = nullptr;
    if (is_divergent) {
        auto* mask_type = lanes_.varying(b_.getInt1Ty());
        running = b_.CreatePHI(mask_type, 2, "running");
        running->addIncoming(outer != nullptr ? outer : llvm::Constant::getAllOnesValue(mask_type), before);
        mask_ = running;
    }
    const auto known = table_values_;
    emit_block(in.blocks[0]);
    auto* condition = value(condition_id);
    if (is_divergent) {
        mask_ = under_mask(condition);
        condition = lanes_.any(mask_);
    }
    auto* still_running = mask_;
    b_.CreateCondBr(condition, poll, after);

    // As in the interpreter: a raised flag ends the loop as if its condition had become false.
    b_.SetInsertPoint(poll);
    b_.CreateCondBr(poll_stop(), after, body);

    b_.SetInsertPoint(body);
    emit_block(in.blocks[1]);
    if (running != nullptr) running->addIncoming(still_running, b_.GetInsertBlock());
    b_.CreateBr(head);

    b_.SetInsertPoint(after);
    table_values_ = known;
    mask_ = outer;
}

} // namespace ranvier::codegen
