// SPDX-License-Identifier: BSD-3-Clause
#include "native_key.hpp"

#include <bit>
#include <cstddef>

#include "generator_hash.hpp"

namespace ranvier::codegen {
namespace {

class Writer {
  public:
    void number(std::int64_t value) {
        // Little endian base 128 with zigzag: most fields are small.
        auto bits = (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
        while (bits >= 0x80) {
            text_.push_back(static_cast<char>((bits & 0x7f) | 0x80));
            bits >>= 7U;
        }
        text_.push_back(static_cast<char>(bits));
    }
    void real(double value) {
        const auto bits = std::bit_cast<std::uint64_t>(value);
        for (unsigned i = 0; i < 8; ++i) text_.push_back(static_cast<char>(bits >> (8 * i)));
    }
    void text(std::string_view value) {
        number(static_cast<std::int64_t>(value.size()));
        text_ += value;
    }
    void count(std::size_t value) { number(static_cast<std::int64_t>(value)); }
    template <class E> void choice(E value) { number(static_cast<std::int64_t>(value)); }
    std::string take() { return std::move(text_); }

  private:
    std::string text_;
};

/// True for code that reports an index, a pointer or a failure.
bool may_fault(const mir::Kernel& kernel, const mir::Instruction& in) {
    switch (in.op) {
    case mir::Op::fail: return true;
    case mir::Op::load:
    case mir::Op::store:
    case mir::Op::accumulate:
        if (kernel.slots[static_cast<std::size_t>(in.symbol)].access == mir::SlotAccess::pointer) return true;
        [[fallthrough]];
    case mir::Op::get_local:
    case mir::Op::set_local:
        return in.args.size() > (in.op == mir::Op::load || in.op == mir::Op::get_local ? 0U : 1U);
    default: return false;
    }
}

void write(Writer& out, const mir::Kernel& kernel) {
    const mir::Function& function = kernel.function;
    out.number(function.parameter_count);
    out.number(function.returns_value ? 1 : 0);
    out.number(function.result.value);
    out.count(function.locals.size());
    for (const auto& local : function.locals) {
        out.choice(local.type);
        out.number(local.count);
    }
    out.count(function.code.size());
    for (const auto& instruction : function.code) {
        out.choice(instruction.op);
        out.choice(instruction.type);
        out.count(instruction.args.size());
        for (const auto arg : instruction.args) out.number(arg.value);
        out.number(instruction.symbol);
        out.number(instruction.integer);
        out.real(instruction.number);
        out.number(instruction.blocks[0].value);
        out.number(instruction.blocks[1].value);
        if (may_fault(kernel, instruction)) { // the code holds the place that it reports
            out.number(instruction.span.begin);
            out.number(instruction.span.end);
        }
    }
    out.count(function.blocks.size());
    for (const auto& block : function.blocks) {
        out.count(block.instructions.size());
        for (const auto instruction : block.instructions) out.number(instruction.value);
    }
    out.number(function.body.value);
}

} // namespace

std::string native_key(const mir::Kernel& kernel, Vectors vectors, std::string_view cpu) {
    Writer out;
    out.text(kGeneratorHash);
    out.text(cpu);
    out.choice(vectors);
    out.number(kernel.is_ordered ? 1 : 0);
    out.number(kernel.sends_events ? 1 : 0);
    out.number(kernel.is_seldom ? 1 : 0);
    out.choice(kernel.counts);
    out.number(kernel.column_count);
    out.number(kernel.scalar_count);
    out.count(kernel.tables.size());
    out.count(kernel.index_sets.size());
    out.count(kernel.slots.size());
    for (const auto& slot : kernel.slots) {
        out.choice(slot.access);
        out.number(slot.array_count);
        out.number(slot.index_set);
        out.number(slot.binding);
        out.number((slot.is_read ? 1 : 0) + (slot.is_written ? 2 : 0));
    }
    write(out, kernel);
    return out.take();
}

std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed) noexcept {
    auto hash = seed;
    for (const char c : bytes) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3ULL;
    }
    return hash;
}

} // namespace ranvier::codegen
