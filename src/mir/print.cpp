// SPDX-License-Identifier: BSD-3-Clause
// The printed form: one instruction a line, blocks indented under their statement, names instead of numbers
// where there are names. Numbers read back as the same double.
#include <functional>
#include <string>

#include "print_instruction.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/mir/passes.hpp"

namespace ranvier::mir {
namespace {

/// `prefix` and a number. (Appended: GCC 12 warns without cause where a literal stands left of a temporary
/// string.)
std::string numbered(std::string prefix, std::int64_t number) { return prefix += std::to_string(number); }
std::string text(ValueId v) { return numbered("%", v.value); }

std::string local_name(const Function& function, std::int32_t local) {
    const auto count = static_cast<std::int32_t>(function.locals.size());
    const std::string name = local >= 0 && local < count ? function[LocalId(local)].name : "?";
    return numbered("$", local) + ":" + name;
}

std::string symbol_text(const Function& function, const Instruction& in, const SymbolNames& names) {
    switch (in.op) {
    case Op::load:
    case Op::store:
    case Op::accumulate:
    case Op::is_pointing: return names.variable(in.symbol);
    case Op::service: return std::string(name(static_cast<Service>(in.symbol))) + numbered(" #", in.integer);
    case Op::get_local:
    case Op::set_local: return local_name(function, in.symbol);
    case Op::math: return std::string(name(static_cast<MathFunction>(in.symbol)));
    case Op::call: return names.function(in.symbol);
    case Op::table_position: return names.table(in.symbol);
    case Op::table_value: return names.table(in.symbol) + "." + std::to_string(in.integer);
    default: return {};
    }
}

void print_block(std::string& out, const Function& function, BlockId block, const SymbolNames& names,
                 int depth) {
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    for (const ValueId v : function[block].instructions) {
        const Instruction& in = function[v];
        out += indent + print_instruction(function, v, names) + "\n";
        if (in.op == Op::if_ || in.op == Op::while_) {
            print_block(out, function, in.blocks[0], names, depth + 1);
            if (in.blocks[1].valid()) {
                out += indent + (in.op == Op::if_ ? "else\n" : "do\n");
                print_block(out, function, in.blocks[1], names, depth + 1);
            }
        }
    }
}

std::string print_function(const Function& function, const SymbolNames& names) {
    std::string out = "function " + function.name + "(";
    for (int i = 0; i < function.parameter_count; ++i) out += (i > 0 ? ", " : "") + local_name(function, i);
    out += function.returns_value ? ") -> " + local_name(function, function.result.value) + "\n" : ")\n";
    for (std::size_t l = 0; l < function.locals.size(); ++l) {
        const Local& local = function.locals[l];
        if (local.count > 1 || local.type != Type::f64)
            out += "  local " + local_name(function, static_cast<std::int32_t>(l)) + " " +
                   std::string(name(local.type)) + "[" + std::to_string(local.count) + "]\n";
    }
    print_block(out, function, function.body, names, 1);
    return out;
}

std::string_view name_of(MechanismKind kind) {
    switch (kind) {
    case MechanismKind::density: return "density";
    case MechanismKind::point_process: return "point_process";
    case MechanismKind::artificial_cell: return "artificial_cell";
    case MechanismKind::nothing: return "nothing";
    }
    return "?";
}

std::string_view name_of(VariableKind kind) {
    switch (kind) {
    case VariableKind::parameter: return "parameter";
    case VariableKind::assigned: return "assigned";
    case VariableKind::state: return "state";
    case VariableKind::stream: return "stream";
    case VariableKind::pointer: return "pointer";
    case VariableKind::global: return "global";
    case VariableKind::constant: return "constant";
    case VariableKind::voltage: return "voltage";
    case VariableKind::area: return "area";
    case VariableKind::diam: return "diam";
    case VariableKind::external: return "external";
    case VariableKind::foreign: return "foreign";
    case VariableKind::world: return "world";
    case VariableKind::ion: return "ion";
    case VariableKind::current: return "current";
    case VariableKind::conductance: return "conductance";
    case VariableKind::weight: return "weight";
    case VariableKind::flag: return "flag";
    }
    return "?";
}

std::string_view name_of(SlotAccess access) {
    switch (access) {
    case SlotAccess::row: return "row";
    case SlotAccess::indexed: return "indexed";
    case SlotAccess::pointer: return "pointer";
    case SlotAccess::scalar: return "scalar";
    }
    return "?";
}

/// On one line: what is no plain character becomes an escape.
std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '\n') out += "\\n";
        else if (c == '"' || c == '\\') out += std::string("\\") + c;
        else if (code < 0x20 || code == 0x7f) out += numbered("\\", code);
        else out += c;
    }
    return out + "\"";
}

std::string print_variable(const Variable& variable) {
    std::string out = "  " + std::string(name_of(variable.kind)) + " " + variable.name;
    if (variable.is_array || variable.count > 1) out += numbered("[", variable.count) + "]";
    if (variable.kind == VariableKind::parameter || variable.kind == VariableKind::global ||
        variable.kind == VariableKind::constant)
        out += " = " + number_text(variable.initial);
    if (!variable.unit.empty()) out += " (" + variable.unit + ")";
    if (variable.visible) out += " visible";
    return out + (variable.is_settled ? " settled\n" : "\n");
}

} // namespace

