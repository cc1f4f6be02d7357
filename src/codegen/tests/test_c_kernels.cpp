// SPDX-License-Identifier: BSD-3-Clause
// Kernels that hold C: compiled, loaded and run without the rest of the library.
#include <filesystem>

#include <gtest/gtest.h>

#include "ranvier/base/error.hpp"
#include "ranvier/codegen/c_kernels.hpp"
#include "ranvier/mir/builder.hpp"

namespace ranvier::codegen {
namespace {

using namespace mir;

Variable range(const char* name, int count = 1) {
    Variable v;
    v.name = name;
    v.kind = VariableKind::assigned;
    v.count = count;
    v.is_array = count > 1;
    return v;
}

/// A mechanism with RANGE a, b and arr[3], whose FUNCTION f(x) is the C given.
Mechanism with_c(const std::string& text, const std::string& file_level = {}) {
    Mechanism m;
    m.name = "cmech";
    m.file = "cmech.mod";
    m.needs_c = true;
    m.variables = {range("a"), range("b"), range("arr", 3)};
    m.verbatim.push_back({text, {}});
    if (!file_level.empty()) m.file_verbatim.push_back({file_level, {}});
    Builder builder("f", {"x"}, true);
    builder.verbatim(0);
    m.functions.push_back(builder.finish());
    m.callable = {FunctionId(0)};
    return m;
}

COptions modules() {
    COptions options;
#ifdef RANVIER_CLANG_MODULE_FILE
    options.clang_module = RANVIER_CLANG_MODULE_FILE;
    options.llvm_module = RANVIER_LLVM_MODULE_FILE;
#endif
    return options;
}

class CKernels : public testing::Test {
  protected:
    void SetUp() override {
        std::string reason;
        if (!can_compile_c(modules(), &reason)) GTEST_SKIP() << reason;
    }
    /// Runs f on rows with these numbers; each column has one number a row.
    std::vector<double> call(CUnit& unit, std::vector<double> xs, int function = 0) {
        auto code = unit.operation("f", FunctionId(function), Addressing::rows);
        const auto rows = xs.size();
        std::vector<std::vector<double>> columns(static_cast<std::size_t>(code.kernel.column_count),
                                                 std::vector<double>(rows, 0.0));
        std::vector<double> scalars(static_cast<std::size_t>(code.kernel.scalar_count), 0.5);
        std::vector<double*> column_pointers, scalar_pointers;
        for (auto& c : columns) column_pointers.push_back(c.data());
        for (auto& s : scalars) scalar_pointers.push_back(&s);
        const std::vector<std::int64_t> strides(columns.size(), 1);
        std::size_t result = 0;
        for (const auto& slot : code.kernel.slots) {
            if (slot.access == SlotAccess::scalar) continue;
            const auto b = static_cast<std::size_t>(slot.binding);
            if (slot.owner == SlotOwner::argument && slot.variable == "0") columns[b] = xs;
            if (slot.owner == SlotOwner::argument && slot.variable == "result") result = b;
            for (auto& [name, values] : numbers)
                if (slot.variable == name)
                    columns[b].assign(rows, values[static_cast<std::size_t>(slot.element)]);
            column_pointers[b] = columns[b].data();
        }
        RvKernelArgs args{};
        args.columns = column_pointers.data();
        args.strides = strides.data();
        args.scalars = scalar_pointers.data();
        args.count = static_cast<std::int64_t>(rows);
        args.stop = &stop;
        status = code.executable->run(args);
        for (const auto& slot : code.kernel.slots)
            for (auto& [name, values] : numbers)
                if (slot.variable == name && slot.owner == SlotOwner::mechanism)
                    values[static_cast<std::size_t>(slot.element)] =
                        columns[static_cast<std::size_t>(slot.binding)].back();
        return columns[result];
    }
    std::shared_ptr<CUnit> make(const Mechanism& m) {
        CHost host;
        host.keep_error = [this](std::exception_ptr error) {
            try {
                std::rethrow_exception(error);
            } catch (const std::exception& e) {
                said = e.what();
            }
        };
        host.resolve = [](const std::string& name) -> void* {
            return name == "hoc_execerror" ? reinterpret_cast<void*>(+[](const char* what, const char*) {
                throw InputError(ErrorParts{what, {}, {}, {}, {}});
            })
                                           : nullptr;
        };
        return CUnit::make(m, host, modules());
    }
    std::map<std::string, std::vector<double>> numbers;
    std::int32_t status = 0;
    volatile std::int32_t stop = 0;
    std::string said;
};

TEST_F(CKernels, ReturnEndsTheFunctionAndLocalsHaveTheirNames) {
    auto unit = make(with_c("if (_lx > 2) return 7; _lf = 10 * _lx;"));
    EXPECT_EQ(call(*unit, {1, 2, 3}), (std::vector<double>{10, 20, 7}));
    EXPECT_EQ(status, 0);
}

TEST_F(CKernels, RangeVariablesAndArraysAreLvalues) {
    numbers = {{"a", {4}}, {"b", {0}}, {"arr", {1, 2, 3}}};
    auto unit = make(
        with_c("double* p = arr; int i; b = a + 1; for (i = 0; i < 3; i++) p[i] *= _lx; return arr[2];"));
    EXPECT_EQ(call(*unit, {10}), std::vector<double>{30});
    EXPECT_EQ(numbers["b"][0], 5);
    EXPECT_EQ(numbers["arr"], (std::vector<double>{10, 20, 30}));
}

TEST_F(CKernels, StaticsAreKeptAndBelongToOneLoadedUnit) {
    const auto m = with_c("return ++count;", "static int count = 5;");
    auto one = make(m), other = make(m);
    EXPECT_EQ(call(*one, {0, 0}), (std::vector<double>{6, 7}));
    EXPECT_EQ(call(*other, {0}), std::vector<double>{6});
    EXPECT_EQ(call(*one, {0}), std::vector<double>{8});
}

TEST_F(CKernels, OldCIsTakenWhereCppDoesNotTakeIt) {
    auto unit = make(with_c("double* p; p = malloc(sizeof(double)); *p = twice(_lx); _lf = *p; free(p);",
                            "#include <stdlib.h>\nstatic double twice(x) double x; { return 2 * x; }\n"));
    EXPECT_EQ(call(*unit, {21}), std::vector<double>{42});
}

TEST_F(CKernels, LibcAndItsMathAreThere) {
    auto unit = make(with_c("char s[40]; sprintf(s, \"%.3f\", sqrt(_lx)); return strlen(s) + atof(s);"));
    EXPECT_EQ(call(*unit, {4}), std::vector<double>{7});
}

TEST_F(CKernels, AFaultIsAnErrorAndTheUnitStaysUsable) {
    auto unit = make(with_c("if (_lx > 0) *(volatile int*)0 = 1; return 3;"));
    static_cast<void>(call(*unit, {1}));
    EXPECT_EQ(status, RV_STATUS_SERVICE);
    EXPECT_NE(said.find("SIGSEGV"), std::string::npos) << said;
    EXPECT_EQ(call(*unit, {0}), std::vector<double>{3});
    EXPECT_EQ(status, 0);
}

TEST_F(CKernels, IntegerDivisionByZeroIsAnError) {
    auto unit = make(with_c("volatile int zero = 0; return 7 / zero;"));
    static_cast<void>(call(*unit, {1}));
    EXPECT_NE(said.find("SIGFPE"), std::string::npos) << said;
}

TEST_F(CKernels, EndlessRecursionIsAnError) {
    auto unit = make(with_c("return deep(1);",
                            "static double deep(double x) { volatile char big[1000]; big[0] = 1; return "
                            "deep(x + 1) + big[0]; }"));
    static_cast<void>(call(*unit, {1}));
    EXPECT_NE(said.find("SIGSEGV"), std::string::npos) << said;
}

TEST_F(CKernels, ErrorsOfTheHostPassThroughC) {
    auto unit = make(with_c("if (_lx > 1) hoc_execerror(\"too large\", 0); return 1;"));
    EXPECT_EQ(call(*unit, {0}), std::vector<double>{1});
    static_cast<void>(call(*unit, {2}));
    EXPECT_NE(said.find("too large"), std::string::npos) << said;
}

TEST_F(CKernels, ExitDoesNotEndTheProcess) {
    auto unit = make(with_c("exit(1);"));
    static_cast<void>(call(*unit, {2}));
    EXPECT_NE(said.find("exit"), std::string::npos) << said;
}

TEST_F(CKernels, NamesThatOnlyCKnowsArePrintedAsTheyStand) {
    numbers = {{"a", {4}}, {"b", {0}}};
    auto m = with_c("b = _lx;", "#define SCALE 2.5\n");
    Variable scale;
    scale.name = "SCALE";
    scale.kind = VariableKind::foreign;
    m.variables.insert(m.variables.begin(), scale); // those behind it keep their places
    Builder builder("f", {"x"}, true);
    builder.verbatim(0);
    const auto product =
        builder.binary(Op::mul, builder.load(VariableId(0)), builder.load(VariableId(1))); // SCALE * a
    builder.set(builder.result(), product);
    m.functions = {builder.finish()};
    auto unit = make(m);
    EXPECT_EQ(call(*unit, {3}), std::vector<double>{10});
    EXPECT_EQ(numbers["b"][0], 3);
}

TEST_F(CKernels, WithoutTheModuleTheErrorNamesTheBlock) {
    auto m = with_c("return 1;");
    const auto source =
        std::make_shared<const SourceText>("file.mod", "FUNCTION f(x) {\nVERBATIM return 1; ENDVERBATIM }");
    m.verbatim[0].place = {source.get(), 16, 24};
    try {
        static_cast<void>(CUnit::make(m, {}, {.clang_module = "/nowhere/libranvier_clang.so"}));
        FAIL();
    } catch (const CompileError& error) {
        const std::string text = error.what();
        EXPECT_NE(text.find("file.mod:2"), std::string::npos) << text;
        EXPECT_NE(text.find("RANVIER_WITH_CLANG"), std::string::npos) << text;
    }
}

TEST_F(CKernels, MistakesAreErrors) {
    EXPECT_THROW(static_cast<void>(make(with_c("int i = ;"))), CompileError);
}

TEST_F(CKernels, NamesThatNobodyHasFailWhenTheyAreUsed) {
    auto unit = make(with_c("return _lx > 0 ? nobody_has_this(1) : 2;"));
    EXPECT_NE(unit->absent(Severity::warning).text().find("nobody_has_this"), std::string::npos);
    EXPECT_EQ(call(*unit, {0}), std::vector<double>{2});
    static_cast<void>(call(*unit, {1}));
    EXPECT_EQ(status, RV_STATUS_SERVICE);
    EXPECT_NE(said.find("nobody_has_this"), std::string::npos) << said;
    EXPECT_EQ(call(*unit, {0}), std::vector<double>{2});
}

TEST_F(CKernels, NumbersThatNobodyHasFailWhenTheyAreRead) {
    auto unit = make(with_c("return nobodys[3];", "extern double nobodys[10];\n"));
    static_cast<void>(call(*unit, {1}));
    EXPECT_NE(said.find("nobodys"), std::string::npos) << said;
}

/// A mechanism whose blocks stand in a text, as those of a file do.
Mechanism with_places(std::string& kept, const std::string& file_level,
                      const std::vector<std::string>& blocks) {
    Mechanism m;
    m.name = "cmech";
    m.file = "cmech.mod";
    m.needs_c = true;
    std::vector<std::size_t> at;
    for (const auto& text : blocks) {
        at.push_back(kept.size());
        kept += "VERBATIM" + text + "ENDVERBATIM\n";
    }
    const auto file_at = kept.size();
    kept += "VERBATIM" + file_level + "ENDVERBATIM\n";
    const auto source = std::make_shared<const SourceText>("cmech.mod", kept);
    m.sources.push_back(source);
    const auto span = [&](std::size_t begin) {
        const auto b = static_cast<std::uint32_t>(begin);
        return Span{source.get(), b, b + 8};
    };
    m.file_verbatim.push_back({file_level, span(file_at)});
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        m.verbatim.push_back({blocks[i], span(at[i])});
        Builder builder("f" + std::to_string(i), {"x"}, true);
        builder.verbatim(static_cast<std::int64_t>(i));
        m.functions.push_back(builder.finish());
        m.callable.push_back(FunctionId(static_cast<std::int32_t>(i)));
    }
    return m;
}

TEST_F(CKernels, BlocksThatAskForWhatIsNotHereAreLeftOut) {
    std::string text;
    const auto m = with_places(text, "\n#include \"nobodys.h\"\nstatic int used;\n",
                               {"\nreturn _lx;\n", "\nreturn used;\n"});
    auto unit = make(m);
    EXPECT_EQ(call(*unit, {3}), std::vector<double>{3});
    const auto absent = unit->absent(Severity::warning).text();
    EXPECT_NE(absent.find("'nobodys.h' file not found"), std::string::npos) << absent;
    EXPECT_FALSE(unit->absent(Severity::warning).has_errors());
    EXPECT_TRUE(unit->absent(Severity::error).has_errors());
    static_cast<void>(call(*unit, {3}, 1));
    EXPECT_EQ(status, RV_STATUS_SERVICE);
    EXPECT_NE(said.find("'nobodys.h' file not found"), std::string::npos) << said;
}

TEST_F(CKernels, LoopsSeeTheStopFlag) {
    auto unit = make(with_c("for (;;);"));
    stop = 1;
    static_cast<void>(call(*unit, {1}));
    EXPECT_EQ(status, RV_STATUS_STOPPED);
    auto ends = make(with_c("double s = 0; int i; for (i = 0; i < 10; i++) s += i; return s;"));
    stop = 0;
    EXPECT_EQ(call(*ends, {1}), std::vector<double>{45});
    EXPECT_EQ(status, 0);
}

} // namespace
} // namespace ranvier::codegen
