// SPDX-License-Identifier: BSD-3-Clause
#include "templates.hpp"

#include <algorithm>
#include <utility>

#include "machine.hpp"
#include "ranvier/hoc/template_members.hpp"

namespace ranvier::hoc {

TemplateObject::TemplateObject(std::shared_ptr<TemplateClass> type) : Object(std::move(type)) {
    template_class().objects.push_back(this);
}

TemplateObject::~TemplateObject() {
    auto& objects = template_class().objects;
    const auto at = std::find(objects.rbegin(), objects.rend(), this);
    if (at != objects.rend()) objects.erase(std::next(at).base());
}

TemplateClass& TemplateObject::template_class() noexcept { return static_cast<TemplateClass&>(type()); }

Variable& TemplateObject::late_field(std::int32_t slot) {
    const auto at = static_cast<std::size_t>(slot) - count_;
    while (late_.size() <= at) late_.push_back(std::make_unique<Variable>());
    return *late_[at];
}

void TemplateObject::give_up(std::vector<ObjectPtr>& objects) {
    const auto take = [&](Variable& v) {
        if (v.object) objects.push_back(std::move(v.object));
        if (v.array)
            for (auto& object : v.array->objects)
                if (object) objects.push_back(std::move(object));
    };
    for (std::size_t i = 0; i < count_; ++i) take(fields_[i]);
    for (auto& v : late_) take(*v);
}

TemplateClass::TemplateClass(Machine& of, std::string name) : Class(std::move(name)), machine(&of) {}

Symbol& TemplateClass::add(std::string_view name) {
    Symbol& symbol = scope.add(name);
    symbol.slot = static_cast<std::int32_t>(slots.size());
    slots.push_back(&symbol);
    return symbol;
}

/// The end of an object: unref(0) runs while it still stands; then its sections go, then what it holds. Long chains of
/// objects end one after another, not inside each other.
void TemplateClass::destroy(TemplateObject* object) {
    TemplateClass& type = object->template_class();
    Machine* machine = type.machine;
    if (!machine) {
        delete object;
        return;
    }
    if (!object->is_dying_ && type.unref && type.unref->procedure) {
        object->is_dying_ = true;
        const std::shared_ptr<TemplateObject> again(object, &TemplateClass::destroy);
        try {
            const Value none = 0.0;
            (void)machine->invoke(*type.unref->procedure, object, {&none, 1}, FrameKind::outer);
        } catch (const Error& error) {
            machine->host.print_error(std::string(error.what()) + "\n");
        } catch (const StopRequest&) { // ends the unref only: the object is going anyway
        }
        return; // comes back here when `again` goes
    }
    const std::shared_ptr<Class> held = type.shared_from_this();
    for (std::size_t i = 0; i < object->count_; ++i) machine->destroy_sections(object->fields_[i]);
    for (auto& v : object->late_) machine->destroy_sections(*v);
    object->give_up(machine->graveyard);
    delete object;
    if (machine->dying) return;
    ++machine->dying;
    while (!machine->graveyard.empty()) {
        ObjectPtr next = std::move(machine->graveyard.back());
        machine->graveyard.pop_back();
        machine->assign_object(next, nullptr);
    }
    --machine->dying;
}

void TemplateClass::fill(TemplateObject& object) {
    object.count_ = slots.size();
    object.fields_ = std::make_unique<Variable[]>(slots.size());
    for (std::size_t i = 0; i < slots.size(); ++i) {
        const Symbol& symbol = *slots[i];
        Variable& v = object.fields_[i];
        if (!is_variable(symbol.kind) || symbol.instead) continue;
        v.kind = symbol.kind;
        if (symbol.kind == Kind::text) v.text = std::make_shared<std::string>();
        if (!symbol.array) continue;
        v.array = std::make_unique<Array>();
        v.array->dimensions = symbol.array->dimensions;
        std::size_t all = 1;
        for (const auto size : symbol.array->dimensions) all *= size;
        if (symbol.kind == Kind::numbers) v.array->numbers.assign(all, 0.0);
        if (symbol.kind == Kind::objects) v.array->objects.resize(all);
    }
}

std::shared_ptr<TemplateObject> TemplateClass::raw_object() {
    if (!machine) throw StateError("the interpreter of template " + name() + " is gone");
    auto self = std::static_pointer_cast<TemplateClass>(shared_from_this());
    std::shared_ptr<TemplateObject> object(new TemplateObject(std::move(self)), &TemplateClass::destroy);
    fill(*object);
    for (const Symbol* symbol : slots) {
        if (symbol->instead || (symbol->kind != Kind::section && symbol->kind != Kind::sections)) continue;
        Variable& v = object->field(symbol->slot);
        if (symbol->kind == Kind::section) {
            v.section = machine->host.create(symbol->name, -1, object);
        } else {
            create_array(machine->host, symbol->name, *v.array, object);
        }
    }
    return object;
}

ObjectPtr TemplateClass::make(const Arguments& arguments) {
    if (!machine) throw StateError("the interpreter of template " + name() + " is gone");
    std::vector<Value> values;
    for (std::size_t i = 0; i < arguments.count(); ++i) values.push_back(arguments[i]);
    return machine->make_object(*this, values);
}

Procedure* TemplateClass::procedure(std::string_view wanted) const {
    const Symbol* symbol = scope.find(wanted);
    if (!symbol) return nullptr;
    if (symbol->instead) symbol = symbol->instead;
    return symbol->kind == Kind::procedure ? symbol->procedure.get() : nullptr;
}

const TemplateMember& TemplateClass::declare(Symbol& symbol) const {
    TemplateMember* member = nullptr;
    for (auto& made : made_members_)
        if (made.symbol == &symbol) member = &made;
    if (!member) member = &made_members_.emplace_back();
    const Symbol& real = symbol.instead ? *symbol.instead : symbol;
    member->symbol = &symbol;
    member->name = symbol.name;
    member->dimensions = static_cast<int>(real.rank());
    switch (real.kind) {
    case Kind::procedure: member->kind = MemberKind::method; break;
    case Kind::text: member->kind = MemberKind::text; break;
    case Kind::object:
    case Kind::objects: member->kind = MemberKind::object; break;
    case Kind::section:
    case Kind::sections: member->kind = MemberKind::section; break;
    default: member->kind = MemberKind::number; break;
    }
    return *member;
}

const Member* TemplateClass::find(std::string_view wanted) const {
    Symbol* symbol = scope.find(wanted);
    return symbol && symbol->is_public ? &declare(*symbol) : nullptr;
}

const Member* TemplateClass::find_any(std::string_view wanted) const {
    Symbol* symbol = scope.find(wanted);
    // what the template itself has, not what it uses of others
    const bool is_own = symbol && !symbol->instead && (symbol->slot >= 0 || symbol->procedure);
    return is_own && (symbol->is_public || symbol->kind != Kind::undefined) ? &declare(*symbol) : nullptr;
}

const Member* find_any_member(const Class& type, std::string_view name) {
    const auto* own = dynamic_cast<const TemplateClass*>(&type);
    return own ? own->find_any(name) : type.find(name);
}

std::span<const Member> TemplateClass::members() const {
    listed_.clear();
    for (Symbol* symbol : slots)
        if (symbol->is_public) listed_.push_back(declare(*symbol));
    return listed_;
}

namespace {

Symbol& real_symbol(const Member& member) {
    Symbol& symbol = *static_cast<const TemplateMember&>(member).symbol;
    return symbol.instead ? *symbol.instead : symbol;
}
TemplateObject* owner_of(Object& self, const Symbol& symbol) {
    return symbol.slot < 0 ? nullptr : static_cast<TemplateObject*>(&self);
}

} // namespace

std::vector<std::size_t> TemplateClass::sizes(Object& self, const Member& member) {
    const Symbol& symbol = real_symbol(member);
    if (symbol.slot < 0) return {};
    const Variable& held = static_cast<TemplateObject&>(self).field(symbol.slot);
    if (!held.array) return {};
    return {held.array->dimensions.begin(), held.array->dimensions.end()};
}

Value TemplateClass::call(Object& self, const Member& member, const Arguments& arguments) {
    if (!machine) throw StateError("the interpreter of template " + name() + " is gone");
    Symbol& symbol = real_symbol(member);
    if (symbol.kind == Kind::procedure) {
        std::vector<Value> values;
        for (std::size_t i = 0; i < arguments.count(); ++i) values.push_back(arguments[i]);
        return machine->invoke(*symbol.procedure, static_cast<TemplateObject*>(&self), values,
                               FrameKind::outer);
    }
    std::vector<double> indices;
    for (std::size_t i = 0; i < arguments.count(); ++i) indices.push_back(arguments.number(i));
    TemplateObject* owner = owner_of(self, symbol);
    return indices.empty() ? machine->read(symbol, owner)
                           : machine->read_element(symbol, owner, indices, false);
}

PlacePtr TemplateClass::place(Object& self, const Member& member, std::span<const double> indices) {
    if (!machine) throw StateError("the interpreter of template " + name() + " is gone");
    Symbol& symbol = real_symbol(member);
    return machine->place(symbol, owner_of(self, symbol), indices, false);
}

double TemplateClass::get(Object& self, const Member& member, std::span<const double> indices) {
    if (!machine) throw StateError("the interpreter of template " + name() + " is gone");
    Symbol& symbol = real_symbol(member);
    TemplateObject* owner = owner_of(self, symbol);
    return need_number(indices.empty() ? machine->read(symbol, owner)
                                       : machine->read_element(symbol, owner, indices, false),
                       symbol.name);
}

void TemplateClass::set(Object& self, const Member& member, std::span<const double> indices, double value) {
    assign(self, member, indices, Value(value));
}

void TemplateClass::assign(Object& self, const Member& member, std::span<const double> indices,
                           const Value& value) {
    if (!machine) throw StateError("the interpreter of template " + name() + " is gone");
    Symbol& symbol = real_symbol(member);
    TemplateObject* owner = owner_of(self, symbol);
    if (indices.empty()) machine->write(symbol, owner, value);
    else machine->write_element(symbol, owner, indices, value);
}

} // namespace ranvier::hoc
