// SPDX-License-Identifier: BSD-3-Clause
// Runs a kernel block of rows by block of rows: every instruction has a buffer of one cell a row, divergent
// control flow runs under a mask of active rows. Instructions without effects compute all rows, active or
// not; only what can be seen from outside (locals, variables, events, status) obeys the mask.
#include "ranvier/mir/interpreter.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <deque>
#include <vector>

#include "ranvier/base/error.hpp"
#include "ranvier/base/stop_flag.hpp"
#include "ranvier/mir/arithmetic.hpp"

namespace ranvier::mir {
namespace {

constexpr int kRows =
    64; // of a block: buffers of a kernel with some hundred instructions stay in the second-level cache

union Cell {
    double f;
    std::int64_t i; // also booleans, 0 or 1
};

/// Which rows of the block take part, and how many they are.
struct Mask {
    std::array<std::uint8_t, kRows> on;
    int active = 0;
};

/// Buffers of one call. Calls nest (an event handler may run another kernel), so a thread has a stack of
/// them.
struct Frame {
    std::vector<Cell> cells;
    std::vector<std::int32_t> local_start;
};

class FrameStack {
  public:
    Frame& push() {
        if (depth_ == frames_.size()) frames_.emplace_back();
        return frames_[depth_++]; // a deque: frames below stay where they are
    }
    void pop() { --depth_; }

  private:
    std::deque<Frame> frames_;
    std::size_t depth_ = 0;
};
thread_local FrameStack frame_stack;

struct FrameLease {
    Frame& frame = frame_stack.push();
    FrameLease() = default;
    FrameLease(const FrameLease&) = delete;
    FrameLease& operator=(const FrameLease&) = delete;
    ~FrameLease() { frame_stack.pop(); }
};

class BlockRunner {
  public:
    BlockRunner(const Kernel& kernel, const RvKernelArgs& args, Frame& frame, int width)
        : kernel_(kernel), function_(kernel.function), args_(args), frame_(frame), width_(width) {
        frame.local_start.clear();
        std::int32_t end = static_cast<std::int32_t>(function_.code.size());
        first_local_ = end;
        for (const Local& local : function_.locals) {
            frame.local_start.push_back(end);
            end += local.count;
        }
        const std::size_t needed = static_cast<std::size_t>(end) * static_cast<std::size_t>(width);
        if (frame.cells.size() < needed) frame.cells.resize(needed, Cell{.i = 0});
        cells_ = frame.cells.data();
        end_ = cells_ + needed;
    }

    /// Runs rows first .. first + n - 1 of the call.
    void run(std::int64_t first, int n) {
        first_ = first;
        n_ = n;
        std::fill(at(first_local_), end_, Cell{.i = 0});
        Mask all;
        std::fill_n(all.on.begin(), n, std::uint8_t{1});
        all.active = n;
        run_block(function_.body, all);
    }

    [[nodiscard]] std::int32_t status() const { return status_; }

  private:
    [[nodiscard]] Cell* at(std::int32_t buffer) const {
        return cells_ + static_cast<std::ptrdiff_t>(buffer) * width_;
    }
    [[nodiscard]] Cell* at(ValueId v) const { return at(v.value); }

    void run_block(BlockId block, const Mask& mask) {
        for (const ValueId v : function_[block].instructions) execute(v, function_[v], mask);
    }

    template <class F> void for_active(const Mask& mask, F&& f) const {
        if (mask.active == n_) {
            for (int i = 0; i < n_; ++i) f(i);
        } else {
            for (int i = 0; i < n_; ++i)
                if (mask.on[static_cast<std::size_t>(i)]) f(i);
        }
    }

    template <class F> void each(Cell* out, F&& f) const {
        for (int i = 0; i < n_; ++i) out[i].f = f(i);
    }
    template <class F> void each_int(Cell* out, F&& f) const {
        for (int i = 0; i < n_; ++i) out[i].i = f(i);
    }

    /// Where row i of the block finds column or scalar `slot`.
    [[nodiscard]] double* address(const Slot& slot, int i) const {
        const auto binding = static_cast<std::size_t>(slot.binding);
        const std::int64_t row = first_ + i;
        switch (slot.access) {
        case SlotAccess::row: return args_.columns[binding] + row * args_.strides[binding];
        case SlotAccess::indexed: return args_.columns[binding] + args_.indices[slot.index_set][row];
        case SlotAccess::pointer: return pointed(slot, i);
        case SlotAccess::scalar: break;
        }
        return args_.scalars[binding];
    }

    /// Where row i's pointer points to; null if nowhere. The column holds addresses.
    [[nodiscard]] double* pointed(const Slot& slot, int i) const {
        const auto binding = static_cast<std::size_t>(slot.binding);
        double* target = nullptr;
        std::memcpy(&target, args_.columns[binding] + (first_ + i) * args_.strides[binding], sizeof target);
        return target;
    }

