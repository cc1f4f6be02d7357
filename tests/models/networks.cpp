// SPDX-License-Identifier: BSD-3-Clause
#include "networks.hpp"

#include <algorithm>
#include <unordered_map>

namespace ranvier::test {

using world::Section;

namespace {

constexpr double kThreshold = 0; // [mV]

Section make_section(Network& net, const std::string& name, double length, double diameter, int nseg,
                     double ra) {
    auto section = net.world->section(name);
    section.set_length(length);
    section.set("diam", diameter);
    section.set_nseg(nseg);
    section.set_ra(ra);
    net.sections.push_back(section);
    return section;
}

double centre(const Section& section, int segment) { return (segment + 0.5) / section.nseg(); }

/// A value of its own for each segment.
void vary(const Section& section, const std::string& variable, Random& random, double low, double high) {
    for (int i = 0; i < section.nseg(); ++i)
        section(centre(section, i)).set(variable, random.between(low, high));
}

/// Regular spikes [ms].
world::Point spike_train(Network& net, double start, double interval, int number) {
    auto train = net.world->artificial_cell("NetStim");
    train.set("start", start);
    train.set("interval", interval);
    train.set("number", number);
    net.points.push_back(train);
    return train;
}

/// A soma with hh and two passive dendrites, one of them upside down and on the inside of the soma.
Section branched_cell(Network& net, const std::string& name, Random& random, int dendrite_segments) {
    // One draw a statement: the order in which arguments are computed is the compiler's.
    const double soma_diam = random.between(15, 25);
    const double soma_length = random.between(15, 25);
    auto soma = make_section(net, name + ".soma", soma_length, soma_diam, 1, 100);
    soma.insert("hh");
    soma.set("gnabar_hh", random.between(0.1, 0.14));
    for (int d = 0; d < 2; ++d) {
        const double diam = random.between(1, 3);
        const double length = random.between(100, 200);
        auto dend = make_section(net, name + ".dend[" + std::to_string(d) + "]", length, diam,
                                 dendrite_segments + d, 100);
        dend.insert("pas");
        vary(dend, "g_pas", random, 5e-5, 2e-4);
        dend.set("e_pas", -65);
        dend.connect(soma(d == 0 ? 1 : 0.5), d);
    }
    return soma;
}

} // namespace

std::vector<double> Network::recorded() const {
    std::vector<double> out;
    for (const auto* list : {&traces, &spikes})
        for (const auto& numbers : *list) {
            out.push_back(static_cast<double>(numbers->size()));
            out.insert(out.end(), numbers->span().begin(), numbers->span().end());
        }
    return out;
}

BuildNetwork ring(int cells, double delay) {
    return [=](Network& net) {
        Random random(7);
        std::vector<Section> somas;
        std::vector<world::Point> synapses;
        for (int i = 0; i < cells; ++i) {
            const auto first = net.sections.size();
            somas.push_back(branched_cell(net, "cell[" + std::to_string(i) + "]", random, 4));
            auto synapse = net.world->point_process("ExpSyn", net.sections[first + 1](0.8));
            synapse.set("tau", random.between(1, 3));
            net.points.push_back(synapse);
            synapses.push_back(synapse);
            net.traces.push_back(net.world->record(somas.back()(0.5).ref("v")));
        }
        const auto connect = [&](const auto& connection, double weight) {
            connection.set_weight(weight);
            connection.set_delay(delay);
            net.connections.push_back(connection);
            net.spikes.push_back(net.world->record_spikes(connection));
        };
        for (int i = 0; i < cells; ++i)
            connect(net.world->connect(somas[static_cast<std::size_t>(i)](0.5), kThreshold,
                                       synapses[static_cast<std::size_t>((i + 1) % cells)]),
                    0.04);
        connect(net.world->connect(spike_train(net, 0.5, 6, 2), synapses[0]), 0.04);
    };
}

namespace {
constexpr const char* kPlastic = R"(
NEURON { POINT_PROCESS Plastic RANGE g, i, total, crossings, low, since, steps, peak NONSPECIFIC_CURRENT i }
PARAMETER { tau = 2 (ms) low = -60 (mV) gap = 0.7 (ms) }
ASSIGNED { v (mV) i (nA) total crossings since steps peak }
STATE { g (uS) }
CONSTRUCTOR { peak = -100 }
INITIAL { g = 0 total = 0 crossings = 0 since = 0 steps = 0 net_send(0, 1) }
BREAKPOINT {
    SOLVE decay METHOD cnexp
    if (at_time(3)) { state_discontinuity(g, g + 0.001) }
    i = g*(v - 0)*(1 - 0.2/(1 + exp(-v/10)))
}
DERIVATIVE decay { g' = -g/tau }
BEFORE STEP { steps = steps + 1 if (v > peak) { peak = v } }
AFTER SOLVE { since = since + dt }
NET_RECEIVE(w (uS), trace, n) {
    INITIAL { trace = 1 n = 0 }
    if (flag == 0) {
        n = n + 1
        g = g + w*trace
        trace = trace*0.6
        total = 0
        FOR_NETCONS(wj, tj, nj) { total = total + wj*nj tj = tj + (1 - tj)*0.1 }
        if (n == 2) { net_send(gap, 5) }
    } else if (flag == 1) {
        WATCH (v > -20) 2
        WATCH (g > 0.03) 4
    } else if (flag == 2) {
        crossings = crossings + 1
        since = 0
        net_event(t)
        WATCH (v < low) 3
    } else if (flag == 3) {
        WATCH (v > -20) 2, (g > 0.03) 4
    } else {
        g = g*0.9
        if (flag == 5) { net_send(gap, 6) }
    }
}
)";
} // namespace

BuildNetwork plastic_ring(int cells, double delay) {
    return [=](Network& net) {
        Random random(8);
        net.world->load_mechanism_text("plastic.mod", kPlastic);
        std::vector<Section> somas;
        std::vector<world::Point> synapses;
        for (int i = 0; i < cells; ++i) {
            somas.push_back(branched_cell(net, "cell[" + std::to_string(i) + "]", random, 4));
            auto synapse = net.world->point_process("Plastic", somas.back()(0.5));
            synapse.set("low", random.between(-65, -50));
            net.points.push_back(synapse);
            synapses.push_back(synapse);
            for (const char* name : {"g", "total", "since", "crossings"})
                net.traces.push_back(net.world->record(synapse.ref(name)));
            net.traces.push_back(net.world->record(somas.back()(0.5).ref("v")));
        }
        const auto connect = [&](const world::Connection& connection, double weight) {
            connection.set_weight(weight);
            connection.set_delay(delay);
            net.connections.push_back(connection);
            net.traces.push_back(net.world->record(connection.ref_weight(1)));
            if (connection.get()->source->point) net.spikes.push_back(net.world->record_spikes(connection));
        };
        for (int i = 0; i < cells; ++i) {
            const auto next = static_cast<std::size_t>((i + 1) % cells), here = static_cast<std::size_t>(i);
            connect(net.world->connect(synapses[here], synapses[next]), 0.03);
            connect(net.world->connect(somas[here](0.5), kThreshold, synapses[next]), 0.02);
        }
        connect(net.world->connect(spike_train(net, 0.5, 2, 3), synapses[0]), 0.04);
    };
}

namespace {
/// A rate's temperature factor is one number for all instances: set with the rates, where no table stands for them, and read by
/// the current. INITIAL leaves it alone, so the first step sees it change.
constexpr const char* kWarm = R"(
NEURON { SUFFIX warmk USEION k READ ek WRITE ik RANGE gbar GLOBAL tadj, q10 }
PARAMETER { gbar = 0.002 (S/cm2) q10 = 2.3 }
ASSIGNED { v (mV) celsius (degC) ek (mV) ik (mA/cm2) tadj inf tau (ms) }
STATE { n }
INITIAL { n = 0.3 }
BREAKPOINT { SOLVE states METHOD cnexp ik = (0.1 + tadj)*gbar*n*(v - ek) }
DERIVATIVE states { trates(v) n' = (inf - n)/tau }
PROCEDURE trates(u (mV)) {
    TABLE inf, tau DEPEND celsius, q10 FROM -120 TO 100 WITH 199
    rates(u)
}
PROCEDURE rates(u (mV)) {
    inf = 1/(1 + exp(-(u + 30)/9))
    tadj = q10^((celsius - 23)/10)
    tau = 4/tadj/(1 + exp((u + 60)/20))
}
)";
} // namespace

BuildNetwork warm_ring(int cells, double delay) {
    return [=](Network& net) {
        net.world->load_mechanism_text("warmk.mod", kWarm);
        ring(cells, delay)(net);
        for (std::size_t i = 0; i < net.sections.size(); ++i) {
            net.sections[i].insert("warmk");
            net.traces.push_back(net.world->record(net.sections[i](0.5).ref("ik")));
        }
    };
}

BuildNetwork equal_and_different_cells() {
    return [](Network& net) {
        Random random(11);
        std::vector<Section> somas;
        for (int i = 0; i < 12; ++i) {
            const bool is_equal = i % 2 == 0 && i < 10; // equal and different ones alternate
            const auto name = "cell[" + std::to_string(i) + "]";
            auto soma = branched_cell(net, name, random, is_equal ? 3 : 4 + i);
            if (!is_equal && i % 3 == 0) net.sections.back().insert("hh");
            if (!is_equal && i % 4 == 1) soma.insert("pas");
            auto synapse = net.world->point_process("Exp2Syn", soma(0.5));
            synapse.set("tau1", random.between(0.2, 0.6));
            synapse.set("tau2", random.between(1, 3));
            auto clamp = net.world->point_process("IClamp", soma(0.5));
            clamp.set("delay", random.between(0.5, 1));
            clamp.set("dur", 2);
            clamp.set("amp", random.between(0.1, 0.5));
            net.points.push_back(synapse);
            net.points.push_back(clamp);
            somas.push_back(soma);
            net.traces.push_back(net.world->record(net.sections.back()(0.9).ref("v")));
        }
        for (std::size_t i = 0; i < somas.size(); i += 2) {
            const auto& target = net.points[2 * ((i + 1) % somas.size())];
            auto connection = net.world->connect(somas[i](0.5), kThreshold, target);
            connection.set_weight(0.02);
            connection.set_delay(1.1);
            net.connections.push_back(connection);
            net.spikes.push_back(net.world->record_spikes(connection));
        }
    };
}

namespace {

void random_membrane(const Section& section, Random& random) {
    if (random.coin()) {
        section.insert("hh");
        vary(section, "gnabar_hh", random, 0.05, 0.15);
        vary(section, "gl_hh", random, 1e-4, 5e-4);
        section.set("el_hh", random.between(-60, -50));
        section.set("ena", random.between(45, 55));
        vary(section, "ek", random, -80, -74);
    }
    if (random.coin()) {
        section.insert("pas");
        vary(section, "g_pas", random, 1e-4, 1e-3);
        section.set("e_pas", random.between(-75, -60));
    }
    if (random.coin()) vary(section, "cm", random, 0.8, 2);
    if (random.coin()) vary(section, "diam", random, 1, 8);
}

void random_clamps(Network& net, const std::vector<Section>& tree, Random& random) {
    const auto place = [&] {
        const auto& section = tree[static_cast<std::size_t>(random.below(static_cast<int>(tree.size())))];
        const double ends[] = {0, 1, random.between(0, 1), random.between(0, 1)};
        return section(ends[random.below(4)]);
    };
    const auto make = [&](const char* type,
                          std::initializer_list<std::tuple<const char*, double, double>> values) {
        auto point = net.world->point_process(type, place());
        for (const auto& [name, low, high] : values) point.set(name, random.between(low, high));
        net.points.push_back(point);
        return point;
    };
    make("IClamp", {{"delay", 0, 1}, {"dur", 0.5, 2}, {"amp", -0.5, 1}});
    make("AlphaSynapse", {{"onset", 0, 2}, {"tau", 0.2, 2}, {"gmax", 0.001, 0.02}, {"e", -10, 10}});
    make("SEClamp",
         {{"rs", 5, 50}, {"dur1", 0.5, 1}, {"amp1", -70, -60}, {"dur2", 0.5, 1}, {"amp2", -50, 0}});
    auto clamp = make("VClamp", {{"gain", 500, 2000}, {"rstim", 1, 10}, {"tau1", 0.001, 0.002}});
    for (int i = 0; i < 3; ++i) {
        const auto& dur = *net.world->names().find_member(*clamp.get()->type(), "dur");
        const auto& amp = *net.world->names().find_member(*clamp.get()->type(), "amp");
        net.world->ref(*clamp.get(), dur, i).set(random.between(0.3, 0.9));
        net.world->ref(*clamp.get(), amp, i).set(random.between(-80, -50));
    }
    make("ExpSyn", {{"tau", 0.5, 3}, {"e", -5, 5}});
    make("Exp2Syn", {{"tau1", 0.2, 0.5}, {"tau2", 1, 4}, {"e", -80, 0}});
}

void look_inside(Network& net, const Section& section) {
    for (const char* variable : {"ina", "gna_hh", "minf_hh", "m_hh", "il_hh", "i_pas"}) {
        const auto& name = net.world->range(variable, section.name());
        if (section.get()->find(*name.type))
            net.traces.push_back(net.world->record(section(0.5).ref(variable)));
    }
}

} // namespace

BuildNetwork every_mechanism(std::uint64_t seed, bool looks_inside) {
    return [=](Network& net) {
        Random random(seed);
        for (int cell = 0; cell < 4; ++cell) {
            std::vector<Section> tree;
            for (int s = 0; s < 5; ++s) {
                auto section =
                    make_section(net, "tree[" + std::to_string(cell) + "].part[" + std::to_string(s) + "]",
                                 random.between(20, 200), random.between(1, 10), 1 + random.below(6),
                                 random.between(50, 150));
                random_membrane(section, random);
                if (s > 0) {
                    const double places[] = {0, 1, random.between(0, 1)};
                    section.connect(tree[static_cast<std::size_t>(random.below(s))](places[random.below(3)]),
                                    random.below(2));
                }
                tree.push_back(section);
                if (looks_inside && cell % 2 == 0) look_inside(net, section);
                net.traces.push_back(net.world->record(section(random.between(0, 1)).ref("v")));
            }
            tree[0].insert("hh"); // something that can fire in every cell
            random_clamps(net, tree, random);
            const double start = random.between(0, 1);
            const double interval = random.between(0.3, 1);
            const auto train = spike_train(net, start, interval, 5);
            const auto points = net.points; // the list grows below
            for (const auto& target : points) {
                const auto& type = target.get()->type()->name();
                if (type != "ExpSyn" && type != "Exp2Syn") continue;
                const auto fed = random.coin() ? net.world->connect(train, target)
                                               : net.world->connect(tree[0](0.5), -30, target);
                fed.set_weight(random.between(0.001, 0.01));
                fed.set_delay(random.between(0.1, 1.5));
                net.connections.push_back(fed);
                net.spikes.push_back(net.world->record_spikes(fed));
            }
        }
    };
}

namespace {

void play(Network& net, const state::DataRef& target, engine::Playing::Kind kind, std::vector<double> times,
          std::vector<double> values) {
    auto playing = std::make_shared<engine::Playing>();
    playing->kind = kind;
    playing->target = target;
    playing->times = std::make_shared<state::Numbers>();
    playing->times->assign(times);
    playing->values = std::make_shared<state::Numbers>();
    playing->values->assign(values);
    net.world->simulator().play(playing);
}

void sample(Network& net, const state::DataRef& source, double interval, std::vector<double> times) {
    auto recording = std::make_shared<engine::Recording>();
    recording->source = source;
    recording->target = std::make_shared<state::Numbers>();
    recording->interval = interval;
    if (!times.empty()) {
        recording->times = std::make_shared<state::Numbers>();
        recording->times->assign(times);
    }
    net.world->simulator().record(recording);
    net.traces.push_back(recording->target);
}

} // namespace

BuildNetwork played_and_sampled() {
    return [](Network& net) {
        using Kind = engine::Playing::Kind;
        Random random(5);
        for (int i = 0; i < 2; ++i) {
            auto soma = branched_cell(net, "cell[" + std::to_string(i) + "]", random, 3);
            auto clamp = net.world->point_process("IClamp", soma(0.5));
            clamp.set("dur", 1e9);
            net.points.push_back(clamp);
            play(net, clamp.ref("amp"), Kind::interpolate, {0.51, 1.02, 2.34, 3}, {0, 0.6, -0.2, 0.4});
            play(net, soma(0.5).ref("gnabar_hh"), Kind::steps, {0.8, 1.63, 2.9}, {0.1, 0.2, 0.12});
            sample(net, soma(0.5).ref("v"), 0.11, {});
            sample(net, soma(0.5).ref("ina"), 0, {0, 0.4, 0.41, 0.42, 2, 2, 5.5});
            sample(net, net.world->simulator().scalar("t"), 0.3, {});
            net.traces.push_back(net.world->record(soma(0.5).ref("gna_hh")));
            net.traces.push_back(net.world->record(clamp.ref("i")));
        }
    };
}

void small_forest(Network& net) {
    Random random(17);
    for (int i = 0; i < 5; ++i) {
        auto section = net.world->section("part[" + std::to_string(i) + "]");
        section.set_length(random.between(50, 200));
        section.set("diam", random.between(1, 5));
        section.set_nseg(1 + 2 * random.below(4));
        section.insert(i % 2 ? "pas" : "hh");
        if (i != 0 && i != 3) section.connect(net.sections.back()(i == 2 ? 0.3 : 1));
        net.sections.push_back(section);
    }
    const auto add = [&](const char* type, const world::Segment& place, const char* first, double a,
                         const char* second, double b) {
        auto point = net.world->point_process(type, place);
        point.set(first, a);
        point.set(second, b);
        net.points.push_back(point);
    };
    add("IClamp", net.sections[0](0.5), "dur", 1e9, "amp", 0.2);
    add("AlphaSynapse", net.sections[2](0.8), "onset", 0.5, "gmax", 0.01);
    add("SEClamp", net.sections[4](1), "dur1", 1e9, "amp1", -60);
    add("ExpSyn", net.sections[1](0), "tau", 2, "e", -5);
}

BuildNetwork with_number(BuildNetwork build, std::string name, double value) {
    return [build = std::move(build), name = std::move(name), value](Network& net) {
        build(net);
        net.world->set_global(name, value);
    };
}

BuildNetwork structure_of(world::World& original) {
    return [&original](Network& net) {
        auto& model = net.world->model();
        std::unordered_map<const model::Section*, Section> copy_of;
        for (const auto& section : original.model().sections()) {
            auto copy = net.world->section(section->name());
            copy.set_length(section->length());
            copy.set_nseg(section->nseg());
            copy.set_ra(section->ra());
            for (int i = 0; i < section->nseg(); ++i) {
                const double x = centre(copy, i);
                copy(x).set("diam", original.model().diameter(*section, x));
                copy(x).set("cm", original.model().cm(*section, x));
            }
            for (const auto& inserted : section->inserted()) copy.insert(inserted.type->name());
            copy_of.emplace(section.get(), copy);
            net.sections.push_back(copy);
        }
        {
            auto passing =
                net.world->section("passing"); // a root that was connected once keeps the end that touched
            for (const auto& section : original.model().sections()) {
                if (section->parent() || section->child_end() == 0) continue;
                copy_of.at(section.get()).connect(passing(1), 1);
                model.disconnect(*copy_of.at(section.get()).get());
            }
            passing.erase();
        }
        for (const auto& section :
             original.model().sections()) // children in the order in which they were connected
            for (const auto* child : section->children())
                copy_of.at(child).connect(copy_of.at(section.get())(child->parent_x()), child->child_end());
        auto points = original.model().point_processes();
        std::sort(points.begin(), points.end(),
                  [](const auto* a, const auto* b) { return a->serial() < b->serial(); });
        for (const auto* point : points) {
            auto copy = net.world->artificial_cell(point->type()->name()); // no place yet
            if (point->section())
                model.place_point(*copy.get(), *copy_of.at(point->section()).get(), point->x());
            net.points.push_back(copy);
        }
    };
}

} // namespace ranvier::test
