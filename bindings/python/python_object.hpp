// SPDX-License-Identifier: BSD-3-Clause
// The class PythonObject of hoc: any object of Python. Its attributes, elements and calls are found when they are used.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "ranvier/world/hoc_host.hpp"
#include "world_data.hpp"

namespace ranvier::python {

class PythonObjectClass final : public hoc::ForeignClass {
  public:
    PythonObjectClass() : ForeignClass("PythonObject") {}
    /// The one of the process: objects of Python belong to no world.
    [[nodiscard]] static const std::shared_ptr<PythonObjectClass>& shared();

    /// `new PythonObject()`: the module __main__, with Python's builtins behind its own names.
    hoc::ObjectPtr make(const hoc::Arguments& arguments) override;
    std::span<const hoc::Member> members() const override { return {}; }
    const hoc::Member* find(std::string_view name) const override;
    hoc::Value use(hoc::Object& self, const hoc::Member& member, std::size_t indices, bool is_called,
                   const hoc::Arguments& arguments) override;
    void assign(hoc::Object& self, const hoc::Member& member, std::span<const double> indices,
                const hoc::Value& value) override;

  private:
    struct Kept { // a member and the text that its name points into
        std::string name;
        hoc::Member member;
    };
    mutable std::unordered_map<std::string, std::unique_ptr<Kept>> members_;
};

/// A new Python object of a type, a HocObject's, that stands for one of hoc's.
[[nodiscard]] nb::object object_as(nb::handle type, const hoc::ObjectPtr& object);

/// A Python exception on its way through hoc: Python at the other end gets it back as it was.
class PythonFailure final : public Error {
  public:
    explicit PythonFailure(const nb::python_error& error);
    /// Makes it the current exception again. @param place  where in hoc it came from
    void restore(const std::string& place) const;

  private:
    std::shared_ptr<nb::python_error> error_;
};

/// nrnpython(text): runs statements in __main__; 1.0, or 0.0 after it told what was wrong.
[[nodiscard]] double run_python(world::World& world, const std::string& text);

} // namespace ranvier::python
