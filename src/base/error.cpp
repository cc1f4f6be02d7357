// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/base/error.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace ranvier {

std::string ErrorParts::text() const {
    std::string out;
    if (!object.empty()) out += object + ": ";
    out += what;
    if (!value.empty()) out += " (got " + value + ")";
    if (!allowed.empty()) out += "; allowed: " + allowed;
    if (!hint.empty()) out += "; " + hint;
    return out;
}

Error::Error(ErrorParts parts) : std::runtime_error(parts.text()), parts_(std::move(parts)) {}
Error::Error(const std::string& what) : std::runtime_error(what), parts_{what, {}, {}, {}, {}} {}

InputError InputError::out_of_range(std::string_view what, std::string_view object, std::string_view value,
                                    std::string_view allowed, std::string_view hint) {
    return InputError(ErrorParts{std::string(what) + " is out of range", std::string(object),
                                 std::string(value), std::string(allowed), std::string(hint)});
}

std::string number_text(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    char buffer[40];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    return {buffer, end};
}

namespace {

/// Levenshtein distance with transposed neighbours counted once.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + cost});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[a.size()][b.size()];
}

} // namespace

std::vector<std::string> near_names(std::string_view name, const std::vector<std::string>& candidates) {
    if (name.size() > 64) return {};
    std::vector<std::pair<std::size_t, std::string>> found;
    const std::size_t limit = name.size() <= 3 ? 1 : name.size() <= 6 ? 2 : 3;
    for (const auto& candidate : candidates) {
        if (candidate.size() > name.size() + limit || name.size() > candidate.size() + limit) continue;
        const std::size_t distance = edit_distance(name, candidate);
        if (distance <= limit) found.emplace_back(distance, candidate);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& x, const auto& y) { return x.first < y.first; });
    std::vector<std::string> out;
    for (auto& [distance, text] : found) {
        if (out.size() == 3) break;
        if (std::find(out.begin(), out.end(), text) == out.end()) out.push_back(std::move(text));
    }
    return out;
}

std::string near_names_hint(std::string_view name, const std::vector<std::string>& candidates) {
    const auto names = near_names(name, candidates);
    if (names.empty()) return {};
    std::string out = "did you mean " + names[0];
    for (std::size_t i = 1; i < names.size(); ++i) out += (i + 1 == names.size() ? " or " : ", ") + names[i];
    return out + "?";
}

namespace detail {
void check_failed(const char* condition, const char* file, int line) {
    throw InternalError(ErrorParts{std::string("internal check failed: ") + condition,
                                   std::string(file) + ":" + std::to_string(line),
                                   {},
                                   {},
                                   "this is a mistake of Ranvier's; please report it"});
}
} // namespace detail

} // namespace ranvier
