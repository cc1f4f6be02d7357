// SPDX-License-Identifier: BSD-3-Clause
// Sections and range variables of the world for hoc.
#include <cmath>

#include "ranvier/base/error.hpp"
#include "ranvier/base/pattern.hpp"
#include "ranvier/world/classes/ref_place.hpp"
#include "ranvier/world/classes/sections.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/hoc_points.hpp"
#include "ranvier/world/name_patterns.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world {

using hoc::SectionKey;

namespace {
enum Property : std::int32_t { kNseg, kLength, kRa, kRallbranch };
} // namespace

SectionKey HocHost::key(const model::SectionPtr& section) {
    if (!section) return {};
    if (section != recent_) {
        world_.classes().remember(section);
        recent_ = section;
    }
    return classes::key_of(*section);
}

model::SectionPtr HocHost::find_section(SectionKey key) const {
    if (recent_ && classes::key_of(*recent_) == key) return recent_->is_deleted() ? nullptr : recent_;
    auto found = key ? world_.classes().find_section(key) : nullptr;
    if (found) recent_ = found;
    return found;
}

model::SectionPtr HocHost::section(SectionKey key) const {
    auto found = find_section(key);
    if (!found) throw StateError("the section was deleted");
    return found;
}

// the stack of current sections ----------------------------------------------------------------------------------------------

SectionKey HocHost::current() { return key(world_.current_sections().current()); }
void HocHost::push(SectionKey section) {
    const bool is_known = recent_ && classes::key_of(*recent_) == section && !recent_->is_deleted();
    world_.current_sections().push(is_known ? recent_ : this->section(section));
}
void HocHost::pop() { world_.current_sections().pop(); }
std::size_t HocHost::depth() { return world_.current_sections().depth(); }
void HocHost::restore(std::size_t depth) { world_.current_sections().restore(depth); }
/// Inside a section's statement that statement's section is replaced, until it ends.
void HocHost::access(SectionKey section) {
    auto& sections = world_.current_sections();
    const auto found = this->section(section);
    if (sections.depth() == 0) {
        sections.access(found);
        return;
    }
    sections.pop();
    sections.push(found);
}

// building -------------------------------------------------------------------------------------------------------------------

SectionKey HocHost::create(std::string_view name, int index, const hoc::ObjectPtr& owner) {
    world_.check_access();
    std::string full = owner ? owner->name() + "." : "";
    full += name;
    if (index >= 0) full += "[" + std::to_string(index) + "]";
    auto made = world_.model().create_section(std::move(full));
    owned_[made.get()] = {made, owner};
    return key(made);
}

void HocHost::destroy(SectionKey section) {
    const auto found = find_section(section);
    if (!found) return;
    owned_.erase(found.get());
    world_.model().delete_section(*found);
}

bool HocHost::is_alive(SectionKey section) { return find_section(section) != nullptr; }

/// A section of another language is one of `_pysec`, unless it was given no name.
std::string HocHost::section_name(SectionKey section) {
    const auto found = this->section(section);
    const auto& name = found->name();
    return owns(*found) || name.starts_with("__nrnsec_") ? name : "_pysec." + name;
}

void HocHost::connect(SectionKey child, double child_x, SectionKey parent, double parent_x) {
    world_.check_access();
    world_.model().connect(*section(child), child_x, *section(parent), parent_x);
}

void HocHost::insert(SectionKey section, std::string_view mechanism) {
    world_.check_access();
    if (is_in_every_section(mechanism)) return;
    world_.model().insert(*this->section(section), world_.mechanism(mechanism));
}

void HocHost::uninsert(SectionKey section, std::string_view mechanism) {
    world_.check_access();
    world_.model().uninsert(*this->section(section), world_.mechanism(mechanism));
}

int HocHost::segments(SectionKey section) { return this->section(section)->nseg(); }

std::vector<SectionKey> HocHost::sections() {
    std::vector<SectionKey> out;
    for (const auto& s : world_.model().sections()) out.push_back(key(s));
    return out;
}

std::vector<SectionKey> HocHost::sections(std::string_view pattern) {
    std::vector<SectionKey> out;
    const auto wanted = name_pattern(pattern);
    for (const auto& s : world_.model().sections())
        if (wanted.find(s->name())) out.push_back(key(s));
    return out;
}

