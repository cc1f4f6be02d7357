// SPDX-License-Identifier: BSD-3-Clause
#include "path.hpp"

#include <algorithm>
#include <cmath>

#include "ranvier/base/error.hpp"

namespace ranvier::world::classes {

namespace {

/// Node i of a section counts from the end that touches the parent: 0 is that end, nseg + 1 the other.
struct Node {
    model::Section* section;
    int i;
    bool operator==(const Node&) const = default;
};

double x_of(const Node& node) {
    const int n = node.section->nseg();
    const double from_end = node.i == 0 ? 0 : node.i > n ? 1 : (node.i - 0.5) / n;
    return node.section->child_end() == 0 ? from_end : 1 - from_end;
}

Node node_at(model::Section& section, double x) {
    const double from_end = section.child_end() == 0 ? x : 1 - x;
    const int n = section.nseg();
    if (from_end <= 0) return {&section, 0};
    if (from_end >= 1) return {&section, n + 1};
    return {&section, std::min(static_cast<int>(from_end * n) + 1, n)};
}

/// The end that touches the parent is the parent's node there.
Node same(Node node) {
    while (node.i == 0 && node.section->parent())
        node = node_at(*node.section->parent(), node.section->parent_x());
    return node;
}

double from_root(Node node) {
    double sum = 0;
    for (;;) {
        const int n = node.section->nseg();
        const double part = node.i == 0 ? 0 : node.i > n ? 1 : (node.i - 0.5) / n;
        sum += part * node.section->length();
        if (!node.section->parent()) return sum;
        node = node_at(*node.section->parent(), node.section->parent_x());
    }
}

/// From a place to the root. A parent's node where a child is attached is left out for the child's end.
std::vector<Node> way_to_root(Node node) {
    std::vector<Node> out;
    for (;;) {
        for (; node.i >= 0; --node.i) out.push_back(node);
        if (!node.section->parent()) return out;
        node = node_at(*node.section->parent(), node.section->parent_x());
        --node.i;
    }
}

} // namespace

Path path_between(model::Section& from, double from_x, model::Section& to, double to_x) {
    const auto up = way_to_root(node_at(from, from_x)), down = way_to_root(node_at(to, to_x));
    std::size_t top = up.size(), end = down.size();
    for (std::size_t k = 0; k < up.size() && top == up.size(); ++k) {
        const auto node = same(up[k]);
        for (std::size_t m = 0; m < down.size(); ++m)
            if (same(down[m]) == node) {
                top = k;
                end = m;
                break;
            }
    }
    if (top == up.size())
        throw InputError(ErrorParts{"there is no path between these places",
                                    from.name() + "(" + number_text(from_x) + ")",
                                    to.name() + "(" + number_text(to_x) + ")",
                                    "places of one tree",
                                    {}});
    Path out;
    out.from_root = from_root(up[top]);
    const auto add = [&](const Node& node, double sign) {
        const bool is_end = node.i == 0 || node.i == node.section->nseg() + 1;
        out.nodes.push_back({node.section, x_of(node), sign * (from_root(node) - out.from_root), is_end});
    };
    for (std::size_t k = 0; k <= top; ++k) add(up[k], -1);
    for (std::size_t m = end; m-- > 0;) add(down[m], 1);
    return out;
}

} // namespace ranvier::world::classes
