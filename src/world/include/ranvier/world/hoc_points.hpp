// SPDX-License-Identifier: BSD-3-Clause
// Point processes and artificial cells as hoc objects: one class a mechanism, `new IClamp(0.5)` in the current section.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "ranvier/hoc/object.hpp"
#include "ranvier/model/model.hpp"

namespace ranvier::world {

class World;

/// Owns its point process: it ends with the last of its references, whichever language held it.
class PointObject final : public hoc::Object {
  public:
    PointObject(std::shared_ptr<hoc::Class> type, std::weak_ptr<World> world, model::PointPtr point);
    ~PointObject() override;
    [[nodiscard]] const model::PointPtr& point() const noexcept { return point_; }
    [[nodiscard]] std::shared_ptr<World> world() const { return world_.lock(); }
    [[nodiscard]] std::string name() const override { return point_->name(); }
    std::shared_ptr<void> kept; ///< what ends with it: a recording of its own

  private:
    std::weak_ptr<World> world_;
    model::PointPtr point_;
};

class PointClass final : public hoc::Class {
  public:
    PointClass(std::weak_ptr<World> world, std::string name);
    ~PointClass() override;

    hoc::ObjectPtr make(const hoc::Arguments& arguments) override;
    /// The object of a point process that somebody else made; from then on it belongs to its objects.
    [[nodiscard]] std::shared_ptr<PointObject> adopt(const model::PointPtr& point);
    std::span<const hoc::Member> members() const override { return {}; }
    const hoc::Member* find(std::string_view name) const override;
    hoc::ObjectPtr object(std::int64_t number) override; ///< by the number in its name
    hoc::Value call(hoc::Object& self, const hoc::Member& member, const hoc::Arguments& arguments) override;
    hoc::PlacePtr place(hoc::Object& self, const hoc::Member& member,
                        std::span<const double> indices) override;
    double get(hoc::Object& self, const hoc::Member& member, std::span<const double> indices) override;
    void set(hoc::Object& self, const hoc::Member& member, std::span<const double> indices,
             double value) override;

    [[nodiscard]] std::shared_ptr<PointObject> find_object(const model::PointProcess& point) const {
        const auto found = objects_.find(&point);
        return found == objects_.end() ? nullptr : found->second.lock();
    }
    void forget(const model::PointProcess& point) { objects_.erase(&point); }

  private:
    struct Entry;
    [[nodiscard]] World& world() const; ///< throws StateError if it is gone
    [[nodiscard]] model::TypePtr type() const;
    /// Column of a number in the mechanism's table; checks the place and the index.
    [[nodiscard]] int column_of(hoc::Object& self, const Entry& entry, std::span<const double> indices) const;

    std::weak_ptr<World> world_;
    mutable std::unordered_map<std::string, std::unique_ptr<Entry>> entries_;
    std::unordered_map<const model::PointProcess*, std::weak_ptr<PointObject>> objects_;
};

} // namespace ranvier::world
