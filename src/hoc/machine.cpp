// SPDX-License-Identifier: BSD-3-Clause
// The run loop. Instructions that work on numbers are written out here;
// everything else is a call (operations.cpp). `sp` is kept in a local variable: the machine's
// own is right whenever something outside this file runs.
#include "machine.hpp"

#include <algorithm>
#include <new>
#include <utility>

#include "arithmetic.hpp"
#include "ranvier/hoc/foreign.hpp"

namespace ranvier::hoc {
namespace {

constexpr std::uint32_t kPatience = 20000;

[[noreturn]] void throw_no_local_number(const Value& value) {
    throw InputError({.what = "a local holds numbers",
                      .object = {},
                      .value = value_text(value),
                      .allowed = {},
                      .hint = "localobj holds objects"});
}

[[noreturn]] void throw_no_numbers(const Value& a, const Value& b) {
    const Value& wrong = number_of(a) ? b : a;
    throw InputError({.what = "a number is needed here",
                      .object = {},
                      .value = value_text(wrong),
                      .allowed = {},
                      .hint = std::holds_alternative<std::monostate>(wrong) ? "a proc returns nothing" : ""});
}

/// The value for a store: moved, if nobody else wants it, so that the objref
/// counts as the only one that holds the object.
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

// Labels as values are an extension that GCC and Clang share; they make the
// jump to the next instruction one of its own.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
void Machine::run(std::size_t floor) {
    note_use();
    auto& frames = stacks->frames;
    const Instruction* pc = nullptr;
    Frame* frame = nullptr;
    Value* top = nullptr; // the machine's sp, in a register
    Value* locals = nullptr;
    const Code* code = nullptr;
    const double eps_default = 0;
    const double* eps = epsilon ? epsilon : &eps_default;

    const double* numbers = nullptr;
    Symbol* const* symbols = nullptr;
#define RV_HOC_LABEL(name) &&op_##name,
    static const void* const kLabels[] = {RV_HOC_OPERATIONS(RV_HOC_LABEL)};
#undef RV_HOC_LABEL

// Before and after calls that use the stacks, and before what may throw: the
// handler below knows the machine's own only.
#define RV_SYNC() (frame->pc = pc, sp = top)
#define RV_LOAD() (top = sp)
#define RV_FRAME()                                                                                           \
    (frame = &frames.back(), pc = frame->pc, locals = frame->locals, code = &frame->procedure->code,         \
     numbers = code->numbers.data(), symbols = code->symbols.data(), top = sp)
// What a frame that was just entered needs.
#define RV_ENTERED(entered, of)                                                                              \
    (frame = &(entered), pc = (of).code.instructions.data(), locals = (entered).locals, code = &(of).code,   \
     numbers = code->numbers.data(), symbols = code->symbols.data(), top = sp)
#define RV_THROW(what)                                                                                       \
    {                                                                                                        \
        RV_SYNC();                                                                                           \
        what;                                                                                                \
    }
// To the next instruction at once; only where nothing stands that wants a
// destructor.
#define RV_NEXT()                                                                                            \
    {                                                                                                        \
        ip = pc++;                                                                                           \
        goto* kLabels[static_cast<std::size_t>(ip->op)];                                                     \
    }
// The value on top goes. An object may end with it and run its unref(), above it on the stack.
#define RV_DROP()                                                                                            \
    {                                                                                                        \
        if (!number_of(top[-1])) [[unlikely]] {                                                              \
            RV_SYNC();                                                                                       \
            top[-1] = 0.0;                                                                                   \
        }                                                                                                    \
        --top;                                                                                               \
    }
// The number on top of the stack.
#define RV_NUMBER(name)                                                                                      \
    double* name = number_of(top[-1]);                                                                       \
    if (!name) RV_THROW(throw_no_numbers(top[-1], top[-1]))
#define RV_BINARY(expression)                                                                                \
    {                                                                                                        \
        double* a = number_of(top[-2]);                                                                      \
        const double* right = number_of(top[-1]);                                                            \
        if (!a || !right) RV_THROW(throw_no_numbers(top[-2], top[-1]))                                       \
        const double b = *right;                                                                             \
        *a = (expression);                                                                                   \
        --top;                                                                                               \
        RV_NEXT()                                                                                            \
    }

    try {
        RV_FRAME();
        const Instruction* ip = nullptr;
        for (;;) {
            ip = pc++;
            goto* kLabels[static_cast<std::size_t>(ip->op)];
        op_number:
            set_number(*top++, numbers[ip->b]);
            RV_NEXT()
        op_text:
            *top++ = code->texts[static_cast<std::size_t>(ip->b)];
            continue;
        op_local: {
            const Value& value = locals[ip->b];
            if (const double* x = number_of(value)) set_number(*top++, *x);
            else *top++ = value;
            RV_NEXT()
        }
        op_self:
            if (!frame->self) RV_THROW(throw InputError("'this' exists in a template's objects only"))
            *top++ = frame->self->shared_from_this();
            continue;
        op_load: {
            Symbol& symbol = *symbols[ip->b];
            if (symbol.kind == Kind::number) {
                set_number(*top++, symbol.number);
                RV_NEXT()
            } else if (symbol.kind == Kind::object) {
                *top++ = symbol.object;
            } else if (symbol.kind == Kind::text) {
                *top++ = symbol.text;
            } else {
                RV_SYNC();
                Value value = read(symbol, nullptr, ip->flag != 0);
                *top++ = std::move(value);
            }
            continue;
        }
        op_load_field: {
            Symbol& symbol = *symbols[ip->b];
            Variable& v = variable(symbol, frame->self);
            if (v.kind == Kind::number) {
                set_number(*top++, v.number);
                RV_NEXT()
            } else if (v.kind == Kind::object) {
                *top++ = v.object;
            } else if (v.kind == Kind::section && frame->self) {
                *top++ = v.section;
            } else {
                RV_SYNC();
                Value value = read(symbol, frame->self, ip->flag != 0);
                *top++ = std::move(value);
            }
            continue;
        }
        op_element:
        op_element_field: {
            Symbol& symbol = *symbols[ip->b];
            TemplateObject* self = ip->op == Op::element ? nullptr : frame->self;
            Variable& v = variable(symbol, self);
            if (v.kind == Kind::numbers && ip->a == 1 && v.array->dimensions.size() == 1) {
                RV_NUMBER(number)
                double& index = *number;
                const double at = index + *eps;
                if (at >= 0 && at < static_cast<double>(v.array->numbers.size())) {
                    index = v.array->numbers[static_cast<std::size_t>(at)];
                    continue;
                }
            }
            goto seldom_;
        }
        op_argument_number:
            if (static_cast<std::uint32_t>(ip->b) <= frame->count) {
                if (const double* x = number_of(frame->arguments[ip->b - 1])) {
                    set_number(*top++, *x);
                    RV_NEXT()
                }
            }
            goto seldom_;
        op_argument:
            if (ip->flag == 'o' && ip->b > 0 && static_cast<std::uint32_t>(ip->b) <= frame->count) {
                if (const auto* object = std::get_if<ObjectPtr>(&frame->arguments[ip->b - 1])) {
                    *top++ = *object;
                    RV_NEXT()
                }
            }
            goto seldom_;
        op_member: {
            Site& site = *code->sites[static_cast<std::size_t>(ip->b)];
            Value* first = top - site.count;
            ObjectPtr* object = site.indices ? nullptr : std::get_if<ObjectPtr>(first - 1);
            if (object && *object && site.known_symbol && site.known_class == &(*object)->type()) {
                // What was found here the last time, in an object of the same template.
                Symbol& symbol = *site.known_symbol;
                auto* self = static_cast<TemplateObject*>(object->get());
                if (symbol.kind == Kind::procedure && symbol.procedure->letter != 'i' && patience) {
                    --patience;
                    RV_SYNC();
                    const Procedure& procedure = *symbol.procedure;
                    Frame& entered =
                        enter(procedure, first - 1, first, site.count, self, &site, FrameKind::call);
                    RV_ENTERED(entered, procedure);
                    RV_NEXT()
                }
                if (site.count == 0 && symbol.slot >= 0) {
                    const Variable& v = self->field(symbol.slot);
                    if (v.kind == Kind::number) {
                        const double x = v.number;
                        RV_SYNC(); // the object may end here
                        first[-1] = x;
                        RV_NEXT()
                    }
                    if (v.kind == Kind::object) {
                        ObjectPtr held = v.object;
                        RV_SYNC();
                        first[-1] = std::move(held);
                        continue;
                    }
                }
            }
            if (patience == 0) {
                patience = kPatience;
                RV_SYNC();
                host.poll();
            }
            RV_SYNC();
            if (object && *object && site.known_member && site.known_class == &(*object)->type() &&
                site.known_member->kind != MemberKind::number) {
                const double* index = site.count == 1 && site.known_member->at ? number_of(top[-1]) : nullptr;
                if (index) { // list.o(i)
                    ObjectPtr found = site.known_member->at(**object, *index);
                    sp = --top;
                    object->swap(found); // the list may end with `found`
                    continue;
                }
                call_outside_member(site, *site.known_member, **object, site.count);
                RV_LOAD();
                continue;
            }
            member(site);
            RV_FRAME();
            continue;
        }
        op_call: {
            Site& site = *code->sites[static_cast<std::size_t>(ip->b)];
            const Symbol& called = *site.symbol;
            const Procedure* procedure = called.procedure.get();
            if (called.kind == Kind::procedure && procedure->is_plain && patience) {
                --patience;
                RV_SYNC();
                Value* first = top - site.count;
                Frame& entered = enter(*procedure, first, first, site.count, nullptr, &site, FrameKind::call);
                RV_ENTERED(entered, *procedure);
                RV_NEXT()
            }
            RV_SYNC();
            if (patience-- == 0) {
                patience = kPatience;
                host.poll();
            }
            if (called.kind == Kind::language) {
                call_outside(site, site.count + std::size_t{site.indices}, called.language->call, nullptr);
                RV_LOAD();
                continue;
            }
            call(site);
            RV_FRAME();
            continue;
        }
        op_duplicate:
            for (std::size_t i = 0; i < ip->a; ++i, ++top) *top = *(top - ip->a);
            continue;
        op_store: {
            Symbol& symbol = *symbols[ip->b];
            const double* x = number_of(top[-1]);
            if (symbol.kind == Kind::number && x) {
                symbol.number = *x;
            } else {
                RV_SYNC();
                write(symbol, nullptr, stored_value(top[-1], ip->flag));
            }
            goto stored;
        }
        op_store_field: {
            Symbol& symbol = *symbols[ip->b];
            Variable& v = variable(symbol, frame->self);
            const double* x = number_of(top[-1]);
            if (v.kind == Kind::number && x) {
                v.number = *x;
            } else {
                RV_SYNC();
                write(symbol, frame->self, stored_value(top[-1], ip->flag));
            }
            goto stored;
        }
        op_store_local:
            if (const double* x = number_of(top[-1])) *number_of(locals[ip->b]) = *x;
            else RV_THROW(throw_no_local_number(top[-1]))
            goto stored;
        op_store_element:
        op_store_element_field: {
            Symbol& symbol = *symbols[ip->b];
            TemplateObject* self = ip->op == Op::store_element ? nullptr : frame->self;
            Variable& v = variable(symbol, self);
            const double* x = number_of(top[-1]);
            const double* index = number_of(top[-2]);
            if (x && index && v.kind == Kind::numbers && ip->a == 1 && v.array->dimensions.size() == 1 &&
                *index + *eps >= 0 && *index + *eps < static_cast<double>(v.array->numbers.size())) {
                v.array->numbers[static_cast<std::size_t>(*index + *eps)] = *x;
                set_number(top[-2], *x);
                --top;
                goto stored;
            }
            goto seldom_;
        }
        op_store_member:
        op_store_call:
            RV_SYNC();
            if (ip->op == Op::store_member)
                store_member(*code->sites[static_cast<std::size_t>(ip->b)], ip->flag & kPop);
            else store_call(*code->sites[static_cast<std::size_t>(ip->b)], ip->flag & kPop);
            RV_LOAD();
            continue;
        stored:
            if (ip->flag & kPop) RV_DROP();
            RV_NEXT()

        op_add:
            RV_BINARY(*a + b)
        op_subtract:
            RV_BINARY(*a - b)
        op_multiply:
            RV_BINARY(*a * b)
        op_divide:
            RV_SYNC();
            RV_BINARY(divided(*a, b))
        op_modulo:
            RV_SYNC();
            RV_BINARY(modulo(*a, b))
        op_power:
            RV_SYNC();
            RV_BINARY(raised(*a, b))
        op_negate: {
            RV_NUMBER(a)
            *a = -*a;
            RV_NEXT()
        }
        op_not_: {
            RV_NUMBER(a)
            *a = *a == 0 ? 1 : 0;
            RV_NEXT()
        }
        op_require_value:
            continue;
        op_less:
            RV_BINARY(compare(Op::less, *a, b, *eps))
        op_greater:
            RV_BINARY(compare(Op::greater, *a, b, *eps))
        op_less_equal:
            RV_BINARY(compare(Op::less_equal, *a, b, *eps))
        op_greater_equal:
            RV_BINARY(compare(Op::greater_equal, *a, b, *eps))
        op_equal:
        op_unequal: {
            RV_SYNC();
            const bool same = equal(top[-2], top[-1], *eps);
            if (!number_of(top[-1])) top[-1] = 0.0;
            --top;
            set_number(top[-1], same == (ip->op == Op::equal) ? 1 : 0);
            continue;
        }
        op_and_:
            RV_BINARY(*a != 0 && b != 0)
        op_or_:
            RV_BINARY(*a != 0 || b != 0)
        op_add_number: {
            RV_NUMBER(a)
            *a += numbers[ip->b];
            RV_NEXT()
        }
        op_subtract_number: {
            RV_NUMBER(a)
            *a -= numbers[ip->b];
            RV_NEXT()
        }
        op_multiply_number: {
            RV_NUMBER(a)
            *a *= numbers[ip->b];
            RV_NEXT()
        }
        op_divide_number: {
            RV_NUMBER(a)
            RV_SYNC();
            *a = divided(*a, numbers[ip->b]);
            RV_NEXT()
        }
        op_add_local: {
            RV_NUMBER(a)
            *a += *number_of(locals[ip->b]);
            RV_NEXT()
        }
        op_subtract_local: {
            RV_NUMBER(a)
            *a -= *number_of(locals[ip->b]);
            RV_NEXT()
        }
        op_multiply_local: {
            RV_NUMBER(a)
            *a *= *number_of(locals[ip->b]);
            RV_NEXT()
        }
        op_divide_local: {
            RV_NUMBER(a)
            RV_SYNC();
            *a = divided(*a, *number_of(locals[ip->b]));
            continue;
        }

#define RV_SYMBOL(expression)                                                                                \
    {                                                                                                        \
        Symbol& symbol = *symbols[ip->b];                                                                    \
        double b = symbol.number;                                                                            \
        if (symbol.kind != Kind::number) {                                                                   \
            RV_SYNC();                                                                                       \
            b = need_number(read(symbol, nullptr), symbol.name);                                             \
        }                                                                                                    \
        RV_NUMBER(target)                                                                                    \
        double& a = *target;                                                                                 \
        a = (expression);                                                                                    \
        continue;                                                                                            \
    }
        op_add_symbol:
            RV_SYMBOL(a + b)
        op_subtract_symbol:
            RV_SYMBOL(a - b)
        op_multiply_symbol:
            RV_SYMBOL(a * b)
        op_divide_symbol:
            RV_SYNC();
            RV_SYMBOL(divided(a, b))
#undef RV_SYMBOL

// $1, $2 ... as the right side
#define RV_ARGUMENT(expression)                                                                              \
    {                                                                                                        \
        const double* given = static_cast<std::uint32_t>(ip->b) <= frame->count                              \
                                  ? number_of(frame->arguments[ip->b - 1])                                   \
                                  : nullptr;                                                                 \
        double b = given ? *given : 0;                                                                       \
        if (!given) {                                                                                        \
            RV_SYNC();                                                                                       \
            b = need_number(read_argument('n', ip->b), "an argument");                                       \
        }                                                                                                    \
        RV_NUMBER(target)                                                                                    \
        double& a = *target;                                                                                 \
        a = (expression);                                                                                    \
        RV_NEXT()                                                                                            \
    }
        op_add_argument:
            RV_ARGUMENT(a + b)
        op_subtract_argument:
            RV_ARGUMENT(a - b)
        op_multiply_argument:
            RV_ARGUMENT(a * b)
        op_divide_argument:
            RV_SYNC();
            RV_ARGUMENT(divided(a, b))
#undef RV_ARGUMENT

        op_jump:
            pc = code->instructions.data() + ip->b;
            RV_NEXT()
        op_jump_back:
            pc = code->instructions.data() + ip->b;
            if (patience-- == 0) {
                patience = kPatience;
                RV_SYNC();
                host.poll();
            }
            RV_NEXT()
        op_jump_false:
            --top;
            if (const double* x = number_of(*top)) {
                if (*x == 0) pc = code->instructions.data() + ip->b;
            } else {
                ++top;
                RV_THROW((void)need_number(top[-1], "a condition"))
            }
            RV_NEXT()
        op_jump_unless: {
            const Op how = static_cast<Op>(ip->flag);
            const double* a = number_of(top[-2]);
            const double* b = number_of(top[-1]);
            bool holds;
            if (a && b) {
                holds = compare(how, *a, *b, *eps);
            } else if (how == Op::equal || how == Op::unequal) {
                RV_SYNC();
                holds = equal(top[-2], top[-1], *eps) == (how == Op::equal);
                top[-1] = 0.0;
                top[-2] = 0.0;
            } else {
                RV_THROW(throw_no_numbers(top[-2], top[-1]))
                holds = false;
            }
            top -= 2;
            if (!holds) pc = code->instructions.data() + ip->b;
            RV_NEXT()
        }
        op_pop:
            RV_DROP();
            RV_NEXT()
        op_increment_local:
            *number_of(locals[ip->a]) += numbers[ip->b];
            RV_NEXT()
        op_accumulate_local: {
            RV_NUMBER(x)
            *number_of(locals[ip->b]) += *x;
            --top;
            RV_NEXT()
        }
        op_accumulate:
        op_accumulate_field: {
            Symbol& symbol = *symbols[ip->b];
            TemplateObject* self = ip->op == Op::accumulate ? nullptr : frame->self;
            Variable& v = variable(symbol, self);
            RV_NUMBER(given)
            const double x = *given;
            --top;
            if (v.kind == Kind::number) {
                v.number += x;
            } else {
                RV_SYNC();
                const Value old = read(symbol, self, true);
                write(symbol, self, need_number(old, symbol.name) + x);
            }
            continue;
        }

        op_for_first_local: {
            RV_NUMBER(last)
            if (!(*number_of(locals[ip->a]) <= *last + *eps)) pc = code->instructions.data() + ip->b;
            RV_NEXT()
        }
        op_for_next_local: {
            double& i = *number_of(locals[ip->a]);
            i += 1;
            if (i <= *number_of(top[-1]) + *eps) {
                pc = code->instructions.data() + ip->b;
                if (patience-- == 0) {
                    patience = kPatience;
                    RV_SYNC();
                    host.poll();
                }
            }
            RV_NEXT()
        }
        op_for_next:
        op_for_next_field: {
            // i += 1; test; jump back
            Symbol& symbol = *symbols[ip->a];
            TemplateObject* self = ip->op == Op::for_next ? nullptr : frame->self;
            Variable& v = variable(symbol, self);
            double i;
            if (v.kind == Kind::number) {
                i = v.number += 1;
            } else {
                RV_SYNC();
                i = need_number(read(symbol, self), symbol.name) + 1;
                write(symbol, self, i);
            }
            RV_NUMBER(last)
            if (i <= *last + *eps) {
                pc = code->instructions.data() + ip->b;
                if (patience-- == 0) {
                    patience = kPatience;
                    RV_SYNC();
                    host.poll();
                }
            }
            RV_NEXT()
        }
        op_for_test: {
            RV_NUMBER(now)
            const double i = *now;
            --top;
            RV_NUMBER(last)
            if (!(i <= *last + *eps)) pc = code->instructions.data() + ip->b;
            RV_NEXT()
        }
        op_return_value:
        op_return_none:
        op_end: {
            if (frame->kind == FrameKind::call && !has_unref && !(ip->flag & kSections)) {
                // The usual ends of calls, without a copy of the frame.
                const char letter = frame->procedure->letter;
                const double* number = ip->op == Op::return_value ? number_of(top[-1]) : nullptr;
                if ((letter == 'f' && number) || (letter == 'p' && ip->op != Op::return_value)) {
                    const double x = number ? *number : 0.0;
                    Value* base = frame->base;
                    // What is called through an object has a value: 0 if it is a proc.
                    const bool has_value = number || (frame->self && base != frame->arguments);
                    sp = top;
                    for (Value* at = top; at-- > base;)
                        if (!number_of(*at)) *at = 0.0;
                    frames.pop_back();
                    --frame;
                    pc = frame->pc;
                    locals = frame->locals;
                    code = &frame->procedure->code;
                    numbers = code->numbers.data();
                    symbols = code->symbols.data();
                    sp = top = base;
                    if (pc->op == Op::pop) { // nobody wants it
                        ++pc;
                    } else {
                        if (has_value) set_number(*base, x);
                        else *base = Value();
                        ++top;
                    }
                    RV_NEXT()
                }
                if (auto* object = letter == 'o' && ip->op == Op::return_value
                                       ? std::get_if<ObjectPtr>(&top[-1])
                                       : nullptr) {
                    ObjectPtr held = std::move(*object);
                    Value* base = frame->base;
                    sp = top;
                    frames.pop_back();
                    clear(base);
                    *sp++ = std::move(held);
                    RV_FRAME();
                    continue;
                }
            }
            RV_SYNC();
            Value value;
            if (ip->op == Op::return_value) {
                value = std::move(top[-1]);
                top[-1] = 0.0;
                sp = --top;
            }
            if ((ip->flag & kSections) && frame->kind != FrameKind::body) host.restore(frame->section_depth);
            leave(std::move(value));
            if (frames.size() <= floor) return;
            RV_FRAME();
            continue;
        }
        op_enter_section: {
            const auto* section = std::get_if<SectionKey>(&top[-1]);
            if (!section) goto seldom_;
            RV_SYNC();
            host.push(*section);
            top[-1] = 1.0;
            continue;
        }
        op_leave_section:
            --top;
            RV_SYNC();
            if (*number_of(*top) != 0) host.pop();
            RV_NEXT()
        op_place:
        op_place_field: { // &v(0.5)
            Symbol& symbol = *symbols[ip->b];
            const double* x = ip->a == 1 && ip->flag ? number_of(top[-1]) : nullptr;
            if (!x || symbol.kind != Kind::range_variable || symbol.slot >= 0) goto seldom_;
            RV_SYNC();
            top[-1] = host.range_place(current_section(), symbol.host.id, *x, 0);
            continue;
        }
        op_make:
            RV_SYNC();
            make(*code->sites[static_cast<std::size_t>(ip->b)]);
            RV_FRAME();
            continue;
        op_store_local_object: {
            auto* given = (ip->flag & kPop) && !has_unref ? std::get_if<ObjectPtr>(&top[-1]) : nullptr;
            auto* held = given ? std::get_if<ObjectPtr>(&locals[ip->b]) : nullptr;
            if (!held) goto seldom_;
            held->swap(*given);
            RV_DROP(); // what the local held
            RV_NEXT()
        }
        op_iterator_statement:
            if (patience-- == 0) {
                patience = kPatience;
                RV_SYNC();
                host.poll();
            }
            goto seldom_;
        // Everything else is done in operations.cpp.
        op_argument_element:
        op_place_local:
        op_place_argument:
        op_place_member:
        op_store_argument:
        op_store_argument_element:
        op_taper:
        op_taper_member:
        op_print:
        op_print_end:
        op_echo:
        op_iterate:
        op_body_end:
        op_break_iterator:
        op_forall:
        op_forsec:
        op_forall_next:
        op_forall_end:
        op_ifsec:
        op_for_x:
        op_for_x_next:
        op_access:
        op_connect:
        op_insert:
        op_uninsert:
        op_create:
        op_strdef:
        op_objref:
        op_double_:
        op_delete_:
        op_setpointer:
        op_setpointer_member:
        op_read:
        op_depvar:
        op_equation:
        op_equation_sides:
        op_stop:
        seldom_:
            RV_SYNC();
            seldom(*ip);
            RV_FRAME();
            continue;
        }
    } catch (const Interrupted&) {
        throw;
    } catch (const QuitRequest&) {
        throw;
    } catch (const Error& error) {
        const auto* foreign = dynamic_cast<const ForeignError*>(&error);
        if (foreign || !dynamic_cast<const HocError*>(&error))
            throw ForeignError(trace(error, floor), foreign ? foreign->cause() : std::current_exception());
        throw trace(error, floor);
    } catch (const std::bad_alloc&) {
        throw trace(Error("there is not enough memory"), floor);
    }
#undef RV_SYNC
#undef RV_LOAD
#undef RV_FRAME
#undef RV_THROW
#undef RV_DROP
#undef RV_NEXT
#undef RV_NUMBER
#undef RV_BINARY
}

#pragma GCC diagnostic pop

} // namespace ranvier::hoc
