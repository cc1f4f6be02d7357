// SPDX-License-Identifier: BSD-3-Clause
// The hoc language: runs text, keeps the names of top level, calls procedures. One for each world; not for two threads at once.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ranvier/base/diagnostics.hpp"
#include "ranvier/base/error.hpp"

#include "ranvier/hoc/host.hpp"
#include "ranvier/hoc/object.hpp"

namespace ranvier::hoc {

struct Machine;

/// An error of a hoc program: the reason, the place as `file:line:column` with the line and a caret, and who called whom.
class HocError : public Error {
  public:
    HocError(std::string reason, std::string place, std::vector<std::string> calls);
    [[nodiscard]] const std::string& reason() const noexcept { return reason_; }
    [[nodiscard]] const std::string& place() const noexcept { return place_; }
    /// The innermost call first: "T[0].f(3)".
    [[nodiscard]] const std::vector<std::string>& calls() const noexcept { return calls_; }

  private:
    std::string reason_, place_;
    std::vector<std::string> calls_;
};

/// `quit(status)` was called.
class QuitRequest : public Error {
  public:
    explicit QuitRequest(int status) : Error("quit"), status_(status) {}
    [[nodiscard]] int status() const noexcept { return status_; }

  private:
    int status_;
};

/// What a name at top level is.
enum class NameKind : std::uint8_t {
    none,
    number,
    numbers, ///< double x[n]
    text,
    object,
    objects, ///< objref o[n]
    section,
    sections, ///< create s[n]
    procedure,
    function,
    object_function,
    iterator,
    template_,
    host, ///< see Host::find
};

class Interpreter {
  public:
    explicit Interpreter(Host& host);
    ~Interpreter();
    Interpreter(const Interpreter&) = delete;
    Interpreter& operator=(const Interpreter&) = delete;

    /// Runs a text statement by statement up to its end, to `stop` or to the first mistake, which is thrown as HocError.
    void run(SourcePtr source);
    /// Runs what a user types. False: the statement is not complete, ask for more and give all of it again.
    bool run_typed(SourcePtr source);
    /// What stands behind the statement that runs, in its own text: programs keep data there. Empty if nothing runs.
    [[nodiscard]] std::string_view rest_of_text() const;
    /// Goes on behind the first bytes of it.
    void skip_text(std::size_t bytes);
    /// `execute(text, object)`: statements as if in braces; names are those of the object's template, if there is one.
    void execute(std::string_view text, ObjectPtr object = nullptr);
    /// load_file: 1.0 if it is loaded now or was before. `is_forced`: again.
    double load_file(std::string_view name, bool is_forced = false);

    /// Calls a procedure or function of top level, or a public one of a template's object.
    Value call(std::string_view name, std::span<const Value> arguments);
    Value call(Object& object, std::string_view name, std::span<const Value> arguments);

    // --- the names of top level
    [[nodiscard]] NameKind kind(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> names() const;
    [[nodiscard]] std::vector<std::size_t> dimensions(std::string_view name) const;
    /// Of a number, text, object or section; with as many indices as it has dimensions.
    [[nodiscard]] Value get(std::string_view name, std::span<const double> indices = {});
    void set(std::string_view name, std::span<const double> indices, const Value& value);
    [[nodiscard]] PlacePtr place(std::string_view name, std::span<const double> indices = {});
    [[nodiscard]] ObjectPlacePtr object_place(std::string_view name, std::span<const double> indices = {});
    /// A template, or what the host knows; null if there is none.
    [[nodiscard]] ClassPtr find_class(std::string_view name);
    /// Object `number` of a template; null if it is gone.
    [[nodiscard]] ObjectPtr find_object(std::string_view template_name, std::int64_t number);
    /// The objects of a template that exist, in the order of their making.
    [[nodiscard]] std::vector<ObjectPtr> objects(std::string_view template_name);
    /// Takes the name of a section of top level away; the section stays. False: it has none.
    bool unname_section(SectionKey section);
    /// Gives sections a name that is free; `is_array`: they become an array.
    void name_sections(std::string_view name, std::span<const SectionKey> sections, bool is_array);
    /// The variables that hold an object: "o", "a[1]", "T[0].held".
    [[nodiscard]] std::vector<std::string> holders(const Object& object) const;

    [[nodiscard]] Host& host() noexcept;
    /// The template's object whose procedure runs; null if it is one of top level, or none.
    [[nodiscard]] ObjectPtr current_object() const;
    /// The one that this thread used last; null if there is none any more. For functions that are called by name where no
    /// world is in sight.
    [[nodiscard]] static Interpreter* recent() noexcept;
    [[nodiscard]] std::size_t call_depth() const noexcept;

  private:
    std::unique_ptr<Machine> machine_;
};

} // namespace ranvier::hoc
