// SPDX-License-Identifier: BSD-3-Clause
// RangeVarPlot: a range variable, or an expression, along the path between two places.
#include <cmath>

#include "path.hpp"

#include "ranvier/base/error.hpp"
#include "ranvier/hoc/interpreter.hpp"
#include "ranvier/world/classes/callable.hpp"
#include "ranvier/world/classes/sections.hpp"
#include "ranvier/world/classes/vector.hpp"
#include "ranvier/world/classes/windows.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;

struct Place {
    std::weak_ptr<model::Section> section;
    double x = 0;
};

/// A point of the curve; without a section it is the zero of a stretch where the variable is not.
struct Sample {
    double distance;
    model::Section* section = nullptr;
    double x = 0;
};

struct RangeVarPlot final : CurveObject {
    using CurveObject::CurveObject;
    std::string variable; ///< a name, or an expression in $1
    std::shared_ptr<Callable> function;
    std::string procedure; ///< the hoc function that computes the expression
    std::optional<Place> from, to;
    double origin = 0;
    int color = 1;

    [[nodiscard]] World& world() const { return *world_of(*this); }
    [[nodiscard]] std::string expression() const override { return variable; }
    [[nodiscard]] std::optional<Path> path() const;
    [[nodiscard]] bool is_computed() const { return function || !procedure.empty(); }
    /// The range variable, and the element of it: "m_hh", "x_syn[3]".
    [[nodiscard]] std::pair<const RangeName*, int> range() const;
    [[nodiscard]] std::vector<Sample> samples() const;
    [[nodiscard]] double value(const Sample& sample, const RangeName* range, int element) const;
    Curve curve() override;
};

std::optional<Path> RangeVarPlot::path() const {
    const auto a = from ? from->section.lock() : nullptr, b = to ? to->section.lock() : nullptr;
    if (!a || !b) return std::nullopt;
    return path_between(*a, from->x, *b, to->x);
}

std::pair<const RangeName*, int> RangeVarPlot::range() const {
    const auto bracket = variable.find('[');
    const int element = bracket == std::string::npos ? 0 : std::atoi(variable.c_str() + bracket + 1);
    return {world().find_range(variable.substr(0, bracket)), element};
}

std::vector<Sample> RangeVarPlot::samples() const {
    const auto found = path();
    std::vector<Sample> out;
    if (!found) return out;
    const auto& nodes = found->nodes;
    const auto keep = [&](const PathNode& node) { out.push_back({node.distance, node.section, node.x}); };
    const auto [name, element] = range();
    if (is_computed() || (name && variable == "v")) { // is everywhere, and at ends too
        for (const auto& node : nodes) keep(node);
        return out;
    }
    const auto zero = [&](double distance) { out.push_back({distance}); };
    const auto is_there = [&](const model::Section* section) {
        if (!name) return false;
        try {
            static_cast<void>(world().get(const_cast<model::Section&>(*section), 0.5, *name, element));
            return true;
        } catch (const Error&) {
            return false;
        }
    };
    // Of a node at an end the value is that of the segment beside it; where the variable stops or starts the curve falls to 0.
    bool was_there = false;
    for (std::size_t k = 0; k < nodes.size(); ++k) {
        const auto& node = nodes[k];
        const bool is_new = k == 0 || node.section != nodes[k - 1].section;
        const bool there = is_new ? is_there(node.section) : was_there;
        if (k == 0) {
            if (there) keep(node);
            else {
                zero(node.distance);
                if (nodes.size() > 1) zero(node.distance);
            }
        } else if (there && was_there) {
            const bool is_seen = !node.is_end || k + 1 == nodes.size();
            if (is_seen) keep(node);
        } else if (there) {
            if (node.is_end) zero(node.distance);
            else {
                zero(nodes[k - 1].distance);
                out.push_back({nodes[k - 1].distance, node.section, node.x});
            }
            keep(node);
        } else if (was_there) {
            if (nodes[k - 1].is_end && k > 1) {
                keep(nodes[k - 1]);
                zero(nodes[k - 1].distance);
            } else {
                out.push_back({node.distance, nodes[k - 1].section, nodes[k - 1].x});
                zero(node.distance);
            }
        }
        was_there = there;
    }
    return out;
}

