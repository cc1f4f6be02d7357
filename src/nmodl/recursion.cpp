// SPDX-License-Identifier: BSD-3-Clause
// Calls that lead back to where they started: which code blocks they make recursive, which can never end, and
// chains of calls that are too long, as later stages recurse over calls.
#include <algorithm>
#include <set>

#include "bind.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

namespace {

/// Marks the code blocks that a call leads back to; depth is limited as the later stages recurse over calls.
class Recursion {
  public:
    Recursion(Model& model, Diagnostics& diagnostics)
        : model_(model), diagnostics_(diagnostics), seen_(model.file.code.size(), State::fresh),
          height_(model.file.code.size(), 0) {}

    void run() {
        model_.is_recursive.assign(model_.file.code.size(), false);
        for (std::size_t i = 0; i < model_.file.code.size(); ++i) visit(static_cast<int>(i));
    }

  private:
    enum class State : std::uint8_t { fresh, open, done };
    static constexpr int kMaxCalls = 200;

    /// Stops at the first chain that is too long, so that it needs no deeper recursion itself.
    void visit(int code) {
        auto& state = seen_[static_cast<std::size_t>(code)];
        if (state == State::done) return;
        if (state == State::open) {
            model_.is_recursive[static_cast<std::size_t>(code)] = true;
            return;
        }
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

/// Finds calls that every run of a block makes: a ring of them never ends.
class Endless {
  public:
    Endless(const Model& model, Diagnostics& diagnostics) : model_(model), diagnostics_(diagnostics) {
        for (const auto& code : model.file.code) sure_.push_back(of(code.body));
    }

    void run() {
        for (std::size_t code = 0; code < sure_.size(); ++code) {
            std::set<int> reached;
            std::vector<int> open(sure_[code].begin(), sure_[code].end());
            while (!open.empty()) {
                const int at = open.back();
                open.pop_back();
                if (!reached.insert(at).second) continue;
                const auto& next = sure_[static_cast<std::size_t>(at)];
                open.insert(open.end(), next.begin(), next.end());
            }
            const auto& name = model_.file.code[code].name;
            if (reached.count(static_cast<int>(code)) > 0)
                diagnostics_.error(name.span, "every call of '" + name.text + "' calls it again, without end",
                                   "a condition must end the recursion");
        }
    }

  private:
    using Calls = std::set<int>;

    Calls of(const ast::Block& body) const {
        Calls out;
        for (const auto& statement : body.statements) {
            if (std::holds_alternative<ast::Verbatim>(statement->node)) return out; // it may return
            std::visit(Overloaded{
                           [&](const ast::If& s) {
                               add(*s.condition, out);
                               if (!s.otherwise) return;
                               const Calls then = of(s.then), otherwise = of(*s.otherwise);
                               for (const int call : then)
                                   if (otherwise.count(call) > 0) out.insert(call);
                           },
                           [&](const ast::Block& s) { out.merge(of(s)); },
                           [&](const auto&) {
                               direct_expressions(*statement, [&](const ast::Expression& e) { add(e, out); });
                           },
                       },
                       statement->node);
        }
        return out;
    }

    static void add(const ast::Expression& e, Calls& out) {
        const bool skips = e.kind == ast::Expression::Kind::binary &&
                           (e.op == ast::Operator::logical_and || e.op == ast::Operator::logical_or);
        for (std::size_t i = 0; i < (skips ? 1 : e.arguments.size()); ++i) add(*e.arguments[i], out);
        if (e.kind == ast::Expression::Kind::call && e.binding.kind == ast::Binding::Kind::code)
            out.insert(e.binding.index);
    }

    const Model& model_;
    Diagnostics& diagnostics_;
    std::vector<Calls> sure_;
};

} // namespace

void check_recursion(Model& model, Diagnostics& diagnostics) {
    Recursion(model, diagnostics).run();
    Endless(model, diagnostics).run();
}

} // namespace ranvier::nmodl
