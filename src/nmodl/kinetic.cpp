// SPDX-License-Identifier: BSD-3-Clause
// KINETIC blocks by backward Euler, one step: V (x - old)/h = sum of fluxes, with CONSERVE in the place of one
// balance each. Schemes of first-order reactions are solved at once, others by the iteration of NEURON: until
// the sum of all changes is at most 1e-6, negative amounts cut to 0, 20 turns at most.
#include <algorithm>

#include "ranvier/mir/kernel_abi.h"
#include "solution.hpp"
#include "unroll.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using ast::ExpressionPtr;
using ast::Operator;
using ast::Reaction;

namespace {

constexpr double kConverged = 1e-6;
constexpr double kNegative = -1e-6; // a steady state below is tried again from 0
constexpr int kMaxTurns = 21;
constexpr int kSteadyTries = 7;

/// One occurrence of CONSERVE: the unknown whose balance it replaces, and the weight of each unknown in it.
struct Conservation {
    int row = -1;
    std::vector<std::pair<int, int>> weights; ///< unknown, count
};

class Kinetic {
  public:
    Kinetic(const Solving& solving, Writer& out)
        : solving_(solving), model_(solving.model), diagnostics_(solving.diagnostics), out_(out),
          body_(unroll(solving.block.body, solving.diagnostics)) {}

    void run() {
        const int errors = diagnostics_.error_count();
        for (std::size_t i = 0; i < solving_.block.locals.size(); ++i) {
            if (solving_.block.locals[i].name == "f_flux" && forward_ < 0) forward_ = static_cast<int>(i);
            if (solving_.block.locals[i].name == "b_flux" && backward_ < 0) backward_ = static_cast<int>(i);
        }
        find_unknowns(body_, false);
        each_statement(body_, [&](const ast::Statement& s) {
            if (const auto* compartment = std::get_if<ast::Compartment>(&s.node)) volumes(*compartment);
        });
        each_statement(body_, [&](const ast::Statement& s) {
            if (const auto* conserve = std::get_if<ast::Conserve>(&s.node)) conservation(*conserve);
        });
        if (unknowns_.empty() && diagnostics_.error_count() == errors)
            diagnostics_.error(solving_.block.name.span,
                               "no reaction of '" + solving_.block.name.text + "' changes a STATE",
                               "a reaction is written ~ A <-> B (forward, backward) with STATEs A, B");
        if (diagnostics_.error_count() > errors) return;

        system_.emplace(static_cast<int>(unknowns_.size()));
        find_pattern();
        if (!system_->order(0)) {
            const auto& u = unknowns_[static_cast<std::size_t>(system_->undetermined)];
            diagnostics_.error(u.span, "the reactions do not determine '" + u.text + "'");
            return;
        }
        for (const auto& u : unknowns_) old_.push_back(out_.local("old_" + u.text));
        step_ = write_step(solving_, out_);
        if (solving_.step.is_steady) steady();
        else advance(is_linear_);
        if (is_seen_after()) write_fluxes();
        if (!open_second_order(solving_, out_)) return;
        for (std::size_t i = 0; i < unknowns_.size(); ++i) {
            auto change = binary(Operator::sub, unknowns_[i].read(), out_.get(old_[i]));
            out_.set(unknowns_[i], binary(Operator::add, unknowns_[i].read(), std::move(change)));
        }
        out_.close();
    }