    void report(std::int32_t status, int i, double detail, const Instruction& in) {
        status_ |= status;
        if (args_.host && args_.host->fault)
            args_.host->fault(args_.host->self, status, first_ + i, detail,
                              static_cast<std::int32_t>(in.span.begin),
                              static_cast<std::int32_t>(in.span.end));
    }

    [[nodiscard]] const Slot& slot(std::int32_t symbol) const {
        return kernel_.slots[static_cast<std::size_t>(symbol)];
    }

    /// Element `index` of in's array; null and a fault if there is none.
    [[nodiscard]] double* element_address(const Instruction& in, std::int64_t index, int i) {
        if (index < 0 || index >= slot(in.symbol).array_count) {
            report(RV_STATUS_INDEX, i, static_cast<double>(index), in);
            return nullptr;
        }
        return address(slot(in.symbol + static_cast<std::int32_t>(index)), i);
    }

    /// The number behind in's pointer; null and a fault if there is none.
    [[nodiscard]] double* target(const Instruction& in, int i) {
        double* found = pointed(slot(in.symbol), i);
        if (!found) report(RV_STATUS_POINTER, i, 0, in);
        return found;
    }

    void load(const Instruction& in, Cell* out, const Mask& mask) {
        if (!in.args.empty()) {
            const Cell* index = at(in.args[0]);
            for_active(mask, [&](int i) {
                const double* p = element_address(in, index[i].i, i);
                out[i].f = p ? *p : 0.0;
            });
            return;
        }
        const Slot& from = slot(in.symbol);
        const auto binding = static_cast<std::size_t>(from.binding);
        switch (from.access) {
        case SlotAccess::row: {
            const std::int64_t stride = args_.strides[binding];
            const double* column = args_.columns[binding] + first_ * stride;
            each(out, [&](int i) { return column[i * stride]; });
            break;
        }
        case SlotAccess::indexed: {
            const double* column = args_.columns[binding];
            const std::int32_t* rows = args_.indices[from.index_set] + first_;
            each(out, [&](int i) { return column[rows[i]]; });
            break;
        }
        case SlotAccess::pointer:
            for_active(mask, [&](int i) {
                const double* p = target(in, i);
                out[i].f = p ? *p : 0.0;
            });
            break;
        case SlotAccess::scalar: {
            const double value =
                from.is_settled ? std::atomic_ref(*args_.scalars[binding]).load(std::memory_order_relaxed)
                                : *args_.scalars[binding];
            each(out, [&](int) { return value; });
            break;
        }
        }
    }

    void store(const Instruction& in, const Mask& mask) {
        const Cell* value = at(in.args[0]);
        if (in.args.size() > 1) {
            const Cell* index = at(in.args[1]);
            for_active(mask, [&](int i) {
                if (double* p = element_address(in, index[i].i, i)) *p = value[i].f;
            });
            return;
        }
        const Slot& to = slot(in.symbol);
        if (to.access == SlotAccess::pointer) {
            for_active(mask, [&](int i) {
                if (double* p = target(in, i)) *p = value[i].f;
            });
            return;
        }
        if (to.access == SlotAccess::scalar && !kernel_.is_ordered) {
            // Private to the row: the last row that is no copy leaves its number, a call of copies alone its first.
            const std::int64_t last = std::max<std::int64_t>(args_.count - args_.padding, 1) - 1;
            if (first_ > last || last >= first_ + n_) return;
            const double kept = value[last - first_].f;
            // Kernels of other threads store the same number at the same time.
            if (to.is_settled) std::atomic_ref(*address(to, 0)).store(kept, std::memory_order_relaxed);
            else *address(to, 0) = kept;
            return;
        }
        for_active(mask, [&](int i) { *address(to, i) = value[i].f; });
    }

    void accumulate(const Instruction& in, const Mask& mask) {
        const Cell* value = at(in.args[0]);
        const Slot& to = slot(in.symbol);
        for_active(mask, [&](int i) {
            double* p = to.access == SlotAccess::pointer ? target(in, i) : address(to, i);
            if (p) *p = *p + value[i].f;
        });
    }

    /// Buffer of an element of in's local, or null and a fault.
    [[nodiscard]] Cell* local_element(const Instruction& in, std::int64_t index, int i) {
        if (index < 0 || index >= function_[LocalId(in.symbol)].count) {
            report(RV_STATUS_INDEX, i, static_cast<double>(index), in);
            return nullptr;
        }
        return at(frame_.local_start[static_cast<std::size_t>(in.symbol)] + static_cast<std::int32_t>(index));
    }

