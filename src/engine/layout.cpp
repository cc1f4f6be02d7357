// SPDX-License-Identifier: BSD-3-Clause
// Groups cells into classes and lanes and gives every row its place.
#include "layout.hpp"

#include <algorithm>
#include <numeric>

#include "ranvier/base/error.hpp"

namespace ranvier::engine {

using model::Section;

namespace {

/// One cell on its way into a group.
struct Cell {
    std::vector<Section*> sections;           ///< parents before children
    std::vector<model::PointProcess*> points; ///< in order of (type, creation)
    std::string key;                          ///< equal keys: one class
};

/// A node of a cell: segment `segment` in order of x; nseg stands for the far end, -1 for the root's own node.
struct NodePlace {
    int section;
    int segment;
};

void append(std::string& key, std::int64_t number) {
    key.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// Number of the node in its section, counted away from the parent.
int order_in_section(const Section& s, int segment) {
    return segment < s.nseg() && s.child_end() == 1 ? s.nseg() - 1 - segment : segment;
}

/// Node of a cell at a place, given each section's first node; node 0 is the root's.
int local_node(const Section& s, double x, const std::unordered_map<const Section*, int>& first_node) {
    const Section* at = &s;
    while (x == at->child_end()) { // the parent's node, or the root's
        if (!at->parent()) return 0;
        x = at->parent_x();
        at = at->parent();
    }
    const int first = first_node.at(at);
    if (x == 0 || x == 1) return first + at->nseg();
    return first + order_in_section(*at, at->segment_index(x));
}

class Builder {
  public:
    Builder(model::Model& model, const SimulatorOptions& options, TraitsOf& traits, Plan& plan)
        : model_(model), options_(options), traits_(traits), plan_(plan) {}

    void build() {
        collect_cells();
        make_groups();
        permute_nodes();
        permute_mechanisms();
    }

  private:
    /// Region class of a section's membrane; one with nothing inserted is a class of its own (capacitance alone).
    int region_of(const Section& s) {
        std::vector<model::TypePtr> types;
        for (const auto& i : s.inserted()) types.push_back(i.type);
        for (std::size_t r = 0; r < plan_.regions.size(); ++r)
            if (plan_.regions[r].types == types) return static_cast<int>(r);
        auto& made = plan_.regions.emplace_back();
        made.types = std::move(types);
        return static_cast<int>(plan_.regions.size()) - 1;
    }

    int point_class_of(const model::TypePtr& type) {
        for (std::size_t i = 0; i < plan_.points.size(); ++i)
            if (plan_.points[i].type == type) return static_cast<int>(i);
        plan_.points.emplace_back().type = type;
        return static_cast<int>(plan_.points.size()) - 1;
    }

    /// Instances that run one by one want their rows side by side, and no padding that stands still. Not where cells are
    /// independent of each other.
    bool keeps_order(const Cell& cell) {
        const auto of = [&](const model::TypePtr& type) {
            return traits_(*type).keeps_order && !plan_.independent.by_cell.contains(type.get());
        };
        for (const auto* s : cell.sections)
            for (const auto& inserted : s->inserted())
                if (of(inserted.type)) return true;
        return std::any_of(cell.points.begin(), cell.points.end(),
                           [&](const auto* p) { return of(p->type()); });
    }

    void collect_cells() {
        for (const auto& root : model_.sections()) {
            if (root->parent()) continue;
            Cell cell;
            cell.sections.push_back(root.get());
            for (std::size_t i = 0; i < cell.sections.size(); ++i)
                for (auto* child : cell.sections[i]->children()) cell.sections.push_back(child);
            std::unordered_map<const Section*, int> first_node;
            int next = 1;
            for (auto* s : cell.sections) {
                first_node.emplace(s, next);
                next += s->nseg() + 1;
            }
            for (auto* s : cell.sections) {
                append(cell.key, s->parent() ? local_node(*s->parent(), s->parent_x(), first_node) : 0);
                append(cell.key, s->nseg());
                append(cell.key, region_of(*s));
                append(cell.key, s->child_end() == 1);
                for (auto* p : s->point_processes()) cell.points.push_back(p);
            }
            std::sort(cell.points.begin(), cell.points.end(), [](const auto* a, const auto* b) {
                return std::pair(a->type()->evaluation_rank(), a->serial()) <
                       std::pair(b->type()->evaluation_rank(), b->serial());
            });
            append(cell.key, -2);
            for (auto* p : cell.points) {
                append(cell.key, p->type()->index);
                append(cell.key, local_node(*p->section(), p->x(), first_node));
            }
            cells_.push_back(std::move(cell));
        }
    }

    std::shared_ptr<CellClass> make_class(const Cell& cell, int lanes) {
        auto c = std::make_shared<CellClass>();
        std::unordered_map<const Section*, int> first_node;
        c->parent.push_back(-1);
        std::vector<int> region{-1};
        for (auto* s : cell.sections) {
            const int first = static_cast<int>(c->parent.size());
            first_node.emplace(s, first);
            c->section_first_node.push_back(first);
            const int r = region_of(*s);
            for (int i = 0; i <= s->nseg(); ++i) {
                c->parent.push_back(
                    i > 0 ? first + i - 1
                          : (s->parent() ? local_node(*s->parent(), s->parent_x(), first_node) : 0));
                region.push_back(i < s->nseg() ? r : -1);
            }
        }
        // Nodes of one region stand together, so that kernels need no index; the ends come last.
        const int n = static_cast<int>(c->parent.size());
        c->position.assign(static_cast<std::size_t>(n), 0);
        c->stretch_of_node.assign(static_cast<std::size_t>(n), 0);
        std::vector<int> order(static_cast<std::size_t>(n));
        std::iota(order.begin(), order.end(), 0);
        const auto rank = [&](int node) {
            const int r = region[static_cast<std::size_t>(node)];
            return r < 0 ? static_cast<int>(plan_.regions.size()) : r;
        };
        std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return rank(a) < rank(b); });
        int position = 0;
        for (int i = 0; i < n;) {
            CellClass::Stretch stretch;
            stretch.region = region[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])];
            stretch.first = position;
            for (; i < n; ++i) {
                const int node = order[static_cast<std::size_t>(i)];
                if (region[static_cast<std::size_t>(node)] != stretch.region) break;
                c->position[static_cast<std::size_t>(node)] = position++;
                c->stretch_of_node[static_cast<std::size_t>(node)] = static_cast<int>(c->stretches.size());
                ++stretch.count;
            }
            if (lanes == 1) position = (position + RV_LANES - 1) / RV_LANES * RV_LANES;
            stretch.padded = position - stretch.first;
            c->stretches.push_back(stretch);
        }
        c->positions = position;
        const auto tree = math::centre_forest(c->parent);
        c->solver_parent = tree.parent;
        c->schedule = math::make_schedule(tree, c->position, lanes);
        return c;
    }

    void make_groups() {
        auto global = std::make_unique<Group>();
        plan_.groups.push_back(std::move(global));
        cell_of_group_.emplace_back();
        std::unordered_map<std::string_view, std::vector<int>> by_key;
        std::vector<std::string_view> keys; // in order of first appearance
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            auto& members = by_key[cells_[i].key];
            if (members.empty()) keys.push_back(cells_[i].key);
            members.push_back(static_cast<int>(i));
        }
        for (const auto& key : keys) {
            const auto& members = by_key[key];
            std::shared_ptr<CellClass> in_lanes, alone;
            for (std::size_t m = 0; m < members.size();) {
                const auto left = members.size() - m;
                const auto& first = cells_[static_cast<std::size_t>(members[m])];
                const bool use_lanes =
                    left >= static_cast<std::size_t>(options_.lane_cells) && !keeps_order(first);
                const auto take = use_lanes ? std::min<std::size_t>(left, RV_LANES) : 1;
                auto& cls = use_lanes ? in_lanes : alone;
                if (!cls) cls = make_class(first, use_lanes ? RV_LANES : 1);
                auto g = std::make_unique<Group>();
                g->index = static_cast<int>(plan_.groups.size());
                g->lanes = use_lanes ? RV_LANES : 1;
                g->cell_class = cls;
                std::vector<int> cells;
                for (std::size_t l = 0; l < take; ++l) {
                    cells.push_back(members[m + l]);
                    g->cells.push_back(cells_[static_cast<std::size_t>(members[m + l])].sections);
                }
                cell_of_group_.push_back(std::move(cells));
                plan_.groups.push_back(std::move(g));
                m += take;
            }
        }
    }

    /// Appends a block of `positions` x lanes rows. `row_of(position, lane)` gives the old row of a living thing or -1.
    template <class F> std::int32_t add_block(state::RowOrder& order, int positions, int lanes, F&& row_of) {
        while (order.old_row.size() % RV_LANES) {
            order.old_row.push_back(-1);
            order.copy_of.push_back(-1);
        }
        const auto base = static_cast<std::int32_t>(order.old_row.size());
        for (int p = 0; p < positions; ++p)
            for (int l = 0; l < lanes; ++l) {
                const std::int32_t old = row_of(p, l);
                const auto here = static_cast<std::int32_t>(order.old_row.size());
                // padding repeats its own position's lane 0, or the position before it
                const std::int32_t copy = old >= 0 ? -1 : l > 0 ? here - l : p > 0 ? here - lanes : -1;
                order.old_row.push_back(old);
                order.copy_of.push_back(copy >= 0 && order.old_row[static_cast<std::size_t>(copy)] < 0
                                            ? order.copy_of[static_cast<std::size_t>(copy)]
                                            : copy);
            }
        return base;
    }

    void permute_nodes() {
        auto& nodes = *model_.nodes();
        state::RowOrder order;
        for (auto& group : plan_.groups) {
            if (!group->cell_class) continue;
            const auto& c = *group->cell_class;
            // node of each position
            std::vector<std::vector<std::int32_t>> rows(group->cells.size());
            for (std::size_t l = 0; l < group->cells.size(); ++l) {
                auto& by_position = rows[l];
                by_position.assign(static_cast<std::size_t>(c.positions), -1);
                const auto put = [&](int node, state::RowId id) {
                    by_position[static_cast<std::size_t>(c.position[static_cast<std::size_t>(node)])] =
                        nodes.row(id);
                };
                put(0, group->cells[l][0]->root_node());
                for (std::size_t s = 0; s < group->cells[l].size(); ++s) {
                    const Section& section = *group->cells[l][s];
                    for (int i = 0; i <= section.nseg(); ++i)
                        put(c.section_first_node[s] + order_in_section(section, i),
                            section.nodes()[static_cast<std::size_t>(i)]);
                }
            }
            group->node_base = add_block(order, c.positions, group->lanes, [&](int p, int l) {
                return static_cast<std::size_t>(l) < rows.size()
                           ? rows[static_cast<std::size_t>(l)][static_cast<std::size_t>(p)]
                           : -1;
            });
            group->node_rows = static_cast<std::int64_t>(c.positions) * group->lanes;
        }
        nodes.permute(order);
    }

    void permute_mechanisms() {
        std::unordered_map<const model::MechanismType*, state::RowOrder> orders;
        for (const auto& type : model_.mechanisms().all()) orders[type.get()];
        for (auto& group : plan_.groups) {
            if (group->cell_class) place_density(*group, orders);
        }
        for (auto& group : plan_.groups) place_points(*group, orders);
        for (const auto& type : model_.mechanisms().all()) type->instances->permute(orders[type.get()]);
        index_points();
    }

    void place_density(Group& group,
                       std::unordered_map<const model::MechanismType*, state::RowOrder>& orders) {
        const auto& c = *group.cell_class;
        for (std::size_t k = 0; k < c.stretches.size(); ++k) {
            const auto& stretch = c.stretches[k];
            if (stretch.region < 0) continue;
            const auto& cls = plan_.regions[static_cast<std::size_t>(stretch.region)];
            Region region;
            region.region = stretch.region;
            region.stretch = static_cast<int>(k);
            region.node_base = group.node_base + stretch.first * group.lanes;
            // A few rows alone run one by one; more fill whole vectors with harmless copies.
            region.count = group.lanes > 1 || stretch.count > 2
                               ? static_cast<std::int64_t>(stretch.padded) * group.lanes
                               : stretch.count;
            for (std::size_t ti = 0; ti < cls.types.size(); ++ti) {
                auto& table = *cls.types[ti]->instances;
                std::vector<std::vector<std::int32_t>> rows(group.cells.size());
                for (std::size_t l = 0; l < group.cells.size(); ++l) {
                    auto& by_position = rows[l];
                    by_position.assign(static_cast<std::size_t>(stretch.padded), -1);
                    for (std::size_t s = 0; s < group.cells[l].size(); ++s) {
                        const Section& section = *group.cells[l][s];
                        const auto first = static_cast<std::size_t>(c.section_first_node[s]);
                        if (c.stretch_of_node[first] != static_cast<int>(k)) continue;
                        const auto& ids = section.find(*cls.types[ti])->rows;
                        for (int i = 0; i < section.nseg(); ++i) {
                            const auto node = first + static_cast<std::size_t>(order_in_section(section, i));
                            by_position[static_cast<std::size_t>(c.position[node] - stretch.first)] =
                                table.row(ids[static_cast<std::size_t>(i)]);
                        }
                    }
                }
                region.type_base.push_back(
                    add_block(orders[cls.types[ti].get()], stretch.padded, group.lanes, [&](int p, int l) {
                        return static_cast<std::size_t>(l) < rows.size()
                                   ? rows[static_cast<std::size_t>(l)][static_cast<std::size_t>(p)]
                                   : -1;
                    }));
            }
            group.regions.push_back(std::move(region));
        }
    }

    void place_points(Group& group,
                      std::unordered_map<const model::MechanismType*, state::RowOrder>& orders) {
        if (!group.cell_class) {
            std::vector<model::PointProcess*> free;
            for (auto* p : model_.point_processes())
                if (!p->section()) free.push_back(p);
            std::sort(free.begin(), free.end(), [](const auto* a, const auto* b) {
                return std::pair(a->type()->evaluation_rank(), a->serial()) <
                       std::pair(b->type()->evaluation_rank(), b->serial());
            });
            add_blocks(group, {free}, orders);
            return;
        }
        std::vector<std::vector<model::PointProcess*>> by_lane;
        for (const int cell : cell_of_group_[static_cast<std::size_t>(group.index)])
            by_lane.push_back(cells_[static_cast<std::size_t>(cell)].points);
        add_blocks(group, by_lane, orders);
    }

    void add_blocks(Group& group, const std::vector<std::vector<model::PointProcess*>>& by_lane,
                    std::unordered_map<const model::MechanismType*, state::RowOrder>& orders) {
        const auto& pattern = by_lane[0];
        for (std::size_t i = 0; i < pattern.size();) {
            const auto& type = pattern[i]->type();
            std::size_t end = i;
            while (end < pattern.size() && pattern[end]->type() == type) ++end;
            PointBlock block;
            block.point_class = point_class_of(type);
            const int positions = static_cast<int>(end - i);
            block.count = static_cast<std::int64_t>(positions) * group.lanes;
            for (int p = 0; p < positions; ++p)
                for (int l = 0; l < group.lanes; ++l)
                    block.points.push_back(
                        static_cast<std::size_t>(l) < by_lane.size()
                            ? by_lane[static_cast<std::size_t>(l)][i + static_cast<std::size_t>(p)]
                            : nullptr);
            block.base = add_block(orders[type.get()], positions, group.lanes, [&](int p, int l) {
                const auto* point = block.points[static_cast<std::size_t>(p * group.lanes + l)];
                return point ? type->instances->row(point->row()) : -1;
            });
            group.blocks.push_back(std::move(block));
            i = end;
        }
    }

    /// Rows of the nodes and ions under each point process, once all rows stand.
    void index_points() {
        for (auto& group : plan_.groups)
            for (std::size_t b = 0; b < group->blocks.size(); ++b) {
                auto& block = group->blocks[b];
                const auto& mechanism =
                    *plan_.points[static_cast<std::size_t>(block.point_class)].type->mechanism;
                for (std::size_t i = 0; i < block.points.size(); ++i) {
                    const auto* point = block.points[i];
                    if (point) plan_.block_of_point[point] = {group->index, static_cast<int>(b)};
                    if (!group->cell_class) continue;
                    // a padding lane stands on the padding lane of the same node
                    const auto lane = static_cast<std::int32_t>(i % static_cast<std::size_t>(group->lanes));
                    const auto* model_point = block.points[i - static_cast<std::size_t>(lane)];
                    const std::int32_t shift = point ? 0 : lane;
                    const auto* shown = point ? point : model_point;
                    block.node.push_back(model_.nodes()->row(model_.node_at(*shown->section(), shown->x())) +
                                         shift);
                    for (const auto& use : mechanism.ions) {
                        const auto ion = model_.mechanisms().ion(use.name);
                        const Section& s = *shown->section();
                        const auto id =
                            s.find(*ion)->rows[static_cast<std::size_t>(s.segment_index(shown->x()))];
                        block.ion_rows[ion->name()].push_back(ion->instances->row(id) + shift);
                    }
                }
            }
    }

    model::Model& model_;
    const SimulatorOptions& options_;
    TraitsOf& traits_;
    Plan& plan_;
    std::vector<Cell> cells_;
    std::vector<std::vector<int>> cell_of_group_;
};

} // namespace

void lay_out(model::Model& model, const SimulatorOptions& options, TraitsOf& traits, Plan& plan) {
    Builder(model, options, traits, plan).build();
}

std::string node_name(const model::Model& model, const Group& group, std::int32_t row) {
    const auto& nodes = *model.nodes();
    for (const auto& sections : group.cells)
        for (const auto* s : sections) {
            for (int i = 0; i <= s->nseg(); ++i) {
                if (nodes.row(s->nodes()[static_cast<std::size_t>(i)]) != row) continue;
                const double x = i == s->nseg() ? 1 - s->child_end() : (i + 0.5) / s->nseg();
                return model::Model::place(*s, x);
            }
            if (!s->parent() && nodes.row(s->root_node()) == row)
                return model::Model::place(*s, s->child_end());
        }
    return "row " + std::to_string(row);
}

} // namespace ranvier::engine
