// SPDX-License-Identifier: BSD-3-Clause
#include "uniformity.hpp"

namespace ranvier::codegen {
namespace {

using mir::Op;

class Spread {
  public:
    explicit Spread(const mir::Kernel& kernel) : kernel_(kernel), function_(kernel.function) {
        found_.value.assign(function_.code.size(), true);
        found_.local.assign(function_.locals.size(), true);
    }

    Uniformity run() {
        do {
            changed_ = false;
            walk(function_.body, false);
        } while (changed_);
        return std::move(found_);
    }

  private:
    void walk(mir::BlockId block, bool is_divergent) {
        for (const auto v : function_[block].instructions) visit(v, function_[v], is_divergent);
    }

    [[nodiscard]] bool is_uniform(mir::ValueId v) const {
        return found_.value[static_cast<std::size_t>(v.value)];
    }

    void vary(std::vector<bool>& set, std::int32_t index) {
        if (set[static_cast<std::size_t>(index)]) {
            set[static_cast<std::size_t>(index)] = false;
            changed_ = true;
        }
    }

    void visit(mir::ValueId v, const mir::Instruction& in, bool is_divergent) {
        bool is_equal = true;
        for (const auto arg : in.args) is_equal = is_equal && is_uniform(arg);
        switch (in.op) {
        case Op::load:
            is_equal = is_equal &&
                       kernel_.slots[static_cast<std::size_t>(in.symbol)].access == mir::SlotAccess::scalar;
            break;
        case Op::is_pointing: is_equal = false; break;
        case Op::service: is_equal = is_equal && mir::is_pure(static_cast<mir::Service>(in.symbol)); break;
        case Op::get_local: is_equal = is_equal && found_.local[static_cast<std::size_t>(in.symbol)]; break;
        case Op::set_local:
            if (!is_equal || is_divergent) vary(found_.local, in.symbol);
            break;
        case Op::if_:
            for (const auto branch : in.blocks)
                if (branch.valid()) walk(branch, is_divergent || !is_equal);
            break;
        case Op::while_: {
            const auto condition = function_[function_[in.blocks[0]].instructions.back()].args[0];
            const bool leaves_apart = is_divergent || !is_uniform(condition);
            walk(in.blocks[0], leaves_apart);
            walk(in.blocks[1], leaves_apart || !is_uniform(condition));
            break;
        }
        default: break;
        }
        if (!is_equal) vary(found_.value, v.value);
    }

    const mir::Kernel& kernel_;
    const mir::Function& function_;
    Uniformity found_;
    bool changed_ = false;
};

} // namespace

Uniformity find_uniform(const mir::Kernel& kernel) { return Spread(kernel).run(); }

} // namespace ranvier::codegen
