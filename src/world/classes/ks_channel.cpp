// SPDX-License-Identifier: BSD-3-Clause
// KSChan, KSGate, KSState, KSTrans: a channel that a program describes. It goes the road of a user's .mod file.
#include "ks_channel.hpp"

#include <algorithm>
#include <cmath>

#include "c_host.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/network.hpp"
#include "ranvier/world/classes/vector.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

KsChannel::~KsChannel() = default;

std::shared_ptr<World> KsChannel::world() const { return world_at_rest_of(*this); }

void KsChannel::changed() {
    world()->describe_mechanism(label, [self = std::static_pointer_cast<const KsChannel>(
                                            shared_from_this())] { return self->text(); });
}

void KsChannel::rebuilt() {
    is_single = false;
    changed();
}

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::ObjectPtr;
using hoc::Value;

KsChannel& channel_of(Object& o) { return as<KsChannel>(o); }

std::shared_ptr<KsChannel> living(const std::weak_ptr<KsChannel>& channel, const Object& o) {
    auto found = channel.lock();
    if (!found) throw StateError(ErrorParts{"the KSChan of this object is gone", o.name(), {}, {}, {}});
    return found;
}

template <class T> std::size_t position(const std::vector<std::shared_ptr<T>>& all, const Object& o) {
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].get() == &o) return i;
    throw StateError(ErrorParts{"this was taken out of its KSChan", o.name(), {}, {}, {}});
}

template <class T>
const std::shared_ptr<T>& at(const std::vector<std::shared_ptr<T>>& all, const Arguments& a, std::size_t i) {
    if (all.empty()) a.refuse(i, "none: there are none of these yet");
    return all[static_cast<std::size_t>(a.whole(i, 0, static_cast<std::int64_t>(all.size()) - 1))];
}

std::shared_ptr<KsState> state_argument(const KsChannel& c, const Arguments& a, std::size_t i) {
    if (a.has(i) && a.kind(i) == hoc::ArgumentKind::number) return at(c.states, a, i);
    auto state = a.require<KsState>(i, "a KSState");
    static_cast<void>(position(c.states, *state));
    return state;
}

void check_label(const Arguments& a, std::size_t i) {
    const auto& text = a.text(i);
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    const bool fits = !text.empty() && is_letter(text[0]) && std::ranges::all_of(text, [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9');
    });
    if (!fits) a.refuse(i, "a name: letters, digits and _");
}

Value name_of(Object& o, const Arguments& a) {
    auto& c = channel_of(o);
    if (a.has(0)) {
        check_label(a, 0);
        c.world()->forget_description(c.label);
        c.label = a.text(0);
        c.changed();
    }
    return text(c.label);
}

Value ion_of(Object& o, const Arguments& a) {
    auto& c = channel_of(o);
    if (a.has(0)) {
        const auto& wanted = a.text(0);
        const auto ion = wanted == "NonSpecific" ? "" : wanted;
        if (!ion.empty()) static_cast<void>(c.world()->ion_charge(ion + "_ion")); // says so if there is none
        c.ion = ion;
        c.changed();
    }
    return text(c.ion.empty() ? "NonSpecific" : c.ion);
}

Value add_state(KsChannel& c, std::shared_ptr<KsGate> gate, const std::string& label, double fraction) {
    auto state = make_part<KsState>(c, "KSState");
    state->gate = gate;
    state->label = label;
    state->fraction = fraction;
    auto where = c.states.end(); // behind the others of its gate
    for (auto it = c.states.begin(); it != c.states.end(); ++it)
        if ((*it)->gate == gate) where = it + 1;
    c.states.insert(where, state);
    c.rebuilt();
    return ObjectPtr(state);
}

