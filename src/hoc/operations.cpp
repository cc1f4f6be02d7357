// SPDX-License-Identifier: BSD-3-Clause
// The instructions that the run loop does not do itself: they are seldom, or what they do costs far more than a call. The
// machine's own `sp` and the frame's `pc` are right here.
#include <algorithm>
#include <array>
#include <utility>

#include "machine.hpp"
#include "sections.hpp"

namespace ranvier::hoc {
namespace {

/// The indices on top of the stack, below `above` other values.
class TopIndices {
  public:
    TopIndices(const Machine& machine, const Symbol& symbol, std::size_t count, std::size_t above,
               const char* what)
        : count_(count) {
        if (count > numbers_.size()) throw InputError(symbol.name + ": an array has at most 8 dimensions");
        const Value* first = machine.sp - above - count;
        for (std::size_t i = 0; i < count; ++i) numbers_[i] = need_number(first[i], what);
    }
    [[nodiscard]] std::span<const double> span() const { return {numbers_.data(), count_}; }

  private:
    std::array<double, 8> numbers_;
    std::size_t count_;
};

} // namespace

/// `forall` and `forsec`: lets go of the section of the last turn and goes on to the next.
bool Machine::next_section() {
    auto& loop = static_cast<SectionLoop&>(*std::get<ObjectPtr>(sp[-1]));
    if (loop.has_pushed) host.pop();
    loop.has_pushed = false;
    while (loop.next < loop.sections.size() && !host.is_alive(loop.sections[loop.next])) ++loop.next;
    if (loop.next == loop.sections.size()) return false;
    host.push(loop.sections[loop.next++]);
    loop.has_pushed = true;
    return true;
}

void Machine::seldom(const Instruction& instruction) {
    const Instruction& ip = instruction;
    Frame& frame = stacks->frames.back();
    const Code& code = frame.procedure->code;
    const auto at = static_cast<std::size_t>(ip.b);
    const auto jump = [&] { frame.pc = code.instructions.data() + ip.b; };
    const auto position = [&] { return ip.b > 0 ? ip.b : need_number(*--sp, "i"); };
    const auto site = [&]() -> Site& { return *code.sites[at]; };
    const auto pop_stored = [&] {
        if (!(ip.flag & kPop)) return;
        --sp;
        if (!number_of(*sp)) *sp = 0.0;
    };
    switch (ip.op) {
    // --- reading
    case Op::element:
    case Op::element_field: {
        Symbol& symbol = *code.symbols[at];
        const TopIndices indices(*this, symbol, ip.a, 0, "index");
        Value value = read_element(symbol, ip.op == Op::element ? nullptr : frame.self, indices.span(),
                                   ip.flag & kAsArgument);
        sp -= ip.a;
        *sp++ = std::move(value);
        return;
    }
    case Op::argument_number:
    case Op::argument: {
        Value value = read_argument(static_cast<char>(ip.flag), position());
        *sp++ = std::move(value);
        return;
    }
    case Op::argument_element: {
        const double index = need_number(*--sp, "index");
        const double which = position();
        *sp++ = element_of_argument(which, index);
        return;
    }
    // --- references
    case Op::place:
    case Op::place_field: {
        Symbol& symbol = *code.symbols[at];
        const TopIndices indices(*this, symbol, ip.a, 0, "index");
        PlacePtr found =
            place(symbol, ip.op == Op::place ? nullptr : frame.self, indices.span(), ip.flag != 0);
        sp -= ip.a;
        *sp++ = std::move(found);
        return;
    }
    case Op::place_local: *sp++ = place_local(ip.b); return;
    case Op::place_argument: {
        const auto* found = std::get_if<PlacePtr>(&argument(ip.b));
        if (!found) throw InputError("&$&" + std::to_string(ip.b) + ": the argument is no reference");
        *sp++ = *found;
        return;
    }
    case Op::place_member: place_member(site()); return;
    // --- storing
    case Op::store_local_object: {
        const bool pops = ip.flag & kPop;
        Value given = pops ? std::exchange(sp[-1], Value(0.0)) : sp[-1];
        ObjectPtr object = object_of(std::move(given), "localobj");
        ObjectPtr old = object_in(std::exchange(frame.locals[ip.b], std::move(object)), "localobj");
        if (has_unref && old) assign_object(old, nullptr);
        pop_stored();
        return;
    }
    case Op::store_element:
    case Op::store_element_field: {
        Symbol& symbol = *code.symbols[at];
        const TopIndices indices(*this, symbol, ip.a, 1, "index");
        // Moved if nobody else wants it, so that the objref counts as the only one that holds the object.
        Value value = std::exchange(sp[-1], Value(0.0));
        TemplateObject* self = ip.op == Op::store_element ? nullptr : frame.self;
        if (ip.flag & kPop) {
            write_element(symbol, self, indices.span(), std::move(value));
            value = 0.0;
        } else {
            write_element(symbol, self, indices.span(), value);
        }
        sp -= ip.a;
        sp[-1] = std::move(value);
        pop_stored();
        return;
    }
    case Op::store_argument: {
        Value value = std::exchange(sp[-1], Value(0.0));
        --sp;
        const double which = position();
        write_argument(static_cast<char>(ip.a), which, value);
        *sp++ = std::move(value);
        pop_stored();
        return;
    }
    case Op::store_argument_element: {
        const double value = need_number(*--sp, "this");
        const double index = need_number(*--sp, "index");
        const double which = position();
        set_element_of_argument(which, index, value);
        set_number(*sp++, value);
        pop_stored();
        return;
    }
    case Op::taper:
    case Op::taper_member: taper_call(site(), ip.op == Op::taper_member); return;
    case Op::setpointer:
    case Op::setpointer_member: set_pointer(site(), ip.op == Op::setpointer_member); return;
    // --- objects, iterators
    case Op::iterate: iterate(site(), frame.pc); return;
    case Op::iterator_statement: iterator_statement(); return;
    case Op::body_end:
        clear(frame.base);
        stacks->frames.pop_back();
        return;
    case Op::break_iterator: break_iterator(); return;
    // --- printing and reading
    case Op::print_end: host.print("\n"); return;
    case Op::print:
    case Op::echo:
        print_value(sp[-1], ip.op == Op::echo, ip.flag != 0);
        --sp;
        if (!number_of(*sp)) *sp = 0.0;
        return;
    case Op::read: set_number(*sp++, read_number()); return;
    // --- sections
    case Op::enter_section: // of no section
        if (ip.flag & kStrict)
            throw InputError("a statement follows, but this is no section: " + value_text(sp[-1]));
        sp[-1] = 0.0;
        return;
    case Op::forall: *sp++ = std::make_shared<SectionLoop>(within(frame.self, host.sections())); return;
    case Op::forsec: {
        auto chosen = selected(*this, sp[-1]);
        if (std::holds_alternative<TextPtr>(sp[-1])) chosen = within(frame.self, std::move(chosen));
        auto loop = std::make_shared<SectionLoop>(std::move(chosen));
        sp[-1] = ObjectPtr(std::move(loop));
        return;
    }
    case Op::forall_next:
        if (!next_section()) jump();
        return;
    case Op::forall_end: {
        auto& loop = static_cast<SectionLoop&>(*std::get<ObjectPtr>(sp[-1]));
        if (loop.has_pushed) host.pop();
        loop.has_pushed = false;
        *--sp = 0.0;
        return;
    }
    case Op::ifsec: {
        const auto all = selected(*this, sp[-1]);
        *--sp = 0.0;
        if (std::ranges::find(all, current_section()) == all.end()) jump();
        return;
    }
    case Op::for_x: {
        auto loop =
            std::make_shared<PositionLoop>(positions(*this, need_number(sp[-1], "for (x, ends)") != 0));
        sp[-1] = ObjectPtr(std::move(loop));
        return;
    }
    case Op::for_x_next: {
        auto& loop = static_cast<PositionLoop&>(*std::get<ObjectPtr>(sp[-1]));
        if (loop.next < loop.positions.size()) set_number(*sp++, loop.positions[loop.next++]);
        else jump();
        return;
    }
    case Op::access: {
        const auto* section = std::get_if<SectionKey>(&sp[-1]);
        if (!section) throw InputError("access: " + value_text(sp[-1]) + " is no section");
        host.access(*section);
        *--sp = 0.0;
        return;
    }
    case Op::connect:
        connect(*this, sp - 4);
        clear(sp - 4);
        return;
    case Op::insert: host.insert(current_section(), site().name); return;
    case Op::uninsert: host.uninsert(current_section(), site().name); return;
    // --- declarations
    case Op::create:
    case Op::strdef:
    case Op::objref:
    case Op::double_:
    case Op::delete_: {
        Symbol& symbol = *code.symbols[at];
        const TopIndices sizes_(*this, symbol, ip.a, 0, "size");
        sp -= ip.a;
        declare(ip.op, symbol, frame.self, sizes_.span());
        return;
    }
    // --- equations
    case Op::depvar: {
        Symbol& symbol = *code.symbols[at];
        declare_unknown(symbol, symbol.slot >= 0 ? frame.self : nullptr);
        return;
    }
    case Op::equation: {
        Symbol& symbol = *code.symbols[at];
        const auto unknown = place(symbol, symbol.slot >= 0 ? frame.self : nullptr, {}, false);
        equations->open(*unknown, symbol.name, ip.flag != 0, stacks->frames.size());
        return;
    }
    case Op::equation_sides: {
        const double right = need_number(*--sp, "an equation"), left = need_number(*--sp, "an equation");
        if (equations->take(left, right)) jump();
        return;
    }
    case Op::stop: throw StopRequest{};
    default: break; // the run loop does the others
    }
}

} // namespace ranvier::hoc
