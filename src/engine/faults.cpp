// SPDX-License-Identifier: BSD-3-Clause
// What went wrong in a kernel, in the user's words: which instance, which variable, what was allowed, and the line of the file.
#include <algorithm>
#include <cstdio>

#include "kernel_call.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/mir/arithmetic.hpp"

namespace ranvier::engine {

namespace {

using mir::Op;

std::string time_text(double t) {
    char text[48];
    std::snprintf(text, sizeof text, "t = %.10g ms", t);
    return text;
}

/// The instruction that a fault came from: places in two files may be equal, so the operation is looked at too.
const mir::Instruction* find_instruction(const mir::Kernel& kernel, const KernelFault& fault) {
    const auto fits = [&](const mir::Instruction& in) {
        const bool has_index = in.args.size() > (in.op == Op::load || in.op == Op::get_local ? 0U : 1U);
        switch (in.op) {
        case Op::load:
        case Op::store:
            return fault.status == RV_STATUS_INDEX
                       ? has_index
                       : kernel.slots[static_cast<std::size_t>(in.symbol)].access == mir::SlotAccess::pointer;
        case Op::get_local:
        case Op::set_local: return fault.status == RV_STATUS_INDEX && has_index;
        default: return false;
        }
    };
    const mir::Instruction* any = nullptr;
    for (const auto& in : kernel.function.code) {
        // it is the host that finds a recursion too deep, without a place
        const bool calls_itself =
            in.op == Op::service && static_cast<mir::Service>(in.symbol) == mir::Service::recursive_call;
        if (fault.status == RV_STATUS_RECURSION && calls_itself) return &in;
        if (static_cast<std::int32_t>(in.span.begin) != fault.begin ||
            static_cast<std::int32_t>(in.span.end) != fault.end)
            continue;
        if (fits(in)) return &in;
        if (!any) any = &in;
    }
    return any;
}

/// "file.mod:12:5", the line and a caret below it.
std::string place_text(const Span& span) {
    if (!span.source) return {};
    const auto place = span.source->place(span.begin);
    std::string line(span.source->line_at(span.begin));
    std::string below;
    for (int i = 1; i < place.column && i <= static_cast<int>(line.size()); ++i)
        below += line[static_cast<std::size_t>(i) - 1] == '\t' ? '\t' : ' ';
    return span.source->name() + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) +
           "\n    " + line + "\n    " + below + "^";
}

/// The mechanism whose numbers the kernel works on; "" if there are several.
std::string only_mechanism(const mir::Kernel& kernel) {
    std::string name;
    for (const auto& slot : kernel.slots) {
        if (slot.owner != mir::SlotOwner::mechanism || slot.table == name) continue;
        if (!name.empty()) return {};
        name = slot.table;
    }
    return name;
}

struct Named {
    std::string mechanism, variable;
    int count = 0;
};

Named named(const mir::Kernel& kernel, const mir::Instruction* in) {
    if (!in) return {};
    if (in->op == Op::load || in->op == Op::store) {
        const auto& slot = kernel.slots[static_cast<std::size_t>(in->symbol)];
        return {slot.table, slot.variable, slot.array_count};
    }
    if (in->op == Op::get_local || in->op == Op::set_local) {
        const auto& local = kernel.function[mir::LocalId(in->symbol)];
        // a number of the mechanism that waits in a local is called "@table.name"
        std::string name = local.name, table;
        if (name.starts_with("@")) {
            name.erase(0, 1);
            const auto dot = name.find('.');
            if (dot != std::string::npos) {
                table = name.substr(0, dot);
                name.erase(0, dot + 1);
            }
        }
        return {table, name, local.count};
    }
    return {};
}

} // namespace

model::PointProcess* KernelCall::point(std::int64_t row) const {
    const auto r = static_cast<std::size_t>(first_row + row);
    return kernel->block && r < kernel->block->points.size() ? kernel->block->points[r] : nullptr;
}

PointEvents* KernelCall::events(std::int64_t row) const {
    const auto r = static_cast<std::size_t>(first_row + row);
    return kernel->block && r < kernel->block->events.size() ? kernel->block->events[r] : nullptr;
}

bool KernelCall::is_padding(std::int64_t row) const {
    if (kernel->block) return point(row) == nullptr;
    if (!kernel->region || !group->cell_class) return false;
    const auto r = first_row + row;
    const auto& stretch = group->cell_class->stretches[static_cast<std::size_t>(kernel->region->stretch)];
    return r % group->lanes >= static_cast<std::int64_t>(group->cells.size()) ||
           r / group->lanes >= stretch.count;
}

