// SPDX-License-Identifier: BSD-3-Clause
// GLOBALs that every instance gives one and the same number: rates that depend on the temperature, say. The walk knows which
// values are *fixed*: made of constants, of numbers that no operation of a step changes, and of nothing else.
#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "ranvier/mir/passes.hpp"

namespace ranvier::mir {
namespace {

class SettledFinder {
  public:
    SettledFinder(const Mechanism& mechanism, std::span<const FunctionId> steps,
                  std::span<const FunctionId> events, std::span<const FunctionId> initials)
        : mechanism_(mechanism), steps_(steps), events_(events), initials_(initials),
          written_(mechanism.variables.size()), by_event_(mechanism.variables.size()),
          settled_(mechanism.variables.size()), sites_(mechanism.variables.size()) {}

    std::vector<bool> run() {
        for (const auto* list : {&steps_, &events_, &initials_})
            for (const FunctionId f : *list) {
                const Effects found = effects(mechanism_, f);
                if (found.has_c) return settled_; // none
                for (std::size_t v = 0; v < written_.size(); ++v) {
                    if (!found.writes[v] && !found.accumulates[v]) continue;
                    written_[v] = true;
                    by_event_[v] = by_event_[v] || list == &events_;
                }
            }
        for (std::size_t v = 0; v < settled_.size(); ++v) {
            const Variable& variable = mechanism_.variables[v];
            settled_[v] =
                written_[v] && !by_event_[v] && variable.kind == VariableKind::global && variable.count == 1;
        }
        // One that turns out not to be settled may unsettle those that are made of it.
        do {
            has_changed_ = false;
            std::ranges::fill(sites_, Site{});
            for (const FunctionId f : steps_) walk_operation(f, true);
            for (const FunctionId f : initials_) walk_operation(f, false);
        } while (has_changed_);
        return settled_;
    }

  private:
    /// The one assignment of a number in all operations of a step.
    struct Site {
        std::int32_t function = -1;
        std::int32_t instruction = -1;
    };
    /// What is known where the walk stands, by VariableId.
    struct Path {
        std::vector<bool> is_set;   ///< on every way to here
        std::vector<bool> old_read; ///< somebody may have seen the number from before
    };
    struct Frame {
        const Function& function;
        std::int32_t id;
        std::vector<bool> value; ///< fixed, by ValueId
        std::vector<bool> local; ///< fixed, by LocalId
    };

    void walk_operation(FunctionId id, bool is_step) {
        is_step_ = is_step;
        Path path{std::vector<bool>(settled_.size()), std::vector<bool>(settled_.size())};
        walk_function(id, path, true);
    }

    void walk_function(FunctionId id, Path& path, bool is_certain) {
        const Function& function = mechanism_[id];
        if (std::ranges::find(running_, id.value) != running_.end()) return unsettle_all();
        running_.push_back(id.value);
        Frame frame{function, id.value, std::vector<bool>(function.code.size()),
                    std::vector<bool>(function.locals.size(), true)};
        // Arguments differ from call to call, and one assignment must mean one number.
        for (int p = 0; p < function.parameter_count; ++p) frame.local[static_cast<std::size_t>(p)] = false;
        walk(frame, function.body, path, is_certain);
        running_.pop_back();
    }

    /// @param is_certain  whether instances come here depends on fixed numbers alone
    void walk(Frame& frame, BlockId block, Path& path, bool is_certain) {
        if (!block.valid()) return;
        for (const ValueId v : frame.function[block].instructions) visit(frame, v, path, is_certain);
    }

    void visit(Frame& frame, ValueId id, Path& path, bool is_certain) {
        const Instruction& in = frame.function[id];
        const auto symbol = static_cast<std::size_t>(in.symbol);
        bool is_fixed = true;
        for (const ValueId arg : in.args)
            is_fixed = is_fixed && frame.value[static_cast<std::size_t>(arg.value)];
        switch (in.op) {
        case Op::load: is_fixed = is_fixed && load(symbol, path); break;
        case Op::store: store(frame, id, is_fixed && is_certain, path); break;
        case Op::get_local: is_fixed = is_fixed && frame.local[symbol]; break;
        case Op::set_local: frame.local[symbol] = frame.local[symbol] && is_fixed && is_certain; break;
        case Op::if_: {
            Path other = path;
            walk(frame, in.blocks[0], path, is_certain && is_fixed);
            other.old_read = path.old_read;
            walk(frame, in.blocks[1], other, is_certain && is_fixed);
            for (std::size_t v = 0; v < path.is_set.size(); ++v)
                path.is_set[v] = path.is_set[v] && other.is_set[v];
            path.old_read = std::move(other.old_read);
            break;
        }
        case Op::while_: { // how often it runs is not looked into
            walk(frame, in.blocks[0], path, false);
            Path body = path;
            walk(frame, in.blocks[1], body, false);
            path.old_read = std::move(body.old_read);
            break;
        }
        case Op::call:
            walk_function(FunctionId(in.symbol), path, is_certain);
            is_fixed = false;
            break;
        case Op::service:
            if (static_cast<Service>(in.symbol) == Service::recursive_call) unsettle_all();
            is_fixed = false;
            break;
        case Op::table_position:
        case Op::table_value:
        case Op::is_pointing:
        case Op::verbatim: is_fixed = false; break;
        default: break;
        }
        frame.value[static_cast<std::size_t>(id.value)] = is_fixed;
    }

    [[nodiscard]] bool load(std::size_t v, Path& path) {
        const Variable& variable = mechanism_.variables[v];
        if (path.is_set[v]) return settled_[v];
        if (written_[v]) path.old_read[v] = true;
        switch (variable.kind) {
        case VariableKind::constant: return true;
        case VariableKind::global: return !written_[v];
        case VariableKind::world: return variable.name != "t";
        default: return false;
        }
    }

    void store(const Frame& frame, ValueId id, bool is_fixed, Path& path) {
        const auto v = static_cast<std::size_t>(frame.function[id].symbol);
        Site& site = sites_[v];
        const bool is_other_site =
            is_step_ && site.function >= 0 && (site.function != frame.id || site.instruction != id.value);
        // The number from before and the new one must not both be seen within a row: the next row knows only the new one.
        if (!is_fixed || is_other_site || path.old_read[v]) unsettle(v);
        if (is_step_) site = {frame.id, id.value};
        path.is_set[v] = true;
    }

    void unsettle(std::size_t v) {
        has_changed_ = has_changed_ || settled_[v];
        settled_[v] = false;
    }
    void unsettle_all() {
        for (std::size_t v = 0; v < settled_.size(); ++v) unsettle(v);
    }

    const Mechanism& mechanism_;
    std::span<const FunctionId> steps_, events_, initials_;
    std::vector<bool> written_; // by some operation
    std::vector<bool>
        by_event_; // at a time of its own, while other instances still know the number from before
    std::vector<bool> settled_;
    std::vector<Site> sites_;
    std::vector<std::int32_t> running_; // functions around, by number
    bool is_step_ = false;
    bool has_changed_ = false;
};

} // namespace

std::vector<bool> settled_globals(const Mechanism& mechanism, std::span<const FunctionId> steps,
                                  std::span<const FunctionId> events, std::span<const FunctionId> initials) {
    return SettledFinder(mechanism, steps, events, initials).run();
}

} // namespace ranvier::mir
