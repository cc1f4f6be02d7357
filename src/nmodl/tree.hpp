// SPDX-License-Identifier: BSD-3-Clause
// Making parts of the syntax tree: expressions, and statements written one after the other into a block of
// code that no user wrote.
#pragma once

#include <string>
#include <vector>

#include "model.hpp"

namespace ranvier::nmodl {

// --- expressions; a null factor is 1, a null term is 0, and the factors 1 and -1 vanish ---------------------

[[nodiscard]] ast::ExpressionPtr number(double value, Span span = {});
[[nodiscard]] ast::ExpressionPtr whole_number(int value, Span span = {}); ///< an index
[[nodiscard]] bool is_number(const ast::Expression& e, double value);
[[nodiscard]] ast::ExpressionPtr binary(ast::Operator op, ast::ExpressionPtr a, ast::ExpressionPtr b);
[[nodiscard]] ast::ExpressionPtr negated(ast::ExpressionPtr a);
[[nodiscard]] ast::ExpressionPtr product(ast::ExpressionPtr a, ast::ExpressionPtr b);
[[nodiscard]] ast::ExpressionPtr quotient(ast::ExpressionPtr a, ast::ExpressionPtr b);
[[nodiscard]] ast::ExpressionPtr sum(ast::ExpressionPtr a, ast::ExpressionPtr b, bool subtract = false);
[[nodiscard]] ast::ExpressionPtr copy(const ast::ExpressionPtr& e);
/// Of a function that the language brings.
[[nodiscard]] ast::ExpressionPtr builtin_call(const char* name, ast::ExpressionPtr argument);
/// The variable that `symbol` is the index of.
[[nodiscard]] ast::ExpressionPtr symbol_name(const Model& model, int symbol, Span span);

/// A whole number made of literals, or nothing.
[[nodiscard]] std::optional<int> constant_integer(const ast::Expression& e);

/// One number that a block solves for: a state or an element of an array of states.
struct Unknown {
    int symbol = -1;
    int element = -1; ///< of an array; else -1
    std::string text; ///< its name, for messages and names of locals
    Span span;
    [[nodiscard]] ast::ExpressionPtr read() const;
    [[nodiscard]] ast::StatementPtr write(ast::ExpressionPtr value) const;
    friend bool operator==(const Unknown& a, const Unknown& b) {
        return a.symbol == b.symbol && a.element == b.element;
    }

  private:
    [[nodiscard]] std::string name() const { return text.substr(0, text.find('[')); }
};
[[nodiscard]] Unknown make_unknown(const Model& model, int symbol, int element, Span span);

/// Writes statements into a block of code; conditions and loops are opened and closed.
class Writer {
  public:
    Writer(ast::CodeBlock& code, Span span) : code_(code), span_(span) { open_.emplace_back(); }

    int local(std::string name, bool is_integer = false);
    [[nodiscard]] ast::ExpressionPtr get(int local) const;
    void set(int local, ast::ExpressionPtr value);
    void set(const Unknown& unknown, ast::ExpressionPtr value) { add(unknown.write(std::move(value))); }
    void add(ast::StatementPtr statement) { open_.back().body.statements.push_back(std::move(statement)); }
    void add(ast::Block block); ///< its statements; its LOCALs are bound already
    void fail(int status);

    void open_if(ast::ExpressionPtr condition);
    void open_else();
    void open_while(ast::ExpressionPtr condition);
    void open_from(int local, int first, int last);
    void close();
    [[nodiscard]] ast::Block finish(); ///< everything must be closed

    [[nodiscard]] Span span() const { return span_; }
    [[nodiscard]] ast::CodeBlock& code() { return code_; }

  private:
    struct Open {
        ast::Block body;
        std::optional<ast::Block> then; ///< set while the else of an if is open
        ast::ExpressionPtr condition;
        enum class Kind : std::uint8_t { body, if_, while_, from } kind = Kind::body;
        int local = -1, first = 0, last = 0;
    };
    ast::CodeBlock& code_;
    Span span_;
    std::vector<Open> open_;
};

} // namespace ranvier::nmodl
