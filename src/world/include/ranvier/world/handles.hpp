// SPDX-License-Identifier: BSD-3-Clause
// What a C++ program holds in its hands: sections, places on them, point processes, connections. Handles are cheap to copy and
// keep their world alive. Units are those of docs/units.md.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "ranvier/model/model.hpp"
#include "ranvier/state/table.hpp"

namespace ranvier::world {

class World;
class Section;
struct RangeName;

/// A place on a section, 0 <= x <= 1; reads and writes act on the segment that holds it.
class Segment {
  public:
    [[nodiscard]] double x() const noexcept { return x_; }
    [[nodiscard]] const model::SectionPtr& section() const noexcept { return section_; }
    [[nodiscard]] double
    get(std::string_view variable) const; ///< "v", "gnabar_hh", "ena"; throws LookupFailure
    void set(std::string_view variable, double value) const;
    [[nodiscard]] state::DataRef ref(std::string_view variable) const;
    void set_pointer(std::string_view variable, model::PointerTarget target) const; ///< "p_suffix"
    [[nodiscard]] double area() const;                                              ///< [um2]
    [[nodiscard]] double axial_resistance() const; ///< to the neighbour on the parent's side [Mohm]

  private:
    friend class Section;
    friend class World;
    Segment(std::shared_ptr<World> world, model::SectionPtr section, double x);
    std::shared_ptr<World> world_;
    model::SectionPtr section_;
    double x_;
};

/// The section lives in the world until `erase`; it does not end with its handles.
class Section {
  public:
    [[nodiscard]] Segment operator()(double x) const; ///< throws InputError unless 0 <= x <= 1
    [[nodiscard]] const std::string& name() const { return section_->name(); }
    [[nodiscard]] int nseg() const { return section_->nseg(); }
    [[nodiscard]] double length() const { return section_->length(); } ///< [um]
    [[nodiscard]] double ra() const { return section_->ra(); }         ///< [ohm cm]
    void set_nseg(long nseg) const;
    void set_length(double length) const;
    void set_ra(double ra) const;
    const Section& insert(std::string_view mechanism) const; ///< throws LookupFailure with near names
    const Section& uninsert(std::string_view mechanism) const;
    void connect(const Segment& parent, double child_end = 0) const;
    void set(std::string_view variable, double value) const; ///< in every segment
    void erase() const;
    [[nodiscard]] const model::SectionPtr& get() const noexcept { return section_; }

  private:
    friend class World;
    Section(std::shared_ptr<World> world, model::SectionPtr section);
    std::shared_ptr<World> world_;
    model::SectionPtr section_;
};

/// A point process or artificial cell; it ends with the last of its handles.
class Point {
  public:
    [[nodiscard]] const std::string& name() const { return point_->name(); }
    [[nodiscard]] double get(std::string_view variable) const;
    void set(std::string_view variable, double value) const;
    [[nodiscard]] state::DataRef ref(std::string_view variable) const;
    void set_pointer(std::string_view variable, model::PointerTarget target) const;
    [[nodiscard]] const model::PointPtr& get() const noexcept { return point_; }

  private:
    friend class World;
    Point(std::shared_ptr<World> world, model::PointPtr point);
    [[nodiscard]] const RangeName& member(std::string_view variable) const;
    std::shared_ptr<World> world_;
    model::PointPtr point_; // its deleter takes it out of the model
};

/// Carries spikes from a source to a point process; it ends with the last of its handles.
class Connection {
  public:
    [[nodiscard]] double delay() const { return netcon_->delay; } ///< [ms]
    void set_delay(double delay) const;
    [[nodiscard]] double weight(std::size_t i = 0) const { return weight_at(i); }
    void set_weight(double weight, std::size_t i = 0) const { weight_at(i) = weight; }
    [[nodiscard]] state::DataRef ref_weight(std::size_t i = 0) const; ///< to record or play
    void send(double time) const;                                     ///< delivers an event at `time` [ms]
    [[nodiscard]] const std::shared_ptr<model::NetCon>& get() const noexcept { return netcon_; }

  private:
    friend class World;
    Connection(std::shared_ptr<World> world, model::NetConPtr netcon);
    [[nodiscard]] double& weight_at(std::size_t i) const; ///< throws InputError
    std::shared_ptr<World> world_;
    std::shared_ptr<model::NetCon> netcon_; // its deleter takes it out of the model
};

} // namespace ranvier::world
