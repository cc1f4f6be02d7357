// SPDX-License-Identifier: BSD-3-Clause
#include "profile.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace ranvier::engine {

namespace {
thread_local Timeline* present = nullptr;

double seconds(std::int64_t ticks) {
    return std::chrono::duration<double>(Timeline::Clock::duration(ticks)).count();
}
} // namespace

const char* name(Activity activity) {
    switch (activity) {
    case Activity::stepping: return "stepping";
    case Activity::kernels: return "kernels";
    case Activity::solver: return "solver";
    case Activity::integrator: return "integrator";
    case Activity::diffusion: return "diffusion";
    case Activity::events: return "events";
    case Activity::recording: return "recording";
    case Activity::functions: return "functions";
    case Activity::layout: return "layout";
    case Activity::initialization: return "initialization";
    case Activity::threads: return "threads";
    }
    return "";
}

Timeline::Entry* Timeline::go_to(Entry* next) {
    const auto now = Clock::now();
    if (now_) now_->ticks += (now - since_).count();
    since_ = now;
    return std::exchange(now_, next);
}

Timeline::Entry& Timeline::of(const KernelPtr& kernel) {
    auto& known = kernels_[kernel.get()];
    if (!known.kernel) known.kernel = kernel;
    return known.entry;
}

std::int64_t Timeline::ticks() const {
    std::int64_t sum = 0;
    for (const auto& entry : activities_) sum += entry.ticks;
    for (const auto& [code, known] : kernels_) sum += known.entry.ticks;
    return sum;
}

void Timeline::add_to(ProfileReport& report) const {
    for (int i = 0; i < kActivities; ++i) {
        report.seconds[i] += seconds(activities_[i].ticks);
        report.calls[i] += activities_[i].calls;
    }
    constexpr auto kKernels = static_cast<std::size_t>(Activity::kernels);
    for (const auto& [code, known] : kernels_) {
        const double time = seconds(known.entry.ticks);
        report.seconds[kKernels] += time;
        report.calls[kKernels] += known.entry.calls;
        const auto same = std::ranges::find_if(report.kernels, [&](const auto& other) {
            return other.operation == code->operation && other.mechanisms == code->mechanisms;
        });
        if (same != report.kernels.end()) {
            same->calls += known.entry.calls;
            same->seconds += time;
        } else {
            report.kernels.push_back({code->operation, code->mechanisms, known.entry.calls, time});
        }
    }
}

ProfileReport Profile::report() const {
    ProfileReport out;
    out.is_on = true;
    main_.add_to(out);
    const std::lock_guard lock(mutex_);
    std::int64_t busy = 0;
    for (const auto& group : groups_)
        if (group) {
            group->add_to(out);
            busy += group->ticks();
        }
    // while groups were handed out the first thread's own clock stood for all of them
    out.seconds[static_cast<std::size_t>(Activity::threads)] =
        std::max(0.0, seconds(offered_) - seconds(busy));
    std::ranges::stable_sort(out.kernels, std::greater(), &ProfileReport::Kernel::seconds);
    out.inside = seconds(inside_);
    out.outside = std::max(0.0, seconds((Timeline::Clock::now() - begin_).count()) - out.inside);
    out.threads = most_threads_;
    return out;
}

Timeline* Profile::here() { return present; }

Timeline* Profile::of_group(Profile* profile, int group) {
    if (!profile) return nullptr;
    const std::lock_guard lock(profile->mutex_);
    const auto index = static_cast<std::size_t>(group);
    if (index >= profile->groups_.size()) profile->groups_.resize(index + 1);
    auto& timeline = profile->groups_[index];
    if (!timeline) timeline = std::make_unique<Timeline>();
    return timeline.get();
}

Profile::Work::Work(Timeline* timeline, Activity activity) : timeline_(timeline) {
    if (!timeline_) return;
    outer_ = std::exchange(present, timeline_);
    auto& entry = timeline_->of(activity);
    ++entry.calls;
    timeline_->go_to(&entry);
}
Profile::Work::~Work() {
    if (!timeline_) return;
    timeline_->go_to(nullptr);
    present = outer_;
}

Profile::Run::Run(Profile* profile)
    : profile_(profile), work_(profile ? &profile->main_ : nullptr, Activity::stepping) {
    if (profile_) begin_ = Timeline::Clock::now();
}
Profile::Run::~Run() {
    if (profile_) profile_->inside_ += (Timeline::Clock::now() - begin_).count();
}

Profile::Shared::Shared(Profile* profile, int threads) : profile_(profile), threads_(threads) {
    if (!profile_) return;
    auto& entry = profile_->main_.of(Activity::threads);
    ++entry.calls;
    before_ = profile_->main_.go_to(&entry);
    begin_ = Timeline::Clock::now();
    profile_->most_threads_ = std::max(profile_->most_threads_, threads_);
}
Profile::Shared::~Shared() {
    if (!profile_) return;
    profile_->offered_ += (Timeline::Clock::now() - begin_).count() * threads_;
    profile_->main_.go_to(before_);
}

void Timed::begin(Activity activity) {
    timeline_ = Profile::here();
    if (!timeline_) return;
    auto& entry = timeline_->of(activity);
    ++entry.calls;
    before_ = timeline_->go_to(&entry);
}
void Timed::begin(const KernelPtr& kernel) {
    timeline_ = Profile::here();
    if (!timeline_ || !kernel) {
        timeline_ = nullptr;
        return;
    }
    auto& entry = timeline_->of(kernel);
    ++entry.calls;
    before_ = timeline_->go_to(&entry);
}
void Timed::end() { timeline_->go_to(before_); }

} // namespace ranvier::engine
