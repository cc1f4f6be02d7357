// SPDX-License-Identifier: BSD-3-Clause
// What all parts of the parser share: looking at tokens, expecting them, saying what was found instead.
#include "parser.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "read_derivatives.hpp"

namespace ranvier::nmodl {

namespace {

/// Words that open something at file level and nowhere else (INITIAL apart, which NET_RECEIVE may hold).
constexpr std::array<std::string_view, 31> kBlockWords = {
    "NEURON",    "UNITS",       "PARAMETER",  "ASSIGNED",   "STATE",     "CONSTANT",       "INDEPENDENT",
    "DEPENDENT", "DEFINE",      "INCLUDE",    "BREAKPOINT", "EQUATION",  "DERIVATIVE",     "KINETIC",
    "LINEAR",    "NONLINEAR",   "DISCRETE",   "FUNCTION",   "PROCEDURE", "NET_RECEIVE",    "BEFORE",
    "AFTER",     "CONSTRUCTOR", "DESTRUCTOR", "PARTIAL",    "TERMINAL",  "FUNCTION_TABLE", "STEPPED",
    "INITIAL",   "PLOT",        "SWEEP"};

} // namespace

Parser::Parser(const SourcePtr& source, std::vector<Token> tokens, const CompileOptions& options,
               Diagnostics& diagnostics)
    : options_(options), tokens_(std::move(tokens)), diagnostics_(diagnostics) {
    file_.source = source;
    file_.sources = {source};
}

const Token& Parser::ahead(std::size_t n) const {
    return tokens_[std::min(position_ + n, tokens_.size() - 1)];
}

bool Parser::is(std::string_view symbol) const {
    return current().kind == TokenKind::symbol && current().text == symbol;
}

bool Parser::is_word(std::string_view word) const {
    return current().kind == TokenKind::name && current().primes == 0 && current().text == word;
}

void Parser::advance() {
    if (!at_end()) ++position_;
}

bool Parser::accept(std::string_view symbol) {
    if (!is(symbol)) return false;
    advance();
    return true;
}

bool Parser::accept_word(std::string_view word) {
    if (!is_word(word)) return false;
    advance();
    return true;
}

Span Parser::span(const Token& token) const { return {token.source, token.begin, token.end}; }

/// From `first` to the end of the last token that was taken, within one file.
Span Parser::span_from(const Token& first) const {
    const Token& last = position_ > 0 ? tokens_[position_ - 1] : first;
    const bool is_one_file = last.source == first.source;
    return {first.source, first.begin, is_one_file ? std::max(first.begin, last.end) : first.end};
}

std::string Parser::describe(const Token& token) const {
    switch (token.kind) {
    case TokenKind::end: return "the end of the file";
    case TokenKind::verbatim: return "VERBATIM";
    case TokenKind::title: return "TITLE";
    case TokenKind::string: return "a string";
    default: break;
    }
    const auto byte = static_cast<unsigned char>(token.text.empty() ? ' ' : token.text.front());
    if (token.kind == TokenKind::invalid && (byte < 32 || byte > 126)) return "a character outside ASCII";
    const std::string_view shown = token.source->text().substr(token.begin, token.end - token.begin);
    return "'" + std::string(shown.substr(0, 40)) + "'";
}

void Parser::report(Span where, std::string message, std::string hint) {
    if (diagnostics_.error_count() >= kMaxErrors) {
        diagnostics_.error(where, "too many errors; the rest of the file was not read");
        throw TooMany{};
    }
    diagnostics_.error(where, std::move(message), std::move(hint));
}

void Parser::fail(Span where, std::string message, std::string hint) {
    report(where, std::move(message), std::move(hint));
    throw Failed{};
}

void Parser::fail_expected(std::string_view what) {
    fail(span(current()), "expected " + std::string(what) + " but found " + describe(current()));
}

void Parser::expect(std::string_view symbol, std::string_view context) {
    if (accept(symbol)) return;
    fail_expected("'" + std::string(symbol) + "' " + std::string(context));
}

ast::Name Parser::name(std::string_view what) {
    if (current().kind != TokenKind::name || current().primes > 0) fail_expected(what);
    ast::Name out{std::string(current().text), span(current()), {}};
    advance();
    return out;
}

int Parser::integer(std::string_view what) {
    const bool is_negative = accept("-");
    double value = 0;
    if (current().kind == TokenKind::number && current().is_integer) {
        value = current().number;
    } else {
        const auto found =
            current().kind == TokenKind::name ? defines_.find(std::string(current().text)) : defines_.end();
        const bool is_lost = current().kind == TokenKind::name && included_is_missing_;
        if (found == defines_.end() && !is_lost) fail_expected(what);
        value = found == defines_.end() ? 1 : found->second;
    }
    if (value > std::numeric_limits<int>::max()) fail(span(current()), "this integer is too large");
    advance();
    return static_cast<int>(is_negative ? -value : value);
}

double Parser::number(std::string_view what) {
    const bool is_negative = accept("-");
    double value = 0;
    if (current().kind == TokenKind::number) {
        value = current().number;
    } else {
        const auto found =
            current().kind == TokenKind::name ? defines_.find(std::string(current().text)) : defines_.end();
        if (found == defines_.end()) fail_expected(what);
        value = found->second;
    }
    advance();
    return is_negative ? -value : value;
}

/// Everything up to the matching parenthesis, as text: what stands in a unit need not be tokens.
std::string Parser::unit_text(Span* where) {
    if (!is("(")) fail_expected("a unit in parentheses");
    const Token opener = current();
    const std::string_view text = opener.source->text();
    int open = 0;
    std::uint32_t close = opener.begin;
    for (;; ++close) {
        if (close >= text.size() || text[close] == '\n' || text[close] == '\r')
            fail(span(opener), "this unit is not closed on its line", "add the missing ')'");
        if (text[close] == '(') ++open;
        if (text[close] == ')' && --open == 0) break;
    }
    while (!at_end() && current().source == opener.source && current().begin <= close) advance();
    if (where) *where = {opener.source, opener.begin, close + 1};
    std::string_view unit = text.substr(opener.end, close - opener.end);
    while (!unit.empty() && (unit.front() == ' ' || unit.front() == '\t')) unit.remove_prefix(1);
    while (!unit.empty() && (unit.back() == ' ' || unit.back() == '\t')) unit.remove_suffix(1);
    return std::string(unit);
}

std::string Parser::optional_unit() { return is("(") ? unit_text() : std::string(); }

/// True if the current token can only be the start of a new top-level block.
bool Parser::starts_block_here() const {
    const Token& token = current();
    if (token.kind == TokenKind::title) return true;
    if (token.kind != TokenKind::name || !token.starts_line || token.primes > 0) return false;
    if (std::find(kBlockWords.begin(), kBlockWords.end(), token.text) == kBlockWords.end()) return false;
    const Token& next = ahead();
    return next.kind == TokenKind::name || next.text == "{" || next.text == "(";
}

void Parser::missing_brace(const Token& opener) {
    const auto line = opener.source->place(opener.begin).line;
    report(span(current()), "expected '}' but found " + describe(current()),
           std::string(opener.text) + ", opened in line " + std::to_string(line) +
               (opener.source == current().source ? "" : " of " + opener.source->name()) + ", is not closed");
    throw MissingBrace{};
}

ast::File Parser::run() {
    while (!at_end()) {
        const std::size_t started_at = position_;
        try {
            top_level();
        } catch (const Failed&) {
            file_.declarations_are_sound = false;
            if (position_ == started_at) advance();
            skip_to_block();
        } catch (const MissingBrace&) {
            if (position_ == started_at) advance();
        } catch (const TooMany&) {
            file_.declarations_are_sound = false;
            break;
        }
    }
    keep_derivatives(file_, derivatives_read_, diagnostics_);
    return std::move(file_);
}

ast::File parse_tokens(const SourcePtr& source, std::vector<Token> tokens, const CompileOptions& options,
                       Diagnostics& diagnostics) {
    if (tokens.empty()) {
        ast::File file;
        file.source = source;
        file.sources = {source};
        return file;
    }
    if (tokens.size() == 1 && !diagnostics.has_errors())
        diagnostics.error({source.get(), 0, 0}, "this file is empty",
                          "a mechanism needs at least a NEURON block");
    return Parser(source, std::move(tokens), options, diagnostics).run();
}

} // namespace ranvier::nmodl
