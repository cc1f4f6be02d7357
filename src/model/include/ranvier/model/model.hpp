// SPDX-License-Identifier: BSD-3-Clause
// What the user builds: sections and their tree, what is inserted where, point processes, connections. No time, no plan.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "ranvier/model/mechanism_type.hpp"
#include "ranvier/model/pointers.hpp"
#include "ranvier/model/weight_store.hpp"
#include "ranvier/morph/geometry.hpp"
#include "ranvier/state/table.hpp"

namespace ranvier::model {

inline constexpr int kMaxSegments = 32767;

/// Columns of the node table, in this order.
enum NodeColumn : int {
    kV,          ///< [mV]
    kCm,         ///< [uF/cm2]
    kDiam,       ///< [um]
    kArea,       ///< [um2]; zero-area end nodes count as 100 um2 so that nA and mA/cm2 meet with factor 1
    kRhs,        ///< [mA/cm2] sum of membrane currents, inward positive; after a solve dv [mV]
    kD,          ///< [S/cm2] sum of membrane conductances; scratch of the solver
    kDStatic,    ///< [S/cm2] capacitance / dt and axial conductances of the node
    kToParent,   ///< [S/cm2] axial conductance towards the solver's parent, at this node's area
    kFromParent, ///< [S/cm2] the same conductance at the parent's area
    kMembraneCurrent,   ///< [nA] of all but electrodes, outward positive; where somebody asks for it
    kCapacitiveCurrent, ///< [mA/cm2] of the last step; where somebody asks for it
    kNodeColumnCount
};

class Section;
class Model;
struct NetCon;
class ModelImage;

/// A mechanism inserted into a section: one row a segment, in order of x.
struct Inserted {
    TypePtr type;
    std::vector<state::RowId> rows;
    std::uint64_t serial = 0; ///< order of insertion; users see the latest first
};

/// A point process or an artificial cell. Made and owned by the user's object; the model knows it while it lives.
class PointProcess {
  public:
    [[nodiscard]] const TypePtr& type() const noexcept { return type_; }
    [[nodiscard]] state::RowId row() const noexcept { return row_; }
    [[nodiscard]] Section* section() const noexcept {
        return section_;
    } ///< null if it has no place (yet, or any more)
    [[nodiscard]] double x() const noexcept { return x_; }
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] std::uint64_t serial() const noexcept {
        return serial_;
    } ///< order of creation in the world
    /// NetCons that end here, in no particular order.
    [[nodiscard]] const std::vector<NetCon*>& netcons() const noexcept { return netcons_; }

  private:
    friend class Model;
    friend class ModelImage;
    TypePtr type_;
    state::RowId row_;
    Section* section_ = nullptr;
    double x_ = 0;
    std::string name_;
    std::uint64_t serial_ = 0;
    std::size_t index_ = 0; // position in Model::point_processes
    std::vector<NetCon*> netcons_;
};

using PointPtr = std::shared_ptr<PointProcess>;

