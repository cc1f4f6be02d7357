// SPDX-License-Identifier: BSD-3-Clause
// GUIMath: distances and boxes, in the single precision that screens compute with.
#include <algorithm>
#include <cfenv>
#include <cmath>

#include "ranvier/world/classes/small.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;

struct Point {
    float x, y;
};

Point point(const Arguments& a, std::size_t i) {
    return {static_cast<float>(a.number(i)), static_cast<float>(a.number(i + 1))};
}

float distance(Point a, Point b) { return std::sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)); }

/// From point 0, 1 to the line through 2, 3 and 4, 5; `within`: to the stretch between them.
Value to_line(const Arguments& a, bool within) {
    const auto p = point(a, 0), from = point(a, 2), to = point(a, 4);
    const float dx = to.x - from.x, dy = to.y - from.y;
    const float length2 = dx * dx + dy * dy;
    if (length2 == 0) return number(distance(p, from));
    float along = ((p.x - from.x) * dx + (p.y - from.y) * dy) / length2;
    if (within) along = std::clamp(along, 0.0F, 1.0F);
    return number(distance(p, {from.x + along * dx, from.y + along * dy}));
}

/// How numbers are rounded: 1 down, 2 to the nearest, 3 to zero, 4 up. For what the calling thread computes.
constexpr int kRoundings[] = {FE_DOWNWARD, FE_TONEAREST, FE_TOWARDZERO, FE_UPWARD};

Value rounding(Object&, const Arguments& a) {
    const auto* now = std::find(std::begin(kRoundings), std::end(kRoundings), std::fegetround());
    if (a.has(0))
        if (const auto wanted = a.whole(0, 0, 4); wanted > 0) std::fesetround(kRoundings[wanted - 1]);
    return number(static_cast<double>(now - std::begin(kRoundings)) + 1);
}

constexpr hoc::Member kMembers[] = {
    {.name = "feround",
     .signature = "([mode]) -> int",
     .summary = "How numbers are rounded: 1 down, 2 to the nearest, 3 to zero, 4 up; sets it",
     .call = rounding},
    {.name = "d2line",
     .signature = "(x, y, x1, y1, x2, y2) -> float",
     .summary = "Distance of a point from a line",
     .call = [](Object&, const Arguments& a) { return to_line(a, false); }},
    {.name = "d2line_seg",
     .signature = "(x, y, x1, y1, x2, y2) -> float",
     .summary = "Distance of a point from a stretch of a line",
     .call = [](Object&, const Arguments& a) { return to_line(a, true); }},
    {.name = "inside",
     .signature = "(x, y, left, bottom, right, top) -> bool",
     .summary = "Whether a point is in a box",
     .call =
         [](Object&, const Arguments& a) {
             const auto p = point(a, 0), low = point(a, 2), high = point(a, 4);
             return number(p.x >= low.x && p.x <= high.x && p.y >= low.y && p.y <= high.y);
         }},
};

} // namespace

const Declaration kGuiMathClass = {.name = "GUIMath",
                                   .signature = "()",
                                   .summary = "Distances and boxes",
                                   .members = kMembers,
                                   .make = [](BuiltinClass& type, const Arguments&) -> hoc::ObjectPtr {
                                       return std::make_shared<Object>(type.self());
                                   }};

} // namespace ranvier::world::classes
