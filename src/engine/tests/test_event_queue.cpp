// SPDX-License-Identifier: BSD-3-Clause
#include "event_queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>

namespace ranvier::engine {
namespace {

Event event(double time, double sent, std::uint64_t source, std::uint64_t sequence) {
    Event e;
    e.time = time;
    e.sent = sent;
    e.source = source;
    e.sequence = sequence;
    return e;
}

auto key(const Event& e) { return std::tuple(e.time, e.sent, e.source, e.sequence); }

/// Few values, so that many events tie in one part of their key or more.
std::vector<Event> events_with_ties() {
    std::vector<Event> all;
    for (const double time : {-3.0, 0.0, 0.025, 0.025000000000000001, 7.5})
        for (const double sent : {-4.0, 0.0, 0.0125})
            for (const std::uint64_t source : {0U, 1U, 9U})
                for (const std::uint64_t sequence : {1U, 2U, 3U})
                    all.push_back(event(time, sent, source, sequence));
    return all;
}

TEST(EventQueue, OrderIsByTimeThenSentThenSourceThenSequence) {
    EventQueue queue;
    queue.push(event(2, 0, 0, 0));
    queue.push(event(1, 1, 0, 0));
    queue.push(event(1, 0.5, 8, 0));
    queue.push(event(1, 0.5, 7, 2));
    queue.push(event(1, 0.5, 7, 1));
    const std::vector<std::tuple<double, double, std::uint64_t, std::uint64_t>> expected{
        {1, 0.5, 7, 1}, {1, 0.5, 7, 2}, {1, 0.5, 8, 0}, {1, 1, 0, 0}, {2, 0, 0, 0}};
    for (const auto& next : expected) EXPECT_EQ(key(queue.pop()), next);
    EXPECT_TRUE(queue.empty());
}

TEST(EventQueue, OrderDoesNotDependOnTheOrderOfArrival) {
    auto sorted = events_with_ties();
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return key(a) < key(b); });
    std::mt19937 random(1);
    for (int round = 0; round < 20; ++round) {
        auto arriving = sorted;
        std::shuffle(arriving.begin(), arriving.end(), random);
        EventQueue queue;
        for (const auto& e : arriving) queue.push(e);
        EXPECT_EQ(queue.size(), sorted.size());
        for (const auto& e : sorted) ASSERT_EQ(key(queue.pop()), key(e));
    }
}

TEST(EventQueue, OrderHoldsWhilePushesAndPopsAlternate) {
    std::mt19937 random(2);
    EventQueue queue;
    std::vector<Event> model; // the same, sorted by hand
    std::uint64_t sequence = 0;
    for (int round = 0; round < 3000; ++round) {
        if (model.empty() || random() % 3 != 0) {
            const auto e = event(static_cast<double>(random() % 50), static_cast<double>(random() % 3),
                                 random() % 4, ++sequence);
            queue.push(e);
            model.push_back(e);
            continue;
        }
        const auto first = std::min_element(model.begin(), model.end(),
                                            [](const auto& a, const auto& b) { return key(a) < key(b); });
        ASSERT_EQ(key(queue.pop()), key(*first));
        model.erase(first);
    }
}

/// Delays from nothing to seconds, and the queue asked step by step, as a run does.
TEST(EventQueue, NearAndFarEventsComeInOrderStepByStep) {
    std::mt19937 random(3);
    EventQueue queue;
    std::vector<Event> model;
    std::uint64_t sequence = 0;
    const auto send = [&](double now) {
        constexpr double kDelays[] = {0, 1e-10, 0.01, 0.3, 2, 40, 900, 1e6, 1e300};
        const auto e = event(now + kDelays[random() % 9], now, random() % 4, ++sequence);
        queue.push(e);
        model.push_back(e);
    };
    for (int i = 0; i < 5000; ++i) send(0);
    double now = 0;
    for (int step = 0; step < 4000; ++step) {
        now = step < 3000 ? now + 0.025 : now * 1.5 + 1;
        while (queue.has_due(now)) {
            const auto first = std::min_element(model.begin(), model.end(),
                                                [](const auto& a, const auto& b) { return key(a) < key(b); });
            const auto next = queue.pop();
            ASSERT_EQ(key(next), key(*first));
            ASSERT_LE(next.time, now);
            model.erase(first);
            if (random() % 4 == 0) send(next.time);
        }
        for (const auto& e : model) ASSERT_GT(e.time, now);
        if (now > 1e290) break;
    }
    EXPECT_EQ(queue.size(), model.size());
}

TEST(EventQueue, AnEventIsDueAtItsVeryTime) {
    EventQueue queue;
    EXPECT_FALSE(queue.has_due(std::numeric_limits<double>::infinity()));
    queue.push(event(1, 0, 0, 0));
    EXPECT_FALSE(queue.has_due(std::nextafter(1, 0)));
    EXPECT_TRUE(queue.has_due(1));
}

TEST(EventQueue, DrainTakesAllAndKeepsWhatTheyCarry) {
    EventQueue queue;
    for (auto e : events_with_ties()) {
        e.flag = e.time + 1;
        e.index = static_cast<std::int64_t>(e.sequence);
        e.kind = EventKind::self;
        queue.push(e);
    }
    const auto all = queue.drain();
    EXPECT_EQ(all.size(), events_with_ties().size());
    EXPECT_TRUE(queue.empty());
    for (const auto& e : all) {
        EXPECT_EQ(e.flag, e.time + 1);
        EXPECT_EQ(e.index, static_cast<std::int64_t>(e.sequence));
        EXPECT_EQ(e.kind, EventKind::self);
    }
    queue.push(event(1, 0, 0, 0));
    queue.clear();
    EXPECT_EQ(queue.size(), 0U);
}

} // namespace
} // namespace ranvier::engine
