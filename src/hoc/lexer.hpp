// SPDX-License-Identifier: BSD-3-Clause
// Cuts hoc text into tokens, one at a time: what is behind a statement is looked at only after the statement ran.
#pragma once

#include "ranvier/base/diagnostics.hpp"

#include "token.hpp"

namespace ranvier::hoc {

class Lexer {
  public:
    Lexer(const SourceText& source, Diagnostics& diagnostics) : source_(source), diagnostics_(diagnostics) {}
    [[nodiscard]] Token next();
    /// Begins again at a byte.
    void move_to(std::uint32_t at) { at_ = at; }
    [[nodiscard]] std::uint32_t position() const noexcept { return at_; }
    /// Whether the text ended inside a comment: more of it may come.
    [[nodiscard]] bool ended_in_comment() const noexcept { return ended_in_comment_; }

  private:
    [[nodiscard]] char peek(std::uint32_t ahead = 0) const;
    void skip_space();
    void number(Token& token);
    void text(Token& token);
    void argument(Token& token);
    void error(std::uint32_t begin, std::uint32_t end, std::string message, std::string hint = {});

    const SourceText& source_;
    Diagnostics& diagnostics_;
    std::uint32_t at_ = 0;
    bool ended_in_comment_ = false;
};

} // namespace ranvier::hoc
