// SPDX-License-Identifier: BSD-3-Clause
// Partitions of cells among threads and cells in pieces, as scripts ask ParallelContext for them.
#include "ranvier/world/classes/division.hpp"

#include <algorithm>

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/board.hpp"
#include "ranvier/world/classes/sections.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::ObjectPtr;
using hoc::Value;
using model::Section;
using model::SectionPtr;

std::int64_t thread_count(World& world) { return std::max(1, world.simulator().options().threads); }

std::vector<SectionPtr> roots(World& world) {
    std::vector<SectionPtr> out;
    for (const auto& s : world.model().sections())
        if (!s->parent()) out.push_back(s);
    return out;
}

/// The cells of a thread: what a script said; if it said nothing, neighbours in blocks of equal number.
std::vector<SectionPtr> cells_of_thread(World& world, std::int64_t thread) {
    const auto threads = thread_count(world);
    const auto& given = world.classes().board().division.partition;
    std::vector<SectionPtr> out;
    if (static_cast<std::int64_t>(given.size()) == threads) {
        if (const auto& list = given[static_cast<std::size_t>(thread)])
            static_cast<void>(sections_of(*list, out));
        return out;
    }
    const auto all = roots(world);
    const auto cells = static_cast<std::int64_t>(all.size()), each = cells / threads, more = cells % threads;
    const auto begin = thread * each + std::min(thread, more);
    const auto end = begin + each + (thread < more ? 1 : 0);
    out.assign(all.begin() + begin, all.begin() + end);
    return out;
}

InputError wrong_places(std::int64_t number, std::string what, std::string hint) {
    return InputError(
        ErrorParts{std::move(what), "multisplit", "number " + std::to_string(number), {}, std::move(hint)});
}

/// Whether the place is the end of a piece that hangs on nothing: it can be connected.
bool is_free_end(const Section& s, double x) { return !s.parent() && x == s.child_end(); }

/// The places of one number become one node: all but one hang on that one from now on.
void join(World& world, std::int64_t number, const std::vector<Division::Place>& places,
          std::vector<Division::Joined>& joined) {
    auto& model = world.model();
    struct Found {
        SectionPtr section;
        double x;
        state::RowId node;
    };
    std::vector<Found> found;
    for (const auto& place : places)
        if (auto section = place.section.lock(); section && !section->is_deleted())
            found.push_back({section, place.x, model.node_at(*section, place.x)});
    const Found* trunk = nullptr;
    for (const auto& f : found) {
        if (is_free_end(*f.section, f.x)) continue;
        if (trunk && !(trunk->node == f.node))
            throw wrong_places(
                number,
                model::Model::place(*trunk->section, trunk->x) + " and " +
                    model::Model::place(*f.section, f.x) +
                    " cannot be one node: neither is the end that a piece hangs on",
                "disconnect one piece there; all but one place must be the beginning of a root");
        if (!trunk) trunk = &f;
    }
    if (!trunk && !found.empty()) trunk = &found.front();
    for (const auto& f : found) {
        if (&f == trunk || f.node == trunk->node) continue;
        model.connect(*f.section, f.x, *trunk->section, trunk->x);
        joined.push_back({f.section, trunk->section.get()});
    }
}

void part(World& world, const Division::Joined& j) {
    const auto piece = j.piece.lock();
    if (piece && !piece->is_deleted() && piece->parent() == j.trunk) world.model().disconnect(*piece);
}

} // namespace

Value set_partition(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    auto& partition = world->classes().board().division.partition;
    if (!a.has(0)) {
        partition.clear();
        return 0.0;
    }
    const auto thread = static_cast<std::size_t>(a.whole(0, 0, thread_count(*world) - 1));
    const auto list = a.object(1);
    std::vector<SectionPtr> cells;
    if (list && !sections_of(*list, cells)) a.refuse(1, "a SectionList, or none");
    for (const auto& s : cells)
        if (s->parent())
            throw InputError(ErrorParts{"a partition has whole cells: the section is not the root of one",
                                        "thread " + std::to_string(thread), s->name(), "roots",
                                        "sectionlist.allroots() gives them"});
    partition.resize(static_cast<std::size_t>(thread_count(*world)));
    partition[thread] = list;
    return 0.0;
}

Value get_partition(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    std::vector<Value> cells;
    for (const auto& s : cells_of_thread(*world, a.whole(0, 0, thread_count(*world) - 1)))
        cells.emplace_back(key_of(*s));
    const Value sequence = ObjectPtr(std::make_shared<Sequence>(std::move(cells)));
    return world->classes().find("SectionList")->make(Arguments("get_partition", {&sequence, 1}));
}

Value thread_of_section(Object& o, const Arguments&) {
    const auto world = world_at_rest_of(o);
    const auto section = world->classes().current_section();
    for (std::int64_t thread = 0; thread < thread_count(*world); ++thread) {
        const auto cells = cells_of_thread(*world, thread);
        for (const Section* s = section.get(); s; s = s->parent())
            if (std::ranges::any_of(cells, [&](const auto& cell) { return cell.get() == s; }))
                return static_cast<double>(thread);
    }
    return 0.0;
}

/// multisplit(x, number[, backbone]) says what is to be one node, multisplit() makes it so.
Value divide_cell(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    auto& division = world->classes().board().division;
    if (!a.has(0)) {
        std::vector<Division::Joined> joined;
        try {
            for (const auto& [number, places] : division.places) join(*world, number, places, joined);
        } catch (...) {
            for (auto it = joined.rbegin(); it != joined.rend(); ++it) part(*world, *it);
            throw;
        }
        division.joined.insert(division.joined.end(), joined.begin(), joined.end());
        return 0.0;
    }
    const auto section = world->classes().current_section();
    const double x = a.number(0);
    world->model().check_x(*section, x);
    const auto number = a.whole(1, 0, std::int64_t{1} << 53);
    static_cast<void>(a.number_or(2, 0));
    auto& places = division.places[number];
    const bool is_known =
        std::ranges::any_of(places, [&](const auto& p) { return p.section.lock() == section && p.x == x; });
    if (!is_known) places.push_back({section, x});
    return 0.0;
}

void forget_pieces(World& world) {
    auto& division = world.classes().board().division;
    const auto joined = std::exchange(division.joined, {});
    division.places.clear();
    for (auto it = joined.rbegin(); it != joined.rend(); ++it) part(world, *it);
}

} // namespace ranvier::world::classes