Value add_hh_state(Object& o, const Arguments& a) {
    auto& c = channel_of(o);
    check_label(a, 0);
    auto gate = make_part<KsGate>(c, "KSGate");
    gate->is_hh = true;
    c.gates.push_back(gate);
    const auto state = add_state(c, gate, a.text(0), 1);
    auto transition = make_part<KsTransition>(c, "KSTrans");
    transition->source = transition->target = c.states.back();
    // those of states for themselves stand first
    const auto where =
        std::ranges::find_if(c.transitions, [](const auto& t) { return t->source != t->target; });
    c.transitions.insert(where, transition);
    c.rebuilt();
    return state;
}

/// add_ksstate(gate or NULLobject, name)
Value add_ks_state(Object& o, const Arguments& a) {
    auto& c = channel_of(o);
    check_label(a, 1);
    auto gate = a.find<KsGate>(0);
    if (gate) static_cast<void>(position(c.gates, *gate));
    else if (a.object(0)) a.refuse(0, "a KSGate or NULLobject");
    if (gate && gate->is_hh) a.refuse(0, "a gate of a scheme, or NULLobject for a new one");
    if (!gate) {
        gate = make_part<KsGate>(c, "KSGate");
        c.gates.push_back(gate);
    }
    return add_state(c, gate, a.text(1), 0);
}

Value add_transition(Object& o, const Arguments& a) {
    auto& c = channel_of(o);
    auto made = make_part<KsTransition>(c, "KSTrans");
    made->source = state_argument(c, a, 0);
    made->target = state_argument(c, a, 1);
    if (made->source->gate != made->target->gate || made->source == made->target)
        throw InputError(ErrorParts{"a transition connects two states of one gate",
                                    std::string(a.function()),
                                    made->source->label + ", " + made->target->label,
                                    {},
                                    {}});
    if (a.has(2)) made->ligand = a.text(2);
    c.transitions.push_back(made);
    c.rebuilt();
    return ObjectPtr(made);
}

Value transition_of(Object& o, const Arguments& a) {
    auto& c = channel_of(o);
    if (a.count() < 2) return ObjectPtr(at(c.transitions, a, 0));
    const auto source = state_argument(c, a, 0), target = state_argument(c, a, 1);
    for (const auto& t : c.transitions)
        if (t->source == source && t->target == target) return ObjectPtr(t);
    return ObjectPtr();
}

Value remove_state(Object& o, const Arguments& a) {
    auto& c = channel_of(o);
    const auto state = state_argument(c, a, 0);
    std::erase_if(c.transitions, [&](const auto& t) { return t->source == state || t->target == state; });
    std::erase(c.states, state);
    if (std::ranges::none_of(c.states, [&](const auto& s) { return s->gate == state->gate; }))
        std::erase(c.gates, state->gate);
    c.rebuilt();
    return number(0);
}

Value remove_transition(Object& o, const Arguments& a) {
    auto& c = channel_of(o);
    auto found = a.find<KsTransition>(0);
    if (!found) found = at(c.transitions, a, 0);
    static_cast<void>(position(c.transitions, *found));
    if (found->source == found->target) a.refuse(0, "a transition between two states");
    std::erase(c.transitions, found);
    c.rebuilt();
    return number(0);
}

/// Sets a number, if one is given; what holds.
template <double KsChannel::* setting> Value number_of_channel(Object& o, const Arguments& a) {
    auto& c = channel_of(o);
    if (a.has(0)) {
        c.*setting = a.number(0);
        c.changed();
    }
    return number(c.*setting);
}

Value table_of(Object& o, const Arguments& a) {
    auto& c = channel_of(o);
    if (a.has(0)) {
        if (a.has(1)) {
            c.table_count = static_cast<int>(a.whole(1, 1, 1000000));
            c.table_low = a.number(2);
            c.table_high = a.number(3);
            if (!(c.table_low < c.table_high)) a.refuse(3, "more than the low end");
        }
        c.has_table = a.number(0) != 0;
        c.changed();
    }
    return number(c.has_table);
}

Value current_kind(Object& o, const Arguments& a) {
    auto& c = channel_of(o);
    if (a.has(0)) {
        c.current = static_cast<int>(a.whole(0, 0, 2));
        c.changed();
    }
    return number(c.current);
}

