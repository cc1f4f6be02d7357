// SPDX-License-Identifier: BSD-3-Clause
// Deep copies of parts of the tree, bindings and places included.
#include "ranvier/nmodl/ast.hpp"

namespace ranvier::nmodl::ast {

namespace {

ExpressionPtr copy(const ExpressionPtr& e) { return e ? clone(*e) : nullptr; }

template <class... F> struct Overloaded : F... {
    using F::operator()...;
};
template <class... F> Overloaded(F...) -> Overloaded<F...>;

} // namespace

ExpressionPtr clone(const Expression& expression) {
    auto out = std::make_unique<Expression>();
    out->kind = expression.kind;
    out->op = expression.op;
    out->number = expression.number;
    out->is_integer = expression.is_integer;
    out->text = expression.text;
    out->unit = expression.unit;
    out->depth = expression.depth;
    out->binding = expression.binding;
    out->span = expression.span;
    out->arguments.reserve(expression.arguments.size());
    for (const auto& argument : expression.arguments) out->arguments.push_back(clone(*argument));
    return out;
}

Block clone(const Block& block) {
    Block out;
    out.locals = block.locals;
    out.span = block.span;
    for (const auto& statement : block.statements) out.statements.push_back(clone(*statement));
    return out;
}

StatementPtr clone(const Statement& statement) {
    auto out = std::make_unique<Statement>();
    out->span = statement.span;
    std::visit(
        Overloaded{
            [&](const Assignment& s) {
                out->node = Assignment{s.target, s.primes, copy(s.index), copy(s.value)};
            },
            [&](const CallStatement& s) { out->node = CallStatement{copy(s.call)}; },
            [&](const If& s) {
                If made{copy(s.condition), clone(s.then), {}};
                if (s.otherwise) made.otherwise = clone(*s.otherwise);
                out->node = std::move(made);
            },
            [&](const While& s) { out->node = While{copy(s.condition), clone(s.body)}; },
            [&](const From& s) {
                out->node = From{s.variable, copy(s.first), copy(s.last), copy(s.step), clone(s.body)};
            },
            [&](const Block& s) { out->node = clone(s); },
            [&](const Solve& s) {
                Solve made{s.block, s.method, s.method_span, s.is_steady, {}};
                if (s.if_error) made.if_error = clone(*s.if_error);
                out->node = std::move(made);
            },
            [&](const Table& s) {
                out->node = Table{s.outputs, s.depend, copy(s.low), copy(s.high), s.intervals};
            },
            [&](const Verbatim& s) { out->node = s; },
            [&](const Reaction& s) {
                const auto terms = [](const std::vector<Reaction::Term>& from) {
                    std::vector<Reaction::Term> to;
                    for (const auto& t : from) to.push_back({t.coefficient, t.name, copy(t.index)});
                    return to;
                };
                out->node =
                    Reaction{s.kind, terms(s.left), terms(s.right), copy(s.forward), copy(s.backward)};
            },
            [&](const Equation& s) { out->node = Equation{s.continues, copy(s.left), copy(s.right)}; },
            [&](const Conserve& s) { out->node = Conserve{copy(s.sum), copy(s.value)}; },
            [&](const Compartment& s) {
                out->node = Compartment{s.is_diffusion, s.index, copy(s.value), s.species};
            },
            [&](const Watch& s) {
                Watch made;
                for (const auto& item : s.items)
                    made.items.push_back({copy(item.condition), copy(item.flag)});
                out->node = std::move(made);
            },
            [&](const ForNetcons& s) { out->node = ForNetcons{s.arguments, clone(s.body), s.counter}; },
            [&](const Protected& s) { out->node = Protected{s.statement ? clone(*s.statement) : nullptr}; },
            [&](const Conductance& s) { out->node = s; },
            [&](const NestedInitial& s) { out->node = NestedInitial{clone(s.body)}; },
            [&](const Lag& s) { out->node = Lag{s.name, copy(s.delay)}; },
            [&](const Fail& s) { out->node = s; },
        },
        statement.node);
    return out;
}

} // namespace ranvier::nmodl::ast
