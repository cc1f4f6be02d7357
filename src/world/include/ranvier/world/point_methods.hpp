// SPDX-License-Identifier: BSD-3-Clause
// Methods of standard point processes that no .mod file can say, as they take objects.
#pragma once

#include <span>
#include <string_view>

#include "ranvier/hoc/object.hpp"
#include "ranvier/world/hoc_points.hpp"

namespace ranvier::world {

struct PointMethod {
    std::string_view mechanism, name, signature, summary;
    hoc::Value (*call)(World& world, PointObject& point, const hoc::Arguments& arguments);
};

[[nodiscard]] std::span<const PointMethod> point_methods();
/// Null if there is none.
[[nodiscard]] const PointMethod* find_point_method(std::string_view mechanism, std::string_view name);

} // namespace ranvier::world
