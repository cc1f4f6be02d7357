// SPDX-License-Identifier: BSD-3-Clause
// Emits the body of a kernel for one row or for a group of rows. Structured control flow becomes branches;
// where lanes part, a mask says which take part: locals and memory change under it, everything else is
// computed for all lanes.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "call_frame.hpp"
#include "host_emitter.hpp"
#include "lane_builder.hpp"
#include "math_emitter.hpp"
#include "uniformity.hpp"

namespace ranvier::codegen {

class BodyEmitter {
  public:
    /// Places for locals are made at the end of `entry`, before its terminator.
    BodyEmitter(llvm::IRBuilder<>& builder, unsigned lanes, const CallFrame& frame, const Uniformity& uniform,
                MathEmitter& math, HostEmitter& host, llvm::BasicBlock* entry);

    /// The whole body for rows `row` .. `row` + lanes - 1, at the builder's place.
    void emit(llvm::Value* row);

  private:
    using Instruction = mir::Instruction;

    // body_emitter.cpp: blocks and control flow
    void make_locals(llvm::BasicBlock* entry);
    void clear_locals();
    void emit_block(mir::BlockId block);
    void emit_if(const Instruction& in);
    void emit_branch(mir::BlockId block, llvm::Value* condition);
    void emit_uniform_if(const Instruction& in, llvm::Value* condition);
    void emit_while(const Instruction& in);
    [[nodiscard]] bool is_cheap(mir::BlockId block) const;
    [[nodiscard]] llvm::Value* poll_stop(); ///< true if the flag is raised, in the status too
    void set_status(llvm::Value* bits);
    [[nodiscard]] llvm::BasicBlock* new_block(const char* name);
    [[nodiscard]] llvm::Value* under_mask(llvm::Value* condition); ///< condition and mask

    // arithmetic_emitter.cpp
    [[nodiscard]] llvm::Value* emit_value(mir::ValueId id, const Instruction& in);
    [[nodiscard]] llvm::Value* emit_arithmetic(const Instruction& in);
    [[nodiscard]] llvm::Value* emit_int_div(llvm::Value* x, llvm::Value* y);
    [[nodiscard]] llvm::Value* emit_f64_to_int(llvm::Value* x);

    // memory_emitter.cpp: locals and slots
    [[nodiscard]] llvm::Value* get_local(const Instruction& in);
    void set_local(const Instruction& in);
    [[nodiscard]] llvm::Value* load(const Instruction& in);
    void store(const Instruction& in);
    void accumulate(const Instruction& in);
    [[nodiscard]] llvm::Value* row_address(std::int32_t slot);
    [[nodiscard]] llvm::Value* other_rows(int index_set); ///< i64 rows of the other table
    [[nodiscard]] llvm::Value* indexed_addresses(std::int32_t slot);
    /// Addresses of element `index` (in range) of the array at `slot`, one a lane, or one for all.
    [[nodiscard]] llvm::Value* element_addresses(std::int32_t slot, llvm::Value* index);
    [[nodiscard]] llvm::Value* inside(llvm::Value* index, int count);
    [[nodiscard]] llvm::Value* gather(llvm::Type* type, llvm::Value* addresses);
    [[nodiscard]] llvm::Value* local_address(std::int32_t local, llvm::Value* index);
    void emit_event(const Instruction& in);
    void store_private(const Instruction& in);

    // service_emitter.cpp
    [[nodiscard]] llvm::Value* emit_service(const Instruction& in);
    [[nodiscard]] llvm::Value* ask(const Instruction& in, llvm::Value* row,
                                   const std::vector<llvm::Value*>& arguments);
    [[nodiscard]] llvm::Value* argument_memory();
    void report(llvm::Value* is_bad, std::int32_t status, llvm::Value* detail, const Instruction& in);
    /// RV_STATUS_INDEX if a lane that takes part is outside.
    void check_index(llvm::Value* is_inside, llvm::Value* index, const Instruction& in);
    [[nodiscard]] llvm::Value* pointed(std::int32_t slot); ///< the address that the row's pointer holds
    template <class F> void where_it_points(const Instruction& in, F&& use);
    [[nodiscard]] llvm::Value* load_pointed(const Instruction& in);
    void store_pointed(const Instruction& in);

    // table_emitter.cpp
    [[nodiscard]] llvm::Value* table_position(const Instruction& in);
    [[nodiscard]] llvm::Value* table_value(const Instruction& in);
    void interpolate_chunk(const Instruction& in, llvm::Value* position, std::int64_t first, unsigned width);
    struct LaneMemory {
        llvm::Value* write = nullptr;
        llvm::Value* read = nullptr;
    };
    [[nodiscard]] LaneMemory lane_memory();
    [[nodiscard]] std::vector<std::int64_t> columns_used_here(const Instruction& in) const;

    [[nodiscard]] llvm::Value* value(mir::ValueId id) const {
        return values_[static_cast<std::size_t>(id.value)];
    }
    [[nodiscard]] bool is_uniform_local(std::int32_t local) const {
        return lanes_.lanes() == 1 || uniform_.local[static_cast<std::size_t>(local)];
    }
    [[nodiscard]] llvm::Type* scalar_type(mir::Type type) const;

    llvm::IRBuilder<>& b_;
    LaneBuilder lanes_;
    const CallFrame& frame_;
    const mir::Kernel& kernel_;
    const mir::Function& function_;
    const Uniformity& uniform_;
    MathEmitter& math_;
    HostEmitter& host_;
    llvm::BasicBlock* entry_;
    LaneMemory lane_memory_;
    llvm::Value* argument_memory_ = nullptr;
    std::vector<llvm::Value*> values_;      // by ValueId
    std::vector<llvm::AllocaInst*> locals_; // by LocalId
    llvm::Value* row_ = nullptr;            // i64, first row of the group
    llvm::Value* mask_ = nullptr;           // lanes that take part; null: all
    mir::BlockId block_;                    // being emitted
    // Columns of tables already looked up in the block being emitted: (position, table, column).
    struct TableKey {
        std::int32_t position;
        std::int32_t table;
        std::int64_t column;
        auto operator<=>(const TableKey&) const = default;
    };
    std::map<TableKey, llvm::Value*> table_values_;
};

} // namespace ranvier::codegen
