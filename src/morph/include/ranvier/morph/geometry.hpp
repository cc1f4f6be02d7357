// SPDX-License-Identifier: BSD-3-Clause
// From the shape of a section to what the equations need: area, mean diameter and axial resistance of each segment.
#pragma once

#include <vector>

namespace ranvier::morph {

/// A 3-d point. Coordinates and diameter are single precision, as in the field's files and programs [um].
struct Point {
    float x, y, z;
    float diameter; ///< >= 0
    bool is_spine = false;
    double arc = 0; ///< path length from the first point [um]
};

/// Sets `arc` of every point; returns the total path length [um].
double measure_arcs(std::vector<Point>& points);

struct SegmentGeometry {
    double area = 0;     ///< membrane [um2]
    double diameter = 0; ///< mean over the length [um]
    double left = 0;     ///< axial resistance from the segment's beginning to its centre [Mohm]
    double right = 0;    ///< from its centre to its end [Mohm]
    double volume = 0;   ///< [um3]
};

/// A cylinder of `length` um for each entry of `diameters` [um]; `resistivity` in ohm cm.
[[nodiscard]] SegmentGeometry cylinder(double length, double diameter, double resistivity);

/// Cuts a chain of frusta (two or more points, arcs measured) into `segment_count` equal lengths. Area is the lateral area of
/// the frusta, diameter their length-weighted mean, resistance the integral of 4 rho dx / (pi d^2), volume that of the frusta.
[[nodiscard]] std::vector<SegmentGeometry> frusta(const std::vector<Point>& points, int segment_count,
                                                  double resistivity);

} // namespace ranvier::morph
