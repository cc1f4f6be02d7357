// SPDX-License-Identifier: BSD-3-Clause
// Kernels made by hand, with memory to run them on: every case runs on the interpreter and on compiled code,
// and all memory and the status must agree to the bit.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "ranvier/codegen/native.hpp"
#include "ranvier/mir/builder.hpp"
#include "ranvier/mir/interpreter.hpp"

namespace ranvier::codegen::test {

/// Slots and bindings around a Builder.
class KernelMaker {
  public:
    explicit KernelMaker(std::string name) : code(name, {}, false) { kernel_.name = std::move(name); }

    mir::Builder code;
    mir::VariableId column(const std::string& name) { return add(name, mir::SlotAccess::row, -1); }
    mir::VariableId scalar(const std::string& name) { return add(name, mir::SlotAccess::scalar, -1); }
    mir::VariableId write_only(const std::string& name);
    mir::VariableId indexed(const std::string& name, int set = 0) {
        return add(name, mir::SlotAccess::indexed, set);
    }
    /// Array of `count` elements of any access; `is_scattered` gives its elements bindings in falling order.
    mir::VariableId array(const std::string& name, int count, mir::SlotAccess access,
                          bool is_scattered = false);
    mir::TableId table();
    mir::VariableId pointer(const std::string& name) { return add(name, mir::SlotAccess::pointer, -1); }
    mir::ValueId ask(mir::Service service, const std::vector<mir::ValueId>& args);
    void ordered() { kernel_.is_ordered = true; }
    void sends_events() { kernel_.sends_events = true; }
    [[nodiscard]] mir::Kernel finish();

    // Shorthands.
    mir::ValueId f(double value) { return code.number(value); }
    mir::ValueId bin(mir::Op op, mir::ValueId a, mir::ValueId b) { return code.binary(op, a, b); }

  private:
    mir::VariableId add(const std::string& name, mir::SlotAccess access, int set);
    mir::Kernel kernel_;
};

/// Memory of one call.
struct Memory {
    struct Table {
        double low = 0;
        double step = 1;
        int intervals = 1;
        std::int64_t stride = 8;
        std::vector<double> storage;
        std::int64_t offset = 0; ///< of the first row in storage, so that it is 64-byte aligned
    };
    std::int64_t count = 0;
    std::vector<std::vector<double>> columns;
    std::vector<std::int64_t> strides;
    std::vector<double> scalars;
    std::vector<std::vector<std::int32_t>> indices;
    std::vector<Table> tables;
    std::int32_t stop = 0;
    /// Raises `stop` after that time [ms]; 0 waits for ever. A loop of a real file need not end on random numbers.
    int patience = 0;
    std::int64_t padding = 0;
    /// A pointer column and what it points to: element of another column (or scalar, if that is -1), by row; -1 is nowhere.
    struct Pointers {
        std::size_t column = 0;
        std::vector<std::pair<int, int>> targets;
    };
    std::vector<Pointers> pointers;

    /// Random numbers of ordinary size for every binding of the kernel; every `uniform_every`-th column that
    /// the kernel does not write is one number (stride 0). Index sets have `other_rows` targets, so rows
    /// share some.
    Memory(const mir::Kernel& kernel, std::int64_t rows, unsigned seed, std::int64_t other_rows = 37,
           int uniform_every = 0);
    void add_table(int columns, double low, double step, int intervals, unsigned seed);
};

struct Outcome {
    std::int32_t status = 0;
    std::vector<std::vector<double>> columns;
    std::vector<double> scalars;
    std::vector<std::string> events;
    std::vector<std::string> questions; ///< what services were asked, in that order
    std::vector<std::string>
        faults; ///< sorted: a block of rows tells them instruction by instruction, compiled code row by row
};

/// Runs on a copy of `memory`.
[[nodiscard]] Outcome run(const mir::Executable& executable, Memory memory, bool wants_events = false);
/// [ns] a row of the fastest of many calls.
[[nodiscard]] double fastest_row(const mir::Executable& executable, const Memory& memory);
/// As a test failure: the first difference, if there is one. NaNs are equal.
void expect_same(const Outcome& expected, const Outcome& found, const std::string& what);
/// The kernel on the interpreter, on scalar code, on vectors, and on vectors of the oldest CPU that we
/// compile for. What the interpreter did not end in the memory's patience is not run again.
Outcome check(const mir::Kernel& kernel, const Memory& memory, bool wants_events = false);

/// Providers without a cache on disk, one each for the whole test program.
[[nodiscard]] const mir::KernelProvider& native(Vectors vectors);
[[nodiscard]] NativeOptions options(Vectors vectors, const std::string& cpu = {});

/// Zeros, infinities, NaN, subnormals, neighbours of powers of two, huge and ordinary numbers.
[[nodiscard]] const std::vector<double>& special_numbers();

} // namespace ranvier::codegen::test
