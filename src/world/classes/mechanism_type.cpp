// SPDX-License-Identifier: BSD-3-Clause
// MechanismType: the mechanisms that there are, as a list with one of them selected.
#include <algorithm>
#include <array>

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/network.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::ObjectPtr;
using hoc::Value;

/// Scripts know the standard ones by this order; all others follow as they were registered.
constexpr std::array<std::string_view, 20> kFirst = {
    "pas",      "extracellular", "fastpas",      "na_ion",           "k_ion",
    "hh",       "IClamp",        "AlphaSynapse", "ExpSyn",           "Exp2Syn",
    "SEClamp",  "VClamp",        "OClamp",       "APCount",          "NetStim",
    "IntFire1", "IntFire2",      "IntFire4",     "PointProcessMark", "PatternStim"};

struct MechanismType final : Object {
    using Object::Object;
    bool is_point = false;
    int selected = 0;
    /// Of the last pp_begin: those to come, the next one last.
    std::vector<std::weak_ptr<Object>> to_come;

    struct Entry {
        std::string name;
        model::TypePtr type; ///< null for what every section has
    };
    [[nodiscard]] std::shared_ptr<World> world() const { return world_at_rest_of(*this); }
    [[nodiscard]] std::vector<Entry> entries() const {
        std::vector<Entry> out;
        if (!is_point) out = {{"morphology", nullptr}, {"capacitance", nullptr}};
        const auto w = world();
        w->require_mechanisms();
        const auto before = out.size();
        for (const auto& t : w->model().mechanisms().all())
            if (t->is_point() == is_point && t->mechanism->kind != mir::MechanismKind::nothing)
                out.push_back({t->name(), t});
        std::stable_sort(out.begin() + static_cast<std::ptrdiff_t>(before), out.end(),
                         [](const Entry& a, const Entry& b) {
                             return std::ranges::find(kFirst, a.name) < std::ranges::find(kFirst, b.name);
                         });
        return out;
    }
    /// What is selected; an entry without a name if nothing is.
    [[nodiscard]] Entry entry() const {
        auto all = entries();
        return selected >= 0 && static_cast<std::size_t>(selected) < all.size()
                   ? all[static_cast<std::size_t>(selected)]
                   : Entry{};
    }
    [[nodiscard]] model::TypePtr type_at(const Arguments& a, std::size_t i) const {
        if (!a.has(i)) return entry().type;
        const auto all = entries();
        return all[static_cast<std::size_t>(a.whole(i, 0, static_cast<std::int64_t>(all.size()) - 1))].type;
    }
    /// For make and remove: something must be selected.
    [[nodiscard]] model::TypePtr wanted(const Arguments& a) const {
        auto found = entry();
        if (!found.type)
            throw StateError(
                ErrorParts{found.name.empty() ? "no mechanism is selected" : "every section has this",
                           std::string(a.function()),
                           found.name,
                           {},
                           "call select(name) first"});
        return found.type;
    }
};

MechanismType& of(Object& o) { return as<MechanismType>(o); }

Value select(Object& o, const Arguments& a) {
    auto& m = of(o);
    const auto all = m.entries();
    if (a.has(0) && a.kind(0) == hoc::ArgumentKind::text) {
        const auto found = std::ranges::find(all, a.text(0), &MechanismType::Entry::name);
        if (found != all.end()) m.selected = static_cast<int>(found - all.begin());
        return number(0);
    }
    const double index = a.number(0);
    if (!(index >= -1 && index < static_cast<double>(all.size())))
        throw InputError::out_of_range("the index", o.name() + ".select", number_text(index),
                                       "0 to " + std::to_string(all.size() - 1));
    m.selected = static_cast<int>(index);
    return number(0);
}

/// A density mechanism into the current section; of a point process a new one, without a place, into an objref.
Value make_one(Object& o, const Arguments& a) {
    const auto& m = of(o);
    const auto world = m.world();
    const auto type = m.wanted(a);
    if (!m.is_point) {
        world->model().insert(*world->classes().current_section(), type);
        return number(0);
    }
    if (!a.has(0))
        throw InputError(ErrorParts{"point processes are made by their class, or into an objref",
                                    std::string(a.function()),
                                    type->name(),
                                    "new " + type->name() + "(x)",
                                    {}});
    a.object_place(0)->set(world->hoc_host().object_of(world->make_point(type)));
    return number(0);
}

Value remove_one(Object& o, const Arguments& a) {
    const auto& m = of(o);
    const auto world = m.world();
    const auto type = m.wanted(a);
    if (m.is_point)
        throw InputError(ErrorParts{"a point process ends with its last reference",
                                    std::string(a.function()),
                                    type->name(),
                                    "a density mechanism",
                                    {}});
    world->model().uninsert(*world->classes().current_section(), type);
    return number(0);
}

Value next_point(Object& o, const Arguments&) {
    auto& coming = of(o).to_come;
    while (!coming.empty()) {
        const auto found = coming.back().lock();
        coming.pop_back();
        if (found) return found;
    }
    return ObjectPtr();
}

