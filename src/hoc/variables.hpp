// SPDX-License-Identifier: BSD-3-Clause
// What names stand for: variables, their arrays, symbols and scopes. Code refers to symbols directly; a symbol that becomes
// something else (a number that turns into a procedure) changes its kind in place.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ranvier/hoc/host.hpp"
#include "ranvier/hoc/object.hpp"

namespace ranvier::hoc {

struct Machine;
struct Procedure;
class TemplateClass;
struct LanguageFunction;

enum class Kind : std::uint8_t {
    undefined,
    number,
    numbers, ///< an array of them
    text,
    object,
    objects,
    section,
    sections,
    // below: of symbols only
    procedure,
    template_,
    language, ///< a function of the language
    host_function,
    host_number,
    host_object,
    host_text,
    class_,
    property,
    range_variable,
    mechanism,
    section_space,
};
[[nodiscard]] std::string_view kind_name(Kind kind);
[[nodiscard]] constexpr bool is_variable(Kind kind) { return kind <= Kind::sections; }

struct Array {
    std::vector<std::uint32_t> dimensions;
    std::vector<double> numbers;
    std::vector<ObjectPtr> objects;
    std::vector<SectionKey> sections;
};

struct Variable {
    Kind kind = Kind::undefined;
    double number = 0;
    TextPtr text;
    ObjectPtr object;
    SectionKey section;
    std::shared_ptr<Array> array; ///< who points to an element holds it, too; a new declaration, a new one

    [[nodiscard]] std::size_t rank() const { return array ? array->dimensions.size() : 0; }
};

struct Symbol : Variable {
    std::string name;
    std::int32_t slot = -1; ///< of a template's variable: where its objects keep it
    bool is_public = false;
    bool is_used = false;    ///< the code of its own template names it
    bool is_outside = false; ///< the language's or the host's: cannot be declared again at top level
    HostName host;
    std::shared_ptr<Procedure> procedure;
    std::shared_ptr<TemplateClass> type;
    const LanguageFunction* language = nullptr;
    Symbol* instead = nullptr; ///< a template's name that turned out to be somebody else's
};

/// Symbols by name; they never move and never go.
class Scope {
  public:
    [[nodiscard]] Symbol* find(std::string_view name) const {
        const auto found = names_.find(name);
        return found == names_.end() ? nullptr : found->second;
    }
    Symbol& add(std::string_view name) {
        Symbol& symbol = symbols_.emplace_back();
        symbol.name = name;
        names_[symbol.name] = &symbol;
        return symbol;
    }
    /// An `external`: a name for another scope's symbol.
    void alias(std::string_view name, Symbol& symbol) {
        aliases_.emplace_back(name);
        names_[aliases_.back()] = &symbol;
    }
    [[nodiscard]] const std::deque<Symbol>& symbols() const { return symbols_; }
    [[nodiscard]] std::deque<Symbol>& symbols() { return symbols_; }

  private:
    std::deque<Symbol> symbols_;
    std::deque<std::string> aliases_;
    std::unordered_map<std::string_view, Symbol*> names_;
};

/// The position of an element, or an InputError that says which index is wrong.
[[nodiscard]] std::size_t element(const Array& array, std::string_view name, std::span<const double> indices,
                                  double epsilon);

/// The place of a number or of an element of an array, of top level (`owner` keeps the scope) or of an object's.
class VariablePlace final : public NumberPlace {
  public:
    VariablePlace(std::shared_ptr<const void> owner, Variable& variable, std::string name, bool is_element,
                  std::size_t index)
        : owner_(std::move(owner)), variable_(variable), name_(std::move(name)), is_element_(is_element),
          index_(index) {}
    [[nodiscard]] double get() const override { return number(); }
    void set(double value) override { number() = value; }
    [[nodiscard]] double* address(std::size_t count) override;
    [[nodiscard]] std::shared_ptr<double[]> lasting_memory() override {
        if (is_element_) return {variable_.array, &number()};
        if (!owner_) return nullptr;
        return {std::const_pointer_cast<void>(owner_), &number()};
    }

  private:
    [[nodiscard]] double& number() const;
    std::shared_ptr<const void> owner_;
    Variable& variable_;
    std::string name_;
    bool is_element_;
    std::size_t index_;
};

/// The same of an objref.
class VariableObjectPlace final : public ObjectPlace {
  public:
    VariableObjectPlace(Machine& machine, std::shared_ptr<const void> owner, Variable& variable,
                        std::size_t index)
        : machine_(machine), owner_(std::move(owner)), variable_(variable), index_(index) {}
    [[nodiscard]] ObjectPtr get() const override;
    void set(ObjectPtr object) override;

  private:
    Machine& machine_;
    std::shared_ptr<const void> owner_;
    Variable& variable_;
    std::size_t index_;
};

} // namespace ranvier::hoc
