// SPDX-License-Identifier: BSD-3-Clause
// hoc text to syntax trees, one statement at top level a call: the rest of a file is read after what stands before it ran.
// The grammar needs no types of names: what a name is, is found out when the code is made or runs.
#pragma once

#include <optional>

#include "ranvier/base/diagnostics.hpp"

#include "lexer.hpp"
#include "tree.hpp"

namespace ranvier::hoc {

class Parser {
  public:
    /// `begin`: the first byte to read.
    Parser(const SourceText& source, Diagnostics& diagnostics, std::uint32_t begin = 0);
    /// The next statement or definition; null at the end of the text, or if there was a mistake (see the diagnostics).
    Node* next(Tree& tree);
    /// What stands behind the line of the last statement: programs keep data there, which they read as they run.
    [[nodiscard]] std::string_view rest() const;
    void skip(std::size_t bytes) { lexer_.move_to(lexer_.position() + static_cast<std::uint32_t>(bytes)); }
    /// Whether the mistake is that the text ended too early: more lines may make it right.
    [[nodiscard]] bool is_incomplete() const noexcept { return incomplete_; }

  private:
    struct Failure {};

    // statements (parse_statements.cpp)
    Node* statement(bool is_top);
    Node* keyword_statement(bool is_top);
    Node* block();
    Node* equation();
    Node* if_statement();
    Node* while_statement();
    Node* for_statement();
    Node* for_parentheses(Node* node);
    Node* body();
    Node* procedure(char letter);
    Node* declaration(NodeKind kind, bool with_dimensions);
    Node* names(NodeKind kind);
    Node* expression_statement(bool is_top);
    Node* selection(NodeKind kind);
    bool starts_statement() const;
    Node* path_here();

    // expressions (parse_expressions.cpp)
    Node* expression();
    Node* binary(int lowest);
    Node* unary();
    Node* primary();
    Node* path();
    Node* link(bool is_root);
    Node* argument();
    Node* make();
    Node* read_call();
    void arguments(Node* node);

    [[nodiscard]] bool is(std::string_view symbol) const {
        return token_.kind == TokenKind::symbol && token_.word == symbol;
    }
    [[nodiscard]] bool is(Keyword keyword) const {
        return token_.kind == TokenKind::keyword && token_.keyword == keyword;
    }
    void advance();
    bool accept(std::string_view symbol);
    void expect(std::string_view symbol, std::string_view where);
    std::string name(std::string_view what);
    [[noreturn]] void fail(std::string message, std::string hint = {});
    Node* add(NodeKind kind) { return tree_->add(kind, token_.begin, token_.end); }
    Node* ended(Node* node) const {
        node->end = last_end_;
        return node;
    }

    /// Counts nesting; too deep is a mistake, not a crash.
    class Level {
      public:
        explicit Level(Parser& parser);
        ~Level() { --parser_.depth_; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;

      private:
        Parser& parser_;
    };

    const SourceText& source_;
    Diagnostics& diagnostics_;
    Lexer lexer_;
    Token token_;
    Tree* tree_ = nullptr;
    std::uint32_t last_end_ = 0;
    int depth_ = 0;
    bool incomplete_ = false;
};

} // namespace ranvier::hoc
