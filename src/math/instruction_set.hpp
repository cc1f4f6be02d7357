// SPDX-License-Identifier: BSD-3-Clause
// Which of the compiled variants this CPU can run. Asked once at first use; compiler-made dispatch (ifunc) would run before a
// sanitizer is ready and is not everywhere.
#pragma once

namespace ranvier::math::detail {

enum class InstructionSet { baseline, v3, v4 };

inline InstructionSet instruction_set() noexcept {
#if defined(__x86_64__)
    __builtin_cpu_init();
    const bool v3 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0 &&
                    __builtin_cpu_supports("bmi") != 0 && __builtin_cpu_supports("bmi2") != 0;
    const bool v4 = v3 && __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
                    __builtin_cpu_supports("avx512cd") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
                    __builtin_cpu_supports("avx512vl") != 0;
    return v4 ? InstructionSet::v4 : v3 ? InstructionSet::v3 : InstructionSet::baseline;
#else
    return InstructionSet::baseline;
#endif
}

} // namespace ranvier::math::detail
