// SPDX-License-Identifier: BSD-3-Clause
// Slots become locals: one load, one store. The order of the operations on each number stays, so the bits
// stay; the number merely waits in a local in between.
#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "ranvier/base/error.hpp"
#include "ranvier/codegen/passes.hpp"
#include "reached_slots.hpp"

namespace ranvier::codegen {

using namespace mir;

namespace {

/// What the code does with one slot.
struct Use {
    bool in_memory =
        false; ///< element of an array that some instruction indexes at run time; or somebody else reaches it
    bool loaded = false;
    bool stored = false;
    bool accumulated = false;
    bool in_loop = false;
    bool needs_old = false;      ///< some path reads what stood there before the call
    bool always_written = false; ///< every path writes it
    [[nodiscard]] bool written() const { return stored || accumulated; }
};

bool names_slot(Op op) { return op == Op::load || op == Op::store || op == Op::accumulate; }
bool has_index(const Instruction& in) { return in.args.size() > (in.op == Op::load ? 0U : 1U); }

class Promotion {
  public:
    Promotion(Kernel& kernel, const PromoteOptions& options)
        : kernel_(kernel), function_(kernel.function), options_(options), uses_(kernel.slots.size()),
          locals_(kernel.slots.size()) {}

    void run() {
        find_memory();
        std::vector<bool> written(uses_.size(), false);
        scan(function_.body, written, false);
        for (std::size_t s = 0; s < uses_.size(); ++s) {
            uses_[s].always_written = written[s];
            if (needs_local(s)) locals_[s] = add_local(kernel_.slots[s]);
        }
        decide_starts();
        for (const Block& block : function_.blocks)
            for (const ValueId v : block.instructions) use_local(v);
        rewrite_sums();
        place_loads();
        place_stores();
    }

  private:
    /// A slot that is only read is read where it is needed, which may be a branch that is hardly ever taken.
    [[nodiscard]] bool needs_local(std::size_t s) const {
        const Use& use = uses_[s];
        return !use.in_memory &&
               (use.written() || use.in_loop || (options_.stores_node && is_node_sum(kernel_.slots[s])));
    }

    void find_memory() {
        const std::vector<bool> reached = reached_slots(kernel_);
        for (std::size_t s = 0; s < uses_.size(); ++s)
            uses_[s].in_memory = reached[s] || kernel_.slots[s].access == SlotAccess::pointer;
        for (const Block& block : function_.blocks)
            for (const ValueId v : block.instructions) {
                const Instruction& in = function_[v];
                if (!names_slot(in.op)) continue;
                const auto first = static_cast<std::size_t>(in.symbol);
                const auto count =
                    has_index(in) ? static_cast<std::size_t>(kernel_.slots[first].array_count) : 1;
                for (std::size_t s = first; s < first + count; ++s) {
                    uses_[s].in_memory |= has_index(in);
                    uses_[s].loaded |= in.op == Op::load;
                    uses_[s].stored |= in.op == Op::store;
                    uses_[s].accumulated |= in.op == Op::accumulate;
                }
            }
    }

    /// Walks the paths; `written` holds the slots that every path to here has written.
    void scan(BlockId block, std::vector<bool>& written, bool in_loop) {
        if (!block.valid()) return;
        for (const ValueId v : function_[block].instructions) {
            const Instruction& in = function_[v];
            if (names_slot(in.op)) {
                const auto s = static_cast<std::size_t>(in.symbol);
                uses_[s].in_loop |= in_loop;
                if (in.op != Op::store && !written[s]) uses_[s].needs_old = true;
                if (in.op != Op::load) written[s] = true;
            } else if (in.op == Op::if_) {
                std::vector<bool> other = written;
                scan(in.blocks[0], written, in_loop);
                scan(in.blocks[1], other, in_loop);
                for (std::size_t s = 0; s < written.size(); ++s) written[s] = written[s] && other[s];
            } else if (in.op == Op::while_) {
                scan(in.blocks[0], written, true);
                std::vector<bool> body = written; // it may not run at all
                scan(in.blocks[1], body, true);
            }
        }
    }

    LocalId add_local(const Slot& slot) {
        std::string name = slot.table.empty() ? slot.variable : slot.table + "." + slot.variable;
        if (slot.element > 0) name += "[" + std::to_string(slot.element) + "]";
        function_.locals.push_back({"@" + name, Type::f64, 1});
        return LocalId(static_cast<std::int32_t>(function_.locals.size()) - 1);
    }

    [[nodiscard]] static bool is_node_sum(const Slot& slot) {
        return slot.owner == SlotOwner::node && (slot.variable == "rhs" || slot.variable == "d");
    }
    /// The sum of this row's contributions starts at 0 and is added to the slot as one number: rows may share
    /// the target, and then the order of the additions must not depend on how many rows run at a time.
    [[nodiscard]] bool adds_once(std::size_t s) const {
        return kernel_.slots[s].access == SlotAccess::indexed && uses_[s].accumulated && !uses_[s].loaded &&
               !uses_[s].stored;
    }
    [[nodiscard]] bool starts_at_zero(std::size_t s) const {
        return adds_once(s) || (options_.stores_node && is_node_sum(kernel_.slots[s]) && !uses_[s].loaded);
    }
    [[nodiscard]] bool is_needed(const Slot& slot) const {
        const bool is_optional = slot.owner == SlotOwner::mechanism || slot.owner == SlotOwner::global;
        return !is_optional || !options_.is_needed || options_.is_needed(slot.table, slot.variable);
    }

