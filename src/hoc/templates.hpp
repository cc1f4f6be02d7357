// SPDX-License-Identifier: BSD-3-Clause
// begintemplate ... endtemplate: a class whose objects hold the template's variables. Its body runs once, when it is read;
// what it declares, every object gets anew, empty.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ranvier/hoc/aliases.hpp"

#include "variables.hpp"

namespace ranvier::hoc {

class TemplateObject final : public Object {
  public:
    explicit TemplateObject(std::shared_ptr<TemplateClass> type);
    ~TemplateObject() override;
    /// What the object keeps under a symbol of its template.
    [[nodiscard]] Variable& field(std::int32_t slot) {
        return static_cast<std::size_t>(slot) < count_ ? fields_[static_cast<std::size_t>(slot)]
                                                       : late_field(slot);
    }
    [[nodiscard]] TemplateClass& template_class() noexcept;
    /// Takes everything out of the object, for a destruction that does not recur.
    void give_up(std::vector<ObjectPtr>& objects);

    std::unique_ptr<std::map<std::string, Alias, std::less<>>> aliases; ///< null: none

  private:
    friend class TemplateClass;
    Variable& late_field(std::int32_t slot);
    std::unique_ptr<Variable[]> fields_;
    std::size_t count_ = 0;
    std::vector<std::unique_ptr<Variable>> late_; ///< of names that came after the object was made
    bool is_dying_ = false;
};

struct TemplateMember : Member {
    Symbol* symbol = nullptr;
};

class TemplateClass final : public Class {
  public:
    TemplateClass(Machine& machine, std::string name);

    [[nodiscard]] ObjectPtr make(const Arguments& arguments) override;
    [[nodiscard]] std::span<const Member> members() const override;
    [[nodiscard]] const Member* find(std::string_view name) const override;
    /// The same of what is not public too.
    [[nodiscard]] const Member* find_any(std::string_view name) const;
    Value call(Object& self, const Member& member, const Arguments& arguments) override;
    PlacePtr place(Object& self, const Member& member, std::span<const double> indices) override;
    double get(Object& self, const Member& member, std::span<const double> indices) override;
    void set(Object& self, const Member& member, std::span<const double> indices, double value) override;
    void assign(Object& self, const Member& member, std::span<const double> indices,
                const Value& value) override;

    [[nodiscard]] std::vector<std::size_t> sizes(Object& self, const Member& member) override;

    /// An object before its init().
    [[nodiscard]] std::shared_ptr<TemplateObject> raw_object();
    /// A name of the template, with a place for it in objects.
    Symbol& add(std::string_view name);
    [[nodiscard]] Procedure* procedure(std::string_view name) const;

    Scope scope;
    std::vector<Symbol*> slots;
    std::vector<TemplateObject*> objects; ///< that exist, in the order of their making
    Machine* machine;                     ///< null when the interpreter is gone
    Symbol* init = nullptr;
    Symbol* unref = nullptr;

  private:
    static void destroy(TemplateObject* object);
    void fill(TemplateObject& object);
    const TemplateMember& declare(Symbol& symbol) const;
    mutable std::deque<TemplateMember> made_members_;
    mutable std::vector<Member> listed_;
};

} // namespace ranvier::hoc
