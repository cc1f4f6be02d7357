// SPDX-License-Identifier: BSD-3-Clause
// Vector: counts of events, as they are or smoothed.
#include <algorithm>
#include <cstdint>

#include "vector_methods.hpp"

namespace ranvier::world::classes::vector_methods {

Value histogram(Object& o, const Arguments& a) {
    const double low = a.number(0), high = a.number(1), width = a.number(2);
    if (!(high > low) || !std::isfinite(high - low))
        throw InputError::out_of_range("the range of the histogram", o.name(),
                                       number_text(low) + " to " + number_text(high), "low < high");
    if (!(width > 0) || width > high - low)
        throw InputError::out_of_range("the width of a bin", o.name(), number_text(width),
                                       "0 < width <= " + number_text(high - low));
    // One bin more at each end, as wide as the others: what lies farther out is in none.
    Values out(size_from((high - low) / width, "the number of bins", o.name()) + 2);
    for (const double x : self(o).span()) {
        const double bin = std::floor((x - low) / width) + 1;
        if (bin >= 0 && bin < static_cast<double>(out.size())) ++out[static_cast<std::size_t>(bin)];
    }
    return made(out);
}

Value counts(Object& o, const Arguments& a) {
    const auto source = a.require<Vector>(0, "a Vector");
    const double start = a.number(1), size = a.number(2), width = a.number(3);
    if (!(width > 0))
        throw InputError::out_of_range("the width of a bin", o.name(), number_text(width), "width > 0");
    if (!(size >= 1 && size < 1e9))
        throw InputError::out_of_range("the number of bins", o.name(), number_text(size), "1 or more");
    Values out(static_cast<std::size_t>(size));
    for (const double x : source->span()) {
        const double bin = std::floor((x - start) / width);
        if (bin >= 0 && bin < static_cast<double>(out.size())) ++out[static_cast<std::size_t>(bin)];
    }
    return become(o, out);
}

namespace {

constexpr double kTwoPi = 6.283185307179586477;

double density(double distance, double variance) {
    return std::exp(-distance * distance / (2 * variance)) / std::sqrt(kTwoPi * variance);
}

/// Weights for the events: 1 each if none are given.
Values weights_for(Object& o, const Arguments& a, std::size_t i, std::size_t count) {
    if (!a.has(i)) return Values(count, 1);
    auto weights = values_of(*a.require<Vector>(i, "a Vector of weights"));
    if (weights.size() < count)
        throw InputError::out_of_range("the number of weights", o.name(), std::to_string(weights.size()),
                                       std::to_string(count) + ", one for each event");
    return weights;
}

} // namespace

/// sumgauss(low, high, step, variance[, weights]): a normal density around each element, summed up. Elements are moved down to the
/// points at which it is taken, and densities below exp(-20) of their top are left out.
Value sum_of_gaussians(Object& o, const Arguments& a) {
    const double low = a.number(0), high = a.number(1), step = positive(a, 2), variance = positive(a, 3);
    if (!(high > low))
        throw InputError::out_of_range("the range", o.name(), number_text(low) + " to " + number_text(high),
                                       "low < high");
    const auto events = self(o).span();
    const auto weights = weights_for(o, a, 4, events.size());
    constexpr double kFaintest = 20;
    Values out(size_from((high - low) / step + 0.5, "the number of points", o.name()));
    for (std::size_t k = 0; k < events.size(); ++k) {
        const double place = std::trunc((events[k] - low) / step);
        for (std::size_t i = 0; i < out.size(); ++i) {
            const double distance = (static_cast<double>(i) - place) * step;
            if (distance * distance / (2 * variance) < kFaintest)
                out[i] += weights[k] * density(distance, variance);
        }
    }
    return made(out);
}

/// smhist(events, start, size, step, variance[, weights]): the same in bins, to four deviations.
Value smooth_histogram(Object& o, const Arguments& a) {
    const auto events = values_of(*a.require<Vector>(0, "a Vector of events"));
    const double start = a.number(1), step = positive(a, 3), variance = positive(a, 4);
    const auto size = a.whole(2, 1, 1'000'000'000);
    const auto weights = weights_for(o, a, 5, events.size());
    constexpr double kDeviations = 4;
    const auto reach = static_cast<std::int64_t>(std::min(kDeviations * std::sqrt(variance) / step, 1e9));
    Values out(static_cast<std::size_t>(size));
    for (std::size_t k = 0; k < events.size(); ++k) {
        const double place = std::floor((events[k] - start) / step);
        if (!(std::abs(place) < 1e15)) continue;
        const auto bin = static_cast<std::int64_t>(place);
        const auto last = std::min(bin + reach, size - 1);
        for (auto i = std::max<std::int64_t>(bin - reach, 0); i <= last; ++i)
            out[static_cast<std::size_t>(i)] +=
                weights[k] * density(static_cast<double>(i - bin) * step, variance);
    }
    return become(o, out);
}

/// psth(counts, dt, trials, size): rates [Hz] from bins that are widened, to the right and to the left in turn, until they hold
/// `size` events.
Value adaptive_histogram(Object& o, const Arguments& a) {
    const auto raw = values_of(*a.require<Vector>(0, "a Vector of counts"));
    const double dt = positive(a, 1), trials = positive(a, 2), enough = a.number(3);
    Values out(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
        double sum = raw[i];
        std::size_t left = i, right = i;
        while (sum < enough && (left > 0 || right + 1 < raw.size())) {
            if (right + 1 < raw.size()) sum += raw[++right];
            if (sum < enough && left > 0) sum += raw[--left];
        }
        out[i] = sum / static_cast<double>(right - left + 1) * 1000 / (dt * trials);
    }
    return become(o, out);
}

/// trigavg(data, triggers, before, after): the mean of the stretches around the triggers; returns how many there were.
Value trigger_average(Object& o, const Arguments& a) {
    const auto data = values_of(*a.require<Vector>(0, "a Vector"));
    const auto triggers = values_of(*a.require<Vector>(1, "a Vector of indices"));
    const auto before = a.whole(2, 0, 1'000'000'000), after = a.whole(3, 0, 1'000'000'000);
    Values out(static_cast<std::size_t>(before + after));
    double count = 0;
    for (const double t : triggers) {
        const double at = std::trunc(t);
        if (!(at >= static_cast<double>(before) &&
              at + static_cast<double>(after) < static_cast<double>(data.size())))
            continue;
        const auto from = static_cast<std::size_t>(at) - static_cast<std::size_t>(before);
        for (std::size_t i = 0; i < out.size(); ++i) out[i] += data[from + i];
        ++count;
    }
    for (auto& x : out) x /= count;
    become(o, out);
    return number(count);
}

} // namespace ranvier::world::classes::vector_methods