    /// For the variable step, where CONSERVE has no effect: all balances are integrated.
    void run_variable(OdeSymbols& symbols, bool is_solve) {
        const int errors = diagnostics_.error_count();
        for (std::size_t i = 0; i < solving_.block.locals.size(); ++i) {
            if (solving_.block.locals[i].name == "f_flux" && forward_ < 0) forward_ = static_cast<int>(i);
            if (solving_.block.locals[i].name == "b_flux" && backward_ < 0) backward_ = static_cast<int>(i);
        }
        ignores_conserve_ = true;
        find_unknowns(body_, false);
        each_statement(body_, [&](const ast::Statement& s) {
            if (const auto* compartment = std::get_if<ast::Compartment>(&s.node)) volumes(*compartment);
        });
        if (unknowns_.empty() || diagnostics_.error_count() > errors) return;
        system_.emplace(static_cast<int>(unknowns_.size()));
        find_pattern();
        if (!system_->order(0)) return;
        step_ = out_.local("step");
        out_.set(step_, is_solve ? symbol_name(model_, solving_.dt, out_.span()) : number(1));
        write_matrix(true);
        const auto volume = [&](std::size_t i) {
            const auto found = volume_locals_.find(static_cast<int>(i));
            return found == volume_locals_.end() ? nullptr : out_.get(found->second);
        };
        if (!is_solve) {
            for (std::size_t i = 0; i < unknowns_.size(); ++i)
                out_.set(symbols.rate(unknowns_[i], false),
                         quotient(out_.get(system_->right(out_, static_cast<int>(i))), volume(i)));
            return;
        }
        // V (x - 0)/h = J V x + V b/h
        for (std::size_t i = 0; i < unknowns_.size(); ++i)
            out_.set(
                system_->right(out_, static_cast<int>(i)),
                product(binary(Operator::mul, symbols.rate(unknowns_[i], false).read(), out_.get(inverse_)),
                        volume(i)));
        system_->factor(out_);
        system_->substitute(out_);
        for (std::size_t i = 0; i < unknowns_.size(); ++i)
            out_.set(symbols.rate(unknowns_[i], false), out_.get(system_->answer(static_cast<int>(i))));
    }

  private:
    // --- what the block says -------------------------------------------------------------------------------

    /// The unknown that a name stands for; -1 if it is no STATE. With `adds` it becomes one.
    int unknown(const ast::Name& name, const ast::Expression* index, bool adds) {
        if (name.binding.kind != ast::Binding::Kind::symbol || !is_state(model_, name.binding.index))
            return -1;
        const auto& symbol = model_.symbols[static_cast<std::size_t>(name.binding.index)];
        int element = -1;
        if (index) {
            const auto at = constant_integer(*index);
            if (!at || *at < 0 || *at >= symbol.count) {
                if (adds)
                    diagnostics_.error(index->span,
                                       at ? "'" + symbol.name + "' has " + std::to_string(symbol.count) +
                                                " elements, counted from 0"
                                          : "the index of a STATE in a reaction must be constant",
                                       at ? "" : "literals, names from DEFINE and variables of FROM are");
                return -1;
            }
            element = *at;
        }
        const auto key = std::pair(name.binding.index, element);
        if (const auto found = index_.find(key); found != index_.end()) return found->second;
        if (!adds) return -1;
        index_[key] = static_cast<int>(unknowns_.size());
        unknowns_.push_back(make_unknown(model_, name.binding.index, element, name.span));
        volumes_.emplace_back();
        return index_[key];
    }
    int unknown(const Reaction::Term& term) { return unknown(term.name, term.index.get(), false); }

    void find_unknowns(const ast::Block& body, bool is_conditional) {
        for (const auto& statement : body.statements) {
            if (const auto* reaction = std::get_if<Reaction>(&statement->node)) {
                bool has_state = false;
                for (const auto* side : {&reaction->left, &reaction->right}) {
                    for (const auto& term : *side)
                        has_state |= unknown(term.name, term.index.get(), true) >= 0 || term.index;
                    const bool is_first_order =
                        side->empty() || (side->size() == 1 && side->front().coefficient == 1);
                    if (reaction->kind != Reaction::Kind::source && !is_first_order) is_linear_ = false;
                }
                if (!has_state && reaction->kind != Reaction::Kind::source)
                    diagnostics_.error(statement->span, "no STATE takes part in this reaction",
                                       "declare what it changes in STATE");
                check_source(*reaction);
            } else if (const auto* branch = std::get_if<ast::If>(&statement->node)) {
                has_branches_ |=
                    has_equation(branch->then) || (branch->otherwise && has_equation(*branch->otherwise));
                find_unknowns(branch->then, true);
                if (branch->otherwise) find_unknowns(*branch->otherwise, true);
            } else if (const auto* inner = std::get_if<ast::Block>(&statement->node)) {
                find_unknowns(*inner, is_conditional);
            } else if (is_conditional && is_equation(*statement)) {
                diagnostics_.error(statement->span, "this cannot stand under a condition");
            }
        }
    }

