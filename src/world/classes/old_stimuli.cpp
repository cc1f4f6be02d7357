// SPDX-License-Identifier: BSD-3-Clause
// fstim, fclamp and fsyn: point processes of the oldest programs, addressed by number.
#include "ranvier/world/classes/old_stimuli.hpp"

#include <array>
#include <cmath>
#include <cstdio>

#include "ranvier/base/error.hpp"
#include "ranvier/math/scalar_functions.hpp"
#include "ranvier/world/classes/builtin_class.hpp"
#include "ranvier/world/classes/functions.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Value;

constexpr std::size_t kMost = 100000; // of one kind
constexpr std::size_t kLevels = 3;    // of the electrode that clamps

OldStimuli& all(World& world) {
    auto& kept = world.classes().old_stimuli;
    if (!kept) kept = std::make_shared<OldStimuli>();
    return *kept;
}

void release(World& world, OldStimulus& s) {
    if (s.point) world.model().destroy_point(*s.point);
    s = {};
}

/// Gives a stimulus its place, with a new point process of a standard mechanism.
void place(World& world, OldStimulus& s, const char* mechanism, const std::string& name, const Arguments& a,
           std::size_t at) {
    const double x = a.number(at);
    if (!(x >= 0 && x <= 1))
        throw InputError::out_of_range("the place", std::string(a.function()), number_text(x), "0 to 1");
    const auto section = world.classes().current_section();
    release(world, s);
    s.point = world.model().create_point(world.mechanism(mechanism), name);
    world.model().place_point(*s.point, *section, x);
    s.section = section;
    s.x = x;
}

void set(World& world, const OldStimulus& s, std::string_view variable, double value) {
    const auto* name = world.names().find_member(*s.point->type(), variable);
    RV_CHECK(name != nullptr);
    world.ref(*s.point, *name, 0).set(value);
}

double get(World& world, const OldStimulus& s, std::string_view variable) {
    const auto* name = world.names().find_member(*s.point->type(), variable);
    RV_CHECK(name != nullptr);
    return world.ref(*s.point, *name, 0).get();
}

double finite(const Arguments& a, std::size_t i) {
    const double value = a.number(i);
    if (!std::isfinite(value)) a.refuse(i, "a finite number");
    return value;
}

/// f(count): that many, not yet given. f(number, place, ...): one of them.
Value give(World& world, std::vector<OldStimulus>& list, const char* mechanism,
           std::span<const char* const> variables, const Arguments& a) {
    world.check_access();
    const std::string function(a.function());
    if (a.count() == 1) {
        const auto count = static_cast<std::size_t>(a.whole(0, 0, kMost));
        for (auto& s : list) release(world, s);
        list.clear();
        list.resize(count);
        return number(0);
    }
    if (list.empty())
        throw InputError(
            ErrorParts{"there is none yet", function, {}, {}, "say first how many: " + function + "(count)"});
    const auto i = static_cast<std::size_t>(a.whole(0, 0, static_cast<std::int64_t>(list.size()) - 1));
    std::vector<double> values;
    for (std::size_t k = 0; k < variables.size(); ++k) values.push_back(finite(a, k + 2));
    place(world, list[i], mechanism, function + "[" + std::to_string(i) + "]", a, 1);
    for (std::size_t k = 0; k < variables.size(); ++k) set(world, list[i], variables[k], values[k]);
    list[i].values = std::move(values);
    return number(0);
}

/// The one that a function asks about; null if its section is gone or it was never given.
const OldStimulus* asked(std::vector<OldStimulus>& list, const Arguments& a) {
    const double i = a.number(0);
    if (!(i >= 0 && i < static_cast<double>(list.size())))
        throw InputError::out_of_range("the number", std::string(a.function()), number_text(i),
                                       list.empty() ? "none: there are none"
                                                    : "0 to " + std::to_string(list.size() - 1));
    const auto& s = list[static_cast<std::size_t>(i)];
    return s.point && s.point->section() ? &s : nullptr;
}

