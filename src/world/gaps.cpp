// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/gaps.hpp"

#include <algorithm>
#include <set>

#include "ranvier/base/error.hpp"

namespace ranvier::world {

namespace {

std::string name_of(std::int64_t id) { return "gap junction " + std::to_string(id); }

void check_id(std::int64_t id) {
    if (id < 0)
        throw InputError::out_of_range("the id of a gap junction", "ParallelContext", std::to_string(id),
                                       "0 <= id");
}

} // namespace

void Gaps::add_source(std::int64_t id, const state::DataRef& number) {
    check_id(id);
    static_cast<void>(number.get()); // says so if it is gone
    if (const auto known = sources_.find(id); known != sources_.end() && known->second.is_alive())
        throw InputError(ErrorParts{"the id is a source's already", name_of(id), known->second.path, {}, {}});
    sources_.insert_or_assign(id, number);
}

void Gaps::add_target(std::int64_t id, const state::DataRef& number) {
    check_id(id);
    static_cast<void>(number.get());
    std::erase_if(targets_, [&](const Target& t) { return t.number == number; });
    targets_.push_back({id, number});
    is_set_up_ = false;
}

void Gaps::set_up() {
    std::erase_if(targets_, [](const Target& t) { return !t.number.is_alive(); });
    std::set<std::int64_t> without;
    for (const auto& target : targets_)
        if (!sources_.contains(target.id)) without.insert(target.id);
    if (!without.empty()) {
        std::string list;
        for (const auto id : without) list += (list.empty() ? "" : ", ") + std::to_string(id);
        throw InputError(ErrorParts{"a gap junction has a target but no source",
                                    "ParallelContext",
                                    list,
                                    {},
                                    "call source_var(reference, id, sec=section)"});
    }
    std::vector<engine::Transfer> transfers;
    for (const auto& target : targets_) transfers.push_back({sources_.at(target.id), target.number});
    simulator_.set_transfers(std::move(transfers));
    is_set_up_ = true;
}

void Gaps::check() const {
    for (const auto& target : targets_) {
        if (!target.number.is_alive()) continue;
        if (!is_set_up_)
            throw StateError(ErrorParts{"the gap junctions are not set up",
                                        name_of(target.id),
                                        {},
                                        {},
                                        "call setup_transfer() when all are made"});
        if (const auto& source = sources_.at(target.id); !source.is_alive())
            throw StateError(ErrorParts{
                "the source of a gap junction was deleted", name_of(target.id), source.path, {}, {}});
    }
}

void Gaps::clear() {
    sources_.clear();
    targets_.clear();
    is_set_up_ = true;
    simulator_.set_transfers({});
}

} // namespace ranvier::world
