// SPDX-License-Identifier: BSD-3-Clause
// Warns where units disagree. A number without a unit stands for whatever unit fits, and so does a name whose
// unit is not declared: what is reported disagrees for certain.
#include <cmath>
#include <cstdio>

#include "unit_table.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using ast::Binding;
using ast::Expression;
using ast::Operator;

namespace {

struct Unit {
    Quantity quantity;
    std::string text; ///< as the user would write it
};
using Known = std::optional<Unit>;

bool is_number(const Quantity& quantity) { return quantity.dimension == Dimension{}; }

class Units {
  public:
    Units(const Model& model, Diagnostics& diagnostics)
        : model_(model), diagnostics_(diagnostics), table_(model.file) {}

    void run() {
        for (const auto& entry : model_.file.units)
            if (entry.is_alias && !table_.parse(entry.from))
                diagnostics_.warning(entry.from_span, "the unit '" + table_.unknown() + "' is not known",
                                     table_.hint());
        for (const auto& code : model_.file.code) {
            code_ = &code;
            each_statement(code.body, [&](const ast::Statement& s) {
                if (!s.units_are_off) statement(s);
            });
        }
    }

  private:
    void statement(const ast::Statement& s) {
        const auto* assignment = std::get_if<ast::Assignment>(&s.node);
        if (!assignment) {
            if (!std::holds_alternative<ast::Reaction>(s.node) &&
                !std::holds_alternative<ast::Conserve>(s.node))
                direct_expressions(s, [&](const Expression& e) { (void)of(e); });
            return;
        }
        if (assignment->index) (void)of(*assignment->index);
        Known target = of(assignment->target.text, assignment->target.binding);
        if (target && assignment->primes > 0) target = divided(*target, *parse("ms"), assignment->primes);
        const Known value = of(*assignment->value);
        if (!target || !value) return;
        const std::string primes(static_cast<std::size_t>(assignment->primes), '\'');
        compare(assignment->value->span, "'" + assignment->target.text + primes + "' has the unit", *target,
                "the value", *value);
    }

    Known parse(const std::string& text) {
        if (text.empty()) return {};
        const auto [at, is_new] = parsed_.try_emplace(text);
        if (!is_new) return at->second;
        if (const auto quantity = table_.parse(text)) at->second = Unit{*quantity, text};
        return at->second;
    }

    Known of(const std::string& name, const Binding& binding) {
        switch (binding.kind) {
        case Binding::Kind::symbol:
            return parse(model_.symbols[static_cast<std::size_t>(binding.index)].unit);
        case Binding::Kind::result: return parse(code_->unit);
        case Binding::Kind::local:
            for (const auto& parameter : code_->parameters)
                if (parameter.name.text == name && is_parameter(binding)) return parse(parameter.unit);
            return {};
        default: return {};
        }
    }

    [[nodiscard]] bool is_parameter(const Binding& binding) const {
        return code_->locals[static_cast<std::size_t>(binding.index)].is_parameter;
    }

    Known of(const Expression& e) {
        switch (e.kind) {
        case Expression::Kind::number: return parse(e.unit);
        case Expression::Kind::element: (void)of(*e.arguments[0]); return of(e.text, e.binding);
        case Expression::Kind::name: return of(e.text, e.binding);
        case Expression::Kind::call: return call(e);
        case Expression::Kind::unary: {
            const Known inner = of(*e.arguments[0]);
            return e.op == Operator::neg ? inner : Known{};
        }
        case Expression::Kind::binary: return binary(e);
        case Expression::Kind::string: return {};
        }
        return {};
    }

    Known binary(const Expression& e) {
        const Known a = of(*e.arguments[0]), b = of(*e.arguments[1]);
        switch (e.op) {
        case Operator::add:
        case Operator::sub:
            if (a && b) compare(e.span, "the left side is in", *a, "the right side", *b);
            return a ? a : b;
        case Operator::mul:
            if (!a || !b) return {};
            return product(*a, *b);
        case Operator::div:
            if (!a || !b) return {};
            return divided(*a, *b, 1);
        case Operator::pow: return power(a, *e.arguments[1]);
        case Operator::logical_and:
        case Operator::logical_or: return {};
        default:
            if (a && b) compare(e.span, "the left side is in", *a, "the right side", *b);
            return {};
        }
    }

    static Known power(const Known& base, const Expression& exponent) {
        if (!base) return {};
        if (is_number(base->quantity) && base->quantity.modern == 1) return base;
        if (exponent.kind != Expression::Kind::number || !exponent.is_integer || exponent.number > 8)
            return {};
        Unit out{{}, base->text + "^" + std::to_string(static_cast<int>(exponent.number))};
        apply(out.quantity, base->quantity, static_cast<int>(exponent.number));
        return out;
    }

    static Unit product(const Unit& a, const Unit& b) {
        Unit out{a.quantity, a.text + "-" + b.text};
        if (a.text == "1") out.text = b.text;
        if (b.text == "1") out.text = a.text;
        apply(out.quantity, b.quantity, 1);
        return out;
    }

    static Unit divided(const Unit& a, const Unit& b, int times) {
        Unit out = a;
        for (int i = 0; i < times && b.text != "1"; ++i) out.text += "/(" + b.text + ")";
        apply(out.quantity, b.quantity, -times);
        return out;
    }

    Known call(const Expression& e) {
        std::vector<Known> given;
        for (const auto& argument : e.arguments)
            given.push_back(argument->kind == Expression::Kind::string ? Known{} : of(*argument));
        if (e.binding.kind == Binding::Kind::code) {
            const auto& callee = model_.file.code[static_cast<std::size_t>(e.binding.index)];
            for (std::size_t i = 0; i < given.size() && i < callee.parameters.size(); ++i) {
                const Known wanted = parse(callee.parameters[i].unit);
                if (wanted && given[i])
                    compare(e.arguments[i]->span,
                            "'" + callee.parameters[i].name.text + "' of " + e.text + " has the unit",
                            *wanted, "the argument", *given[i]);
            }
            return parse(callee.unit);
        }
        if (e.binding.kind != Binding::Kind::builtin || given.empty()) return {};
        if (e.text == "fabs" || e.text == "abs") return given[0];
        const bool wants_number = e.text == "exp" || e.text == "log" || e.text == "log10";
        if (wants_number && given[0] && !is_number(given[0]->quantity))
            diagnostics_.warning(e.arguments[0]->span,
                                 "'" + e.text + "' of a number with a unit, (" + given[0]->text + ")");
        return {};
    }

    void compare(Span where, const std::string& first, const Unit& a, const std::string& second,
                 const Unit& b) {
        const std::string units = first + " (" + a.text + "), " + second + " (" + b.text + ")";
        if (a.quantity.dimension != b.quantity.dimension) {
            diagnostics_.warning(where, "units disagree: " + units);
            return;
        }
        const double factor = b.quantity.modern / a.quantity.modern;
        if (std::abs(factor - 1) < 1e-6) return;
        char shown[32];
        std::snprintf(shown, sizeof shown, "%.6g", factor);
        diagnostics_.warning(where, "units differ by a factor of " + std::string(shown) + ": " + units);
    }

    const Model& model_;
    Diagnostics& diagnostics_;
    UnitTable table_;
    std::unordered_map<std::string, Known> parsed_;
    const ast::CodeBlock* code_ = nullptr;
};

} // namespace

Model check_units(Model model, const CompileOptions&, Diagnostics& diagnostics) {
    Units(model, diagnostics).run();
    return model;
}

} // namespace ranvier::nmodl