std::vector<SectionKey> HocHost::sections(hoc::Object& list) {
    std::vector<model::SectionPtr> found;
    if (!classes::sections_of(list, found) && (!foreign_ || !foreign_->sections(list, found)))
        throw InputError(ErrorParts{"this is no SectionList", {}, list.name(), "a SectionList", {}});
    std::vector<SectionKey> out;
    for (const auto& s : found) out.push_back(key(s));
    return out;
}

SectionKey HocHost::find_section(std::string_view name, int index) {
    std::string wanted(name);
    if (index >= 0) wanted += "[" + std::to_string(index) + "]";
    for (const auto& s : world_.model().sections())
        if (s->name() == wanted && !owns(*s)) return key(s);
    return {};
}

// numbers --------------------------------------------------------------------------------------------------------------------

double HocHost::property(SectionKey section, std::int32_t id) {
    const auto s = this->section(section);
    switch (id) {
    case kNseg: return s->nseg();
    case kLength: return s->length();
    case kRa: return s->ra();
    default: return s->rallbranch();
    }
}

void HocHost::set_property(SectionKey section, std::int32_t id, double value) {
    world_.check_access();
    const auto s = this->section(section);
    auto& model = world_.model();
    switch (id) {
    // hoc programs compute nseg as a quotient: what is behind the point is dropped
    case kNseg: return model.set_nseg(*s, static_cast<long>(std::trunc(value)));
    case kLength: return model.set_length(*s, value);
    case kRa: return model.set_ra(*s, value);
    default: return model.set_rallbranch(*s, value);
    }
}

const RangeName& HocHost::range(std::int32_t id) const { return *ranges_[static_cast<std::size_t>(id)]; }

double HocHost::range_value(SectionKey section, std::int32_t id, double x, int index) {
    world_.check_access();
    return world_.get(*this->section(section), x, range(id), index);
}

void HocHost::set_range_value(SectionKey section, std::int32_t id, double x, int index, double value) {
    world_.check_access();
    world_.set(*this->section(section), x, range(id), value, index);
}

void HocHost::set_range_values(SectionKey section, std::int32_t id, int index, double value) {
    world_.check_access();
    world_.set_all(*this->section(section), range(id), value, index);
}

hoc::PlacePtr HocHost::range_place(SectionKey section, std::int32_t id, double x, int index) {
    auto of = this->section(section);
    const auto& name = range(id);
    if (name.kind == RangeName::Kind::mechanism)
        return std::make_shared<classes::RefPlace>(world_.ref(*of, x, name, index), of);
    auto& model = world_.model();
    state::DataRef lies{model.nodes(), name.column, model.node_at(*of, x), {}};
    return std::make_shared<classes::RefPlace>(std::move(lies), std::move(of), x, name.name);
}

namespace {
model::PointerTarget target_of(hoc::NumberPlace& source) {
    auto target = HocHost::lasting_ref_of(source);
    if (!target) throw InputError("setpointer: a POINTER points to a number that stays where it is");
    return model::PointerTarget::of(*std::move(target));
}
} // namespace

void HocHost::set_range_pointer(SectionKey section, std::int32_t id, double x, int, hoc::PlacePtr source) {
    world_.set_pointer(world_.pointer(*this->section(section), x, range(id)), target_of(*source));
}

void HocHost::set_pointer(hoc::Object& object, std::string_view member, hoc::PlacePtr source) {
    const auto* made = dynamic_cast<PointObject*>(&object);
    if (!made)
        throw InputError(
            ErrorParts{"only point processes and sections have POINTERs", object.name(), {}, {}, {}});
    const auto& type = *made->point()->type();
    const auto* range = world_.names().find_member(type, member);
    if (!range) {
        std::vector<std::string> known;
        for (const auto* name : world_.names().members(type))
            if (name->is_pointer) known.push_back(name->short_name);
        throw LookupFailure(ErrorParts{"the mechanism has no POINTER of this name",
                                       object.name(),
                                       std::string(member),
                                       {},
                                       near_names_hint(member, known)});
    }
    world_.set_pointer(world_.pointer(*made->point(), *range), target_of(*source));
}

} // namespace ranvier::world
