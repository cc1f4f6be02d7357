// SPDX-License-Identifier: BSD-3-Clause
// What a step of the present model does, for a reader: which cells go together, which mechanisms share a kernel, and why some do
// not.
#include <algorithm>
#include <cstdio>
#include <map>

#include "impl.hpp"

namespace ranvier::engine {

namespace {

std::string count_of(std::size_t n, const std::string& one, const std::string& many = {}) {
    return std::to_string(n) + " " + (n == 1 ? one : many.empty() ? one + "s" : many);
}

std::string short_number(double x) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", x);
    return text;
}

bool has_variable(const mir::Mechanism& m, mir::VariableKind kind) {
    return std::ranges::any_of(m.variables, [kind](const auto& v) { return v.kind == kind; });
}

/// Why no other mechanism shares a kernel with this one.
std::string reason_of(const mir::Mechanism& m) {
    if (m.needs_c) return "it holds C, which may reach anything";
    if (has_variable(m, mir::VariableKind::pointer)) return "its POINTERs may reach what others compute";
    if (has_variable(m, mir::VariableKind::external)) return "its EXTERNAL variables may be anybody's";
    if (m.is_ordered) return "an instance sees what the one before it left in a GLOBAL";
    return "its instances act on each other";
}

class StepText {
  public:
    explicit StepText(Simulator::Impl& impl) : impl_(impl), plan_(impl.plan) {}

    std::string text() {
        cells();
        steps();
        threads();
        return std::move(out_);
    }

  private:
    void line(const std::string& text) { out_ += text + "\n"; }

    void cells() {
        std::size_t count = 0;
        for (const auto& group : plan_.groups) count += group->cells.size();
        line(count_of(count, "cell") + ", " + count_of(impl_.model.sections().size(), "section") + ", " +
             count_of(static_cast<std::size_t>(impl_.model.nodes()->alive_count()), "node") + " in " +
             count_of(static_cast<std::size_t>(impl_.model.nodes()->row_count()), "row"));
        std::map<std::pair<const CellClass*, std::size_t>, std::vector<const Group*>> alike;
        std::vector<std::pair<const CellClass*, std::size_t>> order;
        for (const auto& group : plan_.groups) {
            if (!group->cell_class) continue;
            const std::pair key(group->cell_class.get(), group->cells.size());
            if (alike[key].empty()) order.push_back(key);
            alike[key].push_back(group.get());
        }
        for (const auto& key : order) {
            const auto& groups = alike[key];
            const auto& first = *groups.front();
            const std::string of = first.cells.front().front()->name();
            if (first.lanes > 1)
                line("  " + count_of(groups.size(), "group") + " of " + count_of(key.second, "cell") +
                     " like " + of + ", side by side in " + std::to_string(first.lanes) + " lanes");
            else
                line("  " + count_of(groups.size(), "cell") + " like " + of +
                     ", each alone: rows of its own tree in vectors");
        }
        std::size_t artificial = 0;
        for (const auto& block : plan_.groups.at(0)->blocks)
            artificial += static_cast<std::size_t>(block.count);
        if (artificial) line("  " + count_of(artificial, "point process", "point processes") + " on no cell");
    }

    /// "hh, pas: 104 rows, compiled"
    void kernel(const KernelPtr& code, const std::string& rows) {
        std::string who;
        for (const auto& m : code->mechanisms) who += (who.empty() ? "" : ", ") + m;
        line("       " + who + ": " + rows + ", " + form_of(*code));
    }
    static std::string form_of(const KernelCode& code) {
        std::string form = code.executable->about().form;
        if (code.kernel.is_ordered) form += ", instance by instance";
        return form;
    }

    /// Kernels of regions, told once for all groups.
    template <class Get> void regions(Get&& get) {
        for (std::size_t r = 0; r < plan_.regions.size(); ++r) {
            const KernelPtr code = get(plan_.regions[r]);
            if (!code) continue;
            std::size_t rows = 0, calls = 0;
            for (const auto& group : plan_.groups)
                for (const auto& region : group->regions)
                    if (region.region == static_cast<int>(r)) {
                        rows += static_cast<std::size_t>(region.count);
                        ++calls;
                    }
            kernel(code, count_of(rows, "row") + (calls > 1 ? " in " + count_of(calls, "call") : ""));
        }
    }
    template <class Get> void points(Get&& get, const PhaseOrder* order, std::size_t part) {
        for (std::size_t p = 0; p < plan_.points.size(); ++p) {
            const auto& point = plan_.points[p];
            const KernelPtr code = get(point);
            if (!code) continue;
            if (order && (order->cuts_at(*point.type) || order->part_of(*point.type) != part)) continue;
            std::size_t count = 0;
            for (const auto& group : plan_.groups)
                for (const auto& block : group->blocks)
                    if (block.point_class == static_cast<int>(p))
                        count += static_cast<std::size_t>(
                            std::ranges::count_if(block.points, [](const auto* x) { return x != nullptr; }));
            kernel(code, count_of(count, "instance"));
        }
    }

    void phase(const PhaseOrder& order, Operation operation) {
        for (std::size_t part = 0; part < order.parts(); ++part) {
            regions([&](const RegionClass& region) {
                return (operation == Operation::current ? region.current : region.advance)[part];
            });
            points(
                [&](const PointClass& point) {
                    return operation == Operation::current ? point.current : point.advance;
                },
                &order, part);
            if (part < order.cuts.size()) cut(*order.cuts[part]);
        }
    }
    void cut(const model::MechanismType& type) {
        const auto& m = *type.mechanism;
        std::string why;
        if (impl_.traits(type).runs_alone) why = reason_of(m);
        else if (type.is_point()) why = "mechanisms of the membrane need what it does to an ion";
        else why = "what electrodes inject is told from the current of the membrane";
        line("       " + type.name() + " alone, since " + why);
    }

