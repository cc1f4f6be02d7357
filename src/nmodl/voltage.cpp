// SPDX-License-Identifier: BSD-3-Clause
// Decides whether the currents are affine in v. NEURON evaluates BREAKPOINT at v + 0.001 and at v and takes
// the quotient; where I is affine that is the symbolic derivative up to rounding, and one evaluation serves.
#include "voltage.hpp"

#include <algorithm>

#include "walk.hpp"

namespace ranvier::nmodl {

using ast::Binding;
using ast::Expression;
using ast::Operator;

std::set<int> reachable(const Model& model, int code) {
    std::set<int> out;
    std::vector<int> open = {code};
    while (!open.empty()) {
        const int at = open.back();
        open.pop_back();
        if (!out.insert(at).second) continue;
        for (const int callee : model.uses[static_cast<std::size_t>(at)].calls) open.push_back(callee);
    }
    return out;
}

bool reaches_symbol(const Model& model, int code, int symbol) {
    for (const int at : reachable(model, code)) {
        if (model.code_holds_c(at)) return true; // it may
        const auto& symbols = model.uses[static_cast<std::size_t>(at)].symbols;
        if (std::find(symbols.begin(), symbols.end(), symbol) != symbols.end()) return true;
    }
    return false;
}

namespace {

/// Finds a variable that a second evaluation would read as the first one left it.
class Carried {
  public:
    Carried(const Model& model, int breakpoint) : model_(model) {
        for (const int code : reachable(model, breakpoint)) {
            const auto& list = model.uses[static_cast<std::size_t>(code)].assigned;
            assigned_.insert(list.begin(), list.end());
        }
    }

    Carried(const Model& model, std::set<int> symbols) : model_(model), assigned_(std::move(symbols)) {}

    bool any(const ast::Block& body) {
        std::set<int> set;
        block(body, set);
        return found_;
    }

  private:
    void block(const ast::Block& body, std::set<int>& set) {
        for (const auto& statement : body.statements) visit(*statement, set);
    }

    void visit(const ast::Statement& statement, std::set<int>& set) {
        direct_expressions(statement, [&](const Expression& e) { reads(e, set); });
        std::visit(Overloaded{
                       [&](const ast::Assignment& s) {
                           if (s.target.binding.kind == Binding::Kind::symbol && !s.index)
                               set.insert(s.target.binding.index);
                       },
                       [&](const ast::If& s) {
                           std::set<int> then = set, otherwise = set;
                           block(s.then, then);
                           if (s.otherwise) block(*s.otherwise, otherwise);
                           for (const int symbol : then)
                               if (otherwise.count(symbol) > 0) set.insert(symbol);
                       },
                       [&](const ast::While& s) {
                           std::set<int> inner = set;
                           block(s.body, inner);
                       },
                       [&](const ast::From& s) {
                           std::set<int> inner = set;
                           block(s.body, inner);
                       },
                       [&](const ast::Block& s) { block(s, set); },
                       [&](const ast::Table& s) {
                           for (const auto& name : s.outputs)
                               if (name.binding.kind == Binding::Kind::symbol) set.insert(name.binding.index);
                       },
                       [&](const ast::Protected& s) {
                           if (s.statement) visit(*s.statement, set);
                       },
                       [](const auto&) {},
                   },
                   statement.node);
    }

    void reads(const Expression& e, std::set<int>& set) {
        if (++steps_ > kMaxSteps) found_ = true; // calls of calls of calls: two evaluations are always right
        if (found_) return;
        for (const auto& argument : e.arguments) reads(*argument, set);
        if (e.kind == Expression::Kind::call && e.binding.kind == Binding::Kind::builtin &&
            builtin(e.binding.index).has_effect())
            found_ = true; // NEURON prints and draws twice, too
        if (e.binding.kind == Binding::Kind::symbol && assigned_.count(e.binding.index) > 0 &&
            set.count(e.binding.index) == 0)
            found_ = true;
        if (e.kind != Expression::Kind::call || e.binding.kind != Binding::Kind::code) return;
        if (!open_.insert(e.binding.index).second) { // a call that leads back
            found_ = found_ || !assigned_.empty();
            return;
        }
        block(model_.file.code[static_cast<std::size_t>(e.binding.index)].body, set);
        open_.erase(e.binding.index);
    }

    const Model& model_;
    static constexpr int kMaxSteps = 100000;
    std::set<int> assigned_;
    std::set<int> open_; ///< code blocks that are being followed
    bool found_ = false;
    int steps_ = 0;
};

class Affine {
  public:
    Affine(const Model& model, int breakpoint)
        : model_(model), breakpoint_(breakpoint), voltage_(model.find_symbol("v")) {}

