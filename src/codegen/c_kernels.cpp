// SPDX-License-Identifier: BSD-3-Clause
// Runs C row by row: addresses of the row's numbers are written into the unit's list, arrays are laid side by side for the time
// that C sees them.
#include "ranvier/codegen/c_kernels.hpp"

#include <cstring>
#include <map>
#include <mutex>

#include <dlfcn.h>

#include "c_compile.hpp"
#include "c_layout.hpp"
#include "c_missing.hpp"
#include "c_runtime.hpp"
#include "c_text.hpp"
#include "linked_object.hpp"
#include "native_module.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/codegen/native.hpp"

namespace ranvier::codegen {

using namespace mir;

namespace {

/// What the unit and we agree on: struct rv_frame of ranvier_c.h.
struct UnitFrame {
    const RvTable* const* tables;
    const volatile std::int32_t* stop;
    double v;
    int block;
    struct {
        double t, dt, cj;
        int id, end, ncell;
    } thread;
    struct {
        void *sec, *node, *prop, *ob, *presyn, *nvi, *vnt;
    } point;
    void* event;
};

class Unit;

class CKernel final : public Executable {
  public:
    CKernel(std::shared_ptr<Unit> unit, CKernelPlan plan, const std::string& symbol);
    [[nodiscard]] std::int32_t run(const RvKernelArgs& args) const noexcept override;
    [[nodiscard]] About about() const override { return {"compiled C", 0}; }

  private:
    struct Rows;
    std::shared_ptr<Unit> unit_;
    CKernelPlan plan_;
    void (*enter_)() = nullptr;
};

class Unit final : public CUnit, public std::enable_shared_from_this<Unit> {
  public:
    Unit(const Mechanism& mechanism, CHost host, const COptions& options)
        : layout_(mechanism), host_(std::move(host)), compiled_(compile_c(layout_, options)),
          object_(compiled_.bytes,
                  [this](const std::string& name, bool is_weak) { return resolve(name, is_weak); }) {
        compiled_.bytes = {};
        const auto count = static_cast<std::size_t>(layout_.place_count());
        addresses_ = static_cast<double**>(object_.symbol("rv_p"));
        sums_ = static_cast<double**>(object_.symbol("rv_a"));
        frame_ = static_cast<UnitFrame*>(object_.symbol("rv_f"));
        is_in_array_.assign(count, false);
        for (const auto& array : layout_.arrays())
            for (int i = 0; i < array.count; ++i)
                is_in_array_[static_cast<std::size_t>(array.first + i)] = true;
        // t and dt are always there
        time_place_ = layout_.place(layout_.mechanism().find("t"));
        dt_place_ = layout_.place(layout_.mechanism().find("dt"));
    }

    Code operation(std::string name, FunctionId function, Addressing addressing) override {
        auto plan = layout_.plan(std::move(name), function, addressing);
        return code(std::move(plan), "rv_call_" + std::to_string(function.value));
    }
    Code table(TableId table) override {
        return code(layout_.plan_table(table), "rv_table_" + std::to_string(table.value));
    }

    Diagnostics absent(Severity severity) const override;

    std::vector<Static> statics() override {
        object_.initialise();
        std::vector<Static> out;
        for (const auto& one : object_.statics()) {
            if (one.name.starts_with("rv_")) continue; // ours, written before each row
            out.push_back({one.name, {one.address, one.size}, {one.initial, one.size}});
        }
        return out;
    }

    [[nodiscard]] const CLayout& layout() const { return layout_; }
    [[nodiscard]] const CHost& host() const { return host_; }
    [[nodiscard]] void* symbol(const std::string& name) const { return object_.symbol(name); }

    // Everything below is the running thread's: a world runs in one thread, and its units run one after the other.
    CLayout layout_;
    CHost host_;
    CObject compiled_;
    CMissing missing_;
    LinkedObject object_;
    double** addresses_ = nullptr;
    double** sums_ = nullptr;
    UnitFrame* frame_ = nullptr;
    std::vector<bool> is_in_array_; // by place
    int time_place_ = 0, dt_place_ = 0;
    int depth_ = 0;

