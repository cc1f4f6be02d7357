// SPDX-License-Identifier: BSD-3-Clause
// C may touch whatever it can name, so each kernel brings all numbers of its mechanism.
#include "c_layout.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <utility>

#include "assemble.hpp"

namespace ranvier::codegen {

using namespace mir;

namespace {

bool is_of_event(const Variable& v) { return v.kind == VariableKind::weight || v.kind == VariableKind::flag; }

/// Identifiers in a text of C; those in comments and strings too, which does no harm.
std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

} // namespace

CLayout::CLayout(const Mechanism& mechanism) : mechanism_(mechanism) {
    for (const char* name : {"t", "dt"}) {
        if (mechanism_.find(name).valid()) continue;
        Variable made;
        made.name = name;
        made.kind = VariableKind::world;
        mechanism_.variables.push_back(std::move(made));
    }
    int next = 0;
    first_weight_ = 0;
    next = mechanism_.weight_count;
    if (mechanism_.weight_count > 0) arrays_.push_back({0, mechanism_.weight_count});
    for (const auto& v : mechanism_.variables) {
        if (v.kind == VariableKind::weight) {
            places_.push_back(first_weight_ + v.weight_index);
            continue;
        }
        if (v.kind == VariableKind::foreign) { // C's own
            places_.push_back(-1);
            continue;
        }
        places_.push_back(next);
        if (v.is_array || v.count > 1) arrays_.push_back({next, v.count});
        next += v.count;
    }
    first_argument_ = next;
    int most = 2;
    for (const auto& f : mechanism_.functions) most = std::max(most, f.parameter_count + 1);
    for (const auto& t : mechanism_.tables) most = std::max(most, t.columns + 1);
    place_count_ = first_argument_ + most;
    for (auto& f : mechanism_.functions)
        for (auto& in : f.code) {
            if (in.op != Op::service) continue;
            services_.push_back({static_cast<Service>(in.symbol), mechanism_.name, in.integer});
            in.number = static_cast<double>(services_.size() - 1); // its place in the list
        }
}

std::vector<bool> CLayout::used_by(FunctionId function) const {
    std::vector<bool> used(mechanism_.variables.size(), !function.valid());
    if (!function.valid()) return used;
    std::set<std::string> words;
    std::set<int> reached;
    std::vector<int> open = {function.value};
    bool has_c = false;
    const auto read_text = [&](const std::string& text) {
        for (auto& word : words_of(text)) {
            for (const auto f : mechanism_.callable) {
                const auto& name = mechanism_[f].name;
                if (word == name || word == name + "_" + mechanism_.name) open.push_back(f.value);
            }
            words.insert(std::move(word));
        }
    };
    while (!open.empty()) {
        const int at = open.back();
        open.pop_back();
        if (!reached.insert(at).second) continue;
        for (const auto& in : mechanism_.functions[static_cast<std::size_t>(at)].code) {
            switch (in.op) {
            case Op::load:
            case Op::store:
            case Op::accumulate:
            case Op::is_pointing: used[static_cast<std::size_t>(in.symbol)] = true; break;
            case Op::call: open.push_back(in.symbol); break;
            case Op::service:
                if (static_cast<Service>(in.symbol) == Service::recursive_call)
                    open.push_back(static_cast<int>(in.integer));
                break;
            case Op::table_position: {
                const auto& table = mechanism_.tables[static_cast<std::size_t>(in.symbol)];
                for (const auto v : table.outputs) used[static_cast<std::size_t>(v.value)] = true;
                break;
            }
            case Op::verbatim:
                read_text(mechanism_.verbatim[static_cast<std::size_t>(in.integer)].text);
                // functions of C at file level may be called from here
                if (!std::exchange(has_c, true))
                    for (const auto& block : mechanism_.file_verbatim) read_text(block.text);
                break;
            default: break;
            }
        }
    }
    for (std::size_t v = 0; v < used.size(); ++v) {
        const auto& variable = mechanism_.variables[v];
        const auto& name = variable.name;
        if (words.contains(name) || words.contains("_p_" + name) || words.contains("_ion_" + name) ||
            words.contains("_l" + name) || (variable.kind == VariableKind::weight && words.contains("_args")))
            used[v] = true;
        if (name == "t" || name == "dt") used[v] = true; // _nt->_t
    }
    return used;
}

bool CLayout::is_written(const Variable& variable) const {
    switch (variable.kind) {
    case VariableKind::voltage: return mechanism_.net_receive.valid(); // NET_RECEIVE may set it
    case VariableKind::area:
    case VariableKind::diam:
    case VariableKind::world:
    case VariableKind::constant:
    case VariableKind::flag: return false;
    case VariableKind::ion:
        return std::ranges::any_of(mechanism_.ions, [&](const IonUse& use) {
            const auto quantity =
                variable.quantity == IonQuantity::derivative ? IonQuantity::current : variable.quantity;
            return use.name == variable.ion && std::ranges::find(use.writes, quantity) != use.writes.end();
        });
    default: return true;
    }
}

CKernelPlan CLayout::plan(std::string name, FunctionId function, Addressing addressing) const {
    CKernelPlan out;
    out.function = function;
    Assembler assembler(std::move(name), addressing);
    const Part part{.mechanism = &mechanism_, .function = function};
    const bool is_event = function == mechanism_.net_receive || function == mechanism_.net_initial;
    const auto used = used_by(function);
    std::vector<bool> is_slot_written;
    const auto use = [&](VariableId slot, int place, bool is_sum, bool written) {
        out.uses.push_back({slot.value, place, is_sum});
        is_slot_written.resize(
            std::max<std::size_t>(is_slot_written.size(), static_cast<std::size_t>(slot.value) + 1));
        if (written) is_slot_written[static_cast<std::size_t>(slot.value)] = true;
    };
    for (std::size_t i = 0; i < mechanism_.variables.size(); ++i) {
        const auto& v = mechanism_.variables[i];
        if ((is_of_event(v) && !is_event) || v.kind == VariableKind::foreign || !used[i]) continue;
        const VariableId id(static_cast<std::int32_t>(i));
        const auto first = assembler.slot(part, id);
        bool is_sum = v.kind == VariableKind::current || v.kind == VariableKind::conductance;
        if (v.kind == VariableKind::ion &&
            (v.quantity == IonQuantity::current || v.quantity == IonQuantity::derivative))
            is_sum = true;
        for (int e = 0; e < v.count; ++e)
            use(VariableId(first.value + e), place(id) + e, is_sum && addressing == Addressing::indexed,
                is_written(v));
    }
    if (function.valid()) {
        const auto& body = mechanism_[function];
        for (int i = 0; i < body.parameter_count; ++i)
            use(assembler.argument(std::to_string(i)), first_argument_ + i, false, false);
        if (body.returns_value)
            use(assembler.argument("result"), first_argument_ + body.parameter_count, false, true);
    } else { // a table
        use(assembler.argument("x"), first_argument_, false, false);
    }
    out.kernel = assembler.finish();
    auto& kernel = out.kernel;
    for (std::size_t s = 0; s < kernel.slots.size(); ++s) {
        auto& slot = kernel.slots[s];
        slot.binding = slot.access == SlotAccess::scalar ? kernel.scalar_count++ : kernel.column_count++;
        slot.is_read = true;
        slot.is_written = is_slot_written[s];
    }
    for (std::size_t t = 0; t < mechanism_.tables.size(); ++t)
        kernel.tables.push_back({mechanism_.name, TableId(static_cast<std::int32_t>(t))});
    kernel.services = services_;
    kernel.is_ordered = true;
    kernel.needs_c = true;
    kernel.sends_events = mechanism_.sends_events || is_event;
    return out;
}

CKernelPlan CLayout::plan_table(TableId id) const {
    const auto& table = mechanism_.tables.at(static_cast<std::size_t>(id.value));
    auto out = plan(mechanism_.name + "." + mechanism_[table.body].name + ".table", {}, Addressing::rows);
    for (int c = 0; c < table.columns; ++c) {
        Slot slot{.owner = SlotOwner::argument, .access = SlotAccess::row, .variable = std::to_string(c)};
        slot.binding = out.kernel.column_count++;
        slot.is_written = true;
        out.uses.push_back({static_cast<int>(out.kernel.slots.size()), first_argument_ + 1 + c, false});
        out.kernel.slots.push_back(std::move(slot));
    }
    return out;
}

} // namespace ranvier::codegen
