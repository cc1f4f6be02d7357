// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/base/watchdog.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "ranvier/base/sanitizers.hpp"
#include "ranvier/base/stop_flag.hpp"

namespace ranvier {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// Milliseconds until the flag is raised, or -1 if it is not within `limit`.
double wait_for(const volatile std::int32_t& flag, milliseconds limit) {
    const auto begin = Clock::now();
    while (!is_raised(flag)) {
        if (Clock::now() - begin > limit) return -1;
        std::this_thread::sleep_for(milliseconds(1));
    }
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

struct Watched {
    volatile std::int32_t flag = 0;
    std::atomic<bool> asked{false};
    Watchdog dog{[this] { return asked.load(); }, flag};
};

TEST(Watchdog, RaisesTheFlagOfARunThatWasAskedToStop) {
    Watched w;
    const Watchdog::Watch watch(&w.dog);
    EXPECT_EQ(wait_for(w.flag, milliseconds(60)), -1);
    w.asked = true;
    const double took = wait_for(w.flag, milliseconds(2000));
    EXPECT_GE(took, 5); // not at the first look
    EXPECT_LT(took, 1000);
}

TEST(Watchdog, LeavesTheNextRunAlone) {
    Watched w;
    w.asked = true;
    for (int i = 0; i < 60; ++i) { // each is shorter than two looks
        const Watchdog::Watch watch(&w.dog);
        std::this_thread::sleep_for(milliseconds(3));
    }
    EXPECT_EQ(w.flag, 0);
}

TEST(Watchdog, WakesUpForARunAfterALongPause) {
    Watched w;
    {
        const Watchdog::Watch watch(&w.dog);
    }
    std::this_thread::sleep_for(milliseconds(1300));
    w.asked = true;
    const Watchdog::Watch watch(&w.dog);
    EXPECT_GE(wait_for(w.flag, milliseconds(2000)), 0);
}

TEST(Watchdog, WatchesTheOuterRunAgainAfterAnInnerOne) {
    Watched w;
    const Watchdog::Watch outer(&w.dog);
    {
        const Watchdog::Watch inner(&w.dog);
    }
    w.asked = true;
    EXPECT_GE(wait_for(w.flag, milliseconds(2000)), 0);
}

TEST(Watchdog, WorksInAForkedProcess) {
    if (!kForksWithThreads) GTEST_SKIP() << "the thread sanitizer does not let a forked child start threads";
    Watched w;
    {
        const Watchdog::Watch watch(&w.dog);
    }
    const pid_t child = fork();
    if (child == 0) {
        w.asked = true;
        const Watchdog::Watch watch(&w.dog);
        _exit(wait_for(w.flag, milliseconds(2000)) >= 0 ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
}

TEST(Watchdog, NobodyIsWatchedByNone) { const Watchdog::Watch watch(nullptr); }

} // namespace
} // namespace ranvier
