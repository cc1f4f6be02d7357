// SPDX-License-Identifier: BSD-3-Clause
// printf for formats that come from a user's file: nothing but numbers can be asked for, whatever the format says.
#include <array>
#include <cstdio>
#include <string>

#include "ranvier/engine/services.hpp"

namespace ranvier::engine {

namespace {

/// One conversion specification: %[flags][width][.precision][length]conversion.
struct Specification {
    std::string flags; ///< flags, width and precision
    char conversion = 0;
    std::size_t end = 0; ///< behind it; 0: there is none
};

bool is_one_of(char c, std::string_view list) { return list.find(c) != std::string_view::npos; }

Specification read(std::string_view format, std::size_t begin) {
    constexpr std::size_t kLongest = 20; // of flags, width and precision; longer ones are no format
    Specification out;
    std::size_t at = begin + 1;
    constexpr int kMostDigits = 4; // of a width
    int digits = 0;
    while (at < format.size() && is_one_of(format[at], "-+ #0123456789.") && digits <= kMostDigits) {
        digits = is_one_of(format[at], "0123456789") ? digits + 1 : 0;
        out.flags += format[at++];
    }
    while (at < format.size() && is_one_of(format[at], "hlLqjzt")) ++at; // numbers have one length here
    if (at < format.size() && out.flags.size() <= kLongest && is_one_of(format[at], "diouxXcfFeEgGaA")) {
        out.conversion = format[at];
        out.end = at + 1;
    }
    return out;
}

template <class T> std::string one(const std::string& specification, T value) {
    std::array<char, 512> memory{};
    const int length = std::snprintf(memory.data(), memory.size(), specification.c_str(), value);
    if (length < 0) return {};
    if (static_cast<std::size_t>(length) < memory.size()) return memory.data();
    std::string text(static_cast<std::size_t>(length) + 1, '\0');
    std::snprintf(text.data(), text.size(), specification.c_str(), value);
    text.pop_back();
    return text;
}

long long whole(double x) {
    constexpr double kBound = 9223372036854775808.0; // 2^63
    return x >= -kBound && x < kBound ? static_cast<long long>(x) : 0;
}

} // namespace

std::string formatted(std::string_view format, std::span<const double> arguments) {
    std::string out;
    std::size_t next = 0;
    for (std::size_t at = 0; at < format.size();) {
        if (format[at] != '%') {
            out += format[at++];
            continue;
        }
        if (at + 1 < format.size() && format[at + 1] == '%') {
            out += '%';
            at += 2;
            continue;
        }
        const Specification found = read(format, at);
        if (found.end == 0 || next >= arguments.size()) { // not a number's: as it stands
            out += format[at++];
            continue;
        }
        const double value = arguments[next++];
        at = found.end;
        const std::string begin = "%" + found.flags;
        if (found.conversion == 'c') out += static_cast<char>(whole(value));
        else if (is_one_of(found.conversion, "diouxX"))
            out += one(begin + "ll" + found.conversion, whole(value));
        else out += one(begin + found.conversion, value);
    }
    return out;
}

} // namespace ranvier::engine
