// SPDX-License-Identifier: BSD-3-Clause
// DERIVATIVE blocks by euler, runge and derivimplicit.
#include <algorithm>

#include "solution.hpp"
#include "unroll.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using ast::ExpressionPtr;
using ast::Operator;

// --- what the methods share --------------------------------------------------------------------------------

int equation_unknown(const Equations& equations, const ast::Assignment& equation) {
    const int element = equation.index ? constant_integer(*equation.index).value_or(-1) : -1;
    for (std::size_t i = 0; i < equations.unknowns.size(); ++i) {
        const auto& u = equations.unknowns[i];
        if (u.symbol == equation.target.binding.index && u.element == element) return static_cast<int>(i);
    }
    return -1;
}

Equations differential_equations(const Solving& solving) {
    Equations out;
    const int errors = solving.diagnostics.error_count();
    out.body = unroll(solving.block.body, solving.diagnostics);
    each_statement(out.body, [&](const ast::Statement& statement) {
        const auto* s = std::get_if<ast::Assignment>(&statement.node);
        if (!s || s->primes == 0) return;
        int element = -1;
        if (s->index) {
            const auto& symbol = solving.model.symbols[static_cast<std::size_t>(s->target.binding.index)];
            const auto at = constant_integer(*s->index);
            if (!at || *at < 0 || *at >= symbol.count) {
                solving.diagnostics.error(s->index->span,
                                          at ? "'" + symbol.name + "' has " + std::to_string(symbol.count) +
                                                   " elements, counted from 0"
                                             : "the index of an equation must be constant",
                                          at ? "" : "literals, names from DEFINE and variables of FROM are");
                return;
            }
            element = *at;
        }
        if (equation_unknown(out, *s) < 0)
            out.unknowns.push_back(
                make_unknown(solving.model, s->target.binding.index, element, s->target.span));
    });
    if (out.unknowns.empty() && solving.diagnostics.error_count() == errors)
        solving.diagnostics.error(solving.block.name.span,
                                  "'" + solving.block.name.text + "' has no equation to solve",
                                  "an equation is written x' = ... for a STATE x");
    out.is_sound = solving.diagnostics.error_count() == errors;
    return out;
}

int write_step(const Solving& solving, Writer& out) {
    const int step = out.local("step");
    if (solving.step.is_steady) {
        out.set(step, number(kSteadyStep, out.span()));
        return step;
    }
    out.set(step, symbol_name(solving.model, solving.dt, out.span()));
    if (open_second_order(solving, out)) {
        out.set(step, binary(Operator::mul, number(0.5, out.span()), out.get(step)));
        out.close();
    }
    return step;
}

bool open_second_order(const Solving& solving, Writer& out) {
    if (!solving.step.in_advance || solving.step.is_steady) return false;
    out.open_if(binary(Operator::ne, symbol_name(solving.model, solving.second_order, out.span()),
                       number(0, out.span())));
    return true;
}

void write_with(const ast::Block& body, Writer& out, const WriteEquation& equation) {
    for (const auto& statement : body.statements) {
        if (const auto* s = std::get_if<ast::Assignment>(&statement->node); s && s->primes > 0) {
            equation(out, *s);
        } else if (const auto* branch = std::get_if<ast::If>(&statement->node)) {
            out.open_if(ast::clone(*branch->condition));
            write_with(branch->then, out, equation);
            if (branch->otherwise) {
                out.open_else();
                write_with(*branch->otherwise, out, equation);
            }
            out.close();
        } else if (const auto* inner = std::get_if<ast::Block>(&statement->node)) {
            write_with(*inner, out, equation);
        } else {
            out.add(ast::clone(*statement));
        }
    }
}

