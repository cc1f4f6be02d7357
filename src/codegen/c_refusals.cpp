// SPDX-License-Identifier: BSD-3-Clause
#include "c_refusals.hpp"

#include <algorithm>
#include <string>

namespace ranvier::codegen {

namespace {

constexpr const char* kFailsLater = "the rest of the mechanism works; this block is an error when it runs";

Diagnostics holding(const mir::Mechanism& mechanism) {
    Diagnostics out;
    for (const auto& source : mechanism.sources) out.hold(source);
    return out;
}

} // namespace

void CRefusals::add(const CPlace& place, const std::string& message) {
    blocks_.insert(place.blocks.begin(), place.blocks.end());
    at_file_level_.insert(place.at_file_level.begin(), place.at_file_level.end());
    said_.push_back({place.span, message, !place.at_file_level.empty(), place.blocks});
}

Diagnostics CRefusals::all(const mir::Mechanism& mechanism, Severity severity) const {
    auto out = holding(mechanism);
    for (const auto& said : said_) {
        if (severity == Severity::error) out.error(said.span, said.message);
        else out.warning(said.span, said.message, &said == &said_.back() ? kFailsLater : "");
    }
    return out;
}

Diagnostics CRefusals::of_block(const mir::Mechanism& mechanism, std::size_t block) const {
    auto out = holding(mechanism);
    for (const auto& said : said_)
        if (said.is_at_file_level || std::ranges::find(said.blocks, block) != said.blocks.end())
            out.error(said.span, said.message);
    return out;
}

} // namespace ranvier::codegen
