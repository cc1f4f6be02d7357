// SPDX-License-Identifier: BSD-3-Clause
// SectionList: sections in an order. SectionRef: a section and its place in the tree. And functions that look at names of sections.
#include "ranvier/world/classes/sections.hpp"

#include <algorithm>
#include <deque>
#include <unordered_set>

#include "ranvier/base/error.hpp"
#include "ranvier/base/pattern.hpp"
#include "ranvier/hoc/interpreter.hpp"
#include "ranvier/world/classes/functions.hpp"
#include "ranvier/world/name_patterns.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {
const Declaration kSequenceValue = {.name = "sequence", .summary = "Objects in an order", .is_shared = true};
} // namespace

Sequence::Sequence(std::vector<hoc::Value> values)
    : Object(shared_class(kSequenceValue)), items(std::move(values)) {}

void Classes::remember(const model::SectionPtr& section) {
    auto& known = seen_[section.get()];
    const bool is_it = !known.owner_before(section) && !section.owner_before(known);
    if (!is_it) known = section; // never seen, or another section's memory
}

model::SectionPtr Classes::find_section(hoc::SectionKey key) {
    const auto* wanted = reinterpret_cast<const model::Section*>(key.value);
    if (const auto known = seen_.find(wanted); known != seen_.end())
        if (auto section = known->second.lock(); section && !section->is_deleted()) return section;
    const auto& all = world_.model().sections();
    for (auto it = all.rbegin(); it != all.rend(); ++it) { // mostly one that was just made
        seen_[it->get()] = *it;
        if (it->get() == wanted) return *it;
    }
    return nullptr;
}

model::SectionPtr Classes::find_section(const model::Section& section) {
    return find_section(key_of(section));
}

model::SectionPtr Classes::current_section() const {
    if (given_section) return given_section;
    return world_.current_sections().require();
}

