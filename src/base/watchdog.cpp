// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/base/watchdog.hpp"

#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "ranvier/base/stop_flag.hpp"

namespace ranvier {

struct Watchdog::Sentry {
    /// Which run is on, 0 between runs.
    std::atomic<std::uint64_t> run{0};
    std::uint64_t last_run = 0; // of the thread that runs
    std::atomic<bool> is_asleep{false};
    bool stop = false;
    std::mutex mutex;
    std::condition_variable wake;
    std::thread thread;

    void live(const std::function<bool()>& is_asked, volatile std::int32_t& flag) {
        constexpr auto kLook = std::chrono::milliseconds(20);
        constexpr int kIdleLooks = 50; // runs of single steps follow each other
        RepeatedRequest request;
        int idle = 0;
        std::unique_lock lock(mutex);
        while (!stop) {
            if (idle >= kIdleLooks) {
                is_asleep = true;
                wake.wait(lock, [&] { return stop || run != 0; });
                is_asleep = false;
                idle = 0;
            } else {
                wake.wait_for(lock, kLook, [&] { return stop; });
            }
            if (stop) return;
            const std::uint64_t now = run;
            idle = now == 0 ? idle + 1 : 0;
            if (request.look(now, now != 0 && is_asked())) raise(flag);
        }
    }
};

Watchdog::Watchdog(std::function<bool()> is_asked, volatile std::int32_t& flag)
    : is_asked_(std::move(is_asked)), flag_(flag) {}

Watchdog::~Watchdog() {
    if (!sentry_) return;
    if (owner_ != static_cast<int>(getpid())) {
        static_cast<void>(sentry_.release()); // the thread belongs to the parent process
        return;
    }
    {
        const std::lock_guard lock(sentry_->mutex);
        sentry_->stop = true;
    }
    sentry_->wake.notify_all();
    sentry_->thread.join();
}

std::uint64_t Watchdog::begin() {
    const int here = static_cast<int>(getpid());
    if (sentry_ && owner_ != here) static_cast<void>(sentry_.release());
    if (!sentry_) {
        sentry_ = std::make_unique<Sentry>();
        owner_ = here;
        sentry_->thread = std::thread([this, sentry = sentry_.get()] { sentry->live(is_asked_, flag_); });
    }
    const std::uint64_t outer = sentry_->run;
    sentry_->run = ++sentry_->last_run;
    if (!sentry_->is_asleep) return outer;
    {
        const std::lock_guard lock(sentry_->mutex);
    }
    sentry_->wake.notify_all();
    return outer;
}

void Watchdog::end(std::uint64_t outer) noexcept { sentry_->run = outer; }

} // namespace ranvier
