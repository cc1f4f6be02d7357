// SPDX-License-Identifier: BSD-3-Clause
// LINEAR blocks by elimination, NONLINEAR blocks by Newton's method from the present values.
#include <algorithm>

#include "solution.hpp"
#include "unroll.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using ast::Expression;
using ast::ExpressionPtr;
using ast::Operator;

namespace {

constexpr int kPivoted = 24;

/// The equations of a block as written, and the STATEs that occur in them.
class Algebraic {
  public:
    Algebraic(const Solving& solving, Writer& out)
        : solving_(solving), out_(out), errors_(solving.diagnostics.error_count()),
          system_{{}, unroll(solving.block.body, solving.diagnostics), true} {
        find(system_.body, false);
        if (count_ == 0 && is_sound())
            solving.diagnostics.error(solving.block.name.span,
                                      "'" + solving.block.name.text + "' has no equation",
                                      "an equation is written ~ left = right");
        const int unknowns = static_cast<int>(system_.unknowns.size());
        if (count_ != unknowns && is_sound())
            solving.diagnostics.error(solving.block.name.span,
                                      "'" + solving.block.name.text + "' has " + plural(count_, "equation") +
                                          " for " + plural(unknowns, "unknown STATE"),
                                      names());
    }

    [[nodiscard]] bool is_sound() const { return solving_.diagnostics.error_count() == errors_; }

    void linear() {
        const Dependence direct(solving_.model, system_.unknowns, {});
        LinearSystem system(count_);
        Differentiator differentiator(direct, out_);
        const auto each_term = [&](const ast::Equation& e, auto&& f) {
            f(*e.left, false);
            f(*e.right, true);
        };
        int row = -1;
        each_equation(system_.body, [&](const ast::Equation& e) {
            if (!e.continues) ++row;
            (void)system.right(out_, row);
            each_term(e, [&](const Expression& side, bool) {
                const Degree degree = direct.of(side);
                if (degree.total > 1) solving_.diagnostics.error(side.span, not_linear(direct, side));
                for (const auto& [u, d] : degree.in) (void)system.entry(out_, row, u);
            });
        });
        if (!is_sound()) return;
        if (!system.order(kPivoted)) return undetermined(system);
        row = -1;
        for (const auto& [at, local] : system.given()) out_.set(local, number(0, out_.span()));
        write(system_.body, [&](const ast::Equation& e) {
            if (!e.continues) out_.set(system.right(out_, ++row), number(0, out_.span()));
            each_term(e, [&](const Expression& side, bool is_right) {
                for (const auto& [u, degree] : direct.of(side).in)
                    if (auto coefficient = differentiator.derivative(side, u))
                        add(system.entry(out_, row, u), std::move(coefficient), is_right);
                auto rest = ast::clone(side);
                without_unknowns(*rest, direct);
                add(system.right(out_, row), std::move(rest), !is_right);
            });
        });
        system.factor(out_, true);
        system.substitute(out_);
        for (std::size_t i = 0; i < system_.unknowns.size(); ++i)
            out_.set(system_.unknowns[i], out_.get(system.answer(static_cast<int>(i))));
    }

    void nonlinear() {
        // The differences of Newton's method see through everything; what is symbolic needs the residuals as
        // equations of their own.
        std::vector<Degree> degrees(static_cast<std::size_t>(count_));
        const Dependence dependence(solving_.model, system_.unknowns, system_.body);
        int row = -1;
        each_equation(system_.body, [&](const ast::Equation& e) {
            if (!e.continues) ++row;
            degrees[static_cast<std::size_t>(row)].join(dependence.of(*e.left));
            degrees[static_cast<std::size_t>(row)].join(dependence.of(*e.right));
        });
        for (auto& degree : degrees) // LOCALs between the equations have no derivatives of their own
            for (auto& [u, d] : degree.in) d = Degree::kNoPolynomial;
        NewtonProblem problem{system_, dependence, degrees, -1, true, {}};
        problem.evaluate = [this](Writer&, const std::vector<int>& values, const auto&) {
            int at = -1;
            write(system_.body, [&](const ast::Equation& e) {
                auto value = binary(Operator::sub, ast::clone(*e.right), ast::clone(*e.left));
                if (e.continues) add(values[static_cast<std::size_t>(at)], std::move(value), false);
                else out_.set(values[static_cast<std::size_t>(++at)], std::move(value));
            });
        };
        (void)solve_newton(solving_, problem, out_);
    }

