// SPDX-License-Identifier: BSD-3-Clause
// The printf family. The format is read here, never handed to C as it is: what a program writes cannot reach the stack of C.
#include "ranvier/hoc/formatted.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <limits>
#include <vector>

#include "decimal.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::hoc {
namespace {

constexpr int kWidest = 100000;
constexpr std::size_t kLongest = std::size_t{1} << 26;
constexpr std::string_view kLengths = "hlLqjzt", kLetters = "sdiouxXeEfFgGaAc";

/// A conversion such as %-8.3g.
struct Conversion {
    std::string flags;
    int width = -1, precision = -1;
    int shorter = 0, longer = 0; ///< how many h, and l or what else makes it longer than an int
    char letter = 0;
};

void put(std::string& out, const char* with, int width, int precision, auto value) {
    char small[128];
    const int need = std::snprintf(small, sizeof small, with, width, precision, value);
    if (need < 0) return;
    if (static_cast<std::size_t>(need) < sizeof small) {
        out.append(small, static_cast<std::size_t>(need));
        return;
    }
    std::vector<char> large(static_cast<std::size_t>(need) + 1);
    (void)std::snprintf(large.data(), large.size(), with, width, precision, value);
    out.append(large.data(), static_cast<std::size_t>(need));
}

/// C wants whole numbers; what does not fit is the lowest, as the conversion of the machine gives it.
template <class Whole> Whole whole(double x) {
    constexpr auto lowest = std::numeric_limits<Whole>::min();
    const auto least = static_cast<double>(lowest);
    return x > least - 1 && x < -least ? static_cast<Whole>(x) : lowest;
}

/// As long as the conversion says it is.
long long whole(const Conversion& c, double x) {
    if (c.longer) return whole<long long>(x);
    const int number = whole<int>(x);
    return c.shorter == 0   ? number
           : c.shorter == 1 ? static_cast<short>(number)
                            : static_cast<signed char>(number);
}

unsigned long long without_sign(const Conversion& c, long long x) {
    if (c.longer) return static_cast<unsigned long long>(x);
    if (c.shorter == 0) return static_cast<unsigned>(x);
    return c.shorter == 1 ? static_cast<unsigned short>(x) : static_cast<unsigned char>(x);
}

void convert(std::string& out, const Conversion& c, const Arguments& arguments, std::size_t at) {
    std::string with = "%" + c.flags + "*.*";
    int width = c.width;
    if (width < 0) width = 0;
    switch (c.letter) {
    case 's': {
        const auto* text = at < arguments.count() ? std::get_if<TextPtr>(&arguments[at]) : nullptr;
        std::string name; // of an object
        if (!text) {
            if (!arguments.has(at) || arguments.kind(at) != ArgumentKind::object)
                arguments.refuse(at, "a text for %s");
            const auto object = arguments.object(at);
            name = object ? object->name() : "NULLobject";
        }
        std::string_view shown = text ? **text : name;
        if (c.precision >= 0) shown = shown.substr(0, static_cast<std::size_t>(c.precision));
        const bool is_left = c.flags.find('-') != std::string::npos;
        const auto fill = shown.size() < static_cast<std::size_t>(width)
                              ? static_cast<std::size_t>(width) - shown.size()
                              : 0;
        if (!is_left) out.append(fill, ' ');
        out.append(shown);
        if (is_left) out.append(fill, ' ');
        return;
    }
    case 'd':
    case 'i': put(out, (with + "lld").c_str(), width, c.precision, whole(c, arguments.number(at))); return;
    case 'o':
    case 'u':
    case 'x':
    case 'X':
        with += "ll";
        with += c.letter;
        put(out, with.c_str(), width, c.precision, without_sign(c, whole(c, arguments.number(at))));
        return;
    default: with += c.letter; put(out, with.c_str(), width, c.precision, arguments.number(at));
    }
}

/// A conversion with flags, a width or a seldom letter; `i` is behind its %. Apart, so that the usual ones stay short.
[[gnu::noinline]] void seldom(std::string& out, const std::string& text, std::size_t& i,
                              const Arguments& arguments, std::size_t& next) {
    const std::size_t begin = i - 1;
    Conversion c;
    while (i < text.size() && std::string_view("-+ #0").find(text[i]) != std::string_view::npos) {
        if (c.flags.size() < 8) c.flags += text[i];
        ++i;
    }
    const auto number = [&]() {
        if (i < text.size() && text[i] == '*') {
            ++i;
            return static_cast<int>(arguments.whole(next++, -kWidest, kWidest));
        }
        int value = -1;
        while (i < text.size() && text[i] >= '0' && text[i] <= '9') {
            value = (value < 0 ? 0 : value) * 10 + (text[i++] - '0');
            if (value > kWidest)
                throw InputError::out_of_range("width", arguments.function(),
                                               "%" + std::to_string(value) + "...",
                                               "at most " + std::to_string(kWidest));
        }
        return value;
    };
    c.width = number();
    if (c.width < -1) {
        c.flags += '-';
        c.width = -c.width;
    }
    if (i < text.size() && text[i] == '.') {
        ++i;
        c.precision = std::max(number(), 0);
    }
    for (; i < text.size() && kLengths.find(text[i]) != std::string_view::npos; ++i)
        ++(text[i] == 'h' ? c.shorter : c.longer);
    if (i < text.size()) c.letter = text[i++];
    if (c.letter == 'n') // C would write through an argument
        throw InputError({.what = "has no conversion %n",
                          .object = std::string(arguments.function()),
                          .value = {},
                          .allowed = "%d %i %u %x %o %e %f %g %c %s %%",
                          .hint = {}});
    if (c.letter == '\0' || kLetters.find(c.letter) == std::string_view::npos) {
        out.append(text, begin, i - begin); // no conversion: text
        return;
    }
    if (c.letter == 'c') {
        const char single = static_cast<char>(whole<int>(arguments.number(next++)));
        const bool is_left = c.flags.find('-') != std::string::npos;
        const auto fill = c.width > 1 ? static_cast<std::size_t>(c.width) - 1 : 0;
        if (!is_left) out.append(fill, ' ');
        out += single;
        if (is_left) out.append(fill, ' ');
        return;
    }
    if (next >= arguments.count())
        arguments.refuse(next, "one for each conversion of the format '" + text + "'");
    convert(out, c, arguments, next++);
}

} // namespace

