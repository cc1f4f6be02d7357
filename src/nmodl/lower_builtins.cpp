// SPDX-License-Identifier: BSD-3-Clause
// Functions of the language that are more than one operation: text, random numbers, functions of time, the current of
// Goldman, Hodgkin and Katz.
#include <array>

#include "lower.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using ast::Expression;
using mir::MathFunction;
using mir::Op;
using mir::Service;
using mir::Type;
using mir::ValueId;

namespace {

constexpr std::int64_t kPlaces = std::int64_t{1} << 34; ///< of a stream

bool is_one_of(char c, std::string_view list) { return list.find(c) != std::string_view::npos; }

/// What C makes of the backslashes in a string.
std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        const char c = text[++i];
        switch (c) {
        case 'n': out += '\n'; break;
        case 't': out += '\t'; break;
        case 'r': out += '\r'; break;
        case 'a': out += '\a'; break;
        case 'b': out += '\b'; break;
        case 'f': out += '\f'; break;
        case 'v': out += '\v'; break;
        default:
            if (c < '0' || c > '7') {
                out += c; // also \" \' and the backslash itself
                break;
            }
            int code = 0;
            for (int digits = 0; digits < 3 && i < text.size() && text[i] >= '0' && text[i] <= '7'; ++digits)
                code = code * 8 + (text[i++] - '0');
            --i;
            out += static_cast<char>(code);
        }
    }
    return out;
}

/// Text that shall not be read as a format.
std::string literal(std::string_view text) {
    std::string out;
    for (const char c : text) out += c == '%' ? std::string("%%") : std::string(1, c);
    return out;
}

/// Puts the arguments that are texts into the format; what remains asks for numbers alone.
class Format {
  public:
    Format(std::string_view format, const std::vector<const Expression*>& arguments)
        : format_(format), arguments_(arguments) {}

    void run() {
        std::size_t next = 0;
        for (std::size_t at = 0; at < format_.size();) {
            const std::size_t end = format_[at] == '%' ? specification(at) : at;
            if (end == at) {
                text += format_[at++];
            } else if (format_[end - 1] == '%' || next >= arguments_.size()) {
                text += format_.substr(at, end - at);
                at = end;
            } else {
                const Expression& argument = *arguments_[next++];
                if (argument.kind == Expression::Kind::string) text += literal(unescaped(argument.text));
                else {
                    numbers.push_back(&argument);
                    // C would read the number as an address
                    if (format_[end - 1] == 's') text += "%g";
                    else text += format_.substr(at, end - at);
                }
                at = end;
            }
        }
        for (; next < arguments_.size(); ++next) // evaluated, but not shown
            if (arguments_[next]->kind != Expression::Kind::string) numbers.push_back(arguments_[next]);
    }

    std::string text;
    std::vector<const Expression*> numbers;

  private:
    /// End of the conversion specification that begins at `at`; `at` if it is none.
    [[nodiscard]] std::size_t specification(std::size_t at) const {
        std::size_t end = at + 1;
        while (end < format_.size() && is_one_of(format_[end], "-+ #0123456789.hlLqjzt")) ++end;
        return end < format_.size() && is_one_of(format_[end], "%diouxXcsfFeEgGaA") ? end + 1 : at;
    }

    std::string_view format_;
    const std::vector<const Expression*>& arguments_;
};

} // namespace

ValueId CodeLowering::builtin_call(const Expression& e) {
    const auto& found = builtin(e.binding.index);
    switch (found.kind) {
    case Builtin::Kind::print:
    case Builtin::Kind::raise: return print(e);
    case Builtin::Kind::pointing: {
        const auto pointer = owner_.variable(e.arguments[0]->binding.index);
        return builder_.unary(Op::bool_to_f64, builder_.is_pointing(pointer));
    }
    case Builtin::Kind::sequential_random: {
        const std::vector<ValueId> arguments = reals(e, 0);
        return builder_.service(Service::random, found.which, arguments);
    }
    case Builtin::Kind::stream: return stream_call(e);
    case Builtin::Kind::function_of_time: return function_of_time(e);
    case Builtin::Kind::ghk: return ghk(e);
    default: RV_CHECK(!"a function that check_support should have reported"); return {};
    }
}