    void get_local(const Instruction& in, Cell* out, const Mask& mask) {
        if (in.args.empty()) {
            std::copy_n(at(frame_.local_start[static_cast<std::size_t>(in.symbol)]), n_, out);
            return;
        }
        const Cell* index = at(in.args[0]);
        for_active(mask, [&](int i) {
            const Cell* element = local_element(in, index[i].i, i);
            out[i] = element ? element[i] : Cell{.i = 0};
        });
    }

    void set_local(const Instruction& in, const Mask& mask) {
        const Cell* value = at(in.args[0]);
        if (in.args.size() > 1) {
            const Cell* index = at(in.args[1]);
            for_active(mask, [&](int i) {
                if (Cell* element = local_element(in, index[i].i, i)) element[i] = value[i];
            });
            return;
        }
        Cell* local = at(frame_.local_start[static_cast<std::size_t>(in.symbol)]);
        for_active(mask, [&](int i) { local[i] = value[i]; });
    }

    void run_if(const Instruction& in, const Mask& mask) {
        const Cell* condition = at(in.args[0]);
        Mask part;
        for (const int branch : {0, 1}) {
            if (!in.blocks[branch].valid()) continue;
            part.active = 0;
            for (int i = 0; i < n_; ++i) {
                const auto k = static_cast<std::size_t>(i);
                part.on[k] = mask.on[k] & static_cast<std::uint8_t>((condition[i].i != 0) == (branch == 0));
                part.active += part.on[k];
            }
            if (part.active > 0) run_block(in.blocks[branch], part);
        }
    }

    /// A raised stop flag ends every loop as if its condition had become false; the call goes on to its end.
    void run_while(const Instruction& in, const Mask& mask) {
        const Cell* condition = at(function_[function_[in.blocks[0]].instructions.back()].args[0]);
        Mask running = mask;
        while (true) {
            run_block(in.blocks[0], running);
            running.active = 0;
            for (int i = 0; i < n_; ++i) {
                const auto k = static_cast<std::size_t>(i);
                running.on[k] &= static_cast<std::uint8_t>(condition[i].i);
                running.active += running.on[k];
            }
            if (running.active == 0) return;
            if (args_.stop && is_raised(*args_.stop)) {
                status_ |= RV_STATUS_STOPPED;
                return;
            }
            run_block(in.blocks[1], running);
        }
    }

    void send(const Instruction& in, const Mask& mask) const {
        if (!args_.host) return;
        const RvHost& host = *args_.host;
        const Cell* a = at(in.args[0]);
        for_active(mask, [&](int i) {
            if (in.op == Op::net_send) host.net_send(host.self, first_ + i, a[i].f, at(in.args[1])[i].f);
            else if (in.op == Op::net_event) host.net_event(host.self, first_ + i, a[i].f);
            else host.net_move(host.self, first_ + i, a[i].f);
        });
    }

    /// Row by row: a service with effects only occurs in ordered kernels, which come here with one row.
    void ask(const Instruction& in, Cell* out, const Mask& mask) {
        const RvHost* host = args_.host;
        std::array<double, kMostArguments> few;
        std::vector<double> many(in.args.size() > few.size() ? in.args.size() : 0);
        double* arguments = many.empty() ? few.data() : many.data();
        for_active(mask, [&](int i) {
            for (std::size_t k = 0; k < in.args.size(); ++k) arguments[k] = at(in.args[k])[i].f;
            out[i].f = host && host->call
                           ? host->call(host->self, static_cast<std::int32_t>(in.integer), first_ + i,
                                        static_cast<std::int32_t>(in.args.size()), arguments, &status_)
                           : 0.0;
        });
    }

    void execute(ValueId v, const Instruction& in, const Mask& mask);