    void check_source(const Reaction& reaction) {
        if (reaction.kind == Reaction::Kind::both_ways) return;
        if (reaction.kind == Reaction::Kind::source && reaction.left.size() != 1) {
            diagnostics_.error(reaction.left[1].name.span, "a source fills one STATE");
            return;
        }
        if (reaction.kind == Reaction::Kind::source && unknown(reaction.left.front()) < 0)
            diagnostics_.error(reaction.left.front().name.span,
                               "'" + reaction.left.front().name.text +
                                   "' is not a STATE, so nothing flows into it");
    }

    void volumes(const ast::Compartment& compartment) {
        if (compartment.is_diffusion) return;
        for (const auto& name : compartment.species) {
            if (name.binding.kind == ast::Binding::Kind::none) continue;
            if (!is_state(model_, name.binding.index)) {
                diagnostics_.warning(name.span,
                                     "'" + name.text + "' is not a STATE, so its COMPARTMENT has no effect");
                continue;
            }
            for (auto& [key, u] : index_) {
                if (key.first != name.binding.index) continue;
                auto volume = ast::clone(*compartment.value);
                if (compartment.index) substitute(*volume, compartment.index->binding.index, key.second);
                volumes_[static_cast<std::size_t>(u)] = std::move(volume);
            }
        }
    }

    /// Terms of a sum of species: `2 A`, `A * 2`, -A.
    bool weights(const ast::Expression& e, int factor, Conservation& into) {
        using Kind = ast::Expression::Kind;
        if (e.kind == Kind::binary && (e.op == Operator::add || e.op == Operator::sub))
            return weights(*e.arguments[0], factor, into) &&
                   weights(*e.arguments[1], e.op == Operator::sub ? -factor : factor, into);
        if (e.kind == Kind::unary && e.op == Operator::neg) return weights(*e.arguments[0], -factor, into);
        if (e.kind == Kind::binary && e.op == Operator::mul)
            for (const std::size_t side : {0U, 1U})
                if (const auto count = constant_integer(*e.arguments[side]))
                    return weights(*e.arguments[1 - side], factor * *count, into);
        if (e.kind != Kind::name && e.kind != Kind::element) return refuse(e);
        const ast::Name name{e.text, e.span, e.binding};
        const int u = unknown(name, e.kind == Kind::element ? e.arguments[0].get() : nullptr, false);
        if (u < 0) return refuse(e);
        for (auto& [known, count] : into.weights)
            if (known == u) {
                count += factor;
                return true;
            }
        into.weights.emplace_back(u, factor);
        return true;
    }
    bool refuse(const ast::Expression& e) {
        diagnostics_.error(e.span, "CONSERVE is a sum of STATEs that take part in reactions",
                           "each with a whole number before it, or none: CONSERVE A + 2 B = 1");
        return false;
    }

    void conservation(const ast::Conserve& conserve) {
        Conservation made;
        if (weights(*conserve.sum, 1, made)) {
            for (auto at = made.weights.rbegin(); at != made.weights.rend() && made.row < 0; ++at)
                if (conserved_.insert(at->first).second) made.row = at->first;
            if (made.row < 0)
                diagnostics_.error(conserve.sum->span,
                                   "every STATE in this CONSERVE is already held by another one");
        }
        conservations_.push_back(std::move(made));
    }

    [[nodiscard]] bool is_conserved(int row) const { return conserved_.count(row) > 0; }

    // --- the matrix ----------------------------------------------------------------------------------------

