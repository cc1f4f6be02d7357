// SPDX-License-Identifier: BSD-3-Clause
// StateTransitionEvent: states, and transitions between them that happen when a number passes another from below.
#include <cmath>

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/action.hpp"
#include "ranvier/world/classes/network.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;

struct Transition {
    int source = 0, target = 0;
    hoc::PlacePtr value, threshold;
    std::function<void()> action;
    bool was_above = false; ///< when it was last looked at
    [[nodiscard]] bool is_above() const { return value->get() > threshold->get(); }
};

class StateTransitionEvent final : public Object {
  public:
    StateTransitionEvent(std::shared_ptr<BuiltinClass> type, int states)
        : Object(std::move(type)), count(states) {}
    ~StateTransitionEvent() override {
        if (const auto world = static_cast<BuiltinClass&>(type()).find_world(); world && each_step_)
            world->simulator().remove(each_step_);
    }
    void enter(int wanted) {
        state = wanted;
        look();
    }
    void look() {
        for (auto& t : transitions)
            if (t.source == state) t.was_above = t.is_above();
    }
    /// What the object does in a run begins with its first transition.
    void watch(World& world) {
        if (each_step_) return;
        const std::weak_ptr<Object> self = weak_from_this();
        const auto living = [self] { return std::static_pointer_cast<StateTransitionEvent>(self.lock()); };
        begins_ = std::make_shared<InitializeHandler>();
        begins_->stage = InitializeStage::after_initial;
        begins_->call = [living] {
            if (const auto found = living()) found->look();
        };
        world.add_handler(begins_);
        each_step_ = std::make_shared<std::function<void()>>([living, &world] {
            if (const auto found = living()) found->step(world);
        });
        world.simulator().call_each_step(each_step_);
    }

    const int count;
    int state = 0;
    std::vector<Transition> transitions;

  private:
    void step(World& world) {
        for (std::size_t i = 0; i < transitions.size(); ++i) {
            auto& t = transitions[i];
            if (t.source != state) continue;
            const bool is_above = t.is_above();
            if (!is_above || t.was_above) {
                t.was_above = is_above;
                continue;
            }
            const auto action = t.action;
            enter(t.target);
            // at the end of this step, where a variable one already is
            const bool is_variable = world.simulator().variable().is_active;
            world.simulator().call_at(world.t() + (is_variable ? 0 : world.dt() / 2), action);
            return;
        }
    }
    std::shared_ptr<InitializeHandler> begins_;
    engine::StepCall each_step_;
};

StateTransitionEvent& of(Object& o) { return as<StateTransitionEvent>(o); }

Value add_transition(Object& o, const Arguments& a) {
    auto& self = of(o);
    const auto world = world_at_rest_of(o);
    Transition t;
    t.source = static_cast<int>(a.whole(0, 0, self.count - 1));
    t.target = static_cast<int>(a.whole(1, 0, self.count - 1));
    t.value = a.place(2);
    t.threshold = a.place(3);
    if (a.has(4)) t.action = action_argument(*world, a, 4);
    else t.action = [] {};
    t.was_above = t.is_above();
    self.transitions.push_back(std::move(t));
    self.watch(*world);
    return number(1);
}

constexpr hoc::Member kMembers[] = {
    {.name = "transition",
     .signature = "(source, target, reference, threshold reference, callable or statement) -> float",
     .summary = "From one state to another when a number passes another from below; then call",
     .call = add_transition},
    {.name = "state",
     .signature = "([i]) -> float",
     .summary = "The present state; sets it if one is given",
     .call =
         [](Object& o, const Arguments& a) {
             if (a.has(0)) of(o).enter(static_cast<int>(a.whole(0, 0, of(o).count - 1)));
             return number(of(o).state);
         }},
};

} // namespace

const Declaration kStateTransitionEventClass = {
    .name = "StateTransitionEvent",
    .signature = "(count[, point process])",
    .summary = "States, and transitions between them when a number passes another",
    .members = kMembers,
    .make = [](BuiltinClass& type, const Arguments& a) -> hoc::ObjectPtr {
        return std::make_shared<StateTransitionEvent>(type.self(), static_cast<int>(a.whole(0, 1, 1 << 20)));
    }};

} // namespace ranvier::world::classes
