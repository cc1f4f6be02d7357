// SPDX-License-Identifier: BSD-3-Clause
// Any bytes run as a hoc program: parser, compiler and machine, on the fake host of the language's own tests, which has no
// files and no shell. A program is stopped after a while; what it prints and how large its arrays are is limited.
#include <cstddef>
#include <cstdint>

#include "fake_host.hpp"

namespace {

struct LimitedHost : ranvier::hoc::test::FakeHost {
    std::size_t most_elements() override { return 1 << 16; }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ranvier;
    LimitedHost host;
    host.patience = 20;
    const auto text =
        std::make_shared<SourceText>("fuzz.hoc", std::string(reinterpret_cast<const char*>(data), size));
    host.files["fuzz.hoc"] = text->text(); // it may load itself
    hoc::Interpreter interpreter(host);
    try {
        interpreter.run(text);
    } catch (const Error&) { // every mistake of a program is one of these
    }
    host.patience = 20;
    try {
        // What an error left behind must not disturb what comes after it.
        interpreter.run(std::make_shared<SourceText>("after.hoc", "x_after = 1\nprint x_after\n"));
    } catch (const Error&) {
    }
    return 0;
}