std::vector<ValueId> CodeLowering::reals(const Expression& e, std::size_t first) {
    std::vector<ValueId> out;
    for (std::size_t i = first; i < e.arguments.size(); ++i) out.push_back(real(*e.arguments[i]));
    return out;
}

// --- text --------------------------------------------------------------------------------------------------

/// printf(format, ...), fprintf(stderr, format, ...), prterr(text)
ValueId CodeLowering::print(const Expression& e) {
    const bool has_file = e.text == "fprintf";
    const auto& first = *e.arguments[has_file ? 1 : 0];
    const bool is_error = builtin(e.binding.index).kind == Builtin::Kind::raise;
    const std::string format = is_error ? literal(unescaped(first.text)) : unescaped(first.text);
    std::vector<const Expression*> arguments;
    for (std::size_t i = has_file ? 2 : 1; i < e.arguments.size(); ++i)
        arguments.push_back(e.arguments[i].get());
    Format made(format, arguments);
    made.run();
    std::vector<ValueId> numbers;
    for (const auto* number : made.numbers) numbers.push_back(real(*number));
    return builder_.service(is_error ? Service::raise : Service::print, owner_.text(std::move(made.text)),
                            numbers);
}

// --- streams: numbers of the instance (id1, id2, id3, place), and ordinary code that makes distributions of their bits -------

/// The bits at the stream's place, which moves on.
ValueId CodeLowering::draw_bits(mir::VariableId stream) {
    std::array<ValueId, 4> name;
    for (int i = 0; i < 4; ++i)
        name[static_cast<std::size_t>(i)] = builder_.load(stream, builder_.integer(i));
    const ValueId bits = builder_.service(Service::random_bits, 0, name);
    const ValueId next = builder_.binary(Op::add, name[3], builder_.number(1));
    const ValueId is_last = builder_.binary(Op::ge, next, builder_.number(static_cast<double>(kPlaces)));
    builder_.store(stream, builder_.select(is_last, builder_.number(0), next), builder_.integer(3));
    return bits;
}

/// Between 0 and 1, both excluded.
ValueId CodeLowering::draw_unit(mir::VariableId stream) {
    const ValueId above_zero = builder_.binary(Op::add, draw_bits(stream), builder_.number(1));
    return builder_.binary(Op::div, above_zero, builder_.number(4294967297.0));
}

/// Standard normal by the polar method; the second number of each pair is dropped.
ValueId CodeLowering::draw_normal(mir::VariableId stream) {
    const auto first = builder_.add_local("polar");
    const auto square = builder_.add_local("polar_square");
    builder_.set(square, builder_.number(2));
    const auto centred = [&] {
        const ValueId twice = builder_.binary(Op::mul, builder_.number(2), draw_unit(stream));
        return builder_.binary(Op::sub, twice, builder_.number(1));
    };
    builder_.begin_while();
    builder_.end_condition(builder_.binary(Op::gt, builder_.get(square), builder_.number(1)));
    const ValueId a = centred();
    const ValueId b = centred();
    builder_.set(first, a);
    builder_.set(square,
                 builder_.binary(Op::add, builder_.binary(Op::mul, a, a), builder_.binary(Op::mul, b, b)));
    builder_.end_while();
    const ValueId w = builder_.get(square);
    const ValueId log = builder_.binary(Op::mul, builder_.number(-2), builder_.math(MathFunction::log, w));
    const ValueId length = builder_.math(MathFunction::sqrt, builder_.binary(Op::div, log, w));
    return builder_.binary(Op::mul, builder_.get(first), length);
}

