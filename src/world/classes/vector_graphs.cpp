// SPDX-License-Identifier: BSD-3-Clause
// Vectors on graphs: curves that follow the Vector (plot), curves as it is now (line), marks, error bars.
#include "vector_methods.hpp"

#include <algorithm>

#include "ranvier/world/classes/curves.hpp"
#include "ranvier/world/classes/windows.hpp"

namespace ranvier::world::classes::vector_methods {

namespace {

/// What stands behind the graph: a Vector of abscissas or their distance, then colour and brush. Two numbers are these.
struct Look {
    VectorPtr x;
    double step = 1;
    std::size_t next = 1; ///< of colour and brush
};

Look look_of(const Arguments& a) {
    Look out;
    if ((out.x = a.find<Vector>(1))) out.next = 2;
    else if (const auto step = number_at(a, 1); step && a.count() != 3) {
        out.step = *step;
        out.next = 2;
    }
    return out;
}

ui::Line new_line(ui::Scene& scene, const Arguments& a, const Look& look) {
    ui::Line line;
    line.style = scene.style;
    line.style.color = whole_at(a, look.next, line.style.color);
    line.style.brush = whole_at(a, look.next + 1, line.style.brush);
    line.label = scene.next_label;
    return line;
}

void read(ui::Line& line, std::span<const double> y, const Look& look) {
    const std::size_t n = look.x ? std::min(look.x->size(), y.size()) : y.size();
    line.x.resize(n);
    for (std::size_t i = 0; i < n; ++i)
        line.x[i] = look.x ? look.x->span()[i] : static_cast<double>(i) * look.step;
    line.y.assign(y.begin(), y.begin() + static_cast<std::ptrdiff_t>(n));
}

} // namespace

Value plot(Object& o, const Arguments& a) {
    if (const auto graph = a.find<SceneObject>(0)) {
        const auto look = look_of(a);
        auto line = new_line(graph->scene(), a, look);
        line.label.text = self(o).label;
        line.refresh = [look, y = std::static_pointer_cast<Vector>(o.shared_from_this())](ui::Line& shown) {
            read(shown, y->span(), look);
        };
        line.refresh(line);
        graph->scene().add_line(std::move(line));
    }
    return itself(o);
}

Value line(Object& o, const Arguments& a) {
    if (const auto graph = a.find<SceneObject>(0)) {
        const auto look = look_of(a);
        auto line = new_line(graph->scene(), a, look);
        line.label.text = self(o).label;
        read(line, self(o).span(), look);
        graph->scene().add_line(std::move(line));
    }
    return itself(o);
}

/// (graph, x or step [, shape, size, color, brush])
Value mark(Object& o, const Arguments& a) {
    const auto graph = a.find<SceneObject>(0);
    if (!graph) return itself(o);
    Look look;
    look.x = a.find<Vector>(1);
    look.step = number_at(a, 1).value_or(1);
    ui::Line points;
    read(points, self(o).span(), look);
    auto& scene = graph->scene();
    for (std::size_t i = 0; i < points.x.size(); ++i) {
        ui::Mark made{points.x[i], points.y[i], '+', number_at(a, 3).value_or(12), scene.style};
        if (const auto shape = text_at(a, 2); shape && !shape->empty()) made.shape = shape->front();
        made.style.color = whole_at(a, 4, made.style.color);
        made.style.brush = whole_at(a, 5, made.style.brush);
        scene.drawings.emplace_back(made);
    }
    return itself(o);
}

/// (graph, x, error [, size, color, brush]): a bar of an error up and an error down at each point.
Value plot_errors(Object& o, const Arguments& a) {
    const auto graph = a.find<SceneObject>(0);
    const auto x = a.find<Vector>(1), error = a.find<Vector>(2);
    if (!graph || !x || !error) return itself(o);
    const std::size_t n = std::min({self(o).size(), x->size(), error->size()});
    for (std::size_t i = 0; i < n; ++i) {
        Look look;
        look.next = 4;
        auto bar = new_line(graph->scene(), a, look);
        const double y = self(o).span()[i], e = error->span()[i];
        bar.x.assign(2, x->span()[i]);
        bar.y = {y - e, y + e};
        graph->scene().add_line(std::move(bar));
    }
    return itself(o);
}

} // namespace ranvier::world::classes::vector_methods

namespace ranvier::world::classes {

void plot_following(const hoc::Arguments& a, std::string label, std::function<std::vector<double>()> values) {
    using namespace vector_methods;
    const auto graph = a.find<SceneObject>(0);
    if (!graph) return;
    const auto look = look_of(a);
    auto line = new_line(graph->scene(), a, look);
    line.label.text = std::move(label);
    line.refresh = [look, values = std::move(values)](ui::Line& shown) { read(shown, values(), look); };
    line.refresh(line);
    graph->scene().add_line(std::move(line));
}

} // namespace ranvier::world::classes
