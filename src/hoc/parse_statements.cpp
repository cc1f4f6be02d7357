// SPDX-License-Identifier: BSD-3-Clause
// Statements and definitions. A newline ends a statement at top level; in braces it only separates.
#include <string>

#include "parser.hpp"

namespace ranvier::hoc {

/// The statement that belongs to an if, a loop or a section: on the same line.
Node* Parser::body() {
    if (token_.kind == TokenKind::newline || token_.kind == TokenKind::end)
        fail("a statement is expected on this line", "open { here if it stands below");
    return statement(false);
}

Node* Parser::statement(bool is_top) {
    const Level level(*this);
    if (is("{")) return block();
    if (token_.kind == TokenKind::keyword && !is(Keyword::new_)) return keyword_statement(is_top);
    return expression_statement(is_top);
}

Node* Parser::block() {
    Node* node = add(NodeKind::block);
    advance();
    while (!is("}")) {
        if (token_.kind == TokenKind::end) fail("a } is missing");
        if (token_.kind == TokenKind::newline) advance();
        else node->kids.push_back(statement(false));
    }
    advance();
    return ended(node);
}

bool Parser::starts_statement() const {
    switch (token_.kind) {
    case TokenKind::name:
    case TokenKind::argument:
    case TokenKind::text:
    case TokenKind::number: return true;
    case TokenKind::keyword: return token_.keyword != Keyword::else_;
    case TokenKind::symbol: return token_.word == "{";
    default: return false;
    }
}

/// `soma nseg = 3`, `cell.dend[1] { ... }`: a path with a statement behind it is a section with its statement. Whether the
/// path is one is known when it runs.
Node* Parser::expression_statement(bool is_top) {
    Node* value = expression();
    const bool may_be_section = value->kind == NodeKind::path && !value->kids.back()->called;
    if (may_be_section && starts_statement()) {
        Node* node = tree_->add(NodeKind::section, value->begin, value->end);
        node->letter = is("{") || is_top ? '{' : ' ';
        node->kids = {value, statement(false)};
        return ended(node);
    }
    if (value->kind == NodeKind::assign && accept(":")) {
        // diam(0:1) = 10:20
        Node* range = tree_->add(NodeKind::range, value->kids[1]->begin, value->kids[1]->end);
        range->kids = {value->kids[1], expression()};
        value->kids[1] = ended(range);
    }
    Node* node = tree_->add(NodeKind::expression, value->begin, value->end);
    node->kids = {value};
    return ended(node);
}

Node* Parser::path_here() {
    if (token_.kind != TokenKind::name && token_.kind != TokenKind::argument)
        fail("the name of a section is expected here");
    return path();
}

Node* Parser::selection(NodeKind kind) {
    Node* node = add(kind);
    advance();
    if (token_.kind == TokenKind::text) {
        node->kids.push_back(primary());
    } else if (token_.kind == TokenKind::name || token_.kind == TokenKind::argument) {
        node->kids.push_back(path());
    } else {
        fail("a SectionList or a text that names sections is expected here");
    }
    node->kids.push_back(body());
    return ended(node);
}

Node* Parser::keyword_statement(bool is_top) {
    Node* node = nullptr;
    switch (token_.keyword) {
    case Keyword::print:
        node = add(NodeKind::print);
        advance();
        do node->kids.push_back(expression());
        while (accept(","));
        return ended(node);
    case Keyword::if_: return if_statement();
    case Keyword::while_: return while_statement();
    case Keyword::for_: return for_statement();
    case Keyword::forall:
        node = add(NodeKind::forall);
        advance();
        node->kids.push_back(body());
        return ended(node);
    case Keyword::forsec: return selection(NodeKind::forsec);
    case Keyword::ifsec: return selection(NodeKind::ifsec);
    case Keyword::return_:
        node = add(NodeKind::return_);
        advance();
        if (token_.kind != TokenKind::newline && token_.kind != TokenKind::end && !is("}") &&
            !is(Keyword::else_) && (token_.kind != TokenKind::keyword || is(Keyword::new_)))
            node->kids.push_back(expression());
        return ended(node);
    case Keyword::break_: node = add(NodeKind::break_); break;
    case Keyword::continue_: node = add(NodeKind::continue_); break;
    case Keyword::stop: node = add(NodeKind::stop); break;
    case Keyword::iterator_statement: node = add(NodeKind::iterator_statement); break;
    case Keyword::debug: node = add(NodeKind::nothing); break;
    case Keyword::endtemplate:
        node = add(NodeKind::endtemplate);
        advance();
        node->text = name("the name of the template");
        return ended(node);
    case Keyword::begintemplate:
        if (!is_top) fail("a template begins at top level");
        node = add(NodeKind::template_);
        advance();
        node->text = name("the name of a template");
        return ended(node);
    case Keyword::insert:
    case Keyword::uninsert:
        node = add(is(Keyword::insert) ? NodeKind::insert : NodeKind::uninsert);
        advance();
        node->text = name("the name of a mechanism");
        return ended(node);
    case Keyword::access:
        node = add(NodeKind::access);
        advance();
        node->kids.push_back(path_here());
        return ended(node);
    case Keyword::connect:
        node = add(NodeKind::connect);
        advance();
        node->kids.push_back(path_here());
        expect(",", "between child and parent");
        node->kids.push_back(expression());
        return ended(node);
    case Keyword::setpointer:
        node = add(NodeKind::setpointer);
        advance();
        node->kids.push_back(path_here());
        expect(",", "between pointer and variable");
        node->kids.push_back(path_here());
        return ended(node);
    case Keyword::read:
        node = add(NodeKind::read);
        advance();
        expect("(", "after read");
        node->kids.push_back(path_here());
        expect(")", "after the variable");
        return ended(node);
    case Keyword::create: return declaration(NodeKind::create, true);
    case Keyword::objref: return declaration(NodeKind::objref, true);
    case Keyword::double_: return declaration(NodeKind::double_, true);
    case Keyword::strdef: return declaration(NodeKind::strdef, false);
    case Keyword::public_: return names(NodeKind::public_);
    case Keyword::external: return names(NodeKind::external);
    case Keyword::delete_: return names(NodeKind::delete_);
    case Keyword::proc:
    case Keyword::func:
    case Keyword::obfunc:
    case Keyword::iterator:
        if (!is_top) fail("procedures are defined at top level");
        return procedure(is(Keyword::proc) ? 'p' : is(Keyword::func) ? 'f' : is(Keyword::obfunc) ? 'o' : 'i');
    case Keyword::local:
    case Keyword::localobj:
        fail("'" + std::string(token_.word) + "' stands at the beginning of a procedure, behind its {");
    case Keyword::else_: fail("this else has no if", "else stands on the line where its if ends");
    case Keyword::depvar: return declaration(NodeKind::depvar, false);
    case Keyword::eqn: return equation();
    default: fail("'" + std::string(token_.word) + "' cannot begin a statement");
    }
    advance();
    return node;
}

/// `eqn x:: left = right` says all of an equation; `eqn x: left =` and `eqn x: = right` add to one side.
Node* Parser::equation() {
    Node* node = add(NodeKind::equation);
    advance();
    node->kids = {path_here(), nullptr, nullptr};
    expect(":", "after the unknown: eqn x:: left = right");
    node->letter = accept(":") ? '=' : '+';
    if (!is("=")) node->kids[1] = binary(1);
    expect("=", "between the sides of the equation");
    if (node->letter == '=' && !node->kids[1]) fail("the left side of the equation is missing");
    const bool is_over = token_.kind == TokenKind::newline || token_.kind == TokenKind::end || is("}");
    if (node->letter == '=' || !node->kids[1]) node->kids[2] = binary(1);
    else if (!is_over)
        fail("one side at a time is added to an equation", "eqn x:: left = right says all of it");
    return ended(node);
}

Node* Parser::if_statement() {
    Node* node = add(NodeKind::if_);
    advance();
    expect("(", "after if");
    node->kids.push_back(expression());
    expect(")", "after the condition");
    node->kids.push_back(body());
    if (is(Keyword::else_)) {
        advance();
        node->kids.push_back(body());
    }
    return ended(node);
}

Node* Parser::while_statement() {
    Node* node = add(NodeKind::while_);
    advance();
    expect("(", "after while");
    node->kids.push_back(expression());
    expect(")", "after the condition");
    node->kids.push_back(body());
    return ended(node);
}

Node* Parser::for_statement() {
    Node* node = add(NodeKind::for_range);
    advance();
    if (is("(")) return for_parentheses(node);
    if (token_.kind != TokenKind::name && token_.kind != TokenKind::argument)
        fail("for is followed by a variable, by an iterator or by (");
    Node* target = path();
    if (accept("=")) {
        node->kids = {target, expression()};
        expect(",", "between first and last value");
        node->kids.push_back(expression());
    } else if (target->kind == NodeKind::path && target->kids.back()->called) {
        node->kind = NodeKind::for_iterate;
        node->kids = {target};
    } else {
        fail("= is expected after the variable of the loop");
    }
    node->kids.push_back(body());
    return ended(node);
}

/// for (first; condition; last) or for (x) and for (x, ends).
Node* Parser::for_parentheses(Node* node) {
    advance();
    Node* first = nullptr;
    if (!is(";")) first = statement(false);
    if (first && first->kind == NodeKind::expression && (is(")") || is(","))) {
        node->kind = NodeKind::for_x;
        Node* target = first->kids[0];
        if (target->kind != NodeKind::path && target->kind != NodeKind::argument)
            fail("for (x) takes a variable");
        node->kids = {target};
        node->kids.push_back(accept(",") ? expression() : nullptr);
        expect(")", "after the variable");
        node->kids.push_back(body());
        return ended(node);
    }
    node->kind = NodeKind::for_three;
    expect(";", "after the first part of for");
    Node* condition = is(";") ? nullptr : expression();
    expect(";", "after the condition of for");
    Node* last = is(")") ? nullptr : statement(false);
    expect(")", "after the last part of for");
    node->kids = {first, condition, last, body()};
    return ended(node);
}

Node* Parser::procedure(char letter) {
    Node* node = add(NodeKind::procedure);
    node->letter = letter;
    advance();
    node->text = name("the name of a procedure");
    expect("(", "after the name");
    expect(")", "after (: arguments are $1, $s1, $o1 in the body");
    if (!is("{")) fail("{ is expected on this line");
    Node* inner = add(NodeKind::block);
    advance();
    while (true) {
        if (token_.kind == TokenKind::newline) {
            advance();
        } else if (is(Keyword::local) || is(Keyword::localobj)) {
            auto& list = is(Keyword::local) ? node->locals : node->local_objects;
            advance();
            do list.push_back(name("the name of a local variable"));
            while (accept(","));
        } else {
            break;
        }
    }
    while (!is("}")) {
        if (token_.kind == TokenKind::end) fail("a } is missing that ends " + node->text);
        if (token_.kind == TokenKind::newline) advance();
        else inner->kids.push_back(statement(false));
    }
    advance();
    node->kids = {ended(inner)};
    return ended(node);
}

Node* Parser::declaration(NodeKind kind, bool with_dimensions) {
    Node* node = add(kind);
    advance();
    do {
        Node* item = add(NodeKind::link);
        item->text = name("a name");
        while (is("[")) {
            if (!with_dimensions && kind == NodeKind::depvar) fail("an unknown of equations is no array");
            if (!with_dimensions)
                fail("there are no arrays of texts", "a List of String objects can hold many");
            advance();
            item->kids.push_back(expression());
            ++item->indices;
            expect("]", "after the size");
        }
        node->kids.push_back(ended(item));
    } while (accept(","));
    return ended(node);
}

Node* Parser::names(NodeKind kind) { return declaration(kind, false); }

} // namespace ranvier::hoc
