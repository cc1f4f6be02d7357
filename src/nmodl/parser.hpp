// SPDX-License-Identifier: BSD-3-Clause
// Recursive descent over the tokens. A mistake is reported where it is noticed, then `Failed` unwinds to the
// statement or entry that it is in, which skips to a place where the next one can start; so one file reports
// all its mistakes.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "token.hpp"

namespace ranvier::nmodl {

template <class Node> ast::StatementPtr make(Node node, Span span) {
    auto out = std::make_unique<ast::Statement>();
    out->node = std::move(node);
    out->span = span;
    return out;
}

class Parser {
  public:
    Parser(const SourcePtr& source, std::vector<Token> tokens, const CompileOptions& options,
           Diagnostics& diagnostics);
    ast::File run();

  private:
    struct Failed {};       ///< reported; go on with the next statement or entry
    struct MissingBrace {}; ///< reported; go on with the next top-level block
    struct TooMany {};      ///< enough was reported; the rest of the file is not read

    // --- tokens (parser.cpp)
    [[nodiscard]] const Token& current() const { return tokens_[position_]; }
    [[nodiscard]] const Token& ahead(std::size_t n = 1) const;
    [[nodiscard]] bool is(std::string_view symbol) const;
    [[nodiscard]] bool is_word(std::string_view word) const;
    [[nodiscard]] bool at_end() const { return current().kind == TokenKind::end; }
    void advance();
    bool accept(std::string_view symbol);
    bool accept_word(std::string_view word);
    void expect(std::string_view symbol, std::string_view context);
    [[nodiscard]] Span span(const Token& token) const;
    [[nodiscard]] Span span_from(const Token& first) const;
    [[nodiscard]] std::string describe(const Token& token) const;
    void report(Span where, std::string message, std::string hint = {});
    [[noreturn]] void fail_expected(std::string_view what);
    [[noreturn]] void fail(Span where, std::string message, std::string hint = {});
    ast::Name name(std::string_view what);
    int integer(std::string_view what);
    double number(std::string_view what);
    std::string unit_text(Span* where = nullptr);
    std::string optional_unit();
    [[nodiscard]] bool starts_block_here() const;
    [[noreturn]] void missing_brace(const Token& opener);

    // --- the file (parse_file.cpp)
    void top_level();
    void skip_to_block();
    void skip_braces();
    void define();
    void include();
    void splice(const SourcePtr& included, Span where);
    [[nodiscard]] bool is_open(const std::string& file, const SourceText* from) const;
    void file_locals();
    void code_block(ast::CodeBlock::Kind kind);
    std::vector<ast::CodeBlock::Parameter> parameters();

    // --- declarations (parse_declarations.cpp)
    void neuron_block();
    void neuron_statement();
    std::vector<ast::Name> name_list();
    void use_ion();
    void units_block();
    void unit_entry();
    void declarations(ast::Declaration::Kind kind);
    void declaration(ast::Declaration::Kind kind);
    void skip_entry();

    // --- statements (parse_statements.cpp)
    ast::Block block(const Token& opener);
    void local_list(std::vector<ast::LocalDeclaration>& out);
    ast::StatementPtr statement();
    void recover_statement(ast::Block& into, std::size_t started_at, const Token& opener);
    ast::StatementPtr assignment_or_call();
    ast::StatementPtr if_statement();
    ast::StatementPtr while_statement();
    ast::StatementPtr from_statement();

    // --- more statements (parse_schemes.cpp)
    ast::StatementPtr solve_statement();
    ast::StatementPtr table_statement();
    ast::StatementPtr reaction();
    ast::StatementPtr equation();
    ast::StatementPtr conserve();
    ast::StatementPtr compartment(bool is_diffusion);
    ast::StatementPtr watch();
    ast::StatementPtr for_netcons();
    ast::StatementPtr protect();
    ast::StatementPtr conductance();
    ast::StatementPtr lag();
    std::vector<ast::Reaction::Term> reaction_side();

    // --- expressions (parse_expressions.cpp)
    ast::ExpressionPtr expression();
    ast::ExpressionPtr binary(int level);
    ast::ExpressionPtr unary();
    ast::ExpressionPtr power();
    ast::ExpressionPtr primary();
    ast::ExpressionPtr derivative(const Token& token);
    ast::ExpressionPtr call(const Token& callee);
    ast::ExpressionPtr make_binary(ast::Operator op, ast::ExpressionPtr a, ast::ExpressionPtr b);
    ast::ExpressionPtr number_expression(double value, bool is_integer, Span where);

    /// Nesting of blocks, parentheses and operators, so that no input can exhaust the stack.
    class Depth {
      public:
        explicit Depth(Parser& parser) : parser_(parser) {
            if (++parser_.depth_ > kMaxDepth) {
                --parser_.depth_;
                parser_.fail(parser_.span(parser_.current()), "this is nested too deeply",
                             "at most " + std::to_string(kMaxDepth) + " levels are read");
            }
        }
        ~Depth() { --parser_.depth_; }
        Depth(const Depth&) = delete;
        Depth& operator=(const Depth&) = delete;

      private:
        Parser& parser_;
    };
    static constexpr int kMaxDepth = 200;
    static constexpr int kMaxExpressionDepth = 1000;
    static constexpr int kMaxArray = 1 << 20;

    const CompileOptions& options_;
    std::vector<Token> tokens_; ///< what a file includes stands in place of the INCLUDE
    Diagnostics& diagnostics_;
    ast::File file_;
    std::unordered_map<std::string, int> defines_;
    std::unordered_map<const SourceText*, const SourceText*> included_by_;
    std::size_t included_bytes_ = 0;
    bool included_is_missing_ = false; ///< then what it DEFINEs is not known
    std::size_t position_ = 0;
    int depth_ = 0;
    std::map<std::string, Span> derivatives_read_; ///< by state: the first use
    bool in_assignment_ =
        false; ///< on the right side of one: a line that starts with `name =` is the next statement
    ast::CodeBlock::Kind code_kind_ = ast::CodeBlock::Kind::other;
};

} // namespace ranvier::nmodl