/// As NEURON: a density mechanism has none, and where they are impossible a warning says so.
Value single_channels(Object& o, const Arguments& a) {
    auto& c = channel_of(o);
    if (a.has(0)) {
        const bool wanted = a.whole(0, 0, 1) != 0;
        if (wanted && c.is_point && !c.can_be_single())
            c.world()->log("warning: " + o.name() +
                           ".single: single channels need one gate, of a scheme with transitions, to the "
                           "first power; there are none");
        c.is_single = wanted && c.can_be_single();
        c.changed();
    }
    return number(c.is_single);
}

Value resolution_of(Object& o, const Arguments& a) {
    auto& resolution = channel_of(o).world()->c_host().single_resolution;
    if (a.has(0)) {
        const double given = a.number(0);
        if (!(given >= 1e-9 && given <= 1e9)) a.refuse(0, "1e-9 to 1e9 mV");
        resolution = given;
    }
    return number(resolution);
}

/// One sequence for the single channels of all KSChans; where it stands, which is also what it can be begun with.
Value seed_of(Object& o, const Arguments& a) {
    auto& place = channel_of(o).world()->c_host().single_index;
    if (a.has(0)) place = static_cast<std::uint32_t>(a.whole(0, 0, 1000000000));
    return number(place);
}

/// Ions that transitions ask for, each once.
std::vector<std::string> ligands(const KsChannel& c) {
    std::vector<std::string> out;
    for (const auto& t : c.transitions) {
        const auto name = t->ligand + "_ion";
        if (t->type >= 2 && std::ranges::find(out, name) == out.end()) out.push_back(name);
    }
    return out;
}

Value print(Object& o, const Arguments&) {
    const auto& c = channel_of(o);
    const auto n = [](std::size_t x) { return std::to_string(x); };
    const auto hh =
        static_cast<std::size_t>(std::ranges::count_if(c.gates, [](const auto& g) { return g->is_hh; }));
    const auto firsts = static_cast<std::size_t>(
        std::ranges::count_if(c.transitions, [](const auto& t) { return t->source == t->target; }));
    const auto with = static_cast<std::size_t>(
        std::ranges::count_if(c.transitions, [](const auto& t) { return t->type >= 2; }));
    auto out =
        o.name() + " type properties\nname=" + c.label + " is_point_=" + (c.is_point ? "true" : "false") +
        " ion_=" + (c.ion.empty() ? "NonSpecific" : c.ion) + " cond_model_=" + std::to_string(c.current) +
        "\n  ngate=" + n(c.gates.size()) + " nstate=" + n(c.states.size()) + " nhhstate=" + n(hh) +
        " nligand=" + n(ligands(c).size()) + " ntrans=" + n(c.transitions.size()) +
        " ivkstrans=" + n(firsts) + " iligtrans=" + n(c.transitions.size() - with) +
        "\n  default gmax=" + number_text(c.conductance) + " erev=" + number_text(c.reversal) + "\n";
    for (std::size_t g = 0; g < c.gates.size(); ++g) {
        std::size_t first = c.states.size(), count = 0;
        for (std::size_t s = 0; s < c.states.size(); ++s)
            if (c.states[s]->gate == c.gates[g]) first = std::min(first, s), ++count;
        out += "    gate " + n(g) + " index=" + n(first) + " nstate=" + n(count) +
               " power=" + std::to_string(c.gates[g]->power) + "\n";
    }
    for (std::size_t i = 0; i < c.transitions.size(); ++i) {
        const auto& t = *c.transitions[i];
        out += "    trans " + n(i) + " src=" + n(position(c.states, *t.source)) +
               " target=" + n(position(c.states, *t.target)) + " type=" + std::to_string(t.type) +
               "\n        f0 type=" + std::to_string(t.rate[0].form) +
               "   f1 type=" + std::to_string(t.rate[1].form) + "\n";
    }
    out += "    state names and fractional conductance\n";
    for (std::size_t s = 0; s < c.states.size(); ++s)
        out += "    " + n(s) + " " + c.states[s]->label + " " + number_text(c.states[s]->fraction) + "\n";
    c.world()->print(out);
    return number(0);
}

