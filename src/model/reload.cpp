// SPDX-License-Identifier: BSD-3-Clause
// A mechanism is read again while the model stands.
#include <algorithm>

#include "ranvier/base/error.hpp"
#include "ranvier/model/model.hpp"

namespace ranvier::model {

namespace {
std::string instances_text(std::int32_t count) {
    return std::to_string(count) + (count == 1 ? " instance" : " instances");
}
} // namespace

void Model::replace_mechanism(const std::shared_ptr<const mir::Mechanism>& mechanism) {
    const auto type = mechanisms_.find(mechanism->name);
    RV_CHECK(type != nullptr);
    const auto& old = *type->mechanism;
    const auto alive = type->instances->alive_count();
    if (alive > 0 && old.file != mechanism->file)
        throw StateError(
            ErrorParts{"a mechanism of this name is in use", mechanism->name,
                       mechanism->file + " while " + instances_text(alive) + " of " + old.file + " live",
                       "the same file again, or no instance",
                       "rename it with SUFFIX or POINT_PROCESS, or delete the instances"});
    if (alive > 0 && old.kind != mechanism->kind)
        throw StateError(ErrorParts{"the mechanism has become one of another kind",
                                    mechanism->name,
                                    mechanism->file + " while " + instances_text(alive) + " live",
                                    "no instance",
                                    {}});
    mechanisms_.replace(*type, mechanism);
    // What the sections carry follows: ions that are new, and the order of evaluation.
    for (const auto& section : sections_) {
        const bool is_on =
            section->find(*type) || std::any_of(section->points_on_.begin(), section->points_on_.end(),
                                                [&](const auto* point) { return point->type_ == type; });
        if (!is_on) continue;
        for (const auto& use : mechanism->ions) add_inserted(*section, mechanisms_.ion(use.name));
        promote_ion_styles(*section, *type);
        std::stable_sort(section->inserted_.begin(), section->inserted_.end(),
                         [](const auto& a, const auto& b) {
                             return a.type->evaluation_rank() < b.type->evaluation_rank();
                         });
    }
    for (auto* netcon : netcons_)
        if (netcon->target && netcon->target->type_ == type)
            netcon->weights->resize(static_cast<std::size_t>(mechanism->weight_count), 0.0);
    ++revisions_.structure;
    ++revisions_.network;
}

} // namespace ranvier::model
