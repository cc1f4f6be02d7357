// SPDX-License-Identifier: BSD-3-Clause
// Calls through the table of the kernel's context (RvHost): each kind is one function of the module, which looks whether anybody
// listens, so that what calls it stays short.
#pragma once

#include <map>

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

namespace ranvier::codegen {

class HostEmitter {
  public:
    explicit HostEmitter(llvm::Module& module) : module_(module) {}

    struct Answer {
        llvm::Value* value = nullptr;  ///< f64
        llvm::Value* status = nullptr; ///< i32, RV_STATUS bits
    };
    /// RvHost::call for one row; `arguments` points to `count` doubles.
    [[nodiscard]] Answer ask(llvm::IRBuilder<>& b, llvm::Value* host, std::int64_t service, llvm::Value* row,
                             std::size_t count, llvm::Value* arguments);

    struct Fault {
        llvm::Value* is_bad = nullptr; ///< i1, or a vector of them: rows from `row` on
        llvm::Value* row = nullptr;    ///< i64
        llvm::Value* detail = nullptr; ///< f64, as many as `is_bad`
        std::int32_t status = 0;
        std::uint32_t begin = 0, end = 0;
    };
    /// RvHost::fault for the rows that are bad.
    void report(llvm::IRBuilder<>& b, llvm::Value* host, const Fault& fault);

  private:
    [[nodiscard]] llvm::Function* ask_function();
    [[nodiscard]] llvm::Function* fault_function(llvm::Type* is_bad, llvm::Type* detail);
    llvm::Value* field(llvm::IRBuilder<>& b, llvm::Value* host, std::size_t offset) const;

    llvm::Module& module_;
    llvm::Function* ask_ = nullptr;
    std::map<llvm::Type*, llvm::Function*> faults_; // by the type of is_bad
};

} // namespace ranvier::codegen
