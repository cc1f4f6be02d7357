// SPDX-License-Identifier: BSD-3-Clause
// Statements and blocks of code.
#include <algorithm>
#include <array>

#include "parser.hpp"

namespace ranvier::nmodl {

using ast::Block;
using ast::Statement;
using ast::StatementPtr;

namespace {

constexpr std::array<std::string_view, 12> kDropped = {"SENS", "MATCH", "FORALL", "VS",    "RESET",   "PUT",
                                                       "GET",  "DEL",   "DEL2",   "SWEEP", "PARTIAL", "PLOT"};

} // namespace

/// `opener` is the word that messages name: PROCEDURE, if, ...
Block Parser::block(const Token& opener) {
    const Depth depth(*this);
    const Token begin = current();
    expect("{", "to open the block");
    Block out;
    while (!is("}")) {
        const bool is_nested_initial = is_word("INITIAL") && code_kind_ == ast::CodeBlock::Kind::net_receive;
        if (at_end() || (starts_block_here() && !is_nested_initial)) missing_brace(opener);
        const std::size_t started_at = position_;
        const bool units_are_off = current().units_are_off;
        try {
            if (accept_word("LOCAL")) {
                local_list(out.locals);
            } else {
                out.statements.push_back(statement());
                out.statements.back()->units_are_off = units_are_off;
            }
        } catch (const Failed&) {
            recover_statement(out, started_at, opener);
        }
    }
    advance();
    out.span = span_from(begin);
    return out;
}

/// Skips to where a statement may start: a name or ~ that begins a line, a block, or the end of this one.
void Parser::recover_statement(Block& into, std::size_t started_at, const Token& opener) {
    in_assignment_ = false;
    if (position_ == started_at) advance();
    while (!at_end() && !is("}") && !starts_block_here()) {
        if (is("{")) {
            if (depth_ + 2 > kMaxDepth) { // too deep to read; skip it by counting
                skip_braces();
                return;
            }
            auto skipped = std::make_unique<Statement>();
            skipped->node = block(opener); // its own mistakes are reported too
            into.statements.push_back(std::move(skipped));
            return;
        }
        const Token& token = current();
        if (token.starts_line &&
            (token.kind == TokenKind::name || token.kind == TokenKind::verbatim || is("~")))
            return;
        advance();
    }
}

void Parser::local_list(std::vector<ast::LocalDeclaration>& out) {
    do {
        ast::LocalDeclaration local;
        local.name = name("a name after LOCAL");
        if (accept("[")) {
            local.is_array = true;
            local.count = integer("an integer as array size");
            if (local.count < 1 || local.count > kMaxArray)
                fail(local.name.span, "an array has 1 to 1048576 elements");
            expect("]", "after an array size");
        }
        out.push_back(std::move(local));
    } while (accept(","));
}

StatementPtr Parser::statement() {
    const Token token = current();
    if (token.kind == TokenKind::verbatim) {
        advance();
        return make(ast::Verbatim{std::string(token.text)}, span(token));
    }
    if (is("{")) {
        auto inner = block(token);
        const Span where = inner.span;
        return make(std::move(inner), where);
    }
    if (is("~") || is("~+")) {
        const bool is_equation =
            code_kind_ == ast::CodeBlock::Kind::linear || code_kind_ == ast::CodeBlock::Kind::nonlinear;
        return is_equation ? equation() : reaction();
    }
    if (token.kind != TokenKind::name) {
        if (token.text == ";") fail(span(token), "NMODL has no ';'", "leave it out");
        fail_expected("a statement");
    }
    if (is_word("if") || is_word("IF")) return if_statement();
    if (is_word("while") || is_word("WHILE")) return while_statement();
    if (is_word("else") || is_word("ELSE")) fail(span(token), "this else belongs to no if");
    if (is_word("FROM")) return from_statement();
    if (is_word("SOLVE")) return solve_statement();
    if (is_word("TABLE")) return table_statement();
    if (is_word("CONSERVE")) return conserve();
    if (is_word("COMPARTMENT")) return compartment(false);
    if (is_word("LONGITUDINAL_DIFFUSION")) return compartment(true);
    if (is_word("WATCH")) return watch();
    if (is_word("FOR_NETCONS")) return for_netcons();
    if (is_word("PROTECT") || is_word("MUTEXLOCK") || is_word("MUTEXUNLOCK")) return protect();
    if (is_word("CONDUCTANCE")) return conductance();
    if (is_word("LAG")) return lag();
    if (is_word("INITIAL")) {
        advance();
        auto body = block(token);
        return make(ast::NestedInitial{std::move(body)}, span_from(token));
    }
    if (std::find(kDropped.begin(), kDropped.end(), token.text) != kDropped.end() && ahead().text != "=" &&
        ahead().text != "(" && ahead().text != "[")
        fail(span(token), "the statement " + std::string(token.text) + " is not supported");
    return assignment_or_call();
}

StatementPtr Parser::assignment_or_call() {
    const Token token = current();
    advance();
    if (is("(") && token.primes == 0) {
        auto called = call(token);
        const Span where = called->span;
        return make(ast::CallStatement{std::move(called)}, where);
    }
    ast::Assignment out;
    out.target = {std::string(token.text),
                  {token.source, token.begin, token.begin + static_cast<std::uint32_t>(token.text.size())},
                  {}};
    out.primes = token.primes;
    if (accept("[")) {
        out.index = expression();
        expect("]", "after an index");
    }
    if (is("==")) fail(span(current()), "'==' compares; an assignment has a single '='");
    if (!is("=")) {
        if (is("'"))
            fail(span(current()), "the prime must stand directly after the name",
                 "write " + out.target.text + "' = ...");
        fail_expected("'=' or '(' after " + out.target.text);
    }
    advance();
    in_assignment_ = true;
    out.value = expression();
    in_assignment_ = false;
    return make(std::move(out), span_from(token));
}

StatementPtr Parser::if_statement() {
    const Depth depth(*this);
    const Token opener = current();
    advance();
    ast::If out;
    expect("(", "after if");
    out.condition = expression();
    if (is("=")) fail(span(current()), "a comparison is written '=='");
    expect(")", "after the condition");
    out.then = block(opener);
    if (is_word("else") || is_word("ELSE")) {
        const Token other = current();
        advance();
        if (is_word("if") || is_word("IF")) {
            Block chain;
            chain.statements.push_back(if_statement());
            chain.span = chain.statements.front()->span;
            out.otherwise = std::move(chain);
        } else {
            out.otherwise = block(other);
        }
    }
    return make(std::move(out), span_from(opener));
}

StatementPtr Parser::while_statement() {
    const Token opener = current();
    advance();
    ast::While out;
    expect("(", "after while");
    out.condition = expression();
    expect(")", "after the condition");
    out.body = block(opener);
    return make(std::move(out), span_from(opener));
}

StatementPtr Parser::from_statement() {
    const Token opener = current();
    advance();
    ast::From out;
    try {
        out.variable = name("the loop variable after FROM");
        expect("=", "after the loop variable");
        out.first = expression();
        if (!accept_word("TO")) fail_expected("TO");
        out.last = expression();
        if (accept_word("BY")) out.step = expression();
    } catch (const Failed&) {
        file_.declarations_are_sound = false; // the body will not know the variable
        throw;
    }
    out.body = block(opener);
    return make(std::move(out), span_from(opener));
}

} // namespace ranvier::nmodl
