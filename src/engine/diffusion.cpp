// SPDX-License-Identifier: BSD-3-Clause
// The flux between two segments is the mean of their rates over the distance of their centres, times the difference of the
// two numbers.
#include "diffusion.hpp"

#include <algorithm>
#include <unordered_map>

#include "plan.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::engine {

using model::Section;

namespace {

/// Segments along a section, counted away from the parent.
int from_parent(const Section& s, int segment) {
    return s.child_end() == 1 ? s.nseg() - 1 - segment : segment;
}

class Finder {
  public:
    Finder(const Group& group, const model::TypePtr& type) {
        int next = 0;
        for (const auto& sections : group.cells)
            for (const auto* s : sections)
                if (s->find(*type)) {
                    first_.emplace(s, next);
                    next += s->nseg();
                }
    }

    /// The compartment that touches a place from the side of the root; -1 if there is none. At the end that a section hangs by
    /// that is its parent's; a section stands in where its parent has no such compartment.
    [[nodiscard]] int at(const Section& s, double x) const {
        if (x == s.child_end() && s.parent())
            if (const int found = at(*s.parent(), s.parent_x()); found >= 0) return found;
        const auto it = first_.find(&s);
        return it == first_.end() ? -1 : it->second + from_parent(s, s.segment_index(x));
    }
    [[nodiscard]] int parent_of(const Section& s, int along) const {
        if (along > 0) return first_.at(&s) + along - 1;
        return s.parent() ? at(*s.parent(), s.parent_x()) : -1;
    }

  private:
    std::unordered_map<const Section*, int> first_;
};

/// Where a diffusing number stands.
state::TablePtr table_of(const model::Model& model, const model::MechanismType& type, const mir::Diffusion& d,
                         int& column) {
    const auto& variable = (*type.mechanism)[d.state];
    if (variable.kind != mir::VariableKind::ion) {
        column = type.instance_column(variable.name, d.element);
        return type.instances;
    }
    const auto ion = model.mechanisms().ion(variable.ion);
    column = ion->instance_column(variable.quantity == mir::IonQuantity::outside ? variable.ion + "o"
                                                                                 : variable.ion + "i");
    return ion->instances;
}

} // namespace

std::vector<Diffuser> find_diffusers(const model::Model& model, const Plan& plan, const Group& group) {
    std::vector<Diffuser> out;
    std::vector<model::TypePtr> types;
    for (const auto& region : group.regions)
        for (const auto& type : plan.regions[static_cast<std::size_t>(region.region)].types)
            if (!type->mechanism->diffusions.empty() && std::ranges::find(types, type) == types.end())
                types.push_back(type);
    std::ranges::sort(types, {}, [](const auto& t) { return t->evaluation_rank(); });
    for (const auto& type : types) {
        Diffuser pattern;
        pattern.type = type;
        std::int32_t values = 0;
        for (std::size_t r = 0; r < group.regions.size(); ++r) {
            const auto& in = plan.regions[static_cast<std::size_t>(group.regions[r].region)].types;
            const auto at = static_cast<std::size_t>(std::ranges::find(in, type) - in.begin());
            if (at == in.size()) continue;
            pattern.sources.push_back({r, at, values});
            values += static_cast<std::int32_t>(group.regions[r].count);
        }
        const Finder finder(group, type);
        for (const auto& sections : group.cells)
            for (const auto* s : sections) {
                const auto* inserted = s->find(*type);
                if (!inserted) continue;
                for (int along = 0; along < s->nseg(); ++along) {
                    pattern.parent.push_back(finder.parent_of(*s, along));
                    const auto own = type->instances->row(
                        inserted->rows[static_cast<std::size_t>(from_parent(*s, along))]);
                    for (const auto& source : pattern.sources) {
                        const auto& region = group.regions[source.region];
                        const auto row = own - region.type_base[source.type];
                        if (row >= 0 && row < region.count) pattern.value.push_back(source.first + row);
                    }
                }
            }
        const auto n = pattern.parent.size();
        RV_CHECK(pattern.value.size() == n);
        const auto forest = math::centre_forest(pattern.parent);
        pattern.towards = forest.parent;
        std::vector<std::int32_t> position(n);
        for (std::size_t i = 0; i < n; ++i) position[i] = static_cast<std::int32_t>(i);
        pattern.schedule = math::make_schedule(forest, position, 1);
        for (auto* array : {&pattern.rate, &pattern.volume})
            array->assign(static_cast<std::size_t>(values), 0);
        for (auto* array :
             {&pattern.amount, &pattern.sum, &pattern.diagonal, &pattern.fixed, &pattern.conductance})
            array->assign(n, 0);
        for (std::size_t d = 0; d < type->mechanism->diffusions.size(); ++d) {
            Diffuser made = pattern;
            made.which = d;
            made.table = table_of(model, *type, type->mechanism->diffusions[d], made.column);
            RV_CHECK(made.column >= 0);
            const bool is_own = made.table == type->instances;
            const auto number =
                is_own ? type
                       : model.mechanisms().ion((*type->mechanism)[type->mechanism->diffusions[d].state].ion);
            for (const auto& sections : group.cells)
                for (const auto* s : sections) {
                    if (!s->find(*type)) continue;
                    const auto& rows = s->find(*number)->rows;
                    for (int along = 0; along < s->nseg(); ++along)
                        made.row.push_back(
                            made.table->row(rows[static_cast<std::size_t>(from_parent(*s, along))]));
                }
            out.push_back(std::move(made));
        }
    }
    for (auto& diffuser : out) measure(group, diffuser);
    return out;
}

