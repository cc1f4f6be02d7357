// SPDX-License-Identifier: BSD-3-Clause
// Statements that ask for something to be done with equations, reactions, tables and events.
#include "parser.hpp"

namespace ranvier::nmodl {

using ast::StatementPtr;

StatementPtr Parser::solve_statement() {
    const Token opener = current();
    advance();
    ast::Solve out;
    out.block = name("the name of a block after SOLVE");
    if (is_word("USING")) {
        advance();
        out.method_span = span(current());
        out.method = name("a method").text;
    }
    if (is_word("METHOD") || is_word("STEADYSTATE")) {
        out.is_steady = is_word("STEADYSTATE");
        advance();
        out.method_span = span(current());
        out.method = name("a method").text;
    }
    if (is_word("IFERROR")) {
        const Token error = current();
        advance();
        out.if_error = block(error);
    }
    return make(std::move(out), span_from(opener));
}

StatementPtr Parser::table_statement() {
    const Token opener = current();
    advance();
    ast::Table out;
    if (!is_word("FROM") && !is_word("DEPEND")) {
        do out.outputs.push_back(name("a name after TABLE"));
        while (accept(","));
    }
    if (accept_word("DEPEND")) {
        do out.depend.push_back(name("a name after DEPEND"));
        while (accept(","));
    }
    if (!accept_word("FROM")) fail_expected("FROM in the TABLE statement");
    out.low = expression();
    if (!accept_word("TO")) fail_expected("TO in the TABLE statement");
    out.high = expression();
    if (!accept_word("WITH")) fail_expected("WITH in the TABLE statement");
    const Span where = span(current());
    out.intervals = integer("the number of table intervals");
    if (out.intervals < 1 || out.intervals > kMaxArray) fail(where, "a table has 1 to 1048576 intervals");
    return make(std::move(out), span_from(opener));
}

std::vector<ast::Reaction::Term> Parser::reaction_side() {
    std::vector<ast::Reaction::Term> out;
    do {
        ast::Reaction::Term term;
        if (current().kind == TokenKind::number) term.coefficient = integer("a whole number of molecules");
        term.name = name("the name of a species");
        if (accept("[")) {
            term.index = expression();
            expect("]", "after an index");
        }
        out.push_back(std::move(term));
    } while (accept("+"));
    return out;
}

StatementPtr Parser::reaction() {
    const Token opener = current();
    advance();
    ast::Reaction out;
    out.left = reaction_side();
    if (accept("<->")) {
        out.kind = ast::Reaction::Kind::both_ways;
        out.right = reaction_side();
        expect("(", "before the two rates of a reaction");
        out.forward = expression();
        expect(",", "between the two rates of a reaction");
        out.backward = expression();
    } else if (accept("<<")) {
        out.kind = ast::Reaction::Kind::source;
        expect("(", "before the flux of a source");
        out.forward = expression();
    } else if (accept("->")) {
        out.kind = ast::Reaction::Kind::sink;
        expect("(", "before the rate of a sink");
        out.forward = expression();
    } else {
        fail_expected("'<->', '<<' or '->'");
    }
    expect(")", "after the rates of a reaction");
    return make(std::move(out), span_from(opener));
}

StatementPtr Parser::equation() {
    const Token opener = current();
    ast::Equation out;
    out.continues = is("~+");
    advance();
    out.left = expression();
    expect("=", "in an equation");
    out.right = expression();
    return make(std::move(out), span_from(opener));
}

StatementPtr Parser::conserve() {
    const Token opener = current();
    advance();
    ast::Conserve out;
    // `2 A + B` is a sum of species as in a reaction, or an expression; both become an expression.
    const auto term = [&] {
        if (current().kind == TokenKind::number && ahead().kind == TokenKind::name) {
            auto factor = number_expression(current().number, current().is_integer, span(current()));
            advance();
            return make_binary(ast::Operator::mul, std::move(factor), unary());
        }
        return binary(5);
    };
    out.sum = term();
    while (is("+") || is("-")) {
        const auto op = is("+") ? ast::Operator::add : ast::Operator::sub;
        advance();
        auto next = term();
        out.sum = make_binary(op, std::move(out.sum), std::move(next));
    }
    expect("=", "in CONSERVE");
    out.value = expression();
    return make(std::move(out), span_from(opener));
}

StatementPtr Parser::compartment(bool is_diffusion) {
    const Token opener = current();
    advance();
    ast::Compartment out;
    out.is_diffusion = is_diffusion;
    if (current().kind == TokenKind::name && ahead().text == ",") {
        out.index = name("an index");
        advance();
    }
    out.value = expression();
    expect("{", "before the names of the species");
    while (current().kind == TokenKind::name && !starts_block_here()) {
        out.species.push_back(name("the name of a species"));
        accept(",");
    }
    expect("}", "after the names of the species");
    return make(std::move(out), span_from(opener));
}

StatementPtr Parser::watch() {
    const Token opener = current();
    advance();
    ast::Watch out;
    do {
        ast::Watch::Item item;
        expect("(", "before the condition of WATCH");
        item.condition = expression();
        expect(")", "after the condition of WATCH");
        item.flag = unary();
        out.items.push_back(std::move(item));
    } while (accept(","));
    return make(std::move(out), span_from(opener));
}

StatementPtr Parser::for_netcons() {
    const Token opener = current();
    advance();
    ast::ForNetcons out;
    for (auto& parameter : parameters()) out.arguments.push_back(std::move(parameter.name));
    out.body = block(opener);
    return make(std::move(out), span_from(opener));
}

StatementPtr Parser::protect() {
    const Token opener = current();
    const bool has_statement = is_word("PROTECT");
    advance();
    ast::Protected out;
    if (has_statement) out.statement = statement();
    return make(std::move(out), span_from(opener));
}

StatementPtr Parser::conductance() {
    const Token opener = current();
    advance();
    ast::Conductance out;
    out.name = name("a name after CONDUCTANCE");
    if (accept_word("USEION")) out.ion = name("an ion after USEION");
    return make(std::move(out), span_from(opener));
}

StatementPtr Parser::lag() {
    const Token opener = current();
    advance();
    ast::Lag out;
    out.name = name("a name after LAG");
    if (!accept_word("BY")) fail_expected("BY");
    out.delay = expression();
    return make(std::move(out), span_from(opener));
}

} // namespace ranvier::nmodl
