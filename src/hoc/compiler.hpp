// SPDX-License-Identifier: BSD-3-Clause
// Syntax trees to bytecode. Names become symbols here; what a symbol is, is asked when the code runs, since hoc lets a
// program use a name before it says what it is.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "code.hpp"
#include "tree.hpp"

namespace ranvier::hoc {

class Compiler {
  public:
    Compiler(Machine& machine, SourcePtr source, TemplateClass* owner)
        : machine_(machine), source_(std::move(source)), owner_(owner) {}

    /// A statement of top level (of a template's body, of `execute` in an object's scope).
    [[nodiscard]] std::shared_ptr<Procedure> statement(const Node& node, bool echoes);
    [[nodiscard]] std::shared_ptr<Procedure> procedure(const Node& node);

  private:
    struct Label {
        std::vector<std::size_t> jumps;
    };
    /// What stands on the stacks between a loop and its body's statements.
    enum class Cleanup : std::uint8_t { value, section, sections };
    struct Loop {
        Label end, again;
        std::size_t depth = 0;
        bool is_iterator = false;
    };

    void begin(const Node& node, char letter);
    // statements (compile_statements.cpp)
    void compile(const Node& node);
    void expression_statement(const Node& node);
    void if_statement(const Node& node);
    void while_statement(const Node& node);
    void for_three(const Node& node);
    void for_range(const Node& node);
    void for_iterate(const Node& node);
    void for_x(const Node& node);
    void for_sections(const Node& node);
    void section_statement(const Node& node);
    void declaration(const Node& node, Op op);
    void connect(const Node& node);
    void setpointer(const Node& node);
    void return_statement(const Node& node);
    [[nodiscard]] std::uint8_t section_flag() const;
    void leave_loop(const Node& node, bool is_break);
    void loop_body(const Node& node);
    void condition(const Node& node, Label& otherwise);

    // expressions (compile_expressions.cpp)
    void value(const Node& node);
    void binary(const Node& node);
    void path(const Node& node, std::size_t links, bool is_argument = false);
    void root(const Node& node, bool is_argument);
    void argument(const Node& node);
    void call_arguments(const Node& node, std::size_t first, Site& site);
    void member(const Node& link, bool is_argument);
    Site& member_site(const Node& link);
    void address(const Node& node);

    void equation(const Node& node);

    // assignments (compile_assignments.cpp)
    void assign(const Node& node);
    void assign_root(const Node& node, const Node& target);
    void assign_argument(const Node& node, const Node& target);
    void assign_call(const Node& node, const Node& link, bool is_member);
    /// The value to store; for `+=` the old one is on the stack already.
    void right_side(const Node& node);
    void store_number(const Node& target); ///< stores what is on the stack into a variable; nothing stays

    void finish();
    std::size_t emit(const Node& node, Op op, std::int32_t b = 0, std::size_t a = 0, std::uint8_t flag = 0);
    void pop(const Node& node);
    void jump(const Node& node, Op op, Label& label, std::uint8_t flag = 0, std::size_t a = 0);
    void here(Label& label);
    [[nodiscard]] std::int32_t here() const { return static_cast<std::int32_t>(code_->instructions.size()); }
    std::int32_t constant(double number);
    std::int32_t symbol_index(Symbol& symbol);
    std::int32_t site_index() const { return static_cast<std::int32_t>(code_->sites.size()) - 1; }
    Site& add_site(const Node& link);
    Symbol& symbol(const Node& link);
    /// -1: no local of that name.
    [[nodiscard]] int local(const std::string& name) const;
    [[nodiscard]] bool is_number_argument(const Node& node) const;
    /// A name that stands alone and is no local: a variable of top level or of an object.
    [[nodiscard]] bool is_plain_name(const Node& node) const;
    /// Reading it changes nothing: a number, a name that stands alone, an argument.
    [[nodiscard]] bool is_simple(const Node& node) const;
    /// What is added to the target, if that is all that an assignment does; null otherwise.
    [[nodiscard]] const Node* added(const Node& assignment) const;
    [[nodiscard]] bool is_number_local(const Node& node, int& slot) const;
    /// The symbol of a name that stands alone and belongs to top level; null otherwise.
    [[nodiscard]] Symbol* plain_global(const Node& node);
    [[nodiscard]] bool is_self(const std::string& name) const;
    [[noreturn]] void fail(const Node& node, std::string message, std::string hint = {});

    Machine& machine_;
    SourcePtr source_;
    TemplateClass* owner_;
    std::shared_ptr<Procedure> made_;
    Code* code_ = nullptr;
    bool echoes_ = false;
    std::size_t boundary_ =
        0; ///< where the code of the statement begins: it needs at most one slot an instruction
    std::map<std::string, int, std::less<>> locals_;
    std::vector<Loop*> loops_;
    std::vector<Cleanup> cleanups_;
};

} // namespace ranvier::hoc
