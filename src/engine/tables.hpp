// SPDX-License-Identifier: BSD-3-Clause
// The filled TABLEs of a world's mechanisms. Private to engine.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ranvier/engine/kernels.hpp"
#include "ranvier/engine/run_state.hpp"
#include "ranvier/model/mechanism_type.hpp"

namespace ranvier::engine {

class Tables {
  public:
    Tables(model::Mechanisms& mechanisms, state::TablePtr scalars, TableKernelFactory factory)
        : mechanisms_(mechanisms), scalars_(std::move(scalars)), factory_(std::move(factory)) {}

    /// Where the number of an EXTERNAL stands.
    void set_external(std::function<double*(const mir::Slot&)> find) { external_ = std::move(find); }
    /// The table, filled or not; its address stays.
    const RvTable* find(const model::MechanismType& type, mir::TableId table);
    /// Fills every table asked for so far that was never filled or one of whose DEPEND variables changed.
    void check();
    /// The same before INITIAL: tables that read what INITIAL gives to GLOBALs are filled with that.
    void check_initial();
    /// Where the number of a scalar slot stands.
    [[nodiscard]] double* scalar_address(const mir::Slot& slot) const;
    [[nodiscard]] std::size_t byte_count() const {
        std::size_t sum = 0;
        for (const auto& [key, entry] : entries_) sum += entry->rows.byte_count();
        return sum;
    }
    // run_state.cpp
    void save(std::vector<RunState::Table>& out) const;
    void check_saved(const std::vector<RunState::Table>& saved) const; ///< throws StateError
    void restore(const std::vector<RunState::Table>& saved);

  private:
    struct Entry {
        const model::MechanismType* type = nullptr;
        std::shared_ptr<const mir::Mechanism> mechanism; ///< of the type when the kernels were made
        mir::TableId id;
        RvTable table{};
        state::AlignedArray rows;
        TableKernels kernels;
        std::vector<double> depended_on;
        bool is_filled = false;
        bool is_early = false; ///< filled since the last INITIAL, with what its GLOBALs were then
    };
    std::vector<double> dependencies(const Entry& entry) const;
    static double of_first_instance(const model::MechanismType& type, mir::VariableId variable, int element);
    void fill(Entry& entry);
    double bound(const KernelPtr& kernel);
    /// A number of the instances that the body of one entry leaves to that of the next.
    struct Carried {
        double start = 0;
        std::vector<double> ends; ///< after each entry
    };
    struct Carry {
        std::vector<std::string> names;                         ///< of the variables
        std::map<std::pair<std::string, int>, Carried> numbers; ///< by name and element
    };
    void run(const KernelPtr& kernel, const std::map<std::string, double*>& arguments, std::int64_t count,
             Carry* carry = nullptr);
    static std::vector<std::string> left_to_next(const Entry& entry);
    void fill_in_order(const Entry& entry, Carry carry, std::map<std::string, double*> arguments,
                       std::size_t entries);

    model::Mechanisms& mechanisms_;
    state::TablePtr scalars_;
    TableKernelFactory factory_;
    std::function<double*(const mir::Slot&)> external_;
    std::map<std::pair<int, int>, std::unique_ptr<Entry>> entries_;
};

} // namespace ranvier::engine
