// SPDX-License-Identifier: BSD-3-Clause
// A world as the bindings hold it: with the Python objects that stand for its things, its name caches, and the way into a run
// and out of it again.
#pragma once

#include <nanobind/nanobind.h>

#include <chrono>
#include <memory>
#include <unordered_map>
#include <vector>

#include "errors.hpp"
#include "name_cache.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world {
class ForeignNames;
} // namespace ranvier::world

namespace ranvier::python {

namespace nb = nanobind;

class WorldData : public std::enable_shared_from_this<WorldData> {
  public:
    explicit WorldData(std::shared_ptr<world::World> w);
    ~WorldData();
    WorldData(const WorldData&) = delete;
    WorldData& operator=(const WorldData&) = delete;

    [[nodiscard]] world::World& operator*() const { return *world; }
    [[nodiscard]] world::World* operator->() const { return world.get(); }

    /// Runs `f` without the interpreter lock if that is worth while, and brings home what Python code raised meanwhile.
    template <class F> void run(bool long_run, F&& f) {
        const Shown shown(*this, long_run);
        try {
            if (long_run) {
                const nb::gil_scoped_release released;
                f();
            } else {
                f();
            }
        } catch (...) {
            bring_home();
        }
    }
    /// One step of a model this small is over before the lock could have changed hands.
    [[nodiscard]] bool is_large() const { return world->model().nodes()->row_count() > kLargeModel; }

    /// Calls Python from inside a run; its exception ends the run and comes out of it as CallbackError.
    void call_back(const nb::object& callable);
    /// The pending exception becomes Python's current one; any other exception goes on.
    [[noreturn]] void bring_home();

    /// The Python object of a section of any world; None if it is gone.
    [[nodiscard]] static nb::object section_of(hoc::SectionKey key);
    /// Of a world that Python made.
    [[nodiscard]] static std::shared_ptr<WorldData> of_world(const world::World& world);
    [[nodiscard]] static std::vector<std::shared_ptr<WorldData>> all(); ///< by age
    /// The world that an element of an array has to do with: the one whose POINTER points to it, else the oldest.
    [[nodiscard]] static std::shared_ptr<WorldData> of_array(const state::NumbersPtr& array);

    /// The world that a reference belongs to.
    [[nodiscard]] static std::shared_ptr<WorldData> of_ref(const state::DataRef& ref);
    /// Its `h`; throws StateError if that is gone.
    [[nodiscard]] nb::handle top_level() const;
    std::shared_ptr<world::ForeignNames> foreign_names; ///< Python's names for hoc

    void clear_names(); ///< after new mechanisms: names may mean something else now

    std::shared_ptr<world::World> world;
    // Python objects that stand for things of the model; borrowed, they take themselves out.
    std::unordered_map<const model::Section*, PyObject*> sections;
    std::unordered_map<const model::PointProcess*, PyObject*> points;
    std::unordered_map<std::string, nb::object> types; ///< of builtin classes, by name
    NameCache section_names, segment_names, top_names;
    /// Names inside a mechanism, by type index.
    std::vector<std::unique_ptr<NameCache>> member_names;
    [[nodiscard]] NameCache& members_of(const model::MechanismType& type);

    /// Called now and then in a run that lasts, with t when it began, t, where it will end, and the seconds since; and without
    /// arguments when it has ended. None: nobody wants to see it.
    nb::object progress = nb::none();

  private:
    /// A run as whoever waits for it sees it.
    class Shown {
      public:
        Shown(WorldData& data, bool long_run);
        ~Shown();
        Shown(const Shown&) = delete;
        Shown& operator=(const Shown&) = delete;

      private:
        WorldData* data_ = nullptr;
    };
    void show_progress();
    using Clock = std::chrono::steady_clock;
    Clock::time_point began_{}, next_look_{};
    double began_at_ = 0; // [ms]
    bool is_run_ = false, has_shown_ = false;
    static constexpr int kLargeModel = 400; ///< nodes: a step of some microseconds
    void keep_current_error();
    PyObject* pending_type_ = nullptr;
    PyObject* pending_value_ = nullptr;
    PyObject* pending_trace_ = nullptr;
};

using WorldDataPtr = std::shared_ptr<WorldData>;

/// What `ranvier.World` holds.
struct PyWorld {
    WorldDataPtr data;
};

/// The C++ side of a Python object if it is of that class; None is of no class.
template <class T> [[nodiscard]] bool cast_to(nb::handle h, T*& found) {
    return !h.is_none() && nb::try_cast(h, found) && found != nullptr;
}

/// The world that a class was made for: attribute `_world_` of a type.
[[nodiscard]] WorldDataPtr world_of_type(nb::handle type);

/// Shared by all places that show a location: "soma(0.5)".
[[nodiscard]] std::string place_text(const std::string& section, double x);

} // namespace ranvier::python
