// SPDX-License-Identifier: BSD-3-Clause
// LLVM's builder with a number of lanes. A value is scalar while it is the same in every row and a vector of
// `lanes` once it varies; operands are brought to one form as late as possible, so that LLVM can move scalar
// work out of loops. With one lane everything is scalar, and the same emitter makes the scalar loop.
#pragma once

#include <initializer_list>

#include <llvm/IR/IRBuilder.h>

namespace ranvier::codegen {

class LaneBuilder {
  public:
    LaneBuilder(llvm::IRBuilder<>& builder, unsigned lanes) : b(builder), lanes_(lanes) {}

    [[nodiscard]] unsigned lanes() const { return lanes_; }
    [[nodiscard]] static bool is_varying(const llvm::Value* value) { return value->getType()->isVectorTy(); }

    /// `scalar` with one lane, else a vector of it.
    [[nodiscard]] llvm::Type* varying(llvm::Type* scalar) const {
        return lanes_ == 1 ? scalar : llvm::FixedVectorType::get(scalar, lanes_);
    }
    [[nodiscard]] llvm::Value* splat(llvm::Value* value) const {
        return lanes_ == 1 || is_varying(value) ? value : b.CreateVectorSplat(lanes_, value);
    }
    /// All to vectors if one of them is.
    void bring_together(std::initializer_list<llvm::Value**> values) const {
        bool any = false;
        for (auto* const* value : values) any = any || is_varying(*value);
        if (any)
            for (auto** value : values) *value = splat(*value);
    }
    [[nodiscard]] llvm::Value* lane(llvm::Value* value, unsigned index) const {
        return is_varying(value) ? b.CreateExtractElement(value, std::uint64_t{index}) : value;
    }
    /// True if any lane is.
    [[nodiscard]] llvm::Value* any(llvm::Value* condition) const {
        if (!is_varying(condition)) return condition;
        return b.CreateICmpNE(b.CreateBitCast(condition, b.getIntNTy(lanes_)), b.getIntN(lanes_, 0));
    }
    [[nodiscard]] llvm::Value* select(llvm::Value* condition, llvm::Value* x, llvm::Value* y) const {
        if (is_varying(condition)) {
            x = splat(x);
            y = splat(y);
        } else {
            bring_together({&x, &y});
        }
        return b.CreateSelect(condition, x, y);
    }
    [[nodiscard]] llvm::Constant* number(double value) const {
        return llvm::ConstantFP::get(b.getDoubleTy(), value);
    }

    llvm::IRBuilder<>& b;

  private:
    unsigned lanes_;
};

} // namespace ranvier::codegen
