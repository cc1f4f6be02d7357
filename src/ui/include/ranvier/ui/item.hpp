// SPDX-License-Identifier: BSD-3-Clause
// Item: a node of the tree of windows. A window is an item by itself; boxes and panels hold others.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ranvier/ui/action.hpp"

namespace ranvier::ui {

class Scene;

enum class ItemKind : std::uint8_t {
    panel,
    menu,
    button,
    check_box,
    state_button,
    radio_button,
    label,
    text_field, ///< a label that follows a text
    value,
    slider,
    vertical_box,
    horizontal_box,
    deck,
    graph,
    shape,
    browser,
    editor,
};

/// "panel", "check_box"...
[[nodiscard]] std::string_view kind_name(ItemKind kind);
[[nodiscard]] bool is_box(ItemKind kind); ///< holds windows

/// Where a window is [pixels], from the left and the top of the screen. Absent: as large as its contents ask for.
struct Geometry {
    double left = 0, top = 0;
    std::optional<double> width, height;
};

struct Item;
using ItemPtr = std::shared_ptr<Item>;

struct Item {
    explicit Item(ItemKind k, std::string t = {}) : kind(k), title(std::move(t)) {}

    ItemKind kind;
    std::string title;    ///< of a window; the prompt of a field; a label's text
    std::string variable; ///< what a field shows, as the user named it
    NumberPtr number;
    TextPtr text;
    Action action;
    double low = 0, high = 100;                      ///< of a slider
    bool is_horizontal = false;                      ///< a panel's fields stand in a row
    bool is_on = false;                              ///< of a radio button when it was made
    bool has_default = false;                        ///< a value field with a default and a stepper
    bool follows = false;                            ///< a value field that is read again all the time
    bool runs_by_prompt = false;                     ///< the prompt of a value field runs its action
    std::optional<double> remembered;                ///< a value field's default
    std::optional<std::pair<double, double>> domain; ///< what may be entered in a value field

    std::optional<Geometry> geometry;
    bool is_mapped = false;       ///< it is a window, or stands in one
    double priority = 1;          ///< in a saved session higher ones come first
    int frame = 0;                ///< of a box: 0 inset, 1 outset, 2 bright inset, 3 flat
    int front = -1;               ///< the card of a deck that is seen; -1 none
    Action save, on_dismiss;      ///< of a box
    std::shared_ptr<Scene> scene; ///< of a graph or a shape

    std::vector<ItemPtr> items;
    std::weak_ptr<Item> parent;
};

} // namespace ranvier::ui
