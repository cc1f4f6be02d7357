// SPDX-License-Identifier: BSD-3-Clause
// A profile while it is measured: each thread that works for a world has a timeline, whose clock runs for one activity at a time.
// Where no profile is wanted all of this is one comparison with null. Private to engine.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "ranvier/engine/kernels.hpp"
#include "ranvier/engine/profile.hpp"

namespace ranvier::engine {

/// Used by one thread at a time.
class Timeline {
  public:
    using Clock = std::chrono::steady_clock;
    struct Entry {
        std::int64_t ticks = 0, calls = 0;
    };
    /// From now on time goes to `next`, null: to nothing. Returns what it went to.
    Entry* go_to(Entry* next);
    [[nodiscard]] Entry& of(Activity activity) { return activities_[static_cast<std::size_t>(activity)]; }
    [[nodiscard]] Entry& of(const KernelPtr& kernel);
    void add_to(ProfileReport& report) const;
    [[nodiscard]] std::int64_t ticks() const;

  private:
    struct KernelEntry {
        KernelPtr kernel; ///< so that its address is used once
        Entry entry;
    };
    Entry activities_[kActivities];
    std::unordered_map<const KernelCode*, KernelEntry> kernels_;
    Entry* now_ = nullptr;
    Clock::time_point since_{};
};

class Profile {
  public:
    Profile() : begin_(Timeline::Clock::now()) {}
    [[nodiscard]] ProfileReport report() const;

    /// Of the present thread, in a run of any world; null outside.
    [[nodiscard]] static Timeline* here();

    /// A run, or a call within one: this thread works for the world while it lives.
    class Work {
      public:
        Work(Timeline* timeline, Activity activity);
        ~Work();
        Work(const Work&) = delete;
        Work& operator=(const Work&) = delete;

      private:
        Timeline* timeline_;
        Timeline* outer_ = nullptr;
    };
    /// A run on the thread that asked for it. Null: none is wanted.
    class Run {
      public:
        explicit Run(Profile* profile);
        ~Run();
        Run(const Run&) = delete;
        Run& operator=(const Run&) = delete;

      private:
        Profile* profile_;
        Work work_;
        Timeline::Clock::time_point begin_{};
    };
    /// Groups are handed out to threads, of which the present one is one.
    class Shared {
      public:
        Shared(Profile* profile, int threads);
        ~Shared();
        Shared(const Shared&) = delete;
        Shared& operator=(const Shared&) = delete;

      private:
        Profile* profile_;
        int threads_;
        Timeline::Entry* before_ = nullptr;
        Timeline::Clock::time_point begin_{};
    };
    /// Of a group, while threads work on several. Called by any thread.
    [[nodiscard]] static Timeline* of_group(Profile* profile, int group);

  private:
    Timeline main_;
    mutable std::mutex mutex_; // of the list
    std::vector<std::unique_ptr<Timeline>> groups_;
    std::int64_t inside_ = 0, offered_ = 0; // ticks of runs, and of all threads while groups were handed out
    int most_threads_ = 1;
    Timeline::Clock::time_point begin_;
};

/// The time of a scope goes to one activity or kernel. `profile` is null where none is wanted.
class Timed {
  public:
    Timed(const std::unique_ptr<Profile>& profile, Activity activity) {
        if (profile) [[unlikely]]
            begin(activity);
    }
    Timed(const std::unique_ptr<Profile>& profile, const KernelPtr& kernel) {
        if (profile) [[unlikely]]
            begin(kernel);
    }
    ~Timed() {
        if (timeline_) [[unlikely]]
            end();
    }
    Timed(const Timed&) = delete;
    Timed& operator=(const Timed&) = delete;

  private:
    void begin(Activity activity);
    void begin(const KernelPtr& kernel);
    void end();

    Timeline* timeline_ = nullptr;
    Timeline::Entry* before_ = nullptr;
};

} // namespace ranvier::engine
