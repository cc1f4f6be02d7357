// SPDX-License-Identifier: BSD-3-Clause
// Expressions. Precedence, low to high: || && equality comparison + - * / unary ^. Equality binds looser than
// comparison because NEURON hands the text to C.
#include <array>

#include "parser.hpp"
#include "read_derivatives.hpp"

namespace ranvier::nmodl {

using ast::Expression;
using ast::ExpressionPtr;
using ast::Operator;

namespace {

struct Infix {
    std::string_view text;
    Operator op;
    int level;
};
constexpr std::array<Infix, 12> kInfix = {{{"||", Operator::logical_or, 0},
                                           {"&&", Operator::logical_and, 1},
                                           {"==", Operator::eq, 2},
                                           {"!=", Operator::ne, 2},
                                           {"<", Operator::lt, 3},
                                           {"<=", Operator::le, 3},
                                           {">", Operator::gt, 3},
                                           {">=", Operator::ge, 3},
                                           {"+", Operator::add, 4},
                                           {"-", Operator::sub, 4},
                                           {"*", Operator::mul, 5},
                                           {"/", Operator::div, 5}}};
constexpr int kUnaryLevel = 6;

const Infix* infix(const Token& token, int level) {
    if (token.kind != TokenKind::symbol) return nullptr;
    for (const auto& entry : kInfix)
        if (entry.level == level && entry.text == token.text) return &entry;
    return nullptr;
}

} // namespace

ExpressionPtr Parser::expression() {
    const Depth depth(*this);
    return binary(0);
}

ExpressionPtr Parser::make_binary(Operator op, ExpressionPtr a, ExpressionPtr b) {
    auto out = std::make_unique<Expression>();
    out->kind = Expression::Kind::binary;
    out->op = op;
    out->span = a->span;
    if (b->span.source == a->span.source) out->span.end = b->span.end;
    out->depth = 1 + std::max(a->depth, b->depth);
    if (out->depth > kMaxExpressionDepth)
        fail(out->span, "this expression is too long", "split it with LOCAL variables");
    out->arguments.push_back(std::move(a));
    out->arguments.push_back(std::move(b));
    return out;
}

ExpressionPtr Parser::binary(int level) {
    if (level == kUnaryLevel) return unary();
    auto left = binary(level + 1);
    while (const Infix* found = infix(current(), level)) {
        advance();
        auto right = binary(level + 1);
        left = make_binary(found->op, std::move(left), std::move(right));
    }
    return left;
}

ExpressionPtr Parser::unary() {
    if (!is("-") && !is("!") && !is("+")) return power();
    const Depth depth(*this);
    const Token sign = current();
    advance();
    auto operand = unary();
    if (sign.text == "+") return operand;
    auto out = std::make_unique<Expression>();
    out->kind = Expression::Kind::unary;
    out->op = sign.text == "-" ? Operator::neg : Operator::logical_not;
    out->span = span_from(sign);
    out->depth = operand->depth + 1;
    out->arguments.push_back(std::move(operand));
    return out;
}

ExpressionPtr Parser::power() {
    auto base = primary();
    if (!accept("^")) return base;
    const Depth depth(*this);
    auto exponent = unary(); // right associative, and a^-b is allowed
    return make_binary(Operator::pow, std::move(base), std::move(exponent));
}

ExpressionPtr Parser::number_expression(double value, bool is_integer, Span where) {
    auto out = std::make_unique<Expression>();
    out->kind = Expression::Kind::number;
    out->number = value;
    out->is_integer = is_integer;
    out->span = where;
    return out;
}

ExpressionPtr Parser::call(const Token& callee) {
    auto out = std::make_unique<Expression>();
    out->kind = Expression::Kind::call;
    out->text = std::string(callee.text);
    expect("(", "after the name of a function");
    if (!is(")")) {
        for (;;) {
            out->arguments.push_back(expression());
            out->depth = std::max(out->depth, out->arguments.back()->depth + 1);
            if (accept(",")) continue;
            if (is(")")) break;
            fail_expected("',' or ')' in the arguments of " + out->text);
        }
    }
    expect(")", "after the arguments of " + out->text);
    out->span = span_from(callee);
    return out;
}

/// x' as a value: what its equation gave last.
ExpressionPtr Parser::derivative(const Token& token) {
    if (token.primes > 1) fail(span(token), "only a first derivative has a value");
    advance();
    const std::string state(token.text);
    derivatives_read_.try_emplace(state, span(token));
    auto out = std::make_unique<Expression>();
    out->kind = Expression::Kind::name;
    out->text = name_of_derivative(state);
    out->span = span(token);
    return out;
}

ExpressionPtr Parser::primary() {
    const Token token = current();
    switch (token.kind) {
    case TokenKind::number: {
        advance();
        auto out = number_expression(token.number, token.is_integer, span(token));
        out->unit = optional_unit();
        return out;
    }
    case TokenKind::string: {
        advance();
        auto out = std::make_unique<Expression>();
        out->kind = Expression::Kind::string;
        out->text = std::string(token.text);
        out->span = span(token);
        return out;
    }
    case TokenKind::name: {
        if (starts_block_here()) fail_expected("an expression");
        if (in_assignment_ && token.starts_line && ahead().text == "=")
            fail(span(token), "expected an expression but found the next statement",
                 "the line before is not complete");
        if (token.primes > 0) return derivative(token);
        advance();
        if (is("(")) return call(token);
        if (const auto found = defines_.find(std::string(token.text)); found != defines_.end())
            return number_expression(found->second, true, span(token));
        auto out = std::make_unique<Expression>();
        out->kind = Expression::Kind::name;
        out->text = std::string(token.text);
        if (accept("[")) {
            out->kind = Expression::Kind::element;
            out->arguments.push_back(expression());
            out->depth = out->arguments.back()->depth + 1;
            expect("]", "after an index");
        }
        if (is("@")) fail(span(current()), "name@n (a value of an earlier step) is not part of this version");
        out->span = span_from(token);
        return out;
    }
    default: break;
    }
    if (accept("(")) {
        auto inner = expression();
        expect(")", "to close the parenthesis");
        return inner;
    }
    fail_expected("an expression");
}

} // namespace ranvier::nmodl