    void find_pattern() {
        for (int i = 0; i < static_cast<int>(unknowns_.size()); ++i) {
            (void)system_->right(out_, i);
            if (!is_conserved(i)) (void)system_->entry(out_, i, i);
        }
        each_statement(body_, [&](const ast::Statement& statement) {
            const auto* reaction = std::get_if<Reaction>(&statement.node);
            if (!reaction || reaction->kind == Reaction::Kind::source) return;
            const auto partners = {&reaction->left, &reaction->right};
            for (const auto* from : partners)
                for (const auto& by : *from) {
                    const int column = unknown(by);
                    if (column < 0) continue;
                    for (const auto* to : partners)
                        for (const auto& term : *to)
                            if (const int row = unknown(term); row >= 0 && !is_conserved(row))
                                (void)system_->entry(out_, row, column);
                }
        });
        for (const auto& conservation : conservations_)
            for (const auto& [u, count] : conservation.weights)
                (void)system_->entry(out_, conservation.row, u);
    }

    ExpressionPtr number(double value) const { return nmodl::number(value, out_.span()); }

    /// All entries as they are without reactions: the balance of a state that nothing happens to.
    void write_start(bool from_old) {
        const int inverse = inverse_ < 0 ? inverse_ = out_.local("inverse") : inverse_;
        out_.set(inverse, binary(Operator::div, number(1), out_.get(step_)));
        fresh_.clear();
        for (const auto& [at, local] : system_->given()) start_at_zero(local);
        for (std::size_t i = 0; i < unknowns_.size(); ++i) {
            const int row = static_cast<int>(i);
            if (is_conserved(row)) continue;
            ExpressionPtr storage = out_.get(inverse);
            if (volumes_[i]) {
                if (volume_locals_.count(row) == 0)
                    volume_locals_[row] = out_.local("volume_" + unknowns_[i].text);
                out_.set(volume_locals_[row], copy(volumes_[i]));
                storage = binary(Operator::mul, std::move(storage), out_.get(volume_locals_[row]));
            }
            const int diagonal = system_->entry(out_, row, row);
            fresh_.erase(diagonal);
            out_.set(diagonal, std::move(storage));
            const int b = system_->right(out_, row);
            if (from_old) {
                start_at_zero(b);
                continue;
            }
            auto moved = binary(Operator::sub, out_.get(old_[i]), unknowns_[i].read());
            out_.set(b, binary(Operator::mul, out_.get(diagonal), std::move(moved)));
        }
        for (const auto& conservation : conservations_)
            for (const auto& [u, count] : conservation.weights) {
                const auto& volume = volumes_[static_cast<std::size_t>(u)];
                if (volume && volume_locals_.count(u) == 0) {
                    volume_locals_[u] = out_.local("volume_" + unknowns_[static_cast<std::size_t>(u)].text);
                }
                if (volume && is_conserved(u)) out_.set(volume_locals_[u], copy(volume));
            }
    }

    /// Under conditions the value before must be there; a state that nothing reaches needs it too.
    void start_at_zero(int local) {
        if (has_branches_) out_.set(local, number(0));
        else fresh_.insert(local);
    }

    /// k A^a B^b without one B, if `without` names it, times the power that a derivative brings down.
    ExpressionPtr mass_action(ExpressionPtr rate, const std::vector<Reaction::Term>& side, int without) {
        ExpressionPtr out = std::move(rate);
        for (std::size_t i = 0; i < side.size(); ++i) {
            const auto& term = side[i];
            int power = term.coefficient;
            if (static_cast<int>(i) == without) {
                if (power != 1) out = product(std::move(out), number(power));
                --power;
            }
            for (int k = 0; k < power; ++k) out = product(std::move(out), read(term));
        }
        return out;
    }

    static ExpressionPtr read(const Reaction::Term& term) {
        auto out = std::make_unique<ast::Expression>();
        out->kind = term.index ? ast::Expression::Kind::element : ast::Expression::Kind::name;
        out->text = term.name.text;
        out->binding = term.name.binding;
        out->span = term.name.span;
        if (term.index) out->arguments.push_back(ast::clone(*term.index));
        return out;
    }

