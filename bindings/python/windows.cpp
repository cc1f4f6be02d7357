// SPDX-License-Identifier: BSD-3-Clause
// The windows of a world as Python asks for them: the tree of items, and what the plots of shapes need.
#include "ranvier/world/classes/windows.hpp"
#include "hoc_values.hpp"
#include "objects.hpp"

namespace ranvier::python {

namespace {

nb::str str(std::string_view s) { return nb::str(s.data(), s.size()); }

nb::list numbers(const std::vector<double>& values) {
    nb::list out;
    for (const double x : values) out.append(x);
    return out;
}

nb::list lines_of(const ui::Scene& scene) {
    nb::list out;
    for (const auto& drawing : scene.drawings) {
        const auto* line = std::get_if<ui::Line>(&drawing);
        if (!line) continue;
        nb::dict made;
        made["label"] = str(line->label.text);
        made["expression"] = str(line->expression);
        made["color"] = line->style.color;
        made["brush"] = line->style.brush;
        made["x"] = numbers(line->x);
        made["y"] = numbers(line->y);
        out.append(made);
    }
    return out;
}

/// What stands for every kind of item; what an item has not is left out.
nb::dict item_of(const ui::Item& item) {
    nb::dict out;
    out["kind"] = str(ui::kind_name(item.kind));
    out["title"] = str(item.title);
    if (!item.variable.empty()) out["variable"] = str(item.variable);
    if (item.number) {
        try {
            out["value"] = item.number->get();
        } catch (const Error&) { // the number is gone; the field is still there
            out["value"] = nb::none();
        }
    }
    if (item.text) out["text"] = str(*item.text);
    if (item.action) out["action"] = str(item.action.text);
    if (item.geometry) out["place"] = nb::make_tuple(item.geometry->left, item.geometry->top);
    if (item.scene) {
        const auto [x1, x2, y1, y2] = item.scene->size();
        out["size"] = nb::make_tuple(x1, x2, y1, y2);
        out["lines"] = lines_of(*item.scene);
    }
    nb::list items;
    for (const auto& inner : item.items) items.append(item_of(*inner));
    if (nb::len(items) > 0 || ui::is_box(item.kind) || item.kind == ui::ItemKind::panel) out["items"] = items;
    return out;
}

} // namespace

void bind_windows(nb::module_& m) {
    using namespace nb::literals;
    auto world = nb::borrow<nb::class_<PyWorld>>(m.attr("World"));
    world.def(
        "windows",
        [](PyWorld& w) {
            (*w.data)->check_access();
            nb::list out;
            for (const auto& window : w.data->world->classes().desk.windows()) out.append(item_of(*window));
            return out;
        },
        "The windows that programs made, in order of creation, whether or not there is a screen: each a dict "
        "with its kind, "
        "title and items.");
    m.def(
        "_shape_of",
        [](const PyHocObject& o) {
            const auto* shape = dynamic_cast<const world::classes::ShapeObject*>(o.object.get());
            if (!shape) raise(Category::type, {"this is no Shape", o.object->name(), {}, {}, {}});
            auto* type = dynamic_cast<world::classes::BuiltinClass*>(&o.object->type());
            const auto data = WorldData::of_world(*type->world());
            nb::list sections;
            for (const auto& section : shape->sections()) sections.append(section_object(data, section));
            return nb::make_tuple(str(shape->variable), shape->low, shape->high, sections);
        },
        "shape"_a, "Variable, lowest and highest value, sections.");
}

} // namespace ranvier::python