template <class Get> Value count_of(Object& o, Get&& get) {
    return number(static_cast<double>(get(channel_of(o)).size()));
}

constexpr hoc::Member kChannel[] = {
    {.name = "name", .signature = "([name]) -> str", .summary = "The mechanism's name", .call = name_of},
    {.name = "ion",
     .signature = "([ion]) -> str",
     .summary = "What carries the current: an ion, or NonSpecific",
     .call = ion_of},
    {.name = "iv_type",
     .signature = "([0, 1 or 2]) -> float",
     .summary = "The current: 0 by Ohm, 1 by Ohm and Nernst, 2 by Goldman, Hodgkin and Katz (pmax and p for "
                "gmax and g)",
     .call = current_kind},
    {.name = "gmax",
     .signature = "([value]) -> float",
     .summary = "Conductance at first [S/cm2], or permeability",
     .call = number_of_channel<&KsChannel::conductance>},
    {.name = "erev",
     .signature = "([value]) -> float",
     .summary = "Reversal potential at first, of a current of no ion [mV]",
     .call = number_of_channel<&KsChannel::reversal>},
    {.name = "add_hhstate",
     .signature = "(name) -> KSState",
     .summary = "A gate of one state, with its limit and its time constant",
     .call = add_hh_state},
    {.name = "add_ksstate",
     .signature = "(gate or NULLobject, name) -> KSState",
     .summary = "A state of a scheme; without a gate a new one begins",
     .call = add_ks_state},
    {.name = "add_transition",
     .signature = "(source, target[, ligand]) -> KSTrans",
     .summary = "A transition between two states of a gate",
     .call = add_transition},
    {.name = "remove_state",
     .signature = "(i or KSState) -> float",
     .summary = "Take a state out, with its transitions",
     .call = remove_state},
    {.name = "remove_transition",
     .signature = "(i or KSTrans) -> float",
     .summary = "Take a transition out",
     .call = remove_transition},
    {.name = "trans",
     .signature = "(i) or (source, target) -> KSTrans",
     .summary = "A transition",
     .call = transition_of},
    {.name = "state",
     .signature = "(i) -> KSState",
     .summary = "A state",
     .call = [](Object& o, const Arguments& a) -> Value {
         return ObjectPtr(at(channel_of(o).states, a, 0));
     }},
    {.name = "gate",
     .signature = "(i) -> KSGate",
     .summary = "A gate",
     .call = [](Object& o, const Arguments& a) -> Value { return ObjectPtr(at(channel_of(o).gates, a, 0)); }},
    {.name = "ngate",
     .signature = "() -> float",
     .summary = "Number of gates",
     .call =
         [](Object& o, const Arguments&) {
             return count_of(o, [](const KsChannel& c) -> auto& { return c.gates; });
         }},
    {.name = "nstate",
     .signature = "() -> float",
     .summary = "Number of states",
     .call =
         [](Object& o, const Arguments&) {
             return count_of(o, [](const KsChannel& c) -> auto& { return c.states; });
         }},
    {.name = "ntrans",
     .signature = "() -> float",
     .summary = "Number of transitions",
     .call =
         [](Object& o, const Arguments&) {
             return count_of(o, [](const KsChannel& c) -> auto& { return c.transitions; });
         }},
    {.name = "nligand",
     .signature = "() -> float",
     .summary = "Number of ions that transitions ask for",
     .call = [](Object& o,
                const Arguments&) { return number(static_cast<double>(ligands(channel_of(o)).size())); }},
    {.name = "ligand",
     .signature = "(i) -> str",
     .summary = "An ion that transitions ask for",
     .call =
         [](Object& o, const Arguments& a) {
             const auto all = ligands(channel_of(o));
             if (all.empty()) a.refuse(0, "none: no transition asks for an ion");
             return text(
                 all[static_cast<std::size_t>(a.whole(0, 0, static_cast<std::int64_t>(all.size()) - 1))]);
         }},
    {.name = "is_point",
     .signature = "() -> float",
     .summary = "Whether it is a point process",
     .call = [](Object& o, const Arguments&) { return number(channel_of(o).is_point); }},
    {.name = "usetable",
     .signature = "([flag[, n, low, high]]) -> float",
     .summary = "Whether rates come from tables over v",
     .call = table_of},
    {.name = "single",
     .signature = "([flag]) -> float",
     .summary =
         "Whether instances are single channels, Nsingle of each, that open and close by chance (fixed step)",
     .call = single_channels},
    {.name = "rseed",
     .signature = "([seed]) -> float",
     .summary = "Where the random sequence of all single channels stands; sets it",
     .call = seed_of},
    {.name = "vres",
     .signature = "([mV]) -> float",
     .summary = "How near two v are the same to single channels, of all KSChans [mV]",
     .call = resolution_of},
    {.name = "setstructure",
     .signature = "(Vector) -> float",
     .summary = "All gates, states and transitions anew, from numbers (as ChannelBuild gives them)",
     .call = set_structure},
    {.name = "pr", .signature = "() -> float", .summary = "Print the description", .call = print},
};

