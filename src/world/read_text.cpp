// SPDX-License-Identifier: BSD-3-Clause
#include "read_text.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "ranvier/base/error.hpp"

namespace ranvier::world {

std::optional<std::string> read_text_if_there(const std::string& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) return {};
    std::ifstream in(path, std::ios::binary);
    if (!in) return {};
    return std::string(std::istreambuf_iterator<char>(in), {});
}

std::string read_text(const std::string& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error))
        throw IoError(ErrorParts{"this is a folder, not a file", path, {}, {}, {}});
    if (auto text = read_text_if_there(path)) return *text;
    throw IoError(ErrorParts{"cannot read the file", path, {}, {}, {}});
}

} // namespace ranvier::world