namespace {

using hoc::Arguments;
using hoc::MemberKind;
using hoc::Object;
using hoc::Value;

model::SectionPtr shared(World& world, const model::Section& section) {
    auto found = world.classes().find_section(key_of(section));
    if (!found) throw StateError(ErrorParts{"the section was deleted", section.name(), {}, {}, {}});
    return found;
}

/// A section among the arguments.
model::SectionPtr section_in(World& world, const Arguments& a, std::size_t i) {
    const auto* key = a.has(i) ? std::get_if<hoc::SectionKey>(&a[i]) : nullptr;
    if (!key || !*key) a.refuse(i, "a Section");
    auto found = world.classes().find_section(*key);
    if (!found) a.refuse(i, "a Section of this world that exists");
    return found;
}

/// Argument i, else the current section.
model::SectionPtr section_argument(Object& o, const Arguments& a, std::size_t i) {
    const auto world = world_of(o);
    return a.has(i) ? section_in(*world, a, i) : world->classes().current_section();
}

// SectionList ----------------------------------------------------------------------------------------------------------------

struct SectionList final : Object {
    using Object::Object;
    std::vector<model::SectionPtr> sections;
    /// Those that still exist.
    std::vector<model::SectionPtr>& living() {
        std::erase_if(sections, [](const auto& s) { return s->is_deleted(); });
        return sections;
    }
};

/// A tree level by level.
void append_tree(SectionList& list, World& world, const model::SectionPtr& root) {
    std::deque<const model::Section*> open{root.get()};
    while (!open.empty()) {
        const auto* s = open.front();
        open.pop_front();
        list.sections.push_back(shared(world, *s));
        for (const auto* child : s->children()) open.push_back(child);
    }
}

Value remove_sections(Object& o, const Arguments& a) {
    auto& list = as<SectionList>(o);
    std::vector<model::SectionPtr> unwanted;
    if (const auto other = a.find<SectionList>(0)) unwanted = other->living();
    else unwanted.push_back(section_argument(o, a, 0));
    double count = 0;
    for (const auto& s : unwanted) {
        const auto before = list.living().size();
        std::erase(list.sections, s);
        count += before != list.sections.size();
        if (before == list.sections.size() && !a.find<SectionList>(0))
            world_of(o)->log(o.name() + ": " + s->name() + " is not in this list");
    }
    return number(count);
}

constexpr hoc::Member kListMembers[] = {
    {.name = "append",
     .signature = "([section]) -> float",
     .summary = "Add a section",
     .call =
         [](Object& o, const Arguments& a) {
             as<SectionList>(o).sections.push_back(section_argument(o, a, 0));
             return number(1);
         }},
    {.name = "remove",
     .signature = "([section or SectionList]) -> float",
     .summary = "Take sections out; how many",
     .call = remove_sections},
    {.name = "children",
     .signature = "([section]) -> float",
     .summary = "Add the sections connected to one",
     .call =
         [](Object& o, const Arguments& a) {
             const auto world = world_of(o);
             for (const auto* child : section_argument(o, a, 0)->children())
                 as<SectionList>(o).sections.push_back(shared(*world, *child));
             return number(1);
         }},
    {.name = "subtree",
     .signature = "([section]) -> float",
     .summary = "Add a section and all below it",
     .call =
         [](Object& o, const Arguments& a) {
             append_tree(as<SectionList>(o), *world_of(o), section_argument(o, a, 0));
             return number(1);
         }},
    {.name = "wholetree",
     .signature = "([section]) -> float",
     .summary = "Add all sections of a tree",
     .call =
         [](Object& o, const Arguments& a) {
             const auto world = world_of(o);
             const model::Section* root = section_argument(o, a, 0).get();
             while (root->parent()) root = root->parent();
             append_tree(as<SectionList>(o), *world, shared(*world, *root));
             return number(1);
         }},
    {.name = "allroots",
     .signature = "() -> float",
     .summary = "Add the root of every tree",
     .call =
         [](Object& o, const Arguments&) {
             for (const auto& s : world_of(o)->model().sections())
                 if (!s->parent()) as<SectionList>(o).sections.push_back(s);
             return number(1);
         }},
    {.name = "unique",
     .signature = "() -> int",
     .summary = "Keep each section once; how many were taken out",
     .call =
         [](Object& o, const Arguments&) {
             std::unordered_set<const model::Section*> seen;
             return number(static_cast<double>(std::erase_if(
                 as<SectionList>(o).living(), [&](const auto& s) { return !seen.insert(s.get()).second; })));
         }},
    {.name = "contains",
     .signature = "([section]) -> bool",
     .summary = "Whether a section is in the list",
     .call =
         [](Object& o, const Arguments& a) {
             const auto& all = as<SectionList>(o).living();
             return number(std::find(all.begin(), all.end(), section_argument(o, a, 0)) != all.end());
         }},
    {.name = "size",
     .signature = "() -> int",
     .summary = "Number of sections",
     .call =
         [](Object& o, const Arguments&) {
             return number(static_cast<double>(as<SectionList>(o).living().size()));
         }},
    {.name = "printnames",
     .signature = "() -> float",
     .summary = "Print the names",
     .call =
         [](Object& o, const Arguments&) {
             for (const auto& s : as<SectionList>(o).living()) world_of(o)->print(s->name() + "\n");
             return number(1);
         }},
};

// SectionRef -----------------------------------------------------------------------------------------------------------------

struct SectionRef final : Object {
    SectionRef(std::shared_ptr<hoc::Class> type, model::SectionPtr of)
        : Object(std::move(type)), section(std::move(of)) {}
    const model::SectionPtr section;
    [[nodiscard]] const model::Section& live() const {
        if (section->is_deleted())
            throw StateError(
                ErrorParts{"the section was deleted", name() + " of " + section->name(), {}, {}, {}});
        return *section;
    }
};

/// The section nearer to the root that current flows to: connections to the beginning of a parent are those to its parent.
const model::Section* true_parent(const model::Section& section) {
    const auto* s = &section;
    while (const auto* parent = s->parent()) {
        if (s->parent_x() != parent->child_end()) return parent;
        s = parent;
    }
    return nullptr;
}

Value parent_value(Object& o, const model::Section* parent) {
    if (!parent)
        throw InputError(ErrorParts{"the section has no parent",
                                    as<SectionRef>(o).section->name(),
                                    {},
                                    {},
                                    "ask has_parent() before"});
    return key_of(*parent);
}

/// unname(): the section of a hoc program has no name any more, so that another can have it.
Value unname_section(Object& o, const Arguments&) {
    const auto world = world_of(o);
    auto& ref = as<SectionRef>(o);
    if (!world->hoc().unname_section(key_of(ref.live())))
        throw InputError(ErrorParts{"hoc has no name for this section", ref.section->name(), {}, {}, {}});
    world->model().rename(*ref.section, "");
    return number(1);
}

/// rename(name): the section gets a name; rename(name, refs): the sections of a list of SectionRefs become an array.
Value rename_sections(Object& o, const Arguments& a) {
    const auto world = world_of(o);
    const auto& name = a.text(0);
    std::vector<model::SectionPtr> sections;
    if (a.has(1)) {
        const auto list = a.object(1);
        const auto* items = list ? dynamic_cast<BuiltinClass*>(&list->type()) : nullptr;
        if (!items || !items->declaration().items) a.refuse(1, "a List of SectionRefs");
        for (const auto& item : items->declaration().items(*list)) {
            const auto* object = std::get_if<hoc::ObjectPtr>(&item);
            const auto ref = object ? std::dynamic_pointer_cast<SectionRef>(*object) : nullptr;
            if (!ref) a.refuse(1, "a List of SectionRefs");
            static_cast<void>(ref->live());
            sections.push_back(ref->section);
        }
        if (sections.empty()) a.refuse(1, "a List of SectionRefs");
    } else {
        static_cast<void>(as<SectionRef>(o).live());
        sections.push_back(as<SectionRef>(o).section);
    }
    std::vector<hoc::SectionKey> keys;
    for (const auto& section : sections) {
        if (!section->name().empty()) {
            world->print(section->name() + " must first be unnamed\n");
            return number(0);
        }
        keys.push_back(key_of(*section));
    }
    world->hoc().name_sections(name, keys, a.has(1));
    for (std::size_t i = 0; i < sections.size(); ++i)
        world->model().rename(*sections[i], a.has(1) ? name + "[" + std::to_string(i) + "]" : name);
    return number(1);
}

constexpr hoc::Member kRefMembers[] = {
    {.name = "rename",
     .signature = "(name[, List]) -> float",
     .summary =
         "Give the section, which must have been unnamed, a name; the SectionRefs of a list become an array",
     .call = rename_sections},
    {.name = "unname",
     .signature = "() -> float",
     .summary = "Take the name away that a hoc program gave the section",
     .call = unname_section},
    {.name = "sec",
     .kind = MemberKind::object,
     .summary = "The section",
     .call = [](Object& o, const Arguments&) { return Value(key_of(as<SectionRef>(o).live())); }},
    {.name = "parent",
     .kind = MemberKind::object,
     .summary = "The section that it is connected to",
     .call = [](Object& o, const Arguments&) { return parent_value(o, as<SectionRef>(o).live().parent()); }},
    {.name = "trueparent",
     .kind = MemberKind::object,
     .summary = "The section nearer to the root",
     .call = [](Object& o,
                const Arguments&) { return parent_value(o, true_parent(as<SectionRef>(o).live())); }},
    {.name = "root",
     .kind = MemberKind::object,
     .summary = "The root of its tree",
     .call =
         [](Object& o, const Arguments&) {
             const auto* s = &as<SectionRef>(o).live();
             while (s->parent()) s = s->parent();
             return Value(key_of(*s));
         }},
    {.name = "child",
     .kind = MemberKind::object,
     .summary = "The sections connected to it, by index",
     .call =
         [](Object& o, const Arguments& a) {
             const auto& children = as<SectionRef>(o).live().children();
             const double i = a.number(0);
             if (!(i >= 0 && i < static_cast<double>(children.size())))
                 throw InputError::out_of_range("the index", o.name() + ".child", number_text(i),
                                                children.empty()
                                                    ? "none, there are no children"
                                                    : "0 <= index < " + std::to_string(children.size()));
             return Value(key_of(*children[static_cast<std::size_t>(i)]));
         },
     .dimensions = 1},
    {.name = "nchild",
     .signature = "() -> int",
     .summary = "How many sections are connected to it",
     .call =
         [](Object& o, const Arguments&) {
             return number(static_cast<double>(as<SectionRef>(o).live().children().size()));
         }},
    {.name = "has_parent",
     .signature = "() -> bool",
     .summary = "Whether it is connected to another",
     .call = [](Object& o,
                const Arguments&) { return number(as<SectionRef>(o).live().parent() != nullptr); }},
    {.name = "has_trueparent",
     .signature = "() -> bool",
     .summary = "Whether there is one nearer to the root",
     .call = [](Object& o,
                const Arguments&) { return number(true_parent(as<SectionRef>(o).live()) != nullptr); }},
    {.name = "exists",
     .signature = "() -> bool",
     .summary = "Whether the section was not deleted",
     .call = [](Object& o, const Arguments&) { return number(!as<SectionRef>(o).section->is_deleted()); }},
    {.name = "is_cas",
     .signature = "() -> bool",
     .summary = "Whether it is the current section",
     .call =
         [](Object& o, const Arguments&) {
             return number(world_of(o)->classes().current_section() == as<SectionRef>(o).section);
         }},
};

// functions ------------------------------------------------------------------------------------------------------------------

constexpr Function kFunctions[] = {
    {"issection", "(pattern, sec=) -> float", "1 if a regular expression fits the whole name of the section",
     [](World& w, const Arguments& a) {
         const auto wanted = name_pattern(a.text(0), std::string(a.function()));
         return number(wanted.fits(w.classes().current_section()->name()));
     },
     true},
    {"disconnect", "(sec=) -> float", "Make the section the root of its own tree",
     [](World& w, const Arguments&) {
         w.model().disconnect(*w.classes().current_section());
         return number(0);
     },
     true},
};

} // namespace

