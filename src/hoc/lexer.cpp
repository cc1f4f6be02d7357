// SPDX-License-Identifier: BSD-3-Clause
#include "lexer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace ranvier::hoc {
namespace {

constexpr std::array kKeywords = std::to_array<std::pair<std::string_view, Keyword>>({
    {"access", Keyword::access},
    {"begintemplate", Keyword::begintemplate},
    {"break", Keyword::break_},
    {"connect", Keyword::connect},
    {"continue", Keyword::continue_},
    {"create", Keyword::create},
    {"debug", Keyword::debug},
    {"delete", Keyword::delete_},
    {"depvar", Keyword::depvar},
    {"double", Keyword::double_},
    {"else", Keyword::else_},
    {"endtemplate", Keyword::endtemplate},
    {"eqn", Keyword::eqn},
    {"external", Keyword::external},
    {"for", Keyword::for_},
    {"forall", Keyword::forall},
    {"forsec", Keyword::forsec},
    {"func", Keyword::func},
    {"help", Keyword::help},
    {"if", Keyword::if_},
    {"ifsec", Keyword::ifsec},
    {"insert", Keyword::insert},
    {"iterator", Keyword::iterator},
    {"iterator_statement", Keyword::iterator_statement},
    {"local", Keyword::local},
    {"localobj", Keyword::localobj},
    {"new", Keyword::new_},
    {"obfunc", Keyword::obfunc},
    {"objectvar", Keyword::objref},
    {"objref", Keyword::objref},
    {"print", Keyword::print},
    {"proc", Keyword::proc},
    {"public", Keyword::public_},
    {"read", Keyword::read},
    {"return", Keyword::return_},
    {"setpointer", Keyword::setpointer},
    {"stop", Keyword::stop},
    {"strdef", Keyword::strdef},
    {"uninsert", Keyword::uninsert},
    {"while", Keyword::while_},
});

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

} // namespace

Keyword keyword_of(std::string_view word) {
    const auto found = std::lower_bound(kKeywords.begin(), kKeywords.end(), word,
                                        [](const auto& row, std::string_view w) { return row.first < w; });
    return found != kKeywords.end() && found->first == word ? found->second : Keyword::none;
}

char Lexer::peek(std::uint32_t ahead) const {
    const auto text = source_.text();
    return at_ + ahead < text.size() ? text[at_ + ahead] : '\0';
}

void Lexer::error(std::uint32_t begin, std::uint32_t end, std::string message, std::string hint) {
    diagnostics_.error({&source_, begin, end}, std::move(message), std::move(hint));
}

/// Blanks, comments and continued lines. A comment that nothing closes reaches to the end of the text.
void Lexer::skip_space() {
    const auto text = source_.text();
    while (at_ < text.size()) {
        const char c = text[at_];
        if (c == ' ' || c == '\t' || c == '\f' || c == '\v') {
            ++at_;
        } else if (c == '\\' && (peek(1) == '\n' || peek(1) == '\r')) {
            at_ += peek(1) == '\r' && peek(2) == '\n' ? 3 : 2;
        } else if (c == '\x1a') { // the end of a text that was written under DOS
            at_ = static_cast<std::uint32_t>(text.size());
        } else if (c == '/' && peek(1) == '/') {
            while (at_ < text.size() && text[at_] != '\n' && text[at_] != '\r') ++at_;
        } else if (c == '/' && peek(1) == '*') {
            const auto close = text.find("*/", at_ + 2);
            if (close == std::string_view::npos) { // published programs end so
                at_ = static_cast<std::uint32_t>(text.size());
                ended_in_comment_ = true;
                return;
            }
            at_ = static_cast<std::uint32_t>(close) + 2;
        } else {
            break;
        }
    }
}

