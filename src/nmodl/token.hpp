// SPDX-License-Identifier: BSD-3-Clause
// Tokens of NMODL. Line ends are blanks, but a token knows whether it is the first of its line: recovery uses
// that.
#pragma once

#include <string_view>
#include <vector>

#include "ranvier/base/diagnostics.hpp"
#include "ranvier/nmodl/compile.hpp"

namespace ranvier::nmodl {

enum class TokenKind : std::uint8_t {
    name,     ///< identifier or keyword; `primes` counts the primes glued to it
    number,   ///< `number`
    string,   ///< text without the quotes
    symbol,   ///< operator or punctuation
    verbatim, ///< text between VERBATIM and ENDVERBATIM
    title,    ///< rest of the line after TITLE
    ontology, ///< what follows REPRESENTS
    invalid,  ///< a character that the language does not have; an error unless it stands inside a unit
    end,
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::string_view text;
    const SourceText* source = nullptr;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    double number = 0;
    bool is_integer = false;
    bool starts_line = false;
    int primes = 0;
    bool units_are_off = false; ///< between UNITSOFF and UNITSON
};

/// After this many errors in one file the rest is not worth reading.
inline constexpr int kMaxErrors = 100;

/// Always ends with a TokenKind::end. Empty for a binary file, after one error.
[[nodiscard]] std::vector<Token> lex(const SourceText& source, const CompileOptions& options,
                                     Diagnostics& diagnostics);

/// Stage 2.
[[nodiscard]] ast::File parse_tokens(const SourcePtr& source, std::vector<Token> tokens,
                                     const CompileOptions& options, Diagnostics& diagnostics);

} // namespace ranvier::nmodl
