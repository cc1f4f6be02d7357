// SPDX-License-Identifier: BSD-3-Clause
// Random numbers without hidden state. A counter-based stream (Philox 4x32 with 10 rounds; Salmon, Moraes, Dror and Shaw 2011) has
// a name of three numbers, and any place in it can be had at once. The older generator of NMODL files is one sequence.
#pragma once

#include <array>
#include <cstdint>

namespace ranvier::math {

/// Four words that are a function of a counter and a key.
[[nodiscard]] std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                                  std::array<std::uint32_t, 2> key) noexcept;

/// A stream's name. `index` is common to all streams of a world.
struct StreamId {
    std::uint32_t id1 = 0, id2 = 0, id3 = 0;
    std::uint32_t index = 0;
    friend bool operator==(const StreamId&, const StreamId&) = default;
};

/// The 32 bits at place `sequence` (modulo 2^34) of a stream; the numbers of NEURON's Random123 streams.
[[nodiscard]] std::uint32_t stream_bits(const StreamId& stream, std::uint64_t sequence) noexcept;

/// The number strictly between 0 and 1 that 32 bits stand for.
[[nodiscard]] inline double open_unit(std::uint32_t bits) noexcept {
    return (static_cast<double>(bits) + 1.0) / 4294967297.0;
}

/// A counter as NMODL keeps it, in a double, to its low 32 bits; what is no number is 0.
[[nodiscard]] std::uint32_t low_bits(double x) noexcept;

/// The one sequence behind scop_random, exprand, normrand and poisrand: x' = 2147437301 x + 453816981 modulo 2^32. Not thread
/// safe: who draws next is part of the result.
class SequentialRandom {
  public:
    void seed(double x) noexcept { value_ = low_bits(x); }
    [[nodiscard]] double uniform() noexcept; ///< 0 <= u <= 1
    [[nodiscard]] double exponential(double mean) noexcept;
    [[nodiscard]] double normal(double mean,
                                double deviation) noexcept; ///< polar method; the second number is dropped
    [[nodiscard]] double poisson(double mean) noexcept;     ///< -1 for a negative mean

  private:
    std::uint32_t value_ = 1;
};

} // namespace ranvier::math
