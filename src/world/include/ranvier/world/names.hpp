// SPDX-License-Identifier: BSD-3-Clause
// What a user's names stand for: range variables (gnabar_hh, ena, cm, v) and numbers of the world (celsius, usetable_hh).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ranvier/model/model.hpp"

namespace ranvier::world {

/// A variable that has a value in each segment.
struct RangeName {
    enum class Kind : std::uint8_t { node, diameter, capacitance, capacitive_current, mechanism };
    std::string name;       ///< as a section knows it: "gnabar_hh"
    std::string short_name; ///< as its mechanism knows it: "gnabar"
    Kind kind = Kind::node;
    model::TypePtr type; ///< of a mechanism's variable
    int column = -1;
    int count = 1; ///< elements
    bool is_array = false;
    std::string unit;
    bool is_pointer = false; ///< a POINTER: what it reads as is the number that it points to
};

/// A number that exists once in a world.
struct GlobalName {
    std::string name;
    state::DataRef ref;
    int count = 1;
    bool is_array = false;
    std::string unit;
};

/// A FUNCTION, PROCEDURE or FUNCTION_TABLE as users call it, or one of the switches that belong to them.
struct FunctionName {
    enum class Kind : std::uint8_t {
        call,     ///< f
        table,    ///< table_f: gives a FUNCTION_TABLE its data
        set_data, ///< setdata_suf: where the mechanism's functions work from now on
    };
    std::string name;       ///< at the top level: "rates_hh"; of a point process its short name
    std::string short_name; ///< of a mechanism at a place: "rates"
    Kind kind = Kind::call;
    model::TypePtr type;
    mir::FunctionId function; ///< of a call
    int function_table = -1;  ///< of a table
    int parameter_count = 0;
    bool returns_value = true;
};

/// The names of a world. Entries never move and never go.
class Names {
  public:
    explicit Names(const model::Model& model);
    void add_mechanism(const model::TypePtr& type);
    void remove_mechanism(
        const model::MechanismType& type); ///< its names; entries stay, so that their holders live
    void add_global(GlobalName global);
    void show_membrane_current(bool show); ///< the range variable i_membrane_

    [[nodiscard]] const RangeName* find_range(std::string_view name) const;
    /// At the top level: "rates_hh", "setdata_hh"; functions of a `nothing` mechanism by their own names.
    [[nodiscard]] const FunctionName* find_function(std::string_view name) const;
    /// Of a mechanism at a place or of a point process: "rates".
    [[nodiscard]] const FunctionName* find_function(const model::MechanismType& type,
                                                    std::string_view name) const;
    [[nodiscard]] std::vector<std::string> function_names() const; ///< at the top level
    [[nodiscard]] std::vector<std::string> function_names(const model::MechanismType& type) const;
    [[nodiscard]] const GlobalName* find_global(std::string_view name) const;
    /// Of a variable inside its mechanism: "gnabar" of hh, "ena" of na_ion, "tau" of ExpSyn.
    [[nodiscard]] const RangeName* find_member(const model::MechanismType& type, std::string_view name) const;
    /// Visible variables of a mechanism in the order in which it declares them.
    [[nodiscard]] const std::vector<const RangeName*>& members(const model::MechanismType& type) const;
    [[nodiscard]] std::vector<std::string> range_names() const;
    [[nodiscard]] std::vector<std::string> global_names() const;

  private:
    std::vector<std::unique_ptr<RangeName>> kept_;
    std::unordered_map<std::string, const RangeName*>
        ranges_; // a later mechanism's name hides an earlier one's
    std::unordered_map<std::string, std::unique_ptr<GlobalName>> globals_;
    std::vector<std::unique_ptr<GlobalName>> gone_globals_;
    void add_functions(const model::TypePtr& type);
    std::vector<std::unique_ptr<FunctionName>> kept_functions_;
    std::unordered_map<std::string, const FunctionName*> functions_;
    std::vector<std::vector<const FunctionName*>> methods_; // by type index
    std::vector<std::vector<const RangeName*>> members_;    // by type index
};

/// What every section has from the beginning: inserting it once more changes nothing.
[[nodiscard]] constexpr bool is_in_every_section(std::string_view mechanism) {
    return mechanism == "morphology" || mechanism == "capacitance";
}

} // namespace ranvier::world
