// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/classes/board.hpp"

#include <cstdio>

#include "ranvier/base/error.hpp"
#include "ranvier/hoc/interpreter.hpp"
#include "ranvier/world/classes/callable.hpp"
#include "ranvier/world/classes/vector.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::ArgumentKind;
using hoc::Arguments;
using hoc::Value;

/// A value as another process would get it.
Value sent(const Arguments& a, std::size_t i) {
    if (const auto vector = a.find<Vector>(i)) return hoc::ObjectPtr(new_vector(vector->span()));
    if (const auto callable = a.find<Callable>(i)) return hoc::ObjectPtr(callable->sent());
    switch (a.kind(i)) {
    case ArgumentKind::number: return a.number(i);
    case ArgumentKind::text: return text(a.text(i));
    case ArgumentKind::place: return a.place(i)->get();
    case ArgumentKind::object: break;
    }
    a.refuse(i, "a number, a text or a Vector: nothing else can be sent to another process");
}

bool is_function(World& world, const std::string& name) {
    const auto kind = world.hoc().kind(name);
    return kind == hoc::NameKind::procedure || kind == hoc::NameKind::function ||
           kind == hoc::NameKind::object_function;
}

} // namespace

std::string message_key(const Arguments& a, std::size_t i) {
    if (a.has(i) && a.kind(i) == ArgumentKind::text) return a.text(i);
    char text[32];
    std::snprintf(text, sizeof text, "%.15g", a.number(i));
    return text;
}

void Board::pack(const Arguments& a, std::size_t from) {
    for (std::size_t i = from; i < a.count(); ++i) packed_.push_back(sent(a, i));
}

void Board::post(const std::string& key) {
    messages_[key].push_back(std::move(packed_));
    packed_.clear();
}

bool Board::look(const std::string& key, bool takes) {
    const auto found = messages_.find(key);
    if (found == messages_.end()) return false;
    taken_ = found->second.front();
    if (takes) found->second.pop_front();
    if (found->second.empty()) messages_.erase(found);
    return true;
}

Value Board::next(const Arguments& a) {
    if (taken_.empty())
        throw StateError(
            ErrorParts{"nothing (more) is in the message", std::string(a.function()), {}, {}, {}});
    auto value = std::move(taken_.front());
    taken_.pop_front();
    return value;
}

namespace {
[[noreturn]] void another(const Arguments& a, const Value& value) {
    const Arguments one(a.function(), {&value, 1});
    throw InputError(ErrorParts{
        "the next value of the message is another", std::string(a.function()), one.description(0), {}, {}});
}
} // namespace

double Board::next_number(const Arguments& a) {
    const auto value = next(a);
    if (const auto* x = std::get_if<double>(&value)) return *x;
    another(a, value);
}

hoc::TextPtr Board::next_text(const Arguments& a) {
    const auto value = next(a);
    if (const auto* t = std::get_if<hoc::TextPtr>(&value)) return *t;
    another(a, value);
}

hoc::ObjectPtr Board::next_vector(const Arguments& a) {
    const auto value = next(a);
    const auto* o = std::get_if<hoc::ObjectPtr>(&value);
    if (o && std::dynamic_pointer_cast<Vector>(*o)) return *o;
    another(a, value);
}

void Board::unpack(const Arguments& a, std::size_t from) {
    for (std::size_t i = from; i < a.count(); ++i) {
        if (const auto vector = a.find<Vector>(i))
            vector->numbers->assign(std::static_pointer_cast<Vector>(next_vector(a))->span());
        else if (a.kind(i) == ArgumentKind::text) *a.writable_text(i) = *next_text(a);
        else a.place(i)->set(next_number(a));
    }
}

double Board::submit(World& world, const Arguments& a) {
    Job job;
    std::size_t at = 0;
    const bool is_named = a.has(0) && a.kind(0) == ArgumentKind::number;
    if (is_named) job.user_id = a.number(at++);
    std::vector<Value> values;
    const auto take = [&](std::size_t from) {
        for (std::size_t i = from; i < a.count(); ++i) values.push_back(sent(a, i));
        job.arguments.assign(values.begin(), values.end());
    };
    if (const auto given = a.find<Callable>(at)) {
        auto callable = given->sent();
        take(at + 1);
        job.run = [callable, values] { return callable->call(values); };
    } else if (a.has(at) && a.kind(at) == ArgumentKind::text) {
        const auto name = a.text(at);
        take(at + 1);
        job.run = [this, &world, name, values]() -> Value {
            if (!values.empty() || is_function(world, name)) return world.hoc().call(name, values);
            world.hoc().execute(name);
            return result; // as before
        };
    } else if (const auto object = a.has(at) ? a.object(at) : nullptr) {
        const auto name = a.text(at + 1);
        take(at + 2);
        job.run = [&world, object, name, values] { return world.hoc().call(*object, name, values); };
    } else {
        a.refuse(at,
                 "a callable, the name of a procedure, an object and the name of its method, or a statement");
    }
    job.number = ++made_;
    if (!is_named) job.user_id = -static_cast<double>(++unnamed_);
    jobs_.push_back(std::move(job));
    return jobs_.back().user_id;
}

std::int64_t Board::work() {
    if (jobs_.empty()) return 0;
    const Job job = std::move(jobs_.front());
    jobs_.pop_front();
    user_id = job.user_id;
    result = job.run();
    taken_ = job.arguments;
    return job.number;
}

} // namespace ranvier::world::classes
