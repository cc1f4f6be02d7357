// SPDX-License-Identifier: BSD-3-Clause
// What a Python attribute name stands for, found by the address of its interned string: attributes of sections and segments
// are read in inner loops.
#pragma once

#include <Python.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "ranvier/world/names.hpp"

namespace ranvier::python {

struct NameEntry {
    enum class Kind : std::uint8_t {
        generic, ///< nothing of ours: a method, or not there
        length,
        segments,
        resistivity,
        rallbranch, // of a section
        section,
        place, // of a segment: sec, x
        range,
        range_ref,
        mechanism, ///< seg.hh
        number,
        number_ref, ///< of the world
        weight,
        function, ///< of a mechanism
        stream,   ///< a RANDOM variable
        hoc,      ///< a hoc program declared it
    };
    Kind kind = Kind::generic;
    const world::RangeName* range = nullptr;
    const world::GlobalName* number = nullptr;
    model::MechanismType* type = nullptr;
    const world::FunctionName* function = nullptr;
    mir::VariableId stream;
};

/// Open addressing; keys are interned strings that the cache holds.
class NameCache {
  public:
    NameCache() = default;
    NameCache(const NameCache&) = delete;
    NameCache& operator=(const NameCache&) = delete;
    ~NameCache() { clear(); }

    /// Entry of `name`; `resolve(const char*)` makes it at first sight. Null with a Python error if the name is not a string.
    template <class Resolve> const NameEntry* find(PyObject* name, Resolve&& resolve) {
        if (!slots_.empty())
            for (std::size_t i = hash(name);; ++i) {
                const Slot& s = slots_[i & (slots_.size() - 1)];
                if (s.name == name) return &s.entry;
                if (!s.name) break;
            }
        return learn(name, resolve);
    }
    void clear() {
        for (auto& s : slots_) Py_XDECREF(s.name);
        slots_.clear();
        used_ = 0;
    }

  private:
    struct Slot {
        PyObject* name = nullptr;
        NameEntry entry;
    };
    [[nodiscard]] std::size_t hash(const PyObject* name) const {
        return (reinterpret_cast<std::uintptr_t>(name) >> 4) * 0x9E3779B97F4A7C15u >> 40;
    }
    template <class Resolve> const NameEntry* learn(PyObject* name, Resolve&& resolve) {
        Py_ssize_t size = 0;
        const char* text = PyUnicode_AsUTF8AndSize(name, &size);
        if (!text) return nullptr;
        const NameEntry entry = resolve(text);
        PyObject* interned = name;
        Py_INCREF(interned);
        PyUnicode_InternInPlace(&interned);
        if (2 * (used_ + 1) > slots_.size()) grow();
        for (std::size_t i = hash(interned);; ++i) {
            Slot& s = slots_[i & (slots_.size() - 1)];
            if (s.name == interned) { // the name came as a string of its own
                Py_DECREF(interned);
                return &s.entry;
            }
            if (s.name) continue;
            s = {interned, entry};
            ++used_;
            return &s.entry;
        }
    }
    void grow() {
        std::vector<Slot> old(slots_.empty() ? 32 : 2 * slots_.size());
        old.swap(slots_);
        for (auto& s : old) {
            if (!s.name) continue;
            std::size_t i = hash(s.name);
            while (slots_[i & (slots_.size() - 1)].name) ++i;
            slots_[i & (slots_.size() - 1)] = s;
        }
    }
    std::vector<Slot> slots_;
    std::size_t used_ = 0;
};

} // namespace ranvier::python
