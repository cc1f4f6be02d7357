// SPDX-License-Identifier: BSD-3-Clause
// Where the C of a mechanism finds its numbers. One translation unit holds all of a mechanism's functions, so every variable
// has one place in the unit's list of addresses, whatever kernel runs.
#pragma once

#include <vector>

#include "ranvier/codegen/fuse.hpp"
#include "ranvier/mir/kernel.hpp"
#include "ranvier/mir/mechanism.hpp"

namespace ranvier::codegen {

/// Numbers that C sees as an array: they stand side by side only while C runs.
struct CArray {
    int first = 0; ///< place of element 0
    int count = 1;
};

/// A kernel of C and where its slots stand in the unit's list.
struct CKernelPlan {
    struct Use {
        int slot = 0, place = 0;
        bool is_sum =
            false; ///< rows may share the target: their contributions are summed before they are added
    };
    mir::Kernel kernel;
    std::vector<Use> uses;
    mir::FunctionId function;
};

class CLayout {
  public:
    explicit CLayout(const mir::Mechanism& mechanism);

    /// With t and dt, which C may use undeclared.
    [[nodiscard]] const mir::Mechanism& mechanism() const { return mechanism_; }
    [[nodiscard]] int place(mir::VariableId v) const { return places_[static_cast<std::size_t>(v.value)]; }
    [[nodiscard]] int first_weight() const { return first_weight_; }
    [[nodiscard]] int first_argument() const { return first_argument_; }
    [[nodiscard]] int place_count() const { return place_count_; }
    [[nodiscard]] const std::vector<CArray>& arrays() const { return arrays_; }
    [[nodiscard]] const std::vector<mir::KernelService>& services() const { return services_; }

    /// An operation or a function: parameters are argument columns "0", "1", ..., the value goes to "result".
    [[nodiscard]] CKernelPlan plan(std::string name, mir::FunctionId function, Addressing addressing) const;
    /// The filling of a TABLE: argument column "x", outputs "0", "1", ...
    [[nodiscard]] CKernelPlan plan_table(mir::TableId table) const;

  private:
    /// By variable: whether code that `function` reaches, or C that it may reach, can name it. All, if it is invalid.
    [[nodiscard]] std::vector<bool> used_by(mir::FunctionId function) const;
    [[nodiscard]] bool is_written(const mir::Variable& variable) const;

    mir::Mechanism mechanism_;
    std::vector<int> places_; // by variable
    std::vector<CArray> arrays_;
    std::vector<mir::KernelService> services_;
    int first_weight_ = 0, first_argument_ = 0, place_count_ = 0;
};

} // namespace ranvier::codegen
