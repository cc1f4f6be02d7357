// SPDX-License-Identifier: BSD-3-Clause
// From the text of a .mod file to a mechanism in MIR.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "ranvier/base/diagnostics.hpp"
#include "ranvier/mir/mechanism.hpp"
#include "ranvier/nmodl/ast.hpp"

namespace ranvier::nmodl {

/// The text of the file that INCLUDE names in `from`; null if there is none.
using IncludeReader = std::function<SourcePtr(const std::string& file, const SourceText& from)>;
/// Looks in the folder of `from`, then in the folders of the environment variable MODL_INCLUDE (separated by ':').
[[nodiscard]] SourcePtr read_included(const std::string& file, const SourceText& from);

struct CompileOptions {
    /// Mechanism name of a file without SUFFIX; empty: the source's name without folder and ending.
    std::string default_name;
    IncludeReader include = read_included;
};

/// Compile one file. All mistakes go to `diagnostics`; nothing is returned if there is an error. Never throws
/// for bad text. The source is held by `diagnostics`; spans in the mechanism point into it, so keep `source`
/// as long as the mechanism.
[[nodiscard]] std::optional<mir::Mechanism> compile(const SourcePtr& source, const CompileOptions& options,
                                                    Diagnostics& diagnostics);

/// The syntax tree alone. What could be read is returned even if there were errors.
[[nodiscard]] ast::File parse(const SourcePtr& source, const CompileOptions& options,
                              Diagnostics& diagnostics);

} // namespace ranvier::nmodl
