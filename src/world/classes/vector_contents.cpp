// SPDX-License-Identifier: BSD-3-Clause
// Vector as a list of numbers: its size, taking in and handing out elements.
#include <algorithm>

#include "vector_methods.hpp"

namespace ranvier::world::classes::vector_methods {

Source source_of(Object& o, const Arguments& a) {
    if (const auto other = a.find<Vector>(0)) return {values_of(*other), 1};
    return {values_of(self(o)), 0};
}

Values values_of(const Vector& v) {
    const auto s = v.span();
    return {s.begin(), s.end()};
}

Value become(Object& o, const Values& values) {
    self(o).numbers->assign(values);
    return itself(o);
}

std::size_t size_from(double size, std::string_view what, const std::string& object) {
    constexpr double kMost = 1e10;
    if (!(size >= 0 && size < kMost))
        throw InputError::out_of_range(what, object, number_text(size), "0 <= size < 1e10");
    return static_cast<std::size_t>(size);
}

double positive(const Arguments& a, std::size_t i) {
    const double x = a.number(i);
    if (!(x > 0) || !std::isfinite(x))
        throw InputError::out_of_range("the " + std::to_string(i + 1) + ". argument",
                                       std::string(a.function()), number_text(x), "> 0");
    return x;
}

std::size_t index_argument(const Vector& v, const Arguments& a, std::size_t i) {
    const double index = a.number(i);
    if (!(index >= 0 && index < static_cast<double>(v.size())))
        throw InputError::out_of_range("the index", v.name(), number_text(index),
                                       v.size() ? "0 <= index < " + std::to_string(v.size())
                                                : "none, the Vector is empty");
    return static_cast<std::size_t>(index);
}

std::span<double> part(Object& o, const Arguments& a, std::size_t i) {
    auto& v = self(o);
    if (!a.has(i)) return v.span();
    const auto first = index_argument(v, a, i);
    const auto last = a.has(i + 1) ? index_argument(v, a, i + 1) : v.size() - 1;
    if (last < first)
        throw InputError::out_of_range("the end of the range", v.name(), std::to_string(last),
                                       "start <= end, start is " + std::to_string(first));
    return v.span().subspan(first, last - first + 1);
}

std::span<double> part_of_at_least(Object& o, const Arguments& a, std::size_t i, std::size_t least) {
    const auto s = part(o, a, i);
    if (s.size() < least)
        throw InputError::out_of_range(
            std::string(a.function()), o.name(), std::to_string(s.size()) + " elements",
            "at least " + std::to_string(least) + (least == 1 ? " element" : " elements"));
    return s;
}

Value size(Object& o, const Arguments&) { return number(static_cast<double>(self(o).size())); }

Value resize(Object& o, const Arguments& a) {
    self(o).numbers->resize(size_from(a.number(0), "the size", o.name()));
    return itself(o);
}

Value clear(Object& o, const Arguments&) {
    self(o).numbers->clear();
    return itself(o);
}

Value buffer_size(Object& o, const Arguments& a) {
    auto& v = self(o);
    if (a.has(0)) {
        const auto wanted = size_from(a.number(0), "the size", o.name());
        if (wanted < v.size())
            throw InputError::out_of_range("the size of the buffer", o.name(), std::to_string(wanted),
                                           "at least " + std::to_string(v.size()) +
                                               ", the size of the Vector");
        v.numbers->reserve(wanted);
    }
    return number(static_cast<double>(v.numbers->capacity()));
}

Value label(Object& o, const Arguments& a) {
    if (a.has(0)) self(o).label = a.text(0);
    return text(self(o).label);
}

Value get(Object& o, const Arguments& a) {
    auto& v = self(o);
    return number((*v.numbers)[index_argument(v, a, 0)]);
}

Value set(Object& o, const Arguments& a) {
    auto& v = self(o);
    (*v.numbers)[index_argument(v, a, 0)] = a.number(1);
    return itself(o);
}

namespace {
/// The numbers that an argument stands for: one, or those of a Vector.
Values numbers_in(const Arguments& a, std::size_t i) {
    if (const auto other = a.find<Vector>(i)) return values_of(*other);
    if (a.has(i) && a.kind(i) != hoc::ArgumentKind::number) a.refuse(i, "a number or a Vector");
    return {a.number(i)};
}
} // namespace

Value append(Object& o, const Arguments& a) {
    Values all;
    for (std::size_t i = 0; i < a.count(); ++i) {
        const auto more = numbers_in(a, i);
        all.insert(all.end(), more.begin(), more.end());
    }
    auto& numbers = *self(o).numbers;
    for (const double x : all) numbers.push_back(x);
    return itself(o);
}

Value insrt(Object& o, const Arguments& a) {
    const double at = a.number(0);
    auto values = values_of(self(o));
    if (!(at >= 0 && at <= static_cast<double>(values.size())))
        throw InputError::out_of_range("the index", o.name(), number_text(at),
                                       "0 <= index <= " + std::to_string(values.size()));
    const auto more = numbers_in(a, 1);
    values.insert(values.begin() + static_cast<std::ptrdiff_t>(at), more.begin(), more.end());
    return become(o, values);
}

Value remove(Object& o, const Arguments& a) {
    auto& v = self(o);
    const auto first = index_argument(v, a, 0);
    const auto last = a.has(1) ? index_argument(v, a, 1) : first;
    if (last < first)
        throw InputError::out_of_range("the end of the range", v.name(), std::to_string(last),
                                       "start <= end, start is " + std::to_string(first));
    auto values = values_of(v);
    values.erase(values.begin() + static_cast<std::ptrdiff_t>(first),
                 values.begin() + static_cast<std::ptrdiff_t>(last) + 1);
    return become(o, values);
}

Value fill(Object& o, const Arguments& a) {
    const double value = a.number(0);
    const auto s = part(o, a, 1);
    std::fill(s.begin(), s.end(), value);
    return itself(o);
}

Value indgen(Object& o, const Arguments& a) {
    if (a.count() > 3)
        throw InputError(ErrorParts{"indgen takes at most start, stop and step", o.name(), {}, {}, {}});
    auto& numbers = *self(o).numbers;
    double start = 0, step = 1;
    if (a.count() == 1) step = a.number(0);
    if (a.count() >= 2) {
        start = a.number(0);
        step = a.number(a.count() - 1);
    }
    if (a.count() == 3) { // start, stop, step: a new size
        const double count = (a.number(1) - start) / step;
        if (!(count >= 0 && count < 1e10))
            throw InputError::out_of_range("the step", o.name(), number_text(step),
                                           "a step that leads from start to stop");
        numbers.resize(static_cast<std::size_t>(std::floor(count + 1e-10)) + 1);
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = start + static_cast<double>(i) * step;
    return itself(o);
}

namespace {

/// dest[to[i]] = source[from[i]]
Value copy_by_indices(Object& o, const Arguments& a, const Values& source) {
    const auto from = values_of(*a.require<Vector>(1, "a Vector of indices"));
    const auto to = a.has(2) ? values_of(*a.require<Vector>(2, "a Vector of indices")) : from;
    if (from.size() != to.size())
        throw InputError::out_of_range("the number of destinations", o.name(), std::to_string(to.size()),
                                       std::to_string(from.size()) + ", that of the sources");
    auto& numbers = *self(o).numbers;
    const auto check = [&](double index, std::size_t size) {
        if (!(index >= 0 && index < static_cast<double>(size)))
            throw InputError::out_of_range("an index", o.name(), number_text(index),
                                           "0 <= index < " + std::to_string(size));
    };
    for (std::size_t i = 0; i < from.size(); ++i) {
        check(from[i], source.size());
        check(to[i], numbers.size());
    }
    for (std::size_t i = 0; i < from.size(); ++i)
        numbers[static_cast<std::size_t>(to[i])] = source[static_cast<std::size_t>(from[i])];
    return itself(o);
}

} // namespace

/// copy(src), (src, to), (src, start, end), (src, to, start, end[, step of the destination, step of the source]),
/// (src, indices[, destinations])
Value copy(Object& o, const Arguments& a) {
    const auto from = a.require<Vector>(0, "a Vector");
    const auto source = values_of(*from);
    if (a.count() == 1) return become(o, source);
    if (a.find<Vector>(1)) return copy_by_indices(o, a, source);
    const bool has_destination = a.count() != 3;
    const auto to =
        has_destination ? static_cast<std::size_t>(a.whole(1, 0, 10'000'000'000)) : std::size_t{0};
    const std::size_t range = has_destination ? 2 : 1;
    std::size_t first = 0, last = source.empty() ? 0 : source.size() - 1;
    if (a.has(range)) {
        first = index_argument(*from, a, range);
        if (a.has(range + 1) && a.number(range + 1) >= 0) last = index_argument(*from, a, range + 1);
        if (last < first)
            throw InputError::out_of_range("the end of the range", from->name(), std::to_string(last),
                                           "start <= end, start is " + std::to_string(first));
    }
    const auto to_step = a.has(4) ? static_cast<std::size_t>(a.whole(4, 1, 1'000'000'000)) : std::size_t{1};
    const auto from_step = a.has(5) ? static_cast<std::size_t>(a.whole(5, 1, 1'000'000'000)) : std::size_t{1};
    if (!has_destination)
        return become(o, Values(source.begin() + static_cast<std::ptrdiff_t>(first),
                                source.begin() + static_cast<std::ptrdiff_t>(last) + 1));
    if (source.empty()) return itself(o);
    auto& numbers = *self(o).numbers;
    const auto count = (last - first) / from_step + 1;
    const auto end = to + (count - 1) * to_step + 1;
    if (end > numbers.size()) numbers.resize(size_from(static_cast<double>(end), "the size", o.name()));
    for (std::size_t i = 0; i < count; ++i) numbers[to + i * to_step] = source[first + i * from_step];
    return itself(o);
}

Value clone(Object& o, const Arguments& a) {
    const auto s = part(o, a, 0);
    return made({s.begin(), s.end()});
}

Value clone_labelled(Object& o, const Arguments& a) {
    const auto copied = new_vector(part(o, a, 0));
    copied->label = self(o).label;
    return hoc::ObjectPtr(copied);
}

Value at(Object& o, const Arguments& a) { return clone(o, a); }

Value equals(Object& o, const Arguments& a) {
    const auto x = self(o).span(), y = a.require<Vector>(0, "a Vector")->span();
    return number(std::equal(x.begin(), x.end(), y.begin(), y.end()));
}

Value from_double(Object& o, const Arguments& a) {
    const auto count = static_cast<std::size_t>(a.whole(0, 0, 1'000'000'000));
    const auto* numbers = a.place(1)->address(count);
    if (!numbers && count > 0) a.refuse(1, "a reference to as many numbers in a row");
    return become(o, Values(numbers, numbers + count));
}

Value reverse(Object& o, const Arguments&) {
    const auto s = self(o).span();
    std::reverse(s.begin(), s.end());
    return itself(o);
}

Value rotate(Object& o, const Arguments& a) {
    const auto s = self(o).span();
    const auto size = static_cast<std::int64_t>(s.size());
    constexpr std::int64_t kFar = 1LL << 52;
    const auto count = a.whole(0, -kFar, kFar);
    if (size == 0) return itself(o);
    const auto turn = count % size; // > 0: to the right
    const auto right = turn < 0 ? turn + size : turn;
    std::rotate(s.begin(), s.end() - static_cast<std::ptrdiff_t>(right), s.end());
    if (!a.has(1)) return itself(o);
    // what came round is 0
    const auto moved = static_cast<std::size_t>(turn < 0 ? -turn : turn);
    const auto from = turn < 0 ? s.size() - moved : std::size_t{0};
    std::fill_n(s.begin() + static_cast<std::ptrdiff_t>(from), moved, 0.0);
    return itself(o);
}

} // namespace ranvier::world::classes::vector_methods