  private:
    Code code(CKernelPlan plan, const std::string& symbol) {
        auto kernel = plan.kernel;
        return {std::move(kernel), std::make_shared<CKernel>(shared_from_this(), std::move(plan), symbol)};
    }
    void* resolve(const std::string& name, bool is_weak) {
        if (auto* found = find(name)) return found;
        return is_weak ? nullptr : missing_.place(name);
    }
    void* find(const std::string& name) const {
        if (auto* found = runtime_function(name)) return found;
        if (host_.resolve)
            if (auto* found = host_.resolve(name)) return found;
        // A function that the user declared again, as C++: _Z11vector_vecPv
        if (name.starts_with("_Z") && name.size() > 3 && name[2] >= '1' && name[2] <= '9') {
            std::size_t at = 2;
            std::size_t length = 0;
            while (at < name.size() && name[at] >= '0' && name[at] <= '9')
                length = 10 * length + static_cast<std::size_t>(name[at++] - '0');
            if (at + length <= name.size()) return find(name.substr(at, length));
        }
        return dlsym(RTLD_DEFAULT, name.c_str());
    }
};

CKernel::CKernel(std::shared_ptr<Unit> unit, CKernelPlan plan, const std::string& symbol)
    : unit_(std::move(unit)), plan_(std::move(plan)) {
    void* address = unit_->symbol(symbol);
    std::memcpy(&enter_, &address, sizeof enter_);
}

/// The numbers of one call's rows, as C sees them.
struct CKernel::Rows {
    const CKernel& kernel;
    const RvKernelArgs& args;
    Unit& unit;
    std::vector<double> beside; // one cell a place: array elements, numbers nobody brought
    std::vector<double> totals; // sums of this row

    Rows(const CKernel& of, const RvKernelArgs& with)
        : kernel(of), args(with), unit(*of.unit_), beside(unit.is_in_array_.size(), 0.0),
          totals(beside.size(), 0.0) {
        for (std::size_t p = 0; p < beside.size(); ++p) unit.addresses_[p] = unit.sums_[p] = &beside[p];
    }

    /// Null if the caller brought nothing for this slot.
    double* address(const Slot& slot, std::int64_t row) const {
        const auto b = static_cast<std::size_t>(slot.binding);
        if (slot.access == SlotAccess::scalar) return args.scalars[b];
        double* column = args.columns[b];
        if (column == nullptr) return nullptr;
        if (slot.access == SlotAccess::indexed) {
            const auto* rows = args.indices ? args.indices[slot.index_set] : nullptr;
            return rows ? column + rows[row] : nullptr;
        }
        return column + (args.strides[b] == 0 ? 0 : row);
    }
    void enter(std::int64_t row) {
        for (const auto& use : kernel.plan_.uses) {
            const auto place = static_cast<std::size_t>(use.place);
            double* number = address(kernel.plan_.kernel.slots[static_cast<std::size_t>(use.slot)], row);
            if (number == nullptr) {
                unit.addresses_[place] = unit.sums_[place] = &beside[place];
                continue;
            }
            if (unit.is_in_array_[place]) beside[place] = *number;
            else unit.addresses_[place] = number;
            totals[place] = 0;
            unit.sums_[place] = use.is_sum ? &totals[place] : number;
        }
    }
    void leave(std::int64_t row) {
        for (const auto& use : kernel.plan_.uses) {
            const auto place = static_cast<std::size_t>(use.place);
            const auto& slot = kernel.plan_.kernel.slots[static_cast<std::size_t>(use.slot)];
            if (!(unit.is_in_array_[place] && slot.is_written) && !use.is_sum) continue;
            double* number = address(slot, row);
            if (number == nullptr) continue;
            if (unit.is_in_array_[place] && slot.is_written) *number = beside[place];
            if (use.is_sum && totals[place] != 0) *number += totals[place];
        }
    }
};

/// A unit that is entered again from within (C calls the interpreter, which calls C) finds its list as it was afterwards.
class Saved {
  public:
    explicit Saved(Unit& unit) : unit_(unit) {
        if (unit_.depth_++ == 0) return;
        const auto count = unit_.is_in_array_.size();
        addresses_.assign(unit_.addresses_, unit_.addresses_ + count);
        sums_.assign(unit_.sums_, unit_.sums_ + count);
        frame_ = *unit_.frame_;
    }
    ~Saved() {
        unit_.frame_->stop = nullptr; // of this run
        if (--unit_.depth_ == 0) return;
        std::copy(addresses_.begin(), addresses_.end(), unit_.addresses_);
        std::copy(sums_.begin(), sums_.end(), unit_.sums_);
        *unit_.frame_ = frame_;
    }
    Saved(const Saved&) = delete;
    Saved& operator=(const Saved&) = delete;

