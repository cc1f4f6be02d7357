// SPDX-License-Identifier: BSD-3-Clause
#include "endless_loops.hpp"

namespace ranvier::codegen {

using namespace mir;

namespace {

bool is_get(const Function& function, ValueId v, std::int32_t local) {
    return function[v].op == Op::get_local && function[v].args.empty() && function[v].symbol == local;
}

/// Times that `local` is written in the block and those inside; a write other than `step` counts twice.
int writes(const Function& function, BlockId block, std::int32_t local, ValueId step) {
    int count = 0;
    if (!block.valid()) return count;
    for (const ValueId v : function[block].instructions) {
        const Instruction& in = function[v];
        if (in.op == Op::set_local && in.symbol == local) count += v == step ? 1 : 2;
        for (const BlockId inner : in.blocks) count += writes(function, inner, local, step);
    }
    return count;
}

} // namespace

bool surely_ends(const Function& function, const Instruction& loop) {
    const Instruction& yield = function[function[loop.blocks[0]].instructions.back()];
    const Instruction& condition = function[yield.args[0]];
    if (condition.op != Op::int_le && condition.op != Op::int_lt) return false;
    const Instruction& counter = function[condition.args[0]];
    const Instruction& last = function[condition.args[1]];
    // Near the largest integer a count would wrap.
    constexpr std::int64_t kFar = std::int64_t{1} << 62;
    if (counter.op != Op::get_local || !counter.args.empty()) return false;
    if (last.op != Op::constant_int || last.integer > kFar) return false;
    for (const ValueId v : function[loop.blocks[1]].instructions) {
        const Instruction& in = function[v];
        if (in.op != Op::set_local || in.symbol != counter.symbol) continue;
        const Instruction& sum = function[in.args[0]];
        const bool counts = in.args.size() == 1 && sum.op == Op::int_add &&
                            is_get(function, sum.args[0], counter.symbol) &&
                            function[sum.args[1]].op == Op::constant_int &&
                            function[sum.args[1]].integer > 0 && function[sum.args[1]].integer < kFar;
        return counts && writes(function, loop.blocks[1], counter.symbol, v) == 1 &&
               writes(function, loop.blocks[0], counter.symbol, v) == 0;
    }
    return false;
}

} // namespace ranvier::codegen
