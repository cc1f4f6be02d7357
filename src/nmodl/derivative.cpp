// SPDX-License-Identifier: BSD-3-Clause
// Dependence of a block's variables on its unknowns, and symbolic derivatives.
#include "derivative.hpp"

#include <algorithm>

#include "voltage.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using ast::Binding;
using ast::Expression;
using ast::ExpressionPtr;
using ast::Operator;

// --- degrees -----------------------------------------------------------------------------------------------

int Degree::highest() const {
    int out = 0;
    for (const auto& [unknown, degree] : in) out = std::max(out, degree);
    return out;
}

void Degree::join(const Degree& other) {
    for (const auto& [unknown, degree] : other.in) {
        int& own = in[unknown];
        own = std::max(own, degree);
    }
    total = std::max(total, other.total);
}

namespace {

Degree times(const Degree& a, const Degree& b) {
    Degree out = a;
    for (const auto& [unknown, degree] : b.in) {
        int& own = out.in[unknown];
        own = std::min(own + degree, Degree::kNoPolynomial);
    }
    out.total = std::min(a.total + b.total, Degree::kNoPolynomial);
    return out;
}

} // namespace

Dependence::Dependence(const Model& model, const std::vector<Unknown>& unknowns, const ast::Block& body)
    : model_(model), unknowns_(unknowns) {
    for (std::size_t i = 0; i < unknowns.size(); ++i)
        degrees_[{Binding::Kind::symbol, unknowns[i].symbol, unknowns[i].element}] = {
            {{static_cast<int>(i), 1}}, 1};
    do {
        has_changed_ = false;
        block(body, false);
    } while (has_changed_);
}

Dependence::Key Dependence::key(const ast::Assignment& s) {
    const int element = s.index ? constant_integer(*s.index).value_or(-1) : -1;
    return {s.target.binding.kind, s.target.binding.index, element};
}

/// Every element of an array that is indexed at run time.
Degree Dependence::whole(Binding::Kind kind, int index) const {
    Degree out;
    for (auto at = degrees_.lower_bound({kind, index, -1}); at != degrees_.end(); ++at) {
        if (std::get<0>(at->first) != kind || std::get<1>(at->first) != index) break;
        out.join(at->second);
    }
    return opaque(std::move(out));
}

Degree Dependence::of(const Key& key) const {
    Degree out;
    const auto add = [&](const Key& at) {
        if (const auto found = degrees_.find(at); found != degrees_.end()) out.join(found->second);
    };
    add(key);
    if (std::get<2>(key) >= 0) add({std::get<0>(key), std::get<1>(key), -1}); // stored at some element
    return out;
}

int Dependence::unknown(const Expression& e) const {
    if (e.binding.kind != Binding::Kind::symbol) return -1;
    int element = -1;
    if (e.kind == Expression::Kind::element) {
        const auto at = constant_integer(*e.arguments[0]);
        if (!at) return -1;
        element = *at;
    }
    for (std::size_t i = 0; i < unknowns_.size(); ++i)
        if (unknowns_[i].symbol == e.binding.index && unknowns_[i].element == element)
            return static_cast<int>(i);
    return -1;
}

Degree Dependence::opaque(Degree degree) const {
    if (!degree.depends()) return degree;
    for (auto& [unknown, d] : degree.in) d = Degree::kNoPolynomial;
    degree.total = Degree::kNoPolynomial;
    return degree;
}

/// What the result of a call, and all that it assigns, may depend on.
Degree Dependence::called(const Expression& call) const {
    Degree out;
    for (const auto& argument : call.arguments) out.join(of(*argument));
    if (call.binding.kind == Binding::Kind::code)
        for (const int code : reachable(model_, call.binding.index))
            for (const int symbol : model_.uses[static_cast<std::size_t>(code)].symbols)
                out.join(whole(Binding::Kind::symbol, symbol));
    return opaque(std::move(out));
}

Degree Dependence::of(const Expression& e) const {
    switch (e.kind) {
    case Expression::Kind::name: return of(Key{e.binding.kind, e.binding.index, -1});
    case Expression::Kind::element: {
        Degree out;
        if (const auto at = constant_integer(*e.arguments[0])) {
            out = of(Key{e.binding.kind, e.binding.index, *at});
        } else {
            out = whole(e.binding.kind, e.binding.index);
            out.join(opaque(of(*e.arguments[0])));
        }
        return out;
    }
    case Expression::Kind::call: return called(e);
    case Expression::Kind::unary: {
        const Degree inner = of(*e.arguments[0]);
        return e.op == Operator::neg ? inner : opaque(inner);
    }
    case Expression::Kind::binary: break;
    default: return {};
    }
    const Degree a = of(*e.arguments[0]), b = of(*e.arguments[1]);
    Degree out = a;
    switch (e.op) {
    case Operator::add:
    case Operator::sub: out.join(b); return out;
    case Operator::mul: return times(a, b);
    case Operator::div:
        if (!b.depends()) return a;
        break;
    case Operator::pow:
        if (is_number(*e.arguments[1], 1)) return a;
        if (is_number(*e.arguments[1], 2)) return times(a, a);
        break;
    default: break;
    }
    out.join(b);
    return opaque(std::move(out));
}

// --- statements --------------------------------------------------------------------------------------------

void Dependence::assign(const Key& key, const Degree& degree) {
    if (!degree.depends()) return;
    Degree& known = degrees_[key];
    const Degree before = known;
    known.join(degree);
    if (known == before) return;
    has_changed_ = true;
    if (std::get<0>(key) == Binding::Kind::symbol) is_visible_ = true;
}