    static constexpr std::size_t kMostArguments = 8; // without a look for memory
    const Kernel& kernel_;
    const Function& function_;
    const RvKernelArgs& args_;
    Frame& frame_;
    int width_;
    std::int32_t first_local_ = 0;
    Cell* cells_ = nullptr;
    Cell* end_ = nullptr;
    std::int64_t first_ = 0;
    int n_ = 0;
    std::int32_t status_ = 0;
};

void BlockRunner::execute(ValueId v, const Instruction& in, const Mask& mask) {
    Cell* out = at(v);
    const Cell* a = in.args.empty() ? nullptr : at(in.args[0]);
    const Cell* b = in.args.size() > 1 ? at(in.args[1]) : nullptr;
    switch (in.op) {
    case Op::constant: return each(out, [&](int) { return in.number; });
    case Op::constant_int:
    case Op::constant_bool: return each_int(out, [&](int) { return in.integer; });

    case Op::load: return load(in, out, mask);
    case Op::store: return store(in, mask);
    case Op::accumulate: return accumulate(in, mask);
    case Op::get_local: return get_local(in, out, mask);
    case Op::set_local: return set_local(in, mask);

    case Op::add: return each(out, [=](int i) { return a[i].f + b[i].f; });
    case Op::sub: return each(out, [=](int i) { return a[i].f - b[i].f; });
    case Op::mul: return each(out, [=](int i) { return a[i].f * b[i].f; });
    case Op::div: return each(out, [=](int i) { return a[i].f / b[i].f; });
    case Op::neg: return each(out, [=](int i) { return -a[i].f; });

    case Op::int_add: return each_int(out, [=](int i) { return int_add(a[i].i, b[i].i); });
    case Op::int_sub: return each_int(out, [=](int i) { return int_sub(a[i].i, b[i].i); });
    case Op::int_mul: return each_int(out, [=](int i) { return int_mul(a[i].i, b[i].i); });
    case Op::int_div: return each_int(out, [=](int i) { return int_div(a[i].i, b[i].i); });
    case Op::int_neg: return each_int(out, [=](int i) { return int_sub(0, a[i].i); });

    case Op::lt: return each_int(out, [=](int i) { return a[i].f < b[i].f; });
    case Op::le: return each_int(out, [=](int i) { return a[i].f <= b[i].f; });
    case Op::gt: return each_int(out, [=](int i) { return a[i].f > b[i].f; });
    case Op::ge: return each_int(out, [=](int i) { return a[i].f >= b[i].f; });
    case Op::eq: return each_int(out, [=](int i) { return a[i].f == b[i].f; });
    case Op::ne: return each_int(out, [=](int i) { return a[i].f != b[i].f; });
    case Op::int_lt: return each_int(out, [=](int i) { return a[i].i < b[i].i; });
    case Op::int_le: return each_int(out, [=](int i) { return a[i].i <= b[i].i; });
    case Op::int_gt: return each_int(out, [=](int i) { return a[i].i > b[i].i; });
    case Op::int_ge: return each_int(out, [=](int i) { return a[i].i >= b[i].i; });
    case Op::int_eq: return each_int(out, [=](int i) { return a[i].i == b[i].i; });
    case Op::int_ne: return each_int(out, [=](int i) { return a[i].i != b[i].i; });

    case Op::logical_and: return each_int(out, [=](int i) { return a[i].i & b[i].i; });
    case Op::logical_or: return each_int(out, [=](int i) { return a[i].i | b[i].i; });
    case Op::logical_not: return each_int(out, [=](int i) { return a[i].i ^ 1; });
    case Op::select: {
        const Cell* c = at(in.args[2]);
        for (int i = 0; i < n_; ++i) out[i] = a[i].i != 0 ? b[i] : c[i];
        return;
    }
    case Op::bool_to_f64:
    case Op::int_to_f64: return each(out, [=](int i) { return static_cast<double>(a[i].i); });
    case Op::f64_to_int: return each_int(out, [=](int i) { return f64_to_int(a[i].f); });

    case Op::math: {
        // A divergent row would pay for a function it does not need, so these obey the mask as well.
        const auto f = static_cast<MathFunction>(in.symbol);
        return for_active(mask, [&](int i) { out[i].f = apply(f, a[i].f, b ? b[i].f : 0.0); });
    }
    case Op::if_: return run_if(in, mask);
    case Op::while_: return run_while(in, mask);
    case Op::yield: return; // run_while reads the argument's buffer
    case Op::call: throw InternalError("a kernel has no calls");

    case Op::table_position: {
        const RvTable& table = *args_.tables[in.symbol];
        return each(out, [&](int i) { return table_position(table, a[i].f); });
    }
    case Op::table_value: {
        // Only active rows hold a position that lies in the table.
        const RvTable& table = *args_.tables[in.symbol];
        return for_active(mask, [&](int i) { out[i].f = table_value(table, in.integer, a[i].f); });
    }
    case Op::net_send:
    case Op::net_event:
    case Op::net_move: return send(in, mask);
    case Op::fail:
        return for_active(mask, [&](int i) { report(static_cast<std::int32_t>(in.integer), i, 0, in); });
    case Op::is_pointing: return each_int(out, [&](int i) { return pointed(slot(in.symbol), i) != nullptr; });
    case Op::service: return ask(in, out, mask);
    case Op::verbatim: throw InternalError("C reached the interpreter");
    }
}

} // namespace

std::int32_t interpret(const Kernel& kernel, const RvKernelArgs& args) {
    if (args.count <= 0) return 0;
    // Row by row where a row may see what the one before it wrote, and so that events leave in the order of the rows.
    const bool is_by_row = kernel.is_ordered || kernel.sends_events;
    const int width = is_by_row ? 1 : static_cast<int>(std::min<std::int64_t>(args.count, kRows));
    const FrameLease lease;
    BlockRunner runner(kernel, args, lease.frame, width);
    for (std::int64_t first = 0; first < args.count; first += width)
        runner.run(first, static_cast<int>(std::min<std::int64_t>(width, args.count - first)));
    return runner.status();
}

} // namespace ranvier::mir
