// SPDX-License-Identifier: BSD-3-Clause
// ParallelContext.prcellstate(gid, suffix): the state of a cell as text, in the file <gid>_<suffix>.nrndat. A line holds one number
// with all its digits and what it belongs to, by name, so that `diff` of two files shows where two runs part:
//
//     gid 7
//     t 2 ms
//     celsius 6.3 degC
//     threshold 10
//     section dend parent soma(1) nseg 3            parents before children
//     dend(0.5) v -64.9                             v, cm, area, ri; then variables as a section knows them
//     dend(0.5) ExpSyn[0].tau 0.1
//     netcon NetStim[0] to ExpSyn[0] active 1 delay 3 weight 0.002     in order of creation
#include <algorithm>
#include <fstream>
#include <sstream>

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/division.hpp"
#include "ranvier/world/classes/sections.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using model::Section;

class CellState {
  public:
    CellState(World& world, Gid gid) : world_(world), gid_(gid) { out_.precision(17); }

    [[nodiscard]] std::string text() {
        const auto& source = *world_.gids().source(gid_);
        out_ << "gid " << gid_ << "\nt " << world_.t() << " ms\ncelsius "
             << world_.names().find_global("celsius")->ref.get() << " degC\nthreshold " << source.threshold
             << '\n';
        if (const auto* section = section_of(source)) write_tree(*section);
        else if (source.point) write_point("", *source.point);
        write_netcons(source);
        return out_.str();
    }

  private:
    static const Section* section_of(const model::SpikeSource& source) {
        if (source.is_gone()) return nullptr;
        if (source.point) return source.point->section();
        return source.section.lock().get();
    }

    void write_tree(const Section& any) {
        const Section* root = &any;
        while (root->parent()) root = root->parent();
        std::vector<const Section*> sections{root};
        for (std::size_t i = 0; i < sections.size(); ++i)
            sections.insert(sections.end(), sections[i]->children().begin(), sections[i]->children().end());
        for (const auto* s : sections) {
            out_ << "section " << s->name() << " parent "
                 << (s->parent() ? model::Model::place(*s->parent(), s->parent_x()) : "none") << " nseg "
                 << s->nseg() << '\n';
        }
        for (const auto* s : sections) write_section(*world_.classes().find_section(key_of(*s)));
    }

    void write_section(Section& s) {
        auto& model = world_.model();
        const auto place = [&](int i) { return (i + 0.5) / s.nseg(); };
        for (int i = 0; i < s.nseg(); ++i) {
            const auto name = model::Model::place(s, place(i));
            const auto row = model.nodes()->row(model.node_at(s, place(i)));
            out_ << name << " v " << model.nodes()->get(row, model::kV) << '\n';
            out_ << name << " cm " << model.cm(s, place(i)) << '\n';
            out_ << name << " area " << model.area(s, place(i)) << '\n';
            out_ << name << " ri " << model.axial_resistance(s, place(i)) << '\n';
            for (const auto& inserted : s.inserted())
                for (const auto* variable : world_.names().members(*inserted.type)) {
                    if (variable->is_pointer) continue;
                    for (int k = 0; k < variable->count; ++k)
                        write(name + ' ', variable->name, *variable, k,
                              world_.ref(s, place(i), *variable, k).get());
                }
        }
        points_.insert(points_.end(), s.point_processes().begin(), s.point_processes().end());
        auto points = s.point_processes();
        std::ranges::sort(points, {}, [](const auto* p) { return p->serial(); });
        for (const auto* p : points) write_point(model::Model::place(s, p->x()) + ' ', *p);
    }

    void write_point(const std::string& place, const model::PointProcess& point) {
        for (const auto* variable : world_.names().members(*point.type())) {
            if (variable->is_pointer) continue;
            for (int k = 0; k < variable->count; ++k)
                write(place + point.name() + '.', variable->short_name, *variable, k,
                      world_.ref(point, *variable, k).get());
        }
    }

    void write(const std::string& where, const std::string& name, const RangeName& variable, int element,
               double value) {
        out_ << where << name;
        if (variable.is_array) out_ << '[' << element << ']';
        out_ << ' ' << value << '\n';
    }

    /// Those that end on the cell; of an artificial cell, those that end there.
    void write_netcons(const model::SpikeSource& own) {
        for (const auto* nc : world_.model().netcons()) {
            if (!nc->target) continue;
            if (nc->target != own.point && !std::ranges::count(points_, nc->target)) continue;
            out_ << "netcon " << name_of(nc->source.get()) << " to " << nc->target->name() << " active "
                 << nc->active << " delay " << nc->delay;
            for (std::size_t i = 0; i < nc->weights->size(); ++i) out_ << " weight " << (*nc->weights)[i];
            out_ << '\n';
        }
    }

    std::string name_of(const model::SpikeSource* source) const {
        if (!source || source->is_gone()) return "none";
        if (const auto gid = world_.gids().gid_of(*source); gid >= 0) return "gid " + std::to_string(gid);
        if (source->point) return source->point->name();
        return source->value.is_null() ? "of another process" : source->value.path;
    }

    World& world_;
    Gid gid_;
    std::ostringstream out_;
    std::vector<model::PointProcess*> points_; ///< of the cell
};

} // namespace

hoc::Value write_cell_state(hoc::Object& o, const hoc::Arguments& a) {
    const auto world = static_cast<BuiltinClass&>(o.type()).world();
    world->check_access();
    const auto gid = a.whole(0, 0, 2147483647);
    const auto& suffix = a.text(1);
    if (static_cast<int>(world->gids().status(gid)) < static_cast<int>(Gids::Status::has_source)) return 0.0;
    const auto path = std::to_string(gid) + "_" + suffix + ".nrndat";
    const auto text = CellState(*world, gid).text();
    std::ofstream file(path);
    if (!(file << text).flush())
        throw InputError(ErrorParts{"the state of the cell cannot be written", path, {}, {}, {}});
    return 0.0;
}

} // namespace ranvier::world::classes
