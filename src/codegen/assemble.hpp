// SPDX-License-Identifier: BSD-3-Clause
// Appends operations of mechanisms to one kernel: calls inlined, locals renamed, variables turned into slots.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "ranvier/codegen/fuse.hpp"
#include "ranvier/mir/builder.hpp"

namespace ranvier::codegen {

class Assembler {
  public:
    Assembler(std::string name, Addressing addressing);

    /// Appends the operation; `args` are its arguments. Returns its result, invalid if it has none.
    mir::ValueId append(const Part& part, std::span<const mir::ValueId> args = {});

    /// From now on `variable` of the mechanism means argument columns, from the one called `first` on.
    void redirect(mir::VariableId variable, int count, int first);

    /// The slot of an argument column.
    mir::VariableId argument(const std::string& name);
    /// The slot of a node column.
    mir::VariableId node(const std::string& name);
    /// The slot of a variable; of an array, that of its first element.
    mir::VariableId slot(const Part& part, mir::VariableId variable) { return slot_of(part, variable); }
    [[nodiscard]] mir::Builder& code() { return builder_; }

    [[nodiscard]] mir::Kernel finish();

  private:
    struct Frame;
    mir::ValueId inline_function(const Part& part, mir::FunctionId id, std::span<const mir::ValueId> args,
                                 int depth);
    void copy_block(Frame& frame, mir::BlockId block);
    mir::ValueId copy(Frame& frame, const mir::Instruction& in);
    void copy_accumulate(const Frame& frame, const mir::Instruction& in);

    mir::VariableId slot_of(const Part& part, mir::VariableId variable);
    mir::VariableId add_slot(mir::Slot slot, int count);
    /// Slot of an element: direct where the index is a constant in range, else with `index` left in place.
    mir::VariableId element(mir::VariableId first, mir::ValueId& index) const;
    mir::TableId table_of(const Part& part, mir::TableId table);
    /// Index into Kernel::services.
    std::int64_t service_of(const Part& part, mir::Service service, std::int64_t which);
    /// The slots that a function and what it calls touch, for KernelService.
    void note_slots(const Part& part, mir::FunctionId id, std::set<std::int32_t>& seen,
                    std::set<mir::VariableId>& reads, std::set<mir::VariableId>& writes);
    int index_set(const std::string& name);
    [[nodiscard]] mir::SlotAccess outside_access() const;

    using SlotKey = std::tuple<mir::SlotOwner, mir::SlotAccess, std::string, std::string>;
    mir::Kernel kernel_;
    mir::Builder builder_;
    Addressing addressing_;
    std::map<SlotKey, mir::VariableId> slots_;
    std::map<std::int32_t, mir::VariableId> redirected_; // by VariableId
    std::map<std::int32_t, std::int64_t> integers_;      // constant_int values of the target, by ValueId
};

} // namespace ranvier::codegen
