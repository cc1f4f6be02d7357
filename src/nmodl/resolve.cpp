// SPDX-License-Identifier: BSD-3-Clause
// Declarations to symbols. What names in code stand for is bound in bind.cpp.
#include "bind.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "c_text.hpp"
#include "six_digits.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using ast::Declaration;
using Code = ast::CodeBlock::Kind;

int Model::find_code(Code code_kind) const {
    for (std::size_t i = 0; i < file.code.size(); ++i)
        if (file.code[i].kind == code_kind) return static_cast<int>(i);
    return -1;
}

int Model::find_symbol(std::string_view symbol_name) const {
    for (std::size_t i = 0; i < symbols.size(); ++i)
        if (symbols[i].name == symbol_name && symbols[i].role != Role::weight) return static_cast<int>(i);
    return -1;
}

bool Model::code_holds_c(int code) const {
    return static_cast<std::size_t>(code) < c_code.size() && c_code[static_cast<std::size_t>(code)];
}

bool Model::holds_c() const { return std::find(c_code.begin(), c_code.end(), true) != c_code.end(); }

bool Model::c_names(std::string_view symbol_name) const {
    for (const auto& entry : file.verbatim)
        if (nmodl::c_names(entry.first.text, symbol_name)) return true;
    bool found = false;
    for (const auto& code : file.code)
        each_statement(code.body, [&](const ast::Statement& s) {
            const auto* c = std::get_if<ast::Verbatim>(&s.node);
            found = found || (c && nmodl::c_names(c->text, symbol_name));
        });
    return found;
}

bool Model::has_table(int code) const {
    for (const auto& statement : file.code[static_cast<std::size_t>(code)].body.statements)
        if (std::holds_alternative<ast::Table>(statement->node)) return true;
    return false;
}

namespace {

struct Magic {
    std::string_view name;
    Role role;
    std::string_view unit;
};
constexpr std::array<Magic, 7> kMagic = {{{"v", Role::voltage, "mV"},
                                          {"secondorder", Role::world, ""},
                                          {"t", Role::world, "ms"},
                                          {"dt", Role::world, "ms"},
                                          {"celsius", Role::world, "degC"},
                                          {"area", Role::area, "um2"},
                                          {"diam", Role::diam, "um"}}};

/// What the name of an ion variable says: "ena" of na is the reversal potential.
std::optional<mir::IonQuantity> ion_quantity(std::string_view ion, std::string_view name) {
    if (name.size() != ion.size() + 1) return {};
    if (name.front() == 'e' && name.substr(1) == ion) return mir::IonQuantity::reversal;
    if (name.front() == 'i' && name.substr(1) == ion) return mir::IonQuantity::current;
    if (name.back() == 'i' && name.substr(0, ion.size()) == ion) return mir::IonQuantity::inside;
    if (name.back() == 'o' && name.substr(0, ion.size()) == ion) return mir::IonQuantity::outside;
    return {};
}

const char* ion_unit(mir::IonQuantity quantity, bool is_point) {
    switch (quantity) {
    case mir::IonQuantity::reversal: return "mV";
    case mir::IonQuantity::current: return is_point ? "nA" : "mA/cm2";
    default: return "mM";
    }
}

class Declarer {
  public:
    Declarer(Model& model, const CompileOptions& options, Diagnostics& diagnostics)
        : model_(model), options_(options), diagnostics_(diagnostics) {}

    void run() {
        for (const auto& magic : kMagic) {
            if (is_own(magic)) continue;
            Symbol symbol;
            symbol.name = magic.name;
            symbol.role = magic.role;
            symbol.unit = magic.unit;
            add(std::move(symbol));
        }
        mechanism();
        for (std::size_t i = 0; i < model_.file.neuron.ions.size(); ++i) ion(static_cast<int>(i));
        for (const auto& entry : model_.file.declarations) declare(entry);
        for (const auto& entry : model_.file.units)
            if (!entry.is_alias) unit_constant(entry);
        merge(Code::initial);
        merge(Code::breakpoint);
        functions();
        names_of_others();
        currents();
        lists();
        for (auto& symbol : model_.symbols)
            if (symbol.role == Role::state)
                if (const auto found = by_name_.find(symbol.name + "0"); found != by_name_.end())
                    symbol.start_parameter = found->second;
    }

