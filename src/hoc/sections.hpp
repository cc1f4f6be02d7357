// SPDX-License-Identifier: BSD-3-Clause
// Where a loop over sections or over the positions of one stands; a value on the stack.
#pragma once

#include <vector>

#include "machine.hpp"

namespace ranvier::hoc {

class LoopClass final : public Class {
  public:
    LoopClass() : Class("loop") {}
    [[nodiscard]] ObjectPtr make(const Arguments&) override { return nullptr; }
    [[nodiscard]] std::span<const Member> members() const override { return {}; }
    [[nodiscard]] const Member* find(std::string_view) const override { return nullptr; }
};

struct SectionLoop final : Object {
    explicit SectionLoop(std::vector<SectionKey> all)
        : Object(std::make_shared<LoopClass>()), sections(std::move(all)) {}
    std::vector<SectionKey> sections;
    std::size_t next = 0;
    bool has_pushed = false;
};

struct PositionLoop final : Object {
    explicit PositionLoop(std::vector<double> all)
        : Object(std::make_shared<LoopClass>()), positions(std::move(all)) {}
    std::vector<double> positions;
    std::size_t next = 0;
};

/// In code of a template the sections of a loop are the object's own; elsewhere all of them.
[[nodiscard]] std::vector<SectionKey> within(TemplateObject* self, std::vector<SectionKey> all);
/// What forsec and ifsec choose by: a SectionList or a text.
[[nodiscard]] std::vector<SectionKey> selected(Machine& machine, const Value& by);
/// The positions that for (x) goes through: the segments' centres, with the ends 0 and 1 or without.
[[nodiscard]] std::vector<double> positions(Machine& machine, bool with_ends);
void connect(Machine& machine, const Value* values);

} // namespace ranvier::hoc
