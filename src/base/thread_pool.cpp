// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/base/thread_pool.hpp"

#include <unistd.h>

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace ranvier {

namespace {
struct Job {
    const std::function<void(int)>* task = nullptr;
    int count = 0;
    int next = 0;
    int running = 0;
    int failed_index = -1;
    std::exception_ptr failure;
};
} // namespace

struct ThreadPool::Crew {
    std::mutex mutex;
    std::condition_variable wake, done;
    Job job;
    bool stop = false;
    std::vector<std::thread> threads;

    /// Takes tasks until none is left; `lock` is held on entry and on return.
    void work(std::unique_lock<std::mutex>& lock) {
        while (job.next < job.count) {
            const int i = job.next++;
            ++job.running;
            lock.unlock();
            std::exception_ptr failure;
            try {
                (*job.task)(i);
            } catch (...) {
                failure = std::current_exception();
            }
            lock.lock();
            --job.running;
            if (failure && (job.failed_index < 0 || i < job.failed_index)) {
                job.failed_index = i;
                job.failure = failure;
            }
        }
        if (job.running == 0) done.notify_all();
    }
    void live() {
        std::unique_lock lock(mutex);
        while (!stop) {
            if (job.next < job.count) work(lock);
            else wake.wait(lock);
        }
    }
};

ThreadPool::ThreadPool(int threads) : threads_(threads < 1 ? 1 : threads) {}

ThreadPool::~ThreadPool() {
    if (!crew_) return;
    if (owner_ != static_cast<int>(getpid())) {
        // The threads belong to the parent process; there is nothing here to join, and their stacks are not ours to free.
        static_cast<void>(crew_.release());
        return;
    }
    {
        std::lock_guard lock(crew_->mutex);
        crew_->stop = true;
    }
    crew_->wake.notify_all();
    for (auto& t : crew_->threads) t.join();
}

void ThreadPool::run(int count, const std::function<void(int)>& task) {
    if (threads_ == 1 || count <= 1) {
        for (int i = 0; i < count; ++i) task(i);
        return;
    }
    const int here = static_cast<int>(getpid());
    if (crew_ && owner_ != here) static_cast<void>(crew_.release());
    if (!crew_) {
        crew_ = std::make_unique<Crew>();
        owner_ = here;
        for (int i = 1; i < threads_; ++i)
            crew_->threads.emplace_back([crew = crew_.get()] { crew->live(); });
    }
    std::unique_lock lock(crew_->mutex);
    crew_->job = Job{&task, count, 0, 0, -1, nullptr};
    crew_->wake.notify_all();
    crew_->work(lock);
    crew_->done.wait(lock, [&] { return crew_->job.next >= crew_->job.count && crew_->job.running == 0; });
    const auto failure = crew_->job.failure;
    crew_->job = Job{};
    lock.unlock();
    if (failure) std::rethrow_exception(failure);
}

} // namespace ranvier