constexpr std::array kStimulus = {"delay", "dur", "amp"};
constexpr std::array kSynapse = {"onset", "tau", "gmax", "e"};

Value stimulus_current(World& world, const Arguments& a) {
    const auto* s = asked(all(world).stimuli, a);
    const bool is_on =
        s && world.t() >= s->values[0] - 1e-9 && world.t() < s->values[0] + s->values[1] - 1e-9;
    return number(is_on ? s->values[2] : 0);
}

/// The alpha function at t, which has its peak gmax at one tau.
double conductance(World& world, const OldStimulus& s) {
    const double x = (world.t() - s.values[0]) / s.values[1];
    return x > 0 && x < 10 ? s.values[2] * x * math::exp(1 - x) : 0;
}

Value synapse_conductance(World& world, const Arguments& a) {
    const auto* s = asked(all(world).synapses, a);
    return number(s ? conductance(world, *s) : 0);
}

Value synapse_current(World& world, const Arguments& a) {
    const auto* s = asked(all(world).synapses, a);
    if (!s) return number(0);
    auto& model = world.model();
    const auto node = model.nodes()->row(model.node_at(*s->point->section(), s->x));
    return number(conductance(world, *s) * (model.nodes()->get(node, model::kV) - s->values[3]));
}

/// The electrode takes over what clamp_resist and the levels say now.
void tell_clamp(World& world) {
    const auto& old = all(world);
    if (!old.clamp.point || !old.clamp.point->section()) return;
    set(world, old.clamp, "rs", world.global("clamp_resist"));
    for (std::size_t i = 0; i < kLevels; ++i) {
        const auto [duration, level] = i < old.levels.size() ? old.levels[i] : std::pair{0.0, 0.0};
        const auto nth = std::to_string(i + 1);
        set(world, old.clamp, "dur" + nth, duration);
        set(world, old.clamp, "amp" + nth, level);
    }
}

/// fclamp(levels, place), fclamp(number, duration, level), fclamp(0): no more.
Value clamp(World& world, const Arguments& a) {
    world.check_access();
    auto& old = all(world);
    if (a.count() == 3) {
        const double i = a.number(0), duration = finite(a, 1), level = finite(a, 2);
        if (!(i >= 0 && i < static_cast<double>(old.levels.size())))
            throw InputError::out_of_range("the number of the level", "fclamp", number_text(i),
                                           old.levels.empty()
                                               ? "none: say first how many, fclamp(levels, place)"
                                               : "0 to " + std::to_string(old.levels.size() - 1));
        old.levels[static_cast<std::size_t>(i)] = {duration, level};
        tell_clamp(world);
        return number(0);
    }
    const double count = a.number(0);
    if (!(count >= 0 && count <= kLevels))
        throw InputError(ErrorParts{"the number of levels is out of range", "fclamp", number_text(count),
                                    "0 to " + std::to_string(kLevels),
                                    "for more, play a Vector into amp1 of an SEClamp"});
    release(world, old.clamp);
    old.levels.assign(static_cast<std::size_t>(count), {0, 0});
    if (old.levels.empty()) return number(0);
    place(world, old.clamp, "SEClamp", "fclamp", a, 1);
    tell_clamp(world);
    if (!old.sets_resistance) {
        old.sets_resistance = std::make_shared<InitializeHandler>();
        old.sets_resistance->stage = InitializeStage::first;
        old.sets_resistance->call = [&world] { tell_clamp(world); };
        world.add_handler(old.sets_resistance);
    }
    return number(0);
}

Value clamp_current(World& world, const Arguments&) {
    const auto& s = all(world).clamp;
    return number(s.point && s.point->section() ? get(world, s, "i") : 0);
}

Value clamped_voltage(World& world, const Arguments&) {
    const auto& s = all(world).clamp;
    if (!s.point || !s.point->section()) return number(0);
    auto& model = world.model();
    return number(model.nodes()->get(model.nodes()->row(model.node_at(*s.point->section(), s.x)), model::kV));
}

