// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/math/random_streams.hpp"

#include "ranvier/math/scalar_functions.hpp"

namespace ranvier::math {

namespace {

struct Product {
    std::uint32_t high, low;
};
Product multiply(std::uint32_t a, std::uint32_t b) noexcept {
    const std::uint64_t product = std::uint64_t{a} * b;
    return {static_cast<std::uint32_t>(product >> 32U), static_cast<std::uint32_t>(product)};
}

} // namespace

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> c,
                                    std::array<std::uint32_t, 2> key) noexcept {
    // Multipliers and Weyl constants of Philox 4x32.
    constexpr std::uint32_t kMultiplier0 = 0xD2511F53U, kMultiplier1 = 0xCD9E8D57U;
    constexpr std::uint32_t kStep0 = 0x9E3779B9U, kStep1 = 0xBB67AE85U;
    constexpr int kRounds = 10;
    for (int round = 0; round < kRounds; ++round) {
        const Product p = multiply(kMultiplier0, c[0]);
        const Product q = multiply(kMultiplier1, c[2]);
        c = {q.high ^ c[1] ^ key[0], q.low, p.high ^ c[3] ^ key[1], p.low};
        key = {key[0] + kStep0, key[1] + kStep1};
    }
    return c;
}

std::uint32_t stream_bits(const StreamId& stream, std::uint64_t sequence) noexcept {
    const auto block = static_cast<std::uint32_t>(sequence >> 2U);
    return philox({block, stream.id3, stream.id1, stream.id2}, {stream.index, 0})[sequence & 3U];
}

std::uint32_t low_bits(double x) noexcept {
    constexpr double kBound = 9223372036854775808.0; // 2^63
    if (!(x >= -kBound && x < kBound)) return 0;
    return static_cast<std::uint32_t>(static_cast<std::uint64_t>(static_cast<std::int64_t>(x)));
}

double SequentialRandom::uniform() noexcept {
    value_ = value_ * 2147437301U + 453816981U;
    return static_cast<double>(value_) / 4294967295.0;
}

double SequentialRandom::exponential(double mean) noexcept { return -mean * log(uniform()); }

double SequentialRandom::normal(double mean, double deviation) noexcept {
    double a = 0, square = 0;
    do {
        a = 2 * uniform() - 1;
        const double b = 2 * uniform() - 1;
        square = a * a + b * b;
    } while (square >= 1 || square == 0);
    return mean + deviation * (a * sqrt(-2 * log(square) / square));
}

double SequentialRandom::poisson(double mean) noexcept {
    if (!(mean >= 0)) return -1;
    // Counts factors until their product falls to exp(-mean); a large mean is taken in parts, whose sum is distributed the same.
    constexpr double kMostAtOnce = 700;
    double count = 0;
    while (mean > kMostAtOnce) {
        count += poisson(kMostAtOnce);
        mean -= kMostAtOnce;
    }
    const double bound = exp(-mean);
    for (double product = uniform(); product > bound; product *= uniform()) ++count;
    return count;
}

} // namespace ranvier::math
