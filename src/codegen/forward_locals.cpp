// SPDX-License-Identifier: BSD-3-Clause
// Within straight code a read of a local is the value last written. A local that a branch or a loop writes is
// unknown after it; inside, what was known before still holds, in loops only for locals that the loop does
// not write.
#include <utility>
#include <vector>

#include "ranvier/codegen/passes.hpp"

namespace ranvier::codegen {

using namespace mir;

namespace {

struct Known {
    ValueId value;
    bool is_initial = false; ///< untouched since the start of the call: 0
};
using State = std::vector<Known>;

class Forwarder {
  public:
    explicit Forwarder(Function& function) : function_(function), renamed_(function.code.size()) {
        for (std::size_t i = 0; i < renamed_.size(); ++i) renamed_[i] = ValueId(static_cast<std::int32_t>(i));
    }

    void run() {
        State state(function_.locals.size());
        for (std::size_t l = 0; l < state.size(); ++l)
            state[l].is_initial = static_cast<int>(l) >= function_.parameter_count;
        walk(function_.body, state);
    }

  private:
    void forget_written(BlockId block, State& state) const {
        if (!block.valid()) return;
        for (const ValueId v : function_[block].instructions) {
            const Instruction& in = function_[v];
            if (in.op == Op::set_local) state[static_cast<std::size_t>(in.symbol)] = {};
            if (in.op == Op::verbatim) state.assign(state.size(), {});
            for (const BlockId inner : in.blocks) forget_written(inner, state);
        }
    }

    void walk_copy(BlockId block, State state) {
        if (block.valid()) walk(block, state);
    }

    void walk(BlockId block, State& state) {
        std::vector<ValueId> out;
        for (const ValueId v : std::vector<ValueId>(function_[block].instructions)) {
            Instruction& in = function_[v];
            for (ValueId& arg : in.args) arg = renamed_[static_cast<std::size_t>(arg.value)];
            if (in.op == Op::if_ || in.op == Op::while_) {
                const BlockId first = in.blocks[0];
                const BlockId second = in.blocks[1];
                State after = state;
                forget_written(first, after);
                forget_written(second, after);
                const State& inside = in.op == Op::if_ ? state : after;
                walk_copy(first, inside);
                walk_copy(second, inside);
                state = std::move(after);
            } else if (in.op == Op::verbatim) {
                state.assign(state.size(), {}); // C may have set any
            } else if (in.op == Op::set_local && function_[LocalId(in.symbol)].count == 1) {
                state[static_cast<std::size_t>(in.symbol)] = {in.args.size() == 1 ? in.args[0] : ValueId()};
            } else if (in.op == Op::get_local && in.args.empty() && forward(v, in, state)) {
                continue;
            }
            out.push_back(v);
        }
        function_[block].instructions = std::move(out);
    }

    /// True if the read is gone.
    bool forward(ValueId v, Instruction& in, State& state) {
        Known& known = state[static_cast<std::size_t>(in.symbol)];
        if (known.value.valid()) {
            renamed_[static_cast<std::size_t>(v.value)] = known.value;
            return true;
        }
        if (known.is_initial) {
            in.op = in.type == Type::f64   ? Op::constant
                    : in.type == Type::i64 ? Op::constant_int
                                           : Op::constant_bool;
            in.symbol = -1;
        }
        known = {v};
        return false;
    }

    Function& function_;
    std::vector<ValueId> renamed_;
};

} // namespace

void forward_locals(Function& function) { Forwarder(function).run(); }

} // namespace ranvier::codegen
