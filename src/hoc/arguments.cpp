// SPDX-License-Identifier: BSD-3-Clause
// $1, $s1, $o1, $&1: what a procedure was called with. An objref is passed as what it holds; whoever assigns to $o1 finds the
// caller's variable through the place of the call.
#include <cmath>

#include "machine.hpp"

namespace ranvier::hoc {
namespace {

/// An objref of a procedure that still runs, or one of its own arguments.
class SlotObjectPlace final : public ObjectPlace {
  public:
    SlotObjectPlace(Machine& machine, const Frame& frame, Value* slot)
        : machine_(machine), stacks_(machine.stacks), index_(frame.real), serial_(machine.serial_of(frame)),
          slot_(slot) {}
    [[nodiscard]] ObjectPtr get() const override {
        check();
        return object_in(*slot_, "objref");
    }
    void set(ObjectPtr object) override {
        check();
        ObjectPtr old = object_in(*slot_, "objref");
        *slot_ = std::move(object);
        machine_.assign_object(old, nullptr);
    }

  private:
    void check() const {
        if (index_ >= stacks_->frames.size() || stacks_->frames[index_].serial != serial_)
            throw StateError("the objref is local to a procedure that has ended");
    }
    Machine& machine_;
    std::shared_ptr<Stacks> stacks_;
    std::size_t index_;
    std::uint64_t serial_;
    Value* slot_;
};

class LocalPlace final : public NumberPlace {
  public:
    LocalPlace(Machine& machine, const Frame& frame, Value* slot)
        : stacks_(machine.stacks), index_(frame.real), serial_(machine.serial_of(frame)), slot_(slot) {}
    [[nodiscard]] double get() const override { return number(); }
    void set(double value) override { number() = value; }
    [[nodiscard]] double* address(std::size_t count) override { return count <= 1 ? &number() : nullptr; }

