// SPDX-License-Identifier: BSD-3-Clause
// The syntax tree of hoc: plain nodes with places. A tree belongs to one statement at top level; its nodes live as long as it.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace ranvier::hoc {

enum class NodeKind : std::uint8_t {
    // expressions
    number,
    text,
    path,     ///< kids: links; a.b[i].c(x)
    link,     ///< text: name; kids: `indices` indices, then arguments if `called`
    argument, ///< $o1: `letter`, `value` the position (0: in `i`); kids: an index of $&1[k]
    address,  ///< &path
    unary,    ///< letter '-' or '!'
    binary,   ///< letter: see Operator
    assign,   ///< target, value; letter '=' or the operator before it
    make,     ///< text: class; kids: arguments
    range,    ///< a:b
    // statements
    expression,
    print,
    block,
    if_,         ///< condition, then, [else]
    while_,      ///< condition, body
    for_three,   ///< first, condition, last, body; any of the first three may be null
    for_range,   ///< target, low, high, body
    for_iterate, ///< call, body
    for_x,       ///< name, [ends], body
    forall,      ///< body
    forsec,      ///< selection, body
    ifsec,       ///< selection, body
    section,     ///< path, body; `letter` '{' if a block follows
    return_,
    break_,
    continue_,
    stop,
    iterator_statement,
    insert,   ///< text
    uninsert, ///< text
    access,   ///< path
    connect,  ///< child, parent
    create,   ///< kids: links
    strdef,
    objref,
    double_,
    public_,
    external,
    setpointer, ///< target, source
    delete_,
    read,     ///< target
    depvar,   ///< kids: links
    equation, ///< unknown, left side, right side, either of which may be null; letter '=' (`::`) or '+' (`:`)
    procedure, ///< text: name; letter p, f, o, i; locals; kids: body
    template_, ///< begintemplate: text
    endtemplate,
    nothing,
};

/// `letter` of a binary node: the character, or of two characters: e ==, n !=, l <=, g >=, a &&, o ||.
struct Node {
    NodeKind kind = NodeKind::nothing;
    char letter = 0;
    bool called = false;
    std::uint16_t indices = 0;
    std::uint32_t begin = 0, end = 0;
    double value = 0;
    std::string text;
    std::vector<Node*> kids;
    std::vector<std::string> locals, local_objects; ///< of a procedure
};

class Tree {
  public:
    Node* add(NodeKind kind, std::uint32_t begin, std::uint32_t end) {
        Node& node = nodes_.emplace_back();
        node.kind = kind;
        node.begin = begin;
        node.end = end;
        return &node;
    }
    [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }

  private:
    std::deque<Node> nodes_;
};

} // namespace ranvier::hoc