/// By place; of those at one place the latest first.
Value first_point(Object& o, const Arguments& a) {
    auto& m = of(o);
    const auto world = m.world();
    const auto type = m.wanted(a);
    auto here = world->classes().current_section()->point_processes();
    std::erase_if(here, [&](const auto* p) { return p->type() != type; });
    std::ranges::sort(here, [](const auto* p, const auto* q) {
        return p->x() != q->x() ? p->x() > q->x() : p->serial() < q->serial();
    });
    m.to_come.clear();
    for (const auto* p : here)
        if (auto object = world->hoc_host().object_of(*p)) m.to_come.emplace_back(object);
    return next_point(o, a);
}

bool has(const model::TypePtr& type, bool (*test)(const mir::Mechanism&)) {
    return type && test(*type->mechanism);
}

constexpr hoc::Member kMembers[] = {
    {.name = "select",
     .signature = "(name or index) -> float",
     .summary = "Select one; a name that is not there changes nothing",
     .call = select},
    {.name = "selected",
     .signature = "([strdef]) -> int",
     .summary = "Index of the one selected, -1 if none is; its name into the strdef",
     .call =
         [](Object& o, const Arguments& a) {
             if (a.has(0)) *a.writable_text(0) = of(o).entry().name;
             return number(of(o).selected);
         }},
    {.name = "count",
     .signature = "() -> int",
     .summary = "How many there are",
     .call = [](Object& o, const Arguments&) { return number(static_cast<double>(of(o).entries().size())); }},
    {.name = "make",
     .signature = "(sec=) or (objref) -> float",
     .summary = "Insert the selected density mechanism into the section; of a point process make one, "
                "without a place",
     .call = make_one},
    {.name = "remove",
     .signature = "(sec=) -> float",
     .summary = "Take the selected density mechanism out of the section",
     .call = remove_one},
    {.name = "pp_begin",
     .signature = "(sec=) -> PointProcess",
     .summary = "The first point process of the selected class in the section",
     .call = first_point},
    {.name = "pp_next",
     .signature = "() -> PointProcess",
     .summary = "The one after it, until there is none",
     .call = next_point},
    {.name = "is_artificial",
     .signature = "([i]) -> bool",
     .summary = "Whether it is a class of artificial cells",
     .call =
         [](Object& o, const Arguments& a) {
             return number(has(of(o).type_at(a, 0), [](const mir::Mechanism& m) {
                 return m.kind == mir::MechanismKind::artificial_cell;
             }));
         }},
    {.name = "is_netcon_target",
     .signature = "([i]) -> bool",
     .summary = "Whether it receives events",
     .call =
         [](Object& o, const Arguments& a) {
             return number(
                 has(of(o).type_at(a, 0), [](const mir::Mechanism& m) { return m.net_receive.valid(); }));
         }},
    {.name = "has_net_event",
     .signature = "([i]) -> bool",
     .summary = "Whether it sends events",
     .call =
         [](Object& o, const Arguments& a) {
             return number(has(of(o).type_at(a, 0), [](const mir::Mechanism& m) { return m.sends_events; }));
         }},
    {.name = "is_ion",
     .signature = "() -> bool",
     .summary = "Whether the one selected is an ion",
     .call =
         [](Object& o, const Arguments&) {
             const auto type = of(o).entry().type;
             return number(type && type->is_ion());
         }},
    {.name = "internal_type",
     .signature = "() -> int",
     .summary = "A number that tells the mechanisms of a world apart",
     .call =
         [](Object& o, const Arguments&) {
             const auto type = of(o).entry().type;
             return number(type ? type->index : -1);
         }},
    {.name = "file",
     .signature = "() -> str",
     .summary = "Its .mod file",
     .call =
         [](Object& o, const Arguments&) {
             const auto type = of(o).entry().type;
             return text(type ? type->mechanism->file : "");
         }},
    {.name = "code",
     .signature = "() -> str",
     .summary = "The text of its .mod file",
     .call =
         [](Object& o, const Arguments&) {
             const auto type = of(o).entry().type;
             const bool is_there = type && !type->mechanism->sources.empty();
             return text(is_there ? std::string(type->mechanism->sources.front()->text()) : "");
         }},
    {.name = "menu",
     .signature = "() -> float",
     .summary = "A menu of the mechanisms on a screen: nothing without one",
     .call = [](Object&, const Arguments&) { return number(0); }},
    {.name = "action",
     .signature = "(statement) -> float",
     .summary = "What the menu runs when one is picked",
     .call =
         [](Object&, const Arguments& a) {
             static_cast<void>(a.text(0));
             return number(0);
         }},
};

} // namespace

const Declaration kMechanismTypeClass = {.name = "MechanismType",
                                         .signature = "(kind)",
                                         .summary = "The density mechanisms (0), or the point processes and "
                                                    "artificial cells (1), that there are, one of them "
                                                    "selected",
                                         .members = kMembers,
                                         .make = [](BuiltinClass& type, const Arguments& a) -> ObjectPtr {
                                             auto made = std::make_shared<MechanismType>(type.self());
                                             const double kind = a.number(0);
                                             if (kind != 0 && kind != 1)
                                                 throw InputError::out_of_range(
                                                     "the kind", "MechanismType", a.description(0),
                                                     "0 for density mechanisms, 1 for point processes");
                                             made->is_point = kind == 1;
                                             return made;
                                         },
                                         .takes_section = true};

} // namespace ranvier::world::classes