    /// The first contribution is the value itself, as nothing stood there before.
    void add(int local, ExpressionPtr value, bool subtract) {
        if (fresh_.erase(local) > 0) {
            out_.set(local, subtract ? negated(std::move(value)) : std::move(value));
            return;
        }
        out_.set(local, binary(subtract ? Operator::sub : Operator::add, out_.get(local), std::move(value)));
    }

    void write_flux(const Reaction& reaction) {
        if (reaction.kind == Reaction::Kind::source) {
            out_.set(forward_, number(0));
            out_.set(backward_, ast::clone(*reaction.forward));
            return;
        }
        out_.set(forward_, mass_action(rate(forward_rate_), reaction.left, -1));
        if (reaction.kind == Reaction::Kind::sink) out_.set(backward_, number(0));
        else out_.set(backward_, mass_action(rate(backward_rate_), reaction.right, -1));
    }
    ExpressionPtr rate(int local) { return out_.get(local); }

    void write_rates(const Reaction& reaction) {
        if (reaction.kind == Reaction::Kind::source) return;
        if (forward_rate_ < 0) {
            forward_rate_ = out_.local("forward_rate");
            backward_rate_ = out_.local("backward_rate");
        }
        out_.set(forward_rate_, ast::clone(*reaction.forward));
        if (reaction.backward) out_.set(backward_rate_, ast::clone(*reaction.backward));
    }

    void write_reaction(const Reaction& reaction) {
        write_rates(reaction);
        write_flux(reaction);
        if (reaction.kind == Reaction::Kind::source) {
            const int row = unknown(reaction.left.front());
            if (!is_conserved(row)) add(system_->right(out_, row), out_.get(backward_), false);
            return;
        }
        const int net = net_ < 0 ? net_ = out_.local("net_flux") : net_;
        out_.set(net, binary(Operator::sub, out_.get(forward_), out_.get(backward_)));
        const auto flow = [&](const std::vector<Reaction::Term>& side, bool is_left) {
            for (const auto& term : side) {
                const int row = unknown(term);
                if (row < 0 || is_conserved(row)) continue;
                auto amount = term.coefficient == 1
                                  ? out_.get(net)
                                  : binary(Operator::mul, number(term.coefficient), out_.get(net));
                add(system_->right(out_, row), std::move(amount), is_left);
            }
        };
        flow(reaction.left, true);
        flow(reaction.right, false);
        derivatives(reaction, reaction.left, forward_rate_, false);
        if (reaction.kind == Reaction::Kind::both_ways)
            derivatives(reaction, reaction.right, backward_rate_, true);
    }

    /// What the flux that `side` drives does to all balances.
    void derivatives(const Reaction& reaction, const std::vector<Reaction::Term>& side, int rate_local,
                     bool is_backward) {
        for (std::size_t k = 0; k < side.size(); ++k) {
            const int column = unknown(side[k]);
            if (column < 0) continue;
            const int slope = slope_ < 0 ? slope_ = out_.local("slope") : slope_;
            out_.set(slope, mass_action(rate(rate_local), side, static_cast<int>(k)));
            const auto effect = [&](const std::vector<Reaction::Term>& rows, bool is_left) {
                for (const auto& term : rows) {
                    const int row = unknown(term);
                    if (row < 0 || is_conserved(row)) continue;
                    auto amount = term.coefficient == 1
                                      ? out_.get(slope)
                                      : binary(Operator::mul, number(term.coefficient), out_.get(slope));
                    add(system_->entry(out_, row, column), std::move(amount), is_left == is_backward);
                }
            };
            effect(reaction.left, true);
            effect(reaction.right, false);
        }
    }

