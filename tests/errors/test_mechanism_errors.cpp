// SPDX-License-Identifier: BSD-3-Clause
// Mistakes in .mod files: line, column and caret, all of a file at once; nothing is registered then.
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "expect_error.hpp"
#include "ranvier/base/diagnostics.hpp"
#include "runtimes.hpp"

namespace ranvier::test {
namespace {

/// A folder that ends with the test.
class Folder {
  public:
    Folder()
        : path_(std::filesystem::temp_directory_path() / ("ranvier_errors_" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return (path_ / name).string();
    }
    [[nodiscard]] std::string path() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

const std::string kGood = "NEURON { SUFFIX leaky NONSPECIFIC_CURRENT i RANGE g }\n"
                          "PARAMETER { g = .001 (S/cm2) }\n"
                          "ASSIGNED { v (mV) i (mA/cm2) }\n"
                          "BREAKPOINT { i = g*(v + 70) }\n";

void expect_refused(const std::string& text, std::initializer_list<std::string> parts) {
    auto world = make_world();
    expect_error<CompileError>([&] { world->load_mechanism_text("leaky.mod", text); }, parts);
    EXPECT_EQ(world->find_mechanism("leaky"), nullptr);
    EXPECT_NO_THROW(world->load_mechanism_text("leaky.mod", kGood));
    auto soma = world->section("soma");
    soma.insert("leaky");
    world->initialize(-70);
    world->run(1);
    EXPECT_NEAR(soma(0.5).get("v"), -70, 1e-12);
}

std::string changed(const std::string& from, const std::string& to) {
    auto text = kGood;
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos);
    return text.replace(at, from.size(), to);
}

TEST(MechanismErrors, Syntax) {
    expect_refused(changed("g*(v + 70)", "g*(v + )"), {"leaky.mod:4:", "error:", "^"});
}
TEST(MechanismErrors, UndeclaredName) {
    expect_refused(changed("g*(v", "gmax*(v"), {"leaky.mod:4:18:", "gmax", "^~~~"});
}
TEST(MechanismErrors, MissingBrace) {
    expect_refused(changed("(v + 70) }", "(v + 70)"), {"leaky.mod:", "}", "^"});
}
TEST(MechanismErrors, Empty) {
    expect_refused("", {"leaky.mod:1:1:"});
    expect_refused(" \n\n", {"leaky.mod:"});
}
TEST(MechanismErrors, Binary) {
    std::string bytes;
    for (int i = 0; i < 4096; ++i) bytes.push_back(static_cast<char>((i * 7919) % 256));
    expect_refused(bytes, {"leaky.mod:"});
}

TEST(MechanismErrors, AllOfAFileAtOnce) {
    try {
        auto text = changed("g*(v + 70)", "first*(v + second)");
        make_world()->load_mechanism_text("leaky.mod", text);
        ADD_FAILURE() << "no error";
    } catch (const CompileError& error) {
        EXPECT_GE(error.diagnostics().error_count(), 2);
        const std::string what = error.what();
        EXPECT_LT(what.find("first"), what.find("second"));
        EXPECT_NE(what.find("second"), std::string::npos);
    }
}

TEST(MechanismErrors, AllFilesOfAFolderAtOnce) {
    const Folder folder;
    static_cast<void>(folder.write("a.mod", changed("v + 70", "v + seventy")));
    static_cast<void>(folder.write("b.mod", changed("leaky", "good_one")));
    static_cast<void>(folder.write("c.mod", "NEURON { SUFFIX c"));
    auto world = make_world();
    expect_error<CompileError>([&] { world->load_mechanisms(folder.path()); },
                               {"a.mod:4:", "seventy", "c.mod:1:"});
    EXPECT_EQ(world->find_mechanism("good_one"), nullptr); // nothing, if anything is wrong
    static_cast<void>(folder.write("a.mod", kGood));
    static_cast<void>(folder.write("c.mod", changed("leaky", "third")));
    EXPECT_EQ(world->load_mechanisms(folder.path()), 3);
    EXPECT_EQ(world->load_mechanisms(folder.path()), 0); // no file has changed
}

TEST(MechanismErrors, Files) {
    auto world = make_world();
    const Folder folder;
    expect_error<IoError>([&] { world->load_mechanisms(folder.path() + "/absent.mod"); }, {"absent.mod"});
    expect_error<InputError>([&] { world->load_mechanisms(folder.path()); }, {folder.path(), ".mod"});
    expect_error<StateError>([&] { world->load_mechanism_text("my_hh.mod", changed("leaky", "hh")); },
                             {"hh", "already there"});
}

} // namespace
} // namespace ranvier::test
