// SPDX-License-Identifier: BSD-3-Clause
// Making parts of the syntax tree.
#include "tree.hpp"

#include <algorithm>

#include "ranvier/base/error.hpp"

namespace ranvier::nmodl {

using ast::Expression;
using ast::ExpressionPtr;
using ast::Operator;
using ast::StatementPtr;

namespace {

ExpressionPtr node(Expression::Kind kind, Operator op, Span span, std::vector<ExpressionPtr> arguments) {
    auto out = std::make_unique<Expression>();
    out->kind = kind;
    out->op = op;
    out->span = span;
    for (const auto& argument : arguments) out->depth = std::max(out->depth, argument->depth + 1);
    out->arguments = std::move(arguments);
    return out;
}

template <class Node> StatementPtr statement(Node made, Span span) {
    auto out = std::make_unique<ast::Statement>();
    out->node = std::move(made);
    out->span = span;
    return out;
}

} // namespace

// --- expressions -------------------------------------------------------------------------------------------

ExpressionPtr number(double value, Span span) {
    auto out = std::make_unique<Expression>();
    out->number = value;
    out->span = span;
    return out;
}

ExpressionPtr whole_number(int value, Span span) {
    auto out = number(value, span);
    out->is_integer = true;
    return out;
}

bool is_number(const Expression& e, double value) {
    return e.kind == Expression::Kind::number && e.number == value;
}

ExpressionPtr binary(Operator op, ExpressionPtr a, ExpressionPtr b) {
    const Span span = a->span;
    std::vector<ExpressionPtr> arguments;
    arguments.push_back(std::move(a));
    arguments.push_back(std::move(b));
    return node(Expression::Kind::binary, op, span, std::move(arguments));
}

ExpressionPtr negated(ExpressionPtr a) {
    if (a->kind == Expression::Kind::number) {
        a->number = -a->number;
        a->unit.clear();
        return a;
    }
    if (a->kind == Expression::Kind::unary && a->op == Operator::neg) return std::move(a->arguments[0]);
    const Span span = a->span;
    std::vector<ExpressionPtr> arguments;
    arguments.push_back(std::move(a));
    return node(Expression::Kind::unary, Operator::neg, span, std::move(arguments));
}

ExpressionPtr product(ExpressionPtr a, ExpressionPtr b) {
    if (!a) return b;
    if (!b || is_number(*b, 1)) return a;
    if (is_number(*a, 1)) return b;
    if (is_number(*a, -1)) return negated(std::move(b));
    if (is_number(*b, -1)) return negated(std::move(a));
    return binary(Operator::mul, std::move(a), std::move(b));
}

ExpressionPtr quotient(ExpressionPtr a, ExpressionPtr b) {
    if (!b || is_number(*b, 1)) return a;
    if (!a) a = number(1, b->span);
    return binary(Operator::div, std::move(a), std::move(b));
}

ExpressionPtr sum(ExpressionPtr a, ExpressionPtr b, bool subtract) {
    if (!b) return a;
    if (!a) return subtract ? negated(std::move(b)) : std::move(b);
    return binary(subtract ? Operator::sub : Operator::add, std::move(a), std::move(b));
}

ExpressionPtr copy(const ExpressionPtr& e) { return e ? ast::clone(*e) : nullptr; }

ExpressionPtr builtin_call(const char* name, ExpressionPtr argument) {
    const Span span = argument->span;
    std::vector<ExpressionPtr> arguments;
    arguments.push_back(std::move(argument));
    auto out = node(Expression::Kind::call, Operator::add, span, std::move(arguments));
    out->text = name;
    out->binding = {ast::Binding::Kind::builtin, find_builtin(name)};
    return out;
}

ExpressionPtr symbol_name(const Model& model, int symbol, Span span) {
    auto out = std::make_unique<Expression>();
    out->kind = Expression::Kind::name;
    out->text = model.symbols[static_cast<std::size_t>(symbol)].name;
    out->binding = {ast::Binding::Kind::symbol, symbol};
    out->span = span;
    return out;
}

std::optional<int> constant_integer(const Expression& e) {
    constexpr long kLargest = 1L << 30; // an index or bound; products of two fit a long
    const auto within = [](long value) -> std::optional<int> {
        if (value > kLargest || value < -kLargest) return {};
        return static_cast<int>(value);
    };
    if (e.kind == Expression::Kind::number) {
        if (!e.is_integer) return {};
        return e.number > kLargest || e.number < -kLargest ? std::nullopt
                                                           : within(static_cast<long>(e.number));
    }
    if (e.kind == Expression::Kind::unary && e.op == Operator::neg) {
        const auto inner = constant_integer(*e.arguments[0]);
        return inner ? within(-static_cast<long>(*inner)) : std::nullopt;
    }
    if (e.kind != Expression::Kind::binary) return {};
    const auto a = constant_integer(*e.arguments[0]), b = constant_integer(*e.arguments[1]);
    if (!a || !b) return {};
    switch (e.op) {
    case Operator::add: return within(static_cast<long>(*a) + *b);
    case Operator::sub: return within(static_cast<long>(*a) - *b);
    case Operator::mul: return within(static_cast<long>(*a) * *b);
    case Operator::div: return *b == 0 ? 0 : *a / *b;
    default: return {};
    }
}

// --- unknowns ----------------------------------------------------------------------------------------------

Unknown make_unknown(const Model& model, int symbol, int element, Span span) {
    Unknown out;
    out.symbol = symbol;
    out.element = element;
    out.text = model.symbols[static_cast<std::size_t>(symbol)].name;
    if (element >= 0) out.text += "[" + std::to_string(element) + "]";
    out.span = span;
    return out;
}

ExpressionPtr Unknown::read() const {
    auto out = std::make_unique<Expression>();
    out->kind = element >= 0 ? Expression::Kind::element : Expression::Kind::name;
    out->text = name();
    out->binding = {ast::Binding::Kind::symbol, symbol};
    out->span = span;
    if (element >= 0) out->arguments.push_back(whole_number(element, span));
    return out;
}

StatementPtr Unknown::write(ExpressionPtr value) const {
    ast::Assignment made;
    made.target = {name(), span, {ast::Binding::Kind::symbol, symbol}};
    if (element >= 0) made.index = whole_number(element, span);
    made.value = std::move(value);
    return statement(std::move(made), span);
}

// --- statements --------------------------------------------------------------------------------------------

int Writer::local(std::string name, bool is_integer) {
    code_.locals.push_back({std::move(name), 1, false, is_integer, false, span_});
    return static_cast<int>(code_.locals.size()) - 1;
}

ExpressionPtr Writer::get(int local) const {
    auto out = std::make_unique<Expression>();
    out->kind = Expression::Kind::name;
    out->text = code_.locals[static_cast<std::size_t>(local)].name;
    out->binding = {ast::Binding::Kind::local, local};
    out->span = span_;
    return out;
}

void Writer::set(int local, ExpressionPtr value) {
    ast::Assignment made;
    made.target = {
        code_.locals[static_cast<std::size_t>(local)].name, span_, {ast::Binding::Kind::local, local}};
    made.value = std::move(value);
    add(statement(std::move(made), span_));
}

void Writer::add(ast::Block block) {
    for (auto& local : block.locals) open_.back().body.locals.push_back(std::move(local));
    for (auto& inner : block.statements) add(std::move(inner));
}

void Writer::fail(int status) { add(statement(ast::Fail{status}, span_)); }

void Writer::open_if(ExpressionPtr condition) {
    open_.emplace_back();
    open_.back().kind = Open::Kind::if_;
    open_.back().condition = std::move(condition);
}

void Writer::open_else() {
    auto& top = open_.back();
    RV_CHECK(top.kind == Open::Kind::if_ && !top.then);
    top.then = std::move(top.body);
    top.body = {};
}

void Writer::open_while(ExpressionPtr condition) {
    open_.emplace_back();
    open_.back().kind = Open::Kind::while_;
    open_.back().condition = std::move(condition);
}

void Writer::open_from(int local, int first, int last) {
    open_.emplace_back();
    open_.back().kind = Open::Kind::from;
    open_.back().local = local;
    open_.back().first = first;
    open_.back().last = last;
}

void Writer::close() {
    Open top = std::move(open_.back());
    open_.pop_back();
    RV_CHECK(!open_.empty());
    switch (top.kind) {
    case Open::Kind::if_: {
        ast::If made;
        made.condition = std::move(top.condition);
        made.then = top.then ? std::move(*top.then) : std::move(top.body);
        if (top.then) made.otherwise = std::move(top.body);
        add(statement(std::move(made), span_));
        break;
    }
    case Open::Kind::while_: {
        ast::While made;
        made.condition = std::move(top.condition);
        made.body = std::move(top.body);
        add(statement(std::move(made), span_));
        break;
    }
    case Open::Kind::from: {
        ast::From made;
        made.variable = {code_.locals[static_cast<std::size_t>(top.local)].name,
                         span_,
                         {ast::Binding::Kind::local, top.local}};
        made.first = whole_number(top.first, span_);
        made.last = whole_number(top.last, span_);
        made.body = std::move(top.body);
        add(statement(std::move(made), span_));
        break;
    }
    case Open::Kind::body: RV_CHECK(!"the body itself is not closed");
    }
}

ast::Block Writer::finish() {
    RV_CHECK(open_.size() == 1);
    ast::Block out = std::move(open_.back().body);
    out.span = span_;
    return out;
}

} // namespace ranvier::nmodl