/// A stretch of neurite with one length, one axial resistivity and `nseg` segments.
class Section {
  public:
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] bool is_deleted() const noexcept { return deleted_; }
    [[nodiscard]] int nseg() const noexcept { return nseg_; }
    [[nodiscard]] double length() const noexcept { return length_; } ///< [um]
    [[nodiscard]] double ra() const noexcept { return ra_; }         ///< [ohm cm]
    /// How many equal branches the section stands for, as its parent sees it: a factor of the current between them.
    [[nodiscard]] double rallbranch() const noexcept { return rallbranch_; }
    [[nodiscard]] Section* parent() const noexcept { return parent_; }
    [[nodiscard]] double parent_x() const noexcept { return parent_x_; }
    [[nodiscard]] double child_end() const noexcept {
        return child_end_;
    } ///< 0 or 1: the end that touches the parent
    [[nodiscard]] const std::vector<Section*>& children() const noexcept { return children_; }
    [[nodiscard]] const std::vector<morph::Point>& points() const noexcept { return points_; }
    [[nodiscard]] bool points_lead() const noexcept { return points_lead_; }
    [[nodiscard]] const std::vector<Inserted>& inserted() const noexcept {
        return inserted_;
    } ///< in evaluation order
    [[nodiscard]] const Inserted* find(const MechanismType& type) const noexcept;
    [[nodiscard]] const std::vector<PointProcess*>& point_processes() const noexcept { return points_on_; }
    /// Index of the segment that holds x; 0 and 1 belong to the first and last segment.
    [[nodiscard]] int segment_index(double x) const noexcept;
    /// Nodes of the segments in order of x, then the end node that does not touch the parent.
    [[nodiscard]] const std::vector<state::RowId>& nodes() const noexcept { return nodes_; }
    [[nodiscard]] state::RowId root_node() const noexcept {
        return root_node_;
    } ///< of a root: the node at its child_end
    [[nodiscard]] std::uint64_t serial() const noexcept { return serial_; }

  private:
    friend class Model;
    friend class ModelImage;
    std::string name_;
    bool deleted_ = false;
    int nseg_ = 1;
    double length_ = 100, ra_ = 35.4, rallbranch_ = 1;
    Section* parent_ = nullptr;
    double parent_x_ = 1, child_end_ = 0;
    std::vector<Section*> children_;
    std::vector<morph::Point> points_;
    std::vector<state::RowId> nodes_;
    state::RowId root_node_;
    std::vector<Inserted> inserted_;
    std::vector<PointProcess*> points_on_;
    std::uint64_t serial_ = 0;
    bool geometry_stale_ = true;
    bool points_lead_ = false; // pt3dconst(1): L and diam are what the points say
    std::list<std::shared_ptr<Section>>::iterator self_;
};

using SectionPtr = std::shared_ptr<Section>;

/// Where spikes come from: a threshold on a number (mostly a node's v), or a point process that sends them. Shared by its
/// NetCons. One without either never spikes.
struct SpikeSource {
    state::DataRef value;           ///< what is watched; null for a point process
    std::weak_ptr<Section> section; ///< that `value` was named by, if one was
    PointProcess* point = nullptr;
    double threshold = 10; ///< in the unit of `value`
    std::uint64_t serial = 0;
    bool point_is_gone = false;
    bool is_above = false; ///< `value` was above the threshold when last looked at (the engine's)
    /// A variable step may stand before a crossing whose spike it has sent: up to this time it is no new one (the engine's) [ms].
    double sent_until = -1e300;

    /// Whether the section, segment, mechanism or point process was deleted.
    [[nodiscard]] bool is_gone() const noexcept {
        return point_is_gone || (!value.is_null() && !value.is_alive());
    }
    [[nodiscard]] bool is_watched() const noexcept { return !value.is_null() && value.is_alive(); }
};

/// A connection with a delay and weights.
struct NetCon {
    std::shared_ptr<SpikeSource> source; ///< may be null
    PointProcess* target = nullptr;      ///< null: only recorded or called back; see Model::set_target
    double delay = 1;                    ///< [ms]
    state::NumbersPtr weights = std::make_shared<state::Numbers>();
    std::uint64_t serial = 0;
    void* object = nullptr;         ///< of the user who holds it alone; null for one of many
    std::uint32_t index = 0;        ///< position in Model::netcons
    std::uint32_t target_index = 0; ///< position in PointProcess::netcons of the target
    bool active = true;
};

/// Networks have so many that their memory is a pool's.
struct NetConDelete {
    void operator()(NetCon* netcon) const noexcept;
};
/// The user's object owns it; the model knows it while it lives (Model::destroy_netcon comes first).
using NetConPtr = std::unique_ptr<NetCon, NetConDelete>;
[[nodiscard]] NetConPtr new_netcon();

/// Counters, one an aspect; compared, never reset.
struct Revisions {
    std::uint64_t structure = 1; ///< nodes, tree, what is inserted, point processes and their places
    std::uint64_t geometry = 1;  ///< lengths, diameters, resistivity, cm
    std::uint64_t network = 1;   ///< NetCons, sources, delays
};

/// Many NetCons that were made at once and go at once; their memory lies together.
class NetConBlock {
  public:
    [[nodiscard]] std::vector<NetCon>& netcons() noexcept { return netcons_; }
    [[nodiscard]] double* weights(std::size_t i) noexcept { return netcons_[i].weights->data(); }

  private:
    friend class Model;
    std::vector<NetCon> netcons_; // never grows: others point into it
};

/// What each NetCon of a block connects.
struct NetConSpec {
    std::shared_ptr<SpikeSource> source;
    PointProcess* target = nullptr;
    double delay = 1, weight = 0;
};

