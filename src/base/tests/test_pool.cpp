// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <set>
#include <thread>
#include <vector>

#include "ranvier/base/pool.hpp"

namespace ranvier {
namespace {

TEST(Pool, GivesBlocksThatDoNotOverlap) {
    constexpr std::size_t kBlock = 120, kCount = 50000; // beyond the first large piece
    Pool pool(kBlock);
    std::set<std::uintptr_t> places;
    std::vector<void*> blocks;
    for (std::size_t i = 0; i < kCount; ++i) {
        void* block = pool.take();
        std::memset(block, static_cast<int>(i % 256), kBlock);
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % alignof(void*), 0U);
        blocks.push_back(block);
        places.insert(reinterpret_cast<std::uintptr_t>(block));
    }
    EXPECT_EQ(pool.in_use(), kCount);
    std::uintptr_t before = 0;
    for (const auto place : places) {
        EXPECT_GE(place, before + kBlock);
        before = place;
    }
    for (std::size_t i = 0; i < kCount; ++i) {
        const auto* bytes = static_cast<unsigned char*>(blocks[i]);
        ASSERT_EQ(bytes[0], i % 256);
        ASSERT_EQ(bytes[kBlock - 1], i % 256);
    }
    for (void* block : blocks) pool.give_back(block);
    EXPECT_EQ(pool.in_use(), 0U);
}

TEST(Pool, UsesAgainWhatWasGivenBack) {
    Pool pool(64);
    void* const stays = pool.take();
    void* const first = pool.take();
    pool.give_back(first);
    EXPECT_EQ(pool.take(), first);
    pool.give_back(first);
    pool.give_back(stays); // the last one: its piece goes
    EXPECT_NE(pool.take(), nullptr);
    EXPECT_EQ(pool.in_use(), 1U);
}

TEST(Pool, ServesSeveralThreads) {
    Pool pool(32);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&pool, thread] {
            std::vector<int*> own;
            for (int i = 0; i < 5000; ++i) {
                own.push_back(new (pool.take()) int(thread));
                if (i % 3 == 2) {
                    pool.give_back(own.front());
                    own.front() = own.back();
                    own.pop_back();
                }
            }
            for (const int* number : own) EXPECT_EQ(*number, thread);
            for (int* number : own) pool.give_back(number);
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(pool.in_use(), 0U);
}

TEST(Pool, HoldsSharedObjects) {
    struct Thing {
        explicit Thing(int* ended) : ended_(ended) {}
        ~Thing() { ++*ended_; }
        int* ended_;
        double numbers[9] = {};
    };
    int ended = 0;
    std::weak_ptr<Thing> weak;
    {
        const auto thing = std::allocate_shared<Thing>(Pooled<Thing>(), &ended);
        weak = thing;
        EXPECT_EQ(weak.lock(), thing);
    }
    EXPECT_EQ(ended, 1);
    EXPECT_TRUE(weak.expired());
}

} // namespace
} // namespace ranvier
