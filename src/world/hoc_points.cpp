// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/hoc_points.hpp"

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/nmodl_random.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/point_methods.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world {

namespace {

/// What every point process offers beside its own numbers and functions.
enum class Own : std::uint8_t { none, loc, has_loc, get_loc };

model::PointProcess& point_of(hoc::Object& object) { return *static_cast<PointObject&>(object).point(); }

} // namespace

struct PointClass::Entry : hoc::Member {
    std::string text; // that `name` points into
    const RangeName* range = nullptr;
    const FunctionName* function = nullptr;
    const PointMethod* method = nullptr;
    mir::VariableId stream;
    Own own = Own::none;
    model::TypePtr type; // the mechanism that it was looked up in; a file may be read again
};

PointObject::PointObject(std::shared_ptr<hoc::Class> type, std::weak_ptr<World> world, model::PointPtr point)
    : Object(std::move(type)), world_(std::move(world)), point_(std::move(point)) {}

PointObject::~PointObject() {
    static_cast<PointClass&>(type()).forget(*point_);
    if (const auto world = world_.lock()) world->release(point_);
}

PointClass::PointClass(std::weak_ptr<World> world, std::string name)
    : Class(std::move(name)), world_(std::move(world)) {}
PointClass::~PointClass() = default;

World& PointClass::world() const {
    const auto found = world_.lock();
    if (!found) throw StateError("the world of " + name() + " is gone");
    found->check_access();
    return *found;
}

model::TypePtr PointClass::type() const { return world().mechanism(name()); }

hoc::ObjectPtr PointClass::make(const hoc::Arguments& arguments) {
    auto& w = world();
    auto made = adopt(w.make_point(w.mechanism(name())));
    // old programs give an artificial cell a place, too, which it does not have
    const bool has_place = made->point()->type()->mechanism->kind != mir::MechanismKind::artificial_cell;
    if (arguments.has(0) && has_place)
        w.model().place_point(*made->point(), *w.current_sections().require(), arguments.number(0));
    return made;
}

std::shared_ptr<PointObject> PointClass::adopt(const model::PointPtr& point) {
    auto& known = objects_[point.get()];
    if (auto found = known.lock(); found && found->point() == point) return found;
    auto made = std::make_shared<PointObject>(shared_from_this(), world_, point);
    known = made;
    return made;
}

hoc::ObjectPtr PointClass::object(std::int64_t number) {
    const auto wanted = name() + "[" + std::to_string(number) + "]";
    for (const auto& [point, object] : objects_)
        if (auto living = object.lock(); living && point->name() == wanted) return living;
    return nullptr;
}

const hoc::Member* PointClass::find(std::string_view name) const {
    const auto now = type();
    auto& entry = entries_[std::string(name)];
    if (entry && entry->type == now) return entry.get();
    auto made = std::make_unique<Entry>();
    made->type = now;
    made->text = name;
    made->name = made->text;
    const auto& names = world().names();
    const auto* range = names.find_member(*now, name);
    // Python cannot say `del`, so mechanisms that are to be used from both say `delay`.
    if (!range && name == "del") range = names.find_member(*now, "delay");
    if (range) {
        made->kind = hoc::MemberKind::number;
        made->range = range;
        made->dimensions = range->is_array ? 1 : 0;
    } else if (const auto* function = names.find_function(*now, name)) {
        made->function = function;
    } else if (const auto* method = find_point_method(this->name(), name)) {
        made->method = method;
    } else if (const auto stream = classes::find_random(*now, name); stream.valid()) {
        made->kind = hoc::MemberKind::object;
        made->stream = stream;
    } else if (name == "loc") made->own = Own::loc;
    else if (name == "has_loc") made->own = Own::has_loc;
    else if (name == "get_loc") made->own = Own::get_loc;
    else return nullptr;
    entry = std::move(made);
    return entry.get();
}

hoc::Value PointClass::call(hoc::Object& self, const hoc::Member& member, const hoc::Arguments& arguments) {
    const auto& entry = static_cast<const Entry&>(member);
    auto& w = world();
    auto& point = point_of(self);
    switch (entry.own) {
    case Own::loc:
        w.model().place_point(point, *w.current_sections().require(), arguments.number(0));
        return arguments.number(0);
    case Own::has_loc: return point.section() ? 1.0 : 0.0;
    case Own::get_loc: // leaves its section current: the caller pops it
        if (!point.section())
            throw StateError(ErrorParts{"the point process has no place", point.name(), {}, {}, {}});
        for (const auto& section : w.model().sections())
            if (section.get() == point.section()) w.current_sections().push(section);
        return point.x();
    case Own::none: break;
    }
    if (entry.method) return entry.method->call(w, static_cast<PointObject&>(self), arguments);
    if (entry.stream.valid())
        return classes::new_nmodl_random(w, *point.type(), point.row(), entry.stream,
                                         self.shared_from_this());
    return w.call(*entry.function, {.point = &point}, arguments);
}

int PointClass::column_of(hoc::Object& self, const Entry& entry, std::span<const double> indices) const {
    const auto& point = point_of(self);
    if (!point.section() && point.type()->mechanism->kind != mir::MechanismKind::artificial_cell)
        throw StateError(ErrorParts{"the point process has no place", point.name(), entry.text, {}, {}});
    if (indices.empty()) return entry.range->column;
    if (!(indices[0] >= 0 && indices[0] < entry.range->count))
        throw InputError::out_of_range("the index of " + entry.text, point.name(), number_text(indices[0]),
                                       "0 to " + std::to_string(entry.range->count - 1));
    return entry.range->column + static_cast<int>(indices[0]);
}

hoc::PlacePtr PointClass::place(hoc::Object& self, const hoc::Member& member,
                                std::span<const double> indices) {
    const auto& entry = static_cast<const Entry&>(member);
    const int element = indices.empty() ? 0 : static_cast<int>(indices[0]);
    return HocHost::place_of(world().ref(point_of(self), *entry.range, element));
}

double PointClass::get(hoc::Object& self, const hoc::Member& member, std::span<const double> indices) {
    const auto& entry = static_cast<const Entry&>(member);
    if (entry.range->is_pointer) return world().ref(point_of(self), *entry.range).get();
    const auto& table = *point_of(self).type()->instances;
    return table.get(table.row(point_of(self).row()), column_of(self, entry, indices));
}

void PointClass::set(hoc::Object& self, const hoc::Member& member, std::span<const double> indices,
                     double value) {
    const auto& entry = static_cast<const Entry&>(member);
    if (entry.range->is_pointer) return world().ref(point_of(self), *entry.range).set(value);
    world().check_access();
    auto& table = *point_of(self).type()->instances;
    table.set(table.row(point_of(self).row()), column_of(self, entry, indices), value);
}

} // namespace ranvier::world
