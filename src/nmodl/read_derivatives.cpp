// SPDX-License-Identifier: BSD-3-Clause
// x' on the right of an assignment: a variable Dx that keeps the derivative where its equation stands.
#include "read_derivatives.hpp"

#include "walk.hpp"

namespace ranvier::nmodl {

namespace {

/// Writes `Dx = e` before each `x' = e`; whether there was one.
bool keep_in(ast::Block& block, const std::string& state, Diagnostics& diagnostics) {
    bool found = false;
    for (std::size_t i = 0; i < block.statements.size(); ++i) {
        auto& statement = *block.statements[i];
        const auto inside = [&](ast::Block& inner) { found = keep_in(inner, state, diagnostics) || found; };
        std::visit(Overloaded{
                       [&](ast::If& s) {
                           inside(s.then);
                           if (s.otherwise) inside(*s.otherwise);
                       },
                       [&](ast::While& s) { inside(s.body); },
                       [&](ast::From& s) { inside(s.body); },
                       [&](ast::Block& s) { inside(s); },
                       [](auto&) {},
                   },
                   statement.node);
        const auto* equation = std::get_if<ast::Assignment>(&statement.node);
        if (!equation || equation->primes != 1 || equation->index || equation->target.text != state) continue;
        each_expression(*equation->value, [&](const ast::Expression& e) {
            if (e.kind == ast::Expression::Kind::name && e.text == name_of_derivative(state))
                diagnostics.error(e.span, "a derivative cannot stand in its own equation");
        });
        auto made = std::make_unique<ast::Statement>();
        made->span = statement.span;
        auto name = equation->target;
        name.text = name_of_derivative(state);
        made->node = ast::Assignment{std::move(name), 0, nullptr, ast::clone(*equation->value)};
        block.statements.insert(block.statements.begin() + static_cast<std::ptrdiff_t>(i++), std::move(made));
        found = true;
    }
    return found;
}

} // namespace

std::string name_of_derivative(const std::string& state) { return "D" + state; }

void keep_derivatives(ast::File& file, const std::map<std::string, Span>& read, Diagnostics& diagnostics) {
    for (const auto& [state, place] : read) {
        bool found = false;
        for (auto& code : file.code) found = keep_in(code.body, state, diagnostics) || found;
        if (!found) diagnostics.error(place, "no equation gives the derivative " + state + "'");
        ast::Declaration made;
        made.kind = ast::Declaration::Kind::assigned;
        made.name = {name_of_derivative(state), place};
        file.declarations.push_back(std::move(made));
    }
}

} // namespace ranvier::nmodl
