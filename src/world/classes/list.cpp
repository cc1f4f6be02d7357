// SPDX-License-Identifier: BSD-3-Clause
// List: objects in an order, or all living objects of a class, which a program may take out and add, too.
#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/list.hpp"
#include "ranvier/world/classes/windows.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;

/// The living objects of a class, as a program left them: NEURON's list of a class is a List that objects enter as they are
/// made and leave as they end, and that a program may change meanwhile. Nobody tells us of new objects: who is there and was not
/// there before is new.
class Living {
  public:
    /// In the order of this list, after `now` was looked at.
    const std::vector<std::weak_ptr<Object>>& update(const std::vector<hoc::ObjectPtr>& now) {
        std::erase_if(listed_, [](const auto& object) { return object.expired(); });
        std::erase_if(seen_, [](const auto& object) { return object.expired(); });
        for (const auto& object : now)
            if (seen_.insert(object).second) listed_.emplace_back(object);
        return listed_;
    }
    std::vector<std::weak_ptr<Object>>& listed() { return listed_; }

  private:
    std::vector<std::weak_ptr<Object>> listed_;
    std::set<std::weak_ptr<Object>, std::owner_less<>> seen_;
};

struct List final : Object {
    using Object::Object;
    std::string of; ///< the class whose objects it lists
    std::vector<hoc::ObjectPtr> own;
    std::unique_ptr<Living> changed; ///< of a list of a class that a program changed
    /// The window that shows the list, if `browser` made one; it goes with the list.
    std::unique_ptr<MappedItem> window;
    double selected = -1;

    [[nodiscard]] std::vector<hoc::ObjectPtr> all() const {
        if (of.empty()) return own;
        auto now = world_of(*this)->classes().find_living(of);
        if (!changed) return now;
        std::vector<hoc::ObjectPtr> out;
        for (const auto& object : changed->update(now)) out.push_back(object.lock());
        return out;
    }
    /// Changes its objects, and says how many they are then. A list of a class holds none of them.
    template <class Edit> double change(Edit&& edit) {
        if (of.empty()) {
            edit(own);
            return static_cast<double>(own.size());
        }
        if (!changed) changed = std::make_unique<Living>();
        auto objects = all();
        edit(objects);
        changed->listed().assign(objects.begin(), objects.end());
        return static_cast<double>(objects.size());
    }
};

hoc::ObjectPtr object_argument(const Arguments& a, std::size_t i) {
    const auto* given = a.has(i) ? std::get_if<hoc::ObjectPtr>(&a[i]) : nullptr;
    auto object = given                                                 ? *given
                  : a.has(i) && std::get_if<hoc::ObjectPlacePtr>(&a[i]) ? a.object(i)
                                                                        : nullptr;
    if (!object) a.refuse(i, "an object");
    return object;
}

std::size_t index_in(Object& o, double index, std::size_t count) {
    if (!(index >= 0 && index < static_cast<double>(count)))
        throw InputError::out_of_range("the index", o.name(), number_text(index),
                                       count ? "0 <= index < " + std::to_string(count)
                                             : "none, the List is empty");
    return static_cast<std::size_t>(index);
}

hoc::ObjectPtr object_at(Object& o, double index) {
    const auto& list = as<List>(o);
    if (list.of.empty()) return list.own[index_in(o, index, list.own.size())];
    const auto all = list.all();
    return all[index_in(o, index, all.size())];
}

Value browser(Object& o, const Arguments& a) {
    auto& list = as<List>(o);
    auto item = std::make_shared<ui::Item>(ui::ItemKind::browser, text_at(a, 0).value_or(o.name()));
    if (const auto shown = text_at(a, 1)) item->variable = *shown; // what is shown of each object
    list.window = std::make_unique<MappedItem>(o, item);
    return number(1);
}

/// What is selected matters to who looks; others are told that nothing is.
Value select(Object& o, const Arguments& a) {
    as<List>(o).selected = number_at(a, 0).value_or(-1);
    return number(1);
}

Value selected(Object& o, const Arguments&) {
    return number(desk_of(o).is_shown() ? as<List>(o).selected : -1);
}

Value on_select(Object& o, const Arguments& a) {
    if (const auto& window = as<List>(o).window) window->item->action = action_at(*world_of(o), a, 0);
    return number(1);
}

Value object(Object& o, const Arguments& a) { return object_at(o, a.number(0)); }