// parts ----------------------------------------------------------------------------------------------------------------------

constexpr hoc::Member kState[] = {
    {.name = "frac",
     .signature = "([fraction]) -> float",
     .summary = "Fraction of the conductance, where it is the state",
     .call =
         [](Object& o, const Arguments& a) {
             auto& s = as<KsState>(o);
             if (a.has(0)) {
                 s.fraction = a.number(0);
                 living(s.channel, o)->changed();
             }
             return number(s.fraction);
         }},
    {.name = "name",
     .signature = "([name]) -> str",
     .summary = "Its name",
     .call =
         [](Object& o, const Arguments& a) {
             auto& s = as<KsState>(o);
             if (a.has(0)) {
                 check_label(a, 0);
                 s.label = a.text(0);
                 living(s.channel, o)->changed();
             }
             return text(s.label);
         }},
    {.name = "gate",
     .signature = "() -> KSGate",
     .summary = "Its gate",
     .call = [](Object& o, const Arguments&) -> Value { return ObjectPtr(as<KsState>(o).gate); }},
    {.name = "index",
     .signature = "() -> float",
     .summary = "Its position among the channel's states",
     .call =
         [](Object& o, const Arguments&) {
             return number(static_cast<double>(position(living(as<KsState>(o).channel, o)->states, o)));
         }},
};

constexpr hoc::Member kGate[] = {
    {.name = "power",
     .signature = "([n]) -> float",
     .summary = "How often the gate stands in the conductance",
     .call =
         [](Object& o, const Arguments& a) {
             auto& g = as<KsGate>(o);
             if (a.has(0)) {
                 g.power = static_cast<int>(a.whole(0, 0, 100));
                 const auto c = living(g.channel, o);
                 if (g.power == 1) c->changed();
                 else c->rebuilt();
             }
             return number(g.power);
         }},
    {.name = "index",
     .signature = "() -> float",
     .summary = "Its position among the channel's gates",
     .call =
         [](Object& o, const Arguments&) {
             return number(static_cast<double>(position(living(as<KsGate>(o).channel, o)->gates, o)));
         }},
    {.name = "nstate",
     .signature = "() -> float",
     .summary = "How many states it has",
     .call =
         [](Object& o, const Arguments&) {
             return number(static_cast<double>(
                 std::ranges::count_if(living(as<KsGate>(o).channel, o)->states,
                                       [&](const auto& s) { return s->gate.get() == &o; })));
         }},
    {.name = "sindex",
     .signature = "() -> float",
     .summary = "Position of its first state",
     .call =
         [](Object& o, const Arguments&) {
             const auto& states = living(as<KsGate>(o).channel, o)->states;
             const auto found =
                 std::ranges::find_if(states, [&](const auto& s) { return s->gate.get() == &o; });
             return number(static_cast<double>(found - states.begin()));
         }},
};

