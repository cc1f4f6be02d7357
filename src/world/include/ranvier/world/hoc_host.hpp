// SPDX-License-Identifier: BSD-3-Clause
// The world as hoc sees it: sections and range variables, numbers, functions, classes. What another language brought (classes
// that are written in Python) comes through ForeignNames.
#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ranvier/hoc/aliases.hpp"
#include "ranvier/hoc/foreign.hpp"
#include "ranvier/hoc/host.hpp"
#include "ranvier/hoc/interpreter.hpp"
#include "ranvier/model/model.hpp"
#include "ranvier/world/access.hpp"
#include "ranvier/world/hoc_points.hpp"
#include "ranvier/world/names.hpp"

namespace ranvier::world {

class World;

/// Names that the language around the world knows beyond the world's own.
class ForeignNames {
  public:
    virtual ~ForeignNames() = default;
    [[nodiscard]] virtual hoc::HostName find(std::string_view name) = 0;
    [[nodiscard]] virtual std::vector<std::string> names() = 0;
    virtual void print(std::string_view text) = 0;
    virtual void print_error(std::string_view text) = 0;
    virtual void poll() = 0;
    /// A line of the program's input, without its end.
    [[nodiscard]] virtual std::optional<std::string> read_line() = 0;
    /// Sections of a list that the foreign language holds; false if it is no such list.
    virtual bool sections(hoc::Object& list, std::vector<model::SectionPtr>& out) = 0;
    /// Runs what may take long, as the foreign language needs it.
    virtual void run(const std::function<void()>& action) = 0;
    /// Names may mean something else now.
    virtual void names_changed() = 0;
    /// The cell that the foreign language gave a section; null if it gave none.
    [[nodiscard]] virtual hoc::ObjectPtr cell_of(const model::Section& section) = 0;
    /// The object of a point process that the foreign language holds, which is told so; null if it holds none.
    [[nodiscard]] virtual hoc::ObjectPtr object_of(const model::PointProcess& point) = 0;
};

class HocHost final : public hoc::Host {
  public:
    explicit HocHost(World& world);
    ~HocHost() override;

    void set_foreign(std::shared_ptr<ForeignNames> foreign) { foreign_ = std::move(foreign); }
    /// A class of the world's own; null if there is none of this name.
    [[nodiscard]] hoc::ClassPtr find_class(std::string_view name);
    /// The object of a point process; it belongs to its objects from then on.
    [[nodiscard]] std::shared_ptr<PointObject> object_of(const model::PointPtr& point);
    [[nodiscard]] World& world() noexcept { return world_; }
    /// What programs may reach; whatever opens a file or a shell asks it first.
    [[nodiscard]] Access& access() noexcept { return access_; }

    /// The object of a point process; null if hoc has none.
    [[nodiscard]] std::shared_ptr<PointObject> find_object(const model::PointProcess& point) const;

    /// Runs what may take long.
    void run(const std::function<void()>& action) {
        if (foreign_) foreign_->run(action);
        else action();
    }
    void names_changed() {
        if (foreign_) foreign_->names_changed();
    }
    /// The object of a point process, whoever made it; null if nobody holds it.
    [[nodiscard]] hoc::ObjectPtr object_of(const model::PointProcess& point);
    /// The object that a section is a part of: of a template, or what another language said; null if there is none.
    [[nodiscard]] hoc::ObjectPtr cell_of(const model::Section& section);

    /// Sections that hoc made live until hoc deletes them, whoever else holds them.
    [[nodiscard]] bool owns(const model::Section& section) const { return owned_.contains(&section); }
    [[nodiscard]] hoc::SectionKey key(const model::SectionPtr& section);
    /// Null if there is none of this key, or it was deleted.
    [[nodiscard]] model::SectionPtr find_section(hoc::SectionKey key) const;
    /// The same; throws StateError.
    [[nodiscard]] model::SectionPtr section(hoc::SectionKey key) const;
    /// A reference of the world as a place that hoc may keep.
    [[nodiscard]] static hoc::PlacePtr place_of(state::DataRef ref);
    /// What place_of was made of; null if it was not.
    [[nodiscard]] static const state::DataRef* ref_of(hoc::NumberPlace& place);
    /// The same, or the memory of a number of hoc, which then stays; empty if it has none that does.
    [[nodiscard]] static std::optional<state::DataRef> lasting_ref_of(hoc::NumberPlace& place);

