// SPDX-License-Identifier: BSD-3-Clause
#include "compiler.hpp"

#include "machine.hpp"

#include <algorithm>

namespace ranvier::hoc {

void Compiler::begin(const Node& node, char letter) {
    made_ = std::make_shared<Procedure>();
    made_->name = node.text;
    made_->letter = letter;
    made_->owner = owner_;
    code_ = &made_->code;
    code_->source = source_;
    locals_.clear();
    loops_.clear();
    cleanups_.clear();
}

std::shared_ptr<Procedure> Compiler::statement(const Node& node, bool echoes) {
    begin(node, 't');
    echoes_ = echoes;
    compile(node);
    emit(node, Op::end);
    finish();
    return made_;
}

std::shared_ptr<Procedure> Compiler::procedure(const Node& node) {
    begin(node, node.letter);
    echoes_ = false;
    for (const auto* names : {&node.locals, &node.local_objects})
        for (const auto& name : *names)
            if (!locals_.emplace(name, static_cast<int>(locals_.size())).second)
                fail(node, "'" + name + "' is declared local twice");
    if (locals_.size() > 60000) fail(node, "a procedure has at most 60000 locals");
    made_->locals = static_cast<std::uint16_t>(locals_.size());
    made_->number_locals = static_cast<std::uint16_t>(node.locals.size());
    compile(*node.kids[0]);
    Node last;
    last.begin = node.end > 0 ? node.end - 1 : 0;
    last.end = node.end;
    emit(last, Op::return_none);
    finish();
    return made_;
}

void Compiler::finish() {
    constexpr std::size_t kSpare = 16; // of calls in between
    made_->needs = static_cast<std::ptrdiff_t>(made_->locals + made_->width + kSpare);
    made_->is_plain = !made_->owner && made_->letter != 'i';
}

std::size_t Compiler::emit(const Node& node, Op op, std::int32_t b, std::size_t a, std::uint8_t flag) {
    if (a > 65535) fail(node, "these are too many");
    code_->instructions.push_back({op, flag, static_cast<std::uint16_t>(a), b});
    code_->places.emplace_back(node.begin, node.end);
    made_->width = std::max(made_->width, code_->instructions.size() - boundary_ + cleanups_.size());
    return code_->instructions.size() - 1;
}

/// Drops a value that was just stored.
void Compiler::pop(const Node& node) {
    auto& last = code_->instructions.back();
    switch (last.op) {
    case Op::store:
    case Op::store_field:
    case Op::store_local:
    case Op::store_local_object:
    case Op::store_element:
    case Op::store_element_field:
    case Op::store_argument:
    case Op::store_argument_element:
    case Op::store_member:
    case Op::store_call: last.flag |= kPop; return;
    case Op::taper:
    case Op::taper_member: return; // leave nothing
    default: emit(node, Op::pop);
    }
}

void Compiler::jump(const Node& node, Op op, Label& label, std::uint8_t flag, std::size_t a) {
    label.jumps.push_back(emit(node, op, 0, a, flag));
}

void Compiler::here(Label& label) {
    for (const auto at : label.jumps) code_->instructions[at].b = here();
    label.jumps.clear();
}

std::int32_t Compiler::constant(double number) {
    code_->numbers.push_back(number);
    return static_cast<std::int32_t>(code_->numbers.size()) - 1;
}

std::int32_t Compiler::symbol_index(Symbol& found) {
    code_->symbols.push_back(&found);
    return static_cast<std::int32_t>(code_->symbols.size()) - 1;
}

Site& Compiler::add_site(const Node& link) {
    Site& site = code_->site_store.emplace_back();
    code_->sites.push_back(&site);
    site.name = link.text;
    site.indices = link.indices;
    return site;
}

Symbol& Compiler::symbol(const Node& link) { return machine_.lookup(owner_, link.text); }

int Compiler::local(const std::string& name) const {
    const auto found = locals_.find(name);
    return found == locals_.end() ? -1 : found->second;
}

bool Compiler::is_number_local(const Node& node, int& slot) const {
    if (node.kind != NodeKind::path || node.kids.size() != 1) return false;
    const Node& link = *node.kids[0];
    if (link.kind != NodeKind::link || link.called || link.indices) return false;
    slot = local(link.text);
    return slot >= 0 && slot < made_->number_locals;
}

Symbol* Compiler::plain_global(const Node& node) {
    if (node.kind != NodeKind::path || node.kids.size() != 1) return nullptr;
    const Node& link = *node.kids[0];
    if (link.kind != NodeKind::link || link.called || link.indices || local(link.text) >= 0 ||
        is_self(link.text))
        return nullptr;
    Symbol& found = symbol(link);
    return found.slot < 0 ? &found : nullptr;
}

/// `this` is the object of a template unless somebody made a variable of that name at top level.
bool Compiler::is_self(const std::string& name) const { return owner_ && name == "this"; }

void Compiler::fail(const Node& node, std::string message, std::string hint) {
    machine_.fail_at({source_.get(), node.begin, node.end}, std::move(message), std::move(hint));
}

} // namespace ranvier::hoc
