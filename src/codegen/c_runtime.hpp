// SPDX-License-Identifier: BSD-3-Clause
// Running C that a user wrote: a fault in it ends the call, not the process.
#pragma once

#include <csetjmp>

#include "ranvier/codegen/c_kernels.hpp"

namespace ranvier::codegen {

struct CFrame : CRunning {
    sigjmp_buf fault;
    volatile int signal = 0;
    void* volatile address = nullptr; ///< that the fault was about
    CFrame* outer = nullptr;
};

/// Thrown where a block that was left out of the text would run.
struct RefusedBlock {
    int block;
};

/// Thrown by a loop that saw the stop flag.
struct StoppedLoop {};

/// While it lives, this thread runs C with that frame, and faults jump to `frame.fault` once that has been set.
class CGuard {
  public:
    explicit CGuard(CFrame& frame);
    ~CGuard();
    CGuard(const CGuard&) = delete;
    CGuard& operator=(const CGuard&) = delete;

  private:
    CFrame& frame_;
};

/// rv_... functions of ranvier_c.h, and those of the C library that must not do what they do elsewhere; null if it is neither.
[[nodiscard]] void* runtime_function(const std::string& name);

[[nodiscard]] const char* signal_text(int signal);

} // namespace ranvier::codegen
