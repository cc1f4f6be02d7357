// SPDX-License-Identifier: BSD-3-Clause
// What programs give to windows: numbers by reference or by name, statements and functions, places on the screen.
#include "ranvier/world/classes/windows.hpp"

#include <algorithm>
#include <limits>

#include "ranvier/base/error.hpp"
#include "ranvier/hoc/interpreter.hpp"
#include "ranvier/world/classes/callable.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

/// What a reference of the language points to.
class PlacedNumber final : public ui::Number {
  public:
    explicit PlacedNumber(hoc::PlacePtr place) : place_(std::move(place)) {}
    [[nodiscard]] double get() const override { return place_->get(); }
    void set(double value) override { place_->set(value); }

  private:
    hoc::PlacePtr place_;
};

/// A name that may come to mean a number later.
class NamedNumber final : public ui::Number {
  public:
    NamedNumber(std::weak_ptr<World> world, std::string name)
        : world_(std::move(world)), name_(std::move(name)) {}
    [[nodiscard]] double get() const override { return found().get(); }
    void set(double value) override { found().set(value); }

  private:
    ui::Number& found() const {
        if (const auto world = number_ ? nullptr : world_.lock()) number_ = variable_called(*world, name_);
        if (!number_) throw LookupFailure(ErrorParts{"there is no such variable", "a field", name_, {}, {}});
        return *number_;
    }
    std::weak_ptr<World> world_;
    std::string name_;
    mutable ui::NumberPtr number_;
};

} // namespace

WindowObject::~WindowObject() {
    if (const auto* built_in = dynamic_cast<const BuiltinClass*>(&type()))
        if (const auto world = built_in->find_world()) {
            world->classes().desk.end_intercept(item);
            world->classes().desk.unmap(item);
        }
}

MappedItem::MappedItem(hoc::Object& owner, ui::ItemPtr i)
    : item(std::move(i)), world_(static_cast<BuiltinClass&>(owner.type()).find_world()) {
    desk_of(owner).map(item);
}

MappedItem::~MappedItem() {
    if (const auto world = world_.lock()) world->classes().desk.unmap(item);
}

SceneObject::SceneObject(std::shared_ptr<hoc::Class> type, ui::ItemKind kind)
    : WindowObject(std::move(type), std::make_shared<ui::Item>(kind)) {
    item->scene = std::make_shared<ui::Scene>();
}

ui::Desk& desk_of(hoc::Object& object) { return world_of(object)->classes().desk; }

model::SectionPtr section_if_any(hoc::Object& object) {
    const auto world = world_of(object);
    if (const auto& given = world->classes().given_section) return given;
    const auto key = world->hoc_host().current();
    return key ? world->classes().find_section(key) : nullptr;
}

std::optional<double> number_at(const hoc::Arguments& a, std::size_t i) {
    if (!a.has(i)) return std::nullopt;
    const auto* number = std::get_if<double>(&a[i]);
    return number ? std::optional(*number) : std::nullopt;
}

int whole_of(double value) {
    constexpr double kLeast = std::numeric_limits<int>::min(), kMost = std::numeric_limits<int>::max();
    return value != value ? 0 : static_cast<int>(std::clamp(value, kLeast, kMost));
}

int whole_at(const hoc::Arguments& a, std::size_t i, int absent) {
    const auto given = number_at(a, i);
    return given ? whole_of(*given) : absent;
}

hoc::TextPtr shared_text_at(const hoc::Arguments& a, std::size_t i) {
    const auto* text = a.has(i) ? std::get_if<hoc::TextPtr>(&a[i]) : nullptr;
    return text ? *text : nullptr;
}

std::optional<std::string> text_at(const hoc::Arguments& a, std::size_t i) {
    const auto text = shared_text_at(a, i);
    return text ? std::optional(*text) : std::nullopt;
}

hoc::ObjectPtr object_at(const hoc::Arguments& a, std::size_t i) { return a.find<hoc::Object>(i); }

hoc::PlacePtr place_at(const hoc::Arguments& a, std::size_t i) {
    const auto* place = a.has(i) ? std::get_if<hoc::PlacePtr>(&a[i]) : nullptr;
    return place ? *place : nullptr;
}

ui::Action action_at(World& world, const hoc::Arguments& a, std::size_t i) {
    if (const auto statement = text_at(a, i); statement && !statement->empty()) {
        // In the context of the object that made the window; the statement does not keep it alive.
        const std::weak_ptr<hoc::Object> self = world.hoc().current_object();
        const bool has_self = !self.expired();
        return {*statement, [weak = world.weak_from_this(), text = *statement, self, has_self] {
                    const auto living = weak.lock();
                    const auto object = self.lock();
                    if (living && (object || !has_self)) living->hoc().execute(text, object);
                }};
    }
    if (const auto callable = a.find<Callable>(i))
        return {callable->name(), [callable] { static_cast<void>(callable->call({})); }};
    return {};
}

ui::NumberPtr variable_called(World& world, const std::string& expression) {
    if (expression.empty()) return nullptr;
    auto& taken = world.classes().taken_place;
    taken = nullptr;
    try {
        world.hoc().execute("_place_(&" + expression + ")");
    } catch (const Error&) {
        return nullptr; // not a variable, or not yet: without a screen nobody is told
    }
    const auto place = std::exchange(taken, nullptr);
    return place ? std::make_shared<PlacedNumber>(place) : nullptr;
}

ui::NumberPtr variable_at(World& world, const hoc::Arguments& a, std::size_t i) {
    if (const auto place = place_at(a, i)) return std::make_shared<PlacedNumber>(place);
    const auto name = text_at(a, i);
    return name ? variable_called(world, *name) : nullptr;
}

ui::NumberPtr field_variable_at(World& world, const hoc::Arguments& a, std::size_t i) {
    if (auto number = variable_at(world, a, i)) return number;
    const auto name = text_at(a, i);
    return name ? std::make_shared<NamedNumber>(world.weak_from_this(), *name) : nullptr;
}

std::optional<ui::Geometry> geometry_at(const hoc::Arguments& a, std::size_t i) {
    const auto left = number_at(a, i), top = number_at(a, i + 1);
    if (!left || !top) return std::nullopt;
    ui::Geometry out{*left, *top, std::nullopt, std::nullopt};
    const auto width = number_at(a, i + 2), height = number_at(a, i + 3);
    if (width && *width > 0) out.width = width; // less: as large as it asks to be
    if (height && *height > 0) out.height = height;
    return out;
}

} // namespace ranvier::world::classes
