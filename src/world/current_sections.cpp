// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/current_sections.hpp"

#include "ranvier/base/error.hpp"

namespace ranvier::world {

model::SectionPtr CurrentSections::current() const {
    for (auto it = stack_.rbegin(); it != stack_.rend(); ++it)
        if (*it && !(*it)->is_deleted()) return *it;
    if (auto found = accessed_.lock(); found && !found->is_deleted()) return found;
    return model_.sections().empty() ? nullptr : model_.sections().front();
}

model::SectionPtr CurrentSections::require() const {
    auto found = current();
    if (!found)
        throw StateError(ErrorParts{
            "there is no section, so none can be the current one", {}, {}, {}, "make one, or name one"});
    return found;
}

void CurrentSections::pop() {
    if (!stack_.empty()) stack_.pop_back();
}

void CurrentSections::restore(std::size_t depth) {
    if (depth < stack_.size()) stack_.resize(depth);
}

} // namespace ranvier::world
