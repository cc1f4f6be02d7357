// SPDX-License-Identifier: BSD-3-Clause
// Each SOLVE statement gets a block of code that does what it says: a method checked against the kind of block,
// and the solution written by that method. A PROCEDURE is its own solution.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "ranvier/base/error.hpp"
#include "solution.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using Code = ast::CodeBlock::Kind;

bool is_state(const Model& model, int symbol) {
    const auto& found = model.symbols[static_cast<std::size_t>(symbol)];
    if (found.role == Role::state) return true;
    if (found.role != Role::ion) return false;
    return std::any_of(
        model.file.declarations.begin(), model.file.declarations.end(), [&](const auto& entry) {
            return entry.kind == ast::Declaration::Kind::state && entry.name.text == found.name;
        });
}

namespace {

/// Which methods a kind of block can be solved by; the first is the default, except for DERIVATIVE.
const std::vector<std::string>& methods(Code kind) {
    static const std::vector<std::string> derivative = {"derivimplicit", "cnexp", "euler", "runge", "sparse"};
    static const std::vector<std::string> kinetic = {"sparse"};
    static const std::vector<std::string> linear = {"simeq"};
    static const std::vector<std::string> nonlinear = {"newton"};
    static const std::vector<std::string> procedure = {"", "after_cvode", "cvode_t", "cvode_t_v"};
    static const std::vector<std::string> none;
    switch (kind) {
    case Code::derivative: return derivative;
    case Code::kinetic: return kinetic;
    case Code::linear: return linear;
    case Code::nonlinear: return nonlinear;
    case Code::procedure: return procedure;
    default: return none;
    }
}

std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& name : names)
        if (!name.empty()) out += (out.empty() ? "" : ", ") + name;
    return out;
}

class Solver {
  public:
    Solver(Model& model, Diagnostics& diagnostics) : model_(model), diagnostics_(diagnostics) {}

    void run() {
        const bool needs_order =
            std::any_of(model_.file.code.begin(), model_.file.code.end(), [&](auto& code) {
                bool found = false;
                each_statement(code.body, [&](const ast::Statement& s) {
                    found = found || std::holds_alternative<ast::Solve>(s.node);
                });
                return found;
            });
        if (!needs_order) return;
        dt_ = model_.find_symbol("dt");
        second_order_ = model_.find_symbol("secondorder");
        if (second_order_ < 0) {
            Symbol symbol;
            symbol.name = "secondorder";
            symbol.role = Role::world;
            second_order_ = static_cast<int>(model_.symbols.size());
            model_.symbols.push_back(std::move(symbol));
        }
        model_.solved.clear();
        const std::size_t count = model_.file.code.size();
        for (std::size_t i = 0; i < count; ++i) {
            // Solutions are appended meanwhile: the blocks may move, so the statements are found first.
            std::vector<ast::Solve*> found;
            collect(model_.file.code[i].body, found);
            for (ast::Solve* s : found) statement(static_cast<int>(i), *s);
        }
    }

  private:
    static void collect(ast::Block& body, std::vector<ast::Solve*>& out) {
        for (auto& statement : body.statements) collect(*statement, out);
    }
    static void collect(ast::Statement& statement, std::vector<ast::Solve*>& out) {
        std::visit(Overloaded{
                       [&](ast::Solve& s) { out.push_back(&s); },
                       [&](ast::If& s) {
                           collect(s.then, out);
                           if (s.otherwise) collect(*s.otherwise, out);
                       },
                       [&](ast::While& s) { collect(s.body, out); },
                       [&](ast::From& s) { collect(s.body, out); },
                       [&](ast::Block& s) { collect(s, out); },
                       [&](ast::NestedInitial& s) { collect(s.body, out); },
                       [&](ast::ForNetcons& s) { collect(s.body, out); },
                       [&](ast::Protected& s) {
                           if (s.statement) collect(*s.statement, out);
                       },
                       [](auto&) {},
                   },
                   statement.node);
    }

