// SPDX-License-Identifier: BSD-3-Clause
// Classes that are written in Python (or bound to it alone) as hoc sees them: `new IClamp(0.5)`, `clamp.amp = 1`.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "ranvier/world/hoc_points.hpp"
#include "world_data.hpp"

namespace ranvier::python {

class PythonClass final : public hoc::Class {
  public:
    PythonClass(nb::handle type, std::string name);
    ~PythonClass() override;
    /// The one of a Python type.
    [[nodiscard]] static std::shared_ptr<PythonClass> of(nb::handle type);

    hoc::ObjectPtr make(const hoc::Arguments& arguments) override;
    std::span<const hoc::Member> members() const override { return {}; }
    const hoc::Member* find(std::string_view name) const override;
    hoc::Value call(hoc::Object& self, const hoc::Member& member, const hoc::Arguments& arguments) override;
    hoc::PlacePtr place(hoc::Object& self, const hoc::Member& member,
                        std::span<const double> indices) override;
    double get(hoc::Object& self, const hoc::Member& member, std::span<const double> indices) override;
    void set(hoc::Object& self, const hoc::Member& member, std::span<const double> indices,
             double value) override;

  private:
    struct Kept { // a member and the text that its name points into
        std::string name;
        hoc::Member member;
    };
    PyObject* type_; // owned
    mutable std::unordered_map<std::string, std::unique_ptr<Kept>> members_;
};

} // namespace ranvier::python
