// SPDX-License-Identifier: BSD-3-Clause
#include "tiered.hpp"

#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <utility>

namespace ranvier::world {

namespace {

/// Time in the interpreter after which a kernel is compiled: a fraction of what compiling costs, since most kernels that ran this
/// long go on running.
constexpr auto kPatience = std::chrono::milliseconds(2);

class TieredKernel final : public mir::Executable {
  public:
    TieredKernel(const mir::Kernel& kernel, mir::KernelProvider compile)
        : kernel_(kernel), compile_(std::move(compile)), interpreted_(mir::interpreter_provider()(kernel)) {}

    [[nodiscard]] std::int32_t run(const RvKernelArgs& args) const noexcept override {
        if (const auto* compiled = compiled_.load(std::memory_order_acquire)) return compiled->run(args);
        if (spent_.load(std::memory_order_relaxed) > Clock::duration(kPatience).count()) {
            if (const auto* compiled = make()) return compiled->run(args);
        }
        const auto begin = Clock::now();
        const auto status = interpreted_->run(args);
        spent_.fetch_add((Clock::now() - begin).count(), std::memory_order_relaxed);
        return status;
    }

    [[nodiscard]] About about() const override {
        if (const auto* compiled = compiled_.load(std::memory_order_acquire)) return compiled->about();
        return {"interpreted, until it is worth compiling", 0};
    }

  private:
    using Clock = std::chrono::steady_clock;

    /// Null while another thread compiles, or if it cannot be done.
    const mir::Executable* make() const noexcept {
        const std::unique_lock lock(mutex_, std::try_to_lock);
        if (!lock || has_failed_) return nullptr;
        if (const auto* compiled = compiled_.load(std::memory_order_acquire)) return compiled;
        try {
            owner_ = compile_(kernel_);
        } catch (const std::exception&) {
            has_failed_ = true;
            return nullptr;
        }
        compiled_.store(owner_.get(), std::memory_order_release);
        return owner_.get();
    }

    mir::Kernel kernel_;
    mir::KernelProvider compile_;
    mir::ExecutablePtr interpreted_;
    mutable std::mutex
        mutex_; // of what follows; only tried, never waited for, so that a fork leaves nobody waiting
    mutable mir::ExecutablePtr owner_;
    mutable bool has_failed_ = false;
    mutable std::atomic<const mir::Executable*> compiled_{nullptr};
    mutable std::atomic<std::int64_t> spent_{0}; // [clock ticks]
};

} // namespace

mir::ExecutablePtr tiered(const mir::Kernel& kernel, mir::KernelProvider compile) {
    return std::make_shared<const TieredKernel>(kernel, std::move(compile));
}

} // namespace ranvier::world
