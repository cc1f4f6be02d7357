// SPDX-License-Identifier: BSD-3-Clause
// Calls of elementary functions. Short ones are emitted in place; long ones become functions of the object,
// one for each number of lanes, so that a kernel which uses pow ten times holds and compiles it once.
#pragma once

#include <map>
#include <span>
#include <utility>

#include "lane_builder.hpp"
#include "ranvier/mir/function.hpp"

namespace ranvier::codegen {

class MathEmitter {
  public:
    explicit MathEmitter(llvm::Module& module) : module_(module) {}
    /// f(args), at the place of `lanes.b`. Args are all scalar or all vectors.
    [[nodiscard]] llvm::Value* call(LaneBuilder& lanes, mir::MathFunction f,
                                    std::span<llvm::Value* const> args);

  private:
    [[nodiscard]] llvm::Function* function_of(mir::MathFunction f, unsigned lanes);

    llvm::Module& module_;
    std::map<std::pair<mir::MathFunction, unsigned>, llvm::Function*> made_;
};

} // namespace ranvier::codegen
