// SPDX-License-Identifier: BSD-3-Clause
// Around the code: loader, cache, threads, fork, printing.
#include <atomic>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel_case.hpp"
#include "native_cache.hpp"
#include "native_key.hpp"
#include "native_module.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::codegen::test {
namespace {

using namespace mir;
namespace fs = std::filesystem;

Kernel adds(double number, const std::string& name = "adds") {
    KernelMaker k(name);
    const auto x = k.column("x");
    k.code.store(x, k.code.math(MathFunction::tanh, k.bin(Op::add, k.code.load(x), k.f(number))));
    return k.finish();
}

std::vector<std::uint8_t> object_of(const Kernel& kernel) {
    const auto text = compile_with_module(RANVIER_LLVM_MODULE_FILE, kernel, Vectors::lanes, native_cpu(),
                                          ModuleOutput::object);
    return {text.begin(), text.end()};
}

double first_after(const KernelProvider& provider, const Kernel& kernel) {
    return run(*provider(kernel), Memory(kernel, 9, 1)).columns[0][0];
}

/// An empty folder that is removed at the end.
struct TemporaryFolder {
    fs::path path = fs::temp_directory_path() / ("ranvier_cache_" + std::to_string(getpid()));
    TemporaryFolder() { fs::remove_all(path); }
    ~TemporaryFolder() { fs::remove_all(path); }
    [[nodiscard]] NativeOptions options() const {
        return {.module_path = RANVIER_LLVM_MODULE_FILE, .cache_directory = path.string()};
    }
};

TEST(Loader, FindsTheKernelAndNothingElse) {
    const LoadedObject object(object_of(adds(1)));
    EXPECT_NE(object.symbol(kKernelSymbol), nullptr);
    EXPECT_THROW((void)object.symbol("rv_other"), LookupFailure);
}

TEST(Loader, RefusesWhatIsCut) {
    const auto object = object_of(adds(1));
    for (std::size_t size = 0; size + 1 < object.size(); size += 1 + object.size() / 200)
        EXPECT_THROW((void)LoadedObject({object.begin(), object.begin() + static_cast<std::ptrdiff_t>(size)}),
                     IoError)
            << size;
}

TEST(Loader, SurvivesEveryDamagedByte) {
    const auto object = object_of(adds(1));
    int refused = 0;
    for (std::size_t i = 0; i < object.size(); ++i)
        for (const int flip : {0x01, 0x80, 0xff}) {
            auto damaged = object;
            damaged[i] = static_cast<std::uint8_t>(damaged[i] ^ flip);
            try {
                const LoadedObject loaded(damaged); // may load: the code itself cannot be judged
            } catch (const Error&) {
                ++refused;
            }
        }
    EXPECT_GT(refused, 100);
}

TEST(Loader, RefusesUndefinedSymbols) {
    // The object's own symbol table, with the kernel made undefined.
    auto object = object_of(adds(1));
    std::uint64_t section_offset = 0;
    std::memcpy(&section_offset, object.data() + 40, 8);
    std::uint16_t section_count = 0;
    std::memcpy(&section_count, object.data() + 60, 2);
    bool is_changed = false;
    for (std::uint16_t s = 0; s < section_count; ++s) {
        const auto* header = object.data() + section_offset + std::size_t{s} * 64;
        std::uint32_t type = 0;
        std::memcpy(&type, header + 4, 4);
        if (type != 2) // SHT_SYMTAB
            continue;
        std::uint64_t offset = 0;
        std::uint64_t size = 0;
        std::memcpy(&offset, header + 24, 8);
        std::memcpy(&size, header + 32, 8);
        for (std::uint64_t at = offset; at < offset + size; at += 24)
            if ((object[at + 4] >> 4U) == 1) { // STB_GLOBAL
                object[at + 6] = object[at + 7] = 0;
                is_changed = true;
            }
    }
    ASSERT_TRUE(is_changed);
    EXPECT_THROW((void)LoadedObject(object), IoError);
}

TEST(Key, LeavesOutNamesAndKeepsNumbers) {
    EXPECT_EQ(native_key(adds(1, "a"), Vectors::lanes, "cpu"),
              native_key(adds(1, "b"), Vectors::lanes, "cpu"));
    EXPECT_NE(native_key(adds(1), Vectors::lanes, "cpu"), native_key(adds(2), Vectors::lanes, "cpu"));
    EXPECT_NE(native_key(adds(0.0), Vectors::lanes, "cpu"), native_key(adds(-0.0), Vectors::lanes, "cpu"));
    EXPECT_NE(native_key(adds(1), Vectors::lanes, "cpu"), native_key(adds(1), Vectors::scalar, "cpu"));
    EXPECT_NE(native_key(adds(1), Vectors::lanes, "cpu"), native_key(adds(1), Vectors::lanes, "other"));
}

TEST(Cache, ServesWhatItHolds) {
    const TemporaryFolder folder;
    const NativeCache cache(folder.path.string());
    const auto one = adds(1);
    const auto key = native_key(one, Vectors::lanes, native_cpu());
    EXPECT_FALSE(cache.find(key));
    const double expected = first_after(native_provider(folder.options()), one);
    ASSERT_TRUE(cache.find(key));
    // Planted code of another kernel: if it runs, nothing was compiled.
    cache.store(key, object_of(adds(2)));
    EXPECT_EQ(first_after(native_provider(folder.options()), one),
              first_after(native(Vectors::lanes), adds(2)));
    EXPECT_NE(expected, first_after(native(Vectors::lanes), adds(2)));
}

TEST(Cache, WritesDamagedAndForeignFilesAgain) {
    const TemporaryFolder folder;
    const NativeCache cache(folder.path.string());
    const auto kernel = adds(1);
    const auto key = native_key(kernel, Vectors::lanes, native_cpu());
    const double expected = first_after(native_provider(folder.options()), kernel);
    const auto file = cache.file_of(key);
    const auto size = fs::file_size(file);
    for (const std::uintmax_t place :
         {std::uintmax_t{0}, std::uintmax_t{9}, std::uintmax_t{17}, std::uintmax_t{41}, size / 2, size - 1}) {
        {
            std::fstream damage(file, std::ios::in | std::ios::out | std::ios::binary);
            damage.seekg(static_cast<std::streamoff>(place));
            const auto byte = static_cast<char>(damage.get() ^ 0x55);
            damage.seekp(static_cast<std::streamoff>(place));
            damage.put(byte);
        }
        EXPECT_FALSE(cache.find(key)) << place;
        EXPECT_EQ(first_after(native_provider(folder.options()), kernel), expected);
        EXPECT_TRUE(cache.find(key)) << place;
    }
    std::ofstream(file, std::ios::trunc) << "something else";
    EXPECT_EQ(first_after(native_provider(folder.options()), kernel), expected);
    fs::resize_file(file, size - 5);
    EXPECT_FALSE(cache.find(key));
    for (const auto& entry : fs::directory_iterator(folder.path))
        EXPECT_EQ(entry.path().extension(), ".rvk") << "a temporary file was left";
}

TEST(Cache, DoesWithoutAFolderItCannotWrite) {
    const NativeOptions nowhere{.module_path = RANVIER_LLVM_MODULE_FILE,
                                .cache_directory = "/proc/no/such/folder"};
    EXPECT_EQ(first_after(native_provider(nowhere), adds(1)), first_after(native(Vectors::lanes), adds(1)));
}

TEST(Provider, GivesOneExecutableAKernel) {
    const auto provider = native_provider(options(Vectors::lanes));
    EXPECT_EQ(provider(adds(1, "a")), provider(adds(1, "b")));
    EXPECT_NE(provider(adds(1)), provider(adds(2)));
}

TEST(Provider, SaysThatTheModuleIsMissing) {
    try {
        (void)native_provider({.module_path = "/no/such/module.so"});
        FAIL();
    } catch (const StateError& error) {
        EXPECT_NE(std::string(error.what()).find("/no/such/module.so"), std::string::npos);
    }
}

TEST(Provider, RefusesAnUnknownCpu) {
    EXPECT_THROW((void)native_provider(options(Vectors::lanes, "z80")), InputError);
}

TEST(Provider, RefusesAFileThatIsNoModule) {
    const TemporaryFolder folder;
    fs::create_directories(folder.path);
    const auto file = folder.path / "module.so";
    std::ofstream(file) << "not a library";
    const auto provider = native_provider({.module_path = file.string()});
    EXPECT_THROW((void)provider(adds(1)), StateError);
}

TEST(Provider, ServesThreads) {
    const auto provider = native_provider(options(Vectors::lanes));
    std::vector<std::thread> threads;
    std::vector<double> found(4);
    for (std::size_t t = 0; t < found.size(); ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 3; ++i) found[t] += first_after(provider, adds(i));
        });
    for (auto& thread : threads) thread.join();
    for (const double sum : found) EXPECT_EQ(sum, found[0]);
}

