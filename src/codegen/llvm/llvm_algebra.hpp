// SPDX-License-Identifier: BSD-3-Clause
// The algebra (ranvier/math/algebra.hpp) that emits LLVM IR instead of computing: the elementary functions,
// written once, become scalar or vector code. Nothing here carries fast-math flags, and the intrinsics used
// are single instructions of every CPU that we compile for, so no call to a library can come out of them.
#pragma once

#include <array>
#include <cstdint>

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Intrinsics.h>

#include "lane_builder.hpp"
#include "ranvier/math/algebra.hpp"

namespace ranvier::codegen {

class LlvmAlgebra {
  public:
    // Distinct types, so that a template which mixes them up does not compile.
    struct F64 {
        llvm::Value* value = nullptr;
    };
    struct I64 {
        llvm::Value* value = nullptr;
    };
    struct Bool {
        llvm::Value* value = nullptr;
    };

    explicit LlvmAlgebra(LaneBuilder& lanes) : lanes_(lanes), b_(lanes.b) {}

    F64 constant(double x) { return {lanes_.splat(llvm::ConstantFP::get(b_.getDoubleTy(), x))}; }
    I64 constant_int(std::int64_t i) { return {lanes_.splat(b_.getInt64(static_cast<std::uint64_t>(i)))}; }
    F64 add(F64 x, F64 y) { return {b_.CreateFAdd(x.value, y.value)}; }
    F64 sub(F64 x, F64 y) { return {b_.CreateFSub(x.value, y.value)}; }
    F64 mul(F64 x, F64 y) { return {b_.CreateFMul(x.value, y.value)}; }
    F64 div(F64 x, F64 y) { return {b_.CreateFDiv(x.value, y.value)}; }
    F64 fma(F64 x, F64 y, F64 z) {
        return {b_.CreateIntrinsic(llvm::Intrinsic::fma, {x.value->getType()}, {x.value, y.value, z.value})};
    }
    F64 neg(F64 x) { return {b_.CreateFNeg(x.value)}; }
    F64 fabs(F64 x) { return unary(llvm::Intrinsic::fabs, x); }
    F64 sqrt(F64 x) { return unary(llvm::Intrinsic::sqrt, x); }
    F64 floor(F64 x) { return unary(llvm::Intrinsic::floor, x); }
    F64 ceil(F64 x) { return unary(llvm::Intrinsic::ceil, x); }
    F64 trunc(F64 x) { return unary(llvm::Intrinsic::trunc, x); }
    Bool lt(F64 x, F64 y) { return {b_.CreateFCmpOLT(x.value, y.value)}; }
    Bool le(F64 x, F64 y) { return {b_.CreateFCmpOLE(x.value, y.value)}; }
    Bool gt(F64 x, F64 y) { return {b_.CreateFCmpOGT(x.value, y.value)}; }
    Bool ge(F64 x, F64 y) { return {b_.CreateFCmpOGE(x.value, y.value)}; }
    Bool eq(F64 x, F64 y) { return {b_.CreateFCmpOEQ(x.value, y.value)}; }
    Bool ne(F64 x, F64 y) { return {b_.CreateFCmpUNE(x.value, y.value)}; }
    Bool int_eq(I64 i, I64 j) { return {b_.CreateICmpEQ(i.value, j.value)}; }
    Bool int_lt(I64 i, I64 j) { return {b_.CreateICmpSLT(i.value, j.value)}; }
    Bool logical_and(Bool x, Bool y) { return {b_.CreateAnd(x.value, y.value)}; }
    Bool logical_or(Bool x, Bool y) { return {b_.CreateOr(x.value, y.value)}; }
    Bool logical_not(Bool x) { return {b_.CreateNot(x.value)}; }
    F64 select(Bool c, F64 x, F64 y) { return {b_.CreateSelect(c.value, x.value, y.value)}; }
    I64 select_int(Bool c, I64 i, I64 j) { return {b_.CreateSelect(c.value, i.value, j.value)}; }
    I64 bits(F64 x) { return {b_.CreateBitCast(x.value, lanes_.varying(b_.getInt64Ty()))}; }
    F64 from_bits(I64 i) { return {b_.CreateBitCast(i.value, lanes_.varying(b_.getDoubleTy()))}; }
    // The value may be out of range in lanes that nobody reads; freeze keeps LLVM from concluding anything
    // from that.
    I64 to_int(F64 x) { return {b_.CreateFreeze(b_.CreateFPToSI(x.value, lanes_.varying(b_.getInt64Ty())))}; }
    F64 from_int(I64 i) { return {b_.CreateSIToFP(i.value, lanes_.varying(b_.getDoubleTy()))}; }
    I64 int_add(I64 i, I64 j) { return {b_.CreateAdd(i.value, j.value)}; }
    I64 int_sub(I64 i, I64 j) { return {b_.CreateSub(i.value, j.value)}; }
    I64 int_and(I64 i, I64 j) { return {b_.CreateAnd(i.value, j.value)}; }
    I64 int_or(I64 i, I64 j) { return {b_.CreateOr(i.value, j.value)}; }
    I64 int_xor(I64 i, I64 j) { return {b_.CreateXor(i.value, j.value)}; }
    I64 int_shl(I64 i, int n) { return {b_.CreateShl(i.value, constant_int(n).value)}; }
    I64 int_shr(I64 i, int n) { return {b_.CreateLShr(i.value, constant_int(n).value)}; }
    I64 int_sar(I64 i, int n) { return {b_.CreateAShr(i.value, constant_int(n).value)}; }

