// SPDX-License-Identifier: BSD-3-Clause
#include "parser.hpp"

#include <utility>

namespace ranvier::hoc {
namespace {
constexpr int kDeepest = 1000;
} // namespace

Parser::Parser(const SourceText& source, Diagnostics& diagnostics, std::uint32_t begin)
    : source_(source), diagnostics_(diagnostics), lexer_(source, diagnostics) {
    lexer_.move_to(begin);
}

Parser::Level::Level(Parser& parser) : parser_(parser) {
    if (++parser_.depth_ > kDeepest) {
        --parser_.depth_; // no destructor runs
        parser_.fail("this is nested too deeply", "at most " + std::to_string(kDeepest) + " levels");
    }
}

Node* Parser::next(Tree& tree) {
    tree_ = &tree;
    depth_ = 0;
    try {
        do advance();
        while (token_.kind == TokenKind::newline);
        if (token_.kind == TokenKind::end) return nullptr;
        Node* node = statement(true);
        // The token behind has not been executed: only its kind counts here.
        if (token_.kind != TokenKind::newline && token_.kind != TokenKind::end) {
            if (is("}")) fail("this } closes nothing");
            if (is(Keyword::else_)) fail("else stands on the line where its if ends");
            fail("a statement ends with its line", "write { ... } around several statements on one line");
        }
        return node;
    } catch (const Failure&) {
        return nullptr;
    }
}

std::string_view Parser::rest() const { return source_.text().substr(lexer_.position()); }

void Parser::advance() {
    last_end_ = token_.end;
    token_ = lexer_.next();
    if (lexer_.ended_in_comment()) incomplete_ = true;
    if (token_.kind == TokenKind::bad) throw Failure{};
}

bool Parser::accept(std::string_view symbol) {
    if (!is(symbol)) return false;
    advance();
    return true;
}

void Parser::expect(std::string_view symbol, std::string_view where) {
    if (!accept(symbol)) fail("'" + std::string(symbol) + "' is expected " + std::string(where));
}

std::string Parser::name(std::string_view what) {
    if (token_.kind != TokenKind::name) {
        if (token_.kind == TokenKind::keyword)
            fail("'" + std::string(token_.word) + "' is a word of hoc and cannot be " + std::string(what));
        fail(std::string(what) + " is expected here");
    }
    std::string out(token_.word);
    advance();
    return out;
}

void Parser::fail(std::string message, std::string hint) {
    incomplete_ = token_.kind == TokenKind::end;
    if (token_.kind == TokenKind::newline) message += ", but the line ends";
    else if (token_.kind == TokenKind::end) message += ", but the text ends";
    diagnostics_.error({&source_, token_.begin, token_.end}, std::move(message), std::move(hint));
    throw Failure{};
}

} // namespace ranvier::hoc