    void statement(int in_code, ast::Solve& s) {
        if (s.block.binding.kind != ast::Binding::Kind::code) return;
        const int target = s.block.binding.index;
        const auto& block = model_.file.code[static_cast<std::size_t>(target)];
        if (methods(block.kind).empty()) return; // reported
        const bool in_breakpoint =
            model_.file.code[static_cast<std::size_t>(in_code)].kind == Code::breakpoint;
        int made = target;
        if (block.kind != Code::procedure) {
            const bool stands = s.method.empty() && block.kind == Code::derivative;
            if (stands)
                diagnostics_.warning(s.block.span,
                                     "without METHOD the states of '" + block.name.text +
                                         "' stand still: the block only runs once a step, as in NEURON",
                                     "METHOD cnexp or METHOD derivimplicit integrates it");
            const std::string method = s.method.empty() && !stands ? methods(block.kind).front() : s.method;
            const auto key = std::tuple(target, method, s.is_steady, in_breakpoint);
            if (const auto found = made_.find(key); found != made_.end()) made = found->second;
            else made = made_[key] = solution(target, method, {s.is_steady, in_breakpoint});
        }
        s.block.binding.index = made;
        if (in_breakpoint) {
            model_.solved.push_back(made);
            for_variable_step(target, s);
            return;
        }
        auto& calls = model_.uses[static_cast<std::size_t>(in_code)].calls;
        if (std::find(calls.begin(), calls.end(), made) == calls.end()) calls.push_back(made);
    }

    /// The same SOLVE for the variable step, or why there is none.
    void for_variable_step(int target, const ast::Solve& s) {
        const auto& block = model_.file.code[static_cast<std::size_t>(target)];
        const auto refuse = [&](const std::string& what) {
            const auto& source = *model_.file.source;
            if (model_.no_variable_step.empty())
                model_.no_variable_step =
                    source.name() + ":" + std::to_string(source.place(s.block.span.begin).line) + ": " + what;
        };
        if (block.kind == Code::procedure) {
            if (s.method == "after_cvode") model_.ode_after.push_back(target);
            else if (s.method == "cvode_t" || s.method == "cvode_t_v") model_.ode_rates.push_back(target);
            else refuse("SOLVE names the PROCEDURE '" + block.name.text + "' without METHOD after_cvode");
            return;
        }
        if (block.kind == Code::linear || block.kind == Code::nonlinear)
            return refuse("SOLVE of the " + block.keyword + " block '" + block.name.text + "'");
        if (!for_variable_.insert(target).second) return;
        const auto errors = diagnostics_.error_count();
        if (block.kind == Code::derivative) {
            const int made = variable_block(target, write_ode_rates, model_.ode_rates);
            if (made < 0)
                refuse("the equations of '" + model_.file.code[static_cast<std::size_t>(target)].name.text +
                       "' cannot be written out");
        } else if (diagnostics_.error_count() == errors) {
            const int rates = variable_block(target, write_kinetic_rates, model_.ode_rates);
            if (rates < 0 || variable_block(target, write_kinetic_solve, model_.ode_solves) < 0)
                refuse("the reactions of '" + model_.file.code[static_cast<std::size_t>(target)].name.text +
                       "' cannot be integrated one by one");
        }
    }

    /// A procedure with the name and the locals of a block, to be filled with what solves it.
    static ast::CodeBlock empty_solution(const ast::CodeBlock& block) {
        ast::CodeBlock made;
        made.kind = Code::procedure;
        made.name = block.name;
        made.keyword = block.keyword;
        made.keyword_span = block.keyword_span;
        made.locals = block.locals;
        made.is_solution = true;
        return made;
    }

