// SPDX-License-Identifier: BSD-3-Clause
// Scene: what a graph or a shape draws, in the units of the model, and the views of it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "ranvier/ui/action.hpp"
#include "ranvier/ui/item.hpp"

namespace ranvier::ui {

/// Indices of the palette (0 white, 1 black, 2 red, 3 blue...) and of the brushes (5 patterns of 5 widths).
struct Style {
    int color = 1, brush = 1;
};

/// How a text stands: it grows with the view, keeps its size at a place of the model, or keeps its place in the window.
enum class Anchor : std::uint8_t { scaled = 0, fixed = 1, window = 2 };

struct Label {
    std::string text;
    double x = 0, y = 0;
    Anchor anchor = Anchor::window;
    double scale = 1, x_align = 0, y_align = 0;
    int color = 1;
};

struct Mark {
    double x = 0, y = 0;
    char shape = '+';
    double size = 12; ///< [points]
    Style style;
};

struct Line {
    Label label;
    Style style;
    std::string expression;        ///< what is drawn, as the user named it; empty: points that were given
    NumberPtr number;              ///< what plot reads; null: nothing that can be read
    std::shared_ptr<void> context; ///< whose names the expression has
    /// Reads the points anew from what the line shows; empty where they were given. Throws if that is gone.
    std::function<void(Line&)> refresh;
    bool is_live = false; ///< begin empties it, plot adds to it
    bool is_kept = false; ///< a copy from before the last begin
    std::vector<double> x, y;
};

using Drawing = std::variant<Line, Label, Mark>;

struct Axis {
    int mode = 0; ///< 0 along the view, 1 fixed, 2 a box around the view, 3 none
    double start = 0, stop = 0, at = 0;
    int tics = -1, minor_tics = 0, invert = 0;
    bool shows_numbers = true;
};

/// A rectangle of the scene in a window of its own or in a box.
struct View {
    double left = 0, bottom = 0, right = 0, top = 0;
    std::optional<Geometry> window;
};

class Scene {
  public:
    std::vector<Drawing> drawings;
    std::vector<View> views;
    Axis x_axis, y_axis;
    Style style;               ///< of what is drawn next
    Label next_label;          ///< where and how a label stands that says nothing of it
    std::string save_name;     ///< where a session keeps it
    bool keeps_lines = false;  ///< begin keeps what was drawn
    std::string family;        ///< the expression that labels kept lines
    NumberPtr abscissa;        ///< read by plot instead of its argument
    std::string abscissa_text; ///< as the user named it
    std::vector<std::pair<std::string, Action>> menu;    ///< what programs added to it
    Action crosshair;                                    ///< a key while the crosshair is dragged
    std::vector<std::pair<int, std::string>> new_colors; ///< of the palette

    /// The rectangle that the first view shows without its border.
    void set_size(double x1, double x2, double y1, double y2);
    /// x1, x2, y1, y2.
    [[nodiscard]] std::array<double, 4> size() const { return size_; }
    /// The smallest rectangle around all lines and marks; none if nothing is drawn.
    [[nodiscard]] std::optional<std::array<double, 4>> bounds() const;

    /// Empties the live lines; what they hold stays as a copy if lines are kept.
    void begin();
    /// A point of each live line: at x, or where the abscissa is.
    void plot(double x);
    Line& add_line(Line line);
    /// All lines that show something elsewhere, as it is now.
    void refresh();
    /// A line of points; `line_to` adds to the last one that was begun.
    void begin_line(std::string label, std::optional<Style> style);
    void line_to(double x, double y);
    /// Lines and marks go; what plot draws stays, empty. `erase_all` takes everything.
    void erase();
    void erase_all();

    /// The first line that has points behind a position; npos if there is none. Start with npos.
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);
    [[nodiscard]] std::size_t next_line(std::size_t position) const;

  private:
    std::array<double, 4> size_{};
    std::size_t drawn_ = npos; ///< the line that line_to adds to
};

} // namespace ranvier::ui
