// SPDX-License-Identifier: BSD-3-Clause
// Generators that older programs name: ACG, MLCG and Isaac64. Their numbers are those of NEURON 8, bit by bit.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace ranvier::world {

class OldGenerator {
  public:
    OldGenerator() = default;
    OldGenerator(const OldGenerator&) = delete;
    OldGenerator& operator=(const OldGenerator&) = delete;
    virtual ~OldGenerator() = default;
    [[nodiscard]] virtual std::uint32_t bits() = 0;
    /// In [0, 1): 52 bits out of two numbers.
    [[nodiscard]] virtual double unit();
};

/// Sums of numbers far back in the sequence, the bytes of which are permuted by a table that a linear generator fills (an
/// additive congruential generator with Knuth's algorithm M).
class AdditiveGenerator final : public OldGenerator {
  public:
    static constexpr int kSmallest = 7, kLargest = 98; ///< numbers remembered
    explicit AdditiveGenerator(std::uint32_t seed = 0, int size = 55);
    [[nodiscard]] std::uint32_t bits() override;
    template <class Archive> void fields(Archive& archive) {
        archive(state_, shuffled_, linear_, first_, second_);
    }

  private:
    std::vector<std::uint32_t> state_, shuffled_;
    std::uint32_t linear_;
    std::size_t first_, second_;
};

/// The difference of two linear generators; 31 bits.
class LinearPair final : public OldGenerator {
  public:
    explicit LinearPair(std::int32_t seed1 = 0, std::int32_t seed2 = 0);
    [[nodiscard]] std::uint32_t bits() override;
    template <class Archive> void fields(Archive& archive) { archive(first_, second_); }

  private:
    std::int32_t first_, second_;
};

/// R. J. Jenkins, "ISAAC and RC4" (1996), with words of 64 bits and 16 of them.
class Isaac64 final : public OldGenerator {
  public:
    explicit Isaac64(std::uint32_t seed);
    [[nodiscard]] std::uint32_t bits() override;
    [[nodiscard]] double unit() override { return bits() / 4294967296.0; }
    template <class Archive> void fields(Archive& archive) {
        archive(memory_, results_, a_, b_, counter_, left_);
    }

  private:
    static constexpr std::size_t kWords = 16;
    void refill();
    std::array<std::uint64_t, kWords> memory_{}, results_{};
    std::uint64_t a_ = 0, b_ = 0, counter_ = 0;
    std::size_t left_ = 0;
};

} // namespace ranvier::world