  private:
    Unit& unit_;
    std::vector<double*> addresses_, sums_;
    UnitFrame frame_{};
};

std::string place_text(const Unit& unit) {
    const auto& m = unit.layout().mechanism();
    const auto block = static_cast<std::size_t>(unit.frame_->block);
    if (unit.frame_->block >= 0 && block < m.verbatim.size())
        if (const auto& place = m.verbatim[block].place; place.source)
            return place.source->name() + ":" + std::to_string(place.source->place(place.begin).line);
    return m.file;
}

CFault fault_error(const Unit& unit, const CKernelPlan& plan, const CFrame& frame) {
    if (const auto name = unit.missing_.name_at(frame.address); !name.empty())
        return CFault(ErrorParts{"a VERBATIM block uses '" + name + "', which is not there",
                                 plan.kernel.name,
                                 {},
                                 {},
                                 place_text(unit)});
    return CFault(ErrorParts{"a VERBATIM block failed: " + std::string(signal_text(frame.signal)),
                             plan.kernel.name,
                             {},
                             {},
                             place_text(unit) + "; the world stays as the block left it"});
}

/// False if C ran into a fault. A function of its own: nothing in its frame is needed after the jump.
__attribute__((noinline)) bool enter_guarded(CFrame& frame, void (*enter)()) {
    if (sigsetjmp(frame.fault, 0) != 0) return false;
    enter();
    return true;
}

std::int32_t CKernel::run(const RvKernelArgs& args) const noexcept {
    CFrame frame;
    frame.context = unit_->host().context;
    frame.args = &args;
    try {
        const Saved saved(*unit_);
        Rows rows(*this, args);
        unit_->object_.initialise();
        auto& shared = *unit_->frame_;
        shared.tables = args.tables;
        shared.stop = args.stop;
        shared.block = -1;
        const CGuard guard(frame);
        for (std::int64_t row = 0; row < args.count; ++row) {
            frame.row = row;
            rows.enter(row);
            frame.time = shared.thread.t = *unit_->addresses_[unit_->time_place_];
            shared.thread.dt = *unit_->addresses_[unit_->dt_place_];
            if (!enter_guarded(frame, enter_)) {
                unit_->host().keep_error(std::make_exception_ptr(fault_error(*unit_, plan_, frame)));
                if (args.host != nullptr && args.host->fault != nullptr) // says whose row it is
                    args.host->fault(args.host->self, RV_STATUS_SERVICE, row, 0, -1, -1);
                return frame.status | RV_STATUS_SERVICE;
            }
            rows.leave(row);
            if ((frame.status & RV_STATUS_SERVICE) != 0) break;
        }
    } catch (const StoppedLoop&) {
        frame.status |= RV_STATUS_STOPPED;
    } catch (const RefusedBlock& refused) {
        unit_->host().keep_error(std::make_exception_ptr(CompileError(unit_->compiled_.refusals.of_block(
            unit_->layout().mechanism(), static_cast<std::size_t>(refused.block)))));
        frame.status |= RV_STATUS_SERVICE;
    } catch (...) {
        unit_->host().keep_error(std::current_exception());
        frame.status |= RV_STATUS_SERVICE;
    }
    return frame.status;
}

} // namespace

namespace {

/// Where a name stands in the C of a mechanism.
Span place_of_name(const Mechanism& mechanism, std::string name) {
    // a function that C++ declared has its length before its name: _Z6ismonoPdi
    if (name.starts_with("_Z")) {
        const auto digits = name.find_first_not_of("0123456789", 2);
        if (digits != std::string::npos && digits > 2)
            name = name.substr(digits, std::stoul(name.substr(2, digits - 2)));
    }
    for (const auto* list : {&mechanism.verbatim, &mechanism.file_verbatim})
        for (const auto& block : *list) {
            if (block.place.source == nullptr || block.text.find(name) == std::string::npos) continue;
            const auto text = block.place.source->text();
            const auto at = text.find(name, block.place.begin);
            if (at == std::string_view::npos) continue;
            return {block.place.source, static_cast<std::uint32_t>(at),
                    static_cast<std::uint32_t>(at + name.size())};
        }
    return {};
}

Diagnostics Unit::absent(Severity severity) const {
    const auto& m = layout_.mechanism();
    auto out = compiled_.refusals.all(m, severity);
    for (const auto& name : missing_.names()) {
        const auto message = "in C: there is no '" + name + "'";
        if (severity == Severity::error) out.error(place_of_name(m, name), message);
        else out.warning(place_of_name(m, name), message, "the rest works; whoever uses it gets an error");
    }
    return out;
}

} // namespace

std::shared_ptr<CUnit> CUnit::make(const Mechanism& mechanism, CHost host, const COptions& options) {
    std::string reason;
    if (!can_compile_c(options, &reason)) {
        Diagnostics diagnostics;
        const auto* blocks = mechanism.verbatim.empty() ? &mechanism.file_verbatim : &mechanism.verbatim;
        diagnostics.error(
            blocks->empty() ? Span{} : blocks->front().place,
            "this build of Ranvier cannot compile C: " + reason,
            "blocks that only return a value need no C; build with RANVIER_WITH_CLANG for the others");
        for (const auto& source : mechanism.sources) diagnostics.hold(source);
        throw CompileError(std::move(diagnostics));
    }
    return std::make_shared<Unit>(mechanism, std::move(host), options);
}

CFault CFault::on(const std::string& instance, const std::string& moment) const {
    auto named = parts();
    if (!instance.empty()) named.object = instance;
    if (!moment.empty()) named.what += " at " + moment;
    return CFault(std::move(named));
}

void run_c(const CHost& host, const std::string& what, const std::function<void()>& work) {
    static const RvKernelArgs kNone{};
    CFrame frame;
    frame.context = host.context;
    frame.args = &kNone;
    const CGuard guard(frame);
    if (sigsetjmp(frame.fault, 0) != 0)
        throw NumericsError(ErrorParts{
            "C in a mechanism failed: " + std::string(signal_text(frame.signal)), what, {}, {}, {}});
    work();
}

std::string show_c(const Mechanism& mechanism) { return c_text(CLayout(mechanism)); }

bool can_compile_c(const COptions& options, std::string* reason) {
    try {
        if (!cpu_supports_native())
            throw StateError(ErrorParts{"the CPU is older than x86-64-v3", {}, {}, {}, {}});
        static_cast<void>(find_clang_module(options.clang_module));
        static_cast<void>(find_module(options.llvm_module));
        return true;
    } catch (const Error& error) {
        if (reason) *reason = error.what();
        return false;
    }
}

} // namespace ranvier::codegen