TEST(Provider, CompilesInAForkedChild) {
    const auto provider = native_provider(options(Vectors::lanes));
    const double before = first_after(provider, adds(1));
    // A thread that compiles all the time: the fork has to wait for a quiet moment.
    std::atomic<bool> is_done{false};
    std::thread busy([&] {
        for (int i = 100; !is_done; ++i) (void)provider(adds(i));
    });
    for (int child = 0; child < 3; ++child) {
        const auto pid = fork();
        ASSERT_GE(pid, 0);
        if (pid == 0) {
            alarm(60);
            _exit(first_after(provider, adds(1)) == before &&
                          first_after(provider, adds(5)) == first_after(interpreter_provider(), adds(5))
                      ? 0
                      : 1);
        }
        int status = 0;
        waitpid(pid, &status, 0);
        EXPECT_TRUE(WIFEXITED(status));
        EXPECT_EQ(WEXITSTATUS(status), 0);
    }
    is_done = true;
    busy.join();
}

TEST(Show, PrintsEveryStage) {
    const auto o = options(Vectors::lanes);
    EXPECT_NE(show(adds(1), NativeStage::llvm, o).find("@rv_kernel(ptr"), std::string::npos);
    EXPECT_NE(show(adds(1), NativeStage::llvm_optimised, o).find("<8 x double>"), std::string::npos);
    EXPECT_NE(show(adds(1), NativeStage::assembly, o).find("rv_kernel:"), std::string::npos);
}

} // namespace
} // namespace ranvier::codegen::test
