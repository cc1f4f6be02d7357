// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/classes/nmodl_random.hpp"

#include <cmath>

#include "ranvier/base/error.hpp"
#include "ranvier/engine/other_streams.hpp"
#include "ranvier/world/classes/vector.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;

constexpr double kPlaces = 17179869184.0; // 2^34: the places of a stream
constexpr int kSequence = 3;              // behind the three ids

class NmodlRandom final : public Object {
  public:
    NmodlRandom(std::shared_ptr<BuiltinClass> type, state::TablePtr table, state::RowId id, int column,
                std::string label, hoc::ObjectPtr owner)
        : Object(std::move(type)), table_(std::move(table)), id_(id), column_(column),
          label_(std::move(label)), owner_(std::move(owner)) {}
    [[nodiscard]] double get(int element) const { return table_->get(row(), column_ + element); }
    void set(int element, double value) const { table_->set(row(), column_ + element, value); }
    [[nodiscard]] const std::string& label() const { return label_; }
    [[nodiscard]] std::shared_ptr<World> world() const { return world_at_rest_of(*this); }

  private:
    [[nodiscard]] std::int32_t row() const {
        static_cast<void>(world());
        if (!table_)
            throw StateError(ErrorParts{"this is no RANDOM variable of an instance",
                                        name(),
                                        {},
                                        {},
                                        "ask an instance for it: stim.ranvar"});
        if (!table_->is_alive(id_))
            throw StateError(ErrorParts{"the instance of this RANDOM variable is gone", label_, {}, {}, {}});
        return table_->row(id_);
    }
    state::TablePtr table_;
    state::RowId id_;
    int column_;
    std::string label_; ///< "NetStim.ranvar"
    hoc::ObjectPtr owner_;
};

NmodlRandom& of(Object& o) { return as<NmodlRandom>(o); }

Value set_ids(Object& o, const Arguments& a) {
    double ids[3];
    if (of(o).get(0) >= engine::kOtherStreams)
        throw InputError(ErrorParts{"a Random gives these numbers: they have no ids",
                                    of(o).label(),
                                    {},
                                    {},
                                    "noiseFromRandom123(id1, id2, id3) gives it a stream again"});
    for (int i = 0; i < 3; ++i) ids[i] = engine::Services::id(a.number(static_cast<std::size_t>(i)));
    for (int i = 0; i < 3; ++i) of(o).set(i, ids[i]);
    return itself(o);
}

Value get_ids(Object& o, const Arguments& a) {
    const double ids[] = {of(o).get(0), of(o).get(1), of(o).get(2)};
    if (!a.has(0)) return hoc::ObjectPtr(new_vector(ids));
    auto into = a.require<Vector>(0, "a Vector for the ids");
    into->numbers->assign(ids);
    return hoc::ObjectPtr(into);
}

Value set_sequence(Object& o, const Arguments& a) {
    double place = a.number(0);
    if (!(place > -kPlaces && place < 2 * kPlaces))
        throw InputError::out_of_range("the sequence", of(o).label(), number_text(place), "0 .. 2^34 - 1");
    place = std::trunc(place < 0 ? 0 : place);
    of(o).set(kSequence, place < kPlaces ? place : place - kPlaces);
    return itself(o);
}

Value uniform(Object& o, const Arguments&) {
    auto& r = of(o);
    const double place = r.get(kSequence);
    const double u = r.world()->simulator().services().stream_unit(r.get(0), r.get(1), r.get(2), place);
    r.set(kSequence, place + 1 < kPlaces ? place + 1 : 0);
    return number(u);
}

constexpr hoc::Member kMembers[] = {
    {.name = "set_ids",
     .signature = "(id1, id2, id3) -> NMODLRandom",
     .summary = "The stream with these ids, each a whole number of 32 bits",
     .call = set_ids},
    {.name = "get_ids",
     .signature = "([Vector]) -> Vector",
     .summary = "A Vector of the three ids",
     .call = get_ids},
    {.name = "set_seq",
     .signature = "(sequence) -> NMODLRandom",
     .summary = "Goes to a place in the stream: 0 is its beginning",
     .call = set_sequence},
    {.name = "get_seq",
     .signature = "() -> float",
     .summary = "How many numbers have been drawn since the beginning of the stream",
     .call = [](Object& o, const Arguments&) { return number(of(o).get(kSequence)); }},
    {.name = "uniform",
     .signature = "() -> float",
     .summary = "The next number, between 0 and 1",
     .call = uniform},
};

} // namespace

hoc::ObjectPtr new_nmodl_random(World& world, const model::MechanismType& type, state::RowId row,
                                mir::VariableId variable, hoc::ObjectPtr owner) {
    return std::make_shared<NmodlRandom>(world.classes().find("NMODLRandom"), type.instances, row,
                                         type.column[static_cast<std::size_t>(variable.value)],
                                         type.name() + "." + (*type.mechanism)[variable].name,
                                         std::move(owner));
}

mir::VariableId find_random(const model::MechanismType& type, std::string_view name) {
    const auto found = type.mechanism->find(name);
    const bool is_stream = found.valid() && (*type.mechanism)[found].kind == mir::VariableKind::stream;
    return is_stream ? found : mir::VariableId();
}

const Declaration kNmodlRandomClass = {
    .name = "NMODLRandom",
    .signature = "()",
    .summary =
        "A RANDOM variable of a mechanism: a stream of random numbers, named by three ids, and a place in it",
    .members = kMembers,
    .make = [](BuiltinClass& type, const Arguments&) -> hoc::ObjectPtr { // of no use, as in NEURON
        return std::make_shared<NmodlRandom>(type.self(), nullptr, state::RowId{}, 0, "NMODLRandom", nullptr);
    }};

} // namespace ranvier::world::classes