    /// A branch around the body, taken when no lane is rare; in lanes that are not, the body's result is
    /// dropped.
    template <std::size_t N, class Body>
    std::array<F64, N> rare(Bool where, const std::array<F64, N>& otherwise, Body body) {
        auto* function = b_.GetInsertBlock()->getParent();
        auto* before = b_.GetInsertBlock();
        auto* inside = llvm::BasicBlock::Create(b_.getContext(), "rare", function);
        auto* after = llvm::BasicBlock::Create(b_.getContext(), "usual", function);
        b_.CreateCondBr(lanes_.any(where.value), inside, after);
        b_.SetInsertPoint(inside);
        const std::array<F64, N> found = body();
        std::array<llvm::Value*, N> chosen{};
        for (std::size_t i = 0; i < N; ++i)
            chosen[i] = b_.CreateSelect(where.value, found[i].value, otherwise[i].value);
        auto* inside_end = b_.GetInsertBlock();
        b_.CreateBr(after);
        b_.SetInsertPoint(after);
        std::array<F64, N> result;
        for (std::size_t i = 0; i < N; ++i) {
            auto* phi = b_.CreatePHI(otherwise[i].value->getType(), 2);
            phi->addIncoming(otherwise[i].value, before);
            phi->addIncoming(chosen[i], inside_end);
            result[i].value = phi;
        }
        return result;
    }

    /// Runs until no lane goes on; a lane that has ended keeps its state. Once out, a lane stays out: its
    /// state no longer changes, so neither does its condition.
    template <std::size_t N, class Condition, class Body>
    std::array<F64, N> loop(std::array<F64, N> state, Condition condition, Body body) {
        auto* function = b_.GetInsertBlock()->getParent();
        auto* before = b_.GetInsertBlock();
        auto* head = llvm::BasicBlock::Create(b_.getContext(), "again", function);
        auto* inside = llvm::BasicBlock::Create(b_.getContext(), "step", function);
        auto* after = llvm::BasicBlock::Create(b_.getContext(), "done", function);
        b_.CreateBr(head);
        b_.SetInsertPoint(head);
        std::array<llvm::PHINode*, N> phis{};
        std::array<F64, N> current;
        for (std::size_t i = 0; i < N; ++i) {
            phis[i] = b_.CreatePHI(state[i].value->getType(), 2);
            phis[i]->addIncoming(state[i].value, before);
            current[i].value = phis[i];
        }
        const Bool goes_on = condition(current);
        b_.CreateCondBr(lanes_.any(goes_on.value), inside, after);
        b_.SetInsertPoint(inside);
        const std::array<F64, N> next = body(current);
        std::array<llvm::Value*, N> kept{};
        for (std::size_t i = 0; i < N; ++i)
            kept[i] = b_.CreateSelect(goes_on.value, next[i].value, current[i].value);
        for (std::size_t i = 0; i < N; ++i) phis[i]->addIncoming(kept[i], b_.GetInsertBlock());
        b_.CreateBr(head);
        b_.SetInsertPoint(after);
        return current;
    }

  private:
    F64 unary(llvm::Intrinsic::ID id, F64 x) { return {b_.CreateUnaryIntrinsic(id, x.value)}; }

    LaneBuilder& lanes_;
    llvm::IRBuilder<>& b_;
};
static_assert(math::Algebra<LlvmAlgebra>);

} // namespace ranvier::codegen
