// SPDX-License-Identifier: BSD-3-Clause
// sscanf by hand: numbers go into references, texts into strdefs.
#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>

#include "functions.hpp"

namespace ranvier::hoc {
namespace {

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

/// The set of %[a-z].
bool is_in_set(std::string_view set, char c) {
    bool negated = false;
    if (!set.empty() && set[0] == '^') {
        negated = true;
        set.remove_prefix(1);
    }
    bool found = false;
    for (std::size_t i = 0; i < set.size(); ++i) {
        if (i + 2 < set.size() && set[i + 1] == '-') {
            if (c >= set[i] && c <= set[i + 2]) found = true;
            i += 2;
        } else if (set[i] == c) {
            found = true;
        }
    }
    return found != negated;
}

} // namespace

int scan(const std::string& text, const std::string& format, const Arguments& arguments) {
    std::size_t at = 0, next = 2;
    int items = 0;
    for (std::size_t i = 0; i < format.size();) {
        const char f = format[i];
        if (is_space(f)) {
            while (at < text.size() && is_space(text[at])) ++at;
            ++i;
            continue;
        }
        if (f != '%' || (i + 1 < format.size() && format[i + 1] == '%')) {
            i += f == '%' ? 2 : 1;
            if (at >= text.size() || text[at] != f) break;
            ++at;
            continue;
        }
        ++i;
        const bool skips = i < format.size() && format[i] == '*';
        if (skips) ++i;
        std::size_t width = 0;
        while (i < format.size() && std::isdigit(static_cast<unsigned char>(format[i])) && width < 100000)
            width = width * 10 + static_cast<std::size_t>(format[i++] - '0');
        if (width == 0) width = std::string::npos;
        while (i < format.size() && (format[i] == 'l' || format[i] == 'h')) ++i;
        if (i >= format.size()) break;
        const char letter = format[i++];
        std::string_view set;
        if (letter == '[') {
            const auto close = format.find(']', i + 1);
            if (close == std::string::npos) throw InputError("sscanf: [ without ] in the format");
            set = std::string_view(format).substr(i, close - i);
            i = close + 1;
        }
        if (letter != 'c' && letter != '[' && letter != 'n')
            while (at < text.size() && is_space(text[at])) ++at;
        if (letter == 'n') {
            if (!skips) arguments.place(next++)->set(static_cast<double>(at));
            continue;
        }
        const std::string_view rest = std::string_view(text).substr(std::min(at, text.size()), width);
        if (rest.empty()) {
            if (items == 0 && at >= text.size()) return -1;
            break;
        }
        if (letter == 's' || letter == '[' || letter == 'c') {
            std::size_t length = 0;
            if (letter == 'c') length = width == std::string::npos ? 1 : rest.size();
            else
                while (length < rest.size() &&
                       (letter == 's' ? !is_space(rest[length]) : is_in_set(set, rest[length])))
                    ++length;
            if (length == 0) break;
            at += length;
            if (skips) continue;
            if (letter == 'c' && arguments.kind(next) == ArgumentKind::place)
                arguments.place(next++)->set(static_cast<double>(static_cast<unsigned char>(rest[0])));
            else *arguments.writable_text(next++) = std::string(rest.substr(0, length));
            ++items;
            continue;
        }
        double value = 0;
        const std::string piece(rest);
        char* end = nullptr;
        switch (letter) {
        case 'd':
        case 'u': value = static_cast<double>(std::strtoll(piece.c_str(), &end, 10)); break;
        case 'i': value = static_cast<double>(std::strtoll(piece.c_str(), &end, 0)); break;
        case 'x':
        case 'X': value = static_cast<double>(std::strtoll(piece.c_str(), &end, 16)); break;
        case 'o': value = static_cast<double>(std::strtoll(piece.c_str(), &end, 8)); break;
        case 'f':
        case 'g':
        case 'e':
        case 'G':
        case 'E': value = std::strtod(piece.c_str(), &end); break;
        default: throw InputError("sscanf: there is no conversion %" + std::string(1, letter));
        }
        if (end == piece.c_str()) break;
        at += static_cast<std::size_t>(end - piece.c_str());
        if (skips) continue;
        arguments.place(next++)->set(value);
        ++items;
    }
    return items;
}

} // namespace ranvier::hoc
