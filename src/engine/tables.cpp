// SPDX-License-Identifier: BSD-3-Clause
#include "tables.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "ranvier/base/error.hpp"
#include "ranvier/mir/passes.hpp"

namespace ranvier::engine {

const RvTable* Tables::find(const model::MechanismType& type, mir::TableId table) {
    auto& entry = entries_[{type.index, table.value}];
    if (!entry || entry->mechanism != type.mechanism) {
        if (!entry) entry = std::make_unique<Entry>();
        entry->mechanism = type.mechanism;
        entry->is_filled = false;
        entry->type = &type;
        entry->id = table;
        entry->kernels = factory_(*type.mechanism, table);
    }
    return &entry->table;
}

double* Tables::scalar_address(const mir::Slot& slot) const {
    if (slot.owner == mir::SlotOwner::world) {
        const int c = scalars_->find_column(slot.variable);
        RV_CHECK(c >= 0);
        return scalars_->data(c);
    }
    if (slot.owner == mir::SlotOwner::external) return external_(slot);
    const auto type = mechanisms_.find(slot.table);
    RV_CHECK(type != nullptr);
    const auto v = type->mechanism->find(slot.variable);
    RV_CHECK(v.valid());
    return type->globals->data(type->column[static_cast<std::size_t>(v.value)] + slot.element);
}

std::vector<double> Tables::dependencies(const Entry& entry) const {
    std::vector<double> out;
    const auto& m = *entry.type->mechanism;
    const auto& table = m.tables[static_cast<std::size_t>(entry.id.value)];
    for (const auto v : table.depend) {
        const auto& variable = m[v];
        if (variable.kind == mir::VariableKind::world) {
            out.push_back(*scalars_->data(scalars_->find_column(variable.name)));
        } else {
            for (int e = 0; e < variable.count; ++e)
                out.push_back(m.is_instance(v)
                                  ? of_first_instance(*entry.type, v, e)
                                  : *entry.type->globals->data(
                                        entry.type->column[static_cast<std::size_t>(v.value)] + e));
        }
    }
    return out;
}

/// A table belongs to the mechanism; where its body reads a number of the instances, the first one's counts, as in NEURON.
double Tables::of_first_instance(const model::MechanismType& type, mir::VariableId variable, int element) {
    if (type.instances->row_count() == 0) return (*type.mechanism)[variable].initial;
    return type.instances->get(0, type.column[static_cast<std::size_t>(variable.value)] + element);
}

void Tables::check() {
    // those of mechanisms that were read again are made anew when somebody asks for them
    std::erase_if(entries_, [](const auto& e) { return e.second->mechanism != e.second->type->mechanism; });
    for (auto& [key, entry] : entries_) {
        // Filling runs the body, which may set GLOBALs: not while each instance runs it for itself.
        const auto& type = *entry->type;
        const auto use = type.mechanism->find("usetable");
        if (use.valid() && *type.globals->data(type.column[static_cast<std::size_t>(use.value)]) == 0)
            continue;
        auto now = dependencies(*entry);
        if (entry->is_filled && now == entry->depended_on) continue;
        entry->depended_on = std::move(now);
        if (!entry->is_filled && entry->kernels.prepare)
            run(entry->kernels.prepare, {}, 1); // steps without an INITIAL
        fill(*entry);
    }
}

void Tables::check_initial() {
    for (auto& [key, entry] : entries_) {
        if (!entry->kernels.prepare || entry->mechanism != entry->type->mechanism) continue;
        run(entry->kernels.prepare, {}, 1);
        if (entry->is_early) entry->is_filled = false;
    }
    check();
    for (auto& [key, entry] : entries_) entry->is_early = false;
}

void Tables::run(const KernelPtr& code, const std::map<std::string, double*>& arguments, std::int64_t count,
                 Carry* carry) {
    const auto& kernel = code->kernel;
    std::vector<double*> columns(static_cast<std::size_t>(kernel.column_count), nullptr);
    std::vector<std::int64_t> strides(columns.size(), 1);
    std::vector<double*> scalars(static_cast<std::size_t>(kernel.scalar_count), nullptr);
    // Instance variables that a body writes beside its outputs go nowhere: a table belongs to the mechanism.
    std::vector<std::vector<double>> unseen;
    std::vector<std::pair<Carried*, std::size_t>> left; // where in `unseen` it stands
    for (const auto& slot : kernel.slots) {
        const auto b = static_cast<std::size_t>(slot.binding);
        if (slot.access == mir::SlotAccess::scalar) {
            scalars[b] = scalar_address(slot);
        } else if (const auto it = arguments.find(slot.variable);
                   slot.owner == mir::SlotOwner::argument && it != arguments.end()) {
            columns[b] = it->second;
        } else {
            double value = 0;
            if (const auto type =
                    slot.owner == mir::SlotOwner::mechanism ? mechanisms_.find(slot.table) : nullptr)
                if (const auto v = type->mechanism->find(slot.variable); v.valid() && !type->is_ion())
                    value = of_first_instance(*type, v, slot.element);
            if (carry && std::ranges::find(carry->names, slot.variable) != carry->names.end()) {
                const auto [kept, is_new] = carry->numbers.try_emplace({slot.variable, slot.element});
                if (is_new) kept->second.start = value;
                value = kept->second.start;
                left.emplace_back(&kept->second, unseen.size());
            }
            unseen.emplace_back(static_cast<std::size_t>(count), value);
            columns[b] = unseen.back().data();
        }
    }
    std::vector<const RvTable*> tables;
    for (const auto& t : kernel.tables) tables.push_back(find(*mechanisms_.find(t.mechanism), t.table));
    const RvKernelArgs args{columns.data(), strides.data(), scalars.data(), nullptr, tables.data(),
                            count,          nullptr,        nullptr,        0};
    const auto status = code->executable->run(args);
    if (status)
        throw NumericsError(
            ErrorParts{"filling a TABLE failed", kernel.name, "status " + std::to_string(status), {}, {}});
    for (const auto& [kept, at] : left) kept->ends = std::move(unseen[at]);
}

/// The variables with which the body of one entry begins as the body of the entry before has left them: a factor of
/// temperature that is computed behind its first use.
std::vector<std::string> Tables::left_to_next(const Entry& entry) {
    std::vector<std::string> out;
    const auto& m = *entry.type->mechanism;
    const auto& table = m.tables[static_cast<std::size_t>(entry.id.value)];
    const auto effects = mir::effects(m, table.body);
    for (std::size_t v = 0; v < effects.writes.size(); ++v) {
        const bool is_output = std::ranges::any_of(
            table.outputs, [v](const auto output) { return static_cast<std::size_t>(output.value) == v; });
        if (effects.writes[v] && effects.reads_before_write[v] && !is_output)
            out.push_back(m.variables[v].name);
    }
    return out;
}

double Tables::bound(const KernelPtr& kernel) {
    alignas(64) double result[RV_LANES] = {};
    run(kernel, {{"result", result}}, 1);
    return result[0];
}

/// As if entry came after entry: all that are left begin with what the last right one left behind; those up to the first that
/// leaves something else are right.
void Tables::fill_in_order(const Entry& entry, Carry carry, std::map<std::string, double*> arguments,
                           std::size_t entries) {
    constexpr int kMostAtOnce = 8;
    for (int pass = 0; entries > 0; ++pass) {
        const std::size_t count = pass < kMostAtOnce ? entries : 1;
        run(entry.kernels.fill, arguments, static_cast<std::int64_t>(count), &carry);
        std::size_t right = count;
        for (const auto& [name, number] : carry.numbers) {
            const auto differs = std::ranges::find_if(
                number.ends, [&](double end) { return std::memcmp(&end, &number.start, sizeof end) != 0; });
            if (differs != number.ends.end())
                right = std::min(right, static_cast<std::size_t>(differs - number.ends.begin()) + 1);
        }
        for (auto& [name, number] : carry.numbers) number.start = number.ends[right - 1];
        for (auto& [name, column] : arguments) column += right;
        entries -= right;
    }
}

void Tables::fill(Entry& entry) {
    const auto& m = *entry.type->mechanism;
    const auto& table = m.tables[static_cast<std::size_t>(entry.id.value)];
    const double low = bound(entry.kernels.low), high = bound(entry.kernels.high);
    if (!(high > low) || !std::isfinite(low) || !std::isfinite(high))
        throw InputError(ErrorParts{"the range of a TABLE is empty",
                                    m.name,
                                    "FROM " + number_text(low) + " TO " + number_text(high),
                                    "FROM < TO",
                                    {}});
    const auto entries = static_cast<std::size_t>(table.intervals) + 1;
    const double dx = (high - low) / table.intervals;
    state::AlignedArray x(entries, 0);
    double at = low;
    for (std::size_t i = 0; i < entries; ++i, at += dx)
        x.data()[i] = at; // accumulated, as the language defines it
    std::vector<state::AlignedArray> columns;
    std::map<std::string, double*> arguments{{"x", x.data()}};
    for (int c = 0; c < table.columns; ++c) columns.emplace_back(entries, 0.0);
    for (int c = 0; c < table.columns; ++c)
        arguments[std::to_string(c)] = columns[static_cast<std::size_t>(c)].data();
    Carry carry{left_to_next(entry), {}};
    if (!carry.names.empty()) fill_in_order(entry, std::move(carry), arguments, entries);
    else run(entry.kernels.fill, arguments, static_cast<std::int64_t>(entries));
    const auto stride = (static_cast<std::size_t>(table.columns) + 7) / 8 * 8;
    entry.rows = state::AlignedArray((entries + 1) * stride, 0);
    for (std::size_t i = 0; i < entries; ++i)
        for (std::size_t c = 0; c < columns.size(); ++c)
            entry.rows.data()[i * stride + c] = columns[c].data()[i];
    entry.table = {low, 1 / dx, static_cast<double>(table.intervals), entry.rows.data(),
                   static_cast<std::int64_t>(stride)};
    entry.is_filled = entry.is_early = true;
}

} // namespace ranvier::engine