Token Lexer::next() {
    Token token;
    skip_space();
    const auto text_view = source_.text();
    token.begin = at_;
    token.kind = TokenKind::end;
    if (at_ >= text_view.size()) {
        token.end = at_;
        return token;
    }
    const char c = text_view[at_];
    if (c == '\n' || c == '\r') {
        at_ += c == '\r' && peek(1) == '\n' ? 2 : 1;
        token.kind = TokenKind::newline;
    } else if (is_letter(c)) {
        while (is_letter(peek()) || is_digit(peek())) ++at_;
        token.kind = TokenKind::name;
        token.keyword = keyword_of(text_view.substr(token.begin, at_ - token.begin));
        if (token.keyword != Keyword::none) token.kind = TokenKind::keyword;
    } else if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
        number(token);
    } else if (c == '"') {
        text(token);
    } else if (c == '$') {
        argument(token);
    } else {
        constexpr std::string_view kSingle = "+-*/%^=<>!&|(){}[],;:.~";
        constexpr std::array<std::string_view, 10> kDouble = {"==", "!=", "<=", ">=", "&&",
                                                              "||", "+=", "-=", "*=", "/="};
        const auto two = text_view.substr(at_, 2);
        token.kind = TokenKind::symbol;
        if (std::ranges::find(kDouble, two) != kDouble.end()) {
            at_ += 2;
        } else {
            ++at_;
            if (kSingle.find(c) == std::string_view::npos) {
                token.kind = TokenKind::bad;
                error(token.begin, at_, "hoc has no such character",
                      c == '\''  ? "texts stand in double quotes"
                      : c == '#' ? "comments begin with //"
                                 : "");
            }
        }
    }
    token.end = at_;
    token.word = text_view.substr(token.begin, at_ - token.begin);
    return token;
}

void Lexer::number(Token& token) {
    const auto begin = at_;
    while (is_digit(peek())) ++at_;
    if (peek() == '.') {
        ++at_;
        while (is_digit(peek())) ++at_;
    }
    auto end = at_;
    if (peek() == 'e' || peek() == 'E') {
        // `1e` alone is 1, as NEURON reads it.
        ++at_;
        if (peek() == '+' || peek() == '-') ++at_;
        const bool has_digits = is_digit(peek());
        while (is_digit(peek())) ++at_;
        if (has_digits) end = at_;
    }
    token.kind = TokenKind::number;
    const auto text_view = source_.text();
    const auto read = std::from_chars(text_view.data() + begin, text_view.data() + end, token.number);
    if (read.ec == std::errc::result_out_of_range) {
        // Too large is infinite and too small is 0; from_chars does not say which of them it was.
        const auto word = text_view.substr(begin, end - begin);
        const auto mark = word.find_first_of("eE");
        const bool small = mark == std::string_view::npos || word[mark + 1] == '-';
        token.number = small ? 0.0 : std::numeric_limits<double>::infinity();
    }
}

void Lexer::text(Token& token) {
    const auto text_view = source_.text();
    token.kind = TokenKind::text;
    ++at_;
    while (true) {
        const char c = peek();
        if (at_ >= text_view.size() || c == '\n' || c == '\r') {
            error(token.begin, at_, "this text does not end", "close it with \" on the same line");
            token.kind = TokenKind::bad;
            return;
        }
        ++at_;
        if (c == '"') return;
        if (c != '\\') {
            token.text += c;
            continue;
        }
        if (at_ >= text_view.size()) continue;
        const char escaped = peek();
        ++at_;
        switch (escaped) {
        case 'n': token.text += '\n'; break;
        case 't': token.text += '\t'; break;
        case 'r': token.text += '\r'; break;
        case 'b': token.text += '\b'; break;
        case 'f': token.text += '\f'; break;
        case '\r':
            if (peek() == '\n') ++at_;
            break;
        case '\n': break;
        default: token.text += escaped;
        }
    }
}

void Lexer::argument(Token& token) {
    ++at_;
    token.kind = TokenKind::argument;
    token.argument = 'n';
    if (const char c = peek(); c == 's' || c == 'o' || c == '&') {
        token.argument = c;
        ++at_;
    }
    if (peek() == 'i' && !is_letter(peek(1)) && !is_digit(peek(1))) {
        ++at_;
        return;
    }
    const auto begin = at_;
    while (is_digit(peek()) && at_ - begin < 6) ++at_;
    for (auto i = begin; i < at_; ++i) token.number = token.number * 10 + (source_.text()[i] - '0');
    if (token.number >= 1) return;
    token.kind = TokenKind::bad;
    error(token.begin, at_, "an argument is $1, $s1, $o1 or $&1 with a number from 1, or $i, $si, $oi, $&i");
}

} // namespace ranvier::hoc
