// SPDX-License-Identifier: BSD-3-Clause
// The object model that hoc, Python and builtin classes share: what a value is, what an object offers, how its members are
// called. Whoever writes a class (Vector, List, a template) writes it against this file, once; each language reflects it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <variant>
#include <vector>

namespace ranvier::hoc {

class Class;
class ForeignClass;

/// What an objref, a localobj or a Python name holds. Identity counts: two references are equal if they hold one object.
class Object : public std::enable_shared_from_this<Object> {
  public:
    explicit Object(std::shared_ptr<Class> type);
    virtual ~Object();
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;

    [[nodiscard]] Class& type() const noexcept { return *type_; }
    /// "Vector[3]"; the number counts the class's objects as they are made, from 0 again once none is left.
    [[nodiscard]] virtual std::string name() const;
    [[nodiscard]] std::int64_t number() const noexcept { return number_; }

  private:
    std::shared_ptr<Class> type_;
    std::int64_t number_;
};
using ObjectPtr = std::shared_ptr<Object>;

/// The place of a number: `&x`, `_ref_x`, an element of a Vector. Knows by itself whether the number still exists.
class NumberPlace {
  public:
    virtual ~NumberPlace() = default;
    /// @throws StateError  the number is gone; says whose it was
    [[nodiscard]] virtual double get() const = 0;
    virtual void set(double value) = 0;
    /// Where `count` numbers lie in a row, if they lie in memory; stands until the model changes. Null otherwise.
    [[nodiscard]] virtual double* address(std::size_t count = 1) = 0;
    /// The number's memory, if it stays where it is for as long as somebody holds it; null otherwise.
    [[nodiscard]] virtual std::shared_ptr<double[]> lasting_memory() { return nullptr; }
};
using PlacePtr = std::shared_ptr<NumberPlace>;

/// A strdef, or a text by itself: shared, so that who is given one may write into it (sprint, StringFunctions).
using TextPtr = std::shared_ptr<std::string>;

/// The object as a T; null if it is something else. Of most classes, which nothing derives from, this costs a comparison.
template <class T> [[nodiscard]] std::shared_ptr<T> object_as(const ObjectPtr& object) {
    if constexpr (std::is_final_v<T>) {
        const Object* const held = object.get();
        return held && typeid(*held) == typeid(T) ? std::static_pointer_cast<T>(object) : nullptr;
    } else {
        return std::dynamic_pointer_cast<T>(object);
    }
}

/// The place as a T, which nothing derives from; null if it is another.
template <class T> [[nodiscard]] T* place_as(NumberPlace& place) {
    static_assert(std::is_final_v<T>);
    return typeid(place) == typeid(T) ? static_cast<T*>(&place) : nullptr;
}

/// An objref as `$o1` is given: may be assigned.
class ObjectPlace {
  public:
    virtual ~ObjectPlace() = default;
    [[nodiscard]] virtual ObjectPtr get() const = 0;
    virtual void set(ObjectPtr object) = 0;
};
using ObjectPlacePtr = std::shared_ptr<ObjectPlace>;

/// A section as the host knows it; 0 is none.
struct SectionKey {
    std::uint64_t value = 0;
    explicit operator bool() const noexcept { return value != 0; }
    bool operator==(const SectionKey&) const = default;
};

/// What is passed and returned; none: a procedure's answer.
using Value = std::variant<std::monostate, double, TextPtr, ObjectPtr, PlacePtr, ObjectPlacePtr, SectionKey>;

/// Where the arguments of a call come from; asked only by who assigns to them, so that passing an objref costs nothing.
class ArgumentOrigins {
  public:
    virtual ~ArgumentOrigins() = default;
    /// Null if argument i is no objref.
    [[nodiscard]] virtual ObjectPlacePtr object_place(std::size_t i) const = 0;
    /// A text that stands in the program: it is not for writing.
    [[nodiscard]] virtual bool is_literal(std::size_t i) const = 0;
};

/// What `argtype` answers.
enum class ArgumentKind : std::int8_t { number = 0, object = 1, text = 2, place = 3 };

/// The arguments of one call. Positions count from 0; what is asked for and is not there, or is something else, is an
/// InputError that names the function, the position and what was given.
class Arguments {
  public:
    Arguments(std::string_view function, std::span<const Value> values,
              const ArgumentOrigins* origins = nullptr)
        : function_(function), values_(values), origins_(origins) {}

    [[nodiscard]] std::size_t count() const noexcept { return values_.size(); }
    [[nodiscard]] bool has(std::size_t i) const noexcept { return i < values_.size(); }
    [[nodiscard]] std::string_view function() const noexcept { return function_; }
    [[nodiscard]] const Value& operator[](std::size_t i) const;
    [[nodiscard]] ArgumentKind kind(std::size_t i) const;