    /// What is printed goes into a file from now on; an empty path: no more.
    void print_into(const std::string& path);

    hoc::HostName find(std::string_view name) override;
    std::vector<std::string> names() override;
    void print(std::string_view text) override;
    void write(std::string_view text) override;
    void print_error(std::string_view text) override;
    void poll() override;
    std::optional<std::string> read_line() override;
    SourcePtr open(std::string_view name) override;
    std::optional<Library> find_library(std::string_view name) override;
    std::string enter(std::string_view folder) override;

    hoc::SectionKey current() override;
    void push(hoc::SectionKey section) override;
    void pop() override;
    std::size_t depth() override;
    void restore(std::size_t depth) override;
    void access(hoc::SectionKey section) override;
    hoc::SectionKey create(std::string_view name, int index, const hoc::ObjectPtr& owner) override;
    void destroy(hoc::SectionKey section) override;
    bool is_alive(hoc::SectionKey section) override;
    std::string section_name(hoc::SectionKey section) override;
    void connect(hoc::SectionKey child, double child_x, hoc::SectionKey parent, double parent_x) override;
    void insert(hoc::SectionKey section, std::string_view mechanism) override;
    void uninsert(hoc::SectionKey section, std::string_view mechanism) override;
    int segments(hoc::SectionKey section) override;
    std::vector<hoc::SectionKey> sections() override;
    std::vector<hoc::SectionKey> sections(std::string_view pattern) override;
    std::vector<hoc::SectionKey> sections(hoc::Object& list) override;
    hoc::SectionKey find_section(std::string_view name, int index) override;

    double property(hoc::SectionKey section, std::int32_t id) override;
    void set_property(hoc::SectionKey section, std::int32_t id, double value) override;
    double range_value(hoc::SectionKey section, std::int32_t id, double x, int index) override;
    void set_range_value(hoc::SectionKey section, std::int32_t id, double x, int index,
                         double value) override;
    void set_range_values(hoc::SectionKey section, std::int32_t id, int index, double value) override;
    hoc::PlacePtr range_place(hoc::SectionKey section, std::int32_t id, double x, int index) override;
    void set_range_pointer(hoc::SectionKey section, std::int32_t id, double x, int index,
                           hoc::PlacePtr source) override;
    void set_pointer(hoc::Object& object, std::string_view member, hoc::PlacePtr source) override;

  private:
    using Call = hoc::Value (*)(hoc::Interpreter&, const hoc::Arguments&);
    [[nodiscard]] const hoc::HostFunction* row_of(std::string_view name, Call call);
    [[nodiscard]] const RangeName& range(std::int32_t id) const;

    World& world_;
    Access access_{world_};
    std::shared_ptr<ForeignNames> foreign_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> output_{nullptr, nullptr}; ///< of print_into
    struct Owned {
        model::SectionPtr section;
        std::weak_ptr<hoc::Object> cell;
    };
    std::unordered_map<const model::Section*, Owned> owned_;
    mutable model::SectionPtr recent_;     ///< the one that was asked for last: mostly the next one, too
    std::vector<const RangeName*> ranges_; // by id
    std::unordered_map<const RangeName*, std::int32_t> id_of_;
    std::unordered_map<std::string, std::shared_ptr<PointClass>> points_;
    std::unordered_map<std::string, std::unique_ptr<std::pair<std::string, hoc::HostFunction>>> functions_;
};

} // namespace ranvier::world
