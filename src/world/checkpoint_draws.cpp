// SPDX-License-Identifier: BSD-3-Clause
// Streams of NetStims that are what a Random draws: a checkpoint says which Random, since their numbers hold for one process only.
#include <algorithm>

#include "checkpoint_parts.hpp"
#include "random_draws.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/engine/other_streams.hpp"

namespace ranvier::world {

bool is_random_draws(const model::MechanismType& type, int column) {
    return column >= 0 && column == column_of_draws(type);
}

double without_process(double stream) { return std::min(stream, engine::kOtherStreams); }

void take_draws(World& world, const TableNames& tables, std::vector<std::shared_ptr<Random>>& randoms,
                std::vector<DrawsPart>& out) {
    for (const auto& type : world.model().mechanisms().all()) {
        const int column = column_of_draws(*type);
        if (column < 0) continue;
        const auto& rows = tables.find(*type->instances)->rows;
        for (std::size_t r = 0; r < rows.size(); ++r) {
            const double number = type->instances->get(type->instances->row(rows[r]), column);
            if (number < engine::kOtherStreams) continue;
            const auto draws = draws_of(number);
            if (!draws.random) continue; // gone: whoever asks is told so, here and there
            const auto which = std::ranges::find(randoms, draws.random->random) - randoms.begin();
            if (which == std::ssize(randoms)) randoms.push_back(draws.random->random); // of another world
            out.push_back({type->name(), static_cast<std::int64_t>(r), static_cast<std::int32_t>(which),
                           draws.place, draws.value});
        }
    }
}

void put_draws(World& world, const TableNames& tables,
               const std::vector<std::shared_ptr<classes::RandomObject>>& randoms,
               const std::vector<DrawsPart>& parts) {
    for (const auto& part : parts) {
        const auto type = world.model().mechanisms().find(part.mechanism);
        const int column = type ? column_of_draws(*type) : -1;
        const auto* known = column < 0 ? nullptr : tables.find(*type->instances);
        if (!known || part.row < 0 || static_cast<std::size_t>(part.row) >= known->rows.size() ||
            part.random < 0 || static_cast<std::size_t>(part.random) >= randoms.size())
            throw IoError(ErrorParts{"the checkpoint makes no sense: there is no such stream or Random",
                                     part.mechanism,
                                     {},
                                     {},
                                     {}});
        const auto row = known->table->row(known->rows[static_cast<std::size_t>(part.row)]);
        known->table->set(
            row, column, number_of({randoms[static_cast<std::size_t>(part.random)], part.place, part.value}));
    }
}

} // namespace ranvier::world
