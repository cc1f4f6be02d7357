// SPDX-License-Identifier: BSD-3-Clause
// The squid giant axon in C++: a 2 cm axon with Hodgkin-Huxley channels, a short current pulse at one end, and the spike that
// travels to the other. Exits with 1 if the peak in the middle is not the known one.
#include <cmath>
#include <cstdio>

#include "ranvier/world/world.hpp"

int main() {
    try {
        auto world = ranvier::world::World::create();

        auto axon = world->section("axon");
        axon.set_length(20000); // [um]
        axon.set_nseg(43);
        axon.set("diam", 100); // [um]
        axon.set_ra(35.4);     // [ohm cm]
        axon.insert("hh");

        auto electrode = world->point_process("IClamp", axon(0));
        electrode.set("delay", 1);  // [ms]
        electrode.set("dur", 0.1);  // [ms]
        electrode.set("amp", 1720); // [nA]

        const auto v = world->record(axon(0.5).ref("v"));
        world->initialize(-65); // [mV]
        world->run(10);         // [ms]

        std::size_t peak = 0;
        for (std::size_t i = 1; i < v->size(); ++i)
            if ((*v)[i] > (*v)[peak]) peak = i;
        const double time = static_cast<double>(peak) * world->dt();
        std::printf("peak at the middle: %.4f mV at %.3f ms\n", (*v)[peak], time);

        constexpr double kPeak = 37.6606, kTime = 3.550; // NEURON 9.0.2, printed to these digits
        return std::abs((*v)[peak] - kPeak) < 1e-4 && std::abs(time - kTime) < 1e-9 ? 0 : 1;
    } catch (const ranvier::Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
