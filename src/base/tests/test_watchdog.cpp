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

/// The watchdog needs some 40 ms; a machine that does other things may need far more.
constexpr milliseconds kLong{60'000};

bool is_raised_within(const volatile std::int32_t& flag, milliseconds limit) {
    const auto begin = Clock::now();
    while (!is_raised(flag)) {
        if (Clock::now() - begin > limit) return false;
        std::this_thread::sleep_for(milliseconds(1));
    }
    return true;
}

struct Watched {
    volatile std::int32_t flag = 0;
    std::atomic<bool> asked{false};
    Watchdog dog{[this] { return asked.load(); }, flag};
};

TEST(Watchdog, RaisesTheFlagOfARunThatWasAskedToStop) {
    Watched w;
    const Watchdog::Watch watch(&w.dog);
    EXPECT_FALSE(is_raised_within(w.flag, milliseconds(60)));
    w.asked = true;
    EXPECT_TRUE(is_raised_within(w.flag, kLong));
}

TEST(Watchdog, LeavesTheNextRunAlone) {
    RepeatedRequest request;
    for (std::uint64_t run = 1; run < 60; ++run) EXPECT_FALSE(request.look(run, true)) << run;
    EXPECT_TRUE(request.look(59, true));
    EXPECT_TRUE(request.look(59, true));
}

TEST(Watchdog, ForgetsARequestBetweenRunsAndOneThatWasTakenBack) {
    RepeatedRequest request;
    EXPECT_FALSE(request.look(1, true));
    EXPECT_FALSE(request.look(0, true));
    EXPECT_FALSE(request.look(0, true));
    EXPECT_FALSE(request.look(1, true)); // the outer run again, after an inner one
    EXPECT_FALSE(request.look(1, false));
    EXPECT_FALSE(request.look(1, true));
    EXPECT_TRUE(request.look(1, true));
}

TEST(Watchdog, WakesUpForARunAfterALongPause) {
    Watched w;
    {
        const Watchdog::Watch watch(&w.dog);
    }
    std::this_thread::sleep_for(milliseconds(1300));
    w.asked = true;
    const Watchdog::Watch watch(&w.dog);
    EXPECT_TRUE(is_raised_within(w.flag, kLong));
}

TEST(Watchdog, WatchesTheOuterRunAgainAfterAnInnerOne) {
    Watched w;
    const Watchdog::Watch outer(&w.dog);
    {
        const Watchdog::Watch inner(&w.dog);
    }
    w.asked = true;
    EXPECT_TRUE(is_raised_within(w.flag, kLong));
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
        _exit(is_raised_within(w.flag, kLong) ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
}

TEST(Watchdog, NobodyIsWatchedByNone) { const Watchdog::Watch watch(nullptr); }

} // namespace
} // namespace ranvier
