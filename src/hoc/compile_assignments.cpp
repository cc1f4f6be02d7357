// SPDX-License-Identifier: BSD-3-Clause
// Assignments. What stands before the equals sign is evaluated first (object, indices), then the value.
#include "compiler.hpp"
#include "machine.hpp"

namespace ranvier::hoc {
namespace {

Op compound(char letter) {
    switch (letter) {
    case '+': return Op::add;
    case '-': return Op::subtract;
    case '*': return Op::multiply;
    default: return Op::divide;
    }
}

} // namespace

void Compiler::right_side(const Node& node) {
    if (node.kids[1]->kind == NodeKind::range)
        fail(*node.kids[1], "a:b is assigned to a range of a range variable only: diam(0:1) = 10:20");
    value(*node.kids[1]);
    if (node.letter != '=') emit(node, compound(node.letter));
}

void Compiler::assign(const Node& node) {
    const Node& target = *node.kids[0];
    if (target.kind == NodeKind::argument) {
        assign_argument(node, target);
        return;
    }
    const Node& last = *target.kids.back();
    if (target.kids.size() == 1) {
        assign_root(node, last);
        return;
    }
    path(target, target.kids.size() - 1);
    if (last.called) {
        assign_call(node, last, true);
        return;
    }
    member_site(last);
    const auto index = site_index();
    for (const Node* kid : last.kids) value(*kid);
    if (node.letter != '=') {
        emit(node, Op::duplicate, 0, last.indices + 1U);
        member_site(last);
        emit(node, Op::member, site_index());
    }
    right_side(node);
    emit(node, Op::store_member, index);
}

void Compiler::assign_root(const Node& node, const Node& target) {
    if (target.kind == NodeKind::argument) fail(target, "an argument stands alone on the left of =");
    if (const int slot = local(target.text); slot >= 0) {
        if (target.called || target.indices) fail(target, "the local '" + target.text + "' has no indices");
        const bool is_number = slot < made_->number_locals;
        if (node.letter != '=') emit(target, Op::local, slot);
        right_side(node);
        emit(node, is_number ? Op::store_local : Op::store_local_object, slot);
        return;
    }
    if (is_self(target.text)) fail(target, "'this' is the object itself and cannot be assigned to");
    if (target.called) {
        assign_call(node, target, false);
        return;
    }
    Symbol& found = symbol(target);
    const bool is_field = found.slot >= 0;
    for (const Node* kid : target.kids) value(*kid);
    if (target.indices) {
        if (node.letter != '=') {
            emit(node, Op::duplicate, 0, target.indices);
            emit(target, is_field ? Op::element_field : Op::element, symbol_index(found), target.indices);
        }
        right_side(node);
        emit(node, is_field ? Op::store_element_field : Op::store_element, symbol_index(found),
             target.indices);
        return;
    }
    if (node.letter != '=') emit(target, is_field ? Op::load_field : Op::load, symbol_index(found), 0, 1);
    right_side(node);
    emit(node, is_field ? Op::store_field : Op::store, symbol_index(found));
}

/// v(0.5) = -65, diam(0:1) = 10:20, soma.v(0.5) = -65
void Compiler::assign_call(const Node& node, const Node& link, bool is_member) {
    Site& site = member_site(link);
    const auto index = site_index();
    if (!is_member) site.symbol = &symbol(link);
    for (std::size_t i = 0; i < link.indices; ++i) value(*link.kids[i]);
    const bool is_taper = link.kids.size() == link.indices + 1U && link.kids.back()->kind == NodeKind::range;
    if (is_taper) {
        const Node& right = *node.kids[1];
        if (node.letter != '=' || right.kind != NodeKind::range)
            fail(right, "a range is assigned from a:b, the values at its two ends");
        value(*link.kids.back()->kids[0]);
        value(*link.kids.back()->kids[1]);
        value(*right.kids[0]);
        value(*right.kids[1]);
        emit(node, is_member ? Op::taper_member : Op::taper, index);
        return;
    }
    call_arguments(link, link.indices, site);
    if (node.letter != '=') {
        const std::size_t kept = link.kids.size() + (is_member ? 1U : 0U);
        emit(node, Op::duplicate, 0, kept);
        Site& reading = member_site(link);
        reading.count = site.count;
        reading.origins.resize(site.count);
        if (!is_member) reading.symbol = site.symbol;
        emit(node, is_member ? Op::member : Op::call, site_index());
    }
    right_side(node);
    emit(node, is_member ? Op::store_member : Op::store_call, index);
}

void Compiler::assign_argument(const Node& node, const Node& target) {
    if (made_->letter == 't') fail(target, "arguments ($1, $s1, $o1) exist inside procedures only");
    Node name;
    name.kind = NodeKind::link;
    name.text = "i";
    name.begin = target.begin;
    name.end = target.end;
    const auto position = static_cast<std::int32_t>(target.value);
    if (target.value == 0) root(name, false);
    const bool is_element = !target.kids.empty();
    if (is_element) value(*target.kids[0]);
    if (node.letter != '=') {
        const std::size_t kept = (target.value == 0 ? 1U : 0U) + (is_element ? 1U : 0U);
        if (kept) emit(target, Op::duplicate, 0, kept);
        if (is_element) emit(target, Op::argument_element, position);
        else emit(target, Op::argument, position, 0, static_cast<std::uint8_t>(target.letter));
    }
    right_side(node);
    if (is_element) emit(node, Op::store_argument_element, position);
    else emit(node, Op::store_argument, position, static_cast<std::uint8_t>(target.letter));
}

} // namespace ranvier::hoc
