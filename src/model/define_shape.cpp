// SPDX-License-Identifier: BSD-3-Clause
// 3-d points for sections that have none, and places for those that have: every section begins where its parent is. The plane
// and the angles are those of the field's programs, so that pictures of a cell look as their authors know them.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <unordered_map>
#include <utility>

#include "ranvier/base/error.hpp"
#include "ranvier/model/model.hpp"

namespace ranvier::model {

namespace {
constexpr double kFan = 0.4;          ///< [rad] half the angle between the outermost of siblings
constexpr double kBetweenTrees = 100; ///< [um] in z, between roots without points
constexpr double kPi = std::numbers::pi;

struct Place {
    double x, y, z;
};

/// How far along its points, which run from the end that touches the parent.
double along(const Section& section, double x) { return section.child_end() == 1 ? 1 - x : x; }

Place place_along(const std::vector<morph::Point>& points, double fraction) {
    if (fraction <= 0 || points.size() == 1) return {points.front().x, points.front().y, points.front().z};
    if (fraction >= 1) return {points.back().x, points.back().y, points.back().z};
    const double arc = fraction * points.back().arc;
    const auto after = std::find_if(points.begin() + 1, points.end() - 1,
                                    [arc](const morph::Point& p) { return p.arc >= arc; });
    const auto before = after - 1;
    const double span = after->arc - before->arc;
    const double w = span > 0 ? (arc - before->arc) / span : 0;
    return {before->x + w * (after->x - before->x), before->y + w * (after->y - before->y),
            before->z + w * (after->z - before->z)};
}

/// Direction in the plane of x and y; 0 for a section that is seen end on.
double angle_of(const std::vector<morph::Point>& points) {
    return std::atan2(static_cast<double>(points.back().y) - points.front().y,
                      static_cast<double>(points.back().x) - points.front().x);
}

/// Away from the parent: on at its far end, back at its near one, to the sides in between.
double turn_at(double fraction) {
    if (fraction >= 1) return 0;
    if (fraction <= 0) return kPi;
    return fraction >= 0.5 ? kPi / 2 : -kPi / 2;
}
} // namespace

void Model::define_shape() {
    update_geometry();
    int roots = 0;
    std::vector<Section*> waiting;
    for (const auto& root : sections_) {
        if (root->parent_) continue;
        if (root->points_.empty()) lay_points(*root, 0, 0, roots * kBetweenTrees, 0);
        ++roots;
        waiting.assign(1, root.get());
        while (!waiting.empty()) {
            auto& section = *waiting.back();
            waiting.pop_back();
            lay_children(section);
            waiting.insert(waiting.end(), section.children_.begin(), section.children_.end());
        }
    }
}

void Model::lay_children(Section& section) {
    if (section.children_.empty()) return;
    const double angle = angle_of(section.points_);
    std::unordered_map<double, int> seen; // siblings at one place; the last one made comes first
    for (auto* child : section.children_) {
        const double fraction = along(section, child->parent_x_);
        const auto from = place_along(section.points_, fraction);
        const auto index = seen[child->parent_x_]++;
        if (!child->points_.empty()) {
            move_points(*child, from.x, from.y, from.z);
            continue;
        }
        const auto siblings = std::ranges::count(section.children_, child->parent_x_, &Section::parent_x_);
        const double offset = siblings > 1 ? kFan * (2.0 * index / static_cast<double>(siblings - 1) - 1) : 0;
        lay_points(*child, from.x, from.y, from.z, angle + turn_at(fraction) + offset);
    }
}

/// A straight section: its ends and the centres of its segments.
void Model::lay_points(Section& section, double x, double y, double z, double angle) {
    const int n = section.nseg();
    const double dx = std::cos(angle), dy = std::sin(angle);
    const auto diameter_of = [&](int i) {
        const int segment = section.child_end() == 1 ? n - 1 - i : i;
        return nodes_->get(nodes_->row(section.nodes_[static_cast<std::size_t>(segment)]), kDiam);
    };
    const auto add = [&](double fraction, int segment) {
        const double arc = fraction * section.length_;
        section.points_.push_back({static_cast<float>(x + arc * dx), static_cast<float>(y + arc * dy),
                                   static_cast<float>(z), static_cast<float>(diameter_of(segment)), false,
                                   arc});
    };
    add(0, 0);
    for (int i = 0; i < n; ++i) add((i + 0.5) / n, i);
    add(1, n - 1);
    shape_changed(section);
}

/// Moves a section as it is; nothing that the equations see changes.
void Model::move_points(Section& section, double x, double y, double z) {
    auto& first = section.points_.front();
    const double dx = x - first.x, dy = y - first.y, dz = z - first.z;
    if (dx == 0 && dy == 0 && dz == 0) return;
    for (auto& p : section.points_) {
        p.x = static_cast<float>(p.x + dx);
        p.y = static_cast<float>(p.y + dy);
        p.z = static_cast<float>(p.z + dz);
    }
}

bool Model::keep_points(Section& section, bool flag) {
    check_alive(section);
    return std::exchange(section.points_lead_, flag);
}

} // namespace ranvier::model
