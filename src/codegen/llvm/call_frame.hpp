// SPDX-License-Identifier: BSD-3-Clause
// What a kernel reads once at its start: addresses of columns and tables, scalars, strides. Also who may
// touch which memory: the engine binds every slot to a distinct column, and the frame tells LLVM so.
#pragma once

#include <vector>

#include <llvm/IR/IRBuilder.h>

#include "ranvier/mir/kernel.hpp"

namespace ranvier::codegen {

class CallFrame {
  public:
    struct TableFields {
        llvm::Value* low = nullptr;
        llvm::Value* inverse_step = nullptr;
        llvm::Value* intervals = nullptr;
        llvm::Value* rows = nullptr;
        llvm::Value* stride = nullptr; // i64 [double]
    };

    /// Emits the loads at the builder's place, in the entry block of `args`' function.
    CallFrame(llvm::IRBuilder<>& builder, const mir::Kernel& kernel, llvm::Value* args);

    [[nodiscard]] const mir::Kernel& kernel() const { return kernel_; }
    [[nodiscard]] llvm::Value* base(std::int32_t slot) const { return base_[static_cast<std::size_t>(slot)]; }
    /// All ones where the column advances with the rows, 0 where it is one number; null where the kernel
    /// itself says that it advances.
    [[nodiscard]] llvm::Value* row_mask(std::int32_t slot) const {
        return row_mask_[static_cast<std::size_t>(slot)];
    }
    /// Value of a scalar that no row writes, or null.
    [[nodiscard]] llvm::Value* scalar(std::int32_t slot) const {
        return scalar_[static_cast<std::size_t>(slot)];
    }
    /// Reads a scalar at the builder's place.
    llvm::LoadInst* load_scalar(std::int32_t slot) const;
    [[nodiscard]] llvm::Value* index_rows(int set) const {
        return index_rows_[static_cast<std::size_t>(set)];
    }
    [[nodiscard]] const TableFields& table(std::int32_t table) const {
        return tables_[static_cast<std::size_t>(table)];
    }
    [[nodiscard]] llvm::Value* columns() const { return columns_; }
    [[nodiscard]] llvm::Value* strides() const { return strides_; }
    [[nodiscard]] llvm::Value* scalars() const { return scalars_; }
    [[nodiscard]] llvm::Value* host() const { return host_; }
    /// i64: the row whose number stays in a scalar that every row stores.
    [[nodiscard]] llvm::Value* kept_row() const { return kept_row_; }
    [[nodiscard]] llvm::Value* stop() const { return stop_; }     ///< never null at run time
    [[nodiscard]] llvm::Value* status() const { return status_; } ///< place of the result bits

    /// Marks an access to `count` slots from `first` (an array that is indexed at run time) or to one.
    llvm::Instruction* mark(llvm::Instruction* access, std::int32_t first, int count = 1) const;
    /// Marks a read of memory that no kernel writes: arguments, indices, tables.
    llvm::Value* mark_constant(llvm::Value* load) const;
    /// Marks an access to memory of our own.
    llvm::Instruction* mark_stack(llvm::Instruction* access) const;

  private:
    void find_written();
    llvm::Instruction* mark(llvm::Instruction* access, std::vector<llvm::Metadata*> own,
                            const std::vector<llvm::Metadata*>& others) const;
    llvm::Value* field(llvm::Type* type, llvm::Value* base, std::size_t offset);
    llvm::Value* element(llvm::Type* type, llvm::Value* array, std::int64_t index);

    llvm::IRBuilder<>& b_;
    const mir::Kernel& kernel_;
    std::vector<bool> written_;
    std::vector<llvm::MDNode*> scopes_; // by slot, null where not written
    llvm::MDNode* stack_scope_ = nullptr;
    std::vector<llvm::Value*> base_, row_mask_, scalar_, index_rows_;
    std::vector<TableFields> tables_;
    llvm::Value *columns_ = nullptr, *strides_ = nullptr, *scalars_ = nullptr, *host_ = nullptr,
                *kept_row_ = nullptr, *stop_ = nullptr, *status_ = nullptr;
};

} // namespace ranvier::codegen