    /// -1, and nothing is added, if there is none: what is wrong with the block was said of the fixed step.
    template <class F> int variable_block(int target, F put, std::vector<int>& list) {
        Diagnostics unheard;
        const auto& block = model_.file.code[static_cast<std::size_t>(target)];
        unheard.hold(model_.file.source);
        ast::CodeBlock made = empty_solution(block);
        const Solving solving{model_, block, {false, true}, dt_, second_order_, unheard};
        Writer out(made, block.name.span);
        OdeSymbols symbols(model_);
        put(solving, symbols, out);
        made.body = out.finish();
        if (unheard.has_errors()) return -1;
        Uses uses = model_.uses[static_cast<std::size_t>(target)];
        model_.file.code.push_back(std::move(made));
        model_.uses.push_back(std::move(uses));
        list.push_back(static_cast<int>(model_.file.code.size()) - 1);
        return list.back();
    }

    int solution(int target, const std::string& method, Step step) {
        const auto& block = model_.file.code[static_cast<std::size_t>(target)];
        ast::CodeBlock made = empty_solution(block);
        const Solving solving{model_, block, step, dt_, second_order_, diagnostics_};
        Writer out(made, block.name.span);
        write(solving, method, out);
        made.body = out.finish();
        Uses uses = model_.uses[static_cast<std::size_t>(target)];
        if (block.kind == Code::kinetic && step.in_advance && !diagnostics_.has_errors())
            for (auto& diffusion : find_diffusion(solving)) model_.diffusions.push_back(std::move(diffusion));
        model_.file.code.push_back(std::move(made));
        model_.uses.push_back(std::move(uses));
        return static_cast<int>(model_.file.code.size()) - 1;
    }

    void write(const Solving& solving, const std::string& method, Writer& out) {
        switch (solving.block.kind) {
        case Code::kinetic: return solve_kinetic(solving, out);
        case Code::linear: return solve_linear(solving, out);
        case Code::nonlinear: return solve_nonlinear(solving, out);
        default: break;
        }
        if (method.empty()) return solve_nothing(solving, out);
        if (!solving.step.is_steady && method == "euler") return solve_euler(solving, out);
        if (!solving.step.is_steady && method == "runge") return solve_runge(solving, out);
        if (!solving.step.is_steady && method == "cnexp") {
            Span place;
            if (solve_cnexp(solving, out, place)) return;
            diagnostics_.note(place, "this is not linear in its state, so '" + solving.block.name.text +
                                         "' is solved by derivimplicit instead of cnexp");
        }
        solve_derivimplicit(solving, out);
    }

    Model& model_;
    Diagnostics& diagnostics_;
    int dt_ = -1, second_order_ = -1;
    std::map<std::tuple<int, std::string, bool, bool>, int> made_;
    std::set<int> for_variable_; ///< blocks that have their code for the variable step
};

} // namespace

void check_method(const ast::CodeBlock& block, const ast::Solve& s, Diagnostics& diagnostics) {
    const auto& allowed = methods(block.kind);
    if (allowed.empty()) {
        diagnostics.error(s.block.span, "a " + block.keyword + " block cannot be SOLVEd");
        return;
    }
    if (s.is_steady && block.kind == Code::procedure) {
        diagnostics.error(s.block.span, "a PROCEDURE has no steady state");
        return;
    }
    const bool is_known =
        s.method.empty() || std::find(allowed.begin(), allowed.end(), s.method) != allowed.end();
    if (is_known) return;
    std::vector<std::string> all;
    for (const Code kind : {Code::derivative, Code::kinetic, Code::linear, Code::nonlinear, Code::procedure})
        for (const auto& name : methods(kind))
            if (!name.empty() && std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
    if (std::find(all.begin(), all.end(), s.method) == all.end()) {
        std::string hint = near_names_hint(s.method, all);
        if (hint.empty()) hint = "methods are " + listed(all);
        diagnostics.error(s.method_span, "there is no METHOD '" + s.method + "'", hint);
        return;
    }
    diagnostics.error(s.method_span, "the METHOD '" + s.method + "' is not for a " + block.keyword + " block",
                      "for it there " + std::string(allowed.size() > 1 ? "are " : "is ") + listed(allowed));
}

Model solve(Model model, const CompileOptions&, Diagnostics& diagnostics) {
    Solver(model, diagnostics).run();
    return model;
}

} // namespace ranvier::nmodl
