// SPDX-License-Identifier: BSD-3-Clause
// INCLUDE: the tokens of the included file take the place of the statement, each with its own source.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "parser.hpp"

namespace ranvier::nmodl {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxIncluded = 16u << 20; // bytes that one file may include in all
constexpr std::size_t kMaxIncludes = 1000;

/// ':' separates; an empty part is left out.
std::vector<fs::path> include_folders() {
    std::vector<fs::path> out;
    const char* value = std::getenv("MODL_INCLUDE");
    std::string_view rest = value ? value : "";
    while (!rest.empty()) {
        const auto end = std::min(rest.find(':'), rest.size());
        if (end > 0) out.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return out;
}

SourcePtr read(const fs::path& path) {
    std::error_code error;
    if (!fs::is_regular_file(path, error)) return nullptr;
    std::ifstream in(path, std::ios::binary);
    if (!in) return nullptr;
    std::string text{std::istreambuf_iterator<char>(in), {}};
    return std::make_shared<const SourceText>(path.string(), std::move(text));
}

} // namespace

SourcePtr read_included(const std::string& file, const SourceText& from) {
    const fs::path name(file);
    if (name.is_absolute()) return read(name);
    if (auto found = read(fs::path(from.name()).parent_path() / name)) return found;
    for (const auto& folder : include_folders())
        if (auto found = read(folder / name)) return found;
    return nullptr;
}

/// Whether `from` is that file, or is included by it over any number of steps.
bool Parser::is_open(const std::string& file, const SourceText* from) const {
    for (const SourceText* at = from; at;) {
        std::error_code error;
        if (at->name() == file || fs::equivalent(at->name(), file, error)) return true;
        const auto found = included_by_.find(at);
        at = found == included_by_.end() ? nullptr : found->second;
    }
    return false;
}

void Parser::include() {
    const Token token = current();
    if (token.kind != TokenKind::string) fail_expected("a file name in quotes after INCLUDE");
    const std::string file(token.text);
    advance();
    file_.includes.push_back({file, span(token)});
    const auto lost = [&](const std::string& message, const std::string& hint) {
        file_.declarations_are_sound = false; // names may be declared there
        included_is_missing_ = true;
        report(span(token), message, hint);
    };
    if (included_is_missing_ && file_.includes.size() > kMaxIncludes) return; // said already
    if (file_.includes.size() > kMaxIncludes)
        return lost("more than " + std::to_string(kMaxIncludes) + " files are included", "");
    SourcePtr included;
    if (options_.include) included = options_.include(file, *token.source);
    if (!included)
        return lost("the file '" + file + "' to INCLUDE is not there",
                    "it is looked for beside the file that names it, then in the folders of MODL_INCLUDE");
    if (is_open(included->name(), token.source)) return lost("'" + file + "' includes itself", "");
    included_bytes_ += included->text().size();
    if (included_bytes_ > kMaxIncluded) return lost("more than 16 MiB of text are included", "");
    splice(included, span(token));
}

void Parser::splice(const SourcePtr& included, Span where) {
    diagnostics_.hold(included);
    file_.sources.push_back(included);
    included_by_[included.get()] = where.source;
    auto tokens = lex(*included, options_, diagnostics_);
    if (!tokens.empty()) tokens.pop_back(); // its end is not ours
    tokens_.insert(tokens_.begin() + static_cast<std::ptrdiff_t>(position_), tokens.begin(), tokens.end());
}

} // namespace ranvier::nmodl
