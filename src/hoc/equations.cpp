// SPDX-License-Identifier: BSD-3-Clause
#include "equations.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "ranvier/base/error.hpp"

namespace ranvier::hoc {

namespace {

constexpr double kMove = 0.001; // of an unknown, for a slope

[[noreturn]] void refuse(const std::string& name, const char* what, const char* hint) {
    throw InputError(ErrorParts{what, name, {}, {}, hint});
}

} // namespace

void Equations::add_unknown(PlacePtr place, std::string name) {
    const double* at = place->address();
    if (!at) refuse(name, "this cannot be an unknown", "a number of the program's own can");
    if (std::ranges::any_of(unknowns_, [&](const Unknown& u) { return u.place->address() == at; }))
        refuse(name, "this is an unknown already", "eqinit() forgets all of them");
    if (unknowns_.size() == kMost) refuse(name, "there are too many unknowns", "1000 are allowed");
    unknowns_.push_back({std::move(place), std::move(name)});
    rows_.resize(unknowns_.size());
}

void Equations::forget() {
    unknowns_.clear();
    rows_.clear();
    open_.clear();
}

void Equations::open(NumberPlace& unknown, const std::string& name, bool is_new, std::size_t depth) {
    const double* at = unknown.address();
    const auto found =
        std::ranges::find_if(unknowns_, [at](const Unknown& u) { return at && u.place->address() == at; });
    if (found == unknowns_.end())
        refuse(name, "this is no unknown, so no equation can be for it", "say so first: depvar NAME");
    Open opened;
    opened.row = static_cast<std::size_t>(found - unknowns_.begin());
    opened.moved = unknowns_.size();
    opened.depth = depth;
    if (is_new) {
        for (auto& [column, slope] : rows_[opened.row].slopes) slope = 0; // the picture still shows them
        rows_[opened.row].lacking = 0;
    }
    open_.push_back(opened);
}

/// Moves the next unknown for a slope; false: there is none.
bool Equations::move(Open& at, std::size_t next) {
    if (next == unknowns_.size()) {
        open_.pop_back();
        return false;
    }
    at.moved = next;
    auto& place = *unknowns_[next].place;
    at.before = place.get();
    place.set(at.before + kMove);
    return true;
}

bool Equations::take(double left, double right) {
    if (open_.empty()) return false; // eqinit within the equation
    Open& at = open_.back();
    const double difference = left - right;
    if (at.moved >= unknowns_.size()) {
        at.base = difference;
        rows_[at.row].lacking -= difference;
        return move(at, 0);
    }
    unknowns_[at.moved].place->set(at.before);
    const double slope = (difference - at.base) / kMove;
    if (slope != 0) rows_[at.row].slopes[at.moved] += slope;
    return move(at, at.moved + 1);
}

void Equations::abandon(std::size_t depth) {
    while (!open_.empty() && open_.back().depth >= depth) {
        const Open& at = open_.back();
        if (at.moved < unknowns_.size()) unknowns_[at.moved].place->set(at.before);
        open_.pop_back();
    }
}

double Equations::solve() {
    const std::size_t n = unknowns_.size();
    std::vector<double> a(n * n, 0.0), b(n);
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        b[i] = rows_[i].lacking;
        sum += std::abs(b[i]);
        for (const auto& [column, slope] : rows_[i].slopes) a[i * n + column] = slope;
    }
    // Gauss, with the largest of each column as its pivot.
    for (std::size_t k = 0; k < n; ++k) {
        std::size_t pivot = k;
        for (std::size_t i = k + 1; i < n; ++i)
            if (std::abs(a[i * n + k]) > std::abs(a[pivot * n + k])) pivot = i;
        if (!(std::abs(a[pivot * n + k]) > 1e-20))
            refuse("solve", "the equations do not determine the unknowns",
                   "each unknown needs an equation since the last solve()");
        for (std::size_t j = 0; j < n; ++j) std::swap(a[k * n + j], a[pivot * n + j]);
        std::swap(b[k], b[pivot]);
        for (std::size_t i = k + 1; i < n; ++i) {
            const double factor = a[i * n + k] / a[k * n + k];
            if (factor == 0) continue;
            for (std::size_t j = k; j < n; ++j) a[i * n + j] -= factor * a[k * n + j];
            b[i] -= factor * b[k];
        }
    }
    for (std::size_t k = n; k-- > 0;) {
        for (std::size_t j = k + 1; j < n; ++j) b[k] -= a[k * n + j] * b[j];
        b[k] /= a[k * n + k];
    }
    for (std::size_t k = 0; k < n; ++k) {
        unknowns_[k].place->set(unknowns_[k].place->get() + b[k]);
        sum += std::abs(b[k]);
    }
    rows_.assign(n, {});
    return sum;
}

std::string Equations::picture() const {
    const std::size_t n = unknowns_.size();
    char number[24];
    std::string out = "\n\n    ";
    for (std::size_t tens = 1; tens * 10 <= n; ++tens) {
        std::snprintf(number, sizeof number, "%10zu", tens % 10);
        out += number;
    }
    out += "\n    ";
    for (std::size_t i = 1; i <= n; ++i) out += static_cast<char>('0' + i % 10);
    out += "\n";
    for (std::size_t i = 0; i < n; ++i) {
        std::snprintf(number, sizeof number, "\n%3zu ", i + 1);
        out += number;
        std::size_t at = 0;
        for (const auto& [column, slope] : rows_[i].slopes) {
            out.append(column - at, ' ').append("*");
            at = column + 1;
        }
    }
    return out + "\n";
}

} // namespace ranvier::hoc