Value set_rate(Object& o, const Arguments& a) {
    auto& t = as<KsTransition>(o);
    const auto which = static_cast<std::size_t>(a.whole(0, 0, 1));
    const auto form = static_cast<int>(a.whole(1, 1, 7));
    if (form == KsRate::table) a.refuse(1, "1 to 6: a table of a rate is not supported");
    KsRate rate;
    rate.form = form;
    rate.parameters = a.require<Vector>(2, "a Vector of the parameters")->numbers;
    static_cast<void>(rate.text()); // too few are refused now
    t.rate[which] = std::move(rate);
    living(t.channel, o)->changed();
    return number(0);
}

Value type_of_transition(Object& o, const Arguments& a) {
    auto& t = as<KsTransition>(o);
    if (a.has(0)) {
        const auto type = static_cast<int>(a.whole(0, 0, 3));
        auto ligand = t.ligand;
        if (type >= 2) {
            if (t.source == t.target) a.refuse(0, "0 or 1: the gate has one state");
            ligand = a.text(1);
            // "cai" and "cao"; the ion alone will do
            if (ligand.ends_with("_ion")) ligand.resize(ligand.size() - 4);
            else if (ligand.size() > 1 && ligand.back() == (type == 2 ? 'o' : 'i')) ligand.pop_back();
            static_cast<void>(living(t.channel, o)->world()->ion_charge(ligand + "_ion"));
        }
        const auto c = living(t.channel, o);
        const bool had_ligand = t.type >= 2;
        t.type = type;
        t.ligand = type >= 2 ? ligand : "";
        if (had_ligand || type >= 2) c->rebuilt();
        else c->changed();
    }
    return number(t.type);
}

/// Two numbers at each v of a Vector into two others.
template <class Both> Value at_voltages(Object& o, const Arguments& a, Both&& both) {
    const auto v = a.require<Vector>(0, "a Vector of v");
    const auto first = a.require<Vector>(1, "a Vector for the result");
    const auto second = a.require<Vector>(2, "a Vector for the result");
    const auto& t = as<KsTransition>(o);
    const double celsius = living(t.channel, o)->world()->global("celsius");
    std::vector<double> x, y;
    for (const double u : v->span()) {
        const auto [p, q] = both(t, u, celsius);
        x.push_back(p);
        y.push_back(q);
    }
    first->numbers->assign(x);
    second->numbers->assign(y);
    return number(0);
}