  private:
    /// An ARTIFICIAL_CELL has no membrane: a v or area that it declares is its own.
    [[nodiscard]] bool is_own(const Magic& magic) const {
        if (model_.file.neuron.kind != ast::Neuron::Kind::artificial_cell || magic.role == Role::world)
            return false;
        const auto& declared = model_.file.declarations;
        return std::any_of(declared.begin(), declared.end(),
                           [&](const Declaration& entry) { return entry.name.text == magic.name; });
    }

    int add(Symbol symbol) {
        const int index = static_cast<int>(model_.symbols.size());
        by_name_.emplace(symbol.name, index);
        model_.symbols.push_back(std::move(symbol));
        return index;
    }
    Symbol* find(const std::string& name) {
        const auto found = by_name_.find(name);
        return found == by_name_.end() ? nullptr : &model_.symbols[static_cast<std::size_t>(found->second)];
    }
    [[nodiscard]] std::string line_of(Span place) const {
        const std::string line = "line " + std::to_string(place.source->place(place.begin).line);
        return place.source == model_.file.source.get() ? line : line + " of " + place.source->name();
    }

    void mechanism() {
        using Kind = ast::Neuron::Kind;
        const auto& neuron = model_.file.neuron;
        model_.name = neuron.name.text;
        if (neuron.kind == Kind::point_process) model_.kind = mir::MechanismKind::point_process;
        if (neuron.kind == Kind::artificial_cell) model_.kind = mir::MechanismKind::artificial_cell;
        if (neuron.kind == Kind::suffix && model_.name == "nothing")
            model_.kind = mir::MechanismKind::nothing;
        if (neuron.kind == Kind::none) model_.name = default_name();
    }

