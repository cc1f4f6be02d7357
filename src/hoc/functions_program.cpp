// SPDX-License-Identifier: BSD-3-Clause
// Functions about the program itself: execute, load_file, numarg, name_declared, quit.
#include <algorithm>

#include "functions.hpp"
#include "token.hpp"

namespace ranvier::hoc {
namespace {

Value count_arguments(Machine& machine, const Arguments&) {
    return static_cast<double>(machine.argument_frame().count);
}

/// 0 number, 1 object, 2 text, 3 reference, -1 not there.
Value argument_type(Machine& machine, const Arguments& arguments) {
    const Frame& frame = machine.argument_frame();
    const double i = arguments.number(0);
    if (!(i >= 1 && i <= frame.count)) return -1.0;
    const Arguments own(frame.procedure->name, {frame.arguments, frame.count});
    return static_cast<double>(own.kind(static_cast<std::size_t>(i) - 1));
}

ObjectPtr object_of(const Arguments& arguments, std::size_t i) {
    return arguments.has(i) ? arguments.object(i) : nullptr;
}

Value execute(Machine& machine, const Arguments& arguments) {
    const std::string text = arguments.text(0);
    machine.execute(text, object_of(arguments, 1));
    return 0.0;
}

/// execute1(text [, object] [, tells errors]): 1, or 0 if it failed.
Value try_execute(Machine& machine, const Arguments& arguments) {
    const std::string text = arguments.text(0);
    ObjectPtr object;
    bool tells = true;
    for (std::size_t i = 1; i < arguments.count(); ++i) {
        if (arguments.kind(i) == ArgumentKind::number) tells = arguments.number(i) != 0;
        else object = arguments.object(i);
    }
    try {
        machine.execute(text, object);
    } catch (const Interrupted&) {
        throw;
    } catch (const QuitRequest&) {
        throw;
    } catch (const Error& error) {
        if (tells) machine.host.print_error(std::string(error.what()) + "\n");
        return 0.0;
    }
    return 1.0;
}

Value open_file(Machine& machine, const Arguments& arguments) {
    const std::string name = arguments.text(0);
    return machine.open_file(name);
}

/// load_file([again,] name [, a name that is declared if it was loaded])
Value load_file(Machine& machine, const Arguments& arguments) {
    std::size_t i = 0;
    bool is_forced = false;
    if (arguments.kind(0) == ArgumentKind::number) is_forced = arguments.number(i++) != 0;
    const std::string name = arguments.text(i++);
    if (arguments.has(i)) {
        const Symbol* known = machine.globals->find(arguments.text(i));
        if (known && known->kind != Kind::undefined) return 1.0;
    }
    return machine.load_file(name, is_forced);
}

/// 0 unknown, 2 objref, 3 section, 4 strdef, 5 number, 1 anything else.
Value declared_as(Machine& machine, const Arguments& arguments) {
    const std::string& name = arguments.text(0);
    if (keyword_of(name) != Keyword::none) return 1.0;
    Symbol* symbol = nullptr;
    const bool is_global = arguments.has(1) && arguments.number(1) == 1;
    if (!is_global && machine.open_template) symbol = machine.open_template->scope.find(name);
    if (!is_global && !symbol && !machine.stacks->frames.empty())
        if (auto* owner = machine.stacks->frames.back().procedure->owner) symbol = owner->scope.find(name);
    if (!symbol) symbol = machine.globals->find(name);
    if (!symbol) {
        if (machine.host.find(name).kind == HostKind::none) return 0.0;
        symbol = &machine.global(name);
    }
    symbol = &machine.settle(*symbol);
    switch (symbol->kind) {
    case Kind::undefined: return 0.0;
    case Kind::object:
    case Kind::objects:
    case Kind::host_object: return 2.0;
    case Kind::section:
    case Kind::sections: return 3.0;
    case Kind::text:
    case Kind::host_text: return 4.0;
    case Kind::number:
    case Kind::numbers:
    case Kind::host_number: return 5.0;
    default: return 1.0;
    }
}

Value raise_error(Machine&, const Arguments& arguments) {
    std::string text = arguments.text(0);
    if (arguments.has(1) && arguments.kind(1) == ArgumentKind::text) text += " " + arguments.text(1);
    throw InputError(text);
}

Value quit(Machine&, const Arguments& arguments) {
    throw QuitRequest(arguments.has(0) ? static_cast<int>(arguments.whole(0, 0, 255)) : 0);
}

/// object_id(object): a number of its own; object_id(object, 1): the one in its name.
Value object_number(Machine&, const Arguments& arguments) {
    const ObjectPtr object = arguments.object(0);
    if (arguments.has(1) && arguments.number(1) != 0)
        return object ? static_cast<double>(object->number()) : -1.0;
    return static_cast<double>(reinterpret_cast<std::uintptr_t>(object.get()));
}

/// object_push(o): names are looked up in the object's template, for the statements that follow at top level.
Value push_object(Machine& machine, const Arguments& arguments) {
    const ObjectPtr object = arguments.object(0);
    if (!object) throw InputError("object_push: there is no object (it is NULLobject)");
    machine.pushed_objects.push_back(object);
    return 0.0;
}
Value pop_object(Machine& machine, const Arguments&) {
    if (machine.pushed_objects.empty()) throw InputError("object_pop: no object was pushed");
    machine.pushed_objects.pop_back();
    return 0.0;
}
Value is_pushed(Machine& machine, const Arguments& arguments) {
    if (!arguments.has(0)) return static_cast<double>(machine.pushed_objects.size());
    const auto& all = machine.pushed_objects;
    return std::ranges::find(all, arguments.object(0)) != all.end() ? 1.0 : 0.0;
}

/// allobjects([template or object]): who is there, and by how many names.
Value list_objects(Machine& machine, const Arguments& arguments) {
    const auto tell = [&](const Object& object, long references) {
        machine.host.print(object.name() + " with " + std::to_string(references) + " refs\n");
    };
    if (arguments.has(0) && arguments.kind(0) == ArgumentKind::object) {
        const ObjectPtr object = arguments.object(0);
        return object ? static_cast<double>(object.use_count() - 2) : 0.0;
    }
    const std::string wanted = arguments.has(0) ? arguments.text(0) : "";
    for (const auto& type : machine.templates) {
        if (!wanted.empty() && type->name() != wanted) continue;
        for (TemplateObject* object : type->objects) tell(*object, object->weak_from_this().use_count());
    }
    return 0.0;
}

Value list_variables(Machine& machine, const Arguments&) {
    for (const auto& symbol : machine.globals->symbols())
        if (symbol.kind == Kind::object)
            machine.host.print(symbol.name + " " + (symbol.object ? symbol.object->name() : "NULLobject") +
                               "\n");
    return 0.0;
}

Value list_names(Machine& machine, const Arguments&) {
    for (const auto& symbol : machine.globals->symbols())
        if (symbol.kind != Kind::undefined)
            machine.host.print(symbol.name + "\t" + std::string(kind_name(symbol.kind)) + "\n");
    return 1.0;
}

/// in_file(".ses"): 1 if what runs stands in a file whose name ends so, or was called from there.
Value runs_in_file(Machine& machine, const Arguments& arguments) {
    const std::string& ending = arguments.text(0);
    const auto& frames = machine.stacks->frames;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const auto& source = frames[i].procedure->code.source;
        if (source && source->name().ends_with(ending)) return 1.0;
    }
    return 0.0;
}

Value forget_equations(Machine& machine, const Arguments&) {
    machine.equations->forget();
    return 0.0;
}
Value solve_equations(Machine& machine, const Arguments&) { return machine.equations->solve(); }
Value print_equations(Machine& machine, const Arguments&) {
    machine.host.print(machine.equations->picture());
    return 1.0;
}

/// Switches of NEURON's debugging that have nothing to switch here.
Value nothing(Machine&, const Arguments&) { return 0.0; }

constexpr LanguageFunction kFunctions[] = {
    {"numarg", count_arguments},    {"argtype", argument_type},     {"execute", execute},
    {"execute1", try_execute},      {"xopen", open_file},           {"load_file", load_file},
    {"name_declared", declared_as}, {"execerror", raise_error},     {"quit", quit},
    {"object_id", object_number},   {"object_push", push_object},   {"object_pop", pop_object},
    {"object_pushed", is_pushed},   {"allobjects", list_objects},   {"allobjectvars", list_variables},
    {"symbols", list_names},        {"coredump_on_error", nothing}, {"show_errmess_always", nothing},
    {"saveaudit", nothing},         {"retrieveaudit", nothing},     {"in_file", runs_in_file},
    {"eqinit", forget_equations},   {"solve", solve_equations},     {"prmat", print_equations},
};

} // namespace

std::span<const LanguageFunction> program_functions() { return kFunctions; }

} // namespace ranvier::hoc
