// SPDX-License-Identifier: BSD-3-Clause
// Calls that lead back to where they started, and chains of calls that are too long: later stages recurse
// over calls.
#include <algorithm>

#include "bind.hpp"

namespace ranvier::nmodl {

namespace {

/// Reports the calls that lead back to where they started; depth is limited as the later stages recurse over
/// calls.
class Recursion {
  public:
    Recursion(Model& model, Diagnostics& diagnostics)
        : model_(model), diagnostics_(diagnostics), seen_(model.file.code.size(), State::fresh),
          height_(model.file.code.size(), 0) {}

    void run() {
        for (std::size_t i = 0; i < model_.file.code.size(); ++i) visit(static_cast<int>(i));
    }

  private:
    enum class State : std::uint8_t { fresh, open, done };
    static constexpr int kMaxCalls = 200;

    /// Stops at the first chain that is too long, so that it needs no deeper recursion itself.
    void visit(int code) {
        auto& state = seen_[static_cast<std::size_t>(code)];
        if (state == State::done) return;
        if (state == State::open) return report(code);
        state = State::open;
        path_.push_back(code);
        int height = 0;
        for (const int callee : model_.uses[static_cast<std::size_t>(code)].calls) {
            if (path_.size() <= kMaxCalls) visit(callee);
            else height = kMaxCalls;
            height = std::max(height, 1 + height_[static_cast<std::size_t>(callee)]);
        }
        if (height >= kMaxCalls && !is_reported_) {
            is_reported_ = true;
            diagnostics_.error(name(code).span, "calls lead more than 200 levels deep");
        }
        path_.pop_back();
        height_[static_cast<std::size_t>(code)] = height;
        seen_[static_cast<std::size_t>(code)] = State::done;
    }

    void report(int code) {
        std::string cycle;
        for (auto at = std::find(path_.begin(), path_.end(), code); at != path_.end(); ++at)
            cycle += name(*at).text + " -> ";
        diagnostics_.error(name(code).span, "recursion cannot be lowered yet: " + cycle + name(code).text);
    }

    [[nodiscard]] const ast::Name& name(int code) const {
        return model_.file.code[static_cast<std::size_t>(code)].name;
    }

    Model& model_;
    Diagnostics& diagnostics_;
    std::vector<State> seen_;
    std::vector<int> height_; ///< calls below a block
    std::vector<int> path_;
    bool is_reported_ = false;
};

} // namespace

void check_recursion(Model& model, Diagnostics& diagnostics) { Recursion(model, diagnostics).run(); }

} // namespace ranvier::nmodl
