// SPDX-License-Identifier: BSD-3-Clause
#include "compiler.hpp"
#include "inner_templates.hpp"
#include "machine.hpp"

namespace ranvier::hoc {
namespace {

Op operation(char letter) {
    switch (letter) {
    case '+': return Op::add;
    case '-': return Op::subtract;
    case '*': return Op::multiply;
    case '/': return Op::divide;
    case '%': return Op::modulo;
    case '^': return Op::power;
    case '<': return Op::less;
    case '>': return Op::greater;
    case 'l': return Op::less_equal;
    case 'g': return Op::greater_equal;
    case 'e': return Op::equal;
    case 'n': return Op::unequal;
    case 'a': return Op::and_;
    default: return Op::or_;
    }
}

/// With the right side in the instruction.
Op with_number(Op op) {
    switch (op) {
    case Op::add: return Op::add_number;
    case Op::subtract: return Op::subtract_number;
    case Op::multiply: return Op::multiply_number;
    case Op::divide: return Op::divide_number;
    default: return op;
    }
}
Op with_symbol(Op op) {
    switch (op) {
    case Op::add: return Op::add_symbol;
    case Op::subtract: return Op::subtract_symbol;
    case Op::multiply: return Op::multiply_symbol;
    case Op::divide: return Op::divide_symbol;
    default: return op;
    }
}
Op with_argument(Op op) {
    switch (op) {
    case Op::add: return Op::add_argument;
    case Op::subtract: return Op::subtract_argument;
    case Op::multiply: return Op::multiply_argument;
    case Op::divide: return Op::divide_argument;
    default: return op;
    }
}
Op with_local(Op op) {
    switch (op) {
    case Op::add: return Op::add_local;
    case Op::subtract: return Op::subtract_local;
    case Op::multiply: return Op::multiply_local;
    case Op::divide: return Op::divide_local;
    default: return op;
    }
}

} // namespace

void Compiler::value(const Node& node) {
    switch (node.kind) {
    case NodeKind::number: emit(node, Op::number, constant(node.value)); return;
    case NodeKind::text:
        code_->texts.push_back(std::make_shared<std::string>(node.text));
        emit(node, Op::text, static_cast<std::int32_t>(code_->texts.size()) - 1);
        return;
    case NodeKind::path: path(node, node.kids.size()); return;
    case NodeKind::argument: argument(node); return;
    case NodeKind::address: address(node); return;
    case NodeKind::unary:
        if (node.letter == '-' && node.kids[0]->kind == NodeKind::number) {
            emit(node, Op::number, constant(-node.kids[0]->value));
            return;
        }
        value(*node.kids[0]);
        if (node.letter == '-') emit(node, Op::negate);
        else if (node.letter == '!') emit(node, Op::not_);
        return;
    case NodeKind::binary: binary(node); return;
    case NodeKind::assign: assign(node); return;
    case NodeKind::make: {
        Site& site = add_site(node);
        site.symbol = find_inner(owner_, node.text);
        const auto index = site_index();
        call_arguments(node, 0, site);
        emit(node, Op::make, index);
        return;
    }
    default: fail(node, "this cannot stand in an expression");
    }
}

/// $1, $2 ...
bool Compiler::is_number_argument(const Node& node) const {
    return node.kind == NodeKind::argument && node.letter == 'n' && node.value > 0 && node.kids.empty();
}

void Compiler::binary(const Node& node) {
    const Op op = operation(node.letter);
    value(*node.kids[0]);
    const Node& right = *node.kids[1];
    int slot = 0;
    if (right.kind == NodeKind::number && with_number(op) != op) {
        emit(node, with_number(op), constant(right.value));
    } else if (with_local(op) != op && is_number_local(right, slot)) {
        emit(node, with_local(op), slot);
    } else if (with_argument(op) != op && made_->letter != 't' && is_number_argument(right)) {
        emit(node, with_argument(op), static_cast<std::int32_t>(right.value));
    } else if (Symbol* found = with_symbol(op) != op ? plain_global(right) : nullptr) {
        emit(node, with_symbol(op), symbol_index(*found));
    } else {
        value(right);
        emit(node, op);
    }
}

/// The first `links` links of a path; the last as an argument that may be
/// assigned to.
void Compiler::path(const Node& node, std::size_t links, bool is_argument) {
    const Node& first = *node.kids[0];
    std::size_t next = 1;
    if (first.kind == NodeKind::link && first.indices == 0 && !first.called && links > 1 &&
        local(first.text) < 0 && symbol(first).kind == Kind::section_space) {
        // _pysec.name: the host's sections by name
        Site& site = add_site(*node.kids[1]);
        const auto index = site_index();
        for (const Node* kid : node.kids[1]->kids) value(*kid);
        site.symbol = &symbol(first);
        emit(node, Op::call, index);
        next = 2;
    } else {
        root(first, is_argument && links == 1);
    }
    for (; next < links; ++next) member(*node.kids[next], is_argument && next + 1 == links);
}

void Compiler::root(const Node& node, bool is_argument) {
    if (node.kind == NodeKind::argument) {
        argument(node);
        return;
    }
    const std::uint8_t flag = is_argument ? kAsArgument : 0;
    if (const int slot = local(node.text); slot >= 0) {
        if (node.called || node.indices)
            fail(node, "the local '" + node.text + "' has no indices and cannot be called");
        emit(node, Op::local, slot);
        return;
    }
    if (is_self(node.text) && !node.called && !node.indices) {
        emit(node, Op::self);
        return;
    }
    Symbol& found = symbol(node);
    if (node.called) {
        Site& site = add_site(node);
        const auto index = site_index();
        site.symbol = &found;
        for (std::size_t i = 0; i < node.indices; ++i) value(*node.kids[i]);
        call_arguments(node, node.indices, site);
        emit(node, Op::call, index);
        return;
    }
    for (const Node* kid : node.kids) value(*kid);
    const bool is_field = found.slot >= 0;
    if (node.indices) {
        emit(node, is_field ? Op::element_field : Op::element, symbol_index(found), node.indices, flag);
    } else {
        emit(node, is_field ? Op::load_field : Op::load, symbol_index(found));
    }
}

void Compiler::argument(const Node& node) {
    if (made_->letter == 't') fail(node, "arguments ($1, $s1, $o1) exist inside procedures only");
    if (node.value == 0) {
        Node name;
        name.kind = NodeKind::link;
        name.text = "i";
        name.begin = node.begin;
        name.end = node.end;
        root(name, false);
    }
    if (!node.kids.empty()) {
        value(*node.kids[0]);
        emit(node, Op::argument_element, static_cast<std::int32_t>(node.value));
        return;
    }
    if (node.letter == 'n' && node.value > 0)
        emit(node, Op::argument_number, static_cast<std::int32_t>(node.value), 0, 'n');
    else
        emit(node, Op::argument, static_cast<std::int32_t>(node.value), 0,
             static_cast<std::uint8_t>(node.letter));
}

/// Pushes arguments and notes what they are, for who assigns to $o1 or $s1.
void Compiler::call_arguments(const Node& node, std::size_t first, Site& site) {
    site.count = static_cast<std::uint16_t>(node.kids.size() - first);
    for (std::size_t i = first; i < node.kids.size(); ++i) {
        const Node& kid = *node.kids[i];
        Origin origin;
        if (kid.kind == NodeKind::range) {
            fail(kid, "a:b stands only in assignments such as diam(0:1) = 10:20");
        } else if (kid.kind == NodeKind::text) {
            origin.kind = Origin::literal;
            value(kid);
        } else if (kid.kind == NodeKind::path) {
            const Node& link = *kid.kids[0];
            if (kid.kids.size() == 1 && link.kind == NodeKind::link && !link.called && !link.indices) {
                if (const int slot = local(link.text); slot >= 0) {
                    origin.kind = Origin::local;
                    origin.index = slot;
                } else if (!is_self(link.text)) {
                    origin.name = &symbol(link);
                    origin.kind = origin.name->slot >= 0 ? Origin::field : Origin::symbol;
                }
            }
            path(kid, kid.kids.size(), true);
        } else if (kid.kind == NodeKind::argument && kid.kids.empty() && kid.value > 0) {
            origin.kind = Origin::argument;
            origin.index = static_cast<std::int32_t>(kid.value) - 1;
            value(kid);
        } else {
            value(kid);
        }
        site.origins.push_back(origin);
    }
}

Site& Compiler::member_site(const Node& link) {
    Site& site = add_site(link);
    site.indices = link.indices;
    site.called = link.called;
    return site;
}

void Compiler::member(const Node& link, bool is_argument) {
    Site& site = member_site(link);
    const auto index = site_index();
    if (is_argument) site.flag = kAsArgument;
    for (std::size_t i = 0; i < link.indices; ++i) value(*link.kids[i]);
    if (link.called) call_arguments(link, link.indices, site);
    emit(link, Op::member, index);
}

void Compiler::address(const Node& node) {
    const Node& target = *node.kids[0];
    if (target.kind == NodeKind::argument) {
        if (target.value == 0) fail(node, "&$i cannot be taken");
        emit(node, Op::place_argument, static_cast<std::int32_t>(target.value));
        return;
    }
    const Node& last = *target.kids.back();
    if (target.kids.size() > 1) {
        path(target, target.kids.size() - 1);
        Site& site = member_site(last);
        const auto index = site_index();
        for (std::size_t i = 0; i < last.indices; ++i) value(*last.kids[i]);
        if (last.called) call_arguments(last, last.indices, site);
        emit(node, Op::place_member, index);
        return;
    }
    if (last.kind != NodeKind::link) fail(node, "& stands before a variable");
    if (const int slot = local(last.text); slot >= 0) {
        emit(node, Op::place_local, slot);
        return;
    }
    Symbol& found = symbol(last);
    for (const Node* kid : last.kids) value(*kid);
    // A position of a range variable counts as an index: &v(0.5).
    emit(node, found.slot >= 0 ? Op::place_field : Op::place, symbol_index(found), last.kids.size(),
         last.called ? 1 : 0);
}

} // namespace ranvier::hoc
