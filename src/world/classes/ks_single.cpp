// SPDX-License-Identifier: BSD-3-Clause
// Single channels: what NMODL a scheme needs whose states are counts of channels that go from state to state one by one.
//
// Each transition waits for a time from an exponential distribution with the sum of all rates; which one it is, a second number
// says. Rates hold for a step. If v has changed by more than the resolution since the waiting began, it begins again at
// the start of the step (Clay and DeFelice, Biophys. J. 42:151, 1983; the order of the numbers is that of NEURON's KSChan).
#include <algorithm>

#include "ks_channel.hpp"

namespace ranvier::world::classes {

namespace {

/// From one state to another at a rate: a transition there, or back.
struct Step {
    std::size_t from, to;
    std::string rate;
};

std::size_t index_of(const KsChannel& c, const std::shared_ptr<KsState>& state) {
    return static_cast<std::size_t>(std::ranges::find(c.states, state) - c.states.begin());
}

/// In the order in which they are looked at: each transition there, then back.
std::vector<Step> steps_of(const KsChannel& c) {
    std::vector<Step> out;
    for (std::size_t i = 0; i < c.transitions.size(); ++i) {
        const auto& t = *c.transitions[i];
        const auto from = index_of(c, t.source), to = index_of(c, t.target);
        out.push_back({from, to, c.rate_there(i)});
        out.push_back({to, from, "back" + std::to_string(i) + "_"});
    }
    return out;
}

/// if (variable == 0) { first } else if (variable == 1) { second } ...
std::string choice(const std::string& variable, const std::vector<std::string>& bodies) {
    std::string out;
    for (std::size_t i = 0; i < bodies.size(); ++i)
        out += (i ? " else if (" : "    if (") + variable + " == " + std::to_string(i) + ") {\n" + bodies[i] +
               "    }";
    return out + "\n";
}

/// Which of the sums r0, r1, ... is the first that `u` does not exceed: the statement of it; the last one's otherwise.
std::string first_reached(const std::vector<std::string>& statements) {
    std::string out = "        ";
    for (std::size_t i = 0; i + 1 < statements.size(); ++i)
        out += "if (r" + std::to_string(i) + " >= u) { " + statements[i] + " } else ";
    return out + "{ " + statements.back() + " }\n";
}

/// Draws when and which of some steps is next. `weights`: by which the rates are multiplied, or none.
std::string draw_next(const std::vector<Step>& all, const std::vector<std::size_t>& which,
                      const std::vector<std::string>& weights) {
    std::string out = "        x = 0\n";
    std::vector<std::string> statements;
    for (std::size_t k = 0; k < which.size(); ++k) {
        const auto& step = all[which[k]];
        const auto factor = weights.empty() ? "" : weights[step.from] + "*";
        out += "        x = x + " + factor + step.rate + "\n        r" + std::to_string(k) + " = x\n";
        statements.push_back("next_ = " + std::to_string(which[k]));
    }
    out += "        if (x > 1e-9) {\n        then_ = -log(uniform_())/x + since_\n        u = uniform_()*x\n";
    out += first_reached(statements);
    return out + "        } else {\n        then_ = 1e9 + since_\n        " + statements.front() +
           "\n        }\n";
}

std::string c_function(const std::string& name, const std::string& body) {
    return "FUNCTION " + name + "() {\nVERBATIM\n" + body + "ENDVERBATIM\n}\n\n";
}

/// x, u, k and the sums r0, r1, ...
std::string locals(std::size_t count) {
    std::string out = "    LOCAL x, u, k";
    for (std::size_t i = 0; i < count; ++i) out += ", r" + std::to_string(i);
    return out + "\n";
}

} // namespace

bool KsChannel::can_be_single() const {
    return is_point && gates.size() == 1 && gates[0]->power == 1 && !gates[0]->is_hh && !transitions.empty();
}

std::string KsChannel::rate_there(std::size_t i) const {
    const auto& t = *transitions[i];
    auto out = "there" + std::to_string(i) + "_";
    if (t.type >= 2 && !t.ligand.empty())
        for (int k = 0; k < t.stoichiometry; ++k) out += "*" + t.ligand + (t.type == 2 ? "o" : "i");
    return out;
}

std::string KsChannel::single_blocks() const {
    const auto steps = steps_of(*this);
    const auto n = states.size();
    std::vector<std::string> labels, moves, next_of_state, counts;
    for (const auto& s : states) labels.push_back(s->label);
    for (const auto& step : steps)
        moves.push_back("        " + labels[step.from] + " = " + labels[step.from] + " - 1\n        " +
                        labels[step.to] + " = " + labels[step.to] +
                        " + 1\n        filled_ = " + std::to_string(step.to) + "\n");
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < steps.size(); ++i) all.push_back(i);
    for (std::size_t s = 0; s < n; ++s) {
        std::vector<std::size_t> own;
        std::ranges::copy_if(all, std::back_inserter(own), [&](std::size_t i) { return steps[i].from == s; });
        next_of_state.push_back(own.empty() ? "        then_ = 1e9 + since_\n" : draw_next(steps, own, {}));
        counts.push_back(labels[s] + " = " + labels[s] + " + 1  filled_ = " + std::to_string(s));
    }
    std::string begin = "    x = 0\n", empty;
    for (std::size_t s = 0; s < n; ++s) {
        begin += "    x = x + " + labels[s] + "\n    r" + std::to_string(s) + " = x\n";
        empty += "    " + labels[s] + " = 0\n";
    }
    const bool has_ligands = std::ranges::any_of(transitions, [](const auto& t) { return t->type >= 2; });
    return c_function("uniform_", "    return ranvier_single_uniform();\n") +
           c_function("resolution_", "    return ranvier_single_resolution();\n") +
           // how many there are from now on, or only how many
           c_function("nsingle", "    if (ifarg(1)) channels_ = *getarg(1);\n    return channels_;\n") +
           "CONSTRUCTOR {\n    channels_ = 1\n}\n\nPROCEDURE next_step_() {\n" +
           locals(std::max(steps.size(), n)) + "    rates_(v)\n    if (channels_ == 1) {\n" +
           choice("filled_", next_of_state) + "    } else {\n" + draw_next(steps, all, labels) +
           "    }\n}\n\n"
           "PROCEDURE begin_() {\n" +
           locals(std::max(steps.size(), n)) +
           "    channels_ = floor(Nsingle + 0.5)\n    Nsingle = channels_\n    if (channels_ > 0) {\n    "
           "moves_alone_ = 0\n"
           "    total_ = channels_\n    since_ = t\n    v_then_ = v\n" +
           begin + empty + "    k = 0\n    while (k < channels_) {\n        u = uniform_()*r" +
           std::to_string(n - 1) + "\n" + first_reached(counts) +
           "        k = k + 1\n    }\n    next_step_()\n    }\n}\n\n" +
           "PROCEDURE singles_() {\n    if (moves_alone_ == 0) {\n    if (" +
           (has_ligands ? std::string("1") : "fabs(v - v_then_) >= resolution_()") +
           ") {\n        v_then_ = v\n        since_ = t - dt\n        next_step_()\n    }\n    while (then_ "
           "<= t) {\n"
           "        v_then_ = v\n        since_ = then_\n" +
           choice("next_", moves) + "        next_step_()\n    }\n    }\n}\n\n";
}

} // namespace ranvier::world::classes
