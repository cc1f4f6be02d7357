// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/ui/item.hpp"

namespace ranvier::ui {

std::string_view kind_name(ItemKind kind) {
    switch (kind) {
    case ItemKind::panel: return "panel";
    case ItemKind::menu: return "menu";
    case ItemKind::button: return "button";
    case ItemKind::check_box: return "check_box";
    case ItemKind::state_button: return "state_button";
    case ItemKind::radio_button: return "radio_button";
    case ItemKind::label: return "label";
    case ItemKind::text_field: return "text_field";
    case ItemKind::value: return "value";
    case ItemKind::slider: return "slider";
    case ItemKind::vertical_box: return "vertical_box";
    case ItemKind::horizontal_box: return "horizontal_box";
    case ItemKind::deck: return "deck";
    case ItemKind::graph: return "graph";
    case ItemKind::shape: return "shape";
    case ItemKind::browser: return "browser";
    case ItemKind::editor: return "editor";
    }
    return "";
}

bool is_box(ItemKind kind) {
    return kind == ItemKind::vertical_box || kind == ItemKind::horizontal_box || kind == ItemKind::deck;
}

} // namespace ranvier::ui
