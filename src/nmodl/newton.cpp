// SPDX-License-Identifier: BSD-3-Clause
// Newton's method as NEURON runs it, so that its numbers are reached to rounding and not only to its tolerance:
// the matrix is kept while the largest relative change is at most 0.05, and the iteration ends when that change
// is at most 1e-6 and the largest residual at most 1e-8. The derivatives are symbolic where a central
// difference is exact (each residual at most quadratic in each unknown), else the differences themselves.
#include <algorithm>

#include "ranvier/mir/kernel_abi.h"
#include "solution.hpp"

namespace ranvier::nmodl {

using ast::ExpressionPtr;
using ast::Operator;

namespace {

constexpr int kMaxIterations = 50;
constexpr double kMatrixChange = 0.05; // a larger relative change asks for a new matrix
constexpr double kChange = 1e-6;
constexpr double kResidual = 1e-8;
constexpr double kSmallUnknown = 1e-8; // unknowns below have no relative change
constexpr double kRelativeIncrement = 0.02;
constexpr double kSmallestIncrement = 1e-6;
constexpr int kPivotedStep = 4; // 1/h stands on the diagonal
constexpr int kPivotedSystem = 24;

class Newton {
  public:
    Newton(const Solving& solving, const NewtonProblem& problem, Writer& out)
        : solving_(solving), problem_(problem), unknowns_(problem.equations.unknowns), out_(out),
          system_(static_cast<int>(unknowns_.size())) {}

    std::vector<int> run() {
        for (const auto& u : unknowns_) {
            values_.push_back(out_.local("rate_" + u.text));
            residuals_.push_back(out_.local("residual_" + u.text));
            if (problem_.step < 0) continue;
            old_.push_back(out_.local("old_" + u.text));
            out_.set(old_.back(), u.read());
        }
        is_symbolic_ = !problem_.dependence.has_obstacle();
        for (const auto& degree : problem_.degrees)
            is_symbolic_ = is_symbolic_ && degree.highest() < Degree::kNoPolynomial;
        for (int i = 0; i < size(); ++i)
            for (const auto& [j, degree] : problem_.degrees[static_cast<std::size_t>(i)].in)
                slopes_[{i, j}] = out_.local("slope" + std::to_string(i) + "_" + std::to_string(j));
        for (int i = 0; i < size(); ++i) {
            (void)system_.right(out_, i);
            if (problem_.step >= 0) (void)system_.entry(out_, i, i);
        }
        for (const auto& [at, local] : slopes_) (void)system_.entry(out_, at.first, at.second);
        const bool keeps_diagonal = problem_.step >= 0 && !solving_.step.is_steady;
        if (!system_.order(keeps_diagonal ? kPivotedStep : kPivotedSystem)) {
            const auto& u = unknowns_[static_cast<std::size_t>(system_.undetermined)];
            solving_.diagnostics.error(u.span, "the equations do not determine '" + u.text + "'");
            return values_;
        }
        iterate();
        return values_;
    }

  private:
    [[nodiscard]] int size() const { return static_cast<int>(unknowns_.size()); }
    ExpressionPtr number(double value) const { return nmodl::number(value, out_.span()); }
    ExpressionPtr greater(ExpressionPtr a, double b) const {
        return binary(Operator::gt, std::move(a), number(b));
    }

    void iterate() {
        const int change = out_.local("change"), largest = out_.local("largest"), runs = out_.local("runs"),
                  count = out_.local("count");
        out_.set(change, number(1));
        out_.set(runs, number(1));
        out_.set(count, number(0));
        out_.open_while(greater(out_.get(runs), 0));
        problem_.evaluate(out_, values_, is_symbolic_ ? slopes_ : none_);
        for (int i = 0; i < size(); ++i) out_.set(residuals_[static_cast<std::size_t>(i)], residual(i));
        out_.open_if(greater(out_.get(count), 0));
        check(change, largest, runs, count);
        out_.close();
        out_.open_if(greater(out_.get(runs), 0));
        out_.open_if(greater(out_.get(change), kMatrixChange));
        matrix();
        out_.close();
        update(change, largest);
        out_.set(count, binary(Operator::add, out_.get(count), number(1)));
        out_.close();
        out_.close();
    }

    ExpressionPtr residual(int i) {
        const auto at = static_cast<std::size_t>(i);
        auto value = out_.get(values_[at]);
        if (problem_.step < 0) return value;
        auto moved = binary(Operator::sub, unknowns_[at].read(), out_.get(old_[at]));
        return binary(Operator::sub, std::move(value),
                      binary(Operator::div, std::move(moved), out_.get(problem_.step)));
    }

    void check(int change, int largest, int runs, int count) {
        out_.set(largest, number(0));
        for (const int r : residuals_) keep_larger(largest, builtin_call("fabs", out_.get(r)));
        out_.open_if(binary(Operator::logical_and, binary(Operator::le, out_.get(change), number(kChange)),
                            binary(Operator::le, out_.get(largest), number(kResidual))));
        out_.set(runs, number(0));
        out_.open_else();
        out_.open_if(binary(Operator::ge, out_.get(count), number(kMaxIterations)));
        out_.fail(RV_STATUS_NO_CONVERGENCE);
        out_.set(runs, number(0));
        out_.close();
        out_.close();
    }

