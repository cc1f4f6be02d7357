// SPDX-License-Identifier: BSD-3-Clause
// The run loop. Instructions that work on numbers are written out here; everything else is a call. `sp` is kept in a local
// variable: the machine's own is right whenever something outside this file runs.
#include "machine.hpp"

#include <algorithm>
#include <new>
#include <utility>

#include "arithmetic.hpp"
#include "sections.hpp"

namespace ranvier::hoc {
namespace {

constexpr std::uint32_t kPatience = 20000;

[[noreturn]] void throw_no_number(const Value& value) {
    (void)need_number(value, "this");
    throw InternalError("a number was asked for and was there");
}

double* two_numbers(Value* sp, double& right) {
    double* a = number_of(sp[-2]);
    const double* b = number_of(sp[-1]);
    if (!a || !b) {
        const Value& wrong = a ? sp[-1] : sp[-2];
        throw InputError(
            {.what = "a number is needed here",
             .object = {},
             .value = value_text(wrong),
             .allowed = {},
             .hint = std::holds_alternative<std::monostate>(wrong) ? "a proc returns nothing" : ""});
    }
    right = *b;
    return a;
}

double& one_number(Value& value) {
    if (double* at = number_of(value)) return *at;
    throw_no_number(value);
}

/// The value for a store: moved, if nobody else wants it, so that the objref counts as the only one that holds the object.
Value stored_value(Value& value, std::uint8_t flag) {
    if (!(flag & kPop)) return value;
    return std::exchange(value, Value(0.0));
}

/// == and != of two objects, of numbers otherwise.
bool equal(const Value& a, const Value& b, double epsilon) {
    const bool objects = !number_of(a) || !number_of(b);
    if (!objects) return compare(Op::equal, *number_of(a), *number_of(b), epsilon);
    const auto is_object = [](const Value& v) {
        return std::holds_alternative<ObjectPtr>(v) || std::holds_alternative<ObjectPlacePtr>(v);
    };
    if (is_object(a) && is_object(b)) return object_in(a, "==") == object_in(b, "==");
    throw InputError({.what = "only two numbers or two objects can be compared",
                      .object = {},
                      .value = value_text(a) + " and " + value_text(b),
                      .allowed = {},
                      .hint = std::holds_alternative<TextPtr>(a) ? "strcmp(a, b) == 0 compares texts" : ""});
}

} // namespace

void Machine::run(std::size_t floor) {
    auto& frames = stacks->frames;
    const Instruction* pc = nullptr;
    Frame* frame = nullptr;
    Value* top = nullptr; // the machine's sp, in a register
    Value* locals = nullptr;
    const Code* code = nullptr;
    const double eps_default = 0;
    const double* eps = epsilon ? epsilon : &eps_default;

// Before and after calls that use the stacks.
#define RV_SYNC() (frame->pc = pc, sp = top)
#define RV_LOAD() (top = sp)
#define RV_FRAME()                                                                                           \
    (frame = &frames.back(), pc = frame->pc, locals = frame->locals, code = &frame->procedure->code, top = sp)
#define RV_BINARY(expression)                                                                                \
    {                                                                                                        \
        double b;                                                                                            \
        double* a = two_numbers(top, b);                                                                     \
        *a = (expression);                                                                                   \
        --top;                                                                                               \
        break;                                                                                               \
    }

    try {
        RV_FRAME();
        for (;;) {
            const Instruction in = *pc++;
            switch (in.op) {
            case Op::number: set_number(*top++, code->numbers[static_cast<std::size_t>(in.b)]); break;
            case Op::text: *top++ = code->texts[static_cast<std::size_t>(in.b)]; break;
            case Op::local: {
                const Value& value = locals[in.b];
                if (const double* x = number_of(value)) set_number(*top++, *x);
                else *top++ = value;
                break;
            }
            case Op::self:
                if (!frame->self) throw InputError("'this' exists in a template's objects only");
                *top++ = frame->self->shared_from_this();
                break;
            case Op::load: {
                Symbol& symbol = *code->symbols[static_cast<std::size_t>(in.b)];
                if (symbol.kind == Kind::number) {
                    set_number(*top++, symbol.number);
                } else if (symbol.kind == Kind::object) {
                    *top++ = symbol.object;
                } else {
                    RV_SYNC();
                    Value value = read(symbol, nullptr);
                    *top++ = std::move(value);
                }
                break;
            }
            case Op::load_field: {
                Symbol& symbol = *code->symbols[static_cast<std::size_t>(in.b)];
                Variable& v = variable(symbol, frame->self);
                if (v.kind == Kind::number) {
                    set_number(*top++, v.number);
                } else if (v.kind == Kind::object) {
                    *top++ = v.object;
                } else {
                    RV_SYNC();
                    Value value = read(symbol, frame->self);
                    *top++ = std::move(value);
                }
                break;
            }
            case Op::element:
            case Op::element_field: {
                Symbol& symbol = *code->symbols[static_cast<std::size_t>(in.b)];
                TemplateObject* self = in.op == Op::element ? nullptr : frame->self;
                Variable& v = variable(symbol, self);
                if (v.kind == Kind::numbers && in.a == 1 && v.array->dimensions.size() == 1) {
                    double& index = one_number(top[-1]);
                    const double at = index + *eps;
                    if (at >= 0 && at < static_cast<double>(v.array->numbers.size())) {
                        index = v.array->numbers[static_cast<std::size_t>(at)];
                        break;
                    }
                }
                RV_SYNC();
                double indices[8];
                if (in.a > 8) throw InputError(symbol.name + ": an array has at most 8 dimensions");
                for (std::size_t i = 0; i < in.a; ++i)
                    indices[i] = need_number(top[-in.a + static_cast<int>(i)], "index");
                Value value = read_element(symbol, self, {indices, in.a}, in.flag & kAsArgument);
                top -= in.a;
                *top++ = std::move(value);
                break;
            }
            case Op::argument: {
                if (in.flag == 'n' && in.b > 0 && static_cast<std::uint32_t>(in.b) <= frame->count) {
                    if (const double* x = number_of(frame->arguments[in.b - 1])) {
                        set_number(*top++, *x);
                        break;
                    }
                }
                RV_SYNC();
                const double position = in.b > 0 ? in.b : need_number(*--top, "i");
                Value value = read_argument(static_cast<char>(in.flag), position);
                *top++ = std::move(value);
                break;
            }
            case Op::argument_element: {
                RV_SYNC();
                const double index = need_number(*--top, "index");
                const double position = in.b > 0 ? in.b : need_number(*--top, "i");
                *top++ = element_of_argument(position, index);
                break;
            }
            case Op::member:
                RV_SYNC();
                member(*code->sites[static_cast<std::size_t>(in.b)]);
                RV_FRAME();
                break;
            case Op::call:
                RV_SYNC();
                if (patience-- == 0) {
                    patience = kPatience;
                    host.poll();
                }
                call(*code->sites[static_cast<std::size_t>(in.b)]);
                RV_FRAME();
                break;
            case Op::make:
                RV_SYNC();
                make(*code->sites[static_cast<std::size_t>(in.b)]);
                RV_FRAME();
                break;
            case Op::duplicate:
                for (std::size_t i = 0; i < in.a; ++i, ++top) *top = *(top - in.a);
                break;
            case Op::place:
            case Op::place_field: {
                RV_SYNC();
                Symbol& symbol = *code->symbols[static_cast<std::size_t>(in.b)];
                double indices[8];
                if (in.a > 8) throw InputError(symbol.name + ": an array has at most 8 dimensions");
                for (std::size_t i = 0; i < in.a; ++i)
                    indices[i] = need_number(top[-in.a + static_cast<int>(i)], "index");
                PlacePtr at =
                    place(symbol, in.op == Op::place ? nullptr : frame->self, {indices, in.a}, in.flag != 0);
                top -= in.a;
                *top++ = std::move(at);
                break;
            }
            case Op::place_local:
                RV_SYNC();
                *top++ = place_local(in.b);
                break;
            case Op::place_argument: {
                RV_SYNC();
                const auto* at = std::get_if<PlacePtr>(&argument(in.b));
                if (!at) throw InputError("&$&" + std::to_string(in.b) + ": the argument is no reference");
                *top++ = *at;
                break;
            }
            case Op::place_member:
                RV_SYNC();
                place_member(*code->sites[static_cast<std::size_t>(in.b)]);
                RV_LOAD();
                break;

            case Op::store: {
                Symbol& symbol = *code->symbols[static_cast<std::size_t>(in.b)];
                const double* x = number_of(top[-1]);
                if (symbol.kind == Kind::number && x) {
                    symbol.number = *x;
                } else {
                    RV_SYNC();
                    write(symbol, nullptr, stored_value(top[-1], in.flag));
                }
                goto stored;
            }
            case Op::store_field: {
                Symbol& symbol = *code->symbols[static_cast<std::size_t>(in.b)];
                Variable& v = variable(symbol, frame->self);
                const double* x = number_of(top[-1]);
                if (v.kind == Kind::number && x) {
                    v.number = *x;
                } else {
                    RV_SYNC();
                    write(symbol, frame->self, stored_value(top[-1], in.flag));
                }
                goto stored;
            }
            case Op::store_local:
                if (const double* x = number_of(top[-1])) *number_of(locals[in.b]) = *x;
                else
                    throw InputError("a local holds numbers; this is " + value_text(top[-1]) +
                                     ". localobj holds objects");
                goto stored;
            case Op::store_local_object: {
                RV_SYNC();
                ObjectPtr object = object_of(stored_value(top[-1], in.flag), "localobj");
                ObjectPtr old = object_in(std::exchange(locals[in.b], std::move(object)), "localobj");
                if (has_unref && old) assign_object(old, nullptr);
                goto stored;
            }
            case Op::store_element:
            case Op::store_element_field: {
                Symbol& symbol = *code->symbols[static_cast<std::size_t>(in.b)];
                TemplateObject* self = in.op == Op::store_element ? nullptr : frame->self;
                Variable& v = variable(symbol, self);
                const double* x = number_of(top[-1]);
                const double* index = number_of(top[-2]);
                if (x && index && v.kind == Kind::numbers && in.a == 1 && v.array->dimensions.size() == 1 &&
                    *index + *eps >= 0 && *index + *eps < static_cast<double>(v.array->numbers.size())) {
                    v.array->numbers[static_cast<std::size_t>(*index + *eps)] = *x;
                    set_number(top[-2], *x);
                    --top;
                } else {
                    RV_SYNC();
                    double indices[8];
                    if (in.a > 8) throw InputError(symbol.name + ": an array has at most 8 dimensions");
                    for (std::size_t i = 0; i < in.a; ++i)
                        indices[i] = need_number(top[-1 - in.a + static_cast<int>(i)], "index");
                    Value value = std::exchange(top[-1], Value(0.0));
                    write_element(symbol, self, {indices, in.a}, stored_value(value, in.flag));
                    top -= in.a;
                    top[-1] = std::move(value);
                }
                goto stored;
            }
            case Op::store_argument: {
                RV_SYNC();
                Value value = std::move(top[-1]);
                top[-1] = 0.0;
                --top;
                const double position = in.b > 0 ? in.b : need_number(*--top, "i");
                write_argument(static_cast<char>(in.a), position, value);
                *top++ = std::move(value);
                goto stored;
            }
            case Op::store_argument_element: {
                RV_SYNC();
                const double value = need_number(*--top, "this");
                const double index = need_number(*--top, "index");
                const double position = in.b > 0 ? in.b : need_number(*--top, "i");
                set_element_of_argument(position, index, value);
                set_number(*top++, value);
                goto stored;
            }
            case Op::store_member:
            case Op::store_call:
                RV_SYNC();
                if (in.op == Op::store_member)
                    store_member(*code->sites[static_cast<std::size_t>(in.b)], in.flag & kPop);
                else store_call(*code->sites[static_cast<std::size_t>(in.b)], in.flag & kPop);
                RV_LOAD();
                break;
            case Op::taper:
            case Op::taper_member:
                RV_SYNC();
                taper_call(*code->sites[static_cast<std::size_t>(in.b)], in.op == Op::taper_member);
                RV_LOAD();
                break;
            stored:
                if (in.flag & kPop) {
                    --top;
                    if (!number_of(*top)) *top = 0.0;
                }
                break;

            case Op::add: RV_BINARY(*a + b)
            case Op::subtract: RV_BINARY(*a - b)
            case Op::multiply: RV_BINARY(*a * b)
            case Op::divide: RV_BINARY(divided(*a, b))
            case Op::modulo: RV_BINARY(modulo(*a, b))
            case Op::power: RV_BINARY(raised(*a, b))
            case Op::negate: {
                double& a = one_number(top[-1]);
                a = -a;
                break;
            }
            case Op::not_: {
                double& a = one_number(top[-1]);
                a = a == 0 ? 1 : 0;
                break;
            }
            case Op::require_value: break;
            case Op::less: RV_BINARY(compare(Op::less, *a, b, *eps))
            case Op::greater: RV_BINARY(compare(Op::greater, *a, b, *eps))
            case Op::less_equal: RV_BINARY(compare(Op::less_equal, *a, b, *eps))
            case Op::greater_equal: RV_BINARY(compare(Op::greater_equal, *a, b, *eps))
            case Op::equal:
            case Op::unequal: {
                const bool same = equal(top[-2], top[-1], *eps);
                if (!number_of(top[-1])) top[-1] = 0.0;
                --top;
                set_number(top[-1], same == (in.op == Op::equal) ? 1 : 0);
                break;
            }
            case Op::and_: RV_BINARY(*a != 0 && b != 0)
            case Op::or_: RV_BINARY(*a != 0 || b != 0)
            case Op::add_number: one_number(top[-1]) += code->numbers[static_cast<std::size_t>(in.b)]; break;
            case Op::subtract_number:
                one_number(top[-1]) -= code->numbers[static_cast<std::size_t>(in.b)];
                break;
            case Op::multiply_number:
                one_number(top[-1]) *= code->numbers[static_cast<std::size_t>(in.b)];
                break;
            case Op::divide_number: {
                double& a = one_number(top[-1]);
                a = divided(a, code->numbers[static_cast<std::size_t>(in.b)]);
                break;
            }
            case Op::add_local: one_number(top[-1]) += *number_of(locals[in.b]); break;
            case Op::subtract_local: one_number(top[-1]) -= *number_of(locals[in.b]); break;
            case Op::multiply_local: one_number(top[-1]) *= *number_of(locals[in.b]); break;
            case Op::divide_local: {
                double& a = one_number(top[-1]);
                a = divided(a, *number_of(locals[in.b]));
                break;
            }

            case Op::jump: pc = code->instructions.data() + in.b; break;
            case Op::jump_back:
                pc = code->instructions.data() + in.b;
                if (patience-- == 0) {
                    patience = kPatience;
                    RV_SYNC();
                    host.poll();
                }
                break;
            case Op::jump_false:
                --top;
                if (const double* x = number_of(*top)) {
                    if (*x == 0) pc = code->instructions.data() + in.b;
                } else {
                    ++top;
                    (void)need_number(top[-1], "a condition");
                }
                break;
            case Op::jump_unless: {
                const Op how = static_cast<Op>(in.flag);
                const double* a = number_of(top[-2]);
                const double* b = number_of(top[-1]);
                bool holds;
                if (a && b) {
                    holds = compare(how, *a, *b, *eps);
                } else if (how == Op::equal || how == Op::unequal) {
                    holds = equal(top[-2], top[-1], *eps) == (how == Op::equal);
                    top[-1] = 0.0;
                    top[-2] = 0.0;
                } else {
                    double right;
                    (void)two_numbers(top, right);
                    holds = false;
                }
                top -= 2;
                if (!holds) pc = code->instructions.data() + in.b;
                break;
            }
            case Op::pop:
                --top;
                if (!number_of(*top)) *top = 0.0;
                break;
            case Op::increment_local:
                *number_of(locals[in.a]) += code->numbers[static_cast<std::size_t>(in.b)];
                break;
            case Op::accumulate_local: {
                const double& x = one_number(top[-1]);
                *number_of(locals[in.b]) += x;
                --top;
                break;
            }
            case Op::accumulate:
            case Op::accumulate_field: {
                Symbol& symbol = *code->symbols[static_cast<std::size_t>(in.b)];
                TemplateObject* self = in.op == Op::accumulate ? nullptr : frame->self;
                Variable& v = variable(symbol, self);
                const double x = one_number(top[-1]);
                --top;
                if (v.kind == Kind::number) {
                    v.number += x;
                } else {
                    RV_SYNC();
                    const Value old = read(symbol, self);
                    write(symbol, self, need_number(old, symbol.name) + x);
                }
                break;
            }

            case Op::print:
            case Op::print_end:
            case Op::echo:
                RV_SYNC();
                if (in.op == Op::print_end) {
                    host.print("\n");
                } else {
                    print_value(top[-1], in.op == Op::echo, in.flag != 0);
                    --top;
                    if (!number_of(*top)) *top = 0.0;
                }
                break;
            case Op::for_first_local:
                if (!(*number_of(locals[in.a]) <= one_number(top[-1]) + *eps))
                    pc = code->instructions.data() + in.b;
                break;
            case Op::for_next_local: {
                double& i = *number_of(locals[in.a]);
                i += 1;
                if (i <= *number_of(top[-1]) + *eps) {
                    pc = code->instructions.data() + in.b;
                    if (patience-- == 0) {
                        patience = kPatience;
                        RV_SYNC();
                        host.poll();
                    }
                }
                break;
            }
            case Op::for_test: {
                const double i = one_number(top[-1]);
                --top;
                if (!(i <= one_number(top[-1]) + *eps)) pc = code->instructions.data() + in.b;
                break;
            }
            case Op::return_value:
            case Op::return_none:
            case Op::end: {
                RV_SYNC();
                Value value;
                if (in.op == Op::return_value) {
                    value = std::move(top[-1]);
                    top[-1] = 0.0;
                    sp = --top;
                }
                if ((in.flag & kSections) && frame->kind != FrameKind::body)
                    host.restore(frame->section_depth);
                leave(std::move(value));
                if (frames.size() <= floor) return;
                RV_FRAME();
                break;
            }
            case Op::iterate:
                RV_SYNC();
                iterate(*code->sites[static_cast<std::size_t>(in.b)], pc);
                RV_FRAME();
                break;
            case Op::iterator_statement:
                RV_SYNC();
                if (patience-- == 0) {
                    patience = kPatience;
                    host.poll();
                }
                iterator_statement();
                RV_FRAME();
                break;
            case Op::body_end:
                RV_SYNC();
                clear(frame->base);
                frames.pop_back();
                RV_FRAME();
                break;
            case Op::break_iterator:
                RV_SYNC();
                break_iterator();
                RV_FRAME();
                break;

            case Op::enter_section: {
                RV_SYNC();
                const auto* section = std::get_if<SectionKey>(&top[-1]);
                if (!section && (in.flag & kStrict))
                    throw InputError("a statement follows, but this is no section: " + value_text(top[-1]));
                if (section) host.push(*section);
                top[-1] = section ? 1.0 : 0.0;
                break;
            }
            case Op::leave_section:
                RV_SYNC();
                --top;
                if (*number_of(*top) != 0) host.pop();
                break;
            case Op::forall:
                RV_SYNC();
                *top++ = std::make_shared<SectionLoop>(host.sections());
                break;
            case Op::forsec: {
                RV_SYNC();
                auto loop = std::make_shared<SectionLoop>(selected(*this, top[-1]));
                top[-1] = ObjectPtr(std::move(loop));
                break;
            }
            case Op::forall_next:
            case Op::forall_end: {
                RV_SYNC();
                auto& loop = static_cast<SectionLoop&>(*std::get<ObjectPtr>(top[-1]));
                if (loop.has_pushed) host.pop();
                loop.has_pushed = false;
                if (in.op == Op::forall_end) {
                    *--top = 0.0;
                    break;
                }
                while (loop.next < loop.sections.size() && !host.is_alive(loop.sections[loop.next]))
                    ++loop.next;
                if (loop.next < loop.sections.size()) {
                    host.push(loop.sections[loop.next++]);
                    loop.has_pushed = true;
                } else {
                    pc = code->instructions.data() + in.b;
                }
                break;
            }
            case Op::ifsec: {
                RV_SYNC();
                const auto all = selected(*this, top[-1]);
                *--top = 0.0;
                if (std::ranges::find(all, current_section()) == all.end())
                    pc = code->instructions.data() + in.b;
                break;
            }
            case Op::for_x: {
                RV_SYNC();
                auto loop = std::make_shared<PositionLoop>(
                    positions(*this, need_number(top[-1], "for (x, ends)") != 0));
                top[-1] = ObjectPtr(std::move(loop));
                break;
            }
            case Op::for_x_next: {
                auto& loop = static_cast<PositionLoop&>(*std::get<ObjectPtr>(top[-1]));
                if (loop.next < loop.positions.size()) set_number(*top++, loop.positions[loop.next++]);
                else pc = code->instructions.data() + in.b;
                break;
            }
            case Op::access: {
                RV_SYNC();
                const auto* section = std::get_if<SectionKey>(&top[-1]);
                if (!section) throw InputError("access: " + value_text(top[-1]) + " is no section");
                host.access(*section);
                *--top = 0.0;
                break;
            }
            case Op::connect:
                RV_SYNC();
                connect(*this, top - 4);
                clear(top - 4);
                RV_LOAD();
                break;
            case Op::insert:
                RV_SYNC();
                host.insert(current_section(), code->sites[static_cast<std::size_t>(in.b)]->name);
                break;
            case Op::uninsert:
                RV_SYNC();
                host.uninsert(current_section(), code->sites[static_cast<std::size_t>(in.b)]->name);
                break;
            case Op::create:
            case Op::strdef:
            case Op::objref:
            case Op::double_:
            case Op::delete_: {
                RV_SYNC();
                Symbol& symbol = *code->symbols[static_cast<std::size_t>(in.b)];
                double sizes_[8];
                if (in.a > 8) throw InputError(symbol.name + ": an array has at most 8 dimensions");
                for (std::size_t i = 0; i < in.a; ++i)
                    sizes_[i] = need_number(top[-in.a + static_cast<int>(i)], "size");
                top -= in.a;
                sp = top;
                declare(in.op, symbol, frame->self, {sizes_, in.a});
                break;
            }
            case Op::setpointer:
            case Op::setpointer_member:
                RV_SYNC();
                set_pointer(*code->sites[static_cast<std::size_t>(in.b)], in.op == Op::setpointer_member);
                RV_LOAD();
                break;
            case Op::read: {
                RV_SYNC();
                set_number(*top++, read_number());
                break;
            }
            case Op::stop: RV_SYNC(); throw StopRequest{};
            }
        }
    } catch (const Interrupted&) {
        throw;
    } catch (const QuitRequest&) {
        throw;
    } catch (const Error& error) {
        if (frame) frame->pc = pc;
        // A frame may have come on top before the error: its own place counts.
        sp = std::max(sp, top);
        throw trace(error, floor);
    } catch (const std::bad_alloc&) {
        if (frame) frame->pc = pc;
        sp = std::max(sp, top);
        throw trace(Error("there is not enough memory"), floor);
    }
#undef RV_SYNC
#undef RV_LOAD
#undef RV_FRAME
#undef RV_BINARY
}

} // namespace ranvier::hoc
