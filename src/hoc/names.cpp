// SPDX-License-Identifier: BSD-3-Clause
// Who a name belongs to: the template, the program, the language or the host.
#include <array>
#include <utility>

#include "machine.hpp"

namespace ranvier::hoc {

Symbol& Machine::lookup(TemplateClass* owner, std::string_view name) {
    if (!owner) return global(name);
    if (Symbol* own = owner->scope.find(name)) {
        own->is_used = true;
        return own->instead ? *own->instead : *own;
    }
    // Of top level a template sees what is not the program's: functions, the host's names, classes.
    Symbol* outside = globals->find(name);
    if (!outside && host.find(name).kind != HostKind::none) outside = &global(name);
    if (outside && (outside->is_outside || outside->kind == Kind::template_)) return *outside;
    Symbol& made = owner->add(name);
    made.is_used = true;
    return made;
}

Symbol& Machine::global(std::string_view name) {
    if (Symbol* found = globals->find(name)) return *found;
    Symbol& symbol = globals->add(name);
    adopt(symbol, host.find(name));
    return symbol;
}

/// The symbol that a declaration is about: in a template always its own.
Symbol& Machine::declared(TemplateClass* owner, std::string_view name) {
    if (!owner) {
        Symbol& symbol = global(name);
        if (symbol.kind == Kind::host_function && symbol.host.function->is_replaceable) {
            symbol.kind = Kind::undefined;
            symbol.is_outside = false;
            symbol.host = {};
        }
        return symbol;
    }
    if (Symbol* own = owner->scope.find(name)) return own->instead ? *own->instead : *own;
    return owner->add(name);
}

void Machine::adopt(Symbol& symbol, HostName&& name) {
    static constexpr std::array kKinds = {
        Kind::undefined,      Kind::host_function, Kind::host_number, Kind::class_,    Kind::property,
        Kind::range_variable, Kind::mechanism,     Kind::host_object, Kind::host_text, Kind::section_space};
    symbol.kind = kKinds[static_cast<std::size_t>(name.kind)];
    symbol.is_outside = name.kind != HostKind::none;
    symbol.host = std::move(name);
}

Symbol& Machine::settle(Symbol& symbol) {
    if (symbol.instead) return *symbol.instead;
    if (symbol.kind != Kind::undefined) return symbol;
    HostName known = host.find(symbol.name);
    if (known.kind == HostKind::none) return symbol;
    if (symbol.slot < 0) {
        adopt(symbol, std::move(known));
        return symbol;
    }
    symbol.instead = &global(symbol.name);
    return *symbol.instead;
}

std::vector<std::string> Machine::all_names() const {
    std::vector<std::string> out = host.names();
    for (const auto& symbol : globals->symbols())
        if (symbol.kind != Kind::undefined) out.push_back(symbol.name);
    return out;
}

} // namespace ranvier::hoc
