// SPDX-License-Identifier: BSD-3-Clause
#include "math_emitter.hpp"

#include <vector>

#include <llvm/IR/Module.h>

#include "llvm_algebra.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/math/functions.hpp"

namespace ranvier::codegen {
namespace {

using mir::MathFunction;

llvm::Value* emit(LaneBuilder& lanes, MathFunction f, std::span<llvm::Value* const> args) {
    LlvmAlgebra a(lanes);
    const LlvmAlgebra::F64 x{args[0]};
    const LlvmAlgebra::F64 y{args.size() > 1 ? args[1] : nullptr};
    switch (f) {
    case MathFunction::exp: return math::exp_capped(a, x).value;
    case MathFunction::log: return math::log(a, x).value;
    case MathFunction::log10: return math::log10(a, x).value;
    case MathFunction::pow: return math::pow(a, x, y).value;
    case MathFunction::sqrt: return a.sqrt(x).value;
    case MathFunction::fabs: return a.fabs(x).value;
    case MathFunction::sin: return math::sin(a, x).value;
    case MathFunction::cos: return math::cos(a, x).value;
    case MathFunction::tan: return math::tan(a, x).value;
    case MathFunction::asin: return math::asin(a, x).value;
    case MathFunction::acos: return math::acos(a, x).value;
    case MathFunction::atan: return math::atan(a, x).value;
    case MathFunction::atan2: return math::atan2(a, x, y).value;
    case MathFunction::sinh: return math::sinh(a, x).value;
    case MathFunction::cosh: return math::cosh(a, x).value;
    case MathFunction::tanh: return math::tanh(a, x).value;
    case MathFunction::floor: return a.floor(x).value;
    case MathFunction::ceil: return a.ceil(x).value;
    case MathFunction::fmod: return math::fmod(a, x, y).value;
    case MathFunction::erf: return math::erf(a, x).value;
    case MathFunction::factorial: return math::factorial(a, x).value;
    }
    throw InternalError("unknown math function");
}

/// Some thirty instructions or fewer, and used where speed matters.
bool is_short(MathFunction f) {
    return f == MathFunction::exp || f == MathFunction::log || f == MathFunction::sqrt ||
           f == MathFunction::fabs || f == MathFunction::floor || f == MathFunction::ceil;
}

/// Models often leave an exponent at 1: pow(x, 1) is x, without the hundred instructions that find it.
void return_first_power(LaneBuilder& lanes, llvm::Function* function) {
    auto& b = lanes.b;
    auto* base = function->getArg(0);
    auto* exponent = function->getArg(1);
    auto* is_other = lanes.any(b.CreateFCmpUNE(exponent, lanes.splat(lanes.number(1))));
    auto* plain = llvm::BasicBlock::Create(b.getContext(), "first_power", function);
    auto* other = llvm::BasicBlock::Create(b.getContext(), "other_power", function);
    b.CreateCondBr(is_other, other, plain);
    b.SetInsertPoint(plain);
    b.CreateRet(base);
    b.SetInsertPoint(other);
}

} // namespace

llvm::Value* MathEmitter::call(LaneBuilder& lanes, MathFunction f, std::span<llvm::Value* const> args) {
    const unsigned width = LaneBuilder::is_varying(args[0]) ? lanes.lanes() : 1;
    if (is_short(f)) {
        LaneBuilder here(lanes.b, width);
        return emit(here, f, args);
    }
    return lanes.b.CreateCall(function_of(f, width), llvm::ArrayRef(args.data(), args.size()));
}

llvm::Function* MathEmitter::function_of(MathFunction f, unsigned lanes) {
    auto& function = made_[{f, lanes}];
    if (function != nullptr) return function;
    auto& context = module_.getContext();
    llvm::IRBuilder<> builder(context);
    LaneBuilder lane_builder(builder, lanes);
    auto* type = lane_builder.varying(builder.getDoubleTy());
    const std::vector<llvm::Type*> parameters(static_cast<std::size_t>(mir::argument_count(f)), type);
    function = llvm::Function::Create(
        llvm::FunctionType::get(type, parameters, false), llvm::Function::InternalLinkage,
        "rv." + std::string(mir::name(f)) + "." + std::to_string(lanes), module_);
    // Pure, so that a call whose arguments stay the same leaves the loop; but not out of a branch that is not taken, where a
    // power of the temperature would cost more than the step of a single cell.
    function->setDoesNotAccessMemory();
    function->setWillReturn();
    function->addFnAttr(llvm::Attribute::NoInline);
    builder.SetInsertPoint(llvm::BasicBlock::Create(context, "entry", function));
    std::vector<llvm::Value*> args;
    for (auto& arg : function->args()) args.push_back(&arg);
    if (f == MathFunction::pow) return_first_power(lane_builder, function);
    builder.CreateRet(emit(lane_builder, f, args));
    return function;
}

} // namespace ranvier::codegen
