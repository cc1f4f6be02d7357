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
    return g;
}

namespace {

/// What a stretch of the chain adds up to.
struct Stretch {
    double area_over_pi = 0;
    double diameter_length = 0; ///< integral of the diameter
    double resistance = 0;      ///< integral of dx / (d^2 / 4 pi), without the resistivity [1/um]
};

void add_frustum(Stretch& s, double d0, double d1, double length) {
    const double half_difference = (d1 - d0) / 2;
    s.area_over_pi += (d0 + d1) / 2 * std::sqrt(length * length + half_difference * half_difference);
    s.diameter_length += (d0 + d1) / 2 * length;
    if (length > 0) s.resistance += 4 * length / (kPi * d0 * d1);
}

/// Walks the chain once, from stretch to stretch.
class ChainWalker {
  public:
    explicit ChainWalker(const std::vector<Point>& points) : points_(points) {}

    /// The stretch from where the last call ended to `end`; every call must go further.
    Stretch advance_to(double end) {
        Stretch s;
        while (next_ < points_.size()) {
            const Point& a = points_[next_ - 1];
            const Point& b = points_[next_];
            const double stop = std::min(b.arc, end);
            if (b.arc > a.arc) {
                add_frustum(s, diameter(a, b, at_), diameter(a, b, stop), stop - at_);
            } else {
                // a step in diameter: an annulus without length
                s.area_over_pi += std::abs(static_cast<double>(a.diameter) * a.diameter -
                                           static_cast<double>(b.diameter) * b.diameter) / 4;
            }
            at_ = stop;
            if (b.arc > end || (b.arc == end && next_ + 1 < points_.size() && points_[next_ + 1].arc > end)) {
                if (b.arc == end) ++next_;
                break;
            }
            ++next_;
        }
        return s;
    }

  private:
    static double diameter(const Point& a, const Point& b, double arc) {
        const double fraction = (arc - a.arc) / (b.arc - a.arc);
        return a.diameter + fraction * (static_cast<double>(b.diameter) - a.diameter);
    }
    const std::vector<Point>& points_;
    std::size_t next_ = 1;
    double at_ = 0;
};

} // namespace

std::vector<SegmentGeometry> frusta(const std::vector<Point>& points, int segment_count, double resistivity) {
    std::vector<SegmentGeometry> out(static_cast<std::size_t>(segment_count));
    const double total = points.back().arc;
    const double dx = total / segment_count;
    ChainWalker walker(points);
    for (int i = 0; i < segment_count; ++i) {
        const double centre = (i + 0.5) * dx;
        const double end = i + 1 == segment_count ? total : (i + 1) * dx;
        const Stretch left = walker.advance_to(centre);
        const Stretch right = walker.advance_to(end);
        auto& g = out[static_cast<std::size_t>(i)];
        g.area = kPi * (left.area_over_pi + right.area_over_pi);
        g.diameter = (left.diameter_length + right.diameter_length) / dx;
        g.left = kMegohmPerOhmCmPerMicron * resistivity * left.resistance;
        g.right = kMegohmPerOhmCmPerMicron * resistivity * right.resistance;
    }
    return out;
}

} // namespace ranvier::morph