void measure(const Group& group, Diffuser& diffuser) {
    diffuser.length.clear();
    for (const auto& sections : group.cells)
        for (const auto* s : sections)
            if (s->find(*diffuser.type))
                diffuser.length.insert(diffuser.length.end(), static_cast<std::size_t>(s->nseg()),
                                       s->length() / s->nseg());
}

void load_amounts(Diffuser& d) {
    const double* numbers = d.table->data(d.column);
    for (std::size_t i = 0; i < d.row.size(); ++i) d.amount[i] = numbers[d.row[i]];
}

namespace {

/// Calls f(i, parent, flux for a difference of 1 [um3/ms]) on each pair of neighbours.
template <class F> void each_pair(const Diffuser& d, F&& f) {
    const auto rate = [&](std::size_t i) { return d.rate[static_cast<std::size_t>(d.value[i])]; };
    for (std::size_t i = 0; i < d.row.size(); ++i) {
        if (d.towards[i] < 0) continue;
        const auto up = static_cast<std::size_t>(d.towards[i]);
        f(i, up, (rate(i) + rate(up)) / (d.length[i] + d.length[up]));
    }
}

double volume_of(const Diffuser& d, std::size_t i) {
    return d.volume[static_cast<std::size_t>(d.value[i])] * d.length[i];
}

} // namespace

void spread(Diffuser& d, double dt) {
    for (std::size_t i = 0; i < d.row.size(); ++i) {
        d.fixed[i] = volume_of(d, i) / dt;
        d.sum[i] = d.diagonal[i] = d.conductance[i] = 0;
    }
    each_pair(d, [&](std::size_t i, std::size_t up, double g) {
        d.conductance[i] = g;
        d.fixed[i] += g;
        d.fixed[up] += g;
    });
    math::solve_tree(d.schedule,
                     {d.amount.data(), d.sum.data(), d.diagonal.data(), d.fixed.data(), d.conductance.data(),
                      d.conductance.data()},
                     1.0);
}

void rates_of_spread(Diffuser& d) {
    std::ranges::fill(d.sum, 0.0);
    each_pair(d, [&](std::size_t i, std::size_t up, double g) {
        const double flux = g * (d.amount[up] - d.amount[i]);
        d.sum[i] += flux;
        d.sum[up] -= flux;
    });
    for (std::size_t i = 0; i < d.row.size(); ++i) d.sum[i] /= volume_of(d, i);
}

void diffuse(Diffuser& d, double dt) {
    load_amounts(d);
    spread(d, dt);
    double* numbers = d.table->data(d.column);
    for (std::size_t i = 0; i < d.row.size(); ++i) numbers[d.row[i]] = d.amount[i];
}

} // namespace ranvier::engine