    [[nodiscard]] std::string default_name() const {
        if (!options_.default_name.empty()) return options_.default_name;
        std::string_view name = model_.file.source->name();
        if (const auto slash = name.find_last_of("/\\"); slash != name.npos) name.remove_prefix(slash + 1);
        name = name.substr(0, name.find('.'));
        std::string out;
        for (const char c : name) {
            const bool is_plain =
                (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
            if (is_plain) out += c;
        }
        return out.empty() ? "unnamed" : out;
    }

    void ion(int index) {
        const auto& use = model_.file.neuron.ions[static_cast<std::size_t>(index)];
        for (int earlier = 0; earlier < index; ++earlier)
            if (model_.file.neuron.ions[static_cast<std::size_t>(earlier)].ion.text == use.ion.text)
                diagnostics_.error(use.ion.span, "the ion '" + use.ion.text + "' is used twice",
                                   "join the two USEION statements");
        if (model_.kind == mir::MechanismKind::artificial_cell)
            diagnostics_.error(use.ion.span, "an ARTIFICIAL_CELL has no membrane and uses no ions");
        for (const auto& name : use.reads) ion_variable(index, name, true);
        for (const auto& name : use.writes) ion_variable(index, name, false);
    }

    void ion_variable(int index, const ast::Name& name, bool is_read) {
        const auto& ion = model_.file.neuron.ions[static_cast<std::size_t>(index)].ion.text;
        const auto quantity = ion_quantity(ion, name.text);
        if (!quantity) {
            diagnostics_.error(name.span, "'" + name.text + "' is not a variable of the ion '" + ion + "'",
                               "it has e" + ion + ", i" + ion + ", " + ion + "i and " + ion + "o");
            return;
        }
        Symbol* symbol = find(name.text);
        if (!symbol) {
            Symbol made;
            made.name = name.text;
            made.role = Role::ion;
            made.place = name.span;
            made.ion = index;
            made.quantity = *quantity;
            made.unit = ion_unit(*quantity, model_.kind == mir::MechanismKind::point_process);
            add(std::move(made));
            symbol = find(name.text);
        }
        (is_read ? symbol->ion_reads : symbol->ion_writes) = true;
    }

    void declare(const Declaration& entry) {
        if (Symbol* earlier = find(entry.name.text)) {
            const bool is_magic = !earlier->place.source;
            if (is_magic || earlier->role == Role::ion) {
                outside(entry, *earlier);
                return;
            }
            if (entry.kind == Declaration::Kind::file_local && earlier->role == Role::parameter &&
                !is_in_range(entry.name.text) && entry.count == earlier->count) {
                earlier->value = earlier->legacy_value = 0;
                diagnostics_.warning(entry.name.span,
                                     "the LOCAL '" + entry.name.text +
                                         "' takes the place of the PARAMETER in " + line_of(earlier->place),
                                     "it begins with 0, as NEURON has it");
                return;
            }
            diagnostics_.error(entry.name.span, "'" + entry.name.text + "' is declared twice",
                               "first in " + line_of(earlier->place));
            return;
        }
        Symbol symbol;
        symbol.name = entry.name.text;
        symbol.place = entry.name.span;
        symbol.count = entry.count;
        symbol.is_array = entry.is_array;
        symbol.unit = entry.unit;
        symbol.value = symbol.legacy_value = default_of(entry);
        if (entry.low && entry.high) {
            symbol.low = entry.low;
            symbol.high = entry.high;
        }
        switch (entry.kind) {
        case Declaration::Kind::parameter: symbol.role = Role::parameter; break;
        case Declaration::Kind::assigned: symbol.role = Role::assigned; break;
        case Declaration::Kind::state:
            symbol.role = Role::state;
            symbol.is_state = true;
            break;
        case Declaration::Kind::constant: symbol.role = Role::constant; break;
        case Declaration::Kind::file_local: symbol.role = Role::file_local; break;
        }
        add(std::move(symbol));
    }

    [[nodiscard]] bool is_in_range(const std::string& name) const {
        return std::ranges::any_of(model_.file.neuron.range, [&](const auto& n) { return n.text == name; });
    }

    double default_of(const Declaration& entry) {
        const bool is_default =
            entry.kind == Declaration::Kind::parameter || entry.kind == Declaration::Kind::state;
        if (!is_default || model_.is_ion_mechanism()) return entry.value; // no file of NEURON's makes an ion
        const double rounded = six_digits(entry.value);
        if (rounded != entry.value)
            diagnostics_.note(entry.name.span,
                              "the default of '" + entry.name.text + "' is rounded to " +
                                  number_text(rounded) + ": NEURON keeps six digits",
                              "a CONSTANT keeps all of them");
        return rounded;
    }

    /// A name that belongs to the simulator or an ion: the declaration gives it a unit at most, a default is
    /// ignored.
    void outside(const Declaration& entry, Symbol& symbol) {
        if (entry.kind == Declaration::Kind::constant)
            diagnostics_.error(entry.name.span,
                               "'" + entry.name.text + "' belongs to the simulator and cannot be a CONSTANT");
        else if (entry.kind == Declaration::Kind::state && symbol.role != Role::ion)
            diagnostics_.error(entry.name.span,
                               "'" + entry.name.text + "' belongs to the simulator and cannot be a STATE");
        else if (entry.is_array)
            diagnostics_.error(entry.name.span,
                               "'" + entry.name.text + "' belongs to the simulator and is not an array");
        else if (entry.kind == Declaration::Kind::state && symbol.is_state)
            diagnostics_.error(entry.name.span, "'" + entry.name.text + "' is declared twice");
        if (entry.kind == Declaration::Kind::state && symbol.role == Role::ion) symbol.is_state = true;
        symbol.declared = entry.name.span;
        if (entry.kind != Declaration::Kind::file_local && !entry.unit.empty()) symbol.unit = entry.unit;
    }

    void unit_constant(const ast::UnitEntry& entry) {
        if (const Symbol* earlier = find(entry.name.text)) {
            const bool is_magic = !earlier->place.source;
            diagnostics_.error(entry.name.span, "'" + entry.name.text + "' is declared twice",
                               is_magic ? "it belongs to the simulator"
                                        : "first in " + line_of(earlier->place));
            return;
        }
        Symbol symbol;
        symbol.name = entry.name.text;
        symbol.role = Role::unit_factor;
        symbol.place = entry.name.span;
        symbol.unit = entry.number ? entry.from : entry.to;
        add(std::move(symbol));
    }

    /// Several INITIAL blocks run one after the other; several BREAKPOINTs, too (the further ones behind an INCLUDE).
    void merge(Code kind) {
        auto& all = model_.file.code;
        const auto is_one = [kind](const ast::CodeBlock& code) { return code.kind == kind; };
        const auto first = std::find_if(all.begin(), all.end(), is_one);
        if (first == all.end()) return;
        for (auto& code : all) {
            if (!is_one(code) || &code == &*first) continue;
            auto block = std::make_unique<ast::Statement>(); // its LOCALs stay its own
            block->span = code.body.span;
            block->node = std::move(code.body);
            first->body.statements.push_back(std::move(block));
        }
        all.erase(std::remove_if(first + 1, all.end(), is_one), all.end());
    }

    void functions() {
        std::unordered_map<std::string, const ast::CodeBlock*> named;
        std::unordered_map<int, const ast::CodeBlock*> single;
        for (const auto& code : model_.file.code) {
            if (code.kind == Code::initial) continue;
            const bool is_single = code.kind == Code::net_receive || code.kind == Code::constructor ||
                                   code.kind == Code::destructor;
            if (is_single) {
                const auto [at, is_new] = single.emplace(static_cast<int>(code.kind), &code);
                if (!is_new)
                    diagnostics_.error(code.keyword_span, "a second " + code.keyword + " block",
                                       "the first is in " + line_of(at->second->keyword_span));
                continue;
            }
            if (code.kind == Code::before || code.kind == Code::after || code.name.text.empty()) continue;
            const auto [at, is_new] = named.emplace(code.name.text, &code);
            if (!is_new)
                diagnostics_.error(code.name.span, "'" + code.name.text + "' is defined twice",
                                   "first in " + line_of(at->second->name.span));
            if (const Symbol* symbol = find(code.name.text))
                diagnostics_.error(
                    code.name.span, "'" + code.name.text + "' is both a variable and a " + code.keyword,
                    symbol->place.source ? "the variable is declared in " + line_of(symbol->place)
                                         : "the variable belongs to the simulator");
        }
        const auto check = [&](const std::vector<ast::Name>& list, const char* word) {
            for (const auto& name : list)
                if (const auto found = named.find(name.text); found != named.end())
                    diagnostics_.error(name.span, "'" + name.text + "' is in " + word + " and also a " +
                                                      found->second->keyword);
        };
        check(model_.file.neuron.range, "RANGE");
        check(model_.file.neuron.global, "GLOBAL");
    }

    /// POINTER, EXTERNAL and RANDOM: names that a declaration may repeat, to give them a unit.
    void names_of_others() {
        const auto& neuron = model_.file.neuron;
        const std::pair<const std::vector<ast::Name>*, Role> lists[] = {
            {&neuron.pointer, Role::pointer},
            {&neuron.bbcore_pointer, Role::pointer},
            {&neuron.external, Role::external},
            {&neuron.random, Role::stream}};
        for (const auto& [list, role] : lists)
            for (const auto& name : *list) name_of_another(name, role);
    }

    void name_of_another(const ast::Name& name, Role role) {
        Symbol* symbol = find(name.text);
        if (!symbol) {
            Symbol made;
            made.name = name.text;
            made.place = name.span;
            made.role = role;
            add(std::move(made));
            return;
        }
        if (!symbol->place.source) return; // EXTERNAL celsius: the simulator's own anyway
        const bool fits =
            symbol->role == Role::assigned || symbol->role == Role::parameter || symbol->role == role;
        const char* word = role == Role::pointer ? "POINTER" : role == Role::external ? "EXTERNAL" : "RANDOM";
        if (!fits)
            diagnostics_.error(name.span, "'" + name.text + "' cannot be a " + word,
                               "it is declared as something else in " + line_of(symbol->place));
        else if (symbol->is_array && role != Role::external)
            diagnostics_.error(name.span, "the array '" + name.text + "' cannot be a " + word);
        else symbol->role = role;
    }

    /// The currents in the order of the NEURON block, which is the order of their sum.
    void currents() {
        const auto& neuron = model_.file.neuron;
        for (const auto& [group, index] : neuron.current_order) {
            if (group == 2) {
                const auto& use = neuron.ions[static_cast<std::size_t>(index)];
                for (const auto& name : use.writes) {
                    const Symbol* symbol = find(name.text);
                    const bool is_current =
                        symbol && symbol->role == Role::ion && symbol->quantity == mir::IonQuantity::current;
                    const bool is_known =
                        is_current &&
                        std::any_of(model_.currents.begin(), model_.currents.end(), [&](const Current& item) {
                            return item.symbol == by_name_.at(name.text);
                        });
                    if (is_current && !is_known)
                        model_.currents.push_back({Current::Kind::ion, by_name_.at(name.text)});
                }
                continue;
            }
            const auto& name =
                (group == 0 ? neuron.nonspecific : neuron.electrode)[static_cast<std::size_t>(index)];
            current(name, group == 0 ? Current::Kind::nonspecific : Current::Kind::electrode);
        }
        if (model_.currents.empty()) return;
        if (model_.kind == mir::MechanismKind::artificial_cell)
            diagnostics_.error(neuron.name.span,
                               "an ARTIFICIAL_CELL has no membrane and contributes no current");
        if (model_.kind == mir::MechanismKind::nothing)
            diagnostics_.error(neuron.name.span,
                               "SUFFIX nothing makes no mechanism, so it contributes no current");
    }

    void current(const ast::Name& name, Current::Kind kind) {
        Symbol* symbol = find(name.text);
        if (!symbol) {
            Symbol made;
            made.name = name.text;
            made.role = Role::assigned;
            made.place = name.span;
            made.unit = model_.kind == mir::MechanismKind::point_process ? "nA" : "mA/cm2";
            add(std::move(made));
            symbol = find(name.text);
        }
        if (symbol->role != Role::assigned && symbol->role != Role::parameter &&
            symbol->role != Role::state) {
            diagnostics_.error(name.span, "'" + name.text + "' cannot be a current",
                               "declare it in ASSIGNED");
            return;
        }
        if (symbol->is_array) {
            diagnostics_.error(name.span, "the array '" + name.text + "' cannot be a current");
            return;
        }
        for (const auto& earlier : model_.currents)
            if (earlier.symbol == by_name_.at(name.text)) {
                diagnostics_.error(name.span, "the current '" + name.text + "' is listed twice");
                return;
            }
        symbol->is_range = true;
        model_.currents.push_back({kind, by_name_.at(name.text)});
    }

    void lists() {
        for (const auto& name : model_.file.neuron.range)
            if (Symbol* symbol = find(name.text)) symbol->is_range = true; // names of nothing are tolerated
        for (const auto& name : model_.file.neuron.global) {
            Symbol* symbol = find(name.text);
            if (!symbol) continue;
            if (symbol->role == Role::state)
                diagnostics_.error(name.span, "the STATE '" + name.text + "' cannot be GLOBAL",
                                   "a state is one number an instance");
            for (const auto& current : model_.currents)
                if (current.kind != Current::Kind::ion && current.symbol == by_name_.at(name.text))
                    diagnostics_.error(name.span, "the current '" + name.text + "' cannot be GLOBAL");
            symbol->is_global = true;
        }
    }

    Model& model_;
    const CompileOptions& options_;
    Diagnostics& diagnostics_;
    std::unordered_map<std::string, int> by_name_;
};

} // namespace

Model resolve(ast::File file, const CompileOptions& options, Diagnostics& diagnostics) {
    Model model;
    model.file = std::move(file);
    Declarer(model, options, diagnostics).run();
    resolve_units(model.file, model.symbols, !model.is_ion_mechanism(), diagnostics);
    bind_names(model, diagnostics);
    check_recursion(model, diagnostics);
    return model;
}

} // namespace ranvier::nmodl