std::string KernelCall::instance_name(std::int64_t row, const std::string& mechanism) const {
    if (const auto* p = point(row))
        return p->section() ? p->name() + " at " + model::Model::place(*p->section(), p->x()) : p->name();
    if (!kernel->called_on.empty()) return kernel->called_on;
    if (!kernel->region || kernel->region->region < 0) return mechanism;
    const auto node = kernel->region->node_base + static_cast<std::int32_t>(first_row + row);
    const auto place = node_name(impl->model, *group, node);
    return mechanism.empty() ? place : place + "." + mechanism;
}

/// The mechanism of the kernel that was read from this text; "" if none was.
std::string KernelCall::mechanism_of(const Span& span) const {
    const auto is_from = [&](const model::MechanismType& type) {
        return std::ranges::any_of(type.mechanism->sources,
                                   [&](const auto& source) { return source.get() == span.source; });
    };
    for (const auto& slot : kernel->code->kernel.slots)
        if (const auto type = impl->model.mechanisms().find(slot.table); type && is_from(*type))
            return type->name();
    for (const auto& type : impl->model.mechanisms().all())
        if (is_from(*type)) return type->name();
    return {};
}

/// What a POINTER that points to nothing pointed to before; "" if it was never connected.
std::string KernelCall::pointed_to(std::int64_t row, const std::string& mechanism,
                                   const std::string& variable) const {
    const auto type = impl->model.mechanisms().find(mechanism);
    if (!type) return {};
    auto at = static_cast<std::int32_t>(first_row + row);
    if (kernel->block) at += kernel->block->base;
    else if (kernel->region) {
        const auto& types = impl->plan.regions[static_cast<std::size_t>(kernel->region->region)].types;
        const auto i = std::ranges::find(types, type) - types.begin();
        if (i == static_cast<std::ptrdiff_t>(types.size())) return {};
        at += kernel->region->type_base[static_cast<std::size_t>(i)];
    }
    const int column = type->instance_column(variable);
    for (const auto* entry : impl->model.pointers().entries()) {
        const auto& pointer = entry->pointer;
        if (pointer.table == type->instances && pointer.column == column &&
            pointer.table->row(pointer.id) == at)
            return entry->target.path;
    }
    return {};
}

void KernelCall::report(std::int32_t status) const {
    if (status & RV_STATUS_STOPPED) throw Interrupted("the run was stopped at " + time_text(group->t));
    if (error) throw StateError(*error);
    if (!status) return;
    const auto& code = kernel->code->kernel;
    if (!fault) {
        const char* what = "a kernel failed";
        if (status & RV_STATUS_INDEX) what = "an array index is out of range";
        if (status & RV_STATUS_NO_CONVERGENCE) what = "an iteration does not converge";
        if (status & RV_STATUS_POINTER) what = "a POINTER that points to nothing was used";
        if (status & RV_STATUS_RECURSION) what = "FUNCTIONs call each other too deep";
        throw NumericsError(ErrorParts{what, code.name, time_text(group->t), {}, {}});
    }
    const auto* in = find_instruction(code, *fault);
    auto [mechanism, variable, count] = named(code, in);
    if (mechanism.empty() && in) mechanism = mechanism_of(in->span);
    if (mechanism.empty()) mechanism = only_mechanism(code);
    const std::string where = in ? place_text(in->span) : "";
    const std::string object = instance_name(fault->row, mechanism.empty() ? code.name : mechanism);
    const std::string moment = time_text(group->t);
    switch (fault->status) {
    case RV_STATUS_INDEX: {
        const bool is_number = fault->detail != static_cast<double>(mir::kNoInteger);
        throw InputError(
            ErrorParts{"the index of '" + variable + "' is out of range at " + moment, object,
                       variable + "[" + (is_number ? number_text(fault->detail) : "NaN or too large") + "]",
                       "0 .. " + std::to_string(count - 1), where});
    }
    case RV_STATUS_POINTER: {
        const std::string gone = pointed_to(fault->row, mechanism, variable);
        throw StateError(ErrorParts{"the POINTER '" + variable + "' points to nothing at " + moment,
                                    object,
                                    {},
                                    gone.empty() ? "connect it: h.setpointer(section(x)._ref_v, \"" +
                                                       variable + "\", instance)"
                                                 : "it pointed to " + gone + ", which was deleted",
                                    where});
    }
    case RV_STATUS_NO_CONVERGENCE:
        throw NumericsError(ErrorParts{"an iteration does not converge", object, moment, {}, where});
    case RV_STATUS_RECURSION:
        throw NumericsError(ErrorParts{"FUNCTIONs call each other too deep", object, moment, {}, where});
    default: throw NumericsError(ErrorParts{"a kernel failed", object, moment, {}, where});
    }
}

} // namespace ranvier::engine
