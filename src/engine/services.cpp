// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/engine/services.hpp"

#include <atomic>
#include <utility>

#include "ranvier/engine/other_streams.hpp"

namespace ranvier::engine {

namespace {
std::atomic<OtherStreams> other_streams = nullptr;
} // namespace

void set_other_streams(OtherStreams answer) { other_streams = answer; }

FunctionTableData& Services::function_table(const mir::Mechanism& mechanism, std::size_t index) {
    const auto& table = mechanism.function_tables.at(index);
    auto& data = tables_[mechanism.name][table.name];
    if (!data) data = std::make_unique<FunctionTableData>(table.parameter_count);
    return *data;
}

const FunctionTableData* Services::known_table(const mir::Mechanism& mechanism, std::size_t index) const {
    const auto tables = tables_.find(mechanism.name);
    if (tables == tables_.end()) return nullptr;
    const auto found = tables->second.find(mechanism.function_tables.at(index).name);
    return found == tables->second.end() ? nullptr : found->second.get();
}

FunctionTableData* Services::find_function_table(const mir::Mechanism& mechanism, std::string_view name) {
    for (std::size_t i = 0; i < mechanism.function_tables.size(); ++i)
        if (mechanism.function_tables[i].name == name) return &function_table(mechanism, i);
    return nullptr;
}

double Services::draw(mir::LegacyRandom distribution, std::span<const double> a) {
    using mir::LegacyRandom;
    switch (distribution) {
    case LegacyRandom::scop_random: return sequential_.uniform();
    case LegacyRandom::exprand: return sequential_.exponential(a[0]);
    case LegacyRandom::normrand: return sequential_.normal(a[0], a[1]);
    case LegacyRandom::poisrand: return sequential_.poisson(a[0]);
    case LegacyRandom::set_seed: sequential_.seed(a[0]); return 0;
    }
    return 0;
}

std::uint32_t Services::stream_bits(double id1, double id2, double id3, double sequence) const {
    const math::StreamId stream{math::low_bits(id1), math::low_bits(id2), math::low_bits(id3), stream_index_};
    constexpr double kPlaces = 17179869184.0; // 2^34
    const bool is_place = sequence >= 0 && sequence < kPlaces;
    return math::stream_bits(stream,
                             is_place ? static_cast<std::uint64_t>(sequence) : math::low_bits(sequence));
}

double Services::stream_unit(double id1, double id2, double id3, double sequence) const {
    return math::open_unit(stream_bits(id1, id2, id3, sequence));
}

double Services::answer(const mir::Mechanism& mechanism, mir::Service service, std::int64_t which,
                        std::span<const double> arguments, std::optional<ErrorParts>& error) {
    using mir::Service;
    const auto index = static_cast<std::size_t>(which);
    switch (service) {
    case Service::random_bits:
        if (arguments[0] >= kOtherStreams) [[unlikely]] {
            if (const auto answer = other_streams.load())
                return answer(arguments[0] - kOtherStreams, arguments[3], error);
            if (!error)
                error = ErrorParts{"the Random that its numbers come from is of another process",
                                   mechanism.name,
                                   {},
                                   {},
                                   "call noiseFromRandom again"};
            return 0;
        }
        return stream_bits(arguments[0], arguments[1], arguments[2], arguments[3]);
    case Service::random: return draw(static_cast<mir::LegacyRandom>(which), arguments);
    case Service::print: print(formatted(mechanism.texts.at(index), arguments)); return 0;
    case Service::raise: {
        std::string text = formatted(mechanism.texts.at(index), arguments);
        while (!text.empty() && text.back() == '\n') text.pop_back();
        if (!error) error = ErrorParts{text.empty() ? "prterr" : text, mechanism.name, {}, {}, {}};
        return 0;
    }
    case Service::function_table: {
        const auto* data = known_table(mechanism, index);
        if (data && data->is_set()) return data->at(arguments);
        const auto& name = mechanism.function_tables[index].name;
        if (!error)
            error = ErrorParts{"the FUNCTION_TABLE has no values",
                               name + "_" + mechanism.name,
                               {},
                               {},
                               "give it some: h.table_" + name + "_" + mechanism.name + "(yvector, xvector)"};
        return 0;
    }
    default: return 0; // those that need the event at hand are answered where that is known
    }
}

} // namespace ranvier::engine
