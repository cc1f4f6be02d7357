// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/base/pool.hpp"

#include <algorithm>
#include <mutex>
#include <thread>

#if defined(__linux__)
#include <sys/mman.h>
#endif
#if defined(__unix__)
#include <pthread.h>
#endif

namespace ranvier {

namespace {

constexpr std::size_t kAhead = 512, kLine = 64;
constexpr std::size_t kFirstPiece = 4096, kLargestPiece = std::size_t{1} << 21U;

/// A piece of the largest size is one large page, where the system has them: a network of 200,000 connections faults a few
/// times then, and not some ten thousand.
char* new_piece(std::size_t bytes) {
    const auto alignment =
        std::align_val_t(bytes == kLargestPiece ? kLargestPiece : alignof(std::max_align_t));
    auto* memory = static_cast<char*>(::operator new(bytes, alignment));
#if defined(__linux__)
    if (bytes == kLargestPiece) ::madvise(memory, bytes, MADV_HUGEPAGE); // only advice
#endif
    return memory;
}

void delete_piece(char* memory, std::size_t bytes) noexcept {
    ::operator delete(memory,
                      std::align_val_t(bytes == kLargestPiece ? kLargestPiece : alignof(std::max_align_t)));
}

} // namespace

Pool::Pool(std::size_t block)
    : block_((std::max(block, sizeof(Free)) + alignof(void*) - 1) / alignof(void*) * alignof(void*)) {}

Pool::~Pool() { give_back_pieces(); }

void Pool::lock() noexcept {
    while (busy_.test_and_set(std::memory_order_acquire)) std::this_thread::yield();
}

Pool& Pool::everlasting(std::size_t block) {
    static std::mutex mutex;
    const std::lock_guard held(mutex);
#if defined(__unix__)
    // A child must not find one that another thread of its parent was just using.
    if (!everlasting_) {
        const auto unlock_all = [] {
            for (auto* pool = everlasting_; pool; pool = pool->next_) pool->unlock();
        };
        ::pthread_atfork(
            [] {
                for (auto* pool = everlasting_; pool; pool = pool->next_) pool->lock();
            },
            unlock_all, unlock_all);
    }
#endif
    auto* made = new Pool(block);
    made->next_ = everlasting_;
    everlasting_ = made;
    return *made;
}

void* Pool::take() {
    const std::lock_guard held(*this);
    if (free_) {
        auto* block = free_;
        free_ = block->next;
        ++used_;
        return block;
    }
    if (static_cast<std::size_t>(end_ - fresh_) < block_) grow();
    char* block = fresh_;
    fresh_ += block_;
    // New memory is in no cache. (What lies behind a piece is never looked at: a prefetch of it does nothing.)
    __builtin_prefetch(block + kAhead, 1);
    __builtin_prefetch(block + kAhead + kLine, 1);
    ++used_;
    return block;
}

void Pool::give_back(void* block) noexcept {
    const std::lock_guard held(*this);
    if (--used_ == 0) {
        give_back_pieces();
        return;
    }
    free_ = new (block) Free{free_};
}

void Pool::grow() {
    const auto bytes = std::clamp(pieces_.empty() ? 0 : 2 * pieces_.back().bytes,
                                  std::max(kFirstPiece, block_), std::max(kLargestPiece, block_));
    pieces_.reserve(pieces_.size() + 1);
    fresh_ = new_piece(bytes);
    end_ = fresh_ + bytes;
    pieces_.push_back({fresh_, bytes});
}

void Pool::give_back_pieces() noexcept {
    for (const auto& piece : pieces_) delete_piece(piece.memory, piece.bytes);
    pieces_.clear();
    free_ = nullptr;
    fresh_ = end_ = nullptr;
}

} // namespace ranvier
