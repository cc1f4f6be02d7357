// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/ui/scene.hpp"

#include <algorithm>
#include <exception>

namespace ranvier::ui {

void Scene::set_size(double x1, double x2, double y1, double y2) {
    size_ = {x1, x2, y1, y2};
    const double border_x = 0.1 * (x2 - x1), border_y = 0.1 * (y2 - y1); // a tenth on each side
    if (views.empty()) views.emplace_back();
    views[0].left = x1 - border_x;
    views[0].right = x2 + border_x;
    views[0].bottom = y1 - border_y;
    views[0].top = y2 + border_y;
}

std::optional<std::array<double, 4>> Scene::bounds() const {
    std::optional<std::array<double, 4>> out;
    const auto add = [&](double x, double y) {
        if (!out) out = {x, x, y, y};
        auto& [x1, x2, y1, y2] = *out;
        x1 = std::min(x1, x), x2 = std::max(x2, x);
        y1 = std::min(y1, y), y2 = std::max(y2, y);
    };
    for (const auto& drawing : drawings) {
        if (const auto* line = std::get_if<Line>(&drawing))
            for (std::size_t i = 0; i < line->x.size(); ++i) add(line->x[i], line->y[i]);
        if (const auto* mark = std::get_if<Mark>(&drawing)) add(mark->x, mark->y);
    }
    return out;
}

void Scene::begin() {
    std::vector<Drawing> kept;
    for (auto& drawing : drawings) {
        auto* line = std::get_if<Line>(&drawing);
        if (!line || !line->is_live) continue;
        if (keeps_lines && line->x.size() > 1) {
            Line copy = *line;
            copy.is_live = false;
            copy.is_kept = true;
            copy.number = nullptr;
            kept.emplace_back(std::move(copy));
        }
        line->x.clear();
        line->y.clear();
    }
    for (auto& drawing : kept) drawings.push_back(std::move(drawing));
}

void Scene::plot(double x) {
    if (abscissa) {
        try {
            x = abscissa->get();
        } catch (const std::exception&) {
            return; // what it named is gone: there is no place for the points
        }
    }
    for (auto& drawing : drawings) {
        auto* line = std::get_if<Line>(&drawing);
        if (!line || !line->is_live || !line->number) continue;
        double y = 0;
        try {
            y = line->number->get();
        } catch (const std::exception&) {
            line->number = nullptr; // a line whose variable is gone draws no more
            continue;
        }
        line->x.push_back(x);
        line->y.push_back(y);
    }
}

Line& Scene::add_line(Line line) { return std::get<Line>(drawings.emplace_back(std::move(line))); }

void Scene::refresh() {
    for (auto& drawing : drawings) {
        auto* line = std::get_if<Line>(&drawing);
        if (!line || !line->refresh) continue;
        try {
            line->refresh(*line);
        } catch (const std::exception&) { // what it shows is gone: there is nothing to draw
            line->x.clear();
            line->y.clear();
        }
    }
}

void Scene::begin_line(std::string label, std::optional<Style> given) {
    Line line;
    line.label = next_label;
    line.label.text = std::move(label);
    line.style = given.value_or(style);
    add_line(std::move(line));
    drawn_ = drawings.size() - 1;
}

void Scene::line_to(double x, double y) {
    if (drawn_ == npos) begin_line({}, std::nullopt);
    auto& line = std::get<Line>(drawings[drawn_]);
    line.x.push_back(x);
    line.y.push_back(y);
}

void Scene::erase() {
    std::erase_if(drawings, [](const Drawing& drawing) {
        const auto* line = std::get_if<Line>(&drawing);
        return line ? !line->is_live : std::holds_alternative<Mark>(drawing);
    });
    for (auto& drawing : drawings)
        if (auto* line = std::get_if<Line>(&drawing)) line->x.clear(), line->y.clear();
    drawn_ = npos;
}

void Scene::erase_all() {
    drawings.clear();
    drawn_ = npos;
}

std::size_t Scene::next_line(std::size_t position) const {
    for (std::size_t i = position == npos ? 0 : position + 1; i < drawings.size(); ++i)
        if (const auto* line = std::get_if<Line>(&drawings[i]); line && !line->x.empty()) return i;
    return npos;
}

} // namespace ranvier::ui
