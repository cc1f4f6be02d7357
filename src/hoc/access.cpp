// SPDX-License-Identifier: BSD-3-Clause
// Reading and writing of names whose kind is found out when it happens: the slow sides of the run loop's instructions.
#include <cmath>
#include <utility>

#include "machine.hpp"

namespace ranvier::hoc {
namespace {

[[noreturn]] void cannot_read(const Symbol& symbol) {
    std::string hint;
    if (symbol.kind == Kind::procedure || symbol.kind == Kind::language || symbol.kind == Kind::host_function)
        hint = "write " + symbol.name + "() to call it";
    throw InputError({.what = "is " + std::string(kind_name(symbol.kind)) + " and has no value",
                      .object = symbol.name,
                      .value = {},
                      .allowed = {},
                      .hint = std::move(hint)});
}

[[noreturn]] void cannot_write(const Symbol& symbol, Kind kind, const Value& value) {
    throw InputError({.what = "is " + std::string(kind_name(kind)) + " and cannot be assigned this",
                      .object = symbol.name,
                      .value = value_text(value),
                      .allowed = {},
                      .hint = {}});
}

} // namespace

SectionKey Machine::current_section() {
    const SectionKey section = host.current();
    if (!section)
        throw InputError({.what = "no section is accessed",
                          .object = {},
                          .value = {},
                          .allowed = {},
                          .hint = "name one: soma { ... }, soma.L, or access soma"});
    return section;
}

std::shared_ptr<const void> Machine::keeper(TemplateObject* self) const {
    if (self) return self->shared_from_this();
    return globals;
}

/// A name that a template's code uses and that nothing declares is a number of its objects from the beginning.
bool Machine::becomes_number(Symbol& symbol, TemplateObject* self) {
    if (!self || symbol.slot < 0 || !symbol.is_used || symbol.instead) return false;
    symbol.kind = self->field(symbol.slot).kind = Kind::number;
    return true;
}

Value Machine::read(Symbol& symbol, TemplateObject* self, bool starts_sum) {
    Variable& v = variable(symbol, self);
    switch (v.kind) {
    case Kind::number: return v.number;
    case Kind::text: return v.text;
    case Kind::object: return v.object;
    case Kind::numbers: return v.array->numbers.at(0);
    case Kind::objects: return v.array->objects.at(0);
    case Kind::section:
        if (!v.section && symbol.slot >= 0 && !self)
            throw InputError(symbol.name + ": only objects have this section");
        return v.section;
    case Kind::sections:
        if (v.array->sections.empty()) throw InputError(symbol.name + ": only objects have this section");
        return v.array->sections[0];
    case Kind::host_number: return v.kind == symbol.kind ? symbol.host.number->get() : 0.0;
    case Kind::host_object: return symbol.host.object->get();
    case Kind::host_text: return symbol.host.text;
    case Kind::property: return host.property(current_section(), symbol.host.id);
    case Kind::range_variable: return host.range_value(current_section(), symbol.host.id, 0.5, 0);
    case Kind::undefined: break;
    default: cannot_read(symbol);
    }
    if (self && symbol.kind == Kind::number) {
        // Another object of the template has made a number of it.
        v.kind = Kind::number;
        return 0.0;
    }
    Symbol& settled = settle(symbol);
    if (settled.kind != Kind::undefined) {
        if (!is_variable(settled.kind) || &settled != &symbol) return read(settled, nullptr, starts_sum);
        cannot_read(settled); // a procedure's name in a template
    }
    if (becomes_number(symbol, self)) return 0.0;
    if (starts_sum) {
        write(symbol, self, 0.0);
        return 0.0;
    }
    throw LookupFailure({.what = "is not defined",
                         .object = symbol.name,
                         .value = {},
                         .allowed = {},
                         .hint = near_names_hint(symbol.name, all_names())});
}

Value Machine::read_element(Symbol& symbol, TemplateObject* self, std::span<const double> indices,
                            bool as_argument) {
    Variable& v = variable(symbol, self);
    switch (v.kind) {
    case Kind::numbers: return v.array->numbers[element(*v.array, symbol.name, indices, *epsilon)];
    case Kind::objects: {
        const auto at = element(*v.array, symbol.name, indices, *epsilon);
        if (as_argument) return std::make_shared<VariableObjectPlace>(*this, keeper(self), v, at);
        return v.array->objects[at];
    }
    case Kind::sections: {
        const auto at = element(*v.array, symbol.name, indices, *epsilon);
        if (at >= v.array->sections.size())
            throw InputError(symbol.name + ": only objects have this section");
        return v.array->sections[at];
    }
    case Kind::range_variable:
        if (indices.size() == 1)
            return host.range_value(current_section(), symbol.host.id, 0.5,
                                    static_cast<int>(indices[0] + *epsilon));
        break;
    case Kind::template_:
        if (indices.size() == 1) {
            for (TemplateObject* object : symbol.type->objects)
                if (static_cast<double>(object->number()) == std::floor(indices[0] + *epsilon))
                    return object->shared_from_this();
            throw LookupFailure(symbol.name + "[" + number_text(indices[0]) + "]: there is no such object");
        }
        break;
    case Kind::class_:
        if (indices.size() == 1) {
            if (auto object =
                    symbol.host.type->object(static_cast<std::int64_t>(std::floor(indices[0] + *epsilon))))
                return object;
            throw LookupFailure(symbol.name + "[" + number_text(indices[0]) + "]: there is no such object");
        }
        break;
    case Kind::undefined: {
        Symbol& settled = settle(symbol);
        if (settled.kind != Kind::undefined && (&settled != &symbol || !is_variable(settled.kind)))
            return read_element(settled, nullptr, indices, as_argument);
        break;
    }
    default: break;
    }
    throw InputError(symbol.name + " is " + std::string(kind_name(v.kind)) + " and has no indices");
}

void Machine::write(Symbol& symbol, TemplateObject* self, Value value) {
    Variable& v = variable(symbol, self);
    const double* number = number_of(value);
    switch (v.kind) {
    case Kind::number:
        if (!number) cannot_write(symbol, v.kind, value);
        v.number = *number;
        return;
    case Kind::numbers:
        if (!number) cannot_write(symbol, v.kind, value);
        v.array->numbers.at(0) = *number;
        return;
    case Kind::text:
    case Kind::host_text: {
        const auto* text = std::get_if<TextPtr>(&value);
        if (!text) cannot_write(symbol, v.kind, value);
        *(v.kind == Kind::text ? v.text : symbol.host.text) = **text;
        return;
    }
    case Kind::object:
    case Kind::objects:
        if (number || std::holds_alternative<TextPtr>(value)) cannot_write(symbol, v.kind, value);
        assign_object(v.kind == Kind::object ? v.object : v.array->objects.at(0),
                      object_of(std::move(value), symbol.name));
        return;
    case Kind::host_number:
        if (!number) cannot_write(symbol, v.kind, value);
        symbol.host.number->set(*number);
        return;
    case Kind::host_object: symbol.host.object->set(object_in(value, symbol.name)); return;
    case Kind::property:
        if (!number) cannot_write(symbol, v.kind, value);
        host.set_property(current_section(), symbol.host.id, *number);
        return;
    case Kind::range_variable:
        if (!number) cannot_write(symbol, v.kind, value);
        host.set_range_values(current_section(), symbol.host.id, 0, *number);
        return;
    case Kind::undefined: break;
    default: cannot_write(symbol, v.kind, value);
    }
    if (symbol.kind == Kind::undefined) {
        Symbol& settled = settle(symbol);
        if (settled.kind != Kind::undefined) {
            write(settled, nullptr, value);
            return;
        }
    } else if (symbol.kind != Kind::number) {
        cannot_write(symbol, symbol.kind, value);
    }
    if (!number) {
        const bool is_text = std::holds_alternative<TextPtr>(value);
        throw InputError(
            {.what = "is not declared",
             .object = symbol.name,
             .value = value_text(value),
             .allowed = {},
             .hint = (is_text ? "declare it first: strdef " : "declare it first: objref ") + symbol.name});
    }
    v.kind = Kind::number;
    symbol.kind = Kind::number;
    v.number = *number;
}

void Machine::write_element(Symbol& symbol, TemplateObject* self, std::span<const double> indices,
                            Value value) {
    Variable& v = variable(symbol, self);
    switch (v.kind) {
    case Kind::numbers: {
        const double* number = number_of(value);
        if (!number) cannot_write(symbol, Kind::number, value);
        v.array->numbers[element(*v.array, symbol.name, indices, *epsilon)] = *number;
        return;
    }
    case Kind::objects: {
        if (number_of(value) || std::holds_alternative<TextPtr>(value))
            cannot_write(symbol, Kind::object, value);
        ObjectPtr object = object_of(std::move(value), symbol.name);
        assign_object(v.array->objects[element(*v.array, symbol.name, indices, *epsilon)], std::move(object));
        return;
    }
    case Kind::range_variable:
        if (indices.size() == 1) {
            host.set_range_values(current_section(), symbol.host.id, static_cast<int>(indices[0] + *epsilon),
                                  need_number(value, symbol.name));
            return;
        }
        break;
    case Kind::undefined: {
        Symbol& settled = settle(symbol);
        if (settled.kind != Kind::undefined && (&settled != &symbol || !is_variable(settled.kind))) {
            write_element(settled, nullptr, indices, value);
            return;
        }
        break;
    }
    default: break;
    }
    throw InputError(
        {.what = "is " + std::string(kind_name(v.kind)) + " and has no elements",
         .object = symbol.name,
         .value = {},
         .allowed = {},
         .hint = v.kind == Kind::undefined ? "declare it first: double " + symbol.name + "[n]" : ""});
}

PlacePtr Machine::place(Symbol& symbol, TemplateObject* self, std::span<const double> indices,
                        bool is_position) {
    Variable& v = variable(symbol, self);
    switch (v.kind) {
    case Kind::number:
        if (!indices.empty()) break;
        return std::make_shared<VariablePlace>(keeper(self), v, symbol.name, false, 0);
    case Kind::numbers: {
        const auto at = indices.empty() ? 0 : element(*v.array, symbol.name, indices, *epsilon);
        return std::make_shared<VariablePlace>(keeper(self), v, symbol.name, true, at);
    }
    case Kind::host_number:
        if (!indices.empty()) break;
        return symbol.host.number;
    case Kind::property: return host.property_place(current_section(), symbol.host.id);
    case Kind::range_variable: {
        const bool has_index = indices.size() > (is_position ? 1U : 0U);
        return host.range_place(current_section(), symbol.host.id, is_position ? indices.back() : 0.5,
                                has_index ? static_cast<int>(indices[0] + *epsilon) : 0);
    }
    case Kind::undefined: {
        if (self && symbol.kind == Kind::number) {
            v.kind = Kind::number;
            return place(symbol, self, indices, is_position);
        }
        Symbol& settled = settle(symbol);
        if (settled.kind != Kind::undefined && (&settled != &symbol || !is_variable(settled.kind)))
            return place(settled, nullptr, indices, is_position);
        if (becomes_number(symbol, self)) return place(symbol, self, indices, is_position);
        throw LookupFailure({.what = "is not defined",
                             .object = symbol.name,
                             .value = {},
                             .allowed = {},
                             .hint = near_names_hint(symbol.name, all_names())});
    }
    default: break;
    }
    throw InputError(symbol.name + " is " + std::string(kind_name(v.kind)) + ": & stands before numbers");
}

/// Every change of an objref comes here: templates with an unref() hear of it.
void Machine::assign_object(ObjectPtr& at, ObjectPtr object) {
    ObjectPtr old = std::exchange(at, std::move(object));
    if (!old || !has_unref) return;
    auto* made = dynamic_cast<TemplateObject*>(old.get());
    if (!made || !made->template_class().unref) return;
    const auto left = old.use_count() - 1;
    if (left == 0) return; // its end comes with `old`, which tells it too
    if (const auto* procedure = made->template_class().unref->procedure.get()) {
        const Value count = static_cast<double>(left);
        (void)invoke(*procedure, made, {&count, 1}, FrameKind::outer);
    }
}

} // namespace ranvier::hoc
