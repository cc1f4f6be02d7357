// SPDX-License-Identifier: BSD-3-Clause
// TABLEs whose bodies read GLOBALs that INITIAL sets: a file that assigns a GLOBAL runs on one thread in NEURON, and there a table is
// filled when INITIAL first looks into it, after such assignments. Here tables are filled before INITIAL, so its leading assignments
// of that kind are a function of their own.
#include "lower.hpp"
#include "ranvier/mir/passes.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using Code = ast::CodeBlock::Kind;

namespace {

bool calls_code(const ast::Statement& statement) {
    bool found = false;
    direct_expressions(statement, [&](const ast::Expression& outer) {
        each_expression(outer, [&](const ast::Expression& e) {
            found = found || e.binding.kind == ast::Binding::Kind::code ||
                    e.binding.kind == ast::Binding::Kind::foreign;
        });
    });
    direct_blocks(statement, [&](const ast::Block& block) {
        for (const auto& inner : block.statements) found = found || calls_code(*inner);
    });
    return found;
}

} // namespace

void MechanismLowering::prepare_tables() {
    const int initial = model.find_code(Code::initial);
    if (mechanism.tables.empty() || initial < 0 || model.file.neuron.thread_safe) return;
    const auto is_shared = [&](const ast::Binding& binding) {
        if (binding.kind != ast::Binding::Kind::symbol) return false;
        const auto& made = mechanism[variable(binding.index)];
        return (made.kind == mir::VariableKind::global || made.kind == mir::VariableKind::constant ||
                made.kind == mir::VariableKind::world) &&
               !made.is_array;
    };
    const auto is_simple = [&](const ast::Expression& value) {
        bool simple = true;
        each_expression(value, [&](const ast::Expression& e) {
            const bool is_builtin =
                e.kind == ast::Expression::Kind::call && e.binding.kind == ast::Binding::Kind::builtin;
            const bool is_name = e.kind == ast::Expression::Kind::name && is_shared(e.binding);
            simple =
                simple && (is_name || is_builtin || e.kind == ast::Expression::Kind::number ||
                           e.kind == ast::Expression::Kind::unary || e.kind == ast::Expression::Kind::binary);
        });
        return simple;
    };
    mir::Builder builder("initial_globals", {}, false);
    CodeLowering lowering(*this, builder, initial);
    std::vector<mir::VariableId> assigned;
    for (const auto& statement : model.file.code[static_cast<std::size_t>(initial)].body.statements) {
        if (calls_code(*statement)) break;
        const auto* assignment = std::get_if<ast::Assignment>(&statement->node);
        if (!assignment || assignment->index || !is_shared(assignment->target.binding) ||
            !is_simple(*assignment->value))
            continue;
        builder.at(statement->span);
        assigned.push_back(variable(assignment->target.binding.index));
        builder.store(assigned.back(), lowering.real(*assignment->value));
    }
    if (assigned.empty()) return;
    const auto prepare = add(builder.finish());
    const auto done = mir::effects(mechanism, prepare);
    if (done.asks_host || done.follows_pointers) return; // a random number must be drawn once only
    for (auto& table : mechanism.tables) {
        bool reads = false;
        for (const auto function : {table.body, table.low, table.high}) {
            const auto effects = mir::effects(mechanism, function);
            for (const auto v : assigned) reads = reads || effects.reads[static_cast<std::size_t>(v.value)];
        }
        if (reads) table.prepare = prepare;
    }
}

} // namespace ranvier::nmodl
