// SPDX-License-Identifier: BSD-3-Clause
#include "sections.hpp"

#include <algorithm>

#include "templates.hpp"

namespace ranvier::hoc {

std::vector<SectionKey> within(TemplateObject* self, std::vector<SectionKey> all) {
    if (!self) return all;
    std::vector<SectionKey> own;
    for (const Symbol* symbol : self->template_class().slots) {
        const Variable& held = self->field(symbol->slot);
        if (held.kind == Kind::section) own.push_back(held.section);
        else if (held.kind == Kind::sections)
            own.insert(own.end(), held.array->sections.begin(), held.array->sections.end());
    }
    std::erase_if(all, [&](SectionKey section) { return std::ranges::find(own, section) == own.end(); });
    return all;
}

std::vector<SectionKey> selected(Machine& machine, const Value& by) {
    if (const auto* text = std::get_if<TextPtr>(&by)) return machine.host.sections(**text);
    const ObjectPtr list = object_in(by, "forsec");
    if (!list) throw InputError("forsec: there is no SectionList (it is NULLobject)");
    return machine.host.sections(*list);
}

std::vector<double> positions(Machine& machine, bool with_ends) {
    const int segments = machine.host.segments(machine.current_section());
    std::vector<double> out;
    if (with_ends) out.push_back(0);
    for (int i = 0; i < segments; ++i) out.push_back((i + 0.5) / segments);
    if (with_ends) out.push_back(1);
    return out;
}

/// child, its end, parent (no section: the current one), the position on it
void connect(Machine& machine, const Value* values) {
    const auto* child = std::get_if<SectionKey>(&values[0]);
    if (!child) throw InputError("connect: the child " + value_text(values[0]) + " is no section");
    const auto* parent = std::get_if<SectionKey>(&values[2]);
    if (!parent && !number_of(values[2]))
        throw InputError("connect: the parent " + value_text(values[2]) + " is no section");
    machine.host.connect(*child, need_number(values[1], "connect"),
                         parent ? *parent : machine.current_section(), need_number(values[3], "connect"));
}

} // namespace ranvier::hoc
