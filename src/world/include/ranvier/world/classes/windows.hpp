// SPDX-License-Identifier: BSD-3-Clause
// The classes of windows, and how what programs give them becomes what src/ui holds.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ranvier/model/model.hpp"
#include "ranvier/ui/desk.hpp"
#include "ranvier/ui/scene.hpp"
#include "ranvier/world/classes/builtin_class.hpp"

namespace ranvier::world::classes {

/// An object that is a window, or can be one.
struct WindowObject : hoc::Object {
    WindowObject(std::shared_ptr<hoc::Class> type, ui::ItemPtr i)
        : Object(std::move(type)), item(std::move(i)) {}
    ~WindowObject() override;
    ui::ItemPtr item;
    hoc::ObjectPtr kept; ///< lives as long as the window: VBox.ref
};

/// A window that an object of another kind has: it is one as long as this lives.
class MappedItem {
  public:
    MappedItem(hoc::Object& owner, ui::ItemPtr i);
    ~MappedItem();
    MappedItem(const MappedItem&) = delete;
    MappedItem& operator=(const MappedItem&) = delete;
    const ui::ItemPtr item;

  private:
    std::weak_ptr<World> world_;
};

/// A graph, a Shape, a PlotShape.
struct SceneObject : WindowObject {
    SceneObject(std::shared_ptr<hoc::Class> type, ui::ItemKind kind);
    [[nodiscard]] ui::Scene& scene() { return *item->scene; }
};
[[nodiscard]] inline ui::Scene& scene_of(hoc::Object& object) { return as<SceneObject>(object).scene(); }

/// The sections of a world as a picture: of all, or of a list.
struct ShapeObject final : SceneObject {
    using SceneObject::SceneObject;
    bool is_of_all = true;
    std::vector<std::weak_ptr<model::Section>> listed;
    std::map<const model::Section*, int> colors;
    int color = 1;                                ///< of the sections that `colors` has not
    int style = 1;                                ///< 0 diameters, 1 centre lines, 2 schematic
    std::string variable;                         ///< what a PlotShape shows by colours; empty: nothing
    double low = -80, high = 40;                  ///< the values of the first and the last colour
    std::vector<std::array<double, 4>> color_map; ///< index, red, green, blue from 0 to 255
    ui::Action on_select;
    struct PointMark {
        std::weak_ptr<hoc::Object> point;
        int color;
        std::string style;
        double size;
    };
    std::vector<PointMark> marks;
    std::weak_ptr<model::Section> selected;

    /// Those that still exist.
    [[nodiscard]] std::vector<model::SectionPtr> sections() const;
    [[nodiscard]] int color_of(const model::Section& section) const;
};

[[nodiscard]] ui::Desk& desk_of(hoc::Object& object);

/// The section that a method works on; null if there is none.
[[nodiscard]] model::SectionPtr section_if_any(hoc::Object& object);

// Without a screen nobody looks at what these calls are given, so what is missing or of another kind is not there.
[[nodiscard]] std::optional<double> number_at(const hoc::Arguments& a, std::size_t i);
/// Cut to a whole number; what no int holds is the nearest one, and 0 if it is no number.
[[nodiscard]] int whole_of(double value);
[[nodiscard]] int whole_at(const hoc::Arguments& a, std::size_t i, int absent);
[[nodiscard]] std::optional<std::string> text_at(const hoc::Arguments& a, std::size_t i);
[[nodiscard]] hoc::TextPtr shared_text_at(const hoc::Arguments& a, std::size_t i);
[[nodiscard]] hoc::ObjectPtr object_at(const hoc::Arguments& a, std::size_t i);
[[nodiscard]] hoc::PlacePtr place_at(const hoc::Arguments& a, std::size_t i);
/// A statement or something that can be called; empty if argument i is neither.
[[nodiscard]] ui::Action action_at(World& world, const hoc::Arguments& a, std::size_t i);
/// A reference, or a name or expression that means a number; null if it is nothing that can be read.
[[nodiscard]] ui::NumberPtr variable_at(World& world, const hoc::Arguments& a, std::size_t i);
/// The same for a field: a name is looked up again as long as it means nothing.
[[nodiscard]] ui::NumberPtr field_variable_at(World& world, const hoc::Arguments& a, std::size_t i);
[[nodiscard]] ui::NumberPtr variable_called(World& world, const std::string& expression);
/// left, top and, if they are there, width and height.
[[nodiscard]] std::optional<ui::Geometry> geometry_at(const hoc::Arguments& a, std::size_t i);

/// A method that answers the same number always.
template <int N> hoc::Value answer(hoc::Object&, const hoc::Arguments&) { return static_cast<double>(N); }

/// What RangeVarPlot draws, for a Graph.
struct Curve {
    std::vector<double> x, y;
};
class CurveObject : public hoc::Object {
  public:
    using Object::Object;
    [[nodiscard]] virtual Curve curve() = 0;
    [[nodiscard]] virtual std::string expression() const = 0;
};

extern const Declaration kVBoxClass, kHBoxClass, kDeckClass, kPwManagerClass;
extern const Declaration kGraphClass, kShapeClass, kPlotShapeClass, kPpShapeClass;
extern const Declaration kRangeVarPlotClass, kGlyphClass;
extern const Declaration kSymChooserClass, kSectionBrowserClass, kTextEditorClass, kValueFieldEditorClass;

} // namespace ranvier::world::classes
