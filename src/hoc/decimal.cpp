// SPDX-License-Identifier: BSD-3-Clause
// Programs print numbers of moderate size with few digits all the time: such a one, times a power of ten, fits into a whole
// number of 128 bits, which says exactly how to round. The standard library does all others.
#include "decimal.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace ranvier::hoc {
namespace {

constexpr int kMostDigits = 15;
constexpr std::array kTens = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                              1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
constexpr int kMantissaBits = 52, kExponentBias = 1075;

__extension__ typedef unsigned __int128 Wide;

constexpr std::array<std::uint64_t, kMostDigits + 4> kFives = [] {
    std::array<std::uint64_t, kMostDigits + 4> out{};
    out[0] = 1;
    for (std::size_t i = 1; i < out.size(); ++i) out[i] = out[i - 1] * 5;
    return out;
}();

/// The power of ten below a number from 1e-4 on. (The doubles nearest to 0.1, 0.01 and 0.001 are not less than these.)
int magnitude(double size, int most) {
    if (size < 1) return size >= 0.1 ? -1 : size >= 0.01 ? -2 : size >= 0.001 ? -3 : -4;
    int power = 0;
    while (power + 1 < most && size >= kTens[static_cast<std::size_t>(power) + 1]) ++power;
    return power;
}

/// False: not a number of this kind.
bool append_moderate(std::string& out, double number, int precision) {
    const double size = std::abs(number);
    if (precision > kMostDigits || !(size >= 1e-4 && size < kTens[static_cast<std::size_t>(precision)]))
        return false;
    const auto bits = std::bit_cast<std::uint64_t>(size);
    const auto one = std::uint64_t{1};
    const std::uint64_t mantissa = (bits & ((one << kMantissaBits) - 1)) | one << kMantissaBits;
    int behind = precision - 1 - magnitude(size, precision); // digits behind the point
    // number * 10^behind = mantissa * 5^behind / 2^shift, and shift > 0 for all sizes and precisions above
    const int shift = kExponentBias - static_cast<int>(bits >> kMantissaBits) - behind;
    const Wide product = Wide{mantissa} * kFives[static_cast<std::size_t>(behind)];
    auto digits = static_cast<std::uint64_t>(product >> shift);
    const Wide rest = product & ((Wide{1} << shift) - 1), half = Wide{1} << (shift - 1);
    if (rest > half || (rest == half && digits % 2 == 1)) ++digits;
    if (digits == static_cast<std::uint64_t>(kTens[static_cast<std::size_t>(precision)])) { // 9.9999995
        if (behind == 0) return false; // has an exponent now
        digits /= 10;
        --behind;
    }
    while (behind > 0 && digits % 10 == 0) {
        digits /= 10;
        --behind;
    }
    char text[24];
    const auto end = std::to_chars(text, text + sizeof text, digits).ptr;
    const auto length = static_cast<int>(end - text);
    if (number < 0) out += '-';
    if (length > behind) {
        out.append(text, end - behind);
    } else {
        out += '0';
    }
    if (behind == 0) return true;
    out += '.';
    if (length < behind) out.append(static_cast<std::size_t>(behind - length), '0');
    out.append(length > behind ? end - behind : text, end);
    return true;
}

} // namespace

void append_general(std::string& out, double number, int precision) {
    if (append_moderate(out, number, precision)) return;
    char text[64];
    const auto made = std::to_chars(text, text + sizeof text, number, std::chars_format::general, precision);
    out.append(text, made.ptr);
}

} // namespace ranvier::hoc
