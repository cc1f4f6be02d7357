// SPDX-License-Identifier: BSD-3-Clause
// Keeps what can be seen from outside (stores, events, failures, loops that may not end) and what that needs; then
// renumbers, so that ids are dense and in the order of execution.
#include <utility>
#include <vector>

#include "endless_loops.hpp"
#include "ranvier/codegen/passes.hpp"

namespace ranvier::codegen {

using namespace mir;

namespace {

class Remover {
  public:
    explicit Remover(Function& function)
        : function_(function), parent_(function.code.size()), is_live_(function.code.size()),
          writers_(function.locals.size()), local_live_(function.locals.size()) {}

    void run() {
        note(function_.body, {});
        if (function_.returns_value) need_local(function_.result.value);
        while (!pending_.empty()) {
            const ValueId v = pending_.back();
            pending_.pop_back();
            mark_needed(v);
        }
        compact();
    }

  private:
    /// True for what has an effect of its own, or may never end.
    [[nodiscard]] bool is_seen(const Instruction& in) const {
        switch (in.op) {
        case Op::store:
        case Op::accumulate:
        case Op::net_send:
        case Op::net_event:
        case Op::net_move:
        case Op::fail:
        case Op::call:
        case Op::verbatim: return true;
        case Op::service: return !is_pure(static_cast<Service>(in.symbol));
        case Op::while_: return !surely_ends(function_, in);
        default: return false;
        }
    }

    /// Notes the statement around each instruction, the writers of each local, and what is live by itself.
    void note(BlockId block, ValueId parent) {
        if (!block.valid()) return;
        for (const ValueId v : function_[block].instructions) {
            const Instruction& in = function_[v];
            parent_[static_cast<std::size_t>(v.value)] = parent;
            if (in.op == Op::set_local) writers_[static_cast<std::size_t>(in.symbol)].push_back(v);
            if (is_seen(in)) need(v);
            for (const BlockId inner : in.blocks) note(inner, v);
        }
    }

    void need(ValueId v) {
        if (!v.valid() || is_live_[static_cast<std::size_t>(v.value)]) return;
        is_live_[static_cast<std::size_t>(v.value)] = true;
        pending_.push_back(v);
    }

    void need_local(std::int32_t local) {
        if (local_live_[static_cast<std::size_t>(local)]) return;
        local_live_[static_cast<std::size_t>(local)] = true;
        for (const ValueId writer : writers_[static_cast<std::size_t>(local)]) need(writer);
    }

    void mark_needed(ValueId v) {
        const Instruction& in = function_[v];
        need(parent_[static_cast<std::size_t>(v.value)]);
        for (const ValueId arg : in.args) need(arg);
        if (in.op == Op::get_local) need_local(in.symbol);
        if (in.op == Op::verbatim) // C names locals
            for (std::size_t l = 0; l < local_live_.size(); ++l) need_local(static_cast<std::int32_t>(l));
        if (in.op == Op::while_) need(function_[in.blocks[0]].instructions.back());
    }

    BlockId copy(BlockId block, Function& out) {
        // The block's number comes first, its contents after those of the blocks inside.
        const BlockId id(static_cast<std::int32_t>(out.blocks.size()));
        out.blocks.emplace_back();
        for (const ValueId v : function_[block].instructions) {
            if (!is_live_[static_cast<std::size_t>(v.value)]) continue;
            const auto position = out.code.size();
            const Instruction& in = function_[v];
            Instruction kept = in;
            for (ValueId& arg : kept.args) arg = values_[static_cast<std::size_t>(arg.value)];
            if (in.op == Op::get_local || in.op == Op::set_local)
                kept.symbol = locals_[static_cast<std::size_t>(in.symbol)];
            out.code.push_back(std::move(kept));
            values_[static_cast<std::size_t>(v.value)] = ValueId(static_cast<std::int32_t>(position));
            out[id].instructions.push_back(ValueId(static_cast<std::int32_t>(position)));
            for (int b = 0; b < 2; ++b) {
                const BlockId inner = in.blocks[b];
                const bool drops = !inner.valid() || (in.op == Op::if_ && b == 1 && !has_live(inner));
                const BlockId copied = drops ? BlockId() : copy(inner, out);
                out.code[position].blocks[b] = copied;
            }
        }
        return id;
    }

    [[nodiscard]] bool has_live(BlockId block) const {
        for (const ValueId v : function_[block].instructions)
            if (is_live_[static_cast<std::size_t>(v.value)]) return true;
        return false;
    }

    void compact() {
        Function out;
        out.name = function_.name;
        out.parameter_count = function_.parameter_count;
        out.returns_value = function_.returns_value;
        locals_.assign(function_.locals.size(), -1);
        for (std::size_t l = 0; l < function_.locals.size(); ++l)
            if (local_live_[l] || static_cast<int>(l) < function_.parameter_count) {
                locals_[l] = static_cast<std::int32_t>(out.locals.size());
                out.locals.push_back(std::move(function_.locals[l]));
            }
        if (function_.returns_value)
            out.result = LocalId(locals_[static_cast<std::size_t>(function_.result.value)]);
        values_.resize(function_.code.size());
        out.body = copy(function_.body, out);
        function_ = std::move(out);
    }

    Function& function_;
    std::vector<ValueId> parent_;
    std::vector<bool> is_live_;
    std::vector<std::vector<ValueId>> writers_; // by local
    std::vector<bool> local_live_;
    std::vector<ValueId> pending_;
    std::vector<std::int32_t> locals_; // old -> new
    std::vector<ValueId> values_;      // old -> new
};

} // namespace

void remove_dead(Function& function) { Remover(function).run(); }

} // namespace ranvier::codegen
