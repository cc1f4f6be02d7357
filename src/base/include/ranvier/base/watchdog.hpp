// SPDX-License-Identifier: BSD-3-Clause
// Stops code that does not look up: when somebody asked a run to stop and it has not for a while, a flag is raised that its
// loops poll.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

namespace ranvier {

/// What the looks at a run add up to: it must stop when a request was there at two of its looks in a row.
class RepeatedRequest {
  public:
    /// @param run  which run is on; 0 between runs
    /// @return whether this run must be stopped
    bool look(std::uint64_t run, bool is_asked) noexcept {
        const bool again = is_asked && run != 0 && seen_in_ == run;
        seen_in_ = is_asked ? run : 0;
        return again;
    }

  private:
    std::uint64_t seen_in_ = 0; ///< 0 for none: a request seen in one run must not stop the next
};

/// One a simulation. Its thread starts with the first run that is watched, sleeps between runs, and is started anew in a process
/// that was forked.
class Watchdog {
  public:
    /// @param is_asked  whether the run should stop; called by the watchdog's thread
    /// @param flag      set to 1 when it was asked for and the run is still there two looks later (20 to 40 ms)
    Watchdog(std::function<bool()> is_asked, volatile std::int32_t& flag);
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

    /// A run, watched from construction to destruction.
    class Watch {
      public:
        explicit Watch(Watchdog* dog) : dog_(dog) {
            if (dog_) outer_ = dog_->begin();
        }
        ~Watch() {
            if (dog_) dog_->end(outer_);
        }
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;

      private:
        Watchdog* dog_;
        std::uint64_t outer_ = 0; ///< a call within a run
    };

  private:
    std::uint64_t begin();
    void end(std::uint64_t outer) noexcept;
    struct Sentry;
    std::function<bool()> is_asked_;
    volatile std::int32_t& flag_;
    std::unique_ptr<Sentry> sentry_;
    int owner_ = 0; ///< process that the thread belongs to
};

} // namespace ranvier