std::span<const Function> section_functions() { return kFunctions; }

bool sections_of(hoc::Object& list, std::vector<model::SectionPtr>& out) {
    auto* found = dynamic_cast<SectionList*>(&list);
    if (found) out = found->living();
    return found != nullptr;
}

const Declaration kSectionListClass = {
    .name = "SectionList",
    .signature = "([sections])",
    .summary = "Sections in an order",
    .members = kListMembers,
    .make = [](BuiltinClass& type, const Arguments& a) -> hoc::ObjectPtr {
        auto made = std::make_shared<SectionList>(type.self());
        if (a.has(0))
            for (const auto& item : a.require<Sequence>(0, "sections in a list")->items) {
                const Arguments one(a.function(), {&item, 1});
                made->sections.push_back(section_in(*type.world(), one, 0));
            }
        return made;
    },
    .items =
        [](Object& o) {
            std::vector<Value> out;
            for (const auto& s : as<SectionList>(o).living()) out.push_back(key_of(*s));
            return out;
        },
    .takes_objects = true,
    .takes_section = true};

const Declaration kSectionRefClass = {
    .name = "SectionRef",
    .signature = "([section])",
    .summary = "A section and its place in the tree",
    .members = kRefMembers,
    .make = [](BuiltinClass& type, const Arguments& a) -> hoc::ObjectPtr {
        auto section = a.has(0) ? section_in(*type.world(), a, 0) : type.world()->classes().current_section();
        return std::make_shared<SectionRef>(type.self(), std::move(section));
    },
    .takes_section = true};

} // namespace ranvier::world::classes
