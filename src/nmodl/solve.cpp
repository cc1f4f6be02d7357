// SPDX-License-Identifier: BSD-3-Clause
// DERIVATIVE blocks solved by cnexp: s' = a s + b becomes s = s + (1 - exp(dt a)) (-b/a - s), exact for a and
// b constant over the step. A common factor of a and b is kept apart, so that s' = (inf - s)/tau costs one
// division and one exponential.
#include <algorithm>
#include <set>

#include "model.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using ast::Expression;
using ast::ExpressionPtr;
using ast::Operator;

namespace {

// --- making expressions; the factors 1 and -1 vanish -------------------------------------------------------

ExpressionPtr node(Expression::Kind kind, Operator op, Span span, std::vector<ExpressionPtr> arguments) {
    auto out = std::make_unique<Expression>();
    out->kind = kind;
    out->op = op;
    out->span = span;
    for (const auto& argument : arguments) out->depth = std::max(out->depth, argument->depth + 1);
    out->arguments = std::move(arguments);
    return out;
}

ExpressionPtr number(double value, Span span) {
    auto out = std::make_unique<Expression>();
    out->number = value;
    out->span = span;
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

/// A null factor is 1.
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
    return binary(Operator::div, std::move(a), std::move(b));
}

/// A null term is 0.
ExpressionPtr sum(ExpressionPtr a, ExpressionPtr b, bool subtract) {
    if (!b) return a;
    if (!a) return subtract ? negated(std::move(b)) : std::move(b);
    return binary(subtract ? Operator::sub : Operator::add, std::move(a), std::move(b));
}

ExpressionPtr copy(const ExpressionPtr& e) { return e ? ast::clone(*e) : nullptr; }

// --- linearity ---------------------------------------------------------------------------------------------

/// over/under (slope s + rest); null is 1 above, 0 in the parenthesis.
struct Linear {
    ExpressionPtr over, under, slope, rest;

    /// The same without the common factor.
    void flatten() {
        if (slope) slope = quotient(product(copy(over), std::move(slope)), copy(under));
        if (rest) rest = quotient(product(copy(over), std::move(rest)), copy(under));
        over.reset();
        under.reset();
    }
};

class Linearity {
  public:
    explicit Linearity(const ast::Assignment& equation) : equation_(equation) {
        if (equation.index) index_ = print(*equation.index);
    }

    /// Nothing if `e` is not linear in the state.
    std::optional<Linear> of(const Expression& e) const {
        Linear out;
        if (!contains(e)) {
            out.rest = ast::clone(e);
            return out;
        }
        if (is_state(e)) {
            out.slope = number(1, e.span);
            return out;
        }
        if (e.kind == Expression::Kind::unary && e.op == Operator::neg) {
            auto inner = of(*e.arguments[0]);
            if (!inner) return {};
            if (inner->slope) inner->slope = negated(std::move(inner->slope));
            if (inner->rest) inner->rest = negated(std::move(inner->rest));
            return inner;
        }
        if (e.kind != Expression::Kind::binary) return {};
        const auto& a = *e.arguments[0];
        const auto& b = *e.arguments[1];
        switch (e.op) {
        case Operator::add:
        case Operator::sub: {
            auto left = of(a), right = of(b);
            if (!left || !right) return {};
            left->flatten();
            right->flatten();
            out.slope = sum(std::move(left->slope), std::move(right->slope), e.op == Operator::sub);
            out.rest = sum(std::move(left->rest), std::move(right->rest), e.op == Operator::sub);
            return out;
        }
        case Operator::mul: {
            const bool left_is_free = !contains(a);
            if (!left_is_free && contains(b)) return {};
            auto inner = of(left_is_free ? b : a);
            if (!inner) return {};
            const auto& factor = left_is_free ? a : b;
            inner->over = left_is_free ? product(ast::clone(factor), std::move(inner->over))
                                       : product(std::move(inner->over), ast::clone(factor));
            return inner;
        }
        case Operator::div: {
            if (contains(b)) return {};
            auto inner = of(a);
            if (!inner) return {};
            inner->under = product(std::move(inner->under), ast::clone(b));
            return inner;
        }
        default: return {};
        }
    }

