// SPDX-License-Identifier: BSD-3-Clause
// List: objects in an order. Held: an object of a language as a list holds it.
#pragma once

#include "ranvier/world/classes/builtin_class.hpp"

namespace ranvier::world::classes {

/// Made anew each time a language hands over the thing: equal if it stands for the same.
class Held {
  public:
    virtual ~Held() = default;
    [[nodiscard]] virtual bool stands_for(const hoc::Object& other) const = 0;
};

/// Adds an object at the end of a List. @throws InputError  the List is one of all objects of a class
void append_to(hoc::Object& list, hoc::ObjectPtr object);

extern const Declaration kListClass;

} // namespace ranvier::world::classes
