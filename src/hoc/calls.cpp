// SPDX-License-Identifier: BSD-3-Clause
// Calls: of procedures, of the language's and the host's functions, of init() by `new`; iterators and the loops over them.
#include <algorithm>
#include <utility>

#include "inner_templates.hpp"
#include "machine.hpp"
#include "ranvier/hoc/foreign.hpp"

namespace ranvier::hoc {
namespace {

/// Tells a function of the host where its arguments came from.
class CallOrigins final : public ArgumentOrigins {
  public:
    CallOrigins(Machine& machine, const Site& site) : machine_(machine), site_(site) {}
    [[nodiscard]] ObjectPlacePtr object_place(std::size_t i) const override {
        return machine_.origin_place(machine_.stacks->frames.back(), site_, i);
    }
    [[nodiscard]] bool is_literal(std::size_t i) const override {
        return i < site_.origins.size() && site_.origins[i].kind == Origin::literal;
    }

  private:
    Machine& machine_;
    const Site& site_;
};

/// Nested runs use the stack of C.
constexpr int kDeepestNesting = 150;

class Nesting {
  public:
    explicit Nesting(Machine& machine) : machine_(machine) {
        if (++machine_.nesting > kDeepestNesting) {
            --machine_.nesting;
            throw StateError("calls are nested too deeply (through execute, xopen, new or the host)");
        }
    }
    ~Nesting() { --machine_.nesting; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

  private:
    Machine& machine_;
};

} // namespace

void Machine::too_deep(const Procedure& procedure) const {
    throw StateError({.what = "calls are nested too deeply",
                      .object = procedure.name,
                      .value = std::to_string(stacks->frames.size()) + " calls",
                      .allowed = {},
                      .hint = "does it call itself without an end?"});
}

/// Templates with an unref() hear that a local objref lets go.
void Machine::release_locals(const Frame& frame) {
    for (std::size_t i = frame.procedure->number_locals; i < frame.procedure->locals; ++i) {
        if (auto* object = std::get_if<ObjectPtr>(&frame.locals[i]); object && *object) {
            ObjectPtr held = std::move(*object);
            assign_object(held, nullptr);
        }
    }
}

/// The frame on top ends with a result (none: std::monostate), which takes the place of its arguments.
void Machine::leave(Value&& value) {
    auto& frames = stacks->frames;
    Frame frame = frames.back();
    const Procedure& procedure = *frame.procedure;
    switch (frame.kind) {
    case FrameKind::body:
        return_from_body();
        leave(std::move(value));
        return;
    case FrameKind::iterator:
        frames.pop_back();
        clear(frame.base);
        frames.back().pc = frame.exit;
        return;
    case FrameKind::make:
        frames.pop_back();
        clear(frame.base + 1); // the object stays
        return;
    default: break;
    }
    if (procedure.letter == 'f' && !number_of(value))
        throw InputError(procedure.name + " is a func and returns no number here");
    if (procedure.letter == 'o' && !std::holds_alternative<ObjectPtr>(value)) {
        if (const auto* place = std::get_if<ObjectPlacePtr>(&value)) value = (*place)->get();
        else throw InputError(procedure.name + " is an obfunc and returns no object here");
    }
    if (procedure.letter == 'p' && !std::holds_alternative<std::monostate>(value))
        throw InputError(procedure.name + " is a proc and returns nothing, but here it returns a value");
    // What is called through an object has a value: 0 if it is a proc.
    if (procedure.letter == 'p' && frame.self && frame.kind == FrameKind::call &&
        frame.base != frame.arguments)
        value = 0.0;
    if (has_unref) release_locals(frame);
    frames.pop_back();
    clear(frame.base);
    if (frame.kind == FrameKind::outer) {
        result = std::move(value);
    } else {
        *sp++ = std::move(value);
    }
}

/// A function of the language or of the host, on the topmost `values` of the stack.
void Machine::call_outside(Site& site, std::size_t values, Value (*function)(Machine&, const Arguments&),
                           const HostFunction* host_function) {
    const CallOrigins origins(*this, site);
    Value* first = sp - values;
    const Arguments arguments(site.name, {first, values}, &origins);
    const Nesting nested(*this);
    Value answer = function ? function(*this, arguments) : host_function->call(interpreter, arguments);
    clear(first);
    if (const double* number = number_of(answer)) set_number(*sp++, *number);
    else *sp++ = std::move(answer);
}

/// A method of a builtin class; its object lies below the arguments.
void Machine::call_outside_member(Site& site, const Member& found, Object& object, std::size_t values) {
    const CallOrigins origins(*this, site);
    Value* first = sp - values;
    const Nesting nested(*this);
    const Arguments arguments(site.name, {first, values}, &origins);
    auto* foreign = found.kind == MemberKind::object ? object.type().as_foreign() : nullptr;
    Value answer = foreign ? foreign->use(object, found, site.indices, site.called, arguments)
                           : object.type().call(object, found, arguments);
    clear(first);
    exchange(first[-1], answer); // the object may end with `answer`: its place has another value by then
}

void Machine::call(Site& site) {
    Symbol* symbol = site.symbol;
    const std::size_t values = site.count + std::size_t{site.indices};
    Value* first = sp - values;
    if (symbol->kind == Kind::undefined) symbol = &settle(*symbol);
    switch (symbol->kind) {
    case Kind::procedure: {
        const Procedure& procedure = *symbol->procedure;
        if (procedure.letter == 'i')
            throw InputError(symbol->name + " is an iterator: for " + symbol->name + "(...) { }");
        TemplateObject* self = procedure.owner ? stacks->frames.back().self : nullptr;
        enter(procedure, first, first, site.count, self, &site, FrameKind::call);
        return;
    }
    case Kind::language: call_outside(site, values, symbol->language->call, nullptr); return;
    case Kind::host_function: call_outside(site, values, nullptr, symbol->host.function); return;
    case Kind::range_variable:
    case Kind::property: {
        const SectionVariable found = section_variable(site, {first, values});
        Value answer = read_section(current_section(), found);
        clear(first);
        *sp++ = std::move(answer);
        return;
    }
    case Kind::section_space: {
        const int index = values ? static_cast<int>(need_number(*first, "index") + *epsilon) : -1;
        const SectionKey section = host.find_section(site.name, index);
        if (!section) throw LookupFailure("there is no section " + symbol->name + "." + site.name);
        clear(first);
        *sp++ = section;
        return;
    }
    case Kind::undefined:
        throw LookupFailure({.what = "is not defined: there is no such function",
                             .object = symbol->name,
                             .value = {},
                             .allowed = {},
                             .hint = near_names_hint(symbol->name, all_names())});
    case Kind::class_:
    case Kind::template_:
        throw InputError(symbol->name + " is a class: new " + symbol->name + "(...) makes an object");
    default:
        throw InputError(symbol->name + " is " + std::string(kind_name(symbol->kind)) + " and no function");
    }
}

void Machine::make(Site& site) {
    if (!site.symbol) site.symbol = &global(site.name);
    Symbol& symbol = settle(*site.symbol);
    Value* first = sp - site.count;
    if (symbol.kind == Kind::template_) {
        TemplateClass& type = *symbol.type;
        auto object = type.raw_object();
        TemplateObject* made = object.get();
        const Procedure* init = type.init ? type.init->procedure.get() : nullptr;
        if (!init) {
            clear(first);
            *sp++ = ObjectPtr(std::move(object));
            return;
        }
        // The object slides in below its arguments.
        *sp++ = ObjectPtr(std::move(object));
        std::rotate(first, sp - 1, sp);
        enter(*init, first, first + 1, site.count, made, &site, FrameKind::make);
        return;
    }
    if (symbol.kind == Kind::class_) {
        const CallOrigins origins(*this, site);
        const Nesting nested(*this);
        Value answer = symbol.host.type->make(Arguments(site.name, {first, site.count}, &origins));
        clear(first);
        *sp++ = std::move(answer);
        return;
    }
    for (const auto& type : templates)
        if (find_inner(type.get(), site.name))
            throw LookupFailure(
                {.what = "is a class of " + type->name() + " only: it was begun inside that template",
                 .object = site.name,
                 .value = {},
                 .allowed = {},
                 .hint = "endtemplate " + type->name() + " before it makes it a class of its own"});
    throw LookupFailure({.what = "is no class",
                         .object = site.name,
                         .value = {},
                         .allowed = {},
                         .hint = near_names_hint(site.name, all_names())});
}

ObjectPtr Machine::make_object(TemplateClass& type, std::span<const Value> arguments) {
    auto object = type.raw_object();
    if (type.init && type.init->procedure)
        (void)invoke(*type.init->procedure, object.get(), arguments, FrameKind::outer);
    return object;
}

/// Calls from outside the run loop.
Value Machine::invoke(const Procedure& procedure, TemplateObject* self, std::span<const Value> arguments,
                      FrameKind kind) {
    const Nesting nested(*this);
    const auto floor = stacks->frames.size();
    Value* top = sp;
    const ObjectPtr held = self ? self->shared_from_this() : nullptr;
    const auto sections = host.depth();
    if (limit - sp < static_cast<std::ptrdiff_t>(arguments.size()) + 16)
        throw StateError("calls are nested too deeply");
    for (const auto& value : arguments) *sp++ = value;
    try {
        enter(procedure, top, top, arguments.size(), self, nullptr, kind);
        run(floor);
    } catch (...) {
        unwind(floor, top, sections);
        throw;
    }
    return std::exchange(result, Value());
}

void Machine::iterate(Site& site, const Instruction* pc) {
    Value* first = sp - site.count - site.indices;
    Value* base = first;
    TemplateObject* self = nullptr;
    Symbol* symbol = site.symbol;
    if (!symbol) {
        base = first - 1;
        const ObjectPtr object = object_in(*base, site.name);
        if (!object) throw InputError("there is no object before ." + site.name + " (it is NULLobject)");
        symbol = find_template_member(site, *object);
        self = symbol ? static_cast<TemplateObject*>(object.get()) : nullptr;
    } else if (symbol->kind == Kind::undefined) {
        symbol = &settle(*symbol);
    }
    if (!symbol || symbol->kind != Kind::procedure || symbol->procedure->letter != 'i')
        throw InputError(site.name + " is no iterator");
    if (!self && symbol->procedure->owner) self = stacks->frames.back().self;
    const auto owner = static_cast<std::uint32_t>(stacks->frames.size() - 1);
    enter(*symbol->procedure, base, first, site.count, self, &site, FrameKind::iterator);
    Frame& frame = stacks->frames.back();
    frame.owner = owner;
    const Procedure& outer = *stacks->frames[owner].procedure;
    frame.exit = outer.code.instructions.data() + pc->b; // pc: the jump behind `iterate`
    frame.section_depth = host.depth();
    stacks->frames[owner].pc = pc + 1;
}

/// Runs the body of the loop in a frame that shares everything with the one in which the loop stands.
void Machine::iterator_statement() {
    auto& frames = stacks->frames;
    const Frame& iterator = frames[frames.back().real];
    if (iterator.kind != FrameKind::iterator)
        throw InputError("iterator_statement: this iterator was called as a procedure");
    const std::uint32_t index = iterator.owner;
    if (frames.size() >= FrameStack::kMost ||
        limit - sp < static_cast<std::ptrdiff_t>(frames[index].procedure->width + 16))
        throw StateError("calls are nested too deeply");
    Frame body = frames[index];
    body.base = sp;
    body.owner = index;
    body.kind = FrameKind::body;
    body.exit = iterator.exit;
    frames.push() = body;
}

void Machine::break_iterator() {
    auto& frames = stacks->frames;
    const std::uint32_t owner = frames.back().owner;
    const Frame iterator = frames[owner + 1];
    frames.resize(owner + 1);
    clear(iterator.base);
    host.restore(iterator.section_depth);
    frames.back().pc = iterator.exit;
}

/// `return` in the body of a loop over an iterator ends the procedure in which the loop stands.
void Machine::return_from_body() {
    auto& frames = stacks->frames;
    while (frames.back().kind == FrameKind::body) {
        const std::uint32_t owner = frames.back().owner;
        const Frame iterator = frames[owner + 1];
        frames.resize(owner + 1);
        clear(iterator.base);
    }
    host.restore(frames.back().section_depth);
}

} // namespace ranvier::hoc
