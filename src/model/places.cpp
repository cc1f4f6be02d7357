// SPDX-License-Identifier: BSD-3-Clause
// Where a place on a section is, and the shape that the equations see.
#include <algorithm>
#include <cmath>

#include "ranvier/base/error.hpp"
#include "ranvier/model/model.hpp"

namespace ranvier::model {

namespace {
constexpr double kUnconnected = 1e20;
constexpr double kNoNeighbour = 1e30; ///< [Mohm]
} // namespace

std::string Model::place(const Section& section, double x) {
    return section.name() + "(" + number_text(x) + ")";
}

void Model::check_x(const Section& section, double x) const {
    if (!(x >= 0 && x <= 1))
        throw InputError::out_of_range("x", section.name(), number_text(x), "0 <= x <= 1");
}

state::RowId Model::node_at(const Section& section, double x) const {
    check_alive(section);
    check_x(section, x);
    if (x == section.child_end()) {
        return section.parent() ? node_at(*section.parent(), section.parent_x()) : section.root_node();
    }
    if (x == 0 || x == 1) return section.nodes().back();
    return section.nodes()[static_cast<std::size_t>(section.segment_index(x))];
}

void Model::shape_changed(Section& section) {
    section.geometry_stale_ = true;
    ++revisions_.geometry;
}

void Model::set_diameter(Section& section, double x, double diameter) {
    check_alive(section);
    if (!(diameter > 0) || !std::isfinite(diameter))
        throw InputError::out_of_range("diam", x < 0 ? section.name() : place(section, x),
                                       number_text(diameter) + " um", "diam > 0");
    if (section.points_lead_ && section.points_.size() > 1) return;
    const auto row_of = [&](int i) { return nodes_->row(section.nodes_[static_cast<std::size_t>(i)]); };
    const int only = x < 0 ? -1 : section.segment_index(x);
    for (int i = 0; i < section.nseg(); ++i)
        if (only < 0 || i == only) nodes_->set(row_of(i), kDiam, diameter);
    // Points are the master: they take the diameters of the segments they lie in at once, and the segments take theirs from the
    // points with the next update. As in NEURON, segments that never saw an update still count with their old diameter.
    if (section.points_.size() > 1)
        for (auto& p : section.points_) {
            const double along = p.arc / section.length_;
            const int i = section.segment_index(section.child_end() == 1 ? 1 - along : along);
            p.diameter = static_cast<float>(nodes_->get(row_of(i), kDiam));
        }
    shape_changed(section);
}

void Model::set_cm(Section& section, double x, double cm) {
    check_alive(section);
    if (!(cm >= 0) || !std::isfinite(cm))
        throw InputError::out_of_range("cm", x < 0 ? section.name() : place(section, x),
                                       number_text(cm) + " uF/cm2", "cm >= 0");
    const int only = x < 0 ? -1 : section.segment_index(x);
    for (int i = 0; i < section.nseg(); ++i)
        if (only < 0 || i == only)
            nodes_->set(nodes_->row(section.nodes_[static_cast<std::size_t>(i)]), kCm, cm);
    ++revisions_.geometry;
}

double Model::diameter(Section& section, double x) {
    check_alive(section);
    update_geometry(section);
    return nodes_->get(nodes_->row(section.nodes_[static_cast<std::size_t>(section.segment_index(x))]),
                       kDiam);
}

double Model::cm(const Section& section, double x) const {
    check_alive(section);
    return nodes_->get(nodes_->row(section.nodes_[static_cast<std::size_t>(section.segment_index(x))]), kCm);
}

double Model::area(Section& section, double x) {
    check_alive(section);
    if (x == 0 || x == 1) return 0;
    update_geometry(section);
    return nodes_->get(nodes_->row(section.nodes_[static_cast<std::size_t>(section.segment_index(x))]),
                       kArea);
}

double Model::volume(Section& section, double x) {
    check_alive(section);
    if (x == 0 || x == 1) return 0;
    return shape(section)[static_cast<std::size_t>(section.segment_index(x))].volume;
}

std::vector<morph::SegmentGeometry> Model::shape(const Section& section) const {
    std::vector<morph::SegmentGeometry> out;
    if (section.points_.size() > 1) {
        out = morph::frusta(section.points_, section.nseg(), section.ra());
        if (spine_area_ > 0)
            for (const auto& p : section.points_)
                if (p.is_spine) {
                    const double at = p.arc / section.points_.back().arc * section.nseg();
                    out[std::min(static_cast<std::size_t>(at), out.size() - 1)].area += spine_area_;
                }
        if (section.child_end() == 1) { // points run from the end that touches the parent
            std::reverse(out.begin(), out.end());
            for (auto& g : out) std::swap(g.left, g.right);
        }
        return out;
    }
    out.reserve(static_cast<std::size_t>(section.nseg()));
    const double dx = section.length() / section.nseg();
    for (int i = 0; i < section.nseg(); ++i)
        out.push_back(morph::cylinder(
            dx, nodes_->get(nodes_->row(section.nodes_[static_cast<std::size_t>(i)]), kDiam), section.ra()));
    return out;
}

double Model::axial_resistance(Section& section, double x) {
    check_alive(section);
    update_geometry(section);
    if (x == section.child_end()) { // the parent's node, or the root
        if (!section.parent()) return kNoNeighbour;
        return axial_resistance(*section.parent(), section.parent_x());
    }
    const auto s = shape(section);
    const bool reversed = section.child_end() == 1;
    const int n = section.nseg();
    if (x == 0) return s.front().left;
    if (x == 1) return s.back().right;
    const int i = section.segment_index(x);
    const auto& here = s[static_cast<std::size_t>(i)];
    if (!reversed) return i == 0 ? here.left : s[static_cast<std::size_t>(i - 1)].right + here.left;
    return i == n - 1 ? here.right : here.right + s[static_cast<std::size_t>(i + 1)].left;
}

void Model::update_geometry(Section& section) {
    if (!section.geometry_stale_) return;
    const auto s = shape(section);
    for (int i = 0; i < section.nseg(); ++i) {
        const auto& g = s[static_cast<std::size_t>(i)];
        if (!std::isfinite(g.left) || !std::isfinite(g.right) || !(g.area > 0))
            throw NumericsError(ErrorParts{
                "the shape has no finite area and axial resistance",
                place(section, (i + 0.5) / section.nseg()),
                "area " + number_text(g.area) + " um2, resistance " + number_text(g.left + g.right) + " Mohm",
                "diameters and lengths above 0", "look at the 3-d points around here"});
        const auto row = nodes_->row(section.nodes_[static_cast<std::size_t>(i)]);
        nodes_->set(row, kArea, g.area);
        if (section.points_.size() > 1) nodes_->set(row, kDiam, g.diameter);
    }
    section.geometry_stale_ = false;
}

void Model::set_spine_area(double area) {
    spine_area_ = area;
    for (const auto& section : sections_)
        if (std::ranges::any_of(section->points_, &morph::Point::is_spine)) shape_changed(*section);
}

bool Model::has_stale_geometry() const {
    return std::ranges::any_of(sections_, [](const auto& section) { return section->geometry_stale_; });
}

void Model::make_geometry_stale() {
    for (const auto& section : sections_) shape_changed(*section);
}

void Model::update_geometry() {
    for (const auto& section : sections_) update_geometry(*section);
}

double Model::distance(const Section& a, double ax, const Section& b, double bx) const {
    check_alive(a);
    check_alive(b);
    // A place as the node it acts on: a centre of a segment or an end.
    const auto snap = [](const Section& s, double x) {
        return x == 0 || x == 1 ? x : (s.segment_index(x) + 0.5) / s.nseg();
    };
    struct Step {
        const Section* section;
        double x;      ///< where the path stands on it
        double length; ///< so far
    };
    const auto to_root = [&](const Section& s, double x) {
        std::vector<Step> path{{&s, snap(s, x), 0}};
        while (path.back().section->parent()) {
            const Step& last = path.back();
            const double length =
                last.length + std::abs(last.x - last.section->child_end()) * last.section->length();
            const Section* parent = last.section->parent();
            path.push_back({parent, snap(*parent, last.section->parent_x()), length});
        }
        return path;
    };
    const auto from_a = to_root(a, ax), from_b = to_root(b, bx);
    for (const auto& p : from_a)
        for (const auto& q : from_b)
            if (p.section == q.section)
                return p.length + q.length + std::abs(p.x - q.x) * p.section->length();
    return kUnconnected;
}

// 3-d points ---------------------------------------------------------------------------------------------------------------

namespace {
void check_finite(const Section& section, double x, double y, double z, double diameter) {
    if (!std::isfinite(x) || !std::isfinite(y) || !std::isfinite(z) || !std::isfinite(diameter))
        throw InputError(ErrorParts{"a 3-d point must be finite",
                                    section.name(),
                                    number_text(x) + ", " + number_text(y) + ", " + number_text(z) +
                                        ", diameter " + number_text(diameter),
                                    "finite numbers [um]",
                                    {}});
}
/// A negative diameter marks a spine; its size is the diameter.
morph::Point make_point(double x, double y, double z, double diameter) {
    return {static_cast<float>(x), static_cast<float>(y),
            static_cast<float>(z), static_cast<float>(std::abs(diameter)),
            diameter < 0,          0};
}
void check_index(const Section& section, int index, std::size_t size) {
    if (index < 0 || static_cast<std::size_t>(index) >= size)
        throw InputError::out_of_range("the index of a 3-d point", section.name(), std::to_string(index),
                                       "0 <= index < " + std::to_string(size));
}
} // namespace

void Model::points_changed(Section& section) {
    const double length = morph::measure_arcs(section.points_);
    constexpr double kShortest = 1e-9; // of a single point, or of points at one place
    if (!section.points_.empty()) section.length_ = std::max(length, kShortest);
    shape_changed(section);
}

void Model::add_point(Section& section, double x, double y, double z, double diameter) {
    check_alive(section);
    check_finite(section, x, y, z, diameter);
    section.points_.push_back(make_point(x, y, z, diameter));
    points_changed(section);
}

void Model::insert_point(Section& section, int index, double x, double y, double z, double diameter) {
    check_alive(section);
    check_index(section, index, section.points_.size() + 1);
    check_finite(section, x, y, z, diameter);
    section.points_.insert(section.points_.begin() + index, make_point(x, y, z, diameter));
    points_changed(section);
}

void Model::change_point(Section& section, int index, double x, double y, double z, double diameter) {
    check_alive(section);
    check_index(section, index, section.points_.size());
    check_finite(section, x, y, z, diameter);
    section.points_[static_cast<std::size_t>(index)] = make_point(x, y, z, diameter);
    points_changed(section);
}

void Model::change_point(Section& section, int index, double diameter) {
    check_alive(section);
    check_index(section, index, section.points_.size());
    const auto p = section.points_[static_cast<std::size_t>(index)];
    change_point(section, index, p.x, p.y, p.z, diameter);
}

void Model::remove_point(Section& section, int index) {
    check_alive(section);
    check_index(section, index, section.points_.size());
    section.points_.erase(section.points_.begin() + index);
    points_changed(section);
}

void Model::clear_points(Section& section) {
    check_alive(section);
    section.points_.clear();
    points_changed(section);
}

} // namespace ranvier::model
