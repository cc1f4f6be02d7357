// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/classes/builtin_class.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <mutex>

#include "class_list.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/hoc/interpreter.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {
AddedMethods* added_methods = nullptr;
} // namespace

void set_added_methods(AddedMethods* methods) { added_methods = methods; }

BuiltinClass::BuiltinClass(const Declaration& declaration, std::weak_ptr<World> world)
    : Class(std::string(declaration.name)), declaration_(declaration), world_(std::move(world)) {
    for (const auto& member : declaration.members) by_name_.emplace(member.name, &member);
    if (!declaration.living) keep_objects();
}

std::vector<hoc::ObjectPtr> BuiltinClass::objects() const {
    return declaration_.living ? declaration_.living(*world()) : Class::objects();
}

hoc::ObjectPtr BuiltinClass::object(std::int64_t number) {
    if (!declaration_.living) return Class::object(number);
    for (auto& object : objects())
        if (object->number() == number) return object;
    return nullptr;
}

hoc::ObjectPtr BuiltinClass::make(const hoc::Arguments& arguments) {
    return declaration_.make(*this, arguments);
}

const hoc::Member* BuiltinClass::find(std::string_view name) const {
    if (const auto found = by_name_.find(name); found != by_name_.end()) return found->second;
    if (!added_methods || !added_methods->has(this->name(), name)) return nullptr;
    auto& added = added_[std::string(name)];
    if (!added) {
        added = std::make_unique<Added>();
        added->name = name;
        added->member.name = added->name;
    }
    return &added->member;
}

hoc::Value BuiltinClass::call(hoc::Object& self, const hoc::Member& member, const hoc::Arguments& arguments) {
    return member.call ? member.call(self, arguments) : added_methods->call(self, member.name, arguments);
}

std::shared_ptr<BuiltinClass> BuiltinClass::self() {
    return std::static_pointer_cast<BuiltinClass>(shared_from_this());
}

std::shared_ptr<World> BuiltinClass::world() const {
    auto world = world_.lock();
    if (!world) throw StateError(ErrorParts{"the world of this object is gone", name(), {}, {}, {}});
    return world;
}

std::span<const Declaration* const> declarations() { return kClassList; }

const Declaration* find_declaration(std::string_view name) {
    for (const auto* d : kClassList)
        if (d->name == name) return d;
    return nullptr;
}

const std::shared_ptr<BuiltinClass>& shared_class(const Declaration& declaration) {
    static std::mutex mutex;
    static std::map<const Declaration*, std::shared_ptr<BuiltinClass>> made;
    const std::scoped_lock lock(mutex);
    auto& found = made[&declaration];
    if (!found) found = std::make_shared<BuiltinClass>(declaration, std::weak_ptr<World>());
    return found;
}

std::shared_ptr<World> world_of(const hoc::Object& object) {
    return static_cast<BuiltinClass&>(object.type()).world();
}

std::shared_ptr<World> world_at_rest_of(const hoc::Object& object) {
    auto world = world_of(object);
    world->check_access();
    return world;
}

namespace {
std::function<void(std::string_view)>& shared_output() {
    static std::function<void(std::string_view)> output;
    return output;
}
} // namespace

void set_shared_output(std::function<void(std::string_view)> output) { shared_output() = std::move(output); }

void print_top(std::string_view text) {
    if (const auto& output = shared_output()) output(text);
    else std::fwrite(text.data(), 1, text.size(), stdout);
}

std::vector<hoc::ObjectPtr> Classes::find_living(const std::string& name) {
    if (const auto type = find(name)) return type->objects();
    std::vector<hoc::ObjectPtr> out;
    world_.check_access();
    if (const auto mechanism = world_.find_mechanism(name); mechanism && mechanism->is_point()) {
        std::vector<const model::PointProcess*> all;
        for (const auto* point : world_.model().point_processes())
            if (point->type() == mechanism) all.push_back(point);
        std::ranges::sort(all, {}, &model::PointProcess::serial);
        for (const auto* point : all)
            if (auto object = world_.hoc_host().object_of(*point)) out.push_back(std::move(object));
        return out;
    }
    const auto kind = world_.has_hoc() ? world_.hoc().kind(name) : hoc::NameKind::none;
    if (kind == hoc::NameKind::template_) return world_.hoc().objects(name);
    throw InputError(ErrorParts{"there is no class of this name whose objects can be listed",
                                "List",
                                "'" + name + "'",
                                "a template, a point process, or NetCon",
                                {}});
}

const std::shared_ptr<BuiltinClass>& Classes::netcon_class() {
    if (!netcon_class_) netcon_class_ = find("NetCon");
    return netcon_class_;
}

std::shared_ptr<BuiltinClass> Classes::find(std::string_view name) {
    if (const auto known = made_.find(name); known != made_.end()) return known->second;
    const auto* declaration = find_declaration(name);
    if (!declaration) return nullptr;
    auto made = declaration->is_shared
                    ? shared_class(*declaration)
                    : std::make_shared<BuiltinClass>(*declaration, world_.weak_from_this());
    made_.emplace(std::string(name), made);
    return made;
}

} // namespace ranvier::world::classes
