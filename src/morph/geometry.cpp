// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/morph/geometry.hpp"

#include <algorithm>
#include <cmath>

#include "ranvier/base/units.hpp"

namespace ranvier::morph {

using units::kMegohmPerOhmCmPerMicron;
using units::kPi;

double measure_arcs(std::vector<Point>& points) {
    double arc = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (i > 0) {
            // differences in single precision, as the field's programs take them
            const double dx = points[i].x - points[i - 1].x;
            const double dy = points[i].y - points[i - 1].y;
            const double dz = points[i].z - points[i - 1].z;
            arc += std::sqrt(dx * dx + dy * dy + dz * dz);
        }
        points[i].arc = arc;
    }
    return arc;
}

SegmentGeometry cylinder(double length, double diameter, double resistivity) {
    SegmentGeometry g;
    g.area = kPi * diameter * length;
    g.diameter = diameter;
    g.left = kMegohmPerOhmCmPerMicron * resistivity * (length / 2) / (kPi * diameter * diameter / 4);
    g.right = g.left;
    g.volume = kPi * diameter * diameter / 4 * length;
    return g;
}

namespace {

/// What a stretch of the chain adds up to.
struct Stretch {
    double area_over_pi = 0;
    double diameter_length = 0; ///< integral of the diameter
    double resistance = 0;      ///< integral of dx / (d^2 / 4 pi), without the resistivity [1/um]
    double volume = 0;
};

/// dx / (d^2 / 4 pi) of a frustum one of whose ends is a point: NEURON's number, under which next to nothing flows [1/um].
constexpr double kPinched = 1e15 * 4 / kPi;

void add_frustum(Stretch& s, double d0, double d1, double length) {
    const double half_difference = (d1 - d0) / 2;
    s.area_over_pi += (d0 + d1) / 2 * std::sqrt(length * length + half_difference * half_difference);
    s.diameter_length += (d0 + d1) / 2 * length;
    if (d0 * d1 == 0) s.resistance += kPinched;
    else if (length > 0) s.resistance += 4 * length / (kPi * d0 * d1);
    s.volume += kPi / 12 * length * (d0 * d0 + d0 * d1 + d1 * d1);
}

/// Walks the chain once, from stretch to stretch. Steps of the diameter at one place are annuli without length; one that stands
/// where a stretch ends belongs to that stretch.
class ChainWalker {
  public:
    explicit ChainWalker(const std::vector<Point>& points) : points_(points), diameter_(points[0].diameter) {}

    /// The stretch from where the last call ended to `end`; every call must go further.
    Stretch advance_to(double end) {
        Stretch s;
        for (;; ++next_) {
            const Point& a = points_[next_ - 1];
            const Point& b = points_[next_];
            const bool ends_here = b.arc > end || next_ + 1 == points_.size();
            if (!ends_here) {
                go_to(s, b.arc, b.diameter);
                continue;
            }
            const double fraction = b.arc > a.arc ? (end - a.arc) / (b.arc - a.arc) : 1.0;
            go_to(s, end, (1 - fraction) * a.diameter + fraction * b.diameter);
            return s;
        }
    }

  private:
    void go_to(Stretch& s, double arc, double diameter) {
        add_frustum(s, diameter_, diameter, arc - at_);
        at_ = arc;
        diameter_ = diameter;
    }
    const std::vector<Point>& points_;
    std::size_t next_ = 1;
    double at_ = 0;
    double diameter_;
};

} // namespace

std::vector<SegmentGeometry> frusta(const std::vector<Point>& points, int segment_count, double resistivity) {
    std::vector<SegmentGeometry> out(static_cast<std::size_t>(segment_count));
    const double total = points.back().arc;
    const double dx = total / segment_count;
    ChainWalker walker(points);
    for (int i = 0; i < segment_count; ++i) {
        // Rounded as NEURON does, because that decides on which side of a boundary a point falls.
        const double centre = i * dx + dx / 2;
        const double end = centre + dx / 2;
        const Stretch left = walker.advance_to(centre);
        const Stretch right = walker.advance_to(end);
        auto& g = out[static_cast<std::size_t>(i)];
        g.area = kPi * (left.area_over_pi + right.area_over_pi);
        g.diameter = (left.diameter_length + right.diameter_length) / dx;
        g.left = kMegohmPerOhmCmPerMicron * resistivity * left.resistance;
        g.right = kMegohmPerOhmCmPerMicron * resistivity * right.resistance;
        g.volume = left.volume + right.volume;
    }
    return out;
}

} // namespace ranvier::morph