std::string formatted(const Arguments& arguments, std::size_t format_at) {
    std::string out;
    format_into(out, arguments, format_at);
    return out;
}

void format_into(std::string& out, const Arguments& arguments, std::size_t format_at) {
    const std::string& text = arguments.text(format_at);
    std::size_t next = format_at + 1;
    for (std::size_t i = 0; i < text.size();) {
        while (i < text.size() && text[i] != '%')
            out.push_back(text[i++]); // mostly a few: no search is worth it
        if (i == text.size()) break;
        ++i;
        if (out.size() > kLongest)
            throw InputError("a text is at most " + std::to_string(kLongest) + " bytes long");
        // The usual ones at once.
        if (i < text.size() && text[i] == 'd' && next < arguments.count()) {
            char digits[24];
            const auto end =
                std::to_chars(digits, digits + sizeof digits, whole<int>(arguments.number(next++)));
            out.append(digits, end.ptr);
            ++i;
            continue;
        }
        if (i < text.size() && text[i] == 's' && next < arguments.count() &&
            std::holds_alternative<TextPtr>(arguments[next])) {
            out += arguments.text(next++);
            ++i;
            continue;
        }
        if (i < text.size() && text[i] == 'g' && next < arguments.count()) {
            append_general(out, arguments.number(next++), 6);
            ++i;
            continue;
        }
        if (i < text.size() && text[i] == '%') {
            out += '%';
            ++i;
            continue;
        }
        seldom(out, text, i, arguments, next);
    }
}

} // namespace ranvier::hoc
