// SPDX-License-Identifier: BSD-3-Clause
// Root and order of elimination of a forest.
#include <algorithm>
#include <queue>
#include <string>

#include "ranvier/base/error.hpp"
#include "ranvier/math/tree_solver.hpp"

namespace ranvier::math {

namespace {

using Nodes = std::vector<std::int32_t>;

std::size_t at(std::int32_t node) { return static_cast<std::size_t>(node); }

/// Neighbours of all nodes in one array, those of a node by rising index.
class Adjacency {
  public:
    explicit Adjacency(std::span<const std::int32_t> parent) : first_(parent.size() + 1, 0) {
        for (std::size_t i = 0; i < parent.size(); ++i) {
            if (parent[i] >= 0) {
                ++first_[i + 1];
                ++first_[at(parent[i]) + 1];
            }
        }
        for (std::size_t i = 1; i < first_.size(); ++i) {
            first_[i] += first_[i - 1];
        }
        neighbours_.resize(at(first_.back()));
        Nodes next(first_.begin(), first_.end() - 1);
        const auto put = [&](std::size_t node, std::size_t neighbour) {
            neighbours_[at(next[node]++)] = static_cast<std::int32_t>(neighbour);
        };
        for (std::size_t i = 0; i < parent.size(); ++i) {
            if (parent[i] >= 0) {
                put(i, at(parent[i]));
                put(at(parent[i]), i);
            }
        }
        for (std::size_t i = 0; i < parent.size(); ++i) {
            std::sort(neighbours_.begin() + first_[i], neighbours_.begin() + first_[i + 1]);
        }
    }
    [[nodiscard]] std::span<const std::int32_t> of(std::int32_t node) const {
        return std::span(neighbours_)
            .subspan(at(first_[at(node)]), at(first_[at(node) + 1] - first_[at(node)]));
    }

  private:
    Nodes first_;
    Nodes neighbours_;
};

/// Breadth first from `start`: fills `up` (the neighbour towards start) and `depth`; returns the nodes in the order met.
Nodes walk(const Adjacency& graph, std::int32_t start, Nodes& up, Nodes& depth) {
    Nodes met = {start};
    up[at(start)] = -1;
    depth[at(start)] = 0;
    for (std::size_t i = 0; i < met.size(); ++i) {
        const std::int32_t node = met[i];
        for (const std::int32_t neighbour : graph.of(node)) {
            if (neighbour != up[at(node)]) {
                up[at(neighbour)] = node;
                depth[at(neighbour)] = depth[at(node)] + 1;
                met.push_back(neighbour);
            }
        }
    }
    return met;
}

/// The middle of the longest path. All longest paths of a tree share it.
std::int32_t centre(const Adjacency& graph, std::int32_t member, Nodes& up, Nodes& depth) {
    const std::int32_t one_end = walk(graph, member, up, depth).back();
    const std::int32_t other_end = walk(graph, one_end, up, depth).back();
    const std::int32_t length = depth[at(other_end)];
    std::int32_t middle = other_end;
    for (std::int32_t i = 0; i < length / 2; ++i) {
        middle = up[at(middle)];
    }
    return length % 2 == 0 ? middle : std::min(middle, up[at(middle)]);
}

/// List scheduling by critical path (Hu 1961): of the nodes whose children are gone, those farthest from the root first.
/// A few are taken at a time; what they set free waits for the next turn, so neighbours in the list are independent.
Nodes eliminate(const Nodes& tree, const Nodes& parent, const Nodes& depth, Nodes& children_left) {
    constexpr int kAtATime = 4; // about as many steps as a core keeps in flight
    const auto later = [&](std::int32_t a, std::int32_t b) {
        return depth[at(a)] != depth[at(b)] ? depth[at(a)] < depth[at(b)] : a > b;
    };
    std::priority_queue<std::int32_t, Nodes, decltype(later)> ready(later);
    for (const std::int32_t node : tree) {
        if (parent[at(node)] >= 0) {
            ++children_left[at(parent[at(node)])];
        }
    }
    for (const std::int32_t node : tree) {
        if (children_left[at(node)] == 0) {
            ready.push(node);
        }
    }
    Nodes order;
    order.reserve(tree.size());
    while (!ready.empty()) {
        const std::size_t turn = order.size();
        for (int i = 0; i < kAtATime && !ready.empty(); ++i) {
            order.push_back(ready.top());
            ready.pop();
        }
        for (std::size_t i = turn; i < order.size(); ++i) {
            const std::int32_t up = parent[at(order[i])];
            if (up >= 0 && --children_left[at(up)] == 0) {
                ready.push(up);
            }
        }
    }
    return order;
}

void check(std::span<const std::int32_t> parent) {
    const auto n = static_cast<std::int32_t>(parent.size());
    std::vector<std::uint8_t> state(parent.size(), 0); // 0 new, 1 on the way up, 2 known to end in a root
    for (std::int32_t i = 0; i < n; ++i) {
        if (parent[at(i)] < -1 || parent[at(i)] >= n) {
            throw InputError::out_of_range("parent of a tree node", "node " + std::to_string(i),
                                           std::to_string(parent[at(i)]), "-1 for a root, or another node");
        }
    }
    for (std::int32_t i = 0; i < n; ++i) {
        std::int32_t node = i;
        for (; node >= 0 && state[at(node)] == 0; node = parent[at(node)]) {
            state[at(node)] = 1;
        }
        if (node >= 0 && state[at(node)] == 1) {
            throw InputError(ErrorParts{.what = "the tree has a loop",
                                        .object = "node " + std::to_string(node),
                                        .value = "",
                                        .allowed = "parents that end in a root",
                                        .hint = ""});
        }
        for (node = i; node >= 0 && state[at(node)] == 1; node = parent[at(node)]) {
            state[at(node)] = 2;
        }
    }
}

} // namespace

CentredForest centre_forest(std::span<const std::int32_t> parent) {
    check(parent);
    const Adjacency graph(parent);
    CentredForest result;
    result.parent.assign(parent.size(), -1);
    Nodes depth(parent.size(), 0);
    Nodes children_left(parent.size(), 0);
    std::vector<Nodes> trees;
    for (std::size_t i = 0; i < parent.size(); ++i) {
        if (parent[i] < 0) {
            const std::int32_t root = centre(graph, static_cast<std::int32_t>(i), result.parent, depth);
            const Nodes tree = walk(graph, root, result.parent, depth);
            trees.push_back(eliminate(tree, result.parent, depth, children_left));
        }
    }

    // A few trees take turns: their steps are independent, and few enough stay in the cache.
    constexpr std::size_t kTreesAtATime = 4;
    result.order.reserve(parent.size());
    struct Active {
        std::size_t tree;
        std::size_t step;
    };
    std::vector<Active> active;
    std::size_t next = 0;
    while (next < trees.size() || !active.empty()) {
        while (active.size() < kTreesAtATime && next < trees.size()) {
            active.push_back({next++, 0});
        }
        for (Active& a : active) {
            result.order.push_back(trees[a.tree][a.step++]);
        }
        std::erase_if(active, [&](const Active& a) { return a.step == trees[a.tree].size(); });
    }
    return result;
}

} // namespace ranvier::math
