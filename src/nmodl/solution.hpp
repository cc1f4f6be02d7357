// SPDX-License-Identifier: BSD-3-Clause
// How a SOLVE statement becomes code. The intermediate form is `Equations`: the unknowns, and a block in which loops over equations
// are written out and every equation still stands where the user wrote it, as x' = rate, a reaction, or left = right.
// A method writes that block as often as it needs it, with each equation replaced by what the method wants there: the
// rate in a local (euler, runge), a rate and its derivatives (Newton), entries of a matrix (schemes, LINEAR).
// So rates and their derivatives can be had of any block, by whatever integrator asks for them.
#pragma once

#include <functional>
#include <vector>

#include "derivative.hpp"
#include "linear_algebra.hpp"
#include "tree.hpp"

namespace ranvier::nmodl {

/// Over which time a SOLVE integrates.
struct Step {
    bool is_steady = false;  ///< STEADYSTATE: one step of kSteadyStep
    bool in_advance = false; ///< of BREAKPOINT: `secondorder` halves it and extrapolates
};
inline constexpr double kSteadyStep = 1e9; // [ms]

struct Equations {
    std::vector<Unknown> unknowns;
    ast::Block body;
    bool is_sound = true; ///< false after an error: not to be solved
};

/// What all methods work with.
struct Solving {
    const Model& model;
    const ast::CodeBlock& block;
    Step step;
    int dt, second_order; ///< symbols
    Diagnostics& diagnostics;
};

/// The states with an equation x' = ..., loops written out.
[[nodiscard]] Equations differential_equations(const Solving& solving);

/// A local that holds the step; under `secondorder` half of dt.
[[nodiscard]] int write_step(const Solving& solving, Writer& out);
/// Opens `if (secondorder)`; false, and nothing is opened, where the step knows no second order.
[[nodiscard]] bool open_second_order(const Solving& solving, Writer& out);

/// Writes `body` with each equation x' = ... replaced by what `equation` writes for it.
using WriteEquation = std::function<void(Writer&, const ast::Assignment&)>;
void write_with(const ast::Block& body, Writer& out, const WriteEquation& equation);
/// The unknown that an equation x' = ... stands for.
[[nodiscard]] int equation_unknown(const Equations& equations, const ast::Assignment& equation);

// --- the methods: each writes its code, or reports why it cannot ------------------------------------------

/// False, and nothing is written, if an equation is not linear in its state; `place` is then set to it.
[[nodiscard]] bool solve_cnexp(const Solving& solving, Writer& out, Span& place);
void solve_nothing(const Solving& solving, Writer& out); ///< evaluates the block; the states stand still
void solve_euler(const Solving& solving, Writer& out);
void solve_runge(const Solving& solving, Writer& out);
void solve_derivimplicit(const Solving& solving, Writer& out);
void solve_kinetic(const Solving& solving, Writer& out);
void solve_linear(const Solving& solving, Writer& out);
void solve_nonlinear(const Solving& solving, Writer& out);

/// Newton's method on `residual(unknown)` = 0, by the rules of NEURON: see newton.cpp.
struct NewtonProblem {
    const Equations& equations;
    const Dependence& dependence;
    std::vector<Degree>
        degrees;   ///< of each residual's part that depends on the unknowns otherwise than through 1/h
    int step = -1; ///< local with h, -1 without the term (x - old)/h
    bool is_checked = false; ///< singular matrices make the row fail
    /// Writes the block with each residual's value in its local, and derivatives if `slopes` are wanted.
    std::function<void(Writer&, const std::vector<int>& values,
                       const std::map<std::pair<int, int>, int>& slopes)>
        evaluate;
};
/// Leaves the last rates in the locals that it returns.
std::vector<int> solve_newton(const Solving& solving, const NewtonProblem& problem, Writer& out);

// --- for the variable step: the same equations, without a step ------------------------------------------------

/// The symbols of rates and slopes, made at the first use of a state.
class OdeSymbols {
  public:
    explicit OdeSymbols(Model& model) : model_(model) {}
    /// Index into Model::ode_unknowns.
    std::size_t add(const Unknown& unknown, bool has_slope);
    [[nodiscard]] Unknown rate(const Unknown& unknown, bool has_slope);
    [[nodiscard]] Unknown slope(const Unknown& unknown);

  private:
    int symbol(const char* prefix, int state);
    Model& model_;
};

/// x' = rate: stores rate and d rate / dx of each unknown.
void write_ode_rates(const Solving& solving, OdeSymbols& symbols, Writer& out);
/// Reactions: the rates; then with the step in `dt`, x of (1 - dt J) x = b, b and x in the places of the rates.
void write_kinetic_rates(const Solving& solving, OdeSymbols& symbols, Writer& out);
void write_kinetic_solve(const Solving& solving, OdeSymbols& symbols, Writer& out);

/// LONGITUDINAL_DIFFUSION of a KINETIC block.
[[nodiscard]] std::vector<DiffusingState> find_diffusion(const Solving& solving);

} // namespace ranvier::nmodl