void Dependence::calls(const Expression& e) {
    each_expression(e, [&](const Expression& inner) {
        if (inner.kind != Expression::Kind::call || inner.binding.kind != Binding::Kind::code) return;
        const Degree degree = called(inner);
        if (!degree.depends()) return;
        for (const int code : reachable(model_, inner.binding.index))
            for (const int symbol : model_.uses[static_cast<std::size_t>(code)].assigned)
                assign({Binding::Kind::symbol, symbol, -1}, degree);
    });
}

void Dependence::block(const ast::Block& body, bool in_loop) {
    for (const auto& statement : body.statements) visit(*statement, in_loop);
}

void Dependence::visit(const ast::Statement& statement, bool in_loop) {
    direct_expressions(statement, [&](const Expression& e) { calls(e); });
    const auto guard = [&](const Expression& condition, const ast::Block& inner, bool is_loop) {
        if (of(condition).depends()) {
            has_obstacle_ = true;
            // what is assigned below depends on the condition as well
            each_statement(inner, [&](const ast::Statement& s) {
                if (const auto* assignment = std::get_if<ast::Assignment>(&s.node))
                    if (assignment->primes == 0) assign(key(*assignment), opaque(of(condition)));
            });
        }
        block(inner, in_loop || is_loop);
    };
    std::visit(Overloaded{
                   [&](const ast::Assignment& s) {
                       if (s.primes > 0) return;
                       Degree degree = of(*s.value);
                       if (s.index && !constant_integer(*s.index)) {
                           degree.join(of(*s.index));
                           degree = opaque(std::move(degree));
                       }
                       if (in_loop && degree.depends()) {
                           has_obstacle_ = true;
                           degree = opaque(std::move(degree));
                       }
                       for (const auto& unknown : unknowns_)
                           if (s.target.binding == Binding{Binding::Kind::symbol, unknown.symbol})
                               has_obstacle_ = true;
                       assign(key(s), degree);
                   },
                   [&](const ast::If& s) {
                       guard(*s.condition, s.then, false);
                       if (s.otherwise) guard(*s.condition, *s.otherwise, false);
                   },
                   [&](const ast::While& s) { guard(*s.condition, s.body, true); },
                   [&](const ast::From& s) { block(s.body, true); },
                   [&](const ast::Block& s) { block(s, in_loop); },
                   [&](const ast::Protected& s) {
                       if (s.statement) visit(*s.statement, true);
                   },
                   [&](const ast::Verbatim&) {
                       has_obstacle_ = true;
                       is_visible_ = true;
                   },
                   [](const auto&) {},
               },
               statement.node);
}

// --- derivatives -------------------------------------------------------------------------------------------

int Differentiator::slope(const Dependence::Key& key, int unknown) {
    const auto [found, is_new] = slopes_.try_emplace({key, unknown}, -1);
    if (is_new)
        found->second = out_.local("slope" + std::to_string(slopes_.size()) + "_" + std::to_string(unknown));
    return found->second;
}

ExpressionPtr Differentiator::derivative(const Expression& e, int unknown) const {
    const auto inner = [&](std::size_t i) { return derivative(*e.arguments[i], unknown); };
    switch (e.kind) {
    case Expression::Kind::name:
    case Expression::Kind::element: {
        if (dependence_.unknown(e) == unknown) return number(1, e.span);
        const int element =
            e.kind == Expression::Kind::element ? constant_integer(*e.arguments[0]).value_or(-1) : -1;
        const auto found = slopes_.find({{e.binding.kind, e.binding.index, element}, unknown});
        return found == slopes_.end() ? nullptr : out_.get(found->second);
    }
    case Expression::Kind::unary: {
        auto a = inner(0);
        return a ? negated(std::move(a)) : nullptr;
    }
    case Expression::Kind::binary: break;
    default: return nullptr;
    }
    const auto own = [&](std::size_t i) { return ast::clone(*e.arguments[i]); };
    switch (e.op) {
    case Operator::add:
    case Operator::sub: return sum(inner(0), inner(1), e.op == Operator::sub);
    case Operator::mul: {
        auto a = inner(0), b = inner(1);
        if (a) a = product(std::move(a), own(1));
        if (b) b = product(own(0), std::move(b));
        return sum(std::move(a), std::move(b));
    }
    case Operator::div: {
        auto a = inner(0);
        return a ? quotient(std::move(a), own(1)) : nullptr;
    }
    case Operator::pow: {
        auto a = inner(0);
        if (!a || is_number(*e.arguments[1], 1)) return a;
        return product(product(number(2, e.span), own(0)), std::move(a));
    }
    default: return nullptr;
    }
}

ExpressionPtr Differentiator::with_calls_ahead(const Expression& e) {
    auto out = ast::clone(e);
    const auto visit = [&](const auto& self, ExpressionPtr& at) -> void {
        for (auto& argument : at->arguments) self(self, argument);
        if (at->kind != Expression::Kind::call || at->binding.kind != Binding::Kind::code) return;
        const int ahead = out_.local("call");
        out_.set(ahead, std::move(at));
        at = out_.get(ahead);
    };
    visit(visit, out);
    return out;
}

void Differentiator::assignment(const ast::Statement& statement, const ast::Assignment& s) {
    const auto key = Dependence::key(s);
    const Degree degree = dependence_.of(key);
    if (!degree.depends()) {
        out_.add(ast::clone(statement));
        return;
    }
    auto made = ast::clone(statement);
    auto& copy = std::get<ast::Assignment>(made->node);
    copy.value = with_calls_ahead(*s.value);
    for (const auto& [unknown, d] : degree.in) {
        auto value = derivative(*copy.value, unknown);
        out_.set(slope(key, unknown), value ? std::move(value) : number(0, s.value->span));
    }
    out_.add(std::move(made));
}

} // namespace ranvier::nmodl