    void write_conservation(const Conservation& conservation, const ast::Conserve& conserve) {
        const int b = system_->right(out_, conservation.row);
        out_.set(b, ast::clone(*conserve.value));
        for (const auto& [u, count] : conservation.weights) {
            const auto& volume = volumes_[static_cast<std::size_t>(u)];
            ExpressionPtr weight = number(count);
            if (volume) weight = product(std::move(weight), out_.get(volume_locals_.at(u)));
            const int entry = system_->entry(out_, conservation.row, u);
            fresh_.erase(entry);
            out_.set(entry, std::move(weight));
            add(b, binary(Operator::mul, out_.get(entry), unknowns_[static_cast<std::size_t>(u)].read()),
                true);
        }
    }

    /// The statements of the block; reactions become fluxes and, with `is_matrix`, entries.
    void write_body(const ast::Block& body, bool is_matrix) {
        for (const auto& statement : body.statements) {
            if (const auto* reaction = std::get_if<Reaction>(&statement->node)) {
                if (is_matrix) {
                    write_reaction(*reaction);
                } else {
                    write_rates(*reaction);
                    write_flux(*reaction);
                }
            } else if (const auto* branch = std::get_if<ast::If>(&statement->node)) {
                out_.open_if(ast::clone(*branch->condition));
                write_body(branch->then, is_matrix);
                if (branch->otherwise) {
                    out_.open_else();
                    write_body(*branch->otherwise, is_matrix);
                }
                out_.close();
            } else if (const auto* inner = std::get_if<ast::Block>(&statement->node)) {
                write_body(*inner, is_matrix);
            } else if (const auto* conserve = std::get_if<ast::Conserve>(&statement->node)) {
                if (is_matrix && !ignores_conserve_)
                    write_conservation(conservations_[next_conservation_++], *conserve);
            } else if (!is_equation(*statement)) {
                out_.add(ast::clone(*statement));
            }
        }
    }

    // --- the step ------------------------------------------------------------------------------------------

    void write_matrix(bool from_old) {
        write_start(from_old);
        next_conservation_ = 0;
        write_body(body_, true);
        for (const int local : fresh_) out_.set(local, number(0));
        fresh_.clear();
    }

    void keep_old() {
        for (std::size_t i = 0; i < unknowns_.size(); ++i) out_.set(old_[i], unknowns_[i].read());
    }

    void advance(bool once) {
        keep_old();
        if (once) {
            write_matrix(true);
            system_->factor(out_);
            system_->substitute(out_);
            for (std::size_t i = 0; i < unknowns_.size(); ++i)
                out_.set(unknowns_[i], binary(Operator::add, unknowns_[i].read(),
                                              out_.get(system_->answer(static_cast<int>(i)))));
            return;
        }
        const int change = out_.local("change"), turns = out_.local("turns");
        out_.set(change, number(1));
        out_.set(turns, number(0));
        out_.open_while(binary(Operator::gt, out_.get(change), number(kConverged)));
        write_matrix(false);
        system_->factor(out_);
        system_->substitute(out_);
        out_.set(change, number(0));
        for (std::size_t i = 0; i < unknowns_.size(); ++i) {
            const int moved = system_->answer(static_cast<int>(i));
            out_.set(unknowns_[i], binary(Operator::add, unknowns_[i].read(), out_.get(moved)));
            out_.open_if(binary(Operator::lt, unknowns_[i].read(), number(0)));
            out_.set(unknowns_[i], number(0));
            out_.close();
            add(change, builtin_call("fabs", out_.get(moved)), false);
        }
        out_.open_if(binary(Operator::ge, out_.get(turns), number(kMaxTurns)));
        out_.fail(RV_STATUS_NO_CONVERGENCE);
        out_.set(change, number(0));
        out_.close();
        out_.set(turns, binary(Operator::add, out_.get(turns), number(1)));
        out_.close();
    }