    void decide_starts() {
        is_stored_.assign(uses_.size(), false);
        for (std::size_t s = 0; s < uses_.size(); ++s) {
            const Slot& slot = kernel_.slots[s];
            Use& use = uses_[s];
            // A scalar that is read before it is written carries a value from row to row.
            is_stored_[s] =
                use.written() && (is_needed(slot) || (slot.access == SlotAccess::scalar && use.needs_old));
            if (options_.stores_node && is_node_sum(slot)) is_stored_[s] = true;
            if (starts_at_zero(s)) use.needs_old = false;
            else if (is_stored_[s] && !use.always_written) use.needs_old = true;
            if (use.in_memory) is_stored_[s] = use.written();
            // A scalar that every row sets before it reads it is private to the row; the last row's number stays.
            // So is one to which all rows that set it give the same number.
            const bool is_carried = (use.needs_old && !slot.is_settled) || use.in_memory;
            const bool is_shared = slot.access == SlotAccess::scalar || slot.access == SlotAccess::indexed;
            if (is_stored_[s] && is_shared && is_carried) kernel_.is_ordered = true;
        }
    }

    void use_local(ValueId v) {
        Instruction& in = function_[v];
        if (!names_slot(in.op) || !locals_[static_cast<std::size_t>(in.symbol)].valid()) return;
        if (in.op != Op::accumulate) {
            in.op = in.op == Op::load ? Op::get_local : Op::set_local;
            in.symbol = locals_[static_cast<std::size_t>(in.symbol)].value;
        }
    }

    ValueId add(Instruction instruction) {
        function_.code.push_back(std::move(instruction));
        return ValueId(static_cast<std::int32_t>(function_.code.size()) - 1);
    }

    /// accumulate -> local = local + value
    void rewrite_sums() {
        for (Block& block : function_.blocks) {
            std::vector<ValueId> out;
            for (const ValueId v : block.instructions) {
                const Instruction in = function_[v];
                const bool is_sum =
                    in.op == Op::accumulate && locals_[static_cast<std::size_t>(in.symbol)].valid();
                if (is_sum) {
                    const auto s = static_cast<std::size_t>(in.symbol);
                    const std::int32_t local = locals_[s].value;
                    const ValueId old =
                        add({.op = Op::get_local, .type = Type::f64, .symbol = local, .span = in.span});
                    const ValueId sum =
                        add({.op = Op::add, .type = Type::f64, .args = {old, in.args[0]}, .span = in.span});
                    function_[v] = {.op = Op::set_local, .args = {sum}, .symbol = local, .span = in.span};
                    out.push_back(old);
                    out.push_back(sum);
                }
                out.push_back(v);
            }
            block.instructions = std::move(out);
        }
    }

    void find_locals(ValueId v, std::vector<bool>& found) const {
        const Instruction& in = function_[v];
        if (in.op == Op::get_local || in.op == Op::set_local)
            found[static_cast<std::size_t>(in.symbol)] = true;
        for (const BlockId block : in.blocks)
            if (block.valid())
                for (const ValueId inner : function_[block].instructions) find_locals(inner, found);
    }

    /// Loads stand before the first top-level statement that names the slot, where every row is active.
    void place_loads() {
        std::vector<std::int32_t> slot_of(function_.locals.size(), -1);
        for (std::size_t s = 0; s < uses_.size(); ++s)
            if (locals_[s].valid() && uses_[s].needs_old)
                slot_of[static_cast<std::size_t>(locals_[s].value)] = static_cast<std::int32_t>(s);
        std::vector<ValueId> out;
        std::vector<bool> found(function_.locals.size());
        for (const ValueId v : function_[function_.body].instructions) {
            found.assign(found.size(), false);
            find_locals(v, found);
            for (std::size_t l = 0; l < found.size(); ++l)
                if (found[l] && slot_of[l] >= 0) {
                    const Span span = function_[v].span;
                    out.push_back(
                        add({.op = Op::load, .type = Type::f64, .symbol = slot_of[l], .span = span}));
                    out.push_back(add({.op = Op::set_local,
                                       .args = {out.back()},
                                       .symbol = static_cast<std::int32_t>(l),
                                       .span = span}));
                    slot_of[l] = -1;
                }
            out.push_back(v);
        }
        function_[function_.body].instructions = std::move(out);
    }

    void place_stores() {
        for (std::size_t s = 0; s < uses_.size(); ++s) {
            if (!is_stored_[s] || !locals_[s].valid()) continue;
            const ValueId value = add({.op = Op::get_local, .type = Type::f64, .symbol = locals_[s].value});
            const ValueId write = add({.op = adds_once(s) ? Op::accumulate : Op::store,
                                       .args = {value},
                                       .symbol = static_cast<std::int32_t>(s)});
            std::vector<ValueId>& body = function_[function_.body].instructions;
            body.push_back(value);
            body.push_back(write);
        }
    }

    Kernel& kernel_;
    Function& function_;
    const PromoteOptions& options_;
    std::vector<Use> uses_;
    std::vector<LocalId> locals_; // by slot; invalid where the slot stays in memory
    std::vector<bool> is_stored_;
};

} // namespace

void promote_slots(Kernel& kernel, const PromoteOptions& options) { Promotion(kernel, options).run(); }

} // namespace ranvier::codegen
