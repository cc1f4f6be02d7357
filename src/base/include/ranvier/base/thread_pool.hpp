// SPDX-License-Identifier: BSD-3-Clause
// A few threads that start when first needed and are forgotten by the child of a fork, which starts its own.
#pragma once

#include <functional>
#include <memory>

namespace ranvier {

class ThreadPool {
  public:
    /// `threads` counts the caller; 1 never starts a thread.
    explicit ThreadPool(int threads);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    [[nodiscard]] int size() const noexcept { return threads_; }
    /// Calls `task(i)` for i = 0 .. count-1, each once, in any order on any thread; returns when all are done. Tasks are
    /// handed out in order of i. The first exception (by i) is thrown again here after all tasks ended.
    void run(int count, const std::function<void(int)>& task);

  private:
    struct Crew;
    int threads_;
    std::unique_ptr<Crew> crew_;
    int owner_ = 0; ///< process that started the crew
};

} // namespace ranvier
