// SPDX-License-Identifier: BSD-3-Clause
// A mechanism as part of a world: its description, its table of instances and its table of globals.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "ranvier/base/error.hpp"
#include "ranvier/mir/mechanism.hpp"
#include "ranvier/state/table.hpp"

namespace ranvier::model {

struct MechanismType {
    int index = 0; ///< order of registration
    std::shared_ptr<const mir::Mechanism> mechanism;
    state::TablePtr
        instances;           ///< a row an instance; a column an element of each parameter, assigned and state
    state::TablePtr globals; ///< one row; a column an element of each global and constant
    state::RowId globals_row;
    std::vector<int> column;  ///< by VariableId: first column in `instances` or `globals`, -1 if it has none
    std::string ion;          ///< "na" for na_ion, else ""
    double valence = 0;       ///< of an ion
    std::string valence_file; ///< where it was declared; "" if nobody has yet

    [[nodiscard]] const std::string& name() const { return mechanism->name; }
    [[nodiscard]] bool is_ion() const { return !ion.empty(); }
    [[nodiscard]] bool is_point() const {
        return mechanism->kind == mir::MechanismKind::point_process ||
               mechanism->kind == mir::MechanismKind::artificial_cell;
    }
    /// Column of element `element` of an instance variable by name; -1 if there is none.
    [[nodiscard]] int instance_column(std::string_view variable, int element = 0) const;
    /// Whether a variable of this kind has a number an instance.
    [[nodiscard]] static bool has_instance_column(mir::VariableKind kind);
    /// Columns of POINTER variables; they hold addresses.
    [[nodiscard]] std::vector<int> pointer_columns() const;
    /// Position in the order of evaluation: ions, writers of concentrations (the latest first), the rest; then as registered.
    [[nodiscard]] std::pair<int, int> evaluation_rank() const {
        if (is_ion()) return {0, index};
        return mechanism->writes_concentration ? std::pair(1, -index) : std::pair(2, index);
    }
};

using TypePtr = std::shared_ptr<MechanismType>;

/// The mechanisms of one world, by name and in order.
class Mechanisms {
  public:
    /// Registers a mechanism and makes its tables. Throws StateError if the name is taken.
    TypePtr add(std::shared_ptr<const mir::Mechanism> mechanism);
    [[nodiscard]] TypePtr find(std::string_view name) const; ///< null if absent
    [[nodiscard]] const std::vector<TypePtr>& all() const noexcept { return all_; }
    /// The ion mechanism of `ion`; it must have been added.
    [[nodiscard]] TypePtr ion(std::string_view ion) const;
    [[nodiscard]] static InputError other_valence(const std::string& ion, double valence,
                                                  const std::string& file, double known,
                                                  const std::string& known_file);
    /// Gives an ion its charge. Throws InputError, which names both files, if it has another one already.
    void declare_valence(const TypePtr& ion, double valence, const std::string& file);
    /// The type takes the new mechanism; its tables keep the columns of equal names. See Model::replace_mechanism.
    void replace(MechanismType& type, std::shared_ptr<const mir::Mechanism> mechanism);
    /// nrnunit_use_legacy: sets constants to one of their two values.
    void use_legacy_units(bool legacy);

  private:
    int add_columns(MechanismType& type, const mir::Variable& v) const;
    [[nodiscard]] double first_value(const mir::Variable& v) const;

    std::vector<TypePtr> all_;
    std::unordered_map<std::string, TypePtr> by_name_;
    bool legacy_ = false;
};

} // namespace ranvier::model