ValueId CodeLowering::stream_call(const Expression& e) {
    const auto stream = owner_.variable(e.arguments[0]->binding.index);
    const std::vector<ValueId> arguments = reals(e, 1);
    /// x as a whole number from 0 to `end` - 1, as C's unsigned integers have it.
    const auto wrapped = [&](ValueId x, std::int64_t end) {
        const ValueId whole = builder_.unary(Op::f64_to_int, x), limit = builder_.integer(end);
        const ValueId turns = builder_.binary(Op::int_div, whole, limit);
        const ValueId rest = builder_.binary(Op::int_sub, whole, builder_.binary(Op::int_mul, turns, limit));
        const ValueId is_negative = builder_.binary(Op::int_lt, rest, builder_.integer(0));
        const ValueId above = builder_.select(is_negative, builder_.binary(Op::int_add, rest, limit), rest);
        return builder_.unary(Op::int_to_f64, above);
    };
    switch (static_cast<StreamFunction>(builtin(e.binding.index).which)) {
    case StreamFunction::uniform: {
        const ValueId u = draw_unit(stream);
        if (arguments.empty()) return u;
        const ValueId range = builder_.binary(Op::sub, arguments[1], arguments[0]);
        return builder_.binary(Op::add, arguments[0], builder_.binary(Op::mul, u, range));
    }
    case StreamFunction::normal: {
        const ValueId z = draw_normal(stream);
        if (arguments.empty()) return z;
        return builder_.binary(Op::add, arguments[0], builder_.binary(Op::mul, arguments[1], z));
    }
    case StreamFunction::negexp: {
        const ValueId log = builder_.math(MathFunction::log, draw_unit(stream));
        const ValueId x = builder_.unary(Op::neg, log);
        return arguments.empty() ? x : builder_.binary(Op::mul, arguments[0], x);
    }
    case StreamFunction::ipick: return draw_bits(stream);
    case StreamFunction::dpick: return draw_unit(stream);
    case StreamFunction::setseq: { // a negative place is the first
        const ValueId is_negative = builder_.binary(Op::lt, arguments[0], builder_.number(0));
        const ValueId place = builder_.select(is_negative, builder_.number(0), arguments[0]);
        builder_.store(stream, wrapped(place, kPlaces), builder_.integer(3));
        return builder_.number(0);
    }
    case StreamFunction::setids:
        for (int i = 0; i < 3; ++i)
            builder_.store(stream, wrapped(arguments[static_cast<std::size_t>(i)], std::int64_t{1} << 32),
                           builder_.integer(i));
        return builder_.number(0);
    }
    return {};
}

// --- functions of time -------------------------------------------------------------------------------------

