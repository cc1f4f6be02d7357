// SPDX-License-Identifier: BSD-3-Clause
// Regular expressions as scripts write them (ECMAScript's form), of the standard library. Of the matches that begin first the
// longest counts. No text or expression ends the process; what does not fit anywhere in a text takes time with its square.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ranvier {

class Pattern {
  public:
    /// The longest text that is looked through, in characters.
    static constexpr std::size_t kLongestText = 20000;
    static constexpr std::size_t kLongestExpression = 1000;

    /// Where it was found, and what its first group, if it has one, took.
    struct Found {
        std::size_t begin = 0, end = 0;
        std::string group;
    };

    /// `object` is what messages name: the function that was called.
    /// @throws InputError  this is no regular expression
    explicit Pattern(std::string_view expression, std::string object = {});

    /// The first place in a text from `from` on.
    /// @throws InputError  the text is longer than kLongestText
    [[nodiscard]] std::optional<Found> find(std::string_view text, std::size_t from = 0) const;
    /// Whether it fits the whole text. @throws InputError  as find
    [[nodiscard]] bool fits(std::string_view text) const;
    /// Whether it fits at the beginning. @throws InputError  as find
    [[nodiscard]] bool fits_beginning(std::string_view text) const;

  private:
    struct Compiled;
    void check(std::string_view text) const;
    std::string object_;
    std::shared_ptr<const Compiled> compiled_;
};

} // namespace ranvier
