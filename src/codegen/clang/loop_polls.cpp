// SPDX-License-Identifier: BSD-3-Clause
#include "loop_polls.hpp"

#include <utility>

#include <llvm/ADT/SmallPtrSet.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/Analysis/CFG.h>
#include <llvm/IR/Function.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>

namespace ranvier::codegen {

void add_loop_polls(llvm::Module& module) {
    auto* poll = module.getFunction("rv_poll");
    if (poll == nullptr) return;
    for (auto& function : module) {
        if (function.isDeclaration() || &function == poll) continue;
        // by depth-first search: every cycle has one, those that goto makes too
        llvm::SmallVector<std::pair<const llvm::BasicBlock*, const llvm::BasicBlock*>> ways_back;
        llvm::FindFunctionBackedges(function, ways_back);
        llvm::SmallPtrSet<const llvm::BasicBlock*, 8> done;
        for (const auto& [from, to] : ways_back)
            if (done.insert(from).second)
                llvm::CallInst::Create(poll, "",
                                       const_cast<llvm::BasicBlock*>(from)->getTerminator()->getIterator());
    }
}

} // namespace ranvier::codegen
