// SPDX-License-Identifier: BSD-3-Clause
// Tables. A row holds all columns side by side, so where several columns are wanted at one position, each
// lane loads pieces of its two rows, the pieces are interpolated as they lie, and a transposition brings
// columns out of rows: far fewer loads than a gather for each entry. Follows mir/arithmetic.hpp: a + theta *
// (b - a).
#include "body_emitter.hpp"

#include <algorithm>

#include <llvm/IR/Intrinsics.h>

namespace ranvier::codegen {

using mir::Op;

llvm::Value* BodyEmitter::table_position(const Instruction& in) {
    const auto& table = frame_.table(in.symbol);
    auto* x = value(in.args[0]);
    const auto like = [&](llvm::Value* v) { return LaneBuilder::is_varying(x) ? lanes_.splat(v) : v; };
    auto* p = b_.CreateFMul(b_.CreateFSub(x, like(table.low)), like(table.inverse_step));
    auto* zero = like(lanes_.number(0.0));
    auto* last = like(table.intervals);
    // Unordered comparisons are false, so a NaN passes.
    p = b_.CreateSelect(b_.CreateFCmpOGT(p, last), last, p);
    return b_.CreateSelect(b_.CreateFCmpOLE(p, zero), zero, p);
}

/// The columns of in's table that in's block looks up at in's position.
std::vector<std::int64_t> BodyEmitter::columns_used_here(const Instruction& in) const {
    std::vector<std::int64_t> columns;
    for (const auto id : function_[block_].instructions) {
        const auto& other = function_[id];
        if (other.op == Op::table_value && other.symbol == in.symbol && other.args[0] == in.args[0])
            columns.push_back(other.integer);
    }
    std::sort(columns.begin(), columns.end());
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    return columns;
}

llvm::Value* BodyEmitter::table_value(const Instruction& in) {
    const TableKey key{in.args[0].value, in.symbol, in.integer};
    if (const auto found = table_values_.find(key); found != table_values_.end()) return found->second;
    auto* position = value(in.args[0]);
    if (!LaneBuilder::is_varying(position)) {
        interpolate_chunk(in, position, in.integer, 1);
        return table_values_.at(key);
    }
    // The smallest aligned piece of a row, 1, 2, 4 or 8 wide, that holds every column wanted of these eight.
    const auto eight = in.integer / 8 * 8;
    std::int64_t low = in.integer;
    std::int64_t high = in.integer;
    for (const auto column : columns_used_here(in)) {
        if (column / 8 * 8 != eight) continue;
        low = std::min(low, column);
        high = std::max(high, column);
    }
    unsigned width = 1;
    while (low / width != high / width) width *= 2;
    interpolate_chunk(in, position, low / width * width, width);
    return table_values_.at(key);
}

/// Memory for one vector, by which lanes become scalars: written through one address, read through the other.
/// LLVM must not see that they are equal, or it would take the vector apart with shuffles; so the second has
/// been through volatile memory.
BodyEmitter::LaneMemory BodyEmitter::lane_memory() {
    if (lane_memory_.read == nullptr) {
        const llvm::IRBuilder<>::InsertPointGuard guard(b_);
        b_.SetInsertPoint(entry_->getTerminator());
        // Aligned by hand: an aligned stack frame costs a register in the whole kernel.
        const std::uint64_t size = std::uint64_t{8} * lanes_.lanes();
        auto* bytes = b_.CreateAlloca(llvm::ArrayType::get(b_.getInt8Ty(), 2 * size));
        auto* end = b_.CreateConstInBoundsGEP1_64(b_.getInt8Ty(), bytes, size - 1);
        auto* aligned = b_.CreateIntrinsic(llvm::Intrinsic::ptrmask, {b_.getPtrTy(), b_.getInt64Ty()},
                                           {end, b_.getInt64(~(size - 1))});
        auto* address = b_.CreateAlloca(b_.getPtrTy());
        b_.CreateStore(aligned, address, true);
        lane_memory_ = {aligned, b_.CreateLoad(b_.getPtrTy(), address, true)};
    }
    return lane_memory_;
}

/// Interpolates columns first .. first + width - 1 at `position` and remembers them.
void BodyEmitter::interpolate_chunk(const Instruction& in, llvm::Value* position, std::int64_t first,
                                    unsigned width) {
    const auto& table = frame_.table(in.symbol);
    const bool is_varying = LaneBuilder::is_varying(position);
    const unsigned lanes = is_varying ? lanes_.lanes() : 1;
    const auto of = [&](llvm::Type* type) { return is_varying ? lanes_.varying(type) : type; };
    const auto like = [&](llvm::Value* v) { return is_varying ? lanes_.splat(v) : v; };

    // A lane that takes no part may bring anything, and a NaN has no row: both read a row that exists.
    auto* zero = llvm::Constant::getNullValue(position->getType());
    auto* last = like(table.intervals);
    auto* safe = b_.CreateSelect(b_.CreateFCmpOGT(position, zero), position, zero);
    if (function_[in.args[0]].op != Op::table_position || function_[in.args[0]].symbol != in.symbol)
        safe = b_.CreateSelect(b_.CreateFCmpOLT(safe, last), safe, last);
    auto* row = b_.CreateFPToSI(safe, of(b_.getInt32Ty()));
    auto* theta = b_.CreateFSub(position, b_.CreateSIToFP(row, of(b_.getDoubleTy())));
    // 32 by 32 bits give 64: one instruction, where a full 64 bit product is many.
    auto* low_half = b_.CreateAnd(table.stride, b_.getInt64(0xffffffffU));
    auto* start = b_.CreateMul(b_.CreateZExt(row, of(b_.getInt64Ty())), like(low_half));
    auto* f64 = b_.getDoubleTy();
    auto* piece = width == 1 ? f64 : static_cast<llvm::Type*>(llvm::FixedVectorType::get(f64, width));
    const llvm::Align alignment(std::size_t{8} * width);

    const auto keep = [&](std::int64_t column, llvm::Value* v) {
        table_values_[{in.args[0].value, in.symbol, column}] = v;
    };
    if (width == 1) {
        auto* offset = b_.CreateAdd(start, like(b_.getInt64(static_cast<std::uint64_t>(first))));
        auto* address = b_.CreateInBoundsGEP(f64, table.rows, offset);
        auto* next = b_.CreateInBoundsGEP(f64, address, like(table.stride));
        const auto read = [&](llvm::Value* from) {
            return frame_.mark_constant(is_varying ? gather(f64, from) : b_.CreateLoad(f64, from));
        };
        auto* a = read(address);
        auto* d = read(next);
        return keep(first, b_.CreateFAdd(a, b_.CreateFMul(theta, b_.CreateFSub(d, a))));
    }

    // Fractions reach the lanes through memory: a broadcast out of it costs no port of the arithmetic. Row
    // numbers do not, since everything waits for them and registers are sooner there.
    const auto memory = lane_memory();
    frame_.mark_stack(b_.CreateAlignedStore(theta, memory.write, llvm::Align(std::size_t{8} * lanes)));

    // Row pieces of lanes l, l + width, l + 2 width, ... side by side fill one vector of `lanes`.
    const unsigned groups = lanes / width;
    std::vector<llvm::Value*> rows;
    for (unsigned l = 0; l < width; ++l) {
        llvm::Value* a = nullptr;
        llvm::Value* d = nullptr;
        llvm::Value* t = nullptr;
        for (unsigned g = 0; g < groups; ++g) {
            const unsigned lane = l + g * width;
            auto* address = b_.CreateInBoundsGEP(
                f64, table.rows,
                b_.CreateAdd(lanes_.lane(start, lane), b_.getInt64(static_cast<std::uint64_t>(first))));
            auto* next = b_.CreateInBoundsGEP(f64, address, table.stride);
            auto* a_piece = frame_.mark_constant(b_.CreateAlignedLoad(piece, address, alignment));
            auto* d_piece = frame_.mark_constant(b_.CreateAlignedLoad(piece, next, alignment));
            auto* t_lane = frame_.mark_stack(
                b_.CreateLoad(f64, b_.CreateConstInBoundsGEP1_64(f64, memory.read, std::uint64_t{lane})));
            auto* t_piece = b_.CreateVectorSplat(width, t_lane);
            if (groups == 1) {
                a = a_piece;
                d = d_piece;
                t = t_piece;
                continue;
            }
            const auto join = [&](llvm::Value* whole, llvm::Value* part) {
                auto* type = lanes_.varying(f64);
                return b_.CreateInsertVector(type, g == 0 ? llvm::PoisonValue::get(type) : whole, part,
                                             b_.getInt64(std::uint64_t{g} * width));
            };
            a = join(a, a_piece);
            d = join(d, d_piece);
            t = join(t, t_piece);
        }
        rows.push_back(b_.CreateFAdd(a, b_.CreateFMul(t, b_.CreateFSub(d, a))));
    }
    // Butterfly: step s exchanges the off-diagonal s by s blocks; after all steps vector k holds column k of
    // every lane.
    for (unsigned s = 1; s < width; s *= 2) {
        for (unsigned i = 0; i < width; ++i) {
            if ((i & s) != 0) continue;
            std::vector<int> low_lanes;
            std::vector<int> high_lanes;
            for (unsigned j = 0; j < lanes; ++j) {
                const bool is_upper = (j & s) != 0;
                low_lanes.push_back(static_cast<int>(is_upper ? lanes + j - s : j));
                high_lanes.push_back(static_cast<int>(is_upper ? lanes + j : j + s));
            }
            auto* upper = b_.CreateShuffleVector(rows[i], rows[i + s], low_lanes);
            auto* lower = b_.CreateShuffleVector(rows[i], rows[i + s], high_lanes);
            rows[i] = upper;
            rows[i + s] = lower;
        }
    }
    for (unsigned k = 0; k < width; ++k) keep(first + k, rows[k]);
}

} // namespace ranvier::codegen
