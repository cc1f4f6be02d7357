// SPDX-License-Identifier: BSD-3-Clause
// Memory of many objects of one size, which come and go one by one: a network's connections. Pieces of it are large, so that
// the system is asked seldom and may give large pages; all go back when the last object has gone.
#pragma once

#include <atomic>
#include <cstddef>
#include <new>
#include <vector>

#include "ranvier/base/sanitizers.hpp"

namespace ranvier {

/// The address sanitizer sees what is used after its end only where each object is an allocation.
#ifdef RV_ADDRESS_SANITIZER
inline constexpr bool kPools = false;
#else
inline constexpr bool kPools = true;
#endif

/// Usable from any thread. Blocks of a size, aligned for any object that needs no more than a pointer does.
class Pool {
  public:
    explicit Pool(std::size_t block);
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    [[nodiscard]] void* take(); ///< @throws std::bad_alloc
    void give_back(void* block) noexcept;
    [[nodiscard]] std::size_t in_use() const noexcept { return used_; }
    /// One that is never destroyed, because objects may end after everything that is; a forked child can go on with it.
    [[nodiscard]] static Pool& everlasting(std::size_t block);
    void lock() noexcept; ///< for a few instructions, or over a fork
    void unlock() noexcept { busy_.clear(std::memory_order_release); }

  private:
    struct Free {
        Free* next;
    };
    struct Piece {
        char* memory;
        std::size_t bytes;
    };
    void grow();
    void give_back_pieces() noexcept;

    const std::size_t block_;
    std::atomic_flag busy_;
    Free* free_ = nullptr;
    char *fresh_ = nullptr, *end_ = nullptr; // of the latest piece: never used so far
    std::size_t used_ = 0;
    std::vector<Piece> pieces_;
    Pool* next_ = nullptr; // of the everlasting ones
    inline static Pool* everlasting_ = nullptr;
};

/// For std::allocate_shared: one pool a type, for the process.
template <class T> struct Pooled {
    using value_type = T;
    Pooled() = default;
    template <class U>
    Pooled(const Pooled<U>&) noexcept {} // NOLINT(google-explicit-constructor): allocators convert
    [[nodiscard]] T* allocate(std::size_t count) {
        return static_cast<T*>(kPools && count == 1 ? pool().take() : ::operator new(count * sizeof(T)));
    }
    void deallocate(T* memory, std::size_t count) noexcept {
        if (kPools && count == 1) pool().give_back(memory);
        else ::operator delete(memory);
    }
    bool operator==(const Pooled&) const = default;

  private:
    static Pool& pool() {
        static_assert(alignof(T) <= alignof(void*));
        static Pool& made = Pool::everlasting(sizeof(T));
        return made;
    }
};

} // namespace ranvier
