// SPDX-License-Identifier: BSD-3-Clause
// Expressions. All comparisons have one rank and go from left to right; && and || evaluate both sides.
#include <string>

#include "parser.hpp"

namespace ranvier::hoc {
namespace {

struct Operator {
    std::string_view symbol;
    int rank;
    char letter;
};
constexpr Operator kOperators[] = {
    {"||", 1, 'o'}, {"&&", 2, 'a'}, {"==", 3, 'e'}, {"!=", 3, 'n'}, {"<=", 3, 'l'},
    {">=", 3, 'g'}, {"<", 3, '<'},  {">", 3, '>'},  {"+", 4, '+'},  {"-", 4, '-'},
    {"*", 5, '*'},  {"/", 5, '/'},  {"%", 5, '%'},
};

const Operator* binary_operator(const Token& token) {
    if (token.kind == TokenKind::symbol)
        for (const auto& row : kOperators)
            if (row.symbol == token.word) return &row;
    return nullptr;
}

} // namespace

/// An assignment is an expression; its target was parsed as one.
Node* Parser::expression() {
    const Level level(*this);
    Node* left = binary(1);
    const auto word = token_.kind == TokenKind::symbol ? token_.word : std::string_view{};
    const bool compound = word == "+=" || word == "-=" || word == "*=" || word == "/=";
    if (word != "=" && !compound) return left;
    if (left->kind != NodeKind::path && left->kind != NodeKind::argument)
        fail("only a variable can be assigned to");
    Node* node = tree_->add(NodeKind::assign, left->begin, left->end);
    node->letter = word[0];
    advance();
    node->kids = {left, expression()};
    return ended(node);
}

/// A long sum is a deep tree, too, though reading it goes no deeper: who walks over it does, in steps that need less of the stack.
Node* Parser::binary(int lowest) {
    constexpr int kPerLevel = 8, kMostLevels = 1000;
    const int outside = depth_;
    Node* left = unary();
    for (int count = 1; const Operator* row = binary_operator(token_); ++count) {
        if (row->rank < lowest) break;
        if (count % kPerLevel == 0 && ++depth_ > kMostLevels)
            fail("this expression is too long", "at most " + std::to_string(kPerLevel * kMostLevels) +
                                                    " operators; take parts of it in several statements");
        Node* node = tree_->add(NodeKind::binary, left->begin, left->end);
        node->letter = row->letter;
        advance();
        node->kids = {left, binary(row->rank + 1)};
        left = ended(node);
    }
    depth_ = outside;
    return left;
}

/// `-x^2` is -(x^2), `!a == b` is (!a) == b.
Node* Parser::unary() {
    const Level level(*this);
    if (is("-") || is("!") || is("+")) {
        const bool is_plus = is("+");
        Node* node = add(NodeKind::unary);
        node->letter = token_.word[0];
        if (is_plus) fail("an operand is missing before +");
        advance();
        node->kids = {unary()};
        return ended(node);
    }
    Node* base = primary();
    if (!is("^")) return base;
    Node* node = tree_->add(NodeKind::binary, base->begin, base->end);
    node->letter = '^';
    advance();
    node->kids = {base, unary()};
    return ended(node);
}

Node* Parser::primary() {
    if (token_.kind == TokenKind::number) {
        Node* node = add(NodeKind::number);
        node->value = token_.number;
        advance();
        return node;
    }
    if (token_.kind == TokenKind::text) {
        Node* node = add(NodeKind::text);
        node->text = std::move(token_.text);
        advance();
        return node;
    }
    if (is("(")) {
        const auto begin = token_.begin;
        advance();
        Node* inner = expression();
        if (is(":")) fail("a:b stands in brackets after a range variable only");
        expect(")", "after the expression");
        // Parentheses keep `(a) = 3` from being read as an assignment.
        Node* node = tree_->add(NodeKind::unary, begin, last_end_);
        node->letter = '(';
        node->kids = {inner};
        return node;
    }
    if (is(Keyword::new_)) return make();
    if (is(Keyword::read)) return read_call();
    if (is("&")) {
        Node* node = add(NodeKind::address);
        advance();
        if (token_.kind != TokenKind::name && token_.kind != TokenKind::argument)
            fail("& stands before the name of a variable");
        node->kids = {path()};
        return ended(node);
    }
    if (token_.kind == TokenKind::name || token_.kind == TokenKind::argument) return path();
    if (token_.kind == TokenKind::keyword)
        fail("'" + std::string(token_.word) +
             "' is a word of hoc and cannot stand here: an expression is expected");
    fail("an expression is expected here");
}

Node* Parser::argument() {
    Node* node = add(NodeKind::argument);
    node->letter = token_.argument;
    node->value = token_.number;
    advance();
    if (node->letter == '&' && is("[")) {
        advance();
        node->kids.push_back(expression());
        expect("]", "after the index");
    }
    return ended(node);
}

Node* Parser::path() {
    const Level level(*this);
    Node* root = token_.kind == TokenKind::argument ? argument() : link(true);
    if (root->kind == NodeKind::argument && !is(".")) return root;
    Node* node = tree_->add(NodeKind::path, root->begin, root->end);
    node->kids.push_back(root);
    while (is(".")) {
        advance();
        node->kids.push_back(link(false));
    }
    return ended(node);
}

/// name[i][j](arguments)
Node* Parser::link(bool is_root) {
    Node* node = add(NodeKind::link);
    // A member may be called like a word of hoc.
    if (token_.kind == TokenKind::keyword && !is_root) {
        node->text = token_.word;
        advance();
    } else {
        node->text = name(is_root ? "a name" : "the name of a member");
    }
    while (is("[")) {
        advance();
        node->kids.push_back(expression());
        ++node->indices;
        expect("]", "after the index");
    }
    if (is("(")) {
        node->called = true;
        arguments(node);
    }
    return ended(node);
}

void Parser::arguments(Node* node) {
    expect("(", "before the arguments");
    if (accept(")")) return;
    do {
        Node* value = expression();
        if (is(":")) {
            Node* range = tree_->add(NodeKind::range, value->begin, value->end);
            advance();
            range->kids = {value, expression()};
            value = ended(range);
        }
        node->kids.push_back(value);
    } while (accept(","));
    expect(")", "after the arguments");
}

/// read(x) inside an expression is the function that is given &x and says whether it read a number.
Node* Parser::read_call() {
    Node* node = add(NodeKind::path);
    Node* call = add(NodeKind::link);
    call->text = token_.word;
    call->called = true;
    advance();
    expect("(", "after read");
    Node* address = add(NodeKind::address);
    address->kids = {path()};
    call->kids = {ended(address)};
    expect(")", "after the variable");
    node->kids = {ended(call)};
    return ended(node);
}

Node* Parser::make() {
    Node* node = add(NodeKind::make);
    advance();
    node->text = name("the name of a class");
    if (is("(")) arguments(node);
    return ended(node);
}

} // namespace ranvier::hoc
