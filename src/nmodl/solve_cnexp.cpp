// SPDX-License-Identifier: BSD-3-Clause
// DERIVATIVE blocks solved by cnexp: s' = a s + b becomes s = s + (1 - exp(dt a)) (-b/a - s), exact for a and
// b constant over the step. A common factor of a and b is kept apart, so that s' = (inf - s)/tau costs one
// division and one exponential. Variables that were computed from the state before count as constants.
#include "solution.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using ast::Expression;
using ast::ExpressionPtr;
using ast::Operator;

namespace {

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
    explicit Cnexp(const Solving& solving) : solving_(solving) {}

    /// False at the first equation that is not linear; `place` is then set to it.
    bool block(ast::Block& body, Span& place) {
        bool is_linear = true;
        for (auto& statement : body.statements) {
            std::visit(Overloaded{
                           [&](ast::Assignment& s) {
                               if (s.primes > 0) is_linear = equation(s, place);
                           },
                           [&](ast::If& s) {
                               is_linear =
                                   block(s.then, place) && (!s.otherwise || block(*s.otherwise, place));
                           },
                           [&](ast::While& s) { is_linear = block(s.body, place); },
                           [&](ast::From& s) { is_linear = block(s.body, place); },
                           [&](ast::Block& s) { is_linear = block(s, place); },
                           [](auto&) {},
                       },
                       statement->node);
            if (!is_linear) return false;
        }
        return true;
    }

  private:
    bool equation(ast::Assignment& s, Span& place) {
        auto linear = Linearity(s).of(*s.value);
        if (!linear) {
            place = s.value->span;
            return false;
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
        auto dt = symbol_name(solving_.model, solving_.dt, span);
        s.primes = 0;
        if (!linear->slope) {
            s.value = binary(Operator::add, state(), product(std::move(dt), std::move(s.value)));
            return true;
        }
        // -b/a, where the common factor cancels.
        ExpressionPtr limit;
        if (linear->rest) {
            if (is_number(*linear->slope, -1)) limit = std::move(linear->rest);
            else limit = quotient(negated(std::move(linear->rest)), copy(linear->slope));
        }
        auto rate =
            quotient(product(std::move(linear->over), std::move(linear->slope)), std::move(linear->under));
        auto exponential = builtin_call("exp", binary(Operator::mul, std::move(dt), std::move(rate)));
        auto reached = binary(Operator::sub, number(1, span), std::move(exponential));
        auto distance = limit ? binary(Operator::sub, std::move(limit), state()) : negated(state());
        s.value =
            binary(Operator::add, state(), binary(Operator::mul, std::move(reached), std::move(distance)));
        return true;
    }

    const Solving& solving_;
};

} // namespace

bool solve_cnexp(const Solving& solving, Writer& out, Span& place) {
    ast::Block body = ast::clone(solving.block.body);
    if (!Cnexp(solving).block(body, place)) return false;
    out.add(std::move(body));
    return true;
}

} // namespace ranvier::nmodl