ValueId CodeLowering::function_of_time(const Expression& e) {
    const auto which = static_cast<TimeFunction>(builtin(e.binding.index).which);
    // 3.14159265: as the older library has it, whose numbers these are
    constexpr double kPi = 3.14159265;
    const auto op = [&](Op o, ValueId a, ValueId b) { return builder_.binary(o, a, b); };
    const auto number = [&](double x) { return builder_.number(x); };
    const auto math2 = [&](MathFunction f, ValueId a, ValueId b) {
        return builder_.math(f, std::array{a, b});
    };
    if (which == TimeFunction::threshold) { // threshold(limit, value, "max" or "min")
        const ValueId limit = real(*e.arguments[0]);
        const ValueId value = real(*e.arguments[1]);
        const bool is_max = e.arguments[2]->text == "max";
        return builder_.unary(Op::bool_to_f64, op(is_max ? Op::ge : Op::le, value, limit));
    }
    const std::vector<ValueId> a = reals(e, 0);
    const ValueId zero = number(0);
    /// Turns, without the whole ones.
    const auto fraction = [&](ValueId time, ValueId period) {
        const ValueId turns = op(Op::div, time, period);
        const ValueId whole = builder_.unary(Op::int_to_f64, builder_.unary(Op::f64_to_int, turns));
        return op(Op::sub, turns, whole);
    };
    switch (which) {
    case TimeFunction::threshold: break;
    case TimeFunction::squarewave: { // t, period, amplitude
        const ValueId is_first = op(Op::lt, fraction(a[0], a[1]), number(0.5));
        return builder_.select(is_first, a[2], builder_.unary(Op::neg, a[2]));
    }
    case TimeFunction::sawtooth: // t, period, amplitude
        return op(Op::mul, a[2], fraction(a[0], a[1]));
    case TimeFunction::ramp: { // t, lag, height, duration
        const ValueId since = op(Op::sub, a[0], a[1]);
        const ValueId rising = op(Op::div, op(Op::mul, a[2], since), a[3]);
        const ValueId is_over = op(Op::ge, since, a[3]);
        return builder_.select(op(Op::le, since, zero), zero, builder_.select(is_over, a[2], rising));
    }
    case TimeFunction::pulse: { // t, lag, height, duration
        const ValueId is_on =
            op(Op::logical_and, op(Op::ge, a[0], a[1]), op(Op::lt, a[0], op(Op::add, a[1], a[3])));
        return builder_.select(is_on, a[2], zero);
    }
    case TimeFunction::step: // t, time of the step, height
        return builder_.select(op(Op::ge, a[0], a[1]), a[2], zero);
    case TimeFunction::perpulse: { // t, lag, height, duration, pause
        const ValueId since = op(Op::sub, a[0], a[1]);
        const ValueId period = op(Op::add, a[3], a[4]);
        const ValueId phase = op(Op::mul, period, fraction(since, period));
        const ValueId is_on = op(Op::logical_and, op(Op::ge, since, zero), op(Op::lt, phase, a[3]));
        return builder_.select(is_on, a[2], zero);
    }
    case TimeFunction::perstep: { // t, lag, period, height
        const ValueId turns = op(Op::div, op(Op::sub, a[0], a[1]), a[2]);
        const ValueId steps = op(Op::add, builder_.math(MathFunction::floor, turns), number(1));
        return builder_.select(op(Op::ge, a[0], a[1]), op(Op::mul, steps, a[3]), zero);
    }
    case TimeFunction::harmonic: { // t, period, amplitude, phase [of time]
        const ValueId speed = op(Op::div, number(2 * kPi), a[1]);
        const ValueId angle = op(Op::mul, speed, op(Op::add, a[0], a[3]));
        return op(Op::mul, a[2], builder_.math(MathFunction::sin, angle));
    }
    case TimeFunction::gauss: { // density at x of mean and deviation
        const ValueId z = op(Op::div, op(Op::sub, a[0], a[1]), a[2]);
        const ValueId power = op(Op::mul, op(Op::mul, z, z), number(-0.5));
        const ValueId width = op(Op::mul, a[2], builder_.math(MathFunction::sqrt, number(2 * kPi)));
        return op(Op::div, builder_.math(MathFunction::exp, power), width);
    }
    case TimeFunction::poisson: { // probability of n where a mean is expected
        const ValueId weight = math2(MathFunction::pow, a[1], a[0]);
        const ValueId decay = builder_.math(MathFunction::exp, builder_.unary(Op::neg, a[1]));
        return op(Op::div, op(Op::mul, weight, decay), builder_.math(MathFunction::factorial, a[0]));
    }
    }
    return {};
}

// --- nrn_ghk(v, ci, co, z): current density per permeability -------------------------------------------------

ValueId CodeLowering::ghk(const Expression& e) {
    const std::vector<ValueId> a = reals(e, 0);
    const auto op = [&](Op o, ValueId x, ValueId y) { return builder_.binary(o, x, y); };
    const auto number = [&](double x) { return builder_.number(x); };
    const auto faraday = builder_.load(owner_.constant("_faraday", 96485.332123310014, 96485.309));
    const auto gas = builder_.load(owner_.constant("_gas", 8.31446261815324, 8.3134));
    constexpr double kKelvin = 273.15;
    const ValueId celsius = builder_.load(owner_.needed_variable(owner_.model.find_symbol("celsius")));
    const ValueId kelvin = op(Op::add, celsius, number(kKelvin));
    const ValueId thermal = op(Op::div, op(Op::mul, op(Op::mul, number(1000), gas), kelvin), faraday); // [mV]
    const ValueId u = op(Op::div, op(Op::mul, a[3], a[0]), thermal);
    // x / (exp(x) - 1), near 0 by its series
    const auto relative = [&](ValueId x) {
        const ValueId is_small = op(Op::lt, builder_.math(MathFunction::fabs, x), number(1e-4));
        const ValueId series = op(Op::sub, number(1), op(Op::div, x, number(2)));
        const ValueId quotient = op(Op::div, x, op(Op::sub, builder_.math(MathFunction::exp, x), number(1)));
        return builder_.select(is_small, series, quotient);
    };
    const ValueId inward = op(Op::mul, a[1], relative(builder_.unary(Op::neg, u)));
    const ValueId outward = op(Op::mul, a[2], relative(u));
    const ValueId scale = op(Op::mul, op(Op::mul, number(0.001), a[3]), faraday);
    return op(Op::mul, scale, op(Op::sub, inward, outward));
}

} // namespace ranvier::nmodl
