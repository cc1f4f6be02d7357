// SPDX-License-Identifier: BSD-3-Clause
// Values: arithmetic, comparisons, logic, conversions. Follows mir/arithmetic.hpp operation by operation.
#include "body_emitter.hpp"

#include <limits>

#include "ranvier/base/error.hpp"
#include "ranvier/mir/arithmetic.hpp"

namespace ranvier::codegen {

using mir::Op;

llvm::Value* BodyEmitter::emit_value(mir::ValueId, const Instruction& in) {
    switch (in.op) {
    case Op::constant: return lanes_.number(in.number);
    case Op::constant_int: return b_.getInt64(static_cast<std::uint64_t>(in.integer));
    case Op::constant_bool: return b_.getInt1(in.integer != 0);
    case Op::load: return load(in);
    case Op::get_local: return get_local(in);
    case Op::math: {
        std::vector<llvm::Value*> args;
        bool is_varying = false;
        for (const auto arg : in.args) {
            args.push_back(value(arg));
            is_varying = is_varying || LaneBuilder::is_varying(args.back());
        }
        if (is_varying)
            for (auto*& arg : args) arg = lanes_.splat(arg);
        return math_.call(lanes_, static_cast<mir::MathFunction>(in.symbol), args);
    }
    case Op::table_position: return table_position(in);
    case Op::table_value: return table_value(in);
    case Op::service: return emit_service(in);
    case Op::is_pointing: return b_.CreateIsNotNull(pointed(in.symbol));
    case Op::select: return lanes_.select(value(in.args[0]), value(in.args[1]), value(in.args[2]));
    default: return emit_arithmetic(in);
    }
}

llvm::Value* BodyEmitter::emit_arithmetic(const Instruction& in) {
    auto* x = value(in.args[0]);
    auto* y = in.args.size() > 1 ? value(in.args[1]) : nullptr;
    if (y != nullptr) lanes_.bring_together({&x, &y});
    const auto as = [&](llvm::Type* scalar) {
        return LaneBuilder::is_varying(x) ? lanes_.varying(scalar) : scalar;
    };
    switch (in.op) {
    case Op::add: return b_.CreateFAdd(x, y);
    case Op::sub: return b_.CreateFSub(x, y);
    case Op::mul: return b_.CreateFMul(x, y);
    case Op::div: return b_.CreateFDiv(x, y);
    case Op::neg: return b_.CreateFNeg(x);
    case Op::int_add: return b_.CreateAdd(x, y);
    case Op::int_sub: return b_.CreateSub(x, y);
    case Op::int_mul: return b_.CreateMul(x, y);
    case Op::int_div: return emit_int_div(x, y);
    case Op::int_neg: return b_.CreateNeg(x);
    case Op::lt: return b_.CreateFCmpOLT(x, y);
    case Op::le: return b_.CreateFCmpOLE(x, y);
    case Op::gt: return b_.CreateFCmpOGT(x, y);
    case Op::ge: return b_.CreateFCmpOGE(x, y);
    case Op::eq: return b_.CreateFCmpOEQ(x, y);
    case Op::ne: return b_.CreateFCmpUNE(x, y);
    case Op::int_lt: return b_.CreateICmpSLT(x, y);
    case Op::int_le: return b_.CreateICmpSLE(x, y);
    case Op::int_gt: return b_.CreateICmpSGT(x, y);
    case Op::int_ge: return b_.CreateICmpSGE(x, y);
    case Op::int_eq: return b_.CreateICmpEQ(x, y);
    case Op::int_ne: return b_.CreateICmpNE(x, y);
    case Op::logical_and: return b_.CreateAnd(x, y);
    case Op::logical_or: return b_.CreateOr(x, y);
    case Op::logical_not: return b_.CreateNot(x);
    case Op::bool_to_f64: return b_.CreateUIToFP(x, as(b_.getDoubleTy()));
    case Op::int_to_f64: return b_.CreateSIToFP(x, as(b_.getDoubleTy()));
    case Op::f64_to_int: return emit_f64_to_int(x);
    default: throw InternalError("operation without code: " + std::string(mir::name(in.op)));
    }
}

/// x / 0 is 0, x / -1 the wrapped negation; neither reaches the CPU's division, which would trap.
llvm::Value* BodyEmitter::emit_int_div(llvm::Value* x, llvm::Value* y) {
    auto* type = x->getType();
    auto* zero = llvm::ConstantInt::get(type, 0);
    auto* one = llvm::ConstantInt::get(type, 1);
    auto* is_zero = b_.CreateICmpEQ(y, zero);
    auto* is_minus_one = b_.CreateICmpEQ(y, llvm::ConstantInt::getSigned(type, -1));
    auto* divisor = b_.CreateSelect(b_.CreateOr(is_zero, is_minus_one), one, y);
    auto* quotient = b_.CreateSDiv(x, divisor);
    return b_.CreateSelect(is_zero, zero, b_.CreateSelect(is_minus_one, b_.CreateNeg(x), quotient));
}

llvm::Value* BodyEmitter::emit_f64_to_int(llvm::Value* x) {
    auto* type = x->getType();
    constexpr double kBound = 0x1p63;
    auto* is_inside = b_.CreateAnd(b_.CreateFCmpOGE(x, llvm::ConstantFP::get(type, -kBound)),
                                   b_.CreateFCmpOLT(x, llvm::ConstantFP::get(type, kBound)));
    auto* safe = b_.CreateSelect(is_inside, x, llvm::Constant::getNullValue(type));
    auto* integer = LaneBuilder::is_varying(x) ? lanes_.varying(b_.getInt64Ty()) : b_.getInt64Ty();
    return b_.CreateSelect(is_inside, b_.CreateFPToSI(safe, integer),
                           llvm::ConstantInt::getSigned(integer, mir::kNoInteger));
}

} // namespace ranvier::codegen
