// SPDX-License-Identifier: BSD-3-Clause
// The interpreter as others see it, and the parts of the machine that begin and end with it.
#include "ranvier/hoc/interpreter.hpp"

#include <algorithm>

#include <cmath>
#include <iterator>
#include <utility>

#include "decimal.hpp"
#include "functions.hpp"
#include "machine.hpp"
#include "parser.hpp"

namespace ranvier::hoc {
namespace {

/// Variables that exist from the beginning and may be assigned.
struct Constant {
    std::string_view name;
    double value;
};
// The physical ones are CODATA 2018's exact ones.
constexpr Constant kConstants[] = {
    {"PI", 3.14159265358979323846},
    {"E", 2.71828182845904523536},
    {"GAMMA", 0.57721566490153286060},
    {"DEG", 57.29577951308232087680},
    {"PHI", 1.61803398874989484820},
    {"FARADAY", 6.02214076e23 * 1.602176634e-19},
    {"R", 6.02214076e23 * 1.380649e-23},
    {"Avogadro_constant", 6.02214076e23},
    {"float_epsilon", 1e-11},
    {"hoc_ac_", 0},
    {"hoc_cross_x_", 0},
    {"hoc_cross_y_", 0},
    {"xopen_broadcast_", 0},
};

thread_local Interpreter* used_last = nullptr;

} // namespace

Interpreter* Interpreter::recent() noexcept { return used_last; }
void Machine::note_use() noexcept { used_last = &interpreter; }

Machine::Machine(Interpreter& of, Host& around) : interpreter(of), host(around) {
    note_use();
    sp = stacks->values.get();
    limit = sp + Stacks::kValues - 64;
    for (const auto& constant : kConstants) {
        Symbol& symbol = globals->add(constant.name);
        symbol.kind = Kind::number;
        symbol.number = constant.value;
    }
    for (const auto table : {math_functions(), text_functions(), program_functions()})
        for (const auto& function : table) {
            Symbol& symbol = globals->add(function.name);
            symbol.kind = Kind::language;
            symbol.language = &function;
            symbol.is_outside = true;
        }
    epsilon = &globals->find("float_epsilon")->number;
    Symbol& objects = globals->add("hoc_obj_");
    objects.kind = Kind::objects;
    objects.array = std::make_unique<Array>();
    objects.array->dimensions = {2};
    objects.array->objects.resize(2);
}

Machine::~Machine() {
    if (used_last == &interpreter) used_last = nullptr;
    // Objects that end from now on do so without the machine.
    for (auto& type : templates) type->machine = nullptr;
    stacks->frames.clear();
    // Objects that hold each other would stay for ever: what they hold is taken from them.
    std::vector<ObjectPtr> held;
    for (auto& type : templates)
        for (TemplateObject* object : type->objects) {
            held.push_back(object->weak_from_this().lock());
            object->give_up(held);
        }
    for (auto& type : templates) // one whose definition never ended
        for (auto* symbol : type->slots) {
            held.push_back(std::exchange(symbol->object, nullptr));
            if (symbol->array) std::ranges::move(symbol->array->objects, std::back_inserter(held));
        }
    for (auto& symbol : globals->symbols()) {
        symbol.object.reset();
        symbol.array.reset();
        if (symbol.kind == Kind::object || symbol.kind == Kind::objects) symbol.kind = Kind::undefined;
    }
}

std::string print_text(double number) {
    std::string text;
    append_general(text, number, 8);
    return text;
}

void Machine::print_value(const Value& value, bool is_echo, bool is_of_object) {
    if (const double* number = number_of(value)) {
        host.print(is_echo ? "\t" + print_text(*number) + " \n" : print_text(*number) + " ");
        return;
    }
    if (const auto* text = std::get_if<TextPtr>(&value)) {
        if (is_of_object) host.print(is_echo ? "\t" + **text + " \n" : **text + " ");
        else host.print(is_echo ? **text + "\n" : **text);
        return;
    }
    if (std::holds_alternative<std::monostate>(value)) {
        if (is_echo) return;
        throw InputError("a proc returns nothing that could be printed");
    }
    if (std::holds_alternative<PlacePtr>(value))
        throw InputError("a reference to a number cannot be printed");
    const std::string text = value_text(value);
    host.print(is_echo ? "\t" + text + " \n" : text + " ");
}

double Machine::read_number() {
    const auto line = host.read_line();
    if (!line) throw IoError("read: there is no input");
    try {
        return std::stod(*line);
    } catch (const std::exception&) {
        throw InputError("read: '" + *line + "' is no number");
    }
}

ObjectPtr object_in(const Value& value, std::string_view for_what) {
    if (const auto* object = std::get_if<ObjectPtr>(&value)) return *object;
    if (const auto* place = std::get_if<ObjectPlacePtr>(&value)) return (*place)->get();
    throw InputError({.what = "an object is needed",
                      .object = std::string(for_what),
                      .value = value_text(value),
                      .allowed = {},
                      .hint = {}});
}

ObjectPtr object_of(Value&& value, std::string_view for_what) {
    if (auto* object = std::get_if<ObjectPtr>(&value)) return std::move(*object);
    return object_in(value, for_what);
}

double need_number(const Value& value, std::string_view for_what) {
    if (const double* number = number_of(value)) return *number;
    throw InputError({.what = "a number is needed",
                      .object = std::string(for_what),
                      .value = value_text(value),
                      .allowed = {},
                      .hint = {}});
}

std::string value_text(const Value& value) {
    if (const double* number = number_of(value)) return print_text(*number);
    if (const auto* text = std::get_if<TextPtr>(&value)) {
        constexpr std::size_t kLongest = 60;
        return (*text)->size() > kLongest ? "\"" + (*text)->substr(0, kLongest) + "...\""
                                          : "\"" + **text + "\"";
    }
    if (const auto* object = std::get_if<ObjectPtr>(&value))
        return *object ? (*object)->name() : "NULLobject";
    if (const auto* place = std::get_if<ObjectPlacePtr>(&value)) {
        const ObjectPtr object = (*place)->get();
        return object ? object->name() : "NULLobject";
    }
    if (std::holds_alternative<PlacePtr>(value)) return "a reference to a number";
    if (std::holds_alternative<SectionKey>(value)) return "a section";
    return "nothing";
}

Interpreter::Interpreter(Host& host) : machine_(std::make_unique<Machine>(*this, host)) {}
Interpreter::~Interpreter() = default;

void Interpreter::run(SourcePtr source) {
    try {
        machine_->run_source(source);
    } catch (const StopRequest&) { // ends the text, nothing else
    }
}

std::string_view Interpreter::rest_of_text() const {
    return machine_->texts.empty() ? std::string_view() : machine_->texts.back()->rest();
}

void Interpreter::skip_text(std::size_t bytes) {
    if (!machine_->texts.empty()) machine_->texts.back()->skip(bytes);
}

bool Interpreter::run_typed(SourcePtr source) {
    try {
        return machine_->run_typed(source);
    } catch (const StopRequest&) {
        return true;
    } catch (...) {
        while (machine_->open_template) machine_->close_template();
        throw;
    }
}

void Interpreter::execute(std::string_view text, ObjectPtr object) { machine_->execute(text, object); }
double Interpreter::load_file(std::string_view name, bool is_forced) {
    return machine_->load_file(name, is_forced);
}

Value Interpreter::call(std::string_view name, std::span<const Value> arguments) {
    Symbol& symbol = machine_->settle(machine_->global(name));
    switch (symbol.kind) {
    case Kind::procedure: return machine_->invoke(*symbol.procedure, nullptr, arguments, FrameKind::outer);
    case Kind::language: return symbol.language->call(*machine_, Arguments(symbol.name, arguments));
    case Kind::host_function: return symbol.host.function->call(*this, Arguments(symbol.name, arguments));
    default:
        throw LookupFailure({.what = "is no function",
                             .object = std::string(name),
                             .value = {},
                             .allowed = {},
                             .hint = near_names_hint(name, machine_->all_names())});
    }
}

Value Interpreter::call(Object& object, std::string_view name, std::span<const Value> arguments) {
    const Member* member = object.type().find(name);
    if (!member) throw LookupFailure(object.name() + " has no public member '" + std::string(name) + "'");
    return object.type().call(object, *member, Arguments(name, arguments));
}

bool Interpreter::unname_section(SectionKey section) {
    for (Symbol& symbol : machine_->globals->symbols()) {
        if (symbol.kind == Kind::sections && symbol.array &&
            std::ranges::find(symbol.array->sections, section) != symbol.array->sections.end())
            throw InputError({.what = "an element of an array keeps its name",
                              .object = symbol.name,
                              .value = {},
                              .allowed = {},
                              .hint = {}});
        if (symbol.kind != Kind::section || symbol.section != section) continue;
        symbol.kind = Kind::undefined;
        symbol.section = {};
        return true;
    }
    return false;
}

void Interpreter::name_sections(std::string_view name, std::span<const SectionKey> sections, bool is_array) {
    Symbol& symbol = machine_->global(name);
    if (symbol.kind != Kind::undefined)
        throw InputError({.what = "this name is used already",
                          .object = std::string(name),
                          .value = std::string(kind_name(symbol.kind)),
                          .allowed = {},
                          .hint = {}});
    if (is_array) {
        symbol.array = std::make_unique<Array>();
        symbol.array->dimensions = {static_cast<std::uint32_t>(sections.size())};
        symbol.array->sections.assign(sections.begin(), sections.end());
        symbol.kind = Kind::sections;
    } else {
        symbol.section = sections.front();
        symbol.kind = Kind::section;
    }
}

std::vector<std::string> Interpreter::holders(const Object& object) const {
    std::vector<std::string> out;
    const auto look = [&](const std::string& name, const Variable& v) {
        if (v.object.get() == &object) out.push_back(name);
        if (!v.array) return;
        for (std::size_t i = 0; i < v.array->objects.size(); ++i)
            if (v.array->objects[i].get() == &object) {
                std::string index;
                std::size_t rest = i;
                for (auto d = v.array->dimensions.rbegin(); d != v.array->dimensions.rend(); rest /= *d++)
                    index = "[" + std::to_string(rest % *d) + "]" + index;
                out.push_back(name + index);
            }
    };
    for (const auto& symbol : machine_->globals->symbols()) look(symbol.name, symbol);
    for (const auto& type : machine_->templates)
        for (TemplateObject* held : type->objects)
            for (const Symbol* symbol : type->slots)
                look(held->name() + "." + symbol->name, held->field(symbol->slot));
    return out;
}

NameKind Interpreter::kind(std::string_view name) const {
    Symbol& symbol = machine_->settle(machine_->global(name));
    switch (symbol.kind) {
    case Kind::undefined: return NameKind::none;
    case Kind::number: return NameKind::number;
    case Kind::numbers: return NameKind::numbers;
    case Kind::text: return NameKind::text;
    case Kind::object: return NameKind::object;
    case Kind::objects: return NameKind::objects;
    case Kind::section: return NameKind::section;
    case Kind::sections: return NameKind::sections;
    case Kind::template_: return NameKind::template_;
    case Kind::procedure:
        switch (symbol.procedure->letter) {
        case 'f': return NameKind::function;
        case 'o': return NameKind::object_function;
        case 'i': return NameKind::iterator;
        default: return NameKind::procedure;
        }
    case Kind::language: return NameKind::function;
    default: return NameKind::host;
    }
}

std::vector<std::string> Interpreter::names() const {
    std::vector<std::string> out;
    for (const auto& symbol : machine_->globals->symbols())
        if (symbol.kind != Kind::undefined) out.push_back(symbol.name);
    return out;
}

std::vector<std::size_t> Interpreter::dimensions(std::string_view name) const {
    const Symbol& symbol = machine_->global(name);
    if (!symbol.array) return {};
    return {symbol.array->dimensions.begin(), symbol.array->dimensions.end()};
}

Value Interpreter::get(std::string_view name, std::span<const double> indices) {
    Symbol& symbol = machine_->global(name);
    return indices.empty() ? machine_->read(symbol, nullptr)
                           : machine_->read_element(symbol, nullptr, indices, false);
}

void Interpreter::set(std::string_view name, std::span<const double> indices, const Value& value) {
    Symbol& symbol = machine_->global(name);
    if (indices.empty()) machine_->write(symbol, nullptr, value);
    else machine_->write_element(symbol, nullptr, indices, value);
}

PlacePtr Interpreter::place(std::string_view name, std::span<const double> indices) {
    return machine_->place(machine_->global(name), nullptr, indices, false);
}

ObjectPlacePtr Interpreter::object_place(std::string_view name, std::span<const double> indices) {
    Symbol& symbol = machine_->settle(machine_->global(name));
    if (symbol.kind == Kind::host_object) return symbol.host.object;
    if (symbol.kind == Kind::object && indices.empty())
        return std::make_shared<VariableObjectPlace>(*machine_, machine_->globals, symbol, 0);
    if (symbol.kind == Kind::objects)
        return std::make_shared<VariableObjectPlace>(
            *machine_, machine_->globals, symbol,
            indices.empty() ? 0 : element(*symbol.array, name, indices, *machine_->epsilon));
    throw InputError(std::string(name) + " is no objref");
}

ClassPtr Interpreter::find_class(std::string_view name) {
    Symbol& symbol = machine_->settle(machine_->global(name));
    if (symbol.kind == Kind::template_) return symbol.type;
    if (symbol.kind == Kind::class_) return symbol.host.type;
    return nullptr;
}

ObjectPtr Interpreter::find_object(std::string_view template_name, std::int64_t number) {
    for (auto& object : objects(template_name))
        if (object->number() == number) return object;
    return nullptr;
}

std::vector<ObjectPtr> Interpreter::objects(std::string_view template_name) {
    std::vector<ObjectPtr> out;
    const Symbol* symbol = machine_->globals->find(template_name);
    if (symbol && symbol->kind == Kind::template_)
        for (TemplateObject* object : symbol->type->objects) out.push_back(object->shared_from_this());
    return out;
}

Host& Interpreter::host() noexcept { return machine_->host; }
ObjectPtr Interpreter::current_object() const {
    const auto& frames = machine_->stacks->frames;
    return frames.empty() || !frames.back().self ? nullptr : frames.back().self->shared_from_this();
}
std::size_t Interpreter::call_depth() const noexcept { return machine_->stacks->frames.size(); }

} // namespace ranvier::hoc
