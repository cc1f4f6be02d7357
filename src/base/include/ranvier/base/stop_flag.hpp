// SPDX-License-Identifier: BSD-3-Clause
// A flag that one thread raises and the loops of another poll. It is a plain integer since compiled kernels read it too
// (RvKernelArgs::stop); nothing but the flag itself passes between the threads, so relaxed order is enough.
#pragma once

#include <cstdint>

namespace ranvier {

inline bool is_raised(const volatile std::int32_t& flag) noexcept {
    return __atomic_load_n(&flag, __ATOMIC_RELAXED) != 0;
}
inline void raise(volatile std::int32_t& flag) noexcept { __atomic_store_n(&flag, 1, __ATOMIC_RELAXED); }
inline void lower(volatile std::int32_t& flag) noexcept { __atomic_store_n(&flag, 0, __ATOMIC_RELAXED); }

} // namespace ranvier