  private:
    [[nodiscard]] bool is_state(const Expression& e) const {
        if (!(e.binding == equation_.target.binding)) return false;
        if (!equation_.index) return e.kind == Expression::Kind::name;
        return e.kind == Expression::Kind::element && print(*e.arguments[0]) == index_;
    }
    [[nodiscard]] bool contains(const Expression& e) const {
        bool found = false;
        each_expression(e, [&](const Expression& inner) { found = found || is_state(inner); });
        return found;
    }

    const ast::Assignment& equation_;
    std::string index_;
};

// --- the block ---------------------------------------------------------------------------------------------

class Cnexp {
  public:
    Cnexp(const Model& model, Diagnostics& diagnostics) : diagnostics_(diagnostics) {
        dt_.kind = Expression::Kind::name;
        dt_.text = "dt";
        dt_.binding = {ast::Binding::Kind::symbol, model.find_symbol("dt")};
    }

    void block(ast::Block& body) {
        for (auto& statement : body.statements) {
            std::visit(Overloaded{
                           [&](ast::Assignment& s) {
                               if (s.primes > 0) equation(s);
                           },
                           [&](ast::If& s) {
                               block(s.then);
                               if (s.otherwise) block(*s.otherwise);
                           },
                           [&](ast::While& s) { block(s.body); },
                           [&](ast::From& s) { block(s.body); },
                           [&](ast::Block& s) { block(s); },
                           [](auto&) {},
                       },
                       statement->node);
        }
    }

  private:
    void equation(ast::Assignment& s) {
        auto linear = Linearity(s).of(*s.value);
        if (!linear) {
            diagnostics_.error(s.value->span,
                               "this is not linear in '" + s.target.text + "', so cnexp cannot solve it",
                               "derivimplicit, which could, cannot be lowered yet");
            return;
        }
        const Span span = s.value->span;
        const auto state = [&] {
            auto out = std::make_unique<Expression>();
            out->kind = s.index ? Expression::Kind::element : Expression::Kind::name;
            out->text = s.target.text;
            out->binding = s.target.binding;
            out->span = s.target.span;
            if (s.index) out->arguments.push_back(ast::clone(*s.index));
            return out;
        };
        auto dt = ast::clone(dt_);
        dt->span = span;
        s.primes = 0;
        if (!linear->slope) {
            s.value = binary(Operator::add, state(), product(std::move(dt), std::move(s.value)));
            return;
        }
        // -b/a, where the common factor cancels.
        ExpressionPtr limit;
        if (linear->rest) {
            if (is_number(*linear->slope, -1)) limit = std::move(linear->rest);
            else limit = quotient(negated(std::move(linear->rest)), copy(linear->slope));
        }
        auto rate =
            quotient(product(std::move(linear->over), std::move(linear->slope)), std::move(linear->under));
        auto exponential = std::make_unique<Expression>();
        exponential->kind = Expression::Kind::call;
        exponential->text = "exp";
        exponential->binding = {ast::Binding::Kind::builtin, find_builtin("exp")};
        exponential->span = span;
        exponential->arguments.push_back(binary(Operator::mul, std::move(dt), std::move(rate)));
        auto reached = binary(Operator::sub, number(1, span), std::move(exponential));
        auto distance = limit ? binary(Operator::sub, std::move(limit), state()) : negated(state());
        s.value =
            binary(Operator::add, state(), binary(Operator::mul, std::move(reached), std::move(distance)));
    }

    Diagnostics& diagnostics_;
    Expression dt_;
};

} // namespace

Model solve(Model model, const CompileOptions&, Diagnostics& diagnostics) {
    std::set<int> done;
    for (const int code : model.solved) {
        auto& block = model.file.code[static_cast<std::size_t>(code)];
        if (block.kind == ast::CodeBlock::Kind::derivative && done.insert(code).second)
            Cnexp(model, diagnostics).block(block.body);
    }
    return model;
}

} // namespace ranvier::nmodl
