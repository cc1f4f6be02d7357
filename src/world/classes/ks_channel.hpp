// SPDX-License-Identifier: BSD-3-Clause
// What a KSChan describes: gates, their states, transitions between these. Its text is the NMODL of the mechanism.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "ranvier/state/numbers.hpp"
#include "ranvier/world/classes/builtin_class.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

class KsChannel;

/// A function of v: by its form and the form's parameters.
struct KsRate {
    enum Form : int { none = -1, constant = 1, exponential, linoid, sigmoid, borg_inf, borg_tau, table };
    int form = none;
    state::NumbersPtr parameters; ///< of the Vector that was given
    [[nodiscard]] double at(double v, double celsius) const;
    [[nodiscard]] std::string text() const; ///< in NMODL

  private:
    void check() const; ///< throws if there are too few parameters: the Vector may have changed
};

struct KsGate final : hoc::Object {
    using Object::Object;
    std::weak_ptr<KsChannel> channel;
    int power = 1;
    bool is_hh = false; ///< one state, by its limit and its time constant
};

struct KsState final : hoc::Object {
    using Object::Object;
    std::weak_ptr<KsChannel> channel;
    std::shared_ptr<KsGate> gate;
    std::string label;
    double fraction = 0; ///< of the conductance, where it is the state
};

struct KsTransition final : hoc::Object {
    using Object::Object;
    std::weak_ptr<KsChannel> channel;
    std::shared_ptr<KsState> source, target; ///< one state for itself in a gate of Hodgkin and Huxley
    int type = 0;                            ///< 0 rates; 1 limit and time constant; 2, 3 rates, by a ligand
    std::array<KsRate, 2> rate;
    std::string ligand; ///< an ion: outside (type 2) or inside (type 3)
    int stoichiometry = 1;
    /// Rate there and back, or limit and time constant, whatever the type.
    [[nodiscard]] std::array<double, 2> rates(double v, double celsius) const;
    [[nodiscard]] std::array<double, 2> limit(double v, double celsius) const;
};

class KsChannel final : public hoc::Object {
  public:
    using Object::Object;
    ~KsChannel() override;
    std::string label; ///< the mechanism's name
    std::string ion;   ///< "" for a current of no ion
    bool is_point = false;
    int current = 0;                      ///< 0 by Ohm, 1 by Ohm and Nernst, 2 by Goldman, Hodgkin and Katz
    double conductance = 0, reversal = 0; ///< at first
    bool has_table = false;
    double table_low = -100, table_high = 50;
    int table_count = 200;
    bool is_single = false; ///< states are counts of channels (ks_single.cpp)
    std::vector<std::shared_ptr<KsGate>> gates;
    std::vector<std::shared_ptr<KsState>> states; ///< gate by gate
    std::vector<std::shared_ptr<KsTransition>> transitions;

    [[nodiscard]] std::shared_ptr<World> world() const;
    /// The mechanism is made anew before somebody next asks for it.
    void changed();
    [[nodiscard]] bool can_be_single() const;
    /// The channel's description is another one from now on: single channels have to be asked for again.
    void rebuilt();
    [[nodiscard]] std::string text() const; ///< in NMODL
    /// The rate of transition i in the text, with the concentration of its ligand.
    [[nodiscard]] std::string rate_there(std::size_t i) const;

  private:
    [[nodiscard]] std::string single_blocks() const;
};

/// A gate, state or transition of a channel, which does not have it yet.
template <class T> [[nodiscard]] std::shared_ptr<T> make_part(const KsChannel& c, const char* type) {
    const auto channel =
        std::static_pointer_cast<KsChannel>(std::const_pointer_cast<hoc::Object>(c.shared_from_this()));
    auto made = std::make_shared<T>(c.world()->classes().find(type));
    made->channel = channel;
    return made;
}

/// KSChan.setstructure
hoc::Value set_structure(hoc::Object& o, const hoc::Arguments& a);

} // namespace ranvier::world::classes