    /// Schemes that are not linear are first brought near by single solves.
    void steady() {
        if (is_linear_) {
            advance(false);
            return;
        }
        const int tries = out_.local("tries"), is_negative = out_.local("is_negative");
        out_.set(tries, number(0));
        out_.set(is_negative, number(1));
        out_.open_while(binary(Operator::gt, out_.get(is_negative), number(0)));
        advance(true);
        out_.set(is_negative, number(0));
        for (const auto& u : unknowns_) {
            out_.open_if(binary(Operator::lt, u.read(), number(kNegative)));
            out_.set(u, number(0));
            out_.set(is_negative, number(1));
            out_.close();
        }
        out_.set(tries, binary(Operator::add, out_.get(tries), number(1)));
        out_.open_if(binary(Operator::logical_and, binary(Operator::gt, out_.get(is_negative), number(0)),
                            binary(Operator::ge, out_.get(tries), number(kSteadyTries))));
        out_.fail(RV_STATUS_NO_CONVERGENCE);
        out_.set(is_negative, number(0));
        out_.close();
        out_.close();
        advance(false);
    }

    // --- afterwards ----------------------------------------------------------------------------------------

    /// Whether a variable that outlives the block depends on the states: it takes its value at the end of the step.
    bool is_seen_after() {
        ast::CodeBlock plain;
        plain.locals = solving_.block.locals;
        Writer writer(plain, out_.span());
        const auto reads = [&](const Reaction& reaction) {
            ExpressionPtr all = ast::clone(*reaction.forward);
            if (reaction.backward) all = sum(std::move(all), ast::clone(*reaction.backward));
            for (const auto* side : {&reaction.left, &reaction.right})
                for (const auto& term : *side) all = sum(std::move(all), read(term));
            return all;
        };
        const auto write = [&](const auto& self, const ast::Block& body) -> void {
            for (const auto& statement : body.statements) {
                if (const auto* reaction = std::get_if<Reaction>(&statement->node)) {
                    writer.set(forward_, reads(*reaction));
                    writer.set(backward_, reads(*reaction));
                } else if (const auto* inner = std::get_if<ast::Block>(&statement->node)) {
                    self(self, *inner);
                } else if (const auto* branch = std::get_if<ast::If>(&statement->node)) {
                    writer.open_if(ast::clone(*branch->condition));
                    self(self, branch->then);
                    if (branch->otherwise) {
                        writer.open_else();
                        self(self, *branch->otherwise);
                    }
                    writer.close();
                } else if (!is_equation(*statement)) {
                    writer.add(ast::clone(*statement));
                }
            }
        };
        write(write, body_);
        const ast::Block body = writer.finish();
        return Dependence(model_, unknowns_, body).is_visible();
    }

    void write_fluxes() { write_body(body_, false); }

    const Solving& solving_;
    const Model& model_;
    Diagnostics& diagnostics_;
    Writer& out_;
    ast::Block body_;
    std::vector<Unknown> unknowns_;
    std::map<std::pair<int, int>, int> index_; ///< symbol, element -> unknown
    std::vector<ExpressionPtr> volumes_;       ///< null is 1
    std::map<int, int> volume_locals_;
    std::vector<Conservation> conservations_; ///< in order of text
    std::set<int> conserved_;
    std::size_t next_conservation_ = 0;
    std::optional<LinearSystem> system_;
    std::vector<int> old_;
    std::set<int> fresh_; ///< locals that hold nothing yet
    bool is_linear_ = true, has_branches_ = false, ignores_conserve_ = false;
    int step_ = -1, inverse_ = -1, forward_ = -1, backward_ = -1, net_ = -1, slope_ = -1, forward_rate_ = -1,
        backward_rate_ = -1;
};

} // namespace

void solve_kinetic(const Solving& solving, Writer& out) { Kinetic(solving, out).run(); }

void write_kinetic_rates(const Solving& solving, OdeSymbols& symbols, Writer& out) {
    Kinetic(solving, out).run_variable(symbols, false);
}
void write_kinetic_solve(const Solving& solving, OdeSymbols& symbols, Writer& out) {
    Kinetic(solving, out).run_variable(symbols, true);
}

} // namespace ranvier::nmodl
