// SPDX-License-Identifier: BSD-3-Clause
// Copies instruction by instruction; nothing is simplified here, that is what the passes are for.
#include "assemble.hpp"

#include <algorithm>
#include <utility>

#include "ranvier/base/error.hpp"

namespace ranvier::codegen {

using namespace mir;

namespace {

constexpr int kDeepestCall = 100; // deeper than any real file nests; a FUNCTION that calls itself ends here

std::string ion_variable(const Variable& variable) {
    switch (variable.quantity) {
    case IonQuantity::reversal: return "e" + variable.ion;
    case IonQuantity::inside: return variable.ion + "i";
    case IonQuantity::outside: return variable.ion + "o";
    case IonQuantity::current: return "i" + variable.ion;
    case IonQuantity::derivative: return "di" + variable.ion + "_dv_";
    }
    throw InternalError("unknown ion quantity");
}

} // namespace

/// One function being copied.
struct Assembler::Frame {
    const Part& part;
    const Function& function;
    int depth;
    std::vector<LocalId> locals; // source -> target
    std::vector<ValueId> values; // source -> target
};

Assembler::Assembler(std::string name, Addressing addressing)
    : builder_(name, {}, false), addressing_(addressing) {
    kernel_.name = std::move(name);
}

ValueId Assembler::append(const Part& part, std::span<const ValueId> args) {
    RV_CHECK(part.mechanism != nullptr);
    kernel_.is_ordered = kernel_.is_ordered || part.mechanism->is_ordered;
    return inline_function(part, part.function, args, 0);
}

void Assembler::redirect(VariableId variable, int count, int first) {
    std::vector<VariableId> columns;
    for (int i = 0; i < count; ++i) columns.push_back(argument(std::to_string(first + i)));
    RV_CHECK(columns.back().value - columns.front().value == count - 1);
    kernel_.slots[static_cast<std::size_t>(columns.front().value)].array_count = count;
    redirected_[variable.value] = columns.front();
}

Kernel Assembler::finish() {
    kernel_.function = builder_.finish();
    for (const Instruction& in : kernel_.function.code)
        if (in.op == Op::net_send || in.op == Op::net_event || in.op == Op::net_move)
            kernel_.sends_events = true;
    // What stands behind a pointer may be another row's number, and the host hears the rows in their order.
    const auto is_pointer = [](const Slot& slot) { return slot.access == SlotAccess::pointer; };
    const auto has_effect = [](const KernelService& service) { return !is_pure(service.service); };
    if (kernel_.needs_c || std::ranges::any_of(kernel_.slots, is_pointer) ||
        std::ranges::any_of(kernel_.services, has_effect))
        kernel_.is_ordered = true;
    return std::move(kernel_);
}

ValueId Assembler::inline_function(const Part& part, FunctionId id, std::span<const ValueId> args,
                                   int depth) {
    const Function& function = (*part.mechanism)[id];
    if (depth > kDeepestCall)
        throw InputError({.what = "a FUNCTION or PROCEDURE calls itself",
                          .object = part.mechanism->name + "." + function.name,
                          .value = "",
                          .allowed = "calls without recursion",
                          .hint = ""});
    RV_CHECK(static_cast<int>(args.size()) == function.parameter_count);
    Frame frame{part, function, depth, {}, std::vector<ValueId>(function.code.size())};
    for (const Local& local : function.locals)
        frame.locals.push_back(builder_.add_local(local.name, local.type, local.count));
    for (std::size_t i = 0; i < args.size(); ++i) builder_.set(frame.locals[i], args[i]);
    // The operation itself runs once, its locals are 0 already; a call may stand in a loop.
    for (std::size_t i = args.size(); depth > 0 && i < function.locals.size(); ++i) {
        const Local& local = function.locals[i];
        const ValueId zero = local.type == Type::f64   ? builder_.number(0)
                             : local.type == Type::i64 ? builder_.integer(0)
                                                       : builder_.boolean(false);
        for (int k = 0; k < local.count; ++k)
            builder_.set(frame.locals[i], zero, local.count > 1 ? builder_.integer(k) : ValueId());
    }
    copy_block(frame, function.body);
    return function.returns_value
               ? builder_.get(frame.locals[static_cast<std::size_t>(function.result.value)])
               : ValueId();
}

void Assembler::copy_block(Frame& frame, BlockId block) {
    for (const ValueId v : frame.function[block].instructions) {
        const Instruction& in = frame.function[v];
        builder_.at(in.span);
        const ValueId copied = copy(frame, in);
        frame.values[static_cast<std::size_t>(v.value)] = copied;
        if (in.op == Op::constant_int) integers_[copied.value] = in.integer;
    }
}

ValueId Assembler::copy(Frame& frame, const Instruction& in) {
    std::vector<ValueId> args;
    for (const ValueId arg : in.args) args.push_back(frame.values[static_cast<std::size_t>(arg.value)]);
    const auto local = [&] { return frame.locals[static_cast<std::size_t>(in.symbol)]; };

    switch (in.op) {
    case Op::constant: return builder_.number(in.number);
    case Op::constant_int: return builder_.integer(in.integer);
    case Op::constant_bool: return builder_.boolean(in.integer != 0);
    case Op::load: {
        ValueId index = args.empty() ? ValueId() : args[0];
        const VariableId from = element(slot_of(frame.part, VariableId(in.symbol)), index);
        return builder_.load(from, index);
    }
    case Op::store: {
        ValueId index = args.size() > 1 ? args[1] : ValueId();
        const VariableId to = element(slot_of(frame.part, VariableId(in.symbol)), index);
        builder_.store(to, args[0], index);
        return {};
    }
    case Op::accumulate: copy_accumulate(frame, in); return {};
    case Op::get_local: return builder_.get(local(), args.empty() ? ValueId() : args[0]);
    case Op::set_local: builder_.set(local(), args[0], args.size() > 1 ? args[1] : ValueId()); return {};
    case Op::select: return builder_.select(args[0], args[1], args[2]);
    case Op::math: return builder_.math(static_cast<MathFunction>(in.symbol), args);
    case Op::if_:
        builder_.begin_if(args[0]);
        copy_block(frame, in.blocks[0]);
        if (in.blocks[1].valid()) {
            builder_.begin_else();
            copy_block(frame, in.blocks[1]);
        }
        builder_.end_if();
        return {};
    case Op::while_: {
        builder_.begin_while();
        copy_block(frame, in.blocks[0]); // its yield ends the condition
        copy_block(frame, in.blocks[1]);
        builder_.end_while();
        return {};
    }
    case Op::yield: builder_.end_condition(args[0]); return {};
    case Op::call: {
        const Span place = in.span;
        const ValueId result = inline_function(frame.part, FunctionId(in.symbol), args, frame.depth + 1);
        builder_.at(place);
        return result;
    }
    case Op::table_position:
        return builder_.table_position(table_of(frame.part, TableId(in.symbol)), args[0]);
    case Op::table_value:
        return builder_.table_value(table_of(frame.part, TableId(in.symbol)), static_cast<int>(in.integer),
                                    args[0]);
    case Op::net_send: builder_.net_send(args[0], args[1]); return {};
    case Op::net_event: builder_.net_event(args[0]); return {};
    case Op::net_move: builder_.net_move(args[0]); return {};
    case Op::fail: builder_.fail(static_cast<int>(in.integer)); return {};
    case Op::is_pointing: return builder_.is_pointing(slot_of(frame.part, VariableId(in.symbol)));
    case Op::service: {
        const auto service = static_cast<Service>(in.symbol);
        return builder_.service(service, service_of(frame.part, service, in.integer), args);
    }
    case Op::verbatim:
        kernel_.needs_c = true;
        if (in.type != Type::none) return builder_.verbatim_call(in.integer, args);
        builder_.verbatim(in.integer);
        return {};
    default: break;
    }
    return args.size() == 1 ? builder_.unary(in.op, args[0]) : builder_.binary(in.op, args.at(0), args.at(1));
}

void Assembler::copy_accumulate(const Frame& frame, const Instruction& in) {
    const VariableId variable(in.symbol);
    const ValueId value = frame.values[static_cast<std::size_t>(in.args.at(0).value)];
    // The node's right-hand side is the current into the node, outward current counts negative; r + (-x) has
    // the bits of r - x.
    const bool is_current = (*frame.part.mechanism)[variable].kind == VariableKind::current;
    builder_.accumulate(slot_of(frame.part, variable), is_current ? builder_.unary(Op::neg, value) : value);
}

SlotAccess Assembler::outside_access() const {
    return addressing_ == Addressing::rows ? SlotAccess::row : SlotAccess::indexed;
}

VariableId Assembler::argument(const std::string& name) {
    return add_slot({.owner = SlotOwner::argument, .access = SlotAccess::row, .variable = name}, 1);
}

VariableId Assembler::node(const std::string& name) {
    return add_slot({.owner = SlotOwner::node, .access = outside_access(), .variable = name}, 1);
}

VariableId Assembler::slot_of(const Part& part, VariableId id) {
    const Mechanism& mechanism = *part.mechanism;
    if (const auto found = redirected_.find(id.value); found != redirected_.end()) return found->second;
    const Variable& variable = mechanism[id];
    switch (variable.kind) {
    case VariableKind::parameter:
    case VariableKind::assigned:
    case VariableKind::state:
    case VariableKind::stream:
        return add_slot({.owner = SlotOwner::mechanism, .table = mechanism.name, .variable = variable.name},
                        variable.count);
    case VariableKind::pointer:
        return add_slot({.owner = SlotOwner::mechanism,
                         .access = SlotAccess::pointer,
                         .table = mechanism.name,
                         .variable = variable.name},
                        1);
    case VariableKind::external:
        return add_slot(
            {.owner = SlotOwner::external, .access = SlotAccess::scalar, .variable = variable.name},
            variable.count);
    case VariableKind::global:
    case VariableKind::constant:
        return add_slot({.owner = SlotOwner::global,
                         .access = SlotAccess::scalar,
                         .table = mechanism.name,
                         .variable = variable.name,
                         .is_settled = variable.is_settled},
                        variable.count);
    case VariableKind::voltage: return node("v");
    case VariableKind::area: return node("area");
    case VariableKind::diam: return node("diam");
    case VariableKind::current: return node("rhs");
    case VariableKind::conductance: return node("d");
    case VariableKind::world:
        return add_slot({.owner = SlotOwner::world,
                         .access = SlotAccess::scalar,
                         .variable = variable.name == "t" ? part.time : variable.name},
                        1);
    case VariableKind::ion:
        return add_slot({.owner = SlotOwner::mechanism,
                         .access = outside_access(),
                         .table = variable.ion + "_ion",
                         .variable = ion_variable(variable)},
                        1);
    case VariableKind::weight:
        return add_slot(
            {.owner = SlotOwner::argument, .variable = "weight", .element = variable.weight_index}, 1);
    case VariableKind::flag: return argument("flag");
    case VariableKind::foreign: break; // only C knows it
    }
    throw InternalError("unknown kind of variable");
}

VariableId Assembler::add_slot(Slot slot, int count) {
    // Weights share a name and differ by element.
    const std::string name =
        slot.variable + (slot.element > 0 ? "[" + std::to_string(slot.element) + "]" : "");
    const auto [place, is_new] = slots_.try_emplace({slot.owner, slot.access, slot.table, name});
    if (is_new) {
        place->second = VariableId(static_cast<std::int32_t>(kernel_.slots.size()));
        if (slot.access == SlotAccess::indexed)
            slot.index_set = index_set(slot.owner == SlotOwner::node ? "node" : slot.table);
        slot.array_count = count;
        for (int i = 0; i < count; ++i) {
            kernel_.slots.push_back(slot);
            slot.array_count = 1;
            ++slot.element;
        }
    }
    return place->second;
}

VariableId Assembler::element(VariableId first, ValueId& index) const {
    if (!index.valid()) return first;
    const auto constant = integers_.find(index.value);
    if (constant == integers_.end() || constant->second < 0 ||
        constant->second >= kernel_.slots[static_cast<std::size_t>(first.value)].array_count)
        return first;
    index = ValueId();
    return VariableId(first.value + static_cast<std::int32_t>(constant->second));
}

TableId Assembler::table_of(const Part& part, TableId table) {
    auto& tables = kernel_.tables;
    const auto found = std::ranges::find_if(tables, [&](const KernelTable& known) {
        return known.mechanism == part.mechanism->name && known.table == table;
    });
    const auto position = static_cast<std::int32_t>(found - tables.begin());
    if (found == tables.end()) tables.push_back({part.mechanism->name, table});
    return TableId(position);
}

std::int64_t Assembler::service_of(const Part& part, Service service, std::int64_t which) {
    auto& services = kernel_.services;
    const auto found = std::ranges::find_if(services, [&](const KernelService& known) {
        return known.service == service && known.mechanism == part.mechanism->name && known.integer == which;
    });
    const auto position = found - services.begin();
    if (found != services.end()) return position;
    KernelService made{service, part.mechanism->name, which, {}, {}};
    if (service == Service::recursive_call) {
        std::set<std::int32_t> seen;
        std::set<VariableId> reads, writes;
        note_slots(part, FunctionId(static_cast<std::int32_t>(which)), seen, reads, writes);
        made.reads.assign(reads.begin(), reads.end());
        made.writes.assign(writes.begin(), writes.end());
    }
    services.push_back(std::move(made));
    return position;
}

void Assembler::note_slots(const Part& part, FunctionId id, std::set<std::int32_t>& seen,
                           std::set<VariableId>& reads, std::set<VariableId>& writes) {
    if (!seen.insert(id.value).second) return;
    for (const Instruction& in : (*part.mechanism)[id].code) {
        switch (in.op) {
        case Op::call: note_slots(part, FunctionId(in.symbol), seen, reads, writes); break;
        case Op::service:
            if (static_cast<Service>(in.symbol) == Service::recursive_call)
                note_slots(part, FunctionId(static_cast<std::int32_t>(in.integer)), seen, reads, writes);
            break;
        case Op::load:
        case Op::is_pointing: reads.insert(slot_of(part, VariableId(in.symbol))); break;
        case Op::store:
        case Op::accumulate: writes.insert(slot_of(part, VariableId(in.symbol))); break;
        default: break;
        }
    }
}

int Assembler::index_set(const std::string& name) {
    auto& sets = kernel_.index_sets;
    const auto found = std::ranges::find(sets, name);
    const int position = static_cast<int>(found - sets.begin());
    if (found == sets.end()) sets.push_back(name);
    return position;
}

} // namespace ranvier::codegen