constexpr hoc::Member kMembers[] = {
    {.name = "append",
     .signature = "(object) -> float",
     .summary = "Add an object at the end; how many there are",
     .call =
         [](Object& o, const Arguments& a) {
             auto added = object_argument(a, 0);
             return number(as<List>(o).change([&](auto& all) { all.push_back(std::move(added)); }));
         }},
    {.name = "prepend",
     .signature = "(object) -> float",
     .summary = "Add an object at the beginning; how many there are",
     .call =
         [](Object& o, const Arguments& a) {
             const auto added = object_argument(a, 0);
             return number(as<List>(o).change([&](auto& all) { all.insert(all.begin(), added); }));
         }},
    {.name = "insrt",
     .signature = "(i, object) -> float",
     .summary = "Add an object before another; how many there are",
     .call =
         [](Object& o, const Arguments& a) {
             return number(as<List>(o).change([&](auto& all) {
                 const auto i = index_in(o, a.number(0), all.size() + 1);
                 all.insert(all.begin() + static_cast<std::ptrdiff_t>(i), object_argument(a, 1));
             }));
         }},
    {.name = "remove",
     .signature = "(i) -> float",
     .summary = "Take an object out; how many are left",
     .call =
         [](Object& o, const Arguments& a) {
             hoc::ObjectPtr gone; // its end may look at the list
             return number(as<List>(o).change([&](auto& all) {
                 const auto i = index_in(o, a.number(0), all.size());
                 gone = all[i];
                 all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
             }));
         }},
    {.name = "remove_all",
     .signature = "() -> float",
     .summary = "Take all out",
     .call =
         [](Object& o, const Arguments&) {
             std::vector<hoc::ObjectPtr> gone;
             return number(as<List>(o).change([&](auto& all) { gone = std::exchange(all, {}); }));
         }},
    {.name = "count",
     .signature = "() -> int",
     .summary = "How many there are",
     .call =
         [](Object& o, const Arguments&) {
             const auto& list = as<List>(o);
             return number(static_cast<double>(list.of.empty() ? list.own.size() : list.all().size()));
         }},
    {.name = "index",
     .signature = "(object) -> int",
     .summary = "Where an object is; -1 if it is not there",
     .call =
         [](Object& o, const Arguments& a) {
             const auto wanted = object_argument(a, 0);
             const auto all = as<List>(o).all();
             const auto found = std::find_if(all.begin(), all.end(), [&](const auto& known) {
                 const auto* same = dynamic_cast<const Held*>(known.get());
                 return known == wanted || (same && same->stands_for(*wanted));
             });
             return number(found == all.end() ? -1.0 : static_cast<double>(found - all.begin()));
         }},
    {.name = "browser",
     .signature = "([title [, member or strdef [, statement or callable]]]) -> float",
     .summary = "A window with a line for each object",
     .call = browser},
    {.name = "select", .signature = "(i) -> float", .summary = "Select a line of its window", .call = select},
    {.name = "selected",
     .signature = "() -> int",
     .summary = "The line that is selected; -1 none, as without a screen",
     .call = selected},
    {.name = "select_action",
     .signature = "(statement or callable [, on_release]) -> float",
     .summary = "Run when a line is selected",
     .call = on_select},
    {.name = "accept_action",
     .signature = "(statement or callable) -> float",
     .summary = "Run when a line is accepted",
     .call = on_select},
    {.name = "scroll_pos",
     .signature = "([i]) -> int",
     .summary = "The first line that is seen; -1 without a screen",
     .call = answer<-1>},
    {.name = "object",
     .signature = "(i) -> object",
     .summary = "The object at an index",
     .call = object,
     .at = object_at},
    {.name = "o",
     .signature = "(i) -> object",
     .summary = "The object at an index",
     .call = object,
     .at = object_at},
};

} // namespace

void append_to(hoc::Object& list, hoc::ObjectPtr object) {
    as<List>(list).change([&](auto& all) { all.push_back(std::move(object)); });
}

const Declaration kListClass = {.name = "List",
                                .signature = "([class])",
                                .summary = "Objects in an order, or all living objects of a class",
                                .members = kMembers,
                                .make = [](BuiltinClass& type, const Arguments& a) -> hoc::ObjectPtr {
                                    auto made = std::make_shared<List>(type.self());
                                    if (a.has(0)) {
                                        made->of = a.text(0);
                                        static_cast<void>(
                                            made->all()); // a name that nobody knows is an error now
                                    }
                                    return made;
                                },
                                .items =
                                    [](Object& o) {
                                        std::vector<Value> out;
                                        for (auto& object : as<List>(o).all())
                                            out.emplace_back(std::move(object));
                                        return out;
                                    },
                                .item = [](Object& o, double i) -> Value { return object_at(o, i); },
                                .holds_objects = true};

} // namespace ranvier::world::classes