namespace {

using Slopes = std::map<std::pair<int, int>, int>;

bool is_in_branch(const ast::Block& body) {
    return std::any_of(body.statements.begin(), body.statements.end(), [](const ast::StatementPtr& s) {
        return !std::holds_alternative<ast::Assignment>(s->node) && has_equation([&] {
            ast::Block one;
            one.statements.push_back(ast::clone(*s));
            return one;
        }());
    });
}

/// The rates of all unknowns, in locals.
std::vector<int> write_rates(const Equations& equations, Writer& out, std::vector<int> rates = {}) {
    if (rates.empty())
        for (const auto& u : equations.unknowns) rates.push_back(out.local("rate_" + u.text));
    if (is_in_branch(equations.body)) // a state without an equation stands still
        for (const int rate : rates) out.set(rate, number(0, out.span()));
    write_with(equations.body, out, [&](Writer& to, const ast::Assignment& s) {
        to.set(rates[static_cast<std::size_t>(equation_unknown(equations, s))], ast::clone(*s.value));
    });
    return rates;
}

/// x = base + h rate
void move(const Equations& equations, Writer& out, int step, const std::vector<int>& rates) {
    for (std::size_t i = 0; i < rates.size(); ++i) {
        const auto& u = equations.unknowns[i];
        out.set(u, binary(Operator::add, u.read(), binary(Operator::mul, out.get(step), out.get(rates[i]))));
    }
}

void extrapolate(const Solving& solving, const Equations& equations, Writer& out, int step,
                 const std::vector<int>& rates) {
    if (!open_second_order(solving, out)) return;
    move(equations, out, step, rates);
    out.close();
}

} // namespace

// --- explicit methods --------------------------------------------------------------------------------------

void solve_nothing(const Solving& solving, Writer& out) {
    const auto equations = differential_equations(solving);
    if (equations.is_sound) (void)write_rates(equations, out);
}

void solve_euler(const Solving& solving, Writer& out) {
    const auto equations = differential_equations(solving);
    if (!equations.is_sound) return;
    const int step = write_step(solving, out);
    const auto rates = write_rates(equations, out);
    move(equations, out, step, rates);
    extrapolate(solving, equations, out, step, rates);
}

namespace {

/// The same equations with t replaced by t + `ahead`, for what the block itself says.
Equations later(const Solving& solving, const Equations& equations, int ahead, Writer& out) {
    Equations made{equations.unknowns, ast::clone(equations.body), true};
    const int t = solving.model.find_symbol("t");
    const auto shift = [&](const auto& self, ast::Expression& e) -> void {
        for (auto& argument : e.arguments) self(self, *argument);
        if (e.kind != ast::Expression::Kind::name ||
            !(e.binding == ast::Binding{ast::Binding::Kind::symbol, t}))
            return;
        const Span span = e.span;
        e = std::move(*binary(Operator::add, symbol_name(solving.model, t, span), out.get(ahead)));
    };
    each_expression_in(made.body, [&](ast::Expression& e) { shift(shift, e); });
    return made;
}

} // namespace

/// The classical method of fourth order; t moves with the stages, and once all is reached the block runs again.
void solve_runge(const Solving& solving, Writer& out) {
    const auto equations = differential_equations(solving);
    if (!equations.is_sound) return;
    const auto& unknowns = equations.unknowns;
    const int step = write_step(solving, out);
    std::vector<int> start, reached;
    for (const auto& u : unknowns) {
        start.push_back(out.local("start_" + u.text));
        reached.push_back(out.local("reached_" + u.text));
        out.set(start.back(), u.read());
    }
    const int moved = out.local("moved");
    const auto number = [&](double value) { return nmodl::number(value, out.span()); };
    const int half = out.local("half");
    out.set(half, binary(Operator::div, out.get(step), number(2)));
    std::vector<int> rates;
    for (int stage = 0; stage < 3; ++stage) {
        if (stage == 0) rates = write_rates(equations, out);
        else (void)write_rates(later(solving, equations, half, out), out, rates);
        for (std::size_t i = 0; i < unknowns.size(); ++i) {
            auto far = stage == 0 ? binary(Operator::div, out.get(step), number(2)) : out.get(step);
            out.set(moved, binary(Operator::mul, std::move(far), out.get(rates[i])));
            auto jump = stage == 1 ? binary(Operator::div, out.get(moved), number(2)) : out.get(moved);
            out.set(unknowns[i], binary(Operator::add, out.get(start[i]), std::move(jump)));
            out.set(reached[i], binary(Operator::add, out.get(stage == 0 ? start[i] : reached[i]),
                                       binary(Operator::div, out.get(moved), number(3))));
        }
    }
    (void)write_rates(later(solving, equations, step, out), out, rates);
    for (std::size_t i = 0; i < unknowns.size(); ++i)
        out.set(unknowns[i], binary(Operator::add, out.get(reached[i]),
                                    binary(Operator::mul, binary(Operator::div, out.get(step), number(6)),
                                           out.get(rates[i]))));
    extrapolate(solving, equations, out, step, rates);
    (void)write_rates(equations, out, rates);
}

