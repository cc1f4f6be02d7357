// SPDX-License-Identifier: BSD-3-Clause
// What a function reads and writes, found by walking its paths with the set of variables that every path has
// written.
#include <vector>

#include "ranvier/base/error.hpp"
#include "ranvier/mir/passes.hpp"

namespace ranvier::mir {
namespace {

class EffectsFinder {
  public:
    EffectsFinder(const Mechanism& mechanism, Effects& out)
        : mechanism_(mechanism), out_(out), is_running_(mechanism.functions.size()) {}

    void walk(FunctionId id, std::vector<bool>& written) {
        const auto f = static_cast<std::size_t>(id.value);
        if (is_running_[f]) { // calls itself: what it does is being found already, how often is unknown
            out_.has_loop = true;
            return;
        }
        is_running_[f] = true;
        walk(mechanism_[id], mechanism_[id].body, written);
        is_running_[f] = false;
    }

  private:
    void walk(const Function& function, BlockId block, std::vector<bool>& written) {
        if (!block.valid()) return;
        for (const ValueId v : function[block].instructions) note(function, function[v], written);
    }

    void note(const Function& function, const Instruction& in, std::vector<bool>& written) {
        const auto symbol = static_cast<std::size_t>(in.symbol);
        switch (in.op) {
        case Op::load:
            note_read(symbol, written);
            note_pointer(symbol);
            break;
        case Op::store:
            note_pointer(symbol);
            out_.writes[symbol] = true;
            // One element of an array leaves the others as they were.
            if (mechanism_.variables[symbol].count == 1) written[symbol] = true;
            break;
        case Op::accumulate:
            out_.accumulates[symbol] = true;
            if (!written[symbol]) out_.reads_before_write[symbol] = true;
            break;
        case Op::if_: {
            std::vector<bool> other = written;
            walk(function, in.blocks[0], written);
            walk(function, in.blocks[1], other);
            for (std::size_t i = 0; i < written.size(); ++i) written[i] = written[i] && other[i];
            break;
        }
        case Op::while_: {
            out_.has_loop = true;
            walk(function, in.blocks[0], written);
            std::vector<bool> body = written; // it may not run
            walk(function, in.blocks[1], body);
            break;
        }
        case Op::call: walk(FunctionId(in.symbol), written); break;
        case Op::net_send:
        case Op::net_event:
        case Op::net_move: out_.sends_events = true; break;
        case Op::fail: out_.may_fail = true; break;
        case Op::service: note_service(in, written); break;
        case Op::verbatim: note_c(); break;
        default: break;
        }
    }

    void note_pointer(std::size_t symbol) {
        if (mechanism_.variables[symbol].kind == VariableKind::pointer) out_.follows_pointers = true;
    }

    void note_service(const Instruction& in, std::vector<bool>& written) {
        const auto service = static_cast<Service>(in.symbol);
        if (service == Service::recursive_call) {
            out_.has_loop = true;
            return walk(FunctionId(static_cast<std::int32_t>(in.integer)), written);
        }
        if (!is_pure(service)) out_.asks_host = true;
    }

    /// C may do anything to the mechanism's numbers, and read them before it writes them.
    void note_c() {
        out_.has_c = out_.asks_host = true;
        for (std::size_t v = 0; v < mechanism_.variables.size(); ++v) {
            const VariableKind kind = mechanism_.variables[v].kind;
            if (kind == VariableKind::current || kind == VariableKind::conductance) continue;
            out_.reads[v] = out_.reads_before_write[v] = true;
            if (kind != VariableKind::constant && kind != VariableKind::world) out_.writes[v] = true;
        }
    }

    void note_read(std::size_t symbol, const std::vector<bool>& written) {
        out_.reads[symbol] = true;
        if (!written[symbol]) out_.reads_before_write[symbol] = true;
    }

    const Mechanism& mechanism_;
    Effects& out_;
    std::vector<bool> is_running_; // by FunctionId
};

} // namespace

Effects effects(const Mechanism& mechanism, FunctionId function) {
    Effects out;
    const std::size_t count = mechanism.variables.size();
    out.reads.resize(count);
    out.writes.resize(count);
    out.accumulates.resize(count);
    out.reads_before_write.resize(count);
    std::vector<bool> written(count);
    EffectsFinder(mechanism, out).walk(function, written);
    return out;
}

} // namespace ranvier::mir
