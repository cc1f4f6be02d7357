// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/base/thread_pool.hpp"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "ranvier/base/sanitizers.hpp"

namespace ranvier {
namespace {

class Pools : public testing::TestWithParam<int> {};

TEST_P(Pools, RunEachTaskOnce) {
    ThreadPool pool(GetParam());
    EXPECT_EQ(pool.size(), GetParam());
    for (const int count : {0, 1, 2, 3, 100}) {
        std::vector<std::atomic<int>> calls(static_cast<std::size_t>(count));
        pool.run(count, [&](int i) { ++calls[static_cast<std::size_t>(i)]; });
        for (const auto& c : calls) EXPECT_EQ(c, 1);
    }
}

/// What tasks wrote is seen by the caller, without any other synchronisation.
TEST_P(Pools, HandTheirResultsOver) {
    ThreadPool pool(GetParam());
    std::vector<int> results(50);
    for (int round = 0; round < 200; ++round) {
        pool.run(50, [&](int i) { results[static_cast<std::size_t>(i)] = round + i; });
        for (int i = 0; i < 50; ++i) ASSERT_EQ(results[static_cast<std::size_t>(i)], round + i);
    }
}

TEST_P(Pools, ThrowTheFirstFailureAfterAllTasksEnded) {
    ThreadPool pool(GetParam());
    for (int round = 0; round < 20; ++round) {
        std::atomic<int> ended{0};
        try {
            pool.run(10, [&](int i) {
                if (i == 3 || i == 7) throw std::runtime_error(std::to_string(i));
                ++ended;
            });
            ADD_FAILURE() << "no error";
        } catch (const std::runtime_error& error) {
            EXPECT_STREQ(error.what(), "3");
        }
        if (GetParam() > 1) {
            EXPECT_EQ(ended, 8);
        }
    }
    int calls = 0;
    pool.run(1, [&](int) { ++calls; });
    EXPECT_EQ(calls, 1);
}

INSTANTIATE_TEST_SUITE_P(Threads, Pools, testing::Values(1, 2, 5));

TEST(ThreadPool, FewerThanOneThreadIsOne) {
    EXPECT_EQ(ThreadPool(0).size(), 1);
    EXPECT_EQ(ThreadPool(-4).size(), 1);
}

TEST(ThreadPool, OneThreadIsTheCaller) {
    ThreadPool pool(1);
    std::set<std::thread::id> seen;
    pool.run(5, [&](int) { seen.insert(std::this_thread::get_id()); });
    EXPECT_EQ(seen, std::set<std::thread::id>{std::this_thread::get_id()});
}

/// Whether all threads of a pool work at one time: each waits for the others.
bool all_meet(ThreadPool& pool) {
    std::atomic<int> arrived{0};
    std::atomic<bool> met{true};
    pool.run(pool.size(), [&](int) {
        ++arrived;
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (arrived < pool.size() && std::chrono::steady_clock::now() < patience)
            std::this_thread::yield();
        if (arrived < pool.size()) met = false;
    });
    return met;
}

TEST(ThreadPool, TasksRunAtTheSameTime) {
    ThreadPool pool(2);
    EXPECT_TRUE(all_meet(pool));
}

TEST(ThreadPool, AForkedChildStartsItsOwnThreads) {
    if (!kForksWithThreads) GTEST_SKIP() << "the thread sanitizer does not let a forked child start threads";
    ThreadPool pool(3);
    std::atomic<int> calls{0};
    pool.run(30, [&](int) { ++calls; });
    // A thread that is still beginning may be inside the address sanitizer's allocator (see kForksAmongBusyThreads).
    ASSERT_TRUE(all_meet(pool));
    for (int round = 0; round < 20; ++round) {
        const pid_t child = fork();
        if (child == 0) {
            alarm(30); // a child that hangs is ended
            std::atomic<int> here{0};
            pool.run(30, [&](int) { ++here; });
            {
                ThreadPool another(2);
                another.run(10, [&](int) { ++here; });
            }
            _exit(here == 40 ? 0 : 1);
        }
        int status = 0;
        ASSERT_EQ(waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFEXITED(status));
        EXPECT_EQ(WEXITSTATUS(status), 0);
    }
    pool.run(30, [&](int) { ++calls; }); // the parent's threads are still there
    EXPECT_EQ(calls, 60);
}

} // namespace
} // namespace ranvier
