// SPDX-License-Identifier: BSD-3-Clause
// What a kernel asks its host, and what it reports to it. Lanes ask one after the other; those that take no part do not.
#include "body_emitter.hpp"

#include <algorithm>

#include <llvm/IR/MDBuilder.h>

#include "ranvier/base/error.hpp"

namespace ranvier::codegen {

using mir::Op;

/// Memory for the arguments of one question.
llvm::Value* BodyEmitter::argument_memory() {
    if (argument_memory_ == nullptr) {
        std::size_t most = 1;
        for (const auto& in : function_.code)
            if (in.op == Op::service) most = std::max(most, in.args.size());
        const llvm::IRBuilder<>::InsertPointGuard guard(b_);
        b_.SetInsertPoint(entry_->getTerminator());
        argument_memory_ = b_.CreateAlloca(llvm::ArrayType::get(b_.getDoubleTy(), most));
    }
    return argument_memory_;
}

llvm::Value* BodyEmitter::ask(const Instruction& in, llvm::Value* row,
                              const std::vector<llvm::Value*>& arguments) {
    auto* memory = argument_memory();
    for (std::size_t k = 0; k < arguments.size(); ++k)
        b_.CreateStore(arguments[k], b_.CreateConstInBoundsGEP1_64(b_.getDoubleTy(), memory, k));
    const auto answer = host_.ask(b_, frame_.host(), in.integer, row, arguments.size(), memory);
    set_status(answer.status);
    return answer.value;
}

llvm::Value* BodyEmitter::emit_service(const Instruction& in) {
    std::vector<llvm::Value*> arguments;
    bool is_varying = false;
    for (const auto arg : in.args) {
        arguments.push_back(value(arg));
        is_varying = is_varying || LaneBuilder::is_varying(arguments.back());
    }
    if (lanes_.lanes() > 1 && !mir::is_pure(static_cast<mir::Service>(in.symbol)))
        throw InternalError("a service with effects is asked row by row");
    if (!is_varying) return ask(in, row_, arguments);

    auto* before = b_.GetInsertBlock();
    auto* head = new_block("lane");
    auto* asking = new_block("ask");
    auto* next = new_block("answered");
    auto* after = new_block("asked");
    auto* type = lanes_.varying(b_.getDoubleTy());
    b_.CreateBr(head);

    b_.SetInsertPoint(head);
    auto* lane = b_.CreatePHI(b_.getInt64Ty(), 2);
    auto* answers = b_.CreatePHI(type, 2);
    lane->addIncoming(b_.getInt64(0), before);
    answers->addIncoming(llvm::Constant::getNullValue(type), before);
    if (mask_ == nullptr) b_.CreateBr(asking);
    else b_.CreateCondBr(b_.CreateExtractElement(mask_, lane), asking, next);

    b_.SetInsertPoint(asking);
    std::vector<llvm::Value*> of_lane;
    for (auto* argument : arguments)
        of_lane.push_back(LaneBuilder::is_varying(argument) ? b_.CreateExtractElement(argument, lane)
                                                            : argument);
    auto* answer = ask(in, b_.CreateAdd(row_, lane), of_lane);
    auto* with_answer = b_.CreateInsertElement(answers, answer, lane);
    auto* asked = b_.GetInsertBlock();
    b_.CreateBr(next);

    b_.SetInsertPoint(next);
    llvm::Value* so_far = with_answer;
    if (mask_ != nullptr) {
        auto* either = b_.CreatePHI(type, 2);
        either->addIncoming(answers, head);
        either->addIncoming(with_answer, asked);
        so_far = either;
    }
    auto* next_lane = b_.CreateAdd(lane, b_.getInt64(1));
    lane->addIncoming(next_lane, next);
    answers->addIncoming(so_far, next);
    b_.CreateCondBr(b_.CreateICmpULT(next_lane, b_.getInt64(lanes_.lanes())), head, after);
    b_.SetInsertPoint(after);
    return so_far;
}

/// Rows that take part and for which `is_bad` holds report to the host and leave `status`. @param detail  i64 or null for 0
void BodyEmitter::report(llvm::Value* is_bad, std::int32_t status, llvm::Value* detail,
                         const Instruction& in) {
    is_bad = under_mask(is_bad);
    auto* fault = new_block("fault");
    auto* after = new_block("goes_on");
    llvm::MDBuilder metadata(b_.getContext());
    b_.CreateCondBr(lanes_.any(is_bad), fault, after, metadata.createUnlikelyBranchWeights());
    b_.SetInsertPoint(fault);
    set_status(b_.getInt32(static_cast<std::uint32_t>(status)));
    auto* f64 = b_.getDoubleTy();
    llvm::Value* number =
        detail == nullptr
            ? lanes_.number(0)
            : b_.CreateSIToFP(detail, LaneBuilder::is_varying(detail) ? lanes_.varying(f64) : f64);
    host_.report(b_, frame_.host(),
                 {lanes_.splat(is_bad), row_, lanes_.splat(number), status, in.span.begin, in.span.end});
    b_.CreateBr(after);
    b_.SetInsertPoint(after);
}

void BodyEmitter::check_index(llvm::Value* is_inside, llvm::Value* index, const Instruction& in) {
    report(b_.CreateNot(is_inside), RV_STATUS_INDEX, index, in);
}

// Numbers behind pointers: of one row, since another row's may be the same.

llvm::Value* BodyEmitter::pointed(std::int32_t slot) {
    if (lanes_.lanes() > 1) throw InternalError("a kernel that follows pointers runs row by row");
    return frame_.mark_constant(b_.CreateLoad(b_.getPtrTy(), row_address(slot)));
}

/// Runs `use` on where the pointer points to, or reports that it points to nothing.
template <class F> void BodyEmitter::where_it_points(const Instruction& in, F&& use) {
    auto* address = pointed(in.symbol);
    auto* is_null = b_.CreateIsNull(address);
    report(is_null, RV_STATUS_POINTER, nullptr, in);
    auto* inside = new_block("points");
    auto* after = new_block("pointed");
    b_.CreateCondBr(is_null, after, inside);
    b_.SetInsertPoint(inside);
    use(address);
    b_.CreateBr(after);
    b_.SetInsertPoint(after);
}

llvm::Value* BodyEmitter::load_pointed(const Instruction& in) {
    llvm::Value* found = nullptr;
    llvm::BasicBlock* from = nullptr;
    where_it_points(in, [&](llvm::Value* address) {
        found = b_.CreateLoad(b_.getDoubleTy(), address);
        from = b_.GetInsertBlock();
    });
    auto* either = b_.CreatePHI(b_.getDoubleTy(), 2);
    for (auto* block : llvm::predecessors(b_.GetInsertBlock()))
        either->addIncoming(block == from ? found : lanes_.number(0), block);
    return either;
}

void BodyEmitter::store_pointed(const Instruction& in) {
    where_it_points(in, [&](llvm::Value* address) {
        auto* x = value(in.args[0]);
        if (in.op == Op::accumulate) x = b_.CreateFAdd(b_.CreateLoad(b_.getDoubleTy(), address), x);
        b_.CreateStore(x, address);
    });
}

} // namespace ranvier::codegen