// --- backward Euler ----------------------------------------------------------------------------------------

namespace {

class Implicit {
  public:
    Implicit(const Solving& solving, Writer& out)
        : solving_(solving), out_(out), equations_(differential_equations(solving)),
          dependence_(solving.model, equations_.unknowns, equations_.body) {
        degrees_.resize(equations_.unknowns.size());
        each_statement(equations_.body, [&](const ast::Statement& statement) {
            const auto* s = std::get_if<ast::Assignment>(&statement.node);
            if (!s || s->primes == 0) return;
            if (const int u = equation_unknown(equations_, *s); u >= 0) // an unsound one is not solved
                degrees_[static_cast<std::size_t>(u)].join(dependence_.of(*s->value));
        });
    }

    void run() {
        if (!equations_.is_sound) return;
        const int step = write_step(solving_, out_);
        const bool is_linear =
            !dependence_.has_obstacle() &&
            std::all_of(degrees_.begin(), degrees_.end(), [](const Degree& d) { return d.total <= 1; });
        if (is_linear) linear(step);
        else extrapolate(solving_, equations_, out_, step, newton(step));
    }

    /// Slopes are symbolic where a rate is a polynomial in its state, else quotients of differences.
    void write_rates_and_slopes(OdeSymbols& symbols) {
        if (!equations_.is_sound) return;
        std::vector<int> rates;
        Slopes slopes;
        std::vector<int> differences;
        for (int i = 0; i < size(); ++i) {
            const auto& u = equations_.unknowns[static_cast<std::size_t>(i)];
            rates.push_back(out_.local("rate_" + u.text));
            const auto& degree = degrees_[static_cast<std::size_t>(i)];
            const auto own = degree.in.find(i);
            if (dependence_.has_obstacle() || degree.highest() >= Degree::kNoPolynomial)
                differences.push_back(i);
            else if (own != degree.in.end() && own->second > 0)
                slopes[{i, i}] = out_.local("slope_" + u.text);
        }
        std::map<int, int> moved; // by unknown: the rate at x + increment
        constexpr double kIncrement = 0.001;
        for (const int i : differences) {
            const auto& u = equations_.unknowns[static_cast<std::size_t>(i)];
            const int kept = out_.local("kept_" + u.text);
            std::vector<int> ahead;
            for (const auto& other : equations_.unknowns) ahead.push_back(out_.local("ahead_" + other.text));
            out_.set(kept, u.read());
            out_.set(u, binary(Operator::add, u.read(), number(kIncrement, out_.span())));
            (void)write_rates(equations_, out_, ahead);
            out_.set(u, out_.get(kept));
            moved[i] = ahead[static_cast<std::size_t>(i)];
        }
        if (slopes.empty()) (void)write_rates(equations_, out_, rates);
        else evaluate(out_, rates, slopes);
        for (int i = 0; i < size(); ++i) {
            const auto& u = equations_.unknowns[static_cast<std::size_t>(i)];
            const int rate = rates[static_cast<std::size_t>(i)];
            out_.set(symbols.rate(u, true), out_.get(rate));
            ExpressionPtr slope;
            if (const auto found = slopes.find({i, i}); found != slopes.end())
                slope = out_.get(found->second);
            else if (const auto at = moved.find(i); at != moved.end())
                slope = binary(Operator::div, binary(Operator::sub, out_.get(at->second), out_.get(rate)),
                               number(kIncrement, out_.span()));
            else slope = number(0, out_.span());
            out_.set(symbols.slope(u), std::move(slope));
        }
    }

  private:
    [[nodiscard]] int size() const { return static_cast<int>(equations_.unknowns.size()); }

