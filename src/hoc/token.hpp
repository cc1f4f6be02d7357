// SPDX-License-Identifier: BSD-3-Clause
// The tokens of hoc. A newline is one: it ends a statement.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ranvier::hoc {

enum class TokenKind : std::uint8_t {
    end,
    newline,
    name,
    keyword,
    number,
    text,
    argument, ///< $1 $s1 $o1 $&1 $i $si $oi $&i
    symbol,   ///< one or two characters of punctuation
    bad,      ///< already reported
};

enum class Keyword : std::uint8_t {
    none,
    access,
    begintemplate,
    break_,
    connect,
    continue_,
    create,
    debug,
    delete_,
    depvar,
    double_,
    else_,
    endtemplate,
    eqn,
    external,
    for_,
    forall,
    forsec,
    func,
    help,
    if_,
    ifsec,
    insert,
    iterator,
    iterator_statement,
    local,
    localobj,
    new_,
    obfunc,
    objref,
    print,
    proc,
    public_,
    read,
    return_,
    setpointer,
    stop,
    strdef,
    uninsert,
    while_,
};

/// `none` if the word is a name.
[[nodiscard]] Keyword keyword_of(std::string_view word);

/// Of `$o1`: `kind` 'o', `position` 1; of `$1` 'n'. Position 0: the number stands in the variable `i`.
struct Token {
    TokenKind kind = TokenKind::end;
    Keyword keyword = Keyword::none;
    char argument = 0;
    std::uint32_t begin = 0, end = 0;
    double number = 0;     ///< a number's value, an argument's position
    std::string_view word; ///< as it is written
    std::string text;      ///< a text without quotes and escapes
};

} // namespace ranvier::hoc
