// SPDX-License-Identifier: BSD-3-Clause
// What each name in code stands for: innermost LOCAL or argument first, then the file's symbols, then what
// the language brings.
#include "bind.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "c_text.hpp"
#include "ranvier/base/error.hpp"
#include "token.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using ast::Binding;
using ast::Expression;
using Code = ast::CodeBlock::Kind;

namespace {

constexpr const char* kFlag = "flag";
constexpr const char* kGivenFlag = "the event's flag"; // no name that a file can have

void add_once(std::vector<int>& list, int value) {
    if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

class Binder {
  public:
    Binder(Model& model, Diagnostics& diagnostics) : model_(model), diagnostics_(diagnostics) {
        for (std::size_t i = 0; i < model_.symbols.size(); ++i)
            symbols_.emplace(model_.symbols[i].name, static_cast<int>(i));
        for (std::size_t i = 0; i < model_.file.code.size(); ++i) {
            const auto& code = model_.file.code[i];
            if (!code.name.text.empty() && code.kind != Code::before && code.kind != Code::after)
                codes_.emplace(code.name.text, static_cast<int>(i));
        }
    }

    void run() {
        model_.uses.resize(model_.file.code.size());
        for (std::size_t i = 0; i < model_.file.code.size(); ++i) code_block(static_cast<int>(i));
    }

  private:
    using Scope = std::unordered_map<std::string, Binding>;

    [[nodiscard]] ast::CodeBlock& code() { return model_.file.code[static_cast<std::size_t>(code_)]; }
    [[nodiscard]] Uses& uses() { return model_.uses[static_cast<std::size_t>(code_)]; }
    void error(Span where, std::string message, std::string hint = {}) {
        if (diagnostics_.error_count() < 2 * kMaxErrors)
            diagnostics_.error(where, std::move(message), std::move(hint));
    }

    void code_block(int index) {
        code_ = index;
        scopes_.assign(1, {});
        unknown_.clear();
        auto& block = code();
        if (block.kind == Code::net_receive) weights();
        else
            for (const auto& parameter : block.parameters) {
                if (scopes_.back().count(parameter.name.text) > 0)
                    error(parameter.name.span, "the argument '" + parameter.name.text + "' is listed twice");
                add_local({parameter.name.text, 1, false, false, true, parameter.name.span});
            }
        if (block.kind == Code::kinetic)
            for (const char* flux : {"f_flux", "b_flux"})
                add_local({flux, 1, false, false, false, block.keyword_span});
        table_first(block.body);
        if (block.kind == Code::function) scopes_.back()[block.name.text] = {Binding::Kind::result, 0};
        this->block(block.body);
    }

    /// Wherever a TABLE stands, it stands for the whole body.
    static void table_first(ast::Block& body) {
        auto& list = body.statements;
        const auto found = std::find_if(list.begin(), list.end(), [](const ast::StatementPtr& s) {
            return std::holds_alternative<ast::Table>(s->node);
        });
        if (found != list.end()) std::rotate(list.begin(), found, found + 1);
    }

    void weights() {
        if (model_.kind == mir::MechanismKind::density || model_.kind == mir::MechanismKind::nothing)
            error(code().keyword_span,
                  "only a POINT_PROCESS or ARTIFICIAL_CELL can have a NET_RECEIVE block");
        int index = 0;
        for (const auto& parameter : code().parameters) {
            if (scopes_.back().count(parameter.name.text) > 0)
                error(parameter.name.span, "the argument '" + parameter.name.text + "' is listed twice");
            Symbol symbol;
            symbol.name = parameter.name.text;
            symbol.role = Role::weight;
            symbol.place = parameter.name.span;
            symbol.unit = parameter.unit;
            symbol.weight_index = index++;
            scopes_.back()[symbol.name] = {Binding::Kind::symbol, static_cast<int>(model_.symbols.size())};
            model_.symbols.push_back(std::move(symbol));
        }
        Symbol flag;
        flag.name = "flag";
        flag.role = Role::flag;
        flag.place = code().keyword_span;
        const Binding given{Binding::Kind::symbol, static_cast<int>(model_.symbols.size())};
        model_.symbols.push_back(std::move(flag));
        if (scopes_.back().emplace("flag", given).second && assigns_flag()) own_flag(given);
    }

    [[nodiscard]] bool assigns_flag() {
        bool out = false;
        each_statement(code().body, [&](const ast::Statement& statement) {
            const auto* assigned = std::get_if<ast::Assignment>(&statement.node);
            out = out || (assigned && assigned->target.text == kFlag);
        });
        return out;
    }

    /// A block that assigns to `flag` works on a LOCAL that starts with what the event gave.
    void own_flag(Binding given) {
        auto& body = code().body;
        const auto is_flag = [](const ast::LocalDeclaration& local) { return local.name.text == kFlag; };
        if (std::any_of(body.locals.begin(), body.locals.end(), is_flag)) return;
        scopes_.back().emplace(kGivenFlag, given);
        const auto where = code().keyword_span;
        body.locals.push_back({{kFlag, where, {}}, 1, false});
        ast::Assignment start;
        start.target = {kFlag, where, {}};
        start.value = std::make_unique<Expression>();
        start.value->kind = Expression::Kind::name;
        start.value->text = kGivenFlag;
        start.value->span = where;
        auto statement = std::make_unique<ast::Statement>();
        statement->span = where;
        statement->node = std::move(start);
        body.statements.insert(body.statements.begin(), std::move(statement));
    }

    int add_local(ast::LocalSymbol local) {
        const int index = static_cast<int>(code().locals.size());
        scopes_.back()[local.name] = {Binding::Kind::local, index};
        code().locals.push_back(std::move(local));
        return index;
    }

    // --- statements ----------------------------------------------------------------------------------------

    void block(ast::Block& body) {
        scopes_.emplace_back();
        for (const auto& local : body.locals) {
            if (scopes_.back().count(local.name.text) > 0)
                error(local.name.span, "the LOCAL '" + local.name.text + "' is declared twice in this block");
            add_local({local.name.text, local.count, local.is_array, false, false, local.name.span});
        }
        for (auto& statement : body.statements) visit(*statement);
        scopes_.pop_back();
    }

    void visit(ast::Statement& statement) {
        std::visit(Overloaded{
                       [&](ast::Assignment& s) { assignment(s); },
                       [&](ast::CallStatement& s) { call(*s.call, true); },
                       [&](ast::If& s) {
                           expression(*s.condition);
                           block(s.then);
                           if (s.otherwise) block(*s.otherwise);
                       },
                       [&](ast::While& s) {
                           expression(*s.condition);
                           block(s.body);
                       },
                       [&](ast::From& s) { from(s); },
                       [&](ast::Block& s) { block(s); },
                       [&](ast::Solve& s) { solve(s); },
                       [&](ast::Table& s) { table(s, statement.span); },
                       [&](ast::NestedInitial& s) { block(s.body); },
                       [&](ast::Watch& s) { watch(s, statement.span); },
                       [&](ast::ForNetcons& s) { for_netcons(s, statement.span); },
                       [&](ast::Protected& s) {
                           if (s.statement) visit(*s.statement);
                       },
                       [&](ast::Verbatim& s) { visible_locals(s); },
                       [&](ast::Conductance& s) { conductance(s, statement.span); },
                       [&](ast::Reaction& s) { reaction(s); },
                       [&](ast::Equation& s) {
                           expression(*s.left);
                           expression(*s.right);
                           each_expression(*s.left, [&](const Expression& e) { solved_for(e); });
                           each_expression(*s.right, [&](const Expression& e) { solved_for(e); });
                       },
                       [&](ast::Conserve& s) {
                           expression(*s.sum);
                           expression(*s.value);
                       },
                       [&](ast::Compartment& s) { compartment(s); },
                       [&](auto&) {}, // reported by check_support
                   },
                   statement.node);
    }

    void visible_locals(ast::Verbatim& s) const {
        std::unordered_set<std::string> seen;
        for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
            for (const auto& [name, binding] : *scope)
                if (seen.insert(name).second && binding.kind == Binding::Kind::local)
                    s.locals.emplace_back(name, binding.index);
        std::sort(s.locals.begin(), s.locals.end());
    }

    void from(ast::From& s) {
        expression(*s.first);
        expression(*s.last);
        if (s.step) expression(*s.step);
        scopes_.emplace_back();
        const int index = add_local({s.variable.text, 1, false, true, false, s.variable.span});
        s.variable.binding = {Binding::Kind::local, index};
        block(s.body);
        scopes_.pop_back();
    }

    /// A condition is looked at between steps, where neither the event nor its weights are at hand.
    void watch(ast::Watch& s, Span where) {
        if (code().kind != Code::net_receive) error(where, "WATCH can only stand in NET_RECEIVE");
        for (auto& item : s.items) {
            expression(*item.condition);
            expression(*item.flag);
            const bool is_crossing =
                item.condition->kind == Expression::Kind::binary &&
                (item.condition->op == ast::Operator::lt || item.condition->op == ast::Operator::gt);
            if (!is_crossing) error(item.condition->span, "the condition of a WATCH is a < b or a > b");
            each_expression(*item.condition, [&](const Expression& e) {
                const bool is_name = e.kind == Expression::Kind::name || e.kind == Expression::Kind::element;
                const bool is_local = e.binding.kind == Binding::Kind::local;
                const bool is_symbol = e.binding.kind == Binding::Kind::symbol;
                const Role role = is_symbol ? model_.symbols[static_cast<std::size_t>(e.binding.index)].role
                                            : Role::parameter;
                if (is_name && (is_local || role == Role::weight || role == Role::flag))
                    error(e.span, "'" + e.text + "' belongs to one event; a WATCH looks again at every step",
                          "keep the number in an ASSIGNED variable");
            });
        }
    }

    /// The arguments are names for the weights of one NetCon after the other.
    void for_netcons(ast::ForNetcons& s, Span where) {
        if (code().kind != Code::net_receive) error(where, "FOR_NETCONS can only stand in NET_RECEIVE");
        const auto wanted = code().parameters.size();
        if (code().kind == Code::net_receive && s.arguments.size() != wanted)
            error(where,
                  "FOR_NETCONS has " + std::to_string(s.arguments.size()) + " arguments, NET_RECEIVE has " +
                      std::to_string(wanted),
                  "both name the weights of a NetCon, in the same order");
        scopes_.emplace_back();
        s.counter = add_local({"FOR_NETCONS", 1, false, true, false, where});
        int weight = 0;
        for (auto& argument : s.arguments) {
            if (scopes_.back().count(argument.text) > 0)
                error(argument.span, "the argument '" + argument.text + "' is listed twice");
            ast::LocalSymbol local{argument.text, 1, false, false, false, argument.span};
            local.netcon_weight = weight++;
            local.netcon_counter = s.counter;
            argument.binding = {Binding::Kind::local, add_local(std::move(local))};
        }
        block(s.body);
        scopes_.pop_back();
    }

    void assignment(ast::Assignment& s) {
        expression(*s.value);
        if (s.index) expression(*s.index);
        s.target.binding = variable(s.target.text, s.target.span);
        check_index(s.target.binding, s.target.text, s.target.span, s.index != nullptr);
        if (is_stream(s.target.binding))
            error(s.target.span, "the RANDOM variable '" + s.target.text + "' cannot be assigned",
                  "random_setseq and random_setids change it");
        if (s.primes > 0) return derivative(s);
        if (s.target.binding.kind == Binding::Kind::local && local(s.target.binding).is_integer)
            error(s.target.span, "the loop variable '" + s.target.text + "' cannot be assigned");
        if (s.target.binding.kind != Binding::Kind::symbol) return;
        auto& symbol = model_.symbols[static_cast<std::size_t>(s.target.binding.index)];
        symbol.is_assigned = true;
        add_once(uses().assigned, s.target.binding.index);
        const bool is_jump = symbol.role == Role::voltage && code().kind == Code::net_receive;
        if (is_jump) return; // an event may set v of its node
        switch (symbol.role) {
        case Role::world:
        case Role::area:
        case Role::diam:
            error(s.target.span,
                  "'" + symbol.name + "' belongs to the simulator and cannot be assigned here");
            break;
        case Role::voltage:
            if (code().kind != Code::net_receive)
                diagnostics_.warning(
                    s.target.span,
                    "'v' is assigned here for the rest of this block only: the membrane's stays");
            break;
        case Role::state:
            if (code().kind == Code::derivative)
                diagnostics_.warning(s.target.span,
                                     "the STATE '" + symbol.name + "' is assigned inside a DERIVATIVE block");
            break;
        default: break;
        }
    }

    void derivative(ast::Assignment& s) {
        if (code().kind != Code::derivative) {
            error(s.target.span,
                  "an equation for " + s.target.text + "' can only stand in a DERIVATIVE block");
            return;
        }
        const auto& binding = s.target.binding;
        if (binding.kind == Binding::Kind::none) return;
        const bool is_state = binding.kind == Binding::Kind::symbol &&
                              model_.symbols[static_cast<std::size_t>(binding.index)].is_state;
        if (!is_state)
            error(s.target.span, "'" + s.target.text + "' is not a STATE, so it has no derivative");
        else {
            model_.symbols[static_cast<std::size_t>(binding.index)].is_assigned = true;
            add_once(uses().assigned, binding.index);
        }
    }

    // --- schemes -------------------------------------------------------------------------------------------

    void reaction(ast::Reaction& s) {
        for (auto* side : {&s.left, &s.right})
            for (auto& term : *side) {
                if (term.index) expression(*term.index);
                term.name.binding = variable(term.name.text, term.name.span);
                check_index(term.name.binding, term.name.text, term.name.span, term.index != nullptr);
                changes(term.name.binding);
            }
        expression(*s.forward);
        if (s.backward) expression(*s.backward);
    }

    /// A STATE that a scheme or equation is solved for.
    void changes(const Binding& binding) {
        if (binding.kind != Binding::Kind::symbol || !is_state(model_, binding.index)) return;
        model_.symbols[static_cast<std::size_t>(binding.index)].is_assigned = true;
        add_once(uses().assigned, binding.index);
    }
    void solved_for(const Expression& e) {
        if (e.kind == Expression::Kind::name || e.kind == Expression::Kind::element) changes(e.binding);
    }

    void compartment(ast::Compartment& s) {
        scopes_.emplace_back();
        if (s.index)
            s.index->binding = {Binding::Kind::local,
                                add_local({s.index->text, 1, false, true, false, s.index->span})};
        expression(*s.value);
        scopes_.pop_back();
        for (auto& name : s.species) {
            // Real files name what they once had; it has no volume and no flux.
            if (!s.is_diffusion && lookup(name.text).kind == Binding::Kind::none)
                diagnostics_.warning(name.span,
                                     "there is no '" + name.text + "', so its COMPARTMENT has no effect");
            else name.binding = variable(name.text, name.span);
        }
    }

    void solve(ast::Solve& s) {
        const auto found = codes_.find(s.block.text);
        if (found == codes_.end()) {
            std::vector<std::string> names;
            for (const auto& entry : codes_)
                if (model_.file.code[static_cast<std::size_t>(entry.second)].kind != Code::function)
                    names.push_back(entry.first);
            std::sort(names.begin(), names.end());
            error(s.block.span, "there is no block '" + s.block.text + "' to SOLVE",
                  near_names_hint(s.block.text, names));
            return;
        }
        const auto& target = model_.file.code[static_cast<std::size_t>(found->second)];
        if (target.kind == Code::function || target.kind == Code::function_table) {
            error(s.block.span, "the FUNCTION '" + s.block.text + "' cannot be SOLVEd");
            return;
        }
        if (target.kind == Code::procedure && !target.parameters.empty())
            error(s.block.span, "a PROCEDURE with arguments cannot be SOLVEd");
        s.block.binding = {Binding::Kind::code, found->second};
        if (code().kind == Code::breakpoint) model_.solved.push_back(found->second);
        else add_once(uses().calls, found->second);
    }

    /// CONDUCTANCE g [USEION ion]: g is read when BREAKPOINT is done.
    void conductance(ast::Conductance& s, Span where) {
        if (code().kind != Code::breakpoint) {
            error(where, "CONDUCTANCE can only stand in BREAKPOINT");
            return;
        }
        s.name.binding = variable(s.name.text, s.name.span);
        check_index(s.name.binding, s.name.text, s.name.span, false);
        if (!s.ion) return;
        std::vector<std::string> ions;
        bool is_written = false;
        for (const auto& use : model_.file.neuron.ions) {
            ions.push_back(use.ion.text);
            if (use.ion.text != s.ion->text) continue;
            for (const auto& name : use.writes) is_written = is_written || name.text == "i" + use.ion.text;
        }
        if (!is_written)
            error(s.ion->span, "this mechanism writes no current of the ion '" + s.ion->text + "'",
                  near_names_hint(s.ion->text, ions));
    }

    void table(ast::Table& s, Span where) {
        const bool is_function = code().kind == Code::function;
        if (!is_function && code().kind != Code::procedure) {
            error(where, "TABLE can only stand in a FUNCTION or PROCEDURE");
            return;
        }
        if (std::get_if<ast::Table>(&code().body.statements.front()->node) != &s)
            error(where, "TABLE cannot stand inside another statement, nor twice");
        if (code().parameters.size() != 1)
            error(where, "a " + code().keyword + " with a TABLE has exactly one argument");
        if (is_function && !s.outputs.empty()) error(where, "the TABLE of a FUNCTION lists no variables");
        if (!is_function && s.outputs.empty())
            error(where, "the TABLE of a PROCEDURE lists the variables that it sets");
        for (auto& name : s.outputs) {
            name.binding = variable(name.text, name.span);
            if (name.binding.kind == Binding::Kind::none) continue;
            const Role role = name.binding.kind == Binding::Kind::symbol
                                  ? model_.symbols[static_cast<std::size_t>(name.binding.index)].role
                                  : Role::world;
            const bool fits = role == Role::parameter || role == Role::assigned || role == Role::state ||
                              role == Role::file_local;
            if (!fits) {
                error(name.span, "'" + name.text + "' cannot be a column of a TABLE");
                continue;
            }
            model_.symbols[static_cast<std::size_t>(name.binding.index)].is_assigned = true;
            add_once(uses().assigned, name.binding.index);
        }
        for (auto& name : s.depend) name.binding = variable(name.text, name.span);
        expression(*s.low);
        expression(*s.high);
        model_.needs_use_table = true;
    }

    // --- expressions ---------------------------------------------------------------------------------------

    void expression(Expression& e) {
        switch (e.kind) {
        case Expression::Kind::name:
        case Expression::Kind::element:
            for (auto& argument : e.arguments) expression(*argument);
            e.binding = variable(e.text, e.span);
            check_index(e.binding, e.text, e.span, e.kind == Expression::Kind::element);
            return;
        case Expression::Kind::call: call(e, false); return;
        case Expression::Kind::string: error(e.span, "a string can only be an argument of printf"); return;
        default:
            for (auto& argument : e.arguments) expression(*argument);
        }
    }

    void call(Expression& e, bool is_statement) {
        if (const auto found = codes_.find(e.text); found != codes_.end()) {
            for (auto& argument : e.arguments) expression(*argument);
            user_call(e, found->second);
            return;
        }
        const int index = find_builtin(e.text);
        if (index < 0) {
            for (auto& argument : e.arguments)
                if (argument->kind != Expression::Kind::string) expression(*argument);
            unknown_function(e);
            return;
        }
        e.binding = {Binding::Kind::builtin, index};
        const auto& found = builtin(index);
        if (found.kind == Builtin::Kind::unsupported) return; // its arguments follow rules of their own
        if (found.has_own_arguments()) return own_arguments(e, found, is_statement);
        for (auto& argument : e.arguments) expression(*argument);
        const int count = static_cast<int>(e.arguments.size());
        if (count != found.low) error(e.span, arguments_message(e.text, found.low, count));
        if (!found.has_value && !is_statement) error(e.span, "'" + e.text + "' has no value");
        const bool is_event = found.kind == Builtin::Kind::net_send ||
                              found.kind == Builtin::Kind::net_event || found.kind == Builtin::Kind::net_move;
        if (is_event) event(e);
        if (found.kind == Builtin::Kind::state_discontinuity) discontinuity(e);
    }

    /// state_discontinuity(s, value) is an assignment to s.
    void discontinuity(const Expression& e) {
        if (e.arguments.empty()) return;
        const auto& target = *e.arguments[0];
        if (target.kind != Expression::Kind::name && target.kind != Expression::Kind::element) {
            error(target.span, "the first argument of state_discontinuity is the STATE that jumps");
            return;
        }
        if (target.binding.kind != Binding::Kind::symbol) return;
        auto& symbol = model_.symbols[static_cast<std::size_t>(target.binding.index)];
        symbol.is_assigned = true;
        add_once(uses().assigned, target.binding.index);
        const bool is_written = symbol.role == Role::state || symbol.role == Role::assigned ||
                                symbol.role == Role::parameter ||
                                (symbol.role == Role::ion && symbol.ion_writes);
        if (!is_written)
            error(target.span, "'" + target.text + "' is not a STATE, so state_discontinuity cannot set it");
    }

    void own_arguments(Expression& e, const Builtin& found, bool is_statement) {
        for (std::size_t i = 0; i < e.arguments.size(); ++i) {
            auto& argument = *e.arguments[i];
            const bool is_file = e.text == "fprintf" && i == 0; // a name of C
            const bool is_text = argument.kind == Expression::Kind::string && takes_text(found, e.text, i);
            if (!is_file && !is_text) expression(argument);
        }
        if (diagnostics_.error_count() < 2 * kMaxErrors) check_builtin_call(e, model_, diagnostics_);
        if (!found.has_value && !is_statement) error(e.span, "'" + e.text + "' has no value");
        if (found.kind != Builtin::Kind::stream || e.arguments.empty()) return;
        const auto& stream = e.arguments[0]->binding; // whatever is drawn moves it
        if (stream.kind == Binding::Kind::symbol) add_once(uses().assigned, stream.index);
    }

    void event(const Expression& e) {
        uses().sends_events = true;
        if (model_.kind == mir::MechanismKind::density || model_.kind == mir::MechanismKind::nothing)
            error(e.span, "only a POINT_PROCESS or ARTIFICIAL_CELL can send events");
        const Code kind = code().kind;
        const bool is_possible = kind == Code::initial || kind == Code::net_receive ||
                                 kind == Code::procedure || kind == Code::function;
        if (!is_possible) error(e.span, "'" + e.text + "' can only be called in INITIAL and NET_RECEIVE");
    }

    static std::string arguments_message(const std::string& name, int wanted, int found) {
        return "'" + name + "' takes " + std::to_string(wanted) +
               (wanted == 1 ? " argument, " : " arguments, ") + std::to_string(found) +
               (found == 1 ? " is given" : " are given");
    }

    void user_call(Expression& e, int target) {
        const auto& callee = model_.file.code[static_cast<std::size_t>(target)];
        const bool is_callable = callee.kind == Code::function || callee.kind == Code::procedure ||
                                 callee.kind == Code::function_table;
        if (!is_callable) {
            error(e.span, "'" + e.text + "' is a " + callee.keyword + " block and cannot be called",
                  "SOLVE it in BREAKPOINT");
            return;
        }
        e.binding = {Binding::Kind::code, target};
        add_once(uses().calls, target);
        const int wanted = static_cast<int>(callee.parameters.size()),
                  given = static_cast<int>(e.arguments.size());
        if (wanted != given) error(e.span, arguments_message(e.text, wanted, given));
    }

    void unknown_function(Expression& e) {
        if (const Binding found = lookup(e.text); found.kind != Binding::Kind::none) {
            error(e.span, "'" + e.text + "' is a variable, not a function", "write '*' to multiply");
            return;
        }
        if (model_.c_names(e.text) || is_c_library_function(e.text)) {
            e.binding = {Binding::Kind::foreign, 0};
            return;
        }
        if (!model_.file.declarations_are_sound) return;
        std::vector<std::string> names = builtin_names();
        for (const auto& entry : codes_) names.push_back(entry.first);
        std::sort(names.begin(), names.end());
        error(e.span, "there is no function '" + e.text + "'", near_names_hint(e.text, names));
    }

    // --- names ---------------------------------------------------------------------------------------------

    [[nodiscard]] Binding lookup(const std::string& name) const {
        for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
            if (const auto found = scope->find(name); found != scope->end()) return found->second;
        if (const auto found = symbols_.find(name); found != symbols_.end())
            return {Binding::Kind::symbol, found->second};
        return {};
    }

    [[nodiscard]] bool is_stream(const Binding& binding) const {
        return binding.kind == Binding::Kind::symbol &&
               model_.symbols[static_cast<std::size_t>(binding.index)].role == Role::stream;
    }

    [[nodiscard]] const ast::LocalSymbol& local(const Binding& binding) {
        return code().locals[static_cast<std::size_t>(binding.index)];
    }

    Binding variable(const std::string& name, Span where) {
        const Binding found = lookup(name);
        if (found.kind == Binding::Kind::none) {
            if (const int start = start_value(name, where); start >= 0) {
                add_once(uses().symbols, start);
                return {Binding::Kind::symbol, start};
            }
            if (const int constant = c_constant(name, where); constant >= 0) {
                add_once(uses().symbols, constant);
                return {Binding::Kind::symbol, constant};
            }
            if (codes_.count(name) == 0 && model_.c_names(name)) return foreign(name, where);
            undeclared(name, where);
        } else if (found.kind == Binding::Kind::symbol) {
            add_once(uses().symbols, found.index);
            const auto& symbol = model_.symbols[static_cast<std::size_t>(found.index)];
            const bool is_place =
                symbol.role == Role::voltage || symbol.role == Role::area || symbol.role == Role::diam;
            if (is_place && model_.kind == mir::MechanismKind::artificial_cell)
                error(where, "an ARTIFICIAL_CELL has no membrane, so it has no '" + name + "'");
            if (is_place && model_.kind == mir::MechanismKind::nothing)
                error(where, "SUFFIX nothing makes no mechanism, so there is no '" + name + "'");
        }
        return found;
    }

    int add_symbol(const std::string& name, Role role, double value, Span where) {
        Symbol symbol;
        symbol.name = name;
        symbol.role = role;
        symbol.place = where;
        symbol.value = symbol.legacy_value = value;
        const int index = static_cast<int>(model_.symbols.size());
        symbols_.emplace(name, index);
        model_.symbols.push_back(std::move(symbol));
        return index;
    }

    /// The start value s0 of a STATE s, which the file did not declare: it exists, hidden. -1 if it is not one.
    int start_value(const std::string& name, Span where) {
        if (name.size() < 2 || name.back() != '0' || codes_.count(name) > 0) return -1;
        const auto found = symbols_.find(name.substr(0, name.size() - 1));
        if (found == symbols_.end()) return -1;
        const auto state = static_cast<std::size_t>(found->second);
        if (model_.symbols[state].role != Role::state) return -1;
        const int index = add_symbol(name, Role::file_local, model_.symbols[state].value, where);
        model_.symbols[state].start_parameter = index;
        return index;
    }

    /// Constants of the C library and the simulator's stoprun, which NEURON's generated files see, and PI, which
    /// they once saw.
    int c_constant(const std::string& name, Span where) {
        struct Known {
            std::string_view name;
            double value;
        };
        static constexpr double kInfinity = std::numeric_limits<double>::infinity();
        static constexpr std::array<Known, 16> kKnown = {{{"PI", 3.14159265358979323846},
                                                          {"M_PI", 3.14159265358979323846},
                                                          {"M_PI_2", 1.57079632679489661923},
                                                          {"M_PI_4", 0.78539816339744830962},
                                                          {"M_1_PI", 0.31830988618379067154},
                                                          {"M_2_PI", 0.63661977236758134308},
                                                          {"M_E", 2.7182818284590452354},
                                                          {"M_LN2", 0.69314718055994530942},
                                                          {"M_LN10", 2.30258509299404568402},
                                                          {"M_LOG2E", 1.4426950408889634074},
                                                          {"M_LOG10E", 0.43429448190325182765},
                                                          {"M_SQRT2", 1.41421356237309504880},
                                                          {"M_SQRT1_2", 0.70710678118654752440},
                                                          {"INFINITY", kInfinity},
                                                          {"RAND_MAX", 2147483647.0},
                                                          {"NULL", 0.0}}};
        if (codes_.count(name) > 0 || model_.c_names(name)) return -1;
        if (name == "stoprun") return add_symbol(name, Role::external, 0, where);
        for (const auto& known : kKnown) {
            if (known.name != name) continue;
            if (name == "PI")
                diagnostics_.warning(where, "'PI' is not declared; it is taken as 3.14159...",
                                     "declare it: UNITS { PI = (pi) (1) }");
            return add_symbol(name, Role::constant, known.value, where);
        }
        return -1;
    }

    /// A macro or variable of the file's C.
    Binding foreign(const std::string& name, Span where) {
        const int index = add_symbol(name, Role::foreign, 0, where);
        add_once(uses().symbols, index);
        return {Binding::Kind::symbol, index};
    }

    void undeclared(const std::string& name, Span where) {
        if (const auto found = codes_.find(name); found != codes_.end()) {
            const auto& target = model_.file.code[static_cast<std::size_t>(found->second)];
            error(where, "'" + name + "' is a " + target.keyword + ", not a variable",
                  "a call has parentheses: " + name + "()");
            return;
        }
        if (!model_.file.declarations_are_sound) return; // it may have been lost to a syntax error
        if (diagnostics_.error_count() >= 2 * kMaxErrors || !unknown_.insert(name).second)
            return; // once a block
        std::vector<std::string> names;
        for (const auto& scope : scopes_)
            for (const auto& entry : scope) names.push_back(entry.first);
        for (const auto& entry : symbols_) names.push_back(entry.first);
        std::sort(names.begin(), names.end());
        std::string hint = near_names_hint(name, names);
        if (name == "pi") hint = "declare it: UNITS { PI = (pi) (1) }";
        if (name == "FARADAY" || name == "F")
            hint = "declare it: UNITS { " + name + " = (faraday) (coulomb) }";
        error(where, "'" + name + "' is not declared", hint);
    }

    void check_index(const Binding& binding, const std::string& name, Span where, bool has_index) {
        bool is_array = false;
        if (binding.kind == Binding::Kind::symbol &&
            model_.symbols[static_cast<std::size_t>(binding.index)].role == Role::foreign) {
            if (has_index)
                error(where, "'" + name + "' is a name of C and cannot be indexed outside VERBATIM");
            return;
        }
        if (binding.kind == Binding::Kind::symbol)
            is_array = model_.symbols[static_cast<std::size_t>(binding.index)].is_array;
        else if (binding.kind == Binding::Kind::local) is_array = local(binding).is_array;
        else if (binding.kind == Binding::Kind::none) return;
        if (is_array && !has_index) error(where, "the array '" + name + "' needs an index");
        if (!is_array && has_index) error(where, "'" + name + "' is not an array");
    }

    Model& model_;
    Diagnostics& diagnostics_;
    std::unordered_map<std::string, int> symbols_, codes_;
    std::vector<Scope> scopes_;
    std::unordered_set<std::string> unknown_; ///< undeclared names of this block
    int code_ = 0;
};

} // namespace

void bind_names(Model& model, Diagnostics& diagnostics) { Binder(model, diagnostics).run(); }

} // namespace ranvier::nmodl