template <class... T> void print(World& world, const char* format, T... values) {
    std::array<char, 512> line{};
    std::snprintf(line.data(), line.size(), format, values...);
    world.print(line.data());
}

std::string name_of(const OldStimulus& s) {
    const auto section = s.section.lock();
    return section && !section->is_deleted() ? section->name() : "";
}

/// One that was not given yet never begins.
double value_of(const OldStimulus& s, std::size_t k) {
    if (!s.values.empty()) return s.values[k];
    return k == 0 ? 1e20 : 0;
}

Value list_all(World& world, const Arguments&) {
    const auto& old = all(world);
    if (!old.stimuli.empty()) {
        print(world, "fstim(%zu)\n", old.stimuli.size());
        world.print("/* section\tfstim( #, loc, delay(ms), duration(ms), magnitude(namp)) */\n");
        for (std::size_t i = 0; i < old.stimuli.size(); ++i) {
            const auto& s = old.stimuli[i];
            const auto v = [&](std::size_t k) { return value_of(s, k); };
            print(world, "%-15s fstim(%2zu,%4g,%10g,%13g,%16g)\n", name_of(s).c_str(), i, s.x, v(0), v(1),
                  v(2));
        }
    }
    if (!old.levels.empty()) {
        print(world, "%s fclamp(%zu, %g) /* Second arg is location */\n", name_of(old.clamp).c_str(),
              old.levels.size(), old.clamp.x);
        print(world, "/* fclamp( #, duration(ms), magnitude(mV)) ; clamp_resist = %g */\n",
              world.global("clamp_resist"));
        for (std::size_t i = 0; i < old.levels.size(); ++i)
            print(world, "   fclamp(%2zu,%13g,%14g)\n", i, old.levels[i].first, old.levels[i].second);
    }
    if (!old.synapses.empty()) {
        print(world, "fsyn(%zu)\n", old.synapses.size());
        world.print("/* section\tfsyn( #, loc, delay(ms), tau(ms), conduct(uS), erev(mV)) */\n");
        for (std::size_t i = 0; i < old.synapses.size(); ++i) {
            const auto& s = old.synapses[i];
            const auto v = [&](std::size_t k) { return value_of(s, k); };
            print(world, "%-15s fsyn(%2zu,%4g,%10g,%8g,%14g,%9g)\n", name_of(s).c_str(), i, s.x, v(0), v(1),
                  v(2), v(3));
        }
    }
    return number(0);
}

constexpr Function kFunctions[] = {
    {"fstim", "(count) or (number, x, delay, duration, amplitude, sec=) -> float",
     "Current stimuli by number [ms, nA]: how many, then each of them; an IClamp is the way of today",
     [](World& w, const Arguments& a) { return give(w, all(w).stimuli, "IClamp", kStimulus, a); }, true},
    {"fstimi", "(number) -> float", "Current of a stimulus of fstim [nA]", stimulus_current},
    {"fclamp", "(levels, x, sec=) or (number, duration, level) -> float",
     "A clamp of up to three levels [ms, mV] through clamp_resist [Mohm]; an SEClamp is the way of today",
     clamp, true},
    {"fclampi", "() -> float", "Current of fclamp's electrode [nA]", clamp_current},
    {"fclampv", "() -> float", "v where fclamp's electrode is [mV]; 0 without one", clamped_voltage},
    {"fsyn", "(count) or (number, x, onset, tau, conductance, reversal, sec=) -> float",
     "Alpha synapses by number [ms, uS, mV]: how many, then each; an AlphaSynapse is the way of today",
     [](World& w, const Arguments& a) { return give(w, all(w).synapses, "AlphaSynapse", kSynapse, a); },
     true},
    {"fsyni", "(number) -> float", "Current of a synapse of fsyn [nA]", synapse_current},
    {"fsyng", "(number) -> float", "Conductance of a synapse of fsyn [uS]", synapse_conductance},
    {"prstim", "() -> float", "Print what fstim, fclamp and fsyn were given", list_all},
};

} // namespace

std::span<const Function> old_stimulus_functions() { return kFunctions; }

} // namespace ranvier::world::classes