    [[nodiscard]] double number(std::size_t i) const;
    [[nodiscard]] double number_or(std::size_t i, double absent) const { return has(i) ? number(i) : absent; }
    /// A whole number from `low` to `high`; hoc truncates.
    [[nodiscard]] std::int64_t whole(std::size_t i, std::int64_t low, std::int64_t high) const;
    [[nodiscard]] const std::string& text(std::size_t i) const;
    [[nodiscard]] TextPtr writable_text(std::size_t i) const;
    [[nodiscard]] ObjectPtr object(std::size_t i) const; ///< null is NULLobject
    [[nodiscard]] PlacePtr place(std::size_t i) const;
    [[nodiscard]] ObjectPlacePtr object_place(std::size_t i) const;
    /// The object as a T; null if argument i is not there or is something else.
    template <class T> [[nodiscard]] std::shared_ptr<T> find(std::size_t i) const {
        if (!has(i)) return nullptr;
        if (const auto* o = std::get_if<ObjectPtr>(&values_[i])) return object_as<T>(*o);
        if (const auto* p = std::get_if<ObjectPlacePtr>(&values_[i])) return object_as<T>((*p)->get());
        return nullptr;
    }
    /// The same for the time of the call, of an object that is given as it is; for speed.
    template <class T> [[nodiscard]] T* peek(std::size_t i) const {
        static_assert(std::is_final_v<T>);
        const auto* given = has(i) ? std::get_if<ObjectPtr>(&values_[i]) : nullptr;
        Object* const object = given ? given->get() : nullptr;
        return object && typeid(*object) == typeid(T) ? static_cast<T*>(object) : nullptr;
    }
    /// The object as a T, or an error that says that a `wanted` is allowed here.
    template <class T>
    [[nodiscard]] std::shared_ptr<T> require(std::size_t i, std::string_view wanted) const {
        auto found = find<T>(i);
        if (!found) refuse(i, wanted);
        return found;
    }
    /// How a user would write argument i: "a Vector", "'soma'", "3".
    [[nodiscard]] std::string description(std::size_t i) const;
    [[noreturn]] void refuse(std::size_t i, std::string_view wanted) const;

  private:
    std::string_view function_;
    std::span<const Value> values_;
    const ArgumentOrigins* origins_;
};

enum class MemberKind : std::uint8_t {
    method, ///< called: v.sum()
    number, ///< a number that may be read, perhaps assigned and pointed to: stim.amp, v.x[i], m.x[i][j]
    object, ///< an object that may be read: list.o
    text,
    section, ///< of a template: cell.soma
};

/// One member of a class. Tables of them are constant data: one row declares a member for every language.
struct Member {
    std::string_view name;
    MemberKind kind = MemberKind::method;
    std::string_view signature; ///< "(x, y) -> float"; of a number its unit in brackets: "[ms]"
    std::string_view summary;   ///< one line
    /// A method, or the reading of an object or text. What a method returns by custom is itself (`return self`).
    Value (*call)(Object& self, const Arguments& arguments) = nullptr;
    /// Of a number: its place. As many indices as `dimensions`.
    PlacePtr (*place)(Object& self, std::span<const double> indices) = nullptr;
    int dimensions = 0;
    /// Of a number, for speed: reads it without making a place. May be null.
    double (*get)(Object& self, std::span<const double> indices) = nullptr;
    void (*set)(Object& self, std::span<const double> indices, double value) = nullptr;
    /// Of what takes one number and gives an object, for speed: the same as `call`. May be null.
    ObjectPtr (*at)(Object& self, double index) = nullptr;
};

/// A class of one world: makes objects, knows their members, counts them.
class Class : public std::enable_shared_from_this<Class> {
  public:
    explicit Class(std::string name) : name_(std::move(name)) {}
    virtual ~Class() = default;
    Class(const Class&) = delete;
    Class& operator=(const Class&) = delete;

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    /// `new Name(arguments)`.
    [[nodiscard]] virtual ObjectPtr make(const Arguments& arguments) = 0;
    /// In the order in which they are shown.
    [[nodiscard]] virtual std::span<const Member> members() const = 0;
    /// Null if there is none. Callers look a name up once and keep what they get: it stands as long as the class.
    [[nodiscard]] virtual const Member* find(std::string_view name) const = 0;
    [[nodiscard]] std::int64_t alive() const noexcept { return alive_; }
    /// `Name[number]`; null if there is none. Of classes that keep their objects, and those that find them otherwise.
    [[nodiscard]] virtual ObjectPtr object(std::int64_t number);
    /// In the order of their making; of the same classes.
    [[nodiscard]] virtual std::vector<ObjectPtr> objects() const;

    /// Use of a member of an object of this class. Languages come through these: a class that is made at run time (a
    /// template) answers for its members itself, others by the functions of their tables.
    virtual Value call(Object& self, const Member& member, const Arguments& arguments) {
        return member.call(self, arguments);
    }
    virtual PlacePtr place(Object& self, const Member& member, std::span<const double> indices) {
        return member.place(self, indices);
    }
    virtual double get(Object& self, const Member& member, std::span<const double> indices) {
        return member.get ? member.get(self, indices) : member.place(self, indices)->get();
    }
    virtual void set(Object& self, const Member& member, std::span<const double> indices, double value) {
        if (member.set) member.set(self, indices, value);
        else member.place(self, indices)->set(value);
    }
    /// The class as one of another language; null if it is none.
    [[nodiscard]] virtual ForeignClass* as_foreign() noexcept { return nullptr; }
    /// How many elements an array among the members has in each dimension; empty if that is not known.
    [[nodiscard]] virtual std::vector<std::size_t> sizes(Object& self, const Member& member) {
        static_cast<void>(self), static_cast<void>(member);
        return {};
    }
    /// Assigns an object or a text; a member that is a text takes one, all else is refused unless a class says otherwise.
    virtual void assign(Object& self, const Member& member, std::span<const double> indices,
                        const Value& value);

  protected:
    /// Objects can be asked for by their numbers from now on. Of classes that worlds share: those of all worlds.
    void keep_objects() { keeps_objects_ = true; }

  private:
    friend class Object;
    std::string name_;
    bool keeps_objects_ = false;
    void keep(Object& object);
    void forget(const Object& object);
    /// By number, which rises; null where one is gone, up to half of them.
    std::vector<std::pair<std::int64_t, Object*>> objects_;
    std::size_t gone_ = 0;
    std::atomic<std::int64_t> next_ = 0,
                              alive_ = 0; // classes of the process are used by the worlds of several threads
};
using ClassPtr = std::shared_ptr<Class>;

} // namespace ranvier::hoc