constexpr hoc::Member kTransition[] = {
    {.name = "set_f",
     .signature = "(which, form, Vector) -> float",
     .summary =
         "A rate there (0) or back (1), or limit and time constant: 1 constant, 2 exponential, 3 linoid, "
         "4 sigmoid, 5 and 6 limit and time constant by Borg-Graham",
     .call = set_rate},
    {.name = "f",
     .signature = "(which, v) -> float",
     .summary = "Its value at a v [mV]",
     .call =
         [](Object& o, const Arguments& a) {
             const auto& t = as<KsTransition>(o);
             const double celsius = living(t.channel, o)->world()->global("celsius");
             return number(t.rate[static_cast<std::size_t>(a.whole(0, 0, 1))].at(a.number(1), celsius));
         }},
    {.name = "ftype",
     .signature = "(which) -> float",
     .summary = "Its form; -1 if none was set",
     .call =
         [](Object& o, const Arguments& a) {
             return number(as<KsTransition>(o).rate[static_cast<std::size_t>(a.whole(0, 0, 1))].form);
         }},
    {.name = "parm",
     .signature = "(which) -> Vector",
     .summary = "Its parameters",
     .call = [](Object& o, const Arguments& a) -> Value {
         const auto& rate = as<KsTransition>(o).rate[static_cast<std::size_t>(a.whole(0, 0, 1))];
         return rate.parameters ? ObjectPtr(new_vector(rate.parameters)) : ObjectPtr();
     }},
    {.name = "type",
     .signature = "([0 to 3[, ligand]]) -> float",
     .summary = "0 rates, 1 limit and time constant, 2 rates by an ion outside, 3 by one inside",
     .call = type_of_transition},
    {.name = "ligand",
     .signature = "() -> str",
     .summary = "The concentration that it asks for",
     .call =
         [](Object& o, const Arguments&) {
             const auto& t = as<KsTransition>(o);
             return text(t.ligand.empty() ? "" : t.ligand + (t.type == 2 ? "o" : "i"));
         }},
    {.name = "stoichiometry",
     .signature = "([n]) -> float",
     .summary = "How many of these ions it takes",
     .call =
         [](Object& o, const Arguments& a) {
             auto& t = as<KsTransition>(o);
             if (a.has(0)) {
                 t.stoichiometry = static_cast<int>(a.whole(0, 1, 100));
                 living(t.channel, o)->changed();
             }
             return number(t.stoichiometry);
         }},
    {.name = "src",
     .signature = "() -> KSState",
     .summary = "Where it begins",
     .call = [](Object& o, const Arguments&) -> Value { return ObjectPtr(as<KsTransition>(o).source); }},
    {.name = "target",
     .signature = "() -> KSState",
     .summary = "Where it ends",
     .call = [](Object& o, const Arguments&) -> Value { return ObjectPtr(as<KsTransition>(o).target); }},
    {.name = "index",
     .signature = "() -> float",
     .summary = "Its position among the channel's transitions",
     .call =
         [](Object& o, const Arguments&) {
             return number(
                 static_cast<double>(position(living(as<KsTransition>(o).channel, o)->transitions, o)));
         }},
    {.name = "ab",
     .signature = "(v, a, b) -> float",
     .summary = "Rates there and back at each v of a Vector",
     .call =
         [](Object& o, const Arguments& a) {
             return at_voltages(o, a,
                                [](const KsTransition& t, double v, double c) { return t.rates(v, c); });
         }},
    {.name = "inftau",
     .signature = "(v, inf, tau) -> float",
     .summary = "Limit and time constant at each v of a Vector",
     .call =
         [](Object& o, const Arguments& a) {
             return at_voltages(o, a,
                                [](const KsTransition& t, double v, double c) { return t.limit(v, c); });
         }},
};

ObjectPtr refuse_to_make(BuiltinClass& type, const Arguments&) {
    throw InputError(ErrorParts{"this is made by a KSChan", type.name(), {}, "add_hhstate, add_ksstate", {}});
}

} // namespace

const Declaration kKsChannelClass = {
    .name = "KSChan",
    .signature = "([is_point])",
    .summary = "A channel that a program describes, by gates of Hodgkin and Huxley and schemes of states",
    .members = kChannel,
    .make = [](BuiltinClass& type, const Arguments& a) -> ObjectPtr {
        auto made = std::make_shared<KsChannel>(type.self());
        made->is_point = a.number_or(0, 0) != 0;
        made->label = "Chan" + std::to_string(made->number());
        made->changed();
        return made;
    }};
const Declaration kKsGateClass = {.name = "KSGate",
                                  .signature = "()",
                                  .summary = "A gate of a KSChan",
                                  .members = kGate,
                                  .make = refuse_to_make};
const Declaration kKsStateClass = {.name = "KSState",
                                   .signature = "()",
                                   .summary = "A state of a KSChan",
                                   .members = kState,
                                   .make = refuse_to_make};
const Declaration kKsTransitionClass = {.name = "KSTrans",
                                        .signature = "()",
                                        .summary = "A transition of a KSChan",
                                        .members = kTransition,
                                        .make = refuse_to_make};

} // namespace ranvier::world::classes
