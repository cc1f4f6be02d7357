// SPDX-License-Identifier: BSD-3-Clause
#include "compiler.hpp"
#include "machine.hpp"

#include <algorithm>
#include <utility>

namespace ranvier::hoc {
namespace {

/// A text that belongs to an object is printed as an object is, with a blank behind it.
std::uint8_t is_of_object(const Node& node) {
    return node.kind == NodeKind::path && node.kids.size() > 1 ? 1 : 0;
}

/// The comparisons that a condition jumps on without making a number of them.
bool is_comparison(const Node& node, Op& op) {
    if (node.kind != NodeKind::binary) return false;
    switch (node.letter) {
    case '<': op = Op::less; return true;
    case '>': op = Op::greater; return true;
    case 'l': op = Op::less_equal; return true;
    case 'g': op = Op::greater_equal; return true;
    case 'e': op = Op::equal; return true;
    case 'n': op = Op::unequal; return true;
    default: return false;
    }
}

} // namespace

void Compiler::compile(const Node& node) {
    boundary_ = code_->instructions.size();
    switch (node.kind) {
    case NodeKind::expression: expression_statement(node); return;
    case NodeKind::block: {
        const bool echoes = std::exchange(echoes_, false);
        for (const Node* kid : node.kids) compile(*kid);
        echoes_ = echoes;
        return;
    }
    case NodeKind::print:
        for (const Node* kid : node.kids) {
            value(*kid);
            emit(*kid, Op::print, 0, 0, is_of_object(*kid));
        }
        emit(node, Op::print_end);
        return;
    case NodeKind::if_: if_statement(node); return;
    case NodeKind::while_: while_statement(node); return;
    case NodeKind::for_three: for_three(node); return;
    case NodeKind::for_range: for_range(node); return;
    case NodeKind::for_iterate: for_iterate(node); return;
    case NodeKind::for_x: for_x(node); return;
    case NodeKind::forall:
    case NodeKind::forsec: for_sections(node); return;
    case NodeKind::ifsec: {
        Label otherwise;
        value(*node.kids[0]);
        jump(*node.kids[0], Op::ifsec, otherwise);
        compile(*node.kids[1]);
        here(otherwise);
        return;
    }
    case NodeKind::section: section_statement(node); return;
    case NodeKind::return_: return_statement(node); return;
    case NodeKind::break_: leave_loop(node, true); return;
    case NodeKind::continue_: leave_loop(node, false); return;
    case NodeKind::stop: emit(node, Op::stop); return;
    case NodeKind::iterator_statement:
        if (made_->letter != 'i') fail(node, "iterator_statement stands in iterators only");
        emit(node, Op::iterator_statement);
        return;
    case NodeKind::insert:
    case NodeKind::uninsert: {
        Site& site = add_site(node);
        site.name = node.text;
        emit(node, node.kind == NodeKind::insert ? Op::insert : Op::uninsert, site_index());
        return;
    }
    case NodeKind::access:
        value(*node.kids[0]);
        emit(node, Op::access);
        return;
    case NodeKind::connect: connect(node); return;
    case NodeKind::setpointer: setpointer(node); return;
    case NodeKind::create: declaration(node, Op::create); return;
    case NodeKind::strdef: declaration(node, Op::strdef); return;
    case NodeKind::objref: declaration(node, Op::objref); return;
    case NodeKind::double_: declaration(node, Op::double_); return;
    case NodeKind::delete_: declaration(node, Op::delete_); return;
    case NodeKind::depvar: declaration(node, Op::depvar); return;
    case NodeKind::equation: equation(node); return;
    case NodeKind::read:
        emit(node, Op::read);
        store_number(*node.kids[0]);
        return;
    case NodeKind::nothing: return;
    case NodeKind::public_:
    case NodeKind::external:
    case NodeKind::template_:
    case NodeKind::endtemplate:
    case NodeKind::procedure: fail(node, "this stands at top level or in a template's body only");
    default: fail(node, "this is no statement");
    }
}

bool Compiler::is_plain_name(const Node& node) const {
    if (node.kind != NodeKind::path || node.kids.size() != 1) return false;
    const Node& link = *node.kids[0];
    return link.kind == NodeKind::link && link.kids.empty() && !link.called && local(link.text) < 0 &&
           !is_self(link.text);
}

bool Compiler::is_simple(const Node& node) const {
    int slot = 0;
    return node.kind == NodeKind::number || is_number_local(node, slot) || is_plain_name(node) ||
           (is_number_argument(node) && made_->letter != 't');
}

/// x += what, and x = x + what if both are simple.
const Node* Compiler::added(const Node& assignment) const {
    const Node& right = *assignment.kids[1];
    if (assignment.letter == '+') return &right;
    if (assignment.letter != '=' || right.kind != NodeKind::binary || right.letter != '+') return nullptr;
    const Node& target = *assignment.kids[0];
    const Node& same = *right.kids[0];
    int slot = 0;
    if (!is_plain_name(target) && !is_number_local(target, slot)) return nullptr;
    if (!is_plain_name(same) && !is_number_local(same, slot)) return nullptr;
    return same.kids[0]->text == target.kids[0]->text && is_simple(*right.kids[1]) ? right.kids[1] : nullptr;
}

void Compiler::expression_statement(const Node& node) {
    const Node& inner = *node.kids[0];
    if (inner.kind == NodeKind::assign) {
        const Node& target = *inner.kids[0];
        int slot = 0;
        if (const Node* what = added(inner)) {
            if (is_number_local(target, slot)) {
                if (what->kind == NodeKind::number) {
                    emit(inner, Op::increment_local, constant(what->value), static_cast<std::size_t>(slot));
                } else {
                    value(*what);
                    emit(inner, Op::accumulate_local, slot);
                }
                return;
            }
            // As long as reading it changes nothing, nobody sees that the target is read later.
            if (is_plain_name(target) && is_simple(*what)) {
                Symbol& found = symbol(*target.kids[0]);
                value(*what);
                emit(inner, found.slot >= 0 ? Op::accumulate_field : Op::accumulate, symbol_index(found));
                return;
            }
        }
        assign(inner);
        pop(inner);
        return;
    }
    value(inner);
    if (echoes_) emit(node, Op::echo, 0, 0, is_of_object(inner));
    else emit(node, Op::pop);
}

void Compiler::condition(const Node& node, Label& otherwise) {
    Op op = Op::equal;
    if (is_comparison(node, op)) {
        value(*node.kids[0]);
        value(*node.kids[1]);
        jump(node, Op::jump_unless, otherwise, static_cast<std::uint8_t>(op));
        return;
    }
    value(node);
    jump(node, Op::jump_false, otherwise);
}

void Compiler::if_statement(const Node& node) {
    Label otherwise, end;
    const bool echoes = echoes_;
    condition(*node.kids[0], otherwise);
    echoes_ = false;
    compile(*node.kids[1]);
    if (node.kids.size() > 2) {
        jump(node, Op::jump, end);
        here(otherwise);
        compile(*node.kids[2]);
        here(end);
    } else {
        here(otherwise);
    }
    echoes_ = echoes;
}

void Compiler::loop_body(const Node& node) {
    const bool echoes = std::exchange(echoes_, false);
    compile(node);
    echoes_ = echoes;
}

void Compiler::while_statement(const Node& node) {
    Loop loop;
    loop.depth = cleanups_.size();
    loops_.push_back(&loop);
    const auto top = here();
    condition(*node.kids[0], loop.end);
    loop_body(*node.kids[1]);
    here(loop.again);
    emit(node, Op::jump_back, top);
    here(loop.end);
    loops_.pop_back();
}

void Compiler::for_three(const Node& node) {
    if (node.kids[0]) loop_body(*node.kids[0]);
    Loop loop;
    loop.depth = cleanups_.size();
    loops_.push_back(&loop);
    const auto top = here();
    if (node.kids[1]) condition(*node.kids[1], loop.end);
    loop_body(*node.kids[3]);
    here(loop.again);
    if (node.kids[2]) loop_body(*node.kids[2]);
    emit(node, Op::jump_back, top);
    here(loop.end);
    loops_.pop_back();
}

/// Reads a variable; indices and objects are evaluated anew each time.
void Compiler::store_number(const Node& target) {
    // The value is on the stack: keep it in a hidden argument of an assignment.
    if (target.kind == NodeKind::path && target.kids.size() == 1 && target.kids[0]->kind == NodeKind::link &&
        !target.kids[0]->called && target.kids[0]->indices == 0) {
        const Node& link = *target.kids[0];
        if (const int slot = local(link.text); slot >= 0) {
            if (slot >= made_->number_locals)
                fail(target, "a number is stored here, but '" + link.text + "' is an object");
            emit(target, Op::store_local, slot, 0, kPop);
            return;
        }
        Symbol& found = symbol(link);
        emit(target, found.slot >= 0 ? Op::store_field : Op::store, symbol_index(found), 0, kPop);
        return;
    }
    if (target.kind == NodeKind::argument && target.value > 0 && target.kids.empty()) {
        emit(target, Op::store_argument, static_cast<std::int32_t>(target.value),
             static_cast<std::uint8_t>(target.letter), kPop);
        return;
    }
    fail(target, "the variable of this loop is a plain variable, not an element or a member");
}

void Compiler::for_range(const Node& node) {
    const Node& target = *node.kids[0];
    Loop loop;
    int slot = 0;
    if (is_number_local(target, slot)) {
        value(*node.kids[1]);
        emit(target, Op::store_local, slot, 0, kPop);
        value(*node.kids[2]);
        cleanups_.push_back(Cleanup::value);
        loop.depth = cleanups_.size();
        loops_.push_back(&loop);
        Label finished;
        jump(node, Op::for_first_local, finished, 0, static_cast<std::size_t>(slot));
        const auto top = here();
        loop_body(*node.kids[3]);
        here(loop.again);
        emit(node, Op::for_next_local, top, static_cast<std::size_t>(slot));
        here(finished);
        here(loop.end);
        emit(node, Op::pop);
        loops_.pop_back();
        cleanups_.pop_back();
        return;
    }
    // i = low; limit on the stack; while (i <= limit) { body i += 1 }
    Node first;
    first.kind = NodeKind::assign;
    first.letter = '=';
    first.begin = node.begin;
    first.end = node.kids[1]->end;
    first.kids = {node.kids[0], node.kids[1]};
    assign(first);
    pop(node);
    value(*node.kids[2]);
    cleanups_.push_back(Cleanup::value);
    loop.depth = cleanups_.size();
    loops_.push_back(&loop);
    Symbol* simple = nullptr;
    if (target.kind == NodeKind::path && target.kids.size() == 1 && target.kids[0]->kind == NodeKind::link &&
        !target.kids[0]->called && !target.kids[0]->indices && local(target.kids[0]->text) < 0)
        simple = &symbol(*target.kids[0]);
    const auto top = here();
    value(target);
    jump(node, Op::for_test, loop.end);
    const auto inside = here();
    loop_body(*node.kids[3]);
    here(loop.again);
    if (simple) {
        // The test is repeated behind the body, so that a turn costs one instruction.
        const auto index = symbol_index(*simple);
        if (index < 65536) {
            emit(node, simple->slot >= 0 ? Op::for_next_field : Op::for_next, inside,
                 static_cast<std::size_t>(index));
            here(loop.end);
            emit(node, Op::pop);
            loops_.pop_back();
            cleanups_.pop_back();
            return;
        }
    }
    Node one, step, statement;
    one.kind = NodeKind::number;
    one.value = 1;
    step.kind = NodeKind::assign;
    step.letter = '+';
    step.kids = {node.kids[0], &one};
    statement.kind = NodeKind::expression;
    statement.kids = {&step};
    one.begin = step.begin = statement.begin = node.begin;
    one.end = step.end = statement.end = node.kids[1]->end;
    expression_statement(statement);
    emit(node, Op::jump_back, top);
    here(loop.end);
    emit(node, Op::pop);
    loops_.pop_back();
    cleanups_.pop_back();
}

/// for it(arguments) body: the body stands in line and runs in a frame on top of the iterator's.
void Compiler::for_iterate(const Node& node) {
    const Node& call = *node.kids[0];
    const Node& last = *call.kids.back();
    if (last.kind != NodeKind::link) fail(call, "an iterator is called here");
    const bool is_member = call.kids.size() > 1;
    if (is_member) path(call, call.kids.size() - 1);
    Site& site = member_site(last);
    const auto index = site_index();
    if (!is_member) site.symbol = &symbol(last);
    call_arguments(last, last.indices, site);
    Loop loop;
    loop.is_iterator = true;
    loop.depth = cleanups_.size();
    emit(node, Op::iterate, index);
    jump(node, Op::jump, loop.end); // where the machine finds the end of the loop
    loops_.push_back(&loop);
    loop_body(*node.kids[1]);
    here(loop.again);
    emit(node, Op::body_end);
    here(loop.end);
    loops_.pop_back();
    made_->enters_sections = true;
}

void Compiler::for_x(const Node& node) {
    if (node.kids[1]) value(*node.kids[1]);
    else emit(node, Op::number, constant(1));
    emit(node, Op::for_x);
    cleanups_.push_back(Cleanup::value);
    Loop loop;
    loop.depth = cleanups_.size();
    loops_.push_back(&loop);
    const auto top = here();
    jump(node, Op::for_x_next, loop.end);
    store_number(*node.kids[0]);
    loop_body(*node.kids[2]);
    here(loop.again);
    emit(node, Op::jump_back, top);
    here(loop.end);
    emit(node, Op::pop);
    loops_.pop_back();
    cleanups_.pop_back();
}

void Compiler::for_sections(const Node& node) {
    const bool is_all = node.kind == NodeKind::forall;
    if (!is_all) value(*node.kids[0]);
    emit(node, is_all ? Op::forall : Op::forsec);
    cleanups_.push_back(Cleanup::sections);
    made_->enters_sections = true;
    Loop loop;
    loop.depth = cleanups_.size();
    loops_.push_back(&loop);
    const auto top = here();
    jump(node, Op::forall_next, loop.end);
    loop_body(*node.kids.back());
    here(loop.again);
    emit(node, Op::jump_back, top);
    here(loop.end);
    emit(node, Op::forall_end);
    loops_.pop_back();
    cleanups_.pop_back();
}

void Compiler::section_statement(const Node& node) {
    value(*node.kids[0]);
    emit(*node.kids[0], Op::enter_section, 0, 0, node.letter == '{' ? kStrict : std::uint8_t{0});
    cleanups_.push_back(Cleanup::section);
    made_->enters_sections = true;
    loop_body(*node.kids[1]); // prints no values
    cleanups_.pop_back();
    emit(node, Op::leave_section);
}

void Compiler::declaration(const Node& node, Op op) {
    for (const Node* item : node.kids) {
        Symbol& declared = machine_.declared(owner_, item->text);
        for (const Node* kid : item->kids) value(*kid);
        emit(*item, op, symbol_index(declared), item->indices);
    }
}

/// The sides are computed as often as there are unknowns, and once before; the last instruction says whether once more.
void Compiler::equation(const Node& node) {
    if (!is_plain_name(*node.kids[0])) fail(*node.kids[0], "the unknown of an equation is a plain variable");
    Symbol& unknown = symbol(*node.kids[0]->kids[0]);
    const auto index = symbol_index(unknown);
    emit(node, Op::equation, index, 0, node.letter == '=' ? 1 : 0);
    const auto again = here();
    for (const auto side : {1U, 2U}) {
        if (node.kids[side]) value(*node.kids[side]);
        else emit(node, Op::number, constant(0));
    }
    emit(node, Op::equation_sides, again);
}

/// connect child(0), parent(1): a path whose last part has one argument is a section with a position.
void Compiler::connect(const Node& node) {
    for (int side = 0; side < 2; ++side) {
        const Node& place = *node.kids[static_cast<std::size_t>(side)];
        const bool is_path = place.kind == NodeKind::path && place.kids.back()->kind == NodeKind::link;
        const Node* last = is_path ? place.kids.back() : nullptr;
        bool has_position = last && last->called && last->kids.size() == last->indices + 1U;
        if (has_position && place.kids.size() == 1) {
            const Kind kind = symbol(*last).kind;
            has_position = kind != Kind::procedure && kind != Kind::language && kind != Kind::host_function;
        }
        if (!has_position) {
            if (side == 0) fail(place, "the child's end is written behind it: connect child(0), parent(1)");
            // soma connect dend(0), 0.5: the parent is the current section
            emit(place, Op::number, constant(0));
            value(place);
            continue;
        }
        Node link = *last;
        link.called = false;
        link.kids.pop_back();
        Node section = place;
        section.kids.back() = &link;
        value(section);
        value(*last->kids.back());
    }
    emit(node, Op::connect);
}

void Compiler::setpointer(const Node& node) {
    const Node& target = *node.kids[0];
    if (target.kind != NodeKind::path) fail(target, "a POINTER of a mechanism or a point process is set");
    const Node& last = *target.kids.back();
    const bool is_member = target.kids.size() > 1;
    if (is_member) path(target, target.kids.size() - 1);
    Site& site = member_site(last);
    const auto index = site_index();
    if (!is_member) site.symbol = &symbol(last);
    for (std::size_t i = 0; i < last.indices; ++i) value(*last.kids[i]);
    if (last.called) call_arguments(last, last.indices, site);
    Node source;
    source.kind = NodeKind::address;
    source.begin = node.kids[1]->begin;
    source.end = node.kids[1]->end;
    source.kids = {node.kids[1]};
    address(source);
    emit(node, is_member ? Op::setpointer_member : Op::setpointer, index);
}

/// Of a return: whether it may stand inside of sections, which end with it.
std::uint8_t Compiler::section_flag() const {
    const bool is_inside = !loops_.empty() || std::ranges::any_of(cleanups_, [](Cleanup cleanup) {
        return cleanup != Cleanup::value;
    });
    return is_inside && made_->enters_sections ? kSections : std::uint8_t{0};
}

void Compiler::return_statement(const Node& node) {
    if (made_->letter == 't') fail(node, "return stands in procedures and functions only");
    if (node.kids.empty()) {
        emit(node, Op::return_none, 0, 0, section_flag());
        return;
    }
    value(*node.kids[0]);
    emit(node, Op::return_value, 0, 0, section_flag());
}

void Compiler::leave_loop(const Node& node, bool is_break) {
    if (loops_.empty()) {
        // As NEURON: outside a loop it ends the procedure or the statement.
        emit(node, Op::return_none, 0, 0, section_flag());
        return;
    }
    Loop& loop = *loops_.back();
    for (std::size_t i = cleanups_.size(); i-- > loop.depth;) {
        switch (cleanups_[i]) {
        case Cleanup::value: emit(node, Op::pop); break;
        case Cleanup::section: emit(node, Op::leave_section); break;
        case Cleanup::sections: emit(node, Op::forall_end); break;
        }
    }
    if (is_break && loop.is_iterator) emit(node, Op::break_iterator);
    else jump(node, Op::jump, is_break ? loop.end : loop.again);
}

} // namespace ranvier::hoc
