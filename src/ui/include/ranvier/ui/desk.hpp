// SPDX-License-Identifier: BSD-3-Clause
// Desk: all windows of one world, and the protocol that programs build them with: a panel is open while its fields are made, a
// box takes the windows that are made while it intercepts.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ranvier/ui/item.hpp"

namespace ranvier::ui {

class Desk {
  public:
    // --- panels
    void open_panel(std::string title, bool is_horizontal = false);
    /// The panel becomes a window, or part of the box that intercepts. Null if none is open.
    ItemPtr close_panel(std::optional<Geometry> place = std::nullopt);
    /// Menus stand in the open panel or in another menu, and take what is made until they are closed.
    void open_menu(std::string title);
    void close_menu();
    [[nodiscard]] bool has_open_panel() const noexcept { return !open_.empty(); }
    /// A field of the open panel or menu. Without one nobody could ever see it: it is dropped.
    void add(const ItemPtr& field);

    /// What may be entered for a variable, in fields that are made from now on.
    void set_domain(const std::string& variable, double low, double high) {
        domains_[variable] = {low, high};
    }

    // --- boxes
    /// From now on windows go into this box; the last one to say so wins.
    void intercept(const ItemPtr& box);
    void end_intercept(const ItemPtr& box);
    /// The item becomes a window, or part of the box that intercepts.
    void map(const ItemPtr& item, std::optional<Geometry> place = std::nullopt);
    /// It is no window any more; what it holds stays in it.
    void unmap(const ItemPtr& item);

    // --- what is there
    /// In the order of their making.
    [[nodiscard]] const std::vector<ItemPtr>& windows() const noexcept { return windows_; }
    /// Whether somebody sees the windows. Without it programs are answered as they are where there is no screen: a mapped box
    /// says that it is not, a graph has no views.
    [[nodiscard]] bool is_shown() const noexcept { return is_shown_; }
    void set_shown(bool is_shown) { is_shown_ = is_shown; }
    /// Grows with every change.
    [[nodiscard]] std::uint64_t revision() const noexcept { return revision_; }
    void touch() noexcept { ++revision_; }

  private:
    std::vector<ItemPtr> windows_;
    std::vector<ItemPtr> open_;         ///< the open panel, then its open menus
    std::vector<ItemPtr> intercepting_; ///< boxes, the innermost last
    std::map<std::string, std::pair<double, double>> domains_;
    std::uint64_t revision_ = 0;
    bool is_shown_ = false;
};

/// The tree as text, a line an item, for tests and for people.
[[nodiscard]] std::string outline(const Desk& desk);

} // namespace ranvier::ui
