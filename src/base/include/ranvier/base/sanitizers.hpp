// SPDX-License-Identifier: BSD-3-Clause
// What this build is instrumented with, for tests that a sanitizer does not allow.
#pragma once

// g++ says it by a macro, clang by a feature.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define RV_THREAD_SANITIZER 1
#endif
#if __has_feature(address_sanitizer)
#define RV_ADDRESS_SANITIZER 1
#endif
#elif defined(__SANITIZE_THREAD__)
#define RV_THREAD_SANITIZER 1
#elif defined(__SANITIZE_ADDRESS__)
#define RV_ADDRESS_SANITIZER 1
#endif

namespace ranvier {

/// The thread sanitizer does not let a forked child start threads.
#ifdef RV_THREAD_SANITIZER
inline constexpr bool kForksWithThreads = false;
#else
inline constexpr bool kForksWithThreads = true;
#endif

/// The address sanitizer's allocator (g++ 12) is not made ready for a fork: if another thread is inside it, the child waits
/// for ever for its lock.
#ifdef RV_ADDRESS_SANITIZER
inline constexpr bool kForksAmongBusyThreads = false;
#else
inline constexpr bool kForksAmongBusyThreads = true;
#endif

} // namespace ranvier
