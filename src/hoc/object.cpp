// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/hoc/object.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <mutex>
#include <utility>

#include "ranvier/base/error.hpp"

namespace ranvier::hoc {

namespace {
// Some classes are the process's, so that their objects come and go in several threads: one for all classes is enough, it is
// held for a few instructions.
std::mutex objects_mutex;
} // namespace

Object::Object(std::shared_ptr<Class> type) : type_(std::move(type)), number_(type_->next_++) {
    ++type_->alive_;
    if (type_->keeps_objects_) type_->keep(*this);
}

Object::~Object() {
    if (type_->keeps_objects_) type_->forget(*this);
    if (--type_->alive_ == 0) type_->next_ = 0;
}

ObjectPtr Class::object(std::int64_t number) {
    const std::scoped_lock lock(objects_mutex);
    const auto found = std::ranges::lower_bound(objects_, number, {}, &decltype(objects_)::value_type::first);
    if (found == objects_.end() || found->first != number || !found->second) return nullptr;
    return found->second->weak_from_this().lock();
}

std::vector<ObjectPtr> Class::objects() const {
    std::vector<ObjectPtr> out; // before the lock: what ends here asks for it
    const std::scoped_lock lock(objects_mutex);
    out.reserve(objects_.size());
    for (const auto& [number, object] : objects_)
        if (auto living = object ? object->weak_from_this().lock() : nullptr)
            out.push_back(std::move(living));
    return out;
}

void Class::keep(Object& object) {
    const std::scoped_lock lock(objects_mutex);
    auto place = objects_.end(); // threads may come here in another order than to their numbers
    while (place != objects_.begin() && std::prev(place)->first > object.number()) --place;
    objects_.emplace(place, object.number(), &object);
}

void Class::forget(const Object& object) {
    const std::scoped_lock lock(objects_mutex);
    auto found =
        std::ranges::lower_bound(objects_, object.number(), {}, &decltype(objects_)::value_type::first);
    while (found->second != &object) ++found;
    found->second = nullptr;
    if (++gone_ * 2 <= objects_.size()) return;
    std::erase_if(objects_, [](const auto& kept) { return !kept.second; });
    gone_ = 0;
}

void Class::assign(Object& self, const Member& member, std::span<const double>, const Value& value) {
    if (const auto* text = std::get_if<TextPtr>(&value); text && member.kind == MemberKind::text) {
        const Value own = call(self, member, Arguments(member.name, {}));
        *std::get<TextPtr>(own) = **text;
        return;
    }
    throw InputError(self.name() + "." + std::string(member.name) + " cannot be assigned to");
}

std::string Object::name() const { return type_->name() + "[" + std::to_string(number_) + "]"; }

const Value& Arguments::operator[](std::size_t i) const {
    if (!has(i)) refuse(i, "an argument");
    return values_[i];
}

ArgumentKind Arguments::kind(std::size_t i) const {
    const Value& v = (*this)[i];
    if (std::holds_alternative<double>(v)) return ArgumentKind::number;
    if (std::holds_alternative<TextPtr>(v)) return ArgumentKind::text;
    if (std::holds_alternative<PlacePtr>(v)) return ArgumentKind::place;
    return ArgumentKind::object;
}

double Arguments::number(std::size_t i) const {
    if (has(i))
        if (const auto* x = std::get_if<double>(&values_[i])) return *x;
    refuse(i, "a number");
}

std::int64_t Arguments::whole(std::size_t i, std::int64_t low, std::int64_t high) const {
    const double x = number(i);
    // Written so that NaN is refused too.
    if (!(x > static_cast<double>(low) - 1 && x < static_cast<double>(high) + 1))
        throw InputError::out_of_range("the " + std::to_string(i + 1) + ". argument", std::string(function_),
                                       description(i), std::to_string(low) + " to " + std::to_string(high));
    return static_cast<std::int64_t>(x);
}

const std::string& Arguments::text(std::size_t i) const {
    if (has(i))
        if (const auto* t = std::get_if<TextPtr>(&values_[i])) return **t;
    refuse(i, "a text");
}

TextPtr Arguments::writable_text(std::size_t i) const {
    if (has(i))
        if (const auto* t = std::get_if<TextPtr>(&values_[i]))
            return origins_ && origins_->is_literal(i) ? std::make_shared<std::string>(**t) : *t;
    refuse(i, "a strdef");
}

ObjectPtr Arguments::object(std::size_t i) const {
    if (has(i)) {
        if (const auto* o = std::get_if<ObjectPtr>(&values_[i])) return *o;
        if (const auto* p = std::get_if<ObjectPlacePtr>(&values_[i])) return (*p)->get();
    }
    refuse(i, "an object");
}

PlacePtr Arguments::place(std::size_t i) const {
    if (has(i))
        if (const auto* p = std::get_if<PlacePtr>(&values_[i])) return *p;
    refuse(i, "a reference to a number (&x in hoc, _ref_x in Python)");
}

ObjectPlacePtr Arguments::object_place(std::size_t i) const {
    if (has(i))
        if (const auto* p = std::get_if<ObjectPlacePtr>(&values_[i])) return *p;
    if (has(i) && origins_)
        if (auto place = origins_->object_place(i)) return place;
    refuse(i, "an objref");
}

std::string Arguments::description(std::size_t i) const {
    if (!has(i)) return "nothing";
    const Value& v = values_[i];
    if (const auto* x = std::get_if<double>(&v)) {
        char text[32];
        std::snprintf(text, sizeof text, "%.8g", *x);
        return text;
    }
    if (const auto* t = std::get_if<TextPtr>(&v)) return "'" + **t + "'";
    if (std::holds_alternative<PlacePtr>(v)) return "a reference to a number";
    if (std::holds_alternative<std::monostate>(v)) return "nothing";
    if (std::holds_alternative<SectionKey>(v)) return "a section";
    const ObjectPtr o = object(i);
    return o ? o->name() : "NULLobject";
}

void Arguments::refuse(std::size_t i, std::string_view wanted) const {
    const auto argument = "argument " + std::to_string(i + 1);
    throw InputError(ErrorParts{has(i) ? argument + " is not what is needed here" : argument + " is missing",
                                std::string(function_),
                                has(i) ? description(i) : "",
                                std::string(wanted),
                                {}});
}

} // namespace ranvier::hoc
