// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/old_generators.hpp"

#include <bit>
#include <cstdlib>

namespace ranvier::world {

namespace {

/// Small seeds have few bits: each of them stands for one of these, and larger ones are mixed with them.
constexpr std::array<std::uint32_t, 32> kSeeds = {
    0xbdcc47e5, 0x54aea45d, 0xec0df859, 0xda84637b, 0xc8c6cb4f, 0x35574b01, 0x28260b7d, 0x0d07fdbf,
    0x9faaeeb0, 0x613dd169, 0x5ce2d818, 0x85b9e706, 0xab2469db, 0xda02b0dc, 0x45c60d6e, 0xffe49d10,
    0x7224fea3, 0xf9684fc9, 0xfc7ee074, 0x326ce92a, 0x366d13b5, 0x17aaa731, 0xeb83a675, 0x7781cb32,
    0x4ec7c92d, 0x7f187521, 0x2cf346b4, 0xad13310f, 0xb89cff2b, 0x12164de1, 0xa865168d, 0x32b56cdf};

std::uint32_t mixed_seed(std::uint32_t seed) {
    return seed < kSeeds.size() ? kSeeds[seed] : seed ^ kSeeds[seed % kSeeds.size()];
}

std::uint32_t linear(std::uint32_t x) { return x * 66049U + 3907864577U; }

/// Lags of primitive trinomials, and how many words the table for shuffling has.
struct Lags {
    std::uint16_t tail, size, shuffled;
};
constexpr std::array<Lags, 28> kLags = {
    {{3, 7, 16},    {4, 9, 32},   {3, 10, 32},   {1, 11, 32},   {1, 15, 64},   {3, 17, 128}, {7, 18, 128},
     {3, 20, 128},  {2, 21, 128}, {1, 22, 128},  {5, 23, 128},  {3, 25, 128},  {2, 29, 128}, {3, 31, 128},
     {13, 33, 256}, {2, 35, 256}, {11, 36, 256}, {14, 39, 256}, {3, 41, 256},  {9, 49, 256}, {3, 52, 256},
     {24, 55, 256}, {7, 57, 256}, {19, 58, 256}, {38, 89, 512}, {17, 95, 512}, {6, 97, 512}, {11, 98, 512}}};

/// Where the bytes of a number go: for each of its four rotations the bytes that are taken from it.
constexpr std::array<std::array<std::uint32_t, 4>, 16> kPermutations = {{
    {0xffffffff, 0x00000000, 0x00000000, 0x00000000},
    {0x0000ffff, 0x00ff0000, 0x00000000, 0xff000000},
    {0xff0000ff, 0x0000ff00, 0x00000000, 0x00ff0000},
    {0x00ff00ff, 0x00000000, 0xff00ff00, 0x00000000},
    {0xffff0000, 0x000000ff, 0x00000000, 0x0000ff00},
    {0x00000000, 0x00ff00ff, 0x00000000, 0xff00ff00},
    {0xff000000, 0x00000000, 0x000000ff, 0x00ffff00},
    {0x00000000, 0x00000000, 0x00000000, 0xffffffff},
    {0xff00ff00, 0x00000000, 0x00ff00ff, 0x00000000},
    {0x0000ff00, 0x00000000, 0x00ff0000, 0xff0000ff},
    {0x00000000, 0x00000000, 0xffffffff, 0x00000000},
    {0x00000000, 0x0000ff00, 0xffff0000, 0x000000ff},
    {0x00000000, 0xffffffff, 0x00000000, 0x00000000},
    {0x00ffff00, 0xff000000, 0x00000000, 0x000000ff},
    {0x00000000, 0xff000000, 0x0000ffff, 0x00ff0000},
    {0x00000000, 0xff00ff00, 0x00000000, 0x00ff00ff},
}};

} // namespace

double OldGenerator::unit() {
    const std::uint64_t low = bits(), high = bits() & 0xfffffU;
    return std::bit_cast<double>(0x3ff0000000000000U | high << 32U | low) - 1;
}

AdditiveGenerator::AdditiveGenerator(std::uint32_t seed, int size) {
    const auto* lags = &kLags.front();
    while (lags->size < size && lags != &kLags.back()) ++lags;
    auto word = mixed_seed(seed);
    state_.resize(lags->size);
    shuffled_.resize(lags->shuffled);
    for (auto& s : state_) s = word = linear(word);
    for (auto& s : shuffled_) s = word = linear(word);
    linear_ = word;
    second_ = word % state_.size();
    first_ = (second_ + lags->tail) % state_.size();
}

std::uint32_t AdditiveGenerator::bits() {
    const auto sum = state_[second_] + state_[first_];
    state_[second_] = sum;
    const auto back = [&](std::size_t i) { return i == 0 ? state_.size() - 1 : i - 1; };
    first_ = back(first_);
    second_ = back(second_);
    auto& taken = shuffled_[(sum >> 24U) & (shuffled_.size() - 1)];
    const auto word = taken;
    taken = linear_ = linear(linear_);
    const auto& masks = kPermutations[(sum & 0x3cU) / 4];
    return (masks[0] & word) | (masks[1] & std::rotr(word, 8)) | (masks[2] & std::rotr(word, 16)) |
           (masks[3] & std::rotr(word, 24));
}

LinearPair::LinearPair(std::int32_t seed1, std::int32_t seed2) {
    const auto start = [](std::int32_t seed, std::int32_t most) {
        if (seed < 0) seed = std::abs(seed + 2147483561);
        // With its sign: half of the seeds stand for negative numbers.
        return static_cast<std::int32_t>(mixed_seed(static_cast<std::uint32_t>(seed))) % most + 1;
    };
    first_ = start(seed1, 2147483561);
    second_ = start(seed2, 2147483397);
}

std::uint32_t LinearPair::bits() {
    // Arithmetic of 32 bits that wraps. The divisors' remainders stand where the method of Schrage has quotients: so the
    // numbers have always been.
    const auto wrapped = [](std::int64_t x) {
        return static_cast<std::int32_t>(static_cast<std::uint32_t>(x));
    };
    const auto next = [&](std::int32_t x, std::int32_t factor, std::int32_t quotient, std::int32_t rest,
                          std::int32_t modulus) {
        const std::int64_t k = x % quotient;
        auto y = wrapped(factor * (std::int64_t{x} - k * quotient) - k * rest);
        if (y < 0) y = wrapped(std::int64_t{y} + modulus);
        return y;
    };
    first_ = next(first_, 40014, 53668, 12211, 2147483563);
    second_ = next(second_, 40692, 52774, 3791, 2147483399);
    auto difference = wrapped(std::int64_t{first_} - second_);
    if (difference < 1) difference = wrapped(std::int64_t{difference} + 2147483562);
    return static_cast<std::uint32_t>(difference);
}

Isaac64::Isaac64(std::uint32_t seed) {
    std::array<std::uint64_t, 8> v;
    v.fill(0x9e3779b97f4a7c13U); // the golden ratio
    const auto mix = [&v] {
        constexpr std::array<unsigned, 8> kShifts = {9, 9, 23, 15, 14, 20, 17, 14};
        for (std::size_t i = 0; i < 8; ++i) {
            auto& shifted = v[(i + 7) % 8];
            v[i] -= v[(i + 4) % 8];
            v[(i + 5) % 8] ^= i % 2 == 0 ? shifted >> kShifts[i] : shifted << kShifts[i];
            shifted += v[i];
        }
    };
    for (int i = 0; i < 4; ++i) mix();
    results_[0] = seed;
    for (const auto* from : {&results_, &memory_}) {
        for (std::size_t i = 0; i < kWords; i += 8) {
            for (std::size_t j = 0; j < 8; ++j) v[j] += (*from)[i + j];
            mix();
            for (std::size_t j = 0; j < 8; ++j) memory_[i + j] = v[j];
        }
    }
    refill();
}

void Isaac64::refill() {
    b_ += ++counter_;
    for (std::size_t i = 0; i < kWords; ++i) {
        switch (i % 4) {
        case 0: a_ = ~(a_ ^ (a_ << 21U)); break;
        case 1: a_ ^= a_ >> 5U; break;
        case 2: a_ ^= a_ << 12U; break;
        default: a_ ^= a_ >> 33U;
        }
        const auto x = memory_[i];
        a_ += memory_[(i + kWords / 2) % kWords];
        const auto y = memory_[i] = memory_[(x >> 3U) % kWords] + a_ + b_;
        results_[i] = b_ = memory_[(y >> 7U) % kWords] + x;
    }
    left_ = 2 * kWords;
}

std::uint32_t Isaac64::bits() {
    if (left_ == 0) refill();
    --left_; // from the end, the upper half of a word first
    return static_cast<std::uint32_t>(results_[left_ / 2] >> (left_ % 2 == 0 ? 0U : 32U));
}

} // namespace ranvier::world
