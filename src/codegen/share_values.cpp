// SPDX-License-Identifier: BSD-3-Clause
// Common subexpressions: a value computed on the way to here is not computed again. Branches see what stands
// before them, never each other.
#include <bit>
#include <map>
#include <tuple>
#include <vector>

#include "ranvier/codegen/passes.hpp"
#include "reached_slots.hpp"

namespace ranvier::codegen {

using namespace mir;

namespace {

/// What decides the result of an instruction. A double counts by its bits: 0 and -0 differ, NaN equals
/// itself.
using Expression = std::tuple<Op, std::int32_t, std::int64_t, std::uint64_t, std::vector<ValueId>>;
using Available = std::map<Expression, ValueId>;

class Sharer {
  public:
    explicit Sharer(Kernel& kernel)
        : kernel_(kernel), function_(kernel.function), renamed_(function_.code.size()) {
        for (std::size_t i = 0; i < renamed_.size(); ++i) renamed_[i] = ValueId(static_cast<std::int32_t>(i));
        is_written_ = reached_slots(kernel);
        for (const Block& block : function_.blocks)
            for (const ValueId v : block.instructions) mark_written(function_[v]);
    }

    void walk(BlockId block, std::vector<Expression>& made) {
        std::vector<ValueId> out;
        for (const ValueId v : std::vector<ValueId>(function_[block].instructions)) {
            Instruction& in = function_[v];
            for (ValueId& arg : in.args) arg = renamed_[static_cast<std::size_t>(arg.value)];
            for (const BlockId inner : in.blocks)
                if (inner.valid()) {
                    std::vector<Expression> inside;
                    walk(inner, inside);
                    for (const Expression& expression : inside) available_.erase(expression);
                }
            if (can_share(in)) {
                Expression expression{in.op, in.symbol, in.integer, std::bit_cast<std::uint64_t>(in.number),
                                      in.args};
                const auto [place, is_new] = available_.try_emplace(expression, v);
                if (!is_new) {
                    renamed_[static_cast<std::size_t>(v.value)] = place->second;
                    continue;
                }
                made.push_back(std::move(expression));
            }
            out.push_back(v);
        }
        function_[block].instructions = std::move(out);
    }

  private:
    void mark_written(const Instruction& in) {
        if (in.op != Op::store && in.op != Op::accumulate) return;
        const auto first = static_cast<std::size_t>(in.symbol);
        const auto count =
            in.args.size() > 1 ? static_cast<std::size_t>(kernel_.slots[first].array_count) : 1;
        for (std::size_t s = first; s < first + count; ++s) is_written_[s] = true;
    }

    [[nodiscard]] bool can_share(const Instruction& in) const {
        switch (in.op) {
        case Op::load: {
            const auto first = static_cast<std::size_t>(in.symbol);
            const auto count =
                in.args.empty() ? 1 : static_cast<std::size_t>(kernel_.slots[first].array_count);
            if (kernel_.slots[first].access == SlotAccess::pointer) return false;
            for (std::size_t s = first; s < first + count; ++s)
                if (is_written_[s]) return false;
            return true;
        }
        case Op::store:
        case Op::accumulate:
        case Op::get_local:
        case Op::set_local:
        case Op::if_:
        case Op::while_:
        case Op::yield:
        case Op::call:
        case Op::net_send:
        case Op::net_event:
        case Op::net_move:
        case Op::fail:
        case Op::verbatim: return false;
        case Op::service: return is_pure(static_cast<Service>(in.symbol));
        default: return true;
        }
    }

    Kernel& kernel_;
    Function& function_;
    std::vector<ValueId> renamed_;
    std::vector<bool> is_written_; // by slot: by the kernel or behind its back
    Available available_;
};

} // namespace

void share_values(Kernel& kernel) {
    std::vector<Expression> made;
    Sharer(kernel).walk(kernel.function.body, made);
}

} // namespace ranvier::codegen