class Model {
  public:
    Model();
    ~Model();
    Model(const Model&) = delete;
    Model& operator=(const Model&) = delete;

    [[nodiscard]] Mechanisms& mechanisms() noexcept { return mechanisms_; }
    [[nodiscard]] const Mechanisms& mechanisms() const noexcept { return mechanisms_; }
    [[nodiscard]] const state::TablePtr& nodes() const noexcept { return nodes_; }
    [[nodiscard]] const Revisions& revisions() const noexcept { return revisions_; }
    [[nodiscard]] Pointers& pointers() noexcept { return pointers_; }
    [[nodiscard]] const Pointers& pointers() const noexcept { return pointers_; }

    /// A mechanism that is there already is read again. Instances live on and keep their values by name; a global keeps its value
    /// where the user had changed it. Throws StateError if the text is from another file, or of another kind, while instances live.
    void replace_mechanism(const std::shared_ptr<const mir::Mechanism>& mechanism);

    // sections; every function throws StateError for a deleted section -----------------------------------------------------
    SectionPtr create_section(std::string name);
    void delete_section(Section& section); ///< children become roots; point processes on it lose their place
    [[nodiscard]] const std::list<SectionPtr>& sections() const noexcept { return sections_; }
    void rename(Section& section, std::string name) { section.name_ = std::move(name); }
    void set_nseg(Section& section, long nseg);
    void set_length(Section& section, double length); ///< 3-d points scale with it
    void set_ra(Section& section, double ra);
    void set_rallbranch(Section& section, double count); ///< > 0
    void connect(Section& child, double child_end, Section& parent, double parent_x);
    void disconnect(Section& child);
    void insert(Section& section, const TypePtr& type); ///< with the ions it uses
    void uninsert(Section& section, const TypePtr& type);
    /// Called when an edit has made an instance of a density mechanism that has a CONSTRUCTOR, once it is done.
    using BirthHook = std::function<void(const TypePtr& type, const Section& section, int segment)>;
    void set_birth_hook(BirthHook hook) { birth_hook_ = std::move(hook); }

    // places -----------------------------------------------------------------------------------------------------------
    /// Throws InputError unless 0 <= x <= 1.
    void check_x(const Section& section, double x) const;
    [[nodiscard]] state::RowId node_at(const Section& section, double x) const;
    /// "soma(0.5)"
    [[nodiscard]] static std::string place(const Section& section, double x);

    // numbers of a segment
    void set_diameter(Section& section, double x, double diameter); ///< x < 0: all segments
    void set_cm(Section& section, double x, double cm);             ///< x < 0: all segments
    [[nodiscard]] double diameter(Section& section, double x);
    [[nodiscard]] double cm(const Section& section, double x) const;
    [[nodiscard]] double area(Section& section, double x);   ///< 0 at the ends
    [[nodiscard]] double volume(Section& section, double x); ///< 0 at the ends
    /// Resistance to the neighbour on the parent's side [Mohm]; 1e30 where there is none.
    [[nodiscard]] double axial_resistance(Section& section, double x);
    /// Path length between two places; 1e20 if unconnected.
    [[nodiscard]] double distance(const Section& a, double ax, const Section& b, double bx) const;

    // 3-d points -------------------------------------------------------------------------------------------------------
    void add_point(Section& section, double x, double y, double z, double diameter);
    void insert_point(Section& section, int index, double x, double y, double z, double diameter);
    void change_point(Section& section, int index, double x, double y, double z, double diameter);
    void change_point(Section& section, int index, double diameter);
    void remove_point(Section& section, int index);
    void clear_points(Section& section);
    /// Points for sections without any; those that have some are moved to where their parent is.
    void define_shape();
    /// Membrane that each point marked as a spine adds to its segment, from the next geometry on [um2].
    void set_spine_area(double area);
    [[nodiscard]] double spine_area() const noexcept { return spine_area_; }
    /// Whether a shape changed since it was last computed.
    [[nodiscard]] bool has_stale_geometry() const;
    void make_geometry_stale();
    /// Whether L and diam leave the points as they are (pt3dconst); returns what held.
    bool keep_points(Section& section, bool flag);

