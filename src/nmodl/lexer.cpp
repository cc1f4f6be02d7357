// SPDX-License-Identifier: BSD-3-Clause
// Text to tokens. Comments vanish here; VERBATIM and TITLE are taken whole.
#include <array>
#include <charconv>
#include <string>

#include "token.hpp"

namespace ranvier::nmodl {

namespace {

constexpr std::size_t kMaxFileSize = 16u << 20;

constexpr char kEndOfDos = 0x1a; // the last byte of many old files

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_char(char c) { return is_letter(c) || is_digit(c) || c == '_'; }
bool is_line_end(char c) { return c == '\n' || c == '\r'; }
bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\f' || c == '\v' || c == kEndOfDos || is_line_end(c);
}

/// Text files hold no NUL and hardly any other control characters.
bool is_binary(std::string_view text) {
    while (text.ends_with('\0')) text.remove_suffix(1);
    const std::string_view head = text.substr(0, 8192);
    std::size_t odd = 0;
    for (const char c : head) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte == 0) return true;
        if (byte < 32 && !is_blank(c)) ++odd;
        if (byte >= 127) ++odd;
    }
    return odd * 10 > head.size() * 3;
}

class Lexer {
  public:
    Lexer(const SourceText& source, Diagnostics& diagnostics)
        : source_(source), diagnostics_(diagnostics), text_(source.text()) {
        while (text_.ends_with('\0')) text_.remove_suffix(1);
    }

    std::vector<Token> run() {
        if (text_.substr(0, 3) == "\xEF\xBB\xBF") position_ = 3; // byte order mark
        for (;;) {
            skip_blanks();
            const Token token = next();
            tokens_.push_back(token);
            if (token.kind == TokenKind::end) return std::move(tokens_);
        }
    }

