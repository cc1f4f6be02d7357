// SPDX-License-Identifier: BSD-3-Clause
// The state of a run, to be put back into the same model: what SaveState and BBSaveState keep. Parameters are not part of it, so
// that a run can go on from one state under others; what is written as it goes is: v, states, ion concentrations, events.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "ranvier/engine/run_state.hpp"
#include "ranvier/model/model.hpp"

namespace ranvier::world {

class World;

class SavedState {
  public:
    using Ignored = std::unordered_set<const model::PointProcess*>;
    /// @param ignored  point processes that are no part of it, nor of the model it fits
    [[nodiscard]] static SavedState take(World& world, const Ignored& ignored = {});
    /// Throws StateError that says what differs if the model is another one; then nothing has changed.
    /// @param with_events  else the events that are under way now stay
    void restore(World& world, bool with_events = true, const Ignored& ignored = {}) const;

    /// Whole or refused, see checkpoint/container.hpp. Throws StateError if users' functions wait for their times.
    [[nodiscard]] std::vector<std::byte> pack() const;
    [[nodiscard]] static SavedState unpack(std::vector<std::byte> bytes, const std::string& from);

    [[nodiscard]] double t() const noexcept { return run_.t; } ///< [ms]

    struct SectionShape {
        std::string name;
        std::int32_t nseg = 1;
        std::vector<std::string> mechanisms;
        bool operator==(const SectionShape&) const = default;
        template <class Archive> void fields(Archive& archive) { archive(name, nseg, mechanisms); }
    };
    struct Shape {
        std::vector<SectionShape> sections;
        std::vector<std::string> points;   ///< classes, in order of creation
        std::vector<std::int32_t> netcons; ///< weights of each, in order of creation
        template <class Archive> void fields(Archive& archive) { archive(sections, points, netcons); }
    };
    struct Column {
        std::string table, name;
        std::vector<double> values; ///< one if all are equal
        template <class Archive> void fields(Archive& archive) { archive(table, name, values); }
    };
    /// Serial numbers of what events name, in order of creation: another process may have given others.
    struct Serials {
        std::vector<std::uint64_t> points, netcons, sources;
        template <class Archive> void fields(Archive& archive) { archive(points, netcons, sources); }
    };

  private:
    Shape shape_;
    std::vector<Column> columns_;
    std::vector<std::vector<double>> weights_;
    Serials serials_;
    engine::RunState run_;
};

} // namespace ranvier::world
