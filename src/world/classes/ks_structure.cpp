// SPDX-License-Identifier: BSD-3-Clause
// KSChan.setstructure: all gates, states and transitions at once, as numbers in a Vector. What a window of channels calls.
#include "ks_channel.hpp"

#include <algorithm>

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/vector.hpp"

namespace ranvier::world::classes {

namespace {

/// The Vector's numbers one after the other; says which one is wrong.
class Numbers {
  public:
    Numbers(std::span<const double> all, const hoc::Object& channel) : all_(all), channel_(channel) {}
    /// @param what  of the number, for the message
    double next(const std::string& what) {
        if (at_ == all_.size())
            throw InputError(ErrorParts{"the Vector of a structure ends before " + what,
                                        channel_.name() + ".setstructure",
                                        std::to_string(all_.size()) + " numbers",
                                        {},
                                        {}});
        return all_[at_++];
    }
    int whole(const std::string& what, int low, int high) {
        const double x = next(what);
        const auto place = what + ", x[" + std::to_string(at_ - 1) + "] of the structure";
        if (!(x >= low && x <= high) || x != static_cast<int>(x))
            throw InputError::out_of_range(place, channel_.name() + ".setstructure", number_text(x),
                                           low == high ? std::to_string(low)
                                                       : "a whole number from " + std::to_string(low) +
                                                             " to " + std::to_string(high));
        return static_cast<int>(x);
    }
    /// No structure has more parts than its Vector has numbers.
    [[nodiscard]] int most() const { return static_cast<int>(std::min<std::size_t>(all_.size(), 100000)); }
    void end() const {
        if (at_ != all_.size())
            throw InputError(ErrorParts{"the Vector of a structure has numbers after its last transition",
                                        channel_.name() + ".setstructure",
                                        std::to_string(all_.size()) + " numbers",
                                        std::to_string(at_),
                                        {}});
    }

  private:
    std::span<const double> all_;
    const hoc::Object& channel_;
    std::size_t at_ = 0;
};

struct Structure {
    std::vector<std::shared_ptr<KsGate>> gates;
    std::vector<std::shared_ptr<KsState>> states;
    std::vector<std::shared_ptr<KsTransition>> transitions;
};

void read_gates(Numbers& in, const KsChannel& c, int gates, int states, int singles, Structure& out) {
    for (int g = 0; g < gates; ++g) {
        auto& gate = out.gates.emplace_back(make_part<KsGate>(c, "KSGate"));
        gate->is_hh = g < singles;
        const auto of = " of gate " + std::to_string(g);
        const int first = static_cast<int>(out.states.size());
        static_cast<void>(in.whole("the first state" + of, first, first));
        const int count =
            in.whole("the number of states" + of, 1, gate->is_hh ? 1 : std::max(1, states - first));
        gate->power = in.whole("the power" + of, 0, 100);
        for (int s = 0; s < count; ++s) {
            const auto at = out.states.size();
            auto& state = out.states.emplace_back(make_part<KsState>(c, "KSState"));
            state->gate = gate;
            state->label = at < c.states.size() ? c.states[at]->label : "s" + std::to_string(at);
            state->fraction = in.next("the fraction of state " + std::to_string(at));
        }
    }
    if (std::ssize(out.states) != states)
        throw InputError(ErrorParts{"the gates of a structure have another number of states",
                                    c.name() + ".setstructure",
                                    std::to_string(out.states.size()),
                                    std::to_string(states) + ", x[2] of the structure",
                                    {}});
}

void read_transitions(Numbers& in, const KsChannel& c, int count, int singles, Structure& out) {
    const int last = static_cast<int>(out.states.size()) - 1;
    for (int t = 0; t < count; ++t) {
        auto& transition = out.transitions.emplace_back(make_part<KsTransition>(c, "KSTrans"));
        const auto of = " of transition " + std::to_string(t);
        const bool is_single = t < singles; // of a state for itself: they stand first, in the states' order
        const int source = in.whole("the source" + of, is_single ? t : singles, is_single ? t : last);
        const int target = in.whole("the target" + of, is_single ? t : singles, is_single ? t : last);
        transition->source = out.states[static_cast<std::size_t>(source)];
        transition->target = out.states[static_cast<std::size_t>(target)];
        if (!is_single && (source == target || transition->source->gate != transition->target->gate))
            throw InputError(ErrorParts{"a transition connects two states of one gate",
                                        c.name() + ".setstructure",
                                        std::to_string(source) + ", " + std::to_string(target) + of,
                                        {},
                                        {}});
        transition->type = in.whole("the type" + of, 0, 1); // KSTrans.type gives it a ligand
        static_cast<void>(in.whole("the ligand" + of, -1, -1));
    }
}

} // namespace

hoc::Value set_structure(hoc::Object& o, const hoc::Arguments& a) {
    auto& c = as<KsChannel>(o);
    const auto vector = a.require<Vector>(0, "a Vector of a structure");
    Numbers in(vector->span(), o);
    const int current = in.whole("the kind of current", 0, 2);
    const int gates = in.whole("the number of gates", 0, in.most());
    const int states = in.whole("the number of states", gates, in.most());
    const int singles = in.whole("the number of states with a gate for themselves", 0, gates);
    const int transitions = in.whole("the number of transitions", singles, in.most());
    static_cast<void>(in.whole("the number of ligands", 0, 0));
    static_cast<void>(in.whole("the number of transitions without a ligand", transitions, transitions));
    Structure made;
    read_gates(in, c, gates, states, singles, made);
    read_transitions(in, c, transitions, singles, made);
    in.end();
    c.current = current;
    c.gates = std::move(made.gates);
    c.states = std::move(made.states);
    c.transitions = std::move(made.transitions);
    c.rebuilt();
    return number(1);
}

} // namespace ranvier::world::classes
