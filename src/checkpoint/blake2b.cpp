// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/checkpoint/blake2b.hpp"

#include <bit>
#include <cstring>

namespace ranvier::checkpoint {

namespace {

// RFC 7693, section 2.6: the first 64 bits of the fractions of the square roots of the first eight primes.
constexpr std::array<std::uint64_t, 8> kStart{0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B,
                                              0xA54FF53A5F1D36F1, 0x510E527FADE682D1, 0x9B05688C2B3E6C1F,
                                              0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179};

// Section 2.7: the order of the words of a block in each round.
constexpr std::uint8_t kOrder[12][16] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                                         {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
                                         {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
                                         {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
                                         {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
                                         {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
                                         {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
                                         {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
                                         {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
                                         {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
                                         {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                                         {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3}};

constexpr std::size_t kBlock = 128;
using Words = std::array<std::uint64_t, 16>;

inline void mix(Words& v, int a, int b, int c, int d, std::uint64_t x, std::uint64_t y) {
    const auto at = [&v](int i) -> std::uint64_t& { return v[static_cast<std::size_t>(i)]; };
    at(a) += at(b) + x;
    at(d) = std::rotr(at(d) ^ at(a), 32);
    at(c) += at(d);
    at(b) = std::rotr(at(b) ^ at(c), 24);
    at(a) += at(b) + y;
    at(d) = std::rotr(at(d) ^ at(a), 16);
    at(c) += at(d);
    at(b) = std::rotr(at(b) ^ at(c), 63);
}

void compress(std::array<std::uint64_t, 8>& h, const std::uint8_t* block, std::uint64_t seen, bool is_last) {
    Words v{}, m{};
    static_assert(std::endian::native == std::endian::little);
    std::memcpy(m.data(), block, kBlock);
    for (std::size_t i = 0; i < 8; ++i) {
        v[i] = h[i];
        v[i + 8] = kStart[i];
    }
    v[12] ^= seen; // of more than 2^64 bytes nobody asks
    if (is_last) v[14] = ~v[14];
    for (const auto& s : kOrder) {
        mix(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
        mix(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
        mix(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
        mix(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
        mix(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
        mix(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
        mix(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
        mix(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
    }
    for (std::size_t i = 0; i < 8; ++i) h[i] ^= v[i] ^ v[i + 8];
}

} // namespace

Hash blake2b(std::span<const std::byte> bytes) {
    auto h = kStart;
    constexpr std::uint64_t kParameters = 0x01010000 + std::tuple_size_v<Hash>; // no key, one leaf
    h[0] ^= kParameters;
    const auto* at = reinterpret_cast<const std::uint8_t*>(bytes.data());
    std::uint64_t seen = 0;
    auto left = bytes.size();
    for (; left > kBlock; left -= kBlock, at += kBlock) compress(h, at, seen += kBlock, false);
    std::array<std::uint8_t, kBlock> last{};
    if (left > 0) std::memcpy(last.data(), at, left);
    compress(h, last.data(), seen + left, true);
    Hash out;
    std::memcpy(out.data(), h.data(), out.size());
    return out;
}

} // namespace ranvier::checkpoint