    void blocks(Operation operation, const char* name) {
        const auto* types = plan_.blocks.find(operation);
        if (!types) return;
        std::string who;
        for (const auto& type : *types) who += (who.empty() ? "" : ", ") + type->name();
        line("     " + std::string(name) + ": " + who);
    }

    void steps() {
        const bool varies = impl_.variable_settings.is_active;
        if (varies)
            line(std::string("a variable step") + (impl_.variable_settings.is_local ? " of each cell" : "") +
                 ", absolute tolerance " + short_number(impl_.variable_settings.absolute) +
                 "; each evaluation:");
        else line("a step of dt = " + short_number(impl_.dt()) + " ms:");
        std::size_t detectors = 0, connections = 0;
        for (const auto& group : plan_.groups) detectors += group->detectors.size();
        for (const auto& source : plan_.sources) connections += source.connections.size();
        if (detectors || connections)
            line("  -  events: " + count_of(detectors, "threshold") + ", " +
                 count_of(connections, "connection"));
        blocks(Operation::before_breakpoint, "BEFORE BREAKPOINT");
        if (varies && plan_.has_variable_kernels) {
            line("  -  currents and rates");
            bool fused = false;
            regions([&](const RegionClass& region) {
                fused = fused || region.current_rates;
                return region.current_rates;
            });
            if (!fused) {
                phase(plan_.current, Operation::current);
                regions([](const RegionClass& region) { return region.rates; });
            } else {
                points([](const PointClass& point) { return point.current; }, nullptr, 0);
            }
            line(
                "  -  the integrator solves the trees and each mechanism's own states, as often as it needs");
        } else {
            line("  -  currents");
            phase(plan_.current, Operation::current);
            line("  -  trees: " + count_of(trees(), "solve"));
            line("  -  states");
            phase(plan_.advance, Operation::advance);
            fused_steps();
        }
        std::size_t diffusers = 0;
        for (const auto& group : plan_.groups) diffusers += group->diffusers.size();
        if (diffusers) line("  -  diffusion of " + count_of(diffusers, "number"));
        blocks(Operation::after_solve, "AFTER SOLVE");
        blocks(Operation::before_step, "BEFORE STEP");
        std::size_t recordings = impl_.recordings.size(), plays = impl_.playings.size();
        if (recordings || plays)
            line("  -  " + count_of(recordings, "recording") + ", " + count_of(plays, "played Vector"));
    }

    [[nodiscard]] std::size_t trees() const {
        return static_cast<std::size_t>(std::ranges::count_if(
            plan_.groups, [](const auto& group) { return group->cell_class != nullptr; }));
    }

    void fused_steps() {
        if (plan_.regions.empty()) return;
        if (!impl_.options.fuse_steps || impl_.second_order() == 2 || !plan_.may_fuse) {
            line("     between steps the states and the next currents stay apart" +
                 std::string(impl_.second_order() == 2 ? ", as secondorder is 2" : ""));
            return;
        }
        std::size_t shown = 0, all = 0;
        for (const auto& group : plan_.groups)
            if (group->cell_class) {
                ++all;
                if (group->must_show_all) ++shown;
            }
        if (shown == all) {
            line("     between steps the states and the next currents stay apart: somebody looks at what"
                 " a kernel of both would not store");
            return;
        }
        line("     in a run the states of a step and the currents of the next are one kernel" +
             (shown ? "; not in " + count_of(shown, "group") + ", where somebody looks in between" : ""));
    }

    void threads() {
        const int size = impl_.pool->size();
        std::string text = count_of(static_cast<std::size_t>(size), "thread");
        const auto interval = impl_.interval();
        if (impl_.variable_settings.is_active) {
            text = "one thread: a variable step";
        } else if (interval.steps > 0) {
            text += interval.steps > 1000000000
                        ? ": no spike goes from group to group, each takes all its steps by itself"
                        : ": each group takes " + count_of(static_cast<std::size_t>(interval.steps), "step") +
                              " by itself, then spikes are handed over";
        } else {
            text = "one thread, all groups step together: " + why_together();
        }
        line(text);
    }
    std::string why_together() {
        std::string who;
        if (plan_.steps_together)
            for (const auto& type : impl_.model.mechanisms().all())
                if (type->instances->row_count() > 0 && impl_.traits(*type).runs_alone &&
                    !plan_.independent.at_home.contains(type.get()))
                    who += (who.empty() ? "" : "; ") + type->name() + ", as " + reason_of(*type->mechanism);
        if (!who.empty()) return who;
        if (!impl_.step_calls.empty()) return "a function of the program is called in each step";
        if (!impl_.bound_transfers.empty()) return "gap junctions";
        if (!impl_.drawings.empty()) return "random numbers are played into the model";
        if (impl_.has_callbacks) return "a function of the program is called at spikes";
        return "a delay between groups is shorter than two steps, or they share what is played or recorded";
    }

    Simulator::Impl& impl_;
    Plan& plan_;
    std::string out_;
};

} // namespace

std::string Simulator::describe_step() {
    impl_->bring_up_to_date();
    if (impl_->variable_settings.is_active) impl_->make_variable_kernels();
    return StepText(*impl_).text();
}

} // namespace ranvier::engine
