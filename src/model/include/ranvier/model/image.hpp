// SPDX-License-Identifier: BSD-3-Clause
// A model taken apart into plain structures, and built again from them: same order of everything, same serial numbers, so that
// whatever is computed has the same bits. Numbers stay in their tables; `rows` says which row is whose.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "ranvier/model/model.hpp"

namespace ranvier::model {

/// The living rows of a table, in an order that the structure fixes: for the nodes section by section, for a mechanism section by
/// section, then point process by point process.
using Rows = std::vector<state::RowId>;

class ModelImage {
  public:
    struct Point3d {
        float x = 0, y = 0, z = 0, diameter = 0;
        bool is_spine = false;
        double arc = 0;
        template <class Archive> void fields(Archive& archive) { archive(x, y, z, diameter, is_spine, arc); }
    };
    struct InsertedImage {
        std::int32_t type = 0; ///< index of the mechanism
        std::uint64_t serial = 0;
        template <class Archive> void fields(Archive& archive) { archive(type, serial); }
    };
    struct SectionImage {
        std::string name;
        std::uint64_t serial = 0;
        std::int32_t nseg = 1, parent = -1;
        double length = 0, ra = 0, rallbranch = 1, parent_x = 1, child_end = 0;
        bool points_lead = false, geometry_stale = true;
        std::vector<std::int32_t> children, points_on; ///< indices of sections and point processes, in order
        std::vector<Point3d> points;
        std::vector<InsertedImage> inserted;
        template <class Archive> void fields(Archive& archive) {
            archive(name, serial, nseg, parent, length, ra, rallbranch, parent_x, child_end, points_lead,
                    geometry_stale, children, points_on, points, inserted);
        }
    };
    struct PointImage {
        std::int32_t type = 0, section = -1;
        double x = 0;
        std::string name;
        std::uint64_t serial = 0;
        template <class Archive> void fields(Archive& archive) { archive(type, section, x, name, serial); }
    };
    /// `value` is the number of a reference that the caller keeps; -1: it watches nothing.
    struct SourceImage {
        std::int32_t value = -1, section = -1, point = -1;
        double threshold = 0;
        std::uint64_t serial = 0;
        bool point_is_gone = false, is_above = false;
        double sent_until = 0;
        bool is_found = false; ///< whoever asks for a source there gets this one
        template <class Archive> void fields(Archive& archive) {
            archive(value, section, point, threshold, serial, point_is_gone, is_above, sent_until, is_found);
        }
    };
    struct NetConImage {
        std::int32_t source = -1, target = -1;
        double delay = 1;
        bool active = true;
        std::uint64_t serial = 0;
        std::vector<double> weights;
        template <class Archive> void fields(Archive& archive) {
            archive(source, target, delay, active, serial, weights);
        }
    };

    std::vector<SectionImage> sections;
    std::vector<PointImage> points;   ///< in the model's order
    std::vector<SourceImage> sources; ///< as `add_source` was told
    std::vector<NetConImage> netcons; ///< in the model's order
    std::uint64_t next_serial = 1, sourceless_serial = 0;
    double spine_area = 0;
    std::uint32_t last_stream = 0;

    template <class Archive> void fields(Archive& archive) {
        archive(sections, points, sources, netcons, next_serial, sourceless_serial, spine_area, last_stream);
    }

    std::unordered_map<const Section*, std::int32_t>
        section_of; ///< while it is taken apart: places in `sections`

    // taking apart: structure first, then the sources that anybody has to do with, then the NetCons ---------------------------
    [[nodiscard]] static Rows node_rows(const Model& model);
    [[nodiscard]] static Rows instance_rows(const Model& model, const MechanismType& type);
    void take_structure(const Model& model);
    /// @param value  number of the reference to what it watches
    std::int32_t add_source(const Model& model, const SpikeSource& source, std::int32_t value);
    /// @param index_of  of a source that was added; null gives -1
    void take_netcons(const Model& model, const std::function<std::int32_t(const SpikeSource*)>& index_of);

    // building, in a model that holds the mechanisms and nothing else. All throw IoError for an image that makes no sense. ------
    struct Built {
        std::vector<SectionPtr> sections;
        std::vector<PointPtr> points;
        std::vector<std::shared_ptr<SpikeSource>> sources;
        std::vector<NetConPtr> netcons;
    };
    void build_structure(Model& model, Built& built) const;
    /// @param values  the references by their numbers
    void build_network(Model& model, Built& built, const std::vector<state::DataRef>& values) const;
};

} // namespace ranvier::model
