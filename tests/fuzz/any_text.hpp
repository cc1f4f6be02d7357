// SPDX-License-Identifier: BSD-3-Clause
// A fuzzer's bytes as a source text, and what it may INCLUDE: itself and a few lines, never a file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "ranvier/nmodl/compile.hpp"

namespace ranvier::fuzz {

inline SourcePtr any_text(const std::uint8_t* data, std::size_t size) {
    return std::make_shared<SourceText>("fuzz.mod", std::string(reinterpret_cast<const char*>(data), size));
}

inline nmodl::CompileOptions options(const SourcePtr& source) {
    nmodl::CompileOptions out;
    out.include = [source](const std::string& file, const SourceText&) -> SourcePtr {
        if (file == "fuzz.mod") return source;
        if (file != "a") return nullptr;
        return std::make_shared<SourceText>(file, "DEFINE N 3\nFUNCTION included(x) { included = x*N }\n");
    };
    return out;
}

} // namespace ranvier::fuzz
