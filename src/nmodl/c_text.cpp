// SPDX-License-Identifier: BSD-3-Clause
// Words of C text. Comments and strings are left out, nothing is parsed further.
#include "c_text.hpp"

#include <algorithm>
#include <array>

namespace ranvier::nmodl {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The text with blanks in place of comments; strings and character constants become empty ones.
std::string without_comments(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = text.substr(i);
        if (rest.starts_with("/*")) {
            const auto close = text.find("*/", i + 2);
            i = close == text.npos ? text.size() : close + 1;
            out += ' ';
        } else if (rest.starts_with("//")) {
            while (i + 1 < text.size() && text[i + 1] != '\n' && text[i + 1] != '\r') ++i;
        } else if (text[i] == '"' || text[i] == '\'') {
            const char quote = text[i];
            out += quote;
            for (++i; i < text.size() && text[i] != quote; ++i)
                if (text[i] == '\\') ++i;
            out += quote;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

bool is_simple_value(std::string_view text) {
    const bool is_name = !text.empty() && is_letter(text.front());
    if (!text.empty() && text.front() == '-') text.remove_prefix(1);
    if (!is_name && std::none_of(text.begin(), text.end(), is_digit)) return false;
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return is_digit(c) || (is_name ? is_letter(c) : c == '.'); });
}

} // namespace

CText classify_c(std::string_view text) {
    const std::string code = without_comments(text);
    std::string_view rest = trimmed(code);
    while (rest.ends_with(';')) rest = trimmed(rest.substr(0, rest.size() - 1));
    if (rest.empty()) return {CText::Kind::nothing, {}};
    constexpr std::string_view kReturn = "return";
    if (!rest.starts_with(kReturn)) return {};
    rest.remove_prefix(kReturn.size());
    if (!rest.empty() && !is_blank(rest.front()) && rest.front() != '(') return {}; // returned = 1
    rest = trimmed(rest);
    while (rest.starts_with('(') && rest.ends_with(')')) rest = trimmed(rest.substr(1, rest.size() - 2));
    if (rest.empty() || is_simple_value(rest)) return {CText::Kind::returns, std::string(rest)};
    return {};
}

bool c_names(std::string_view text, std::string_view name) {
    const std::string code = without_comments(text);
    const auto is_word = [](char c) { return is_letter(c) || is_digit(c); };
    for (auto at = code.find(name); at != std::string::npos; at = code.find(name, at + 1)) {
        const bool starts = at == 0 || !is_word(code[at - 1]);
        const auto end = at + name.size();
        if (starts && (end >= code.size() || !is_word(code[end]))) return true;
    }
    return false;
}

bool is_c_library_function(std::string_view name) {
    static constexpr std::array<std::string_view, 31> kFunctions = {
        "acosh",  "asinh", "atanh",   "cbrt",    "copysign", "drand48",   "erfc", "exp2",
        "expm1",  "fmax",  "fmin",    "hypot",   "isinf",    "isnan",     "j0",   "j1",
        "lgamma", "log1p", "log2",    "lrand48", "nan",      "nearbyint", "rand", "remainder",
        "rint",   "round", "signbit", "srand48", "tgamma",   "trunc",     "y0"};
    return std::find(kFunctions.begin(), kFunctions.end(), name) != kFunctions.end();
}

} // namespace ranvier::nmodl
