// SPDX-License-Identifier: BSD-3-Clause
// BBSaveState: the state of a network in a file, which another process that builds the same network puts back.
#include <cmath>
#include <filesystem>

#include "ranvier/base/error.hpp"
#include "ranvier/checkpoint/atomic_file.hpp"
#include "ranvier/world/classes/saved_states.hpp"
#include "ranvier/world/classes/vector.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/hoc_points.hpp"
#include "ranvier/world/saved_state.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

namespace fs = std::filesystem;
using hoc::Arguments;
using hoc::Object;
using hoc::Value;

struct BbSaveState final : Object {
    using Object::Object;
    std::vector<std::weak_ptr<PointObject>> ignored;
    [[nodiscard]] SavedState::Ignored living() const {
        SavedState::Ignored out;
        for (const auto& weak : ignored)
            if (const auto point = weak.lock()) out.insert(point->point().get());
        return out;
    }
};

void save_to(Object& o, const Arguments& a, const std::string& path) {
    const auto world = world_at_rest_of(o);
    world->hoc_host().access().require_file(a.function(), path, Access::Use::write);
    checkpoint::write_atomically(path, SavedState::take(*world, as<BbSaveState>(o).living()).pack());
}

void restore_from(Object& o, const Arguments& a, const std::string& path) {
    const auto world = world_at_rest_of(o);
    world->hoc_host().access().require_file(a.function(), path, Access::Use::read);
    SavedState::unpack(checkpoint::read_file(path), path).restore(*world, true, as<BbSaveState>(o).living());
}

/// save_test and its like work in folders of fixed names below the working one.
constexpr const char *kTestOut = "bbss_out", *kTestIn = "in", *kBinOut = "binbufout", *kBinIn = "binbufin";
constexpr const char* kTestFile = "/tmp";

template <const char* const& folder> Value save_test(Object& o, const Arguments& a) {
    world_at_rest_of(o)->hoc_host().access().require_file(a.function(), std::string(folder) + kTestFile,
                                                          Access::Use::write);
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw IoError(ErrorParts{"the folder cannot be made", folder, error.message(), {}, {}});
    save_to(o, a, std::string(folder) + kTestFile);
    return number(0);
}
template <const char* const& folder> Value restore_test(Object& o, const Arguments& a) {
    restore_from(o, a, std::string(folder) + kTestFile);
    return number(0);
}

Value ignore(Object& o, const Arguments& a) {
    auto& ignored = as<BbSaveState>(o).ignored;
    if (a.has(0)) ignored.push_back(a.require<PointObject>(0, "a point process"));
    else ignored.clear();
    return number(0);
}

/// As in NEURON, which has the name and nothing behind it.
Value not_by_gid(Object& o, const Arguments& a) {
    world_at_rest_of(o)->print(std::string(a.function()) + " not implemented\n");
    return number(0);
}

/// save_request(gids, sizes): which gids this process would save, and the bytes of each.
Value save_request(Object& o, const Arguments& a) {
    const auto gids = a.require<Vector>(0, "a Vector for the gids");
    const auto sizes = a.require<Vector>(1, "a Vector for the sizes");
    const auto world = world_at_rest_of(o);
    gids->numbers->clear();
    sizes->numbers->clear();
    for (const auto gid : world->gids().sending()) {
        const auto& source = *world->gids().source(gid);
        const model::Section* root = source.point ? source.point->section() : source.section.lock().get();
        while (root && root->parent()) root = root->parent();
        std::size_t count = 0;
        const auto add_point = [&](const model::PointProcess& p) {
            count += static_cast<std::size_t>(p.type()->instances->column_count());
            for (const auto* nc : p.netcons()) count += nc->weights->size();
        };
        if (!root && source.point) add_point(*source.point);
        std::vector<const model::Section*> cell;
        if (root) cell.push_back(root);
        for (std::size_t i = 0; i < cell.size(); ++i) {
            for (const auto* child : cell[i]->children()) cell.push_back(child);
            count += cell[i]->nodes().size();
            for (const auto& inserted : cell[i]->inserted())
                count +=
                    inserted.rows.size() * static_cast<std::size_t>(inserted.type->instances->column_count());
            for (const auto* p : cell[i]->point_processes()) add_point(*p);
        }
        gids->numbers->push_back(static_cast<double>(gid));
        sizes->numbers->push_back(static_cast<double>(count * sizeof(double)));
    }
    return number(static_cast<double>(gids->size()));
}

constexpr hoc::Member kMembers[] = {
    {.name = "save",
     .signature = "(path) -> float",
     .summary = "Write the state of the run to a file: the old one stays until the new one is whole",
     .call =
         [](Object& o, const Arguments& a) {
             save_to(o, a, a.text(0));
             return number(1);
         }},
    {.name = "restore",
     .signature = "(path) -> float",
     .summary =
         "Put the state of a file into the same model, after finitialize; the file is checked as a whole",
     .call =
         [](Object& o, const Arguments& a) {
             restore_from(o, a, a.text(0));
             return number(1);
         }},
    {.name = "ignore",
     .signature = "([point process]) -> float",
     .summary = "A point process that is no part of the state; without an argument: none is left out",
     .call = ignore},
    {.name = "save_test",
     .signature = "() -> float",
     .summary = "Write the state to bbss_out/tmp",
     .call = save_test<kTestOut>},
    {.name = "restore_test",
     .signature = "() -> float",
     .summary = "Put back the state of in/tmp",
     .call = restore_test<kTestIn>},
    {.name = "save_test_bin",
     .signature = "() -> float",
     .summary = "Write the state to binbufout/tmp",
     .call = save_test<kBinOut>},
    {.name = "restore_test_bin",
     .signature = "() -> float",
     .summary = "Put back the state of binbufin/tmp",
     .call = restore_test<kBinIn>},
    {.name = "save_gid",
     .signature = "(gid) -> float",
     .summary = "Does nothing, as in NEURON",
     .call = not_by_gid},
    {.name = "restore_gid",
     .signature = "(gid) -> float",
     .summary = "Does nothing, as in NEURON",
     .call = not_by_gid},
    {.name = "save_request",
     .signature = "(gids, sizes) -> float",
     .summary = "Fill two Vectors: the gids of this process, and the bytes that each takes; returns how many",
     .call = save_request},
    {.name = "vector_play_init",
     .signature = "() -> float",
     .summary = "Vectors that play go on from the present time: restore has done it",
     .call =
         [](Object& o, const Arguments&) {
             world_at_rest_of(o)->simulator().restart_observers();
             return number(0);
         }},
};

} // namespace

const Declaration kBbSaveStateClass = {.name = "BBSaveState",
                                       .signature = "()",
                                       .summary = "Writes the state of a network to a file and puts it back",
                                       .members = kMembers,
                                       .make = [](BuiltinClass& type, const Arguments&) -> hoc::ObjectPtr {
                                           return std::make_shared<BbSaveState>(type.self());
                                       }};

} // namespace ranvier::world::classes