SymbolNames mechanism_names(const Mechanism& mechanism) {
    return {[&mechanism](std::int32_t id) {
                const bool is_known = id >= 0 && id < static_cast<std::int32_t>(mechanism.variables.size());
                return is_known ? mechanism[VariableId(id)].name : numbered("variable ", id);
            },
            [&mechanism](std::int32_t id) {
                const bool is_known = id >= 0 && id < static_cast<std::int32_t>(mechanism.functions.size());
                return is_known ? mechanism[FunctionId(id)].name : numbered("function ", id);
            },
            [](std::int32_t id) { return numbered("table", id); }};
}

SymbolNames kernel_names(const Kernel& kernel) {
    return {[&kernel](std::int32_t id) {
                const bool is_known = id >= 0 && id < static_cast<std::int32_t>(kernel.slots.size());
                return is_known ? name(kernel.slots[static_cast<std::size_t>(id)]) : numbered("slot ", id);
            },
            [](std::int32_t id) { return numbered("function ", id); },
            [&kernel](std::int32_t id) {
                const bool is_known = id >= 0 && id < static_cast<std::int32_t>(kernel.tables.size());
                if (!is_known) return numbered("table ", id);
                const KernelTable& table = kernel.tables[static_cast<std::size_t>(id)];
                return table.mechanism + ".table" + std::to_string(table.table.value);
            }};
}

std::string print_instruction(const Function& function, ValueId v, const SymbolNames& names) {
    const Instruction& in = function[v];
    std::string out = in.type != Type::none ? text(v) + " = " : "";
    out += name(in.op);
    if (in.op == Op::constant) return out + " " + number_text(in.number);
    if (in.op == Op::constant_int || in.op == Op::fail) return out + " " + std::to_string(in.integer);
    if (in.op == Op::constant_bool) return out + (in.integer != 0 ? " true" : " false");
    std::string separator = " ";
    if (in.op == Op::verbatim) {
        out += separator + std::to_string(in.integer);
        separator = ", ";
    }
    if (const std::string symbol = symbol_text(function, in, names); !symbol.empty()) {
        out += separator + symbol;
        separator = ", ";
    }
    for (const ValueId arg : in.args) {
        out += separator + text(arg);
        separator = ", ";
    }
    return out;
}

std::string print(const Mechanism& mechanism, const Function& function) {
    return print_function(function, mechanism_names(mechanism));
}

std::string print(const Mechanism& mechanism) {
    std::string out = "mechanism " + mechanism.name + " " + std::string(name_of(mechanism.kind)) + "\n";
    if (mechanism.is_ordered) out += "  ordered: " + mechanism.ordered_reason + "\n";
    for (const Variable& variable : mechanism.variables) out += print_variable(variable);
    const auto operation = [&](std::string_view role, FunctionId id) {
        if (id.valid()) out += "  " + std::string(role) + ": " + mechanism[id].name + "\n";
    };
    operation("initial", mechanism.initial);
    operation("current", mechanism.current);
    operation("advance", mechanism.advance);
    operation("rates", mechanism.rates);
    operation("ode_solve", mechanism.ode_solve);
    operation("after_variable_step", mechanism.after_variable_step);
    operation("net_receive", mechanism.net_receive);
    operation("net_initial", mechanism.net_initial);
    operation("before_initial", mechanism.before_initial);
    operation("after_initial", mechanism.after_initial);
    operation("before_breakpoint", mechanism.before_breakpoint);
    operation("after_solve", mechanism.after_solve);
    operation("before_step", mechanism.before_step);
    operation("constructor", mechanism.constructor);
    operation("destructor", mechanism.destructor);
    for (std::size_t t = 0; t < mechanism.tables.size(); ++t) {
        const Table& table = mechanism.tables[t];
        out += numbered("  table", static_cast<std::int64_t>(t)) + ": " + mechanism[table.body].name + ", " +
               std::to_string(table.intervals) + " intervals, " + std::to_string(table.columns) + " columns" +
               (table.prepare.valid() ? ", after " + mechanism[table.prepare].name : "") + "\n";
    }
    for (const FunctionTable& table : mechanism.function_tables)
        out += "  function_table " + table.name + numbered(" of ", table.parameter_count) + "\n";
    for (std::size_t t = 0; t < mechanism.texts.size(); ++t)
        out += numbered("  text ", static_cast<std::int64_t>(t)) + ": " + quoted(mechanism.texts[t]) + "\n";
    if (mechanism.runs_alone) out += "  runs alone\n";
    for (const Function& function : mechanism.functions) out += "\n" + print(mechanism, function);
    return out;
}

std::string print(const Kernel& kernel) {
    std::string out = "kernel " + kernel.name;
    if (kernel.is_ordered) out += " ordered";
    if (kernel.sends_events) out += " sends_events";
    if (kernel.needs_c) out += " needs_c";
    if (kernel.counts != RowCounts::any)
        out += kernel.counts == RowCounts::few ? " few rows" : " groups of rows";
    out += "\n";
    for (const Slot& slot : kernel.slots) {
        out += "  slot " + name(slot) + " " + std::string(name_of(slot.access));
        if (slot.array_count > 1) out += " array of " + std::to_string(slot.array_count);
        if (slot.index_set >= 0)
            out += " by " + kernel.index_sets.at(static_cast<std::size_t>(slot.index_set));
        out += numbered(" #", slot.binding);
        out += slot.is_read ? " read" : "";
        out += slot.is_written ? " written\n" : "\n";
    }
    for (std::size_t s = 0; s < kernel.services.size(); ++s) {
        const KernelService& service = kernel.services[s];
        out += numbered("  service #", static_cast<std::int64_t>(s)) + " " + service.mechanism + "." +
               std::string(name(service.service)) + numbered(" ", service.integer) + "\n";
    }
    return out + print_function(kernel.function, kernel_names(kernel));
}

} // namespace ranvier::mir
