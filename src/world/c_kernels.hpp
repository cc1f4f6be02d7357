// SPDX-License-Identifier: BSD-3-Clause
// The kernels of mechanisms that hold C, for one world: its units are loaded for it alone.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "c_host.hpp"
#include "ranvier/engine/kernels.hpp"
#include "ranvier/world/runtime.hpp"

namespace ranvier::world {

class CKernels {
  public:
    CKernels(std::shared_ptr<Runtime> runtime, CHost& host);
    CKernels(const CKernels&) = delete;
    CKernels& operator=(const CKernels&) = delete;

    /// One operation or function. Throws CompileError for mistakes in C.
    [[nodiscard]] engine::KernelPtr operation(std::string name, const mir::Mechanism& mechanism,
                                              mir::FunctionId function, codegen::Addressing addressing);
    [[nodiscard]] engine::TableKernels tables(const mir::Mechanism& mechanism, mir::TableId table);

  private:
    codegen::CUnit& unit(const mir::Mechanism& mechanism);

    std::shared_ptr<Runtime> runtime_;
    CHost& host_;
    std::mutex mutex_;
    std::map<const mir::Mechanism*, std::shared_ptr<codegen::CUnit>> units_;
};

} // namespace ranvier::world
