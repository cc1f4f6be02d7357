// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/model/pointers.hpp"

#include "ranvier/base/error.hpp"

namespace ranvier::model {

PointerTarget PointerTarget::of(state::DataRef number) {
    if (number.numbers) return of(number.numbers, number.index, number.path);
    PointerTarget out;
    out.path = number.path;
    out.number = std::move(number);
    return out;
}

PointerTarget PointerTarget::of(state::NumbersPtr array, std::size_t element, std::string path) {
    PointerTarget out;
    out.array = std::move(array);
    out.element = element;
    out.path = std::move(path);
    return out;
}

bool PointerTarget::is_alive() const noexcept { return array ? element < array->size() : number.is_alive(); }

double PointerTarget::get() const {
    if (!array) return number.get();
    if (!is_alive()) throw StateError(ErrorParts{"the array has become shorter", path, {}, {}, {}});
    return (*array)[element];
}

void PointerTarget::set(double value) const {
    if (!array) return number.set(value);
    if (!is_alive()) throw StateError(ErrorParts{"the array has become shorter", path, {}, {}, {}});
    (*array)[element] = value;
}

Pointers::Key Pointers::key_of(const state::DataRef& pointer) {
    return {pointer.table.get(), pointer.column, pointer.id.slot, pointer.id.generation};
}

void Pointers::set(const state::DataRef& pointer, PointerTarget target) {
    entries_[key_of(pointer)] = {pointer, std::move(target)};
    ++revision_;
}

void Pointers::clear(const state::DataRef& pointer) {
    // The entry stays until its null was written.
    set(pointer, {});
}

const PointerTarget* Pointers::find(const state::DataRef& pointer) const {
    const auto it = entries_.find(key_of(pointer));
    const bool is_set =
        it != entries_.end() && (it->second.target.array || !it->second.target.number.is_null());
    return is_set ? &it->second.target : nullptr;
}

std::vector<const Pointers::Entry*> Pointers::entries() {
    std::vector<const Entry*> out;
    for (auto it = entries_.begin(); it != entries_.end();) {
        if (!it->second.pointer.is_alive()) {
            it = entries_.erase(it);
            continue;
        }
        out.push_back(&it->second);
        ++it;
    }
    return out;
}

} // namespace ranvier::model
