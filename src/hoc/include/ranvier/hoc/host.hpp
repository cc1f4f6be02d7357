// SPDX-License-Identifier: BSD-3-Clause
// What the language asks of the world around it: names beyond its own, classes, sections, files, output. The language itself
// knows nothing of neurons; whoever embeds it implements this. Every function may throw a ranvier::Error, which becomes an
// error of the program with its place and call stack.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ranvier/base/diagnostics.hpp"
#include "ranvier/base/error.hpp"

#include "ranvier/hoc/object.hpp"

namespace ranvier::hoc {

class Interpreter;

/// A function of the host: `distance(0.5)`, `fadvance()`, `secname()`. Constant data, one row a function.
struct HostFunction {
    std::string_view name;
    Value (*call)(Interpreter& interpreter, const Arguments& arguments) = nullptr;
    std::string_view signature = {};
    std::string_view summary = {};
    /// A program may declare the name anew: a part of a library (init, advance) and not of the language.
    bool is_replaceable = false;
};

enum class HostKind : std::uint8_t {
    none,     ///< the host does not know the name
    function, ///< `function`
    number,   ///< `number`: t, dt, celsius; looked up once, then read and written through the place
    class_,   ///< `type`
    /// A property of a section as a whole (nseg, L, Ra, rallbranch); read and written without a position. `id`.
    section_property,
    /// A variable along sections (v, diam, gnabar_hh, ina). `id`; `array_size` > 1: has an index before its position.
    range_variable,
    mechanism, ///< only insert, uninsert and the like take it
    object,    ///< `object`: an objref that the host keeps
    text,      ///< `text`: a strdef that the host keeps
    sections,  ///< a name before a dot behind which the host finds sections: _pysec
};

/// What the host knows a name as. Looked up when the name is first met, and again as long as it is unknown.
struct HostName {
    HostKind kind = HostKind::none;
    std::int32_t id = 0;
    int array_size = 1;
    const HostFunction* function = nullptr;
    PlacePtr number;
    ClassPtr type;
    ObjectPlacePtr object;
    TextPtr text;
};

class Host {
  public:
    virtual ~Host() = default;

    // --- names
    [[nodiscard]] virtual HostName find(std::string_view name) = 0;
    /// For near names in messages.
    [[nodiscard]] virtual std::vector<std::string> names() { return {}; }

    // --- output and the user
    virtual void print(std::string_view text) = 0;
    /// Messages (errors that the program goes on after, warnings).
    virtual void print_error(std::string_view text) = 0;
    /// What `fprint` writes: the file that wopen opened, or the output.
    virtual void write(std::string_view text) { print(text); }
    /// Called now and then, and on every call of a procedure some time: throws Interrupted to stop the program.
    virtual void poll() {}
    /// Of an array, at most.
    [[nodiscard]] virtual std::size_t most_elements() { return std::size_t{1} << 27; }
    /// A line from the terminal (`read`), without its end.
    [[nodiscard]] virtual std::optional<std::string> read_line() { return std::nullopt; }

    // --- files
    /// The text of a file by the name that a program gave; null if there is none.
    [[nodiscard]] virtual SourcePtr open(std::string_view name) {
        (void)name;
        return nullptr;
    }
    struct Library {
        std::string identity; ///< tells whether a file was loaded before
        std::string folder;   ///< to be entered while it loads; empty: stay
        std::string file;     ///< to be opened then
    };
    /// Where load_file finds a file: here, on the library path, in the library.
    [[nodiscard]] virtual std::optional<Library> find_library(std::string_view name) {
        (void)name;
        return std::nullopt;
    }
    /// Changes the folder; answers the one before.
    virtual std::string enter(std::string_view folder) {
        (void)folder;
        return {};
    }

    // --- sections: the stack of current sections lives here, so that all languages share it
    [[nodiscard]] virtual SectionKey current() = 0; ///< 0: none is accessed
    virtual void push(SectionKey section) = 0;
    virtual void pop() = 0;
    [[nodiscard]] virtual std::size_t depth() = 0;
    /// Drops what was pushed above a depth.
    virtual void restore(std::size_t depth) = 0;
    virtual void access(SectionKey section) = 0;
    /// `create name` (index -1) or element `index` of `create name[n]`, of a template's object or of nobody.
    [[nodiscard]] virtual SectionKey create(std::string_view name, int index, const ObjectPtr& owner) = 0;
    virtual void destroy(SectionKey section) = 0;
    [[nodiscard]] virtual bool is_alive(SectionKey section) = 0;
    [[nodiscard]] virtual std::string section_name(SectionKey section) = 0;
    virtual void connect(SectionKey child, double child_x, SectionKey parent, double parent_x) = 0;
    virtual void insert(SectionKey section, std::string_view mechanism) = 0;
    virtual void uninsert(SectionKey section, std::string_view mechanism) = 0;
    [[nodiscard]] virtual int segments(SectionKey section) = 0;
    [[nodiscard]] virtual std::vector<SectionKey> sections() = 0;
    /// Those in whose names the pattern is found.
    [[nodiscard]] virtual std::vector<SectionKey> sections(std::string_view pattern) = 0;
    /// Those of a SectionList.
    [[nodiscard]] virtual std::vector<SectionKey> sections(Object& list) = 0;
    /// `_pysec.name` and `_pysec.name[index]` (-1: none).
    [[nodiscard]] virtual SectionKey find_section(std::string_view name, int index) {
        (void)name, (void)index;
        return {};
    }

    [[nodiscard]] virtual double property(SectionKey section, std::int32_t id) = 0;
    virtual void set_property(SectionKey section, std::int32_t id, double value) = 0;
    [[nodiscard]] virtual double range_value(SectionKey section, std::int32_t id, double x, int index) = 0;
    virtual void set_range_value(SectionKey section, std::int32_t id, double x, int index, double value) = 0;
    /// Every segment: `gnabar_hh = 0.1`.
    virtual void set_range_values(SectionKey section, std::int32_t id, int index, double value) = 0;
    [[nodiscard]] virtual PlacePtr range_place(SectionKey section, std::int32_t id, double x, int index) = 0;
    [[nodiscard]] virtual PlacePtr property_place(SectionKey section, std::int32_t id) {
        (void)section, (void)id;
        throw InputError("a property of a whole section cannot be pointed to");
    }
    /// setpointer of a mechanism's POINTER at a place, and of an object's.
    virtual void set_range_pointer(SectionKey section, std::int32_t id, double x, int index,
                                   PlacePtr source) {
        (void)section, (void)id, (void)x, (void)index, (void)source;
        throw InputError("setpointer: this is no POINTER");
    }
    virtual void set_pointer(Object& object, std::string_view member, PlacePtr source) {
        (void)object, (void)member, (void)source;
        throw InputError("setpointer: this is no POINTER");
    }
};

} // namespace ranvier::hoc