double RangeVarPlot::value(const Sample& sample, const RangeName* of, int element) const {
    if (!sample.section) return 0;
    auto& w = world();
    if (!is_computed()) {
        const double n = sample.section->nseg();
        // At an end v is that of the node there, everything else is the segment's.
        const double x = variable == "v" ? sample.x : std::min(std::max(sample.x, 0.5 / n), 1 - 0.5 / n);
        return w.get(*sample.section, x, *of, element);
    }
    auto& sections = w.current_sections();
    const auto depth = sections.depth();
    sections.push(w.classes().find_section(key_of(*sample.section)));
    const Value at =
        static_cast<double>(static_cast<float>(sample.x)); // single precision, as x is kept there
    Value answer;
    try {
        answer = function ? function->call({&at, 1}) : w.hoc().call(procedure, {&at, 1});
    } catch (...) {
        sections.restore(depth);
        throw;
    }
    sections.restore(depth);
    const auto* y = std::get_if<double>(&answer);
    if (!y) throw InputError(ErrorParts{"the function must answer a number", this->name(), {}, {}, {}});
    return *y;
}

Curve RangeVarPlot::curve() {
    const auto [name, element] = range();
    if (!is_computed() && !name && !world().is_known(variable))
        throw LookupFailure(ErrorParts{"there is no such range variable",
                                       this->name(),
                                       "'" + variable + "'",
                                       {},
                                       near_names_hint(variable, world().names().range_names())});
    Curve out;
    for (const auto& sample : samples()) {
        out.x.push_back(static_cast<float>(sample.distance) + origin); // kept there in single precision
        out.y.push_back(value(sample, name, element));
    }
    return out;
}

RangeVarPlot& plot_of(Object& o) { return as<RangeVarPlot>(o); }

/// A Segment of Python, or x of the current section.
Place place_argument(World& world, const Arguments& a, std::size_t i) {
    if (const auto given = a.find<PlaceArgument>(i)) {
        model::SectionPtr section;
        double x = 0;
        if (given->place(section, x)) return {section, x};
    }
    const double x = a.number(i);
    if (!(x >= 0 && x <= 1))
        throw InputError::out_of_range("x", std::string(a.function()), number_text(x), "0 to 1");
    const auto section = world.classes().current_section();
    if (!section)
        throw StateError(ErrorParts{"there is no current section", std::string(a.function()), {}, {}, {}});
    return {section, x};
}

/// Where both are known they must be connected.
void set_ends(RangeVarPlot& plot, std::optional<Place> from, std::optional<Place> to) {
    const auto before = std::pair(plot.from, plot.to);
    if (from) plot.from = from;
    if (to) plot.to = to;
    try {
        static_cast<void>(plot.path());
    } catch (const Error&) {
        plot.from = before.first;
        plot.to = before.second;
        throw;
    }
}

Value end_of(Object& o, bool is_last) {
    const auto path = plot_of(o).path();
    if (!path) return number(0);
    const double distance = (is_last ? path->nodes.back() : path->nodes.front()).distance;
    return number(static_cast<float>(distance) + plot_of(o).origin);
}