    // point processes --------------------------------------------------------------------------------------------------
    PointPtr create_point(const TypePtr& type, std::string name);
    void place_point(PointProcess& point, Section& section, double x);
    void destroy_point(PointProcess& point);
    [[nodiscard]] const std::vector<PointProcess*>& point_processes() const noexcept { return points_; }

    // connections ------------------------------------------------------------------------------------------------------
    /// The source for spikes of v at a place, shared by all who ask for the same node.
    std::shared_ptr<SpikeSource> source_at(Section& section, double x);
    /// The source for a threshold on any number; `section` if a section named it.
    std::shared_ptr<SpikeSource> source_of(const state::DataRef& value, Section* section);
    /// The one that is there already; null if there is none. The value's path does not matter.
    [[nodiscard]] std::shared_ptr<SpikeSource> find_source(const state::DataRef& value) const;
    std::shared_ptr<SpikeSource> source_of(PointProcess& point);
    /// One that watches nothing: somebody else sends its spikes.
    std::shared_ptr<SpikeSource> make_source();
    NetConPtr create_netcon(std::shared_ptr<SpikeSource> source, PointProcess* target);
    /// @param at  says what NetCon i shall be, for each i below `count`
    std::shared_ptr<NetConBlock> create_netcons(std::size_t count,
                                                const std::function<NetConSpec(std::size_t)>& at);
    void destroy_netcons(NetConBlock& block);
    void destroy_netcon(NetCon& netcon);
    /// Stands for the source of NetCons without one, where sources are in order of creation; 0 if there was none.
    [[nodiscard]] std::uint64_t sourceless_serial() const noexcept { return sourceless_serial_; }
    /// Ends the NetCon at another point process, or at none; its weights stay as they are.
    void set_target(NetCon& netcon, PointProcess* target);
    [[nodiscard]] const std::vector<NetCon*>& netcons() const noexcept { return netcons_; }
    void network_changed() noexcept { ++revisions_.network; }

    // geometry ---------------------------------------------------------------------------------------------------------
    /// Areas and diameters of all sections whose shape changed. Throws NumericsError for a shape that has no finite
    /// resistance.
    void update_geometry();
    /// Shape of each segment in order of x, from the points if there are any, else from L and diam.
    [[nodiscard]] std::vector<morph::SegmentGeometry> shape(const Section& section) const;

  private:
    friend class ModelImage; ///< takes it apart for a checkpoint, and builds it again
    void check_alive(const Section& section) const;
    void check_loop(const Section& child, const Section& parent) const;
    void update_geometry(Section& section);
    void points_changed(Section& section);
    void shape_changed(Section& section);
    void require_charges(const MechanismType& type) const; ///< of the ions that it uses
    // define_shape.cpp
    void lay_children(Section& section);
    void lay_points(Section& section, double x, double y, double z, double angle);
    void move_points(Section& section, double x, double y, double z);
    void promote_ion_styles(Section& section, const MechanismType& type);
    void born(const TypePtr& type, const Section& section, int segment) const;
    void add_inserted(Section& section, const TypePtr& type);
    void name_streams(const MechanismType& type, std::span<const state::RowId> rows);
    state::RowId make_node();
    void remove_from_parent(Section& child);
    static void insert_child(Section& parent, Section& child);
    void drop_place(PointProcess& point);

    Mechanisms mechanisms_;
    Pointers pointers_;
    state::TablePtr nodes_;
    std::list<SectionPtr> sections_;
    std::vector<PointProcess*> points_;
    std::vector<NetCon*> netcons_;
    WeightStore weights_;
    using ValueKey = std::tuple<const void*, std::size_t, std::int32_t,
                                std::uint32_t>; // table, column, row's id; or array, index
    static ValueKey key_of(const state::DataRef& value);
    struct ValueHash {
        std::size_t operator()(const ValueKey& key) const noexcept;
    };
    std::unordered_map<ValueKey, std::weak_ptr<SpikeSource>, ValueHash> value_sources_;
    mutable std::weak_ptr<SpikeSource> found_last_; // by find_source
    std::unordered_map<PointProcess*, std::weak_ptr<SpikeSource>> point_sources_;
    Revisions revisions_;
    std::uint64_t next_serial_ = 1;
    BirthHook birth_hook_;
    std::uint64_t sourceless_serial_ = 0;
    double spine_area_ = 0;
    std::uint32_t last_stream_ = 0; ///< the number that tells RANDOM variables apart
};

} // namespace ranvier::model