  private:
    [[nodiscard]] double& number() const {
        if (index_ < stacks_->frames.size() && stacks_->frames[index_].serial == serial_)
            if (double* at = number_of(*slot_)) return *at;
        throw StateError("the number is local to a procedure that has ended");
    }
    std::shared_ptr<Stacks> stacks_;
    std::size_t index_;
    std::uint64_t serial_;
    Value* slot_;
};

} // namespace

Value& Machine::argument(double position) {
    Frame& frame = argument_frame();
    const double at = position + *epsilon;
    if (!(at >= 1 && at < static_cast<double>(frame.count) + 1))
        throw InputError({.what = "has not enough arguments",
                          .object = frame.procedure->name,
                          .value = "$" + number_text(std::floor(at)) + " of " + std::to_string(frame.count),
                          .allowed = {},
                          .hint = {}});
    return frame.arguments[static_cast<std::size_t>(at) - 1];
}

Value Machine::read_argument(char letter, double position) {
    const Value& value = argument(position);
    switch (letter) {
    case 'n':
        if (const double* number = number_of(value)) return *number;
        break;
    case 's':
        if (std::holds_alternative<TextPtr>(value)) return value;
        break;
    case 'o':
        if (std::holds_alternative<ObjectPtr>(value)) return value;
        if (const auto* place = std::get_if<ObjectPlacePtr>(&value)) return (*place)->get();
        break;
    default:
        if (const auto* place = std::get_if<PlacePtr>(&value)) return (*place)->get();
    }
    const std::string name =
        "$" + std::string(letter == 'n' ? "" : std::string(1, letter)) + number_text(position);
    const char* wanted = letter == 'n'   ? "a number"
                         : letter == 's' ? "a text"
                         : letter == 'o' ? "an object"
                                         : "a reference to a number (&x)";
    throw InputError({.what = "is something else",
                      .object = name,
                      .value = value_text(value),
                      .allowed = wanted,
                      .hint = "argtype(i) tells what was given"});
}

void Machine::write_argument(char letter, double position, const Value& value) {
    Value& slot = argument(position);
    const auto i = static_cast<std::size_t>(position + *epsilon) - 1;
    const Frame& frame = argument_frame();
    switch (letter) {
    case 'n':
        (void)need_number(slot, "$" + number_text(position));
        slot = need_number(value, "$" + number_text(position));
        return;
    case '&':
        if (auto* place = std::get_if<PlacePtr>(&slot)) {
            (*place)->set(need_number(value, "$&" + number_text(position)));
            return;
        }
        break;
    case 's': {
        auto* text = std::get_if<TextPtr>(&slot);
        const auto* given = std::get_if<TextPtr>(&value);
        if (!text) break;
        if (!given)
            throw InputError("$s" + number_text(position) + " is a text and cannot be " + value_text(value));
        const bool is_literal =
            frame.site && i < frame.site->origins.size() && frame.site->origins[i].kind == Origin::literal;
        if (is_literal) *text = std::make_shared<std::string>(**given);
        else **text = **given;
        return;
    }
    default: {
        ObjectPtr object = object_in(value, "$o" + number_text(position));
        if (auto* place = std::get_if<ObjectPlacePtr>(&slot)) {
            (*place)->set(std::move(object));
            return;
        }
        if (!std::holds_alternative<ObjectPtr>(slot)) break;
        ObjectPlacePtr place;
        const auto real = frame.real;
        if (real > 0 && frame.site) place = origin_place(stacks->frames[real - 1], *frame.site, i);
        if (!place)
            throw InputError("$o" + number_text(position) +
                             " can be assigned only if the caller gave an objref");
        slot = object;
        place->set(std::move(object));
        return;
    }
    }
    throw InputError({.what = "is something else and cannot be assigned so",
                      .object = "$" + std::string(1, letter) + number_text(position),
                      .value = value_text(slot),
                      .allowed = {},
                      .hint = {}});
}

/// $&1[index]: numbers that lie in a row.
double Machine::element_of_argument(double position, double index) {
    const auto* place = std::get_if<PlacePtr>(&argument(position));
    const double at = index + *epsilon;
    if (!place || !(at >= 0 && at < 1e9))
        throw InputError("$&" + number_text(position) + "[" + number_text(index) + "] is no number");
    const double* numbers = (*place)->address(static_cast<std::size_t>(at) + 1);
    if (!numbers)
        throw InputError("$&" + number_text(position) + "[" + number_text(index) +
                         "] lies outside the array");
    return numbers[static_cast<std::size_t>(at)];
}

void Machine::set_element_of_argument(double position, double index, double value) {
    (void)element_of_argument(position, index);
    const auto at = static_cast<std::size_t>(index + *epsilon);
    std::get<PlacePtr>(argument(position))->address(at + 1)[at] = value;
}

/// Where argument i of a call came from, if that is an objref. `caller` is the frame that made the call.
ObjectPlacePtr Machine::origin_place(const Frame& caller, const Site& site, std::size_t i) {
    if (i >= site.origins.size()) return nullptr;
    const Origin& origin = site.origins[i];
    switch (origin.kind) {
    case Origin::local: {
        Value* slot = caller.locals + origin.index;
        if (!std::holds_alternative<ObjectPtr>(*slot)) return nullptr;
        return std::make_shared<SlotObjectPlace>(*this, stacks->frames[caller.real], slot);
    }
    case Origin::symbol:
    case Origin::field: {
        Symbol& symbol = *origin.name;
        TemplateObject* self = origin.kind == Origin::field ? caller.self : nullptr;
        if (symbol.kind == Kind::host_object) return symbol.host.object;
        Variable& v = variable(symbol, self);
        if (v.kind != Kind::object && v.kind != Kind::objects) return nullptr;
        return std::make_shared<VariableObjectPlace>(*this, keeper(self), v, 0);
    }
    case Origin::argument: {
        const Frame& frame = stacks->frames[caller.real];
        const auto at = static_cast<std::size_t>(origin.index);
        if (at >= frame.count) return nullptr;
        if (auto* place = std::get_if<ObjectPlacePtr>(&frame.arguments[at])) return *place;
        if (caller.real == 0 || !frame.site) return nullptr;
        return origin_place(stacks->frames[caller.real - 1], *frame.site, at);
    }
    default: return nullptr;
    }
}

/// Most frames end without it.
std::uint64_t Machine::serial_of(const Frame& frame) {
    Frame& real = stacks->frames[frame.real];
    if (real.serial == 0) real.serial = ++serial;
    return real.serial;
}

PlacePtr Machine::place_local(int slot) {
    const Frame& frame = stacks->frames.back();
    Value* at = frame.locals + slot;
    if (!number_of(*at)) throw InputError("& stands before numbers; this local is an object");
    return std::make_shared<LocalPlace>(*this, frame, at);
}

} // namespace ranvier::hoc
