// SPDX-License-Identifier: BSD-3-Clause
// How the variables of a block depend on the unknowns that the block is solved for, and the derivatives as code.
#pragma once

#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "tree.hpp"

namespace ranvier::nmodl {

/// The degree of a polynomial, in each unknown and in all together. `kNoPolynomial` is everything else.
struct Degree {
    static constexpr int kNoPolynomial = 3;
    std::map<int, int> in; ///< by unknown; absent is 0
    int total = 0;
    [[nodiscard]] bool depends() const { return total > 0; }
    [[nodiscard]] int highest() const;
    void join(const Degree& other);
    friend bool operator==(const Degree&, const Degree&) = default;
};

/// Follows values through assignments, branches, loops and calls.
class Dependence {
  public:
    Dependence(const Model& model, const std::vector<Unknown>& unknowns, const ast::Block& body);

    [[nodiscard]] Degree of(const ast::Expression& e) const;
    /// Control flow, C or an assignment to an unknown makes derivatives that only differences can find.
    [[nodiscard]] bool has_obstacle() const { return has_obstacle_; }
    /// Some variable that outlives the block takes a value that depends on an unknown.
    [[nodiscard]] bool is_visible() const { return is_visible_; }

    using Key = std::tuple<ast::Binding::Kind, int, int>; ///< kind, index, element or -1
    [[nodiscard]] static Key key(const ast::Assignment& assignment);
    [[nodiscard]] Degree of(const Key& key) const;
    [[nodiscard]] const std::vector<Unknown>& unknowns() const { return unknowns_; }
    [[nodiscard]] int unknown(const ast::Expression& e) const; ///< -1 if it is none

  private:
    void block(const ast::Block& body, bool in_loop);
    void visit(const ast::Statement& statement, bool in_loop);
    void calls(const ast::Expression& e);
    void assign(const Key& key, const Degree& degree);
    [[nodiscard]] Degree opaque(Degree degree) const;
    [[nodiscard]] Degree called(const ast::Expression& call) const;
    [[nodiscard]] Degree whole(ast::Binding::Kind kind, int index) const;

    const Model& model_;
    const std::vector<Unknown>& unknowns_;
    std::map<Key, Degree> degrees_;
    bool has_obstacle_ = false, is_visible_ = false, has_changed_ = false;
};

/// Writes a block together with the derivatives of all that depends on the unknowns.
class Differentiator {
  public:
    Differentiator(const Dependence& dependence, Writer& out) : dependence_(dependence), out_(out) {}

    /// Statements other than equations; equation(assignment) is called for x' = ...
    template <class F> void block(const ast::Block& body, F&& equation) {
        for (const auto& statement : body.statements) {
            const auto* assignment = std::get_if<ast::Assignment>(&statement->node);
            const auto* branch = std::get_if<ast::If>(&statement->node);
            const auto* inner = std::get_if<ast::Block>(&statement->node);
            if (inner) {
                block(*inner, equation);
            } else if (branch) {
                out_.open_if(ast::clone(*branch->condition));
                block(branch->then, equation);
                if (branch->otherwise) {
                    out_.open_else();
                    block(*branch->otherwise, equation);
                }
                out_.close();
            } else if (assignment && assignment->primes > 0) {
                equation(*assignment);
            } else if (assignment) {
                this->assignment(*statement, *assignment);
            } else {
                out_.add(ast::clone(*statement));
            }
        }
    }
    /// d e / d unknown, null for 0.
    [[nodiscard]] ast::ExpressionPtr derivative(const ast::Expression& e, int unknown) const;
    /// A copy in which calls of the file's FUNCTIONs are made once, before.
    [[nodiscard]] ast::ExpressionPtr with_calls_ahead(const ast::Expression& e);

  private:
    void assignment(const ast::Statement& statement, const ast::Assignment& s);
    [[nodiscard]] int slope(const Dependence::Key& key, int unknown);

    const Dependence& dependence_;
    Writer& out_;
    std::map<std::pair<Dependence::Key, int>, int> slopes_; ///< locals
};

} // namespace ranvier::nmodl