    /// Rates and, where asked for, their derivatives.
    void evaluate(Writer& out, const std::vector<int>& rates, const Slopes& slopes) {
        if (slopes.empty()) {
            (void)write_rates(equations_, out, rates);
            return;
        }
        if (is_in_branch(equations_.body)) {
            for (const int rate : rates) out.set(rate, number(0, out.span()));
            for (const auto& [at, slope] : slopes) out.set(slope, number(0, out.span()));
        }
        Differentiator differentiator(dependence_, out);
        differentiator.block(equations_.body, [&](const ast::Assignment& s) {
            const int u = equation_unknown(equations_, s);
            const Degree degree = dependence_.of(*s.value);
            auto value = degree.depends() ? differentiator.with_calls_ahead(*s.value) : ast::clone(*s.value);
            for (auto at = slopes.lower_bound({u, 0}); at != slopes.end() && at->first.first == u; ++at) {
                auto slope = differentiator.derivative(*value, at->first.second);
                out.set(at->second, slope ? std::move(slope) : number(0, out.span()));
            }
            out.set(rates[static_cast<std::size_t>(u)], std::move(value));
        });
    }

    std::vector<int> newton(int step) {
        NewtonProblem problem{equations_, dependence_, degrees_, step, false, {}};
        problem.evaluate = [this](Writer& out, const std::vector<int>& rates, const Slopes& slopes) {
            evaluate(out, rates, slopes);
        };
        return solve_newton(solving_, problem, out_);
    }

    /// x + dx with (1/h - J) dx = rate solves the step, whatever x is.
    void linear(int step) {
        LinearSystem system(size());
        Slopes slopes;
        std::vector<int> rates;
        for (int i = 0; i < size(); ++i) {
            const auto& u = equations_.unknowns[static_cast<std::size_t>(i)];
            rates.push_back(system.right(out_, i));
            (void)system.entry(out_, i, i);
            for (const auto& [j, degree] : degrees_[static_cast<std::size_t>(i)].in) {
                (void)system.entry(out_, i, j);
                slopes[{i, j}] = out_.local("slope_" + u.text + "_" +
                                            equations_.unknowns[static_cast<std::size_t>(j)].text);
            }
        }
        constexpr int kPivotedStep = 4, kPivotedSystem = 24;
        (void)system.order(solving_.step.is_steady ? kPivotedSystem : kPivotedStep);
        evaluate(out_, rates, slopes);
        const int inverse = out_.local("inverse");
        out_.set(inverse, binary(Operator::div, number(1, out_.span()), out_.get(step)));
        for (int i = 0; i < size(); ++i)
            if (slopes.count({i, i}) == 0) out_.set(system.entry(out_, i, i), out_.get(inverse));
        for (const auto& [at, slope] : slopes)
            out_.set(system.entry(out_, at.first, at.second),
                     at.first == at.second ? binary(Operator::sub, out_.get(inverse), out_.get(slope))
                                           : negated(out_.get(slope)));
        system.factor(out_);
        system.substitute(out_);
        for (int i = 0; i < size(); ++i) add(i, system.answer(i));
        // variables that others see take their values at the end of the step
        if (dependence_.is_visible()) {
            std::vector<int> last;
            for (const auto& u : equations_.unknowns) last.push_back(out_.local("last_" + u.text));
            (void)write_rates(equations_, out_, last);
        }
        if (!open_second_order(solving_, out_)) return;
        for (int i = 0; i < size(); ++i) add(i, system.answer(i)); // h rate at the end is the change itself
        out_.close();
    }

    void add(int i, int local) {
        const auto& u = equations_.unknowns[static_cast<std::size_t>(i)];
        out_.set(u, binary(Operator::add, u.read(), out_.get(local)));
    }

    const Solving& solving_;
    Writer& out_;
    Equations equations_;
    Dependence dependence_;
    std::vector<Degree> degrees_;
};

} // namespace

void solve_derivimplicit(const Solving& solving, Writer& out) { Implicit(solving, out).run(); }

void write_ode_rates(const Solving& solving, OdeSymbols& symbols, Writer& out) {
    Implicit(solving, out).write_rates_and_slopes(symbols);
}

} // namespace ranvier::nmodl