  private:
    static std::string plural(int count, const std::string& what) {
        return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
    }
    [[nodiscard]] std::string names() const {
        std::string out;
        for (const auto& u : system_.unknowns) out += (out.empty() ? "unknown: " : ", ") + u.text;
        return out;
    }

    void find(const ast::Block& body, bool is_conditional) {
        for (const auto& statement : body.statements) {
            if (const auto* equation = std::get_if<ast::Equation>(&statement->node)) {
                if (is_conditional)
                    solving_.diagnostics.error(statement->span, "an equation cannot stand under a condition");
                if (equation->continues && count_ == 0)
                    solving_.diagnostics.error(statement->span, "there is no equation before to continue");
                if (!equation->continues) ++count_;
                for (const auto* side : {equation->left.get(), equation->right.get()})
                    each_expression(*side, [&](const Expression& e) { unknown(e); });
                continue;
            }
            direct_blocks(*statement, [&](const ast::Block& inner) {
                find(inner, is_conditional || !std::holds_alternative<ast::Block>(statement->node));
            });
        }
    }

    void unknown(const Expression& e) {
        const bool is_name = e.kind == Expression::Kind::name || e.kind == Expression::Kind::element;
        if (!is_name || e.binding.kind != ast::Binding::Kind::symbol ||
            !is_state(solving_.model, e.binding.index))
            return;
        int element = -1;
        if (e.kind == Expression::Kind::element) {
            const auto& symbol = solving_.model.symbols[static_cast<std::size_t>(e.binding.index)];
            const auto at = constant_integer(*e.arguments[0]);
            if (!at || *at < 0 || *at >= symbol.count) {
                solving_.diagnostics.error(e.span, at ? "'" + symbol.name + "' has " +
                                                            std::to_string(symbol.count) +
                                                            " elements, counted from 0"
                                                      : "the index of an unknown must be constant");
                return;
            }
            element = *at;
        }
        const auto made = make_unknown(solving_.model, e.binding.index, element, e.span);
        auto& known = system_.unknowns;
        if (std::find(known.begin(), known.end(), made) == known.end()) known.push_back(made);
    }

    template <class F> void each_equation(const ast::Block& body, F&& f) {
        each_statement(body, [&](const ast::Statement& s) {
            if (const auto* equation = std::get_if<ast::Equation>(&s.node)) f(*equation);
        });
    }

    template <class F> void write(const ast::Block& body, F&& equation) {
        for (const auto& statement : body.statements) {
            if (const auto* e = std::get_if<ast::Equation>(&statement->node)) equation(*e);
            else if (const auto* inner = std::get_if<ast::Block>(&statement->node)) write(*inner, equation);
            else out_.add(ast::clone(*statement));
        }
    }

    void add(int local, ExpressionPtr value, bool subtract) {
        out_.set(local, binary(subtract ? Operator::sub : Operator::add, out_.get(local), std::move(value)));
    }

    static void without_unknowns(Expression& e, const Dependence& direct) {
        if (direct.unknown(e) >= 0) {
            e = std::move(*number(0, e.span));
            return;
        }
        for (auto& argument : e.arguments) without_unknowns(*argument, direct);
    }

    [[nodiscard]] std::string not_linear(const Dependence& direct, const Expression& side) const {
        std::string which;
        const Degree found = direct.of(side);
        for (const auto& [u, degree] : found.in)
            if (degree > 1 || found.highest() == 1)
                which +=
                    (which.empty() ? "'" : ", '") + system_.unknowns[static_cast<std::size_t>(u)].text + "'";
        return "this is not linear in " + which + ", so it cannot stand in a LINEAR block";
    }

    void undetermined(const LinearSystem& system) {
        const auto& u = system_.unknowns[static_cast<std::size_t>(system.undetermined)];
        solving_.diagnostics.error(u.span, "the equations do not determine '" + u.text + "'");
    }

    const Solving& solving_;
    Writer& out_;
    int errors_; ///< of other blocks, before this one
    Equations system_;
    int count_ = 0;
};

} // namespace

void solve_linear(const Solving& solving, Writer& out) {
    Algebraic algebraic(solving, out);
    if (algebraic.is_sound()) algebraic.linear();
}

void solve_nonlinear(const Solving& solving, Writer& out) {
    Algebraic algebraic(solving, out);
    if (algebraic.is_sound()) algebraic.nonlinear();
}

} // namespace ranvier::nmodl