    void keep_larger(int local, ExpressionPtr value) {
        if (spare_ < 0) spare_ = out_.local("candidate");
        out_.set(spare_, std::move(value));
        out_.open_if(binary(Operator::gt, out_.get(spare_), out_.get(local)));
        out_.set(local, out_.get(spare_));
        out_.close();
    }

    /// A = 1/h - d rate / dx, so that A dx = residual.
    void matrix() {
        if (!is_symbolic_) differences();
        std::map<std::pair<int, int>, bool> done;
        for (const auto& [at, slope] : slopes_) {
            ExpressionPtr value = negated(out_.get(slope));
            if (at.first == at.second && problem_.step >= 0)
                value = binary(Operator::sub, binary(Operator::div, number(1), out_.get(problem_.step)),
                               out_.get(slope));
            out_.set(system_.entry(out_, at.first, at.second), std::move(value));
        }
        for (int i = 0; i < size(); ++i)
            if (problem_.step >= 0 && slopes_.count({i, i}) == 0)
                out_.set(system_.entry(out_, i, i),
                         binary(Operator::div, number(1), out_.get(problem_.step)));
        system_.factor(out_, problem_.is_checked);
    }

    /// The block at x + increment and x - increment of one unknown after the other.
    void differences() {
        std::vector<int> base, increment, high;
        for (const auto& u : unknowns_) {
            base.push_back(out_.local("base_" + u.text));
            increment.push_back(out_.local("increment_" + u.text));
            high.push_back(out_.local("high_" + u.text));
            out_.set(base.back(), u.read());
            out_.set(increment.back(),
                     binary(Operator::mul, number(kRelativeIncrement), builtin_call("fabs", u.read())));
            out_.open_if(binary(Operator::lt, out_.get(increment.back()), number(kSmallestIncrement)));
            out_.set(increment.back(), number(kSmallestIncrement));
            out_.close();
        }
        const int turn = out_.local("turn", true);
        const auto at_turn = [&](int which) {
            out_.open_if(binary(Operator::eq, out_.get(turn), whole_number(which, out_.span())));
        };
        out_.open_from(turn, 0, 2 * size() - 1);
        for (int j = 0; j < size(); ++j) {
            const auto k = static_cast<std::size_t>(j);
            at_turn(2 * j);
            out_.set(unknowns_[k], binary(Operator::add, out_.get(base[k]), out_.get(increment[k])));
            out_.close();
            at_turn(2 * j + 1);
            out_.set(unknowns_[k], binary(Operator::sub, out_.get(base[k]), out_.get(increment[k])));
            out_.close();
        }
        problem_.evaluate(out_, values_, none_);
        for (int j = 0; j < size(); ++j) {
            const auto k = static_cast<std::size_t>(j);
            at_turn(2 * j);
            for (int i = 0; i < size(); ++i)
                if (slopes_.count({i, j}) > 0)
                    out_.set(high[static_cast<std::size_t>(i)],
                             out_.get(values_[static_cast<std::size_t>(i)]));
            out_.close();
            at_turn(2 * j + 1);
            for (int i = 0; i < size(); ++i) {
                const auto slope = slopes_.find({i, j});
                if (slope == slopes_.end()) continue;
                auto difference = binary(Operator::sub, out_.get(high[static_cast<std::size_t>(i)]),
                                         out_.get(values_[static_cast<std::size_t>(i)]));
                out_.set(slope->second, binary(Operator::div, std::move(difference),
                                               binary(Operator::mul, number(2), out_.get(increment[k]))));
            }
            out_.set(unknowns_[k], out_.get(base[k]));
            out_.close();
        }
        out_.close();
    }

    void update(int change, int ratio) {
        for (int i = 0; i < size(); ++i)
            out_.set(system_.right(out_, i), out_.get(residuals_[static_cast<std::size_t>(i)]));
        system_.substitute(out_);
        out_.set(change, number(0));
        for (int i = 0; i < size(); ++i) {
            const auto& u = unknowns_[static_cast<std::size_t>(i)];
            const int step = system_.answer(i);
            out_.open_if(greater(builtin_call("fabs", u.read()), kSmallUnknown));
            out_.set(ratio, builtin_call("fabs", binary(Operator::div, out_.get(step), u.read())));
            keep_larger(change, out_.get(ratio));
            out_.close();
            out_.set(u, binary(Operator::add, u.read(), out_.get(step)));
        }
    }

    const Solving& solving_;
    const NewtonProblem& problem_;
    const std::vector<Unknown>& unknowns_;
    Writer& out_;
    LinearSystem system_;
    bool is_symbolic_ = false;
    std::vector<int> values_, residuals_, old_;
    std::map<std::pair<int, int>, int> slopes_;
    const std::map<std::pair<int, int>, int> none_;
    int spare_ = -1;
};

} // namespace

std::vector<int> solve_newton(const Solving& solving, const NewtonProblem& problem, Writer& out) {
    return Newton(solving, problem, out).run();
}

} // namespace ranvier::nmodl
