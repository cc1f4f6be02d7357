// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/base/pattern.hpp"

#if defined(__GNUC__) && !defined(__clang__)
// g++ 12 with the address sanitizer takes a part of <regex> for uninitialized that is not.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <regex>
#include <utility>

#include "ranvier/base/error.hpp"

namespace ranvier {

using Match = std::match_results<std::string_view::const_iterator>;

struct Pattern::Compiled {
    std::regex regex;
};

namespace {

// Backtracking needs stack for each character of the text and may take time that doubles with each. libstdc++ also follows all
// alternatives at once, which needs neither.
#ifdef __GLIBCXX__
constexpr auto kHow = std::regex::ECMAScript | std::regex_constants::__polynomial;
#else
constexpr auto kHow = std::regex::ECMAScript;
#endif

} // namespace

Pattern::Pattern(std::string_view expression, std::string object) : object_(std::move(object)) {
    if (expression.size() > kLongestExpression) // brackets in brackets are read by recursion
        throw InputError::out_of_range("the length of the regular expression", object_,
                                       std::to_string(expression.size()),
                                       "at most " + std::to_string(kLongestExpression) + " characters");
    try {
        compiled_ = std::make_shared<Compiled>(std::regex(expression.begin(), expression.end(), kHow));
    } catch (const std::regex_error& error) {
        throw InputError(ErrorParts{
            "this is no regular expression", object_, "'" + std::string(expression) + "'", {}, error.what()});
    }
}

void Pattern::check(std::string_view text) const {
    if (text.size() <= kLongestText) return;
    throw InputError::out_of_range("the length of the text", object_, std::to_string(text.size()),
                                   "at most " + std::to_string(kLongestText) + " characters");
}

std::optional<Pattern::Found> Pattern::find(std::string_view text, std::size_t from) const {
    check(text.substr(from));
    Match match;
    const auto flags =
        from == 0 ? std::regex_constants::match_default : std::regex_constants::match_prev_avail;
    if (!std::regex_search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), match,
                           compiled_->regex, flags))
        return std::nullopt;
    const auto begin = from + static_cast<std::size_t>(match.position());
    return Found{begin, begin + static_cast<std::size_t>(match.length()),
                 match.size() > 1 ? match[1].str() : ""};
}

bool Pattern::fits(std::string_view text) const {
    check(text);
    return std::regex_match(text.begin(), text.end(), compiled_->regex);
}

bool Pattern::fits_beginning(std::string_view text) const {
    check(text);
    return std::regex_search(text.begin(), text.end(), compiled_->regex,
                             std::regex_constants::match_continuous);
}

} // namespace ranvier
