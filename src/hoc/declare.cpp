// SPDX-License-Identifier: BSD-3-Clause
// strdef, objref, double, create. Declaring a name again as the same empties it; as something else it is a mistake.
#include <utility>

#include "inner_templates.hpp"
#include "machine.hpp"

namespace ranvier::hoc {

void Machine::check_declaration(const Symbol& symbol, const Variable& variable, bool fits,
                                std::string_view as) const {
    if (symbol.is_outside)
        throw InputError({.what = "is already " + std::string(kind_name(symbol.kind)) +
                                  " and cannot become " + std::string(as),
                          .object = symbol.name,
                          .value = {},
                          .allowed = {},
                          .hint = "take another name"});
    if (!fits)
        throw InputError({.what = "is already declared as " + std::string(kind_name(variable.kind)) +
                                  " and cannot become " + std::string(as),
                          .object = symbol.name,
                          .value = {},
                          .allowed = {},
                          .hint = "take another name"});
}

std::vector<std::uint32_t> Machine::sizes(const Symbol& symbol, std::span<const double> numbers) const {
    const auto most = static_cast<double>(host.most_elements());
    std::vector<std::uint32_t> out;
    double all = 1;
    for (const double number : numbers) {
        const double size = number + *epsilon;
        if (!(size >= 1 && size < 4e9))
            throw InputError::out_of_range("size", symbol.name, number_text(number), "1 or more");
        out.push_back(static_cast<std::uint32_t>(size));
        all *= static_cast<double>(out.back());
    }
    if (all > most)
        throw InputError::out_of_range("number of elements", symbol.name, number_text(all),
                                       "at most " + number_text(most));
    return out;
}

namespace {
std::size_t product(const std::vector<std::uint32_t>& sizes) {
    std::size_t all = 1;
    for (const auto size : sizes) all *= size;
    return all;
}
} // namespace

void Machine::declare(Op op, Symbol& symbol, TemplateObject* self, std::span<const double> extents) {
    if (symbol.slot < 0) self = nullptr;
    switch (op) {
    case Op::strdef: declare_text(symbol, self); return;
    case Op::objref: declare_objects(symbol, self, extents); return;
    case Op::double_: declare_numbers(symbol, self, extents); return;
    case Op::create: create_sections(symbol, self, extents); return;
    default: break;
    }
    // delete name
    Variable& v = variable(symbol, self);
    check_declaration(symbol, v,
                      v.kind == Kind::number || v.kind == Kind::numbers || v.kind == Kind::undefined,
                      "a name to be deleted");
    v.array = nullptr;
    v.number = 0;
    symbol.kind = v.kind = Kind::undefined;
}

void Machine::declare_text(Symbol& symbol, TemplateObject* self) {
    Variable& v = variable(symbol, self);
    const Kind kind = v.kind == Kind::undefined ? symbol.kind : v.kind;
    check_declaration(symbol, v, kind == Kind::undefined || kind == Kind::text, "a strdef");
    symbol.kind = v.kind = Kind::text;
    if (v.text) v.text->clear();
    else v.text = std::make_shared<std::string>();
}

void Machine::declare_objects(Symbol& symbol, TemplateObject* self, std::span<const double> numbers) {
    Variable& v = variable(symbol, self);
    const Kind kind = v.kind == Kind::undefined ? symbol.kind : v.kind;
    check_declaration(symbol, v, kind == Kind::undefined || kind == Kind::object || kind == Kind::objects,
                      "an objref");
    const auto extents = sizes(symbol, numbers);
    // What was held goes after the variable is in order again: it may run code.
    ObjectPtr old = std::move(v.object);
    const auto old_array = std::move(v.array);
    v.object = nullptr;
    if (extents.empty()) {
        symbol.kind = v.kind = Kind::object;
    } else {
        auto array = std::make_unique<Array>();
        array->dimensions = extents;
        array->objects.resize(product(extents));
        v.array = std::move(array);
        symbol.kind = v.kind = Kind::objects;
        if (self) {
            symbol.array = std::make_unique<Array>();
            symbol.array->dimensions = extents;
        }
    }
    if (old) assign_object(old, nullptr);
    if (old_array)
        for (auto& object : old_array->objects)
            if (object) assign_object(object, nullptr);
}

void Machine::declare_numbers(Symbol& symbol, TemplateObject* self, std::span<const double> numbers) {
    Variable& v = variable(symbol, self);
    const Kind kind = v.kind == Kind::undefined ? symbol.kind : v.kind;
    check_declaration(symbol, v, kind == Kind::undefined || kind == Kind::number || kind == Kind::numbers,
                      "an array of numbers");
    const auto extents = sizes(symbol, numbers);
    if (extents.empty()) {
        symbol.kind = v.kind = Kind::number;
        v.number = 0;
        v.array = nullptr;
        return;
    }
    auto array = std::make_unique<Array>();
    array->dimensions = extents;
    array->numbers.assign(product(extents), 0.0);
    v.array = std::move(array);
    symbol.kind = v.kind = Kind::numbers;
    if (self) {
        symbol.array = std::make_unique<Array>();
        symbol.array->dimensions = extents;
    }
}

void Machine::declare_unknown(Symbol& symbol, TemplateObject* self) {
    if (symbol.slot >= 0 && !self)
        throw InputError(
            {.what = "an unknown of equations is declared in a procedure, not in a template's body",
             .object = symbol.name,
             .value = {},
             .allowed = {},
             .hint = "write depvar in init()"});
    Variable& v = variable(symbol, self);
    const Kind kind = v.kind == Kind::undefined ? symbol.kind : v.kind;
    check_declaration(symbol, v, kind == Kind::undefined || kind == Kind::number, "an unknown of equations");
    symbol.kind = v.kind = Kind::number;
    equations->add_unknown(place(symbol, self, {}, false), symbol.name);
}

void Machine::close_template() {
    TemplateClass& type = *open_template;
    open_template = around(type);
    for (std::size_t i = 0; i < type.slots.size(); ++i) { // the last words of what goes may add some
        Variable& v = *type.slots[i];
        destroy_sections(v);
        const auto object = std::exchange(v.object, nullptr);
        const auto objects = v.array ? std::exchange(v.array->objects, {}) : std::vector<ObjectPtr>();
    }
}

void Machine::destroy_sections(Variable& v) {
    if (v.kind == Kind::section && v.section) host.destroy(std::exchange(v.section, SectionKey{}));
    if (v.array) {
        const auto sections = std::exchange(v.array->sections, {});
        for (const auto section : sections)
            if (section) host.destroy(section);
    }
}

/// Row by row; the host knows the last index, the ones before it are part of the name: "dend[1]", 2.
void create_array(Host& host, const std::string& name, Array& array, const ObjectPtr& owner) {
    const auto& dimensions = array.dimensions;
    const auto all = product(dimensions);
    const auto in_a_row = dimensions.back();
    for (std::size_t first = 0; first < all; first += in_a_row) {
        std::string indices;
        std::size_t rest = first / in_a_row;
        for (std::size_t d = dimensions.size() - 1; d-- > 0; rest /= dimensions[d])
            indices.insert(0, "[" + std::to_string(rest % dimensions[d]) + "]");
        for (std::uint32_t i = 0; i < in_a_row; ++i)
            array.sections.push_back(host.create(name + indices, static_cast<int>(i), owner));
    }
}

void Machine::create_sections(Symbol& symbol, TemplateObject* self, std::span<const double> numbers) {
    Variable& v = variable(symbol, self);
    const Kind kind = v.kind == Kind::undefined ? symbol.kind : v.kind;
    check_declaration(symbol, v, kind == Kind::undefined || kind == Kind::section || kind == Kind::sections,
                      "a section");
    const auto extents = sizes(symbol, numbers);
    destroy_sections(v); // in a template's body: those that live until its definition ends
    v.array = nullptr;
    ObjectPtr owner = self ? self->shared_from_this() : nullptr;
    if (extents.empty()) {
        symbol.kind = v.kind = Kind::section;
        v.section = host.create(symbol.name, -1, owner);
        return;
    }
    v.array = std::make_unique<Array>();
    v.array->dimensions = extents;
    symbol.kind = v.kind = Kind::sections;
    create_array(host, symbol.name, *v.array, owner);
    if (self) {
        symbol.array = std::make_unique<Array>();
        symbol.array->dimensions = extents;
    }
}

} // namespace ranvier::hoc
