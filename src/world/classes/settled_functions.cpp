// SPDX-License-Identifier: BSD-3-Clause
// Functions of old programs that ask little of a world: numbers that stand for sections, styles, what is settled here.
#include <array>

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/builtin_class.hpp"
#include "ranvier/world/classes/functions.hpp"
#include "ranvier/world/classes/sections.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Value;

Value key_number(const model::Section* section) {
    return number(section ? static_cast<double>(key_of(*section).value) : 0);
}

double place_argument(const Arguments& a) {
    const double x = a.number_or(0, 0.5);
    if (!(x >= 0 && x <= 1))
        throw InputError::out_of_range("the place", std::string(a.function()), number_text(x), "0 to 1");
    return x;
}

/// pt3dstyle(): 1 if the section has a point of its own where it is drawn to begin; (0) without; (1, x, y, z) with, or asks.
Value point_style(World& world, const Arguments& a) {
    auto& points = world.classes().connection_points;
    const auto section = world.classes().current_section();
    const auto found = points.find(section.get());
    const bool has = found != points.end() && found->second.first.lock() == section;
    if (!a.has(0)) return number(has);
    const bool wanted = a.number(0) != 0;
    if (!wanted || !section->parent()) {
        points.erase(section.get());
        return number(0);
    }
    std::array<float, 3> at{};
    if (has) at = found->second.second;
    for (std::size_t i = 0; i < 3; ++i) {
        // References ask, numbers tell.
        if (const auto* place = a.has(i + 1) ? std::get_if<hoc::PlacePtr>(&a[i + 1]) : nullptr)
            (*place)->set(static_cast<double>(at[i]));
        else at[i] = static_cast<float>(a.number(i + 1));
    }
    points[section.get()] = {section, at};
    return number(1);
}

constexpr Function kFunctions[] = {
    {"this_section", "([x], sec=) -> float", "A number that stands for the section",
     [](World& w, const Arguments& a) {
         static_cast<void>(place_argument(a));
         return key_number(w.classes().current_section().get());
     },
     true},
    {"this_node", "(x, sec=) -> float", "Row of the node of a place",
     [](World& w, const Arguments& a) {
         static_cast<void>(a.number(0));
         const auto section = w.classes().current_section();
         auto& model = w.model();
         return number(static_cast<double>(model.nodes()->row(model.node_at(*section, place_argument(a)))));
     },
     true},
    {"parent_section", "([x], sec=) -> float", "A number that stands for the parent; 0: there is none",
     [](World& w, const Arguments&) { return key_number(w.classes().current_section()->parent()); }, true},
    {"section_owner", "(sec=) -> object", "The object that the section is a part of, or none",
     [](World& w, const Arguments&) -> Value { return w.hoc_host().cell_of(*w.classes().current_section()); },
     true},
    {"setdata_feature", "(x, sec=) -> float", "Refused: no mechanism of this name can be inserted",
     [](World& w, const Arguments& a) -> Value {
         static_cast<void>(place_argument(a));
         throw LookupFailure(
             ErrorParts{"the mechanism feature does not exist at this place",
                        w.classes().current_section()->name(),
                        {},
                        {},
                        "no standard mechanism has this name; setdata_SUFFIX is for one of yours"});
     },
     true},
    {"pt3dstyle", "([0 or 1, x, y, z], sec=) -> float",
     "Whether the section is drawn from a point of its own; sets it, or asks through references", point_style,
     true},
    {"setSpineArea", "(um2) -> float", "Membrane that each 3-d point marked as a spine adds to its segment",
     [](World& w, const Arguments& a) {
         const double area = a.number(0);
         if (!(area >= 0 && area < 1e9))
             throw InputError::out_of_range("the area", std::string(a.function()), number_text(area), ">= 0");
         w.model().set_spine_area(area);
         return number(area);
     }},
    {"getSpineArea", "() -> float", "Membrane of a spine [um2]",
     [](World& w, const Arguments&) { return number(w.model().spine_area()); }},
    {"keep_nseg_parm", "(flag) -> float", "Kept for scripts: a new nseg always keeps what segments hold",
     [](World& w, const Arguments& a) {
         const double before = w.classes().keeps_parameters;
         w.classes().keeps_parameters = a.whole(0, 0, 1) == 1;
         return number(before);
     }},
    {"nrn_feenableexcept", "([flag]) -> float",
     "Kept for scripts: no number stops the program; -2, this cannot be had",
     [](World&, const Arguments&) { return number(-2); }},
    {"nrnmpi_init", "() -> float", "Kept for scripts: there is one process",
     [](World&, const Arguments&) { return number(0); }},
    {"nrniv_bind_thread", "([core]) -> float", "Kept for scripts: the system places threads",
     [](World&, const Arguments& a) {
         if (a.has(0)) static_cast<void>(a.whole(0, 0, 1 << 20));
         return number(a.has(0) ? 0 : 1);
     }},
    {"coreneuron_handle", "() -> float", "Refused: CoreNEURON is not here",
     [](World&, const Arguments& a) -> Value {
         throw InputError(ErrorParts{"CoreNEURON is not here: this engine runs the model itself",
                                     std::string(a.function()),
                                     {},
                                     {},
                                     "coreneuron.enable may stay set: runs are the same with it"});
     }},
    {"show_winio", "(flag) -> float", "Kept for scripts: there is no such window",
     [](World&, const Arguments& a) {
         static_cast<void>(a.number(0));
         return number(0);
     }},
};

} // namespace

std::span<const Function> settled_functions() { return kFunctions; }

} // namespace ranvier::world::classes