    std::optional<VoltageSlopes> run() {
        const auto& body = model_.file.code[static_cast<std::size_t>(breakpoint_)].body;
        std::size_t before = 0;
        do { // until no more variables turn out to depend on v
            before = size();
            each_statement(body, [&](const ast::Statement& s) { visit(s); });
        } while (is_affine_ && size() != before);
        if (!is_affine_ || callee_writes_slope()) return {};
        return slopes_;
    }

  private:
    static constexpr int kNotAffine = 2;

    [[nodiscard]] std::size_t size() const { return slopes_.symbols.size() + slopes_.locals.size(); }

    void visit(const ast::Statement& statement) {
        if (std::holds_alternative<ast::Solve>(statement.node)) return;
        const auto* assignment = std::get_if<ast::Assignment>(&statement.node);
        if (!assignment) { // conditions, bounds and arguments of calls must not depend on v
            direct_expressions(statement, [&](const Expression& e) { require(degree(e) == 0); });
            return;
        }
        if (assignment->index) require(degree(*assignment->index) == 0);
        const int value = degree(*assignment->value);
        require(value < kNotAffine);
        if (value == 0) return;
        require(!assignment->index); // elements carry no slopes
        const auto& binding = assignment->target.binding;
        if (binding.kind == Binding::Kind::symbol) slopes_.symbols.insert(binding.index);
        else if (binding.kind == Binding::Kind::local) slopes_.locals.insert(binding.index);
        else require(false);
    }

    void require(bool condition) { is_affine_ = is_affine_ && condition; }

    /// 0: no v, 1: affine in v, 2: anything else.
    [[nodiscard]] int degree(const Expression& e) const {
        std::vector<int> d;
        for (const auto& argument : e.arguments) d.push_back(degree(*argument));
        const int highest = d.empty() ? 0 : *std::max_element(d.begin(), d.end());
        switch (e.kind) {
        case Expression::Kind::name: return depends(e.binding) ? 1 : 0;
        case Expression::Kind::element: return highest > 0 || depends(e.binding) ? kNotAffine : 0;
        case Expression::Kind::unary: return e.op == Operator::neg || highest == 0 ? highest : kNotAffine;
        case Expression::Kind::call:
            if (e.binding.kind == Binding::Kind::code && callee_reads_voltage(e.binding.index))
                return kNotAffine;
            return highest == 0 ? 0 : kNotAffine;
        case Expression::Kind::binary: break;
        default: return 0;
        }
        switch (e.op) {
        case Operator::add:
        case Operator::sub: return highest;
        case Operator::mul: return std::min(d[0] + d[1], kNotAffine);
        case Operator::div: return d[1] == 0 ? d[0] : kNotAffine;
        default: return highest == 0 ? 0 : kNotAffine;
        }
    }

    [[nodiscard]] bool depends(const Binding& binding) const {
        if (binding.kind == Binding::Kind::symbol)
            return binding.index == voltage_ || slopes_.symbols.count(binding.index) > 0;
        return binding.kind == Binding::Kind::local && slopes_.locals.count(binding.index) > 0;
    }

    [[nodiscard]] bool callee_reads_voltage(int code) const {
        for (const int at : reachable(model_, code))
            for (const int symbol : model_.uses[static_cast<std::size_t>(at)].symbols)
                if (symbol == voltage_ || slopes_.symbols.count(symbol) > 0) return true;
        return false;
    }

    [[nodiscard]] bool callee_writes_slope() const {
        for (const int at : reachable(model_, breakpoint_)) {
            if (at == breakpoint_) continue;
            for (const int symbol : model_.uses[static_cast<std::size_t>(at)].assigned)
                if (slopes_.symbols.count(symbol) > 0) return true;
        }
        return false;
    }

    const Model& model_;
    int breakpoint_;
    int voltage_;
    VoltageSlopes slopes_;
    bool is_affine_ = true;
};

} // namespace

bool is_read_before_set(const Model& model, int breakpoint, int symbol) {
    return Carried(model, std::set<int>{symbol})
        .any(model.file.code[static_cast<std::size_t>(breakpoint)].body);
}

std::optional<VoltageSlopes> affine_in_voltage(const Model& model, int breakpoint) {
    for (const int code : reachable(model, breakpoint))
        if (model.code_holds_c(code)) return {}; // C may read v and keep what it likes
    const auto& assigned = model.uses[static_cast<std::size_t>(breakpoint)].assigned;
    if (std::find(assigned.begin(), assigned.end(), model.find_symbol("v")) != assigned.end()) return {};
    const auto& body = model.file.code[static_cast<std::size_t>(breakpoint)].body;
    if (Carried(model, breakpoint).any(body)) return {};
    return Affine(model, breakpoint).run();
}

} // namespace ranvier::nmodl
