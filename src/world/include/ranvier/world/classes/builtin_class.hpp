// SPDX-License-Identifier: BSD-3-Clause
// Builtin classes: each is declared once, as constant data, and seen from hoc, Python and the documentation.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ranvier/hoc/object.hpp"

namespace ranvier::world {

class World;

namespace classes {

class BuiltinClass;

struct Declaration {
    std::string_view name;
    std::string_view signature; ///< of making one: "(n, value)"
    std::string_view summary;
    std::span<const hoc::Member> members;
    hoc::ObjectPtr (*make)(BuiltinClass& type, const hoc::Arguments& arguments);
    /// Arguments that are sequences of the language (a list, an array) arrive as Vectors.
    bool takes_sequences = false;
    /// The objects that iteration gives, if there are any.
    std::vector<hoc::Value> (*items)(hoc::Object& object) = nullptr;
    /// The object at an index, if that is how it is asked for.
    hoc::Value (*item)(hoc::Object& object, double index) = nullptr;
    /// Arguments are kept as what they are to the language.
    bool holds_objects = false;
    /// Arguments that are sequences arrive as a Sequence of their elements.
    bool takes_objects = false;
    /// Methods work on the current section, which `sec=` names in Python.
    bool takes_section = false;
    /// Its objects belong to no world: one class for the process.
    bool is_shared = false;
    /// Its living objects in the order of their making, of a class that need not keep them itself.
    std::vector<hoc::ObjectPtr> (*living)(World& world) = nullptr;
};

/// Methods that a language adds to objects of builtin classes (Vector.record is Python's), for hoc to call too.
class AddedMethods {
  public:
    virtual ~AddedMethods() = default;
    [[nodiscard]] virtual bool has(std::string_view class_name, std::string_view member) = 0;
    virtual hoc::Value call(hoc::Object& self, std::string_view member, const hoc::Arguments& arguments) = 0;
};
/// Null: none. Whoever sets it keeps it alive.
void set_added_methods(AddedMethods* methods);

class BuiltinClass final : public hoc::Class {
  public:
    BuiltinClass(const Declaration& declaration, std::weak_ptr<World> world);
    [[nodiscard]] hoc::ObjectPtr make(const hoc::Arguments& arguments) override;
    [[nodiscard]] std::span<const hoc::Member> members() const override { return declaration_.members; }
    [[nodiscard]] const hoc::Member* find(std::string_view name) const override;
    hoc::Value call(hoc::Object& self, const hoc::Member& member, const hoc::Arguments& arguments) override;
    [[nodiscard]] hoc::ObjectPtr object(std::int64_t number) override;
    [[nodiscard]] std::vector<hoc::ObjectPtr> objects() const override;
    [[nodiscard]] const Declaration& declaration() const noexcept { return declaration_; }
    [[nodiscard]] std::shared_ptr<BuiltinClass> self();
    /// @throws StateError  the world is gone, or the class belongs to none
    [[nodiscard]] std::shared_ptr<World> world() const;
    [[nodiscard]] std::shared_ptr<World> find_world() const { return world_.lock(); } ///< null if it is gone

  private:
    const Declaration& declaration_;
    std::weak_ptr<World> world_;
    struct Added {
        std::string name;
        hoc::Member member;
    };
    std::unordered_map<std::string_view, const hoc::Member*> by_name_;
    mutable std::unordered_map<std::string, std::unique_ptr<Added>> added_;
};

/// All declarations, in the order in which they are shown.
[[nodiscard]] std::span<const Declaration* const> declarations();
[[nodiscard]] const Declaration* find_declaration(std::string_view name);
/// The process's class of a shared declaration.
[[nodiscard]] const std::shared_ptr<BuiltinClass>& shared_class(const Declaration& declaration);

/// Where objects that belong to no world print: the language says; by default the program's standard output.
void set_shared_output(std::function<void(std::string_view)> output);
void print_top(std::string_view text);

/// The world that an object's class belongs to.
/// @throws StateError  it is gone
[[nodiscard]] std::shared_ptr<World> world_of(const hoc::Object& object);
/// The same, for who reads or changes its model.
/// @throws StateError  another thread uses it
[[nodiscard]] std::shared_ptr<World> world_at_rest_of(const hoc::Object& object);

/// The object as what a class's own functions know it to be.
template <class T> [[nodiscard]] T& as(hoc::Object& object) { return static_cast<T&>(object); }
/// A method's answer.
[[nodiscard]] inline hoc::Value itself(hoc::Object& object) { return object.shared_from_this(); }
[[nodiscard]] inline hoc::Value number(double value) { return value; }
[[nodiscard]] inline hoc::Value text(std::string value) {
    return std::make_shared<std::string>(std::move(value));
}

} // namespace classes
} // namespace ranvier::world
