// SPDX-License-Identifier: BSD-3-Clause
// A whole simulation in a file, to go on from there in a process that never saw the program that built it: the same bits as if
// it had never stopped. docs/adr/0017-checkpoint.md says what is kept and what is refused.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "ranvier/engine/simulator.hpp"
#include "ranvier/hoc/object.hpp"
#include "ranvier/world/runtime.hpp"

namespace ranvier::world {

class World;

class Checkpoint {
  public:
    struct Options {
        /// Users' functions that a run would call cannot be kept. If that is what is wanted they are left out, else they are
        /// named in an error.
        bool without_functions = false;
    };
    /// Throws StateError that names everything that cannot be kept; IoError if the file cannot be written, which then is as it was.
    static void save(World& world, const std::string& path, Options options);
    /// Throws IoError that says what is wrong with the file; nothing is left of it then.
    [[nodiscard]] static std::shared_ptr<World>
    load(const std::string& path, std::shared_ptr<Runtime> runtime, const engine::SimulatorOptions& options);
    /// A second world that goes on from here by itself.
    [[nodiscard]] static std::shared_ptr<World> clone(World& world, std::shared_ptr<Runtime> runtime,
                                                      const engine::SimulatorOptions& options, Options what);

    /// Of a world that was loaded: the objects that it holds, since no program does; sections are not among them.
    [[nodiscard]] static std::vector<hoc::ObjectPtr> things(World& world);

  private:
    [[nodiscard]] static std::vector<std::byte> pack(World& world, Options options);
    [[nodiscard]] static std::shared_ptr<World> unpack(std::vector<std::byte> bytes, const std::string& from,
                                                       std::shared_ptr<Runtime> runtime,
                                                       const engine::SimulatorOptions& options);
    friend class CheckpointWriter;
    friend class CheckpointReader;
};

} // namespace ranvier::world