constexpr hoc::Member kMembers[] = {
    {.name = "begin",
     .signature = "(segment) or (x) -> float",
     .summary = "Where the path begins",
     .call =
         [](Object& o, const Arguments& a) {
             plot_of(o).from = place_argument(plot_of(o).world(), a, 0);
             return number(1);
         }},
    {.name = "end",
     .signature = "(segment) or (x) -> float",
     .summary = "Where the path ends",
     .call =
         [](Object& o, const Arguments& a) {
             plot_of(o).to = place_argument(plot_of(o).world(), a, 0);
             return number(1);
         }},
    {.name = "origin",
     .signature = "(x) -> float",
     .summary = "Where the abscissa of the node nearest to the root is [um]",
     .call =
         [](Object& o, const Arguments& a) {
             const auto given = a.find<PlaceArgument>(0);
             model::SectionPtr section;
             double x = 0;
             if (!given || !given->place(section, x)) x = a.number(0);
             plot_of(o).origin = x;
             return number(1);
         }},
    {.name = "left",
     .signature = "() -> float",
     .summary = "The abscissa of the beginning [um]",
     .call = [](Object& o, const Arguments&) { return end_of(o, false); }},
    {.name = "right",
     .signature = "() -> float",
     .summary = "The abscissa of the end [um]",
     .call = [](Object& o, const Arguments&) { return end_of(o, true); }},
    {.name = "d2root",
     .signature = "() -> float",
     .summary = "How far from the root its nearest node is [um]",
     .call =
         [](Object& o, const Arguments&) {
             const auto path = plot_of(o).path();
             return number(path ? path->from_root : 0);
         }},
    {.name = "list",
     .signature = "(SectionList) -> float",
     .summary = "Append the path's sections to a list",
     .call =
         [](Object& o, const Arguments& a) {
             const auto list = a.object(0);
             std::vector<model::SectionPtr> known;
             if (!list || !sections_of(*list, known)) a.refuse(0, "a SectionList");
             const auto* append = list->type().find("append");
             auto& classes = plot_of(o).world().classes();
             const auto path = plot_of(o).path();
             const model::Section* last = nullptr;
             for (const auto& node : path ? path->nodes : std::vector<PathNode>()) {
                 if (node.section == last) continue;
                 last = node.section;
                 const auto before =
                     std::exchange(classes.given_section, classes.find_section(key_of(*last)));
                 static_cast<void>(list->type().call(*list, *append, Arguments("append", {})));
                 classes.given_section = before;
             }
             return number(0);
         }},
    {.name = "color",
     .signature = "(i) -> float",
     .summary = "The colour of the line",
     .call =
         [](Object& o, const Arguments& a) {
             plot_of(o).color = whole_at(a, 0, 1);
             return number(1);
         }},
    {.name = "to_vector",
     .signature = "(Vector y [, Vector x]) -> float",
     .summary = "Its values, and their abscissas; how many there are",
     .call =
         [](Object& o, const Arguments& a) {
             const auto y = vector_argument(a, 0);
             const auto curve = plot_of(o).curve();
             if (a.has(1)) vector_argument(a, 1)->numbers->assign(curve.x);
             y->numbers->assign(curve.y);
             return number(static_cast<double>(curve.y.size()));
         }},
    {.name = "from_vector",
     .signature = "(Vector y) -> float",
     .summary = "Set the variable along the path; how many values were used",
     .call =
         [](Object& o, const Arguments& a) {
             auto& plot = plot_of(o);
             const auto y = vector_argument(a, 0);
             const auto samples = plot.samples();
             const auto [name, element] = plot.range();
             if (y->size() < samples.size())
                 throw InputError(ErrorParts{"the Vector is too short",
                                             plot.name(),
                                             number_text(static_cast<double>(y->size())),
                                             number_text(static_cast<double>(samples.size())) + " values",
                                             {}});
             if (plot.is_computed() || !name)
                 throw InputError(ErrorParts{
                     "only a range variable can be set", plot.name(), "'" + plot.variable + "'", {}, {}});
             for (std::size_t i = 0; i < samples.size(); ++i)
                 if (samples[i].section) {
                     const double n = samples[i].section->nseg();
                     const double x = plot.variable == "v"
                                          ? samples[i].x
                                          : std::min(std::max(samples[i].x, 0.5 / n), 1 - 0.5 / n);
                     plot.world().set(*samples[i].section, x, *name, y->span()[i], element);
                 }
             return number(static_cast<double>(samples.size()));
         }},
    {.name = "vector",
     .signature = "() -> Vector",
     .summary = "Its values as a Vector",
     .call = [](Object& o, const Arguments&) -> Value { return new_vector(plot_of(o).curve().y); }},
};

} // namespace

const Declaration kRangeVarPlotClass = {
    .name = "RangeVarPlot",
    .signature = "(variable or expression in $1 or callable [, begin, end])",
    .summary = "A variable along the path between two places",
    .members = kMembers,
    .make = [](BuiltinClass& type, const Arguments& a) -> hoc::ObjectPtr {
        auto made = std::make_shared<RangeVarPlot>(type.self());
        const auto world = type.world();
        if (const auto text = text_at(a, 0)) {
            made->variable = *text;
            if (text->find("$1") != std::string::npos) {
                made->procedure = "range_var_plot_" + std::to_string(made->number()) + "_";
                world->hoc().run(std::make_shared<SourceText>(
                    "RangeVarPlot", "func " + made->procedure + "() { return " + *text + " }\n"));
            }
        } else if (const auto callable = a.find<Callable>(0)) {
            made->function = callable;
            made->variable = callable->name();
        } else {
            a.refuse(0, "the name of a range variable, an expression in $1 or something to call");
        }
        std::optional<Place> from, to;
        if (a.has(1)) from = place_argument(*world, a, 1);
        if (a.has(2)) to = place_argument(*world, a, 2);
        if (from || to) set_ends(*made, from, to);
        return made;
    },
    .takes_section = true};

} // namespace ranvier::world::classes
