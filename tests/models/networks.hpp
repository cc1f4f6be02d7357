// SPDX-License-Identifier: BSD-3-Clause
// Networks that the suites run. Each is a function of its arguments alone, so that two worlds get the same
// model.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "ranvier/world/world.hpp"

namespace ranvier::test {

/// The same numbers with every standard library.
class Random {
  public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}
    double between(double low, double high) {
        return low + (high - low) * static_cast<double>(engine_() >> 11) * 0x1p-53;
    }
    int below(int count) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(count)); }
    bool coin() { return (engine_() >> 40) % 2 == 0; }

  private:
    std::mt19937_64 engine_;
};

/// A model in a world, with what keeps it alive and what is recorded of it.
struct Network {
    std::shared_ptr<world::World> world;
    std::vector<world::Section> sections;
    std::vector<world::Point> points;
    std::vector<world::Connection> connections;
    std::vector<state::NumbersPtr> traces; ///< one number at every step
    std::vector<state::NumbersPtr> spikes; ///< times

    /// Numbers of all traces and spikes, one after the other.
    [[nodiscard]] std::vector<double> recorded() const;
};

using BuildNetwork = std::function<void(Network&)>;

/// Equal cells of a soma and two dendrites in a ring of ExpSyn; a NetStim starts it.
/// @param delay  of the connections [ms]
[[nodiscard]] BuildNetwork ring(int cells, double delay);
/// A ring whose synapses watch v, send events to themselves, count and change the weights that end at them, and have BEFORE and
/// AFTER blocks; two inputs a synapse, so that events meet.
[[nodiscard]] BuildNetwork plastic_ring(int cells, double delay);
/// Five equal branched cells and seven that differ in tree or membrane, every second one connected to the
/// next.
[[nodiscard]] BuildNetwork equal_and_different_cells();

/// `ring` with a channel whose GLOBAL is the same for all instances, though they all may set it.
[[nodiscard]] BuildNetwork warm_ring(int cells, double delay);
/// A random forest: each section a random subset of the density mechanisms with random parameters, and point
/// processes of every kind. `looks_inside`: currents, conductances and gates are recorded as well as
/// potentials.
[[nodiscard]] BuildNetwork every_mechanism(std::uint64_t seed, bool looks_inside);
/// Two cells whose clamp and conductance are played, by interpolation and in steps; recorded at every step,
/// at an interval and at given times.
[[nodiscard]] BuildNetwork played_and_sampled();
/// Two trees with channels, clamps and synapses; nothing that keeps events under way. Records nothing.
void small_forest(Network& net);
/// The same network with a number of the world set: secondorder, usetable_hh, celsius.
[[nodiscard]] BuildNetwork with_number(BuildNetwork build, std::string name, double value);

/// The structure of another world, built from nothing: sections, tree, shapes, mechanisms, point processes;
/// no connections.
[[nodiscard]] BuildNetwork structure_of(world::World& world);

} // namespace ranvier::test
