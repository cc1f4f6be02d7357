// SPDX-License-Identifier: BSD-3-Clause
// Straight-line elimination in a fixed pattern.
#include "linear_algebra.hpp"

#include <algorithm>

#include "ranvier/base/error.hpp"
#include "ranvier/mir/kernel_abi.h"

namespace ranvier::nmodl {

using ast::ExpressionPtr;
using ast::Operator;

namespace {

constexpr double kSmallestPivot = 1e-20;

std::string place(const char* prefix, int a, int b) {
    return prefix + std::to_string(a) + "_" + std::to_string(b);
}

} // namespace

LinearSystem::LinearSystem(int size)
    : size_(size), right_(static_cast<std::size_t>(size), -1), row_of_(static_cast<std::size_t>(size), -1),
      column_of_(static_cast<std::size_t>(size), -1) {}

int LinearSystem::entry(Writer& out, int row, int column) {
    RV_CHECK(row >= 0 && row < size_ && column >= 0 && column < size_);
    const auto [found, is_new] = entries_.try_emplace({row, column}, -1);
    if (is_new) found->second = out.local(place("a", row, column));
    return found->second;
}

int LinearSystem::right(Writer& out, int row) {
    auto& local = right_[static_cast<std::size_t>(row)];
    if (local < 0) local = out.local("b" + std::to_string(row));
    return local;
}

std::vector<std::pair<std::pair<int, int>, int>> LinearSystem::given() const {
    std::vector<std::pair<std::pair<int, int>, int>> out;
    for (const auto& at : given_) out.emplace_back(at, entries_.at(at));
    return out;
}

ExpressionPtr LinearSystem::get(Writer& out, int row, int column) {
    return out.get(entries_.at({row, column}));
}

// --- matching and blocks -----------------------------------------------------------------------------------

/// Finds an unknown for the row, moving earlier rows to others if need be.
bool LinearSystem::augment(int row, std::vector<bool>& seen) {
    for (auto at = entries_.lower_bound({row, 0}); at != entries_.end() && at->first.first == row; ++at) {
        const auto column = static_cast<std::size_t>(at->first.second);
        if (seen[column]) continue;
        seen[column] = true;
        if (row_of_[column] < 0 || augment(row_of_[column], seen)) {
            row_of_[column] = row;
            column_of_[static_cast<std::size_t>(row)] = static_cast<int>(column);
            return true;
        }
    }
    return false;
}

bool LinearSystem::match() {
    for (int i = 0; i < size_; ++i) { // the diagonal where it exists
        if (!has(i, i)) continue;
        row_of_[static_cast<std::size_t>(i)] = i;
        column_of_[static_cast<std::size_t>(i)] = i;
    }
    for (int row = 0; row < size_; ++row) {
        if (column_of_[static_cast<std::size_t>(row)] >= 0) continue;
        std::vector<bool> seen(static_cast<std::size_t>(size_), false);
        (void)augment(row, seen);
    }
    const auto open = std::find(row_of_.begin(), row_of_.end(), -1);
    if (open != row_of_.end()) undetermined = static_cast<int>(open - row_of_.begin());
    return open == row_of_.end();
}

/// Strongly connected parts of the unknowns (Tarjan's algorithm without recursion); each comes after those that
/// its rows refer to.
void LinearSystem::find_parts() {
    std::vector<std::vector<int>> needs(static_cast<std::size_t>(size_)); // by unknown: those in its row
    for (const auto& [at, local] : entries_) {
        const int unknown = column_of_[static_cast<std::size_t>(at.first)];
        if (unknown != at.second) needs[static_cast<std::size_t>(unknown)].push_back(at.second);
    }
    std::vector<int> number(static_cast<std::size_t>(size_), -1), low(number), stack;
    std::vector<bool> on_stack(static_cast<std::size_t>(size_), false);
    struct Visit {
        int unknown;
        std::size_t next;
    };
    int count = 0;
    for (int start = 0; start < size_; ++start) {
        if (number[static_cast<std::size_t>(start)] >= 0) continue;
        std::vector<Visit> open = {{start, 0}};
        while (!open.empty()) {
            auto& visit = open.back();
            const auto u = static_cast<std::size_t>(visit.unknown);
            if (visit.next == 0) {
                number[u] = low[u] = count++;
                stack.push_back(visit.unknown);
                on_stack[u] = true;
            }
            if (visit.next < needs[u].size()) {
                const int next = needs[u][visit.next++];
                const auto n = static_cast<std::size_t>(next);
                if (number[n] < 0) open.push_back({next, 0});
                else if (on_stack[n]) low[u] = std::min(low[u], number[n]);
                continue;
            }
            if (low[u] == number[u]) {
                Part part;
                int last = -1;
                do {
                    last = stack.back();
                    stack.pop_back();
                    on_stack[static_cast<std::size_t>(last)] = false;
                    part.columns.push_back(last);
                } while (last != visit.unknown);
                std::sort(part.columns.begin(), part.columns.end());
                for (const int column : part.columns)
                    part.rows.push_back(row_of_[static_cast<std::size_t>(column)]);
                parts_.push_back(std::move(part));
            }
            const int done = visit.unknown;
            open.pop_back();
            if (!open.empty()) {
                const auto parent = static_cast<std::size_t>(open.back().unknown);
                low[parent] = std::min(low[parent], low[static_cast<std::size_t>(done)]);
            }
        }
    }
}

/// Markowitz: the next pivot is the one whose elimination makes the fewest products.
void LinearSystem::order_part(Part& part) const {
    const std::size_t n = part.rows.size();
    std::map<int, std::size_t> position_of_column;
    for (std::size_t i = 0; i < n; ++i) position_of_column[part.columns[i]] = i;
    std::vector<std::set<std::size_t>> in_row(n), in_column(n); // without the diagonal
    for (std::size_t i = 0; i < n; ++i) {
        const int row = part.rows[i];
        for (auto at = entries_.lower_bound({row, 0}); at != entries_.end() && at->first.first == row; ++at) {
            const auto found = position_of_column.find(at->first.second);
            if (found == position_of_column.end() || found->second == i) continue;
            in_row[i].insert(found->second);
            in_column[found->second].insert(i);
        }
    }
    std::vector<bool> done(n, false);
    std::vector<int> rows, columns;
    for (std::size_t step = 0; step < n; ++step) {
        std::size_t best = n;
        std::size_t best_cost = 0;
        for (std::size_t i = 0; i < n; ++i) {
            if (done[i]) continue;
            const std::size_t cost = in_row[i].size() * in_column[i].size();
            if (best == n || cost < best_cost) {
                best = i;
                best_cost = cost;
            }
        }
        done[best] = true;
        rows.push_back(part.rows[best]);
        columns.push_back(part.columns[best]);
        for (const std::size_t i : in_column[best]) {
            in_row[i].erase(best);
            for (const std::size_t j : in_row[best])
                if (i != j) {
                    in_row[i].insert(j);
                    in_column[j].insert(i);
                }
        }
        for (const std::size_t j : in_row[best]) in_column[j].erase(best);
    }
    part.rows = std::move(rows);
    part.columns = std::move(columns);
}

bool LinearSystem::order(int largest_pivoted) {
    if (!match()) return false;
    for (const auto& [at, local] : entries_) given_.insert(at);
    find_parts();
    for (auto& part : parts_) {
        part.is_pivoted = part.rows.size() > 1 && static_cast<int>(part.rows.size()) <= largest_pivoted;
        if (!part.is_pivoted) order_part(part);
    }
    return true;
}

// --- elimination -------------------------------------------------------------------------------------------

void LinearSystem::check_pivot(Writer& out, const ast::Expression& pivot) {
    out.open_if(
        binary(Operator::le, builtin_call("fabs", ast::clone(pivot)), number(kSmallestPivot, out.span())));
    out.fail(RV_STATUS_NO_CONVERGENCE);
    out.close();
}

void LinearSystem::factor_diagonal(Writer& out, Part& part, bool is_checked) {
    const std::size_t n = part.rows.size();
    for (std::size_t k = 0; k < n; ++k) {
        const int row = part.rows[k], column = part.columns[k];
        if (is_checked) check_pivot(out, *get(out, row, column));
        part.pivots.push_back(out.local("p" + std::to_string(column)));
        out.set(part.pivots.back(), binary(Operator::div, number(1, out.span()), get(out, row, column)));
        std::vector<int> right; // columns of the pivot's row that are still open
        for (std::size_t j = k + 1; j < n; ++j)
            if (known_.count({row, part.columns[j]}) > 0) right.push_back(part.columns[j]);
        for (std::size_t i = k + 1; i < n; ++i) {
            const int below = part.rows[i];
            if (known_.count({below, column}) == 0) continue;
            const int factor = entries_.at({below, column});
            out.set(factor, binary(Operator::mul, out.get(factor), out.get(part.pivots.back())));
            for (const int j : right) {
                auto change = binary(Operator::mul, out.get(factor), get(out, row, j));
                if (known_.count({below, j}) > 0) {
                    const int target = entries_.at({below, j});
                    out.set(target, binary(Operator::sub, out.get(target), std::move(change)));
                } else {
                    known_.insert({below, j});
                    out.set(entry(out, below, j), negated(std::move(change)));
                }
            }
        }
    }
}

void LinearSystem::swap(Writer& out, int a, int b, int spare) {
    out.set(spare, out.get(a));
    out.set(a, out.get(b));
    out.set(b, out.get(spare));
}

/// Every entry of the block exists; the pivot of a column is its largest entry below the rows that are done.
void LinearSystem::factor_pivoted(Writer& out, Part& part, bool is_checked) {
    const std::size_t n = part.rows.size();
    for (const int row : part.rows)
        for (const int column : part.columns)
            if (known_.insert({row, column}).second) out.set(entry(out, row, column), number(0, out.span()));
    if (spare_ < 0) spare_ = out.local("spare");
    for (std::size_t k = 0; k < n; ++k) {
        const int row = part.rows[k], column = part.columns[k];
        part.pivots.push_back(out.local("p" + std::to_string(column)));
        part.exchange.push_back(-1);
        if (k + 1 < n) {
            part.exchange.back() = out.local("exchange" + std::to_string(column));
            out.set(part.exchange.back(), number(static_cast<double>(k), out.span()));
            out.set(spare_, builtin_call("fabs", get(out, row, column)));
            for (std::size_t i = k + 1; i < n; ++i) {
                out.open_if(binary(Operator::gt, builtin_call("fabs", get(out, part.rows[i], column)),
                                   out.get(spare_)));
                out.set(spare_, builtin_call("fabs", get(out, part.rows[i], column)));
                out.set(part.exchange.back(), number(static_cast<double>(i), out.span()));
                out.close();
            }
            for (std::size_t i = k + 1; i < n; ++i) {
                out.open_if(binary(Operator::eq, out.get(part.exchange.back()),
                                   number(static_cast<double>(i), out.span())));
                for (const int j : part.columns)
                    swap(out, entries_.at({row, j}), entries_.at({part.rows[i], j}), spare_);
                out.close();
            }
        }
        if (is_checked) check_pivot(out, *get(out, row, column));
        out.set(part.pivots.back(), binary(Operator::div, number(1, out.span()), get(out, row, column)));
        for (std::size_t i = k + 1; i < n; ++i) {
            const int factor = entries_.at({part.rows[i], column});
            out.set(factor, binary(Operator::mul, out.get(factor), out.get(part.pivots.back())));
            for (std::size_t j = k + 1; j < n; ++j) {
                const int target = entries_.at({part.rows[i], part.columns[j]});
                out.set(target,
                        binary(Operator::sub, out.get(target),
                               binary(Operator::mul, out.get(factor), get(out, row, part.columns[j]))));
            }
        }
    }
}

void LinearSystem::factor(Writer& out, bool is_checked) {
    known_ = given_;
    for (auto& part : parts_) {
        part.pivots.clear();
        part.exchange.clear();
        if (part.is_pivoted) factor_pivoted(out, part, is_checked);
        else factor_diagonal(out, part, is_checked);
    }
}

void LinearSystem::substitute(Writer& out) {
    std::set<int> solved;
    const auto b = [&](int row) { return right_[static_cast<std::size_t>(row)]; };
    const auto reduce = [&](int row, int column, int by) {
        out.set(b(row), binary(Operator::sub, out.get(b(row)),
                               binary(Operator::mul, get(out, row, column), out.get(by))));
    };
    for (const auto& part : parts_) {
        const std::size_t n = part.rows.size();
        for (const int row : part.rows)
            for (auto at = entries_.lower_bound({row, 0}); at != entries_.end() && at->first.first == row;
                 ++at)
                if (solved.count(at->first.second) > 0)
                    reduce(row, at->first.second, answer(at->first.second));
        if (part.is_pivoted)
            for (std::size_t k = 0; k + 1 < n; ++k)
                for (std::size_t i = k + 1; i < n; ++i) {
                    out.open_if(binary(Operator::eq, out.get(part.exchange[k]),
                                       number(static_cast<double>(i), out.span())));
                    swap(out, b(part.rows[k]), b(part.rows[i]), spare_);
                    out.close();
                }
        for (std::size_t k = 0; k < n; ++k)
            for (std::size_t i = k + 1; i < n; ++i)
                if (has(part.rows[i], part.columns[k]))
                    reduce(part.rows[i], part.columns[k], b(part.rows[k]));
        for (std::size_t k = n; k-- > 0;) {
            for (std::size_t j = k + 1; j < n; ++j)
                if (has(part.rows[k], part.columns[j]))
                    reduce(part.rows[k], part.columns[j], b(part.rows[j]));
            out.set(b(part.rows[k]),
                    binary(Operator::mul, out.get(b(part.rows[k])), out.get(part.pivots[k])));
        }
        solved.insert(part.columns.begin(), part.columns.end());
    }
}

} // namespace ranvier::nmodl
