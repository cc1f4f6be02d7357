// SPDX-License-Identifier: BSD-3-Clause
// A process that has run a model with threads may fork: the children run at once, with the same bits, and so
// does the parent.
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

#include "networks.hpp"
#include "ranvier/base/sanitizers.hpp"
#include "runtimes.hpp"
#include "snapshot.hpp"

namespace ranvier::test {
namespace {

constexpr int kRight = 0, kWrong = 1, kThrew = 2;
constexpr unsigned kPatience = 60; // [s] a child that hangs is ended by its alarm

/// Whether every other thread of the process sleeps. One that has only just been started does not.
bool other_threads_sleep() {
    const auto self = std::to_string(gettid());
    for (const auto& thread : std::filesystem::directory_iterator("/proc/self/task")) {
        if (thread.path().filename() == self) continue;
        std::ifstream stat(thread.path() / "stat");
        std::string line;
        std::getline(stat, line);
        const auto name_end = line.rfind(')'); // "PID (name) S ..."
        if (name_end != std::string::npos && line.compare(name_end, 3, ") S") != 0) return false;
    }
    return true;
}

/// @param check  runs in the child; true if all is right
template <class Check> pid_t start_child(Check&& check) {
    while (!kForksAmongBusyThreads && !other_threads_sleep()) usleep(1000);
    const pid_t child = fork();
    if (child != 0) return child;
    alarm(kPatience);
    int status = kThrew;
    try {
        status = check() ? kRight : kWrong;
    } catch (...) {
    }
    _exit(status); // the parent's tests are not ours to end
}

int exit_of(pid_t child) {
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status)) << "ended by signal " << (WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Fork, ChildrenRunAtOnceWithTheSameBits) {
    if (!kForksWithThreads) GTEST_SKIP() << "the thread sanitizer does not let a forked child start threads";
    Network net;
    net.world = make_world({.threads = 2});
    ring(17, 1.5)(net);
    auto& world = *net.world;
    world.initialize(-65);
    world.run(8);
    const auto from_start = net.recorded();
    // where the parent stands now, it and half of the children go on; the others begin again
    Network twin;
    twin.world = make_world({.threads = 1});
    ring(17, 1.5)(twin);
    twin.world->initialize(-65);
    twin.world->run(12);
    const auto further = twin.recorded();
    const auto numbers = snapshot(*twin.world);
    constexpr int kForks = 20, kAtOnce = 4;
    for (int i = 0; i < kForks; i += kAtOnce) {
        std::vector<pid_t> children;
        for (int k = 0; k < kAtOnce; ++k)
            children.push_back(start_child([&] {
                if (k % 2 == 0) {
                    world.run(12);
                    return difference(further, net.recorded()).empty() &&
                           difference(numbers, snapshot(world)).empty();
                }
                world.initialize(-65);
                world.run(8);
                return difference(from_start, net.recorded()).empty();
            }));
        for (const auto child : children) ASSERT_EQ(exit_of(child), kRight);
    }
    world.run(12);
    EXPECT_EQ(difference(further, net.recorded()), "");
    EXPECT_EQ(difference(numbers, snapshot(world)), "");
}

TEST(Fork, ChildrenMayBuildAndCompile) {
    if (!kForksWithThreads) GTEST_SKIP() << "the thread sanitizer does not let a forked child start threads";
    const auto result = [](const BuildNetwork& build, std::shared_ptr<world::Runtime> with) {
        Network net;
        net.world = world::World::create(std::move(with), {.threads = 2});
        build(net);
        net.world->initialize(-65);
        net.world->run(3);
        return net.recorded();
    };
    const auto build = every_mechanism(41, true);
    const auto expected = result(build, runtime(world::Backend::automatic));
    for (int i = 0; i < 4; ++i) {
        const auto child = start_child([&] {
            auto options = runtime_options(world::Backend::automatic);
            options.cache_directory = ""; // every kernel is compiled here
            return difference(expected, result(build, std::make_shared<world::Runtime>(options))).empty();
        });
        EXPECT_EQ(exit_of(child), kRight);
    }
}

/// A child of a child, and a world made before the fork that had not run yet.
TEST(Fork, GrandchildrenRunToo) {
    if (!kForksWithThreads) GTEST_SKIP() << "the thread sanitizer does not let a forked child start threads";
    Network net, idle;
    for (auto* n : {&net, &idle}) {
        n->world = make_world({.threads = 2});
        ring(17, 1.5)(*n);
    }
    net.world->initialize(-65);
    net.world->run(4);
    const auto expected = net.recorded();
    const auto child = start_child([&] {
        idle.world->initialize(-65);
        idle.world->run(4);
        if (!difference(expected, idle.recorded()).empty()) return false;
        return exit_of(start_child([&] {
                   net.world->initialize(-65);
                   net.world->run(4);
                   return difference(expected, net.recorded()).empty();
               })) == kRight;
    });
    EXPECT_EQ(exit_of(child), kRight);
}

} // namespace
} // namespace ranvier::test