  private:
    [[nodiscard]] char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
    [[nodiscard]] Span span(std::size_t begin, std::size_t end) const {
        return {&source_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }

    void error(Span where, std::string message, std::string hint = {}) {
        if (diagnostics_.error_count() < kMaxErrors)
            diagnostics_.error(where, std::move(message), std::move(hint));
    }

    void skip_line() {
        while (position_ < text_.size() && !is_line_end(text_[position_])) ++position_;
    }

    void skip_blanks() {
        while (position_ < text_.size()) {
            const char c = text_[position_];
            if (is_line_end(c)) line_is_new_ = true;
            if (is_blank(c)) ++position_;
            else if (c == ':' || c == '?') skip_line();
            else if (!skip_inert_word()) return;
        }
    }

    /// COMMENT ... ENDCOMMENT, and the unit switches, which say nothing about what the code does.
    bool skip_inert_word() {
        const std::size_t begin = position_;
        if (is_word("UNITSON", begin) || is_word("UNITSOFF", begin)) {
            units_are_off_ = is_word("UNITSOFF", begin);
            while (is_name_char(at(position_))) ++position_;
            return true;
        }
        if (!is_word("COMMENT", begin)) return false;
        const auto close = find_word("ENDCOMMENT", begin);
        if (close == text_.npos) {
            error(span(begin, begin + 7), "this COMMENT is never closed", "add ENDCOMMENT where it ends");
            position_ = text_.size();
        } else {
            position_ = close + std::string_view("ENDCOMMENT").size();
            line_is_new_ = true;
        }
        return true;
    }

    [[nodiscard]] bool is_word(std::string_view word, std::size_t i) const {
        return text_.substr(i, word.size()) == word && !is_name_char(at(i + word.size()));
    }

    Token make(TokenKind kind, std::size_t begin, std::size_t end) {
        Token token;
        token.kind = kind;
        token.text = text_.substr(begin, end - begin);
        token.source = &source_;
        token.begin = static_cast<std::uint32_t>(begin);
        token.end = static_cast<std::uint32_t>(end);
        token.starts_line = line_is_new_;
        token.units_are_off = units_are_off_;
        line_is_new_ = false;
        position_ = end;
        return token;
    }

    /// Position of the word `word` at or after `from`, or npos.
    [[nodiscard]] std::size_t find_word(std::string_view word, std::size_t from) const {
        for (auto i = text_.find(word, from); i != text_.npos; i = text_.find(word, i + 1)) {
            const bool starts = i == 0 || !is_name_char(text_[i - 1]);
            if (starts && !is_name_char(at(i + word.size()))) return i;
        }
        return text_.npos;
    }

    Token next() {
        const std::size_t begin = position_;
        if (begin >= text_.size()) return make(TokenKind::end, text_.size(), text_.size());
        const char c = text_[begin];
        if (is_letter(c)) return word();
        if (is_digit(c) || (c == '.' && is_digit(at(begin + 1)))) return number();
        if (c == '"') return string();
        return symbol();
    }

    Token word() {
        const std::size_t begin = position_;
        std::size_t end = begin;
        while (end < text_.size() && is_name_char(text_[end])) ++end;
        const std::string_view name = text_.substr(begin, end - begin);
        if (name == "VERBATIM") {
            auto close = find_word("ENDVERBATIM", end);
            if (close == text_.npos) {
                error(span(begin, end), "this VERBATIM is never closed", "add ENDVERBATIM where it ends");
                close = text_.size();
            }
            Token token = make(TokenKind::verbatim, begin, end);
            token.text = text_.substr(end, close - end);
            position_ = std::min(text_.size(), close + std::string_view("ENDVERBATIM").size());
            return token;
        }
        if (name == "TITLE") {
            Token token = make(TokenKind::title, begin, end);
            skip_line();
            std::string_view rest = text_.substr(end, position_ - end);
            while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
            while (!rest.empty() && is_blank(rest.back())) rest.remove_suffix(1);
            token.text = rest;
            return token;
        }
        // An ontology id holds a colon, which would otherwise start a comment.
        if (!tokens_.empty() && tokens_.back().kind == TokenKind::name &&
            tokens_.back().text == "REPRESENTS") {
            while (end < text_.size() && (is_name_char(text_[end]) || text_[end] == ':')) ++end;
            return make(TokenKind::ontology, begin, end);
        }
        Token token = make(TokenKind::name, begin, end);
        while (at(position_) == '\'') {
            ++position_;
            ++token.primes;
        }
        token.end = static_cast<std::uint32_t>(position_);
        return token;
    }

    Token number() {
        const std::size_t begin = position_;
        std::size_t end = begin;
        bool is_integer = true;
        while (is_digit(at(end))) ++end;
        if (at(end) == '.') {
            is_integer = false;
            ++end;
            while (is_digit(at(end))) ++end;
        }
        if (at(end) == 'e' || at(end) == 'E') {
            std::size_t exponent = end + 1;
            if (at(exponent) == '+' || at(exponent) == '-') ++exponent;
            if (is_digit(at(exponent))) {
                is_integer = false;
                end = exponent;
                while (is_digit(at(end))) ++end;
            }
        }
        Token token = make(TokenKind::number, begin, end);
        token.is_integer = is_integer;
        const auto result = std::from_chars(text_.data() + begin, text_.data() + end, token.number);
        if (result.ec == std::errc::result_out_of_range)
            error(span(begin, end), "this number does not fit a double");
        return token;
    }

    Token string() {
        const std::size_t begin = position_;
        std::size_t end = begin + 1;
        while (end < text_.size() && text_[end] != '"' && !is_line_end(text_[end]))
            end += text_[end] == '\\' ? 2u : 1u;
        if (at(end) != '"' || end >= text_.size()) {
            error(span(begin, begin + 1), "this string is not closed on its line");
            const auto close = text_.substr(begin, std::min(end, text_.size()) - begin).rfind(')');
            end = close == text_.npos ? std::min(end, text_.size()) : begin + close;
            return make(TokenKind::string, begin, end);
        }
        Token token = make(TokenKind::string, begin, end + 1);
        token.text = text_.substr(begin + 1, end - begin - 1);
        return token;
    }

    Token symbol() {
        static constexpr std::array<std::string_view, 10> kLong = {
            "<->", "<<", "->", "<=", ">=", "==", "!=", "&&", "||", "~+"};
        const std::size_t begin = position_;
        const std::string_view rest = text_.substr(begin);
        if (rest[0] == '[' && !tokens_.empty() && tokens_.back().text == "REPRESENTS") {
            const auto close = rest.find_first_of("]\r\n");
            return make(TokenKind::ontology, begin, close == rest.npos ? text_.size() : begin + close + 1);
        }
        for (const auto text : kLong)
            if (rest.substr(0, text.size()) == text)
                return make(TokenKind::symbol, begin, begin + text.size());
        const bool is_known =
            std::string_view("{}()[]=+-*/^<>!,~'@&|").find(rest[0]) != std::string_view::npos;
        return make(is_known ? TokenKind::symbol : TokenKind::invalid, begin, begin + 1);
    }

    const SourceText& source_;
    Diagnostics& diagnostics_;
    std::string_view text_;
    std::size_t position_ = 0;
    bool line_is_new_ = true;
    bool units_are_off_ = false;
    std::vector<Token> tokens_;
};

} // namespace

std::vector<Token> lex(const SourceText& source, const CompileOptions&, Diagnostics& diagnostics) {
    const Span start{&source, 0, 0};
    if (source.text().size() > kMaxFileSize) {
        diagnostics.error(start, "this file is larger than 16 MiB", "is it an NMODL file?");
        return {};
    }
    if (is_binary(source.text())) {
        diagnostics.error(start, "this is not a text file", "an NMODL file is plain text");
        return {};
    }
    return Lexer(source, diagnostics).run();
}

} // namespace ranvier::nmodl
