// SPDX-License-Identifier: BSD-3-Clause
// SaveState: save, restore, and both through a File. Files are written beside their place and renamed: a kill leaves the old one
// or the new one.
#include <filesystem>
#include <optional>

#include "ranvier/base/error.hpp"
#include "ranvier/checkpoint/atomic_file.hpp"
#include "ranvier/world/classes/file.hpp"
#include "ranvier/world/classes/saved_states.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/saved_state.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;

struct SaveState final : Object {
    using Object::Object;
    std::optional<SavedState> saved;
};

const SavedState& saved_in(Object& o) {
    const auto& saved = as<SaveState>(o).saved;
    if (!saved)
        throw StateError(
            ErrorParts{"no state has been saved", o.name(), {}, {}, "call save() or fread(file) first"});
    return *saved;
}

/// The File's name; it need not be open. What was open is closed, as the file is replaced as a whole.
std::string path_of(Object& o, const Arguments& a, Access::Use use) {
    auto& stream = file_argument(a, 0)->stream;
    if (stream.path.empty())
        throw InputError(ErrorParts{"the File has no name", o.name(), {}, {}, "h.File(\"state.dat\")"});
    world_at_rest_of(o)->hoc_host().access().require_file(a.function(), stream.path, use);
    stream.close();
    return stream.path;
}

/// With a second argument 0 the file stays open, at its end.
void leave_open(const Arguments& a, const char* mode) {
    if (a.number_or(1, 1) != 0) return;
    auto& stream = file_argument(a, 0)->stream;
    if (stream.open(mode)) std::fseek(stream.handle(), 0, SEEK_END);
}

constexpr hoc::Member kMembers[] = {
    {.name = "save",
     .signature = "() -> float",
     .summary = "Keep the state of the run: t, v, what mechanisms have written, events under way",
     .call =
         [](Object& o, const Arguments&) {
             as<SaveState>(o).saved = SavedState::take(*world_at_rest_of(o));
             return number(1);
         }},
    {.name = "restore",
     .signature = "([1]) -> float",
     .summary =
         "Put the kept state back; with 1 the events that are under way now stay. Call it after finitialize",
     .call =
         [](Object& o, const Arguments& a) {
             saved_in(o).restore(*world_at_rest_of(o), a.number_or(0, 0) == 0);
             return number(1);
         }},
    {.name = "fwrite",
     .signature = "(File[, close]) -> float",
     .summary = "Write the kept state to the File's name: the old file stays until the new one is whole",
     .call =
         [](Object& o, const Arguments& a) {
             const auto path = path_of(o, a, Access::Use::write);
             checkpoint::write_atomically(path, saved_in(o).pack());
             leave_open(a, "a");
             return number(1);
         }},
    {.name = "fread",
     .signature = "(File[, close]) -> float",
     .summary = "Read a state from the File's name, checked as a whole; `restore` puts it in its place",
     .call =
         [](Object& o, const Arguments& a) {
             const auto path = path_of(o, a, Access::Use::read);
             as<SaveState>(o).saved = SavedState::unpack(checkpoint::read_file(path), path);
             leave_open(a, "r");
             return number(1);
         }},
};

} // namespace

const Declaration kSaveStateClass = {.name = "SaveState",
                                     .signature = "()",
                                     .summary = "Keeps the state of a run and puts it back",
                                     .members = kMembers,
                                     .make = [](BuiltinClass& type, const Arguments&) -> hoc::ObjectPtr {
                                         return std::make_shared<SaveState>(type.self());
                                     }};

} // namespace ranvier::world::classes
