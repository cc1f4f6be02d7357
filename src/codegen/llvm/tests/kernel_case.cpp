// SPDX-License-Identifier: BSD-3-Clause
#include "kernel_case.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstring>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include "ranvier/mir/passes.hpp"

namespace ranvier::codegen::test {

using namespace mir;

VariableId KernelMaker::add(const std::string& name, SlotAccess access, int set) {
    Slot slot;
    slot.access = access;
    slot.variable = name;
    slot.table = "test";
    slot.index_set = set;
    slot.binding = access == SlotAccess::scalar ? kernel_.scalar_count++ : kernel_.column_count++;
    slot.is_read = slot.is_written = true;
    while (set >= static_cast<int>(kernel_.index_sets.size()))
        kernel_.index_sets.push_back("set" + std::to_string(kernel_.index_sets.size()));
    kernel_.slots.push_back(slot);
    return VariableId(static_cast<std::int32_t>(kernel_.slots.size()) - 1);
}

/// A scalar that no row reads.
VariableId KernelMaker::write_only(const std::string& name) {
    const auto made = scalar(name);
    kernel_.slots[static_cast<std::size_t>(made.value)].is_read = false;
    return made;
}

VariableId KernelMaker::array(const std::string& name, int count, SlotAccess access, bool is_scattered) {
    const auto first = kernel_.slots.size();
    for (int i = 0; i < count; ++i) {
        const auto element = add(name, access, access == SlotAccess::indexed ? 0 : -1);
        kernel_.slots[static_cast<std::size_t>(element.value)].element = i;
    }
    kernel_.slots[first].array_count = count;
    if (is_scattered)
        for (std::size_t i = 0; i < static_cast<std::size_t>(count) / 2; ++i)
            std::swap(kernel_.slots[first + i].binding,
                      kernel_.slots[first + static_cast<std::size_t>(count) - 1 - i].binding);
    return VariableId(static_cast<std::int32_t>(first));
}

ValueId KernelMaker::ask(Service service, const std::vector<ValueId>& args) {
    kernel_.services.push_back({service, "test", static_cast<std::int64_t>(kernel_.services.size())});
    return code.service(service, static_cast<std::int64_t>(kernel_.services.size()) - 1, args);
}

TableId KernelMaker::table() {
    kernel_.tables.push_back({"test", TableId(static_cast<std::int32_t>(kernel_.tables.size()))});
    return TableId(static_cast<std::int32_t>(kernel_.tables.size()) - 1);
}

Kernel KernelMaker::finish() {
    kernel_.function = code.finish();
    verify(kernel_);
    return kernel_;
}

Memory::Memory(const Kernel& kernel, std::int64_t rows, unsigned seed, std::int64_t other_rows,
               int uniform_every)
    : count(rows) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> number(-3, 3);
    columns.resize(static_cast<std::size_t>(kernel.column_count));
    strides.assign(columns.size(), 1);
    std::vector<bool> is_written(kernel.slots.size());
    for (const auto& in : kernel.function.code)
        if (in.op == Op::store || in.op == Op::accumulate)
            for (int i = 0;
                 i < (in.args.size() > 1 ? kernel.slots[static_cast<std::size_t>(in.symbol)].array_count : 1);
                 ++i)
                is_written[static_cast<std::size_t>(in.symbol + i)] = true;
    int readable = 0;
    for (std::size_t s = 0; s < kernel.slots.size(); ++s) {
        const auto& slot = kernel.slots[s];
        if (slot.access == SlotAccess::scalar) continue;
        auto& column = columns[static_cast<std::size_t>(slot.binding)];
        column.resize(static_cast<std::size_t>(slot.access == SlotAccess::row ? rows : other_rows));
        for (auto& x : column) x = number(random);
        if (slot.access == SlotAccess::row && !is_written[s] && uniform_every > 0 &&
            ++readable % uniform_every == 0) {
            column.assign(RV_LANES, number(random));
            strides[static_cast<std::size_t>(slot.binding)] = 0;
        }
    }
    for (int i = 0; i < kernel.scalar_count; ++i) scalars.push_back(number(random));
    std::uniform_int_distribution<std::int32_t> target(0, static_cast<std::int32_t>(other_rows) - 1);
    for (std::size_t set = 0; set < kernel.index_sets.size(); ++set) {
        indices.emplace_back();
        for (std::int64_t r = 0; r < rows; ++r) indices.back().push_back(target(random));
    }
}

void Memory::add_table(int column_count, double low, double step, int intervals, unsigned seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> number(-3, 3);
    Table table{low, step, intervals, (column_count + 7) / 8 * 8, {}, 0};
    table.storage.assign(static_cast<std::size_t>((intervals + 2) * table.stride + 8), 0.0);
    while (reinterpret_cast<std::uintptr_t>(table.storage.data() + table.offset) % 64 != 0) ++table.offset;
    for (std::int64_t j = 0; j <= intervals; ++j)
        for (std::int64_t k = 0; k < column_count; ++k)
            table.storage[static_cast<std::size_t>(table.offset + j * table.stride + k)] = number(random);
    tables.push_back(std::move(table));
}

namespace {

/// Arguments that point into a Memory.
struct Binding {
    std::vector<double*> columns;
    std::vector<double*> scalars;
    std::vector<const std::int32_t*> indices;
    std::vector<RvTable> table_values;
    std::vector<const RvTable*> tables;
    RvKernelArgs args{};

    explicit Binding(Memory& memory) {
        for (auto& column : memory.columns) columns.push_back(column.data());
        for (auto& scalar : memory.scalars) scalars.push_back(&scalar);
        for (const auto& pointer : memory.pointers)
            for (std::size_t r = 0; r < pointer.targets.size(); ++r) {
                const auto [column, element] = pointer.targets[r];
                const auto at = static_cast<std::size_t>(element);
                double* target = element < 0  ? nullptr
                                 : column < 0 ? &memory.scalars[at]
                                              : &memory.columns[static_cast<std::size_t>(column)][at];
                std::memcpy(&memory.columns[pointer.column][r], &target, sizeof target);
            }
        for (const auto& set : memory.indices) indices.push_back(set.data());
        for (auto& table : memory.tables) {
            // A copied vector may lie elsewhere; the contract wants 64 bytes.
            const std::vector<double> rows(table.storage.begin() + table.offset, table.storage.end());
            table.storage.assign(rows.size() + 8, 0.0);
            table.offset = 0;
            while (reinterpret_cast<std::uintptr_t>(table.storage.data() + table.offset) % 64 != 0)
                ++table.offset;
            std::copy(rows.begin(), rows.end(), table.storage.begin() + table.offset);
            table_values.push_back({table.low, 1 / table.step, static_cast<double>(table.intervals),
                                    table.storage.data() + table.offset, table.stride});
        }
        for (const auto& table : table_values) tables.push_back(&table);
        args.columns = columns.data();
        args.strides = memory.strides.data();
        args.scalars = scalars.data();
        args.indices = indices.data();
        args.tables = tables.data();
        args.count = memory.count;
        args.stop = &memory.stop;
        args.padding = memory.padding;
    }
};

void log(void* self, const std::string& text) { static_cast<Outcome*>(self)->events.push_back(text); }

/// 32 bits that look random, from a number.
double random_bits(double number) {
    auto x = std::bit_cast<std::uint64_t>(number);
    for (const std::uint64_t factor : {0xbf58476d1ce4e5b9U, 0x94d049bb133111ebU}) {
        x ^= x >> 30U;
        x *= factor;
    }
    return static_cast<double>(x >> 32U);
}

/// Depends on everything that is asked; a negative first argument is refused.
double answer(void* self, std::int32_t service, std::int64_t row, std::int32_t count, const double* arguments,
              std::int32_t* status) {
    auto& outcome = *static_cast<Outcome*>(self);
    double sum = service + 1;
    std::string text = "ask " + std::to_string(service) + " row " + std::to_string(row);
    for (std::int32_t i = 0; i < count; ++i) {
        sum = sum * 1.5 + arguments[i];
        text += " " + std::to_string(arguments[i]);
    }
    if (count > 0 && arguments[0] < -2) *status |= RV_STATUS_SERVICE;
    outcome.questions.push_back(text);
    // Four arguments are a place in a random stream: a distribution that rejects some draws would never end on a plain sum.
    return count == 4 ? random_bits(sum) : sum;
}

void note_fault(void* self, std::int32_t status, std::int64_t row, double detail, std::int32_t begin,
                std::int32_t end) {
    static_cast<Outcome*>(self)->faults.push_back(
        "fault " + std::to_string(status) + " row " + std::to_string(row) + " " + std::to_string(detail) +
        " at " + std::to_string(begin) + ".." + std::to_string(end));
}

/// Raises the memory's flag when its patience is at an end.
class Watch {
  public:
    explicit Watch(Memory& memory) {
        if (memory.patience == 0) return;
        thread_ = std::jthread([this, &memory](const std::stop_token& done) {
            std::unique_lock lock(mutex_);
            if (over_.wait_for(lock, done, std::chrono::milliseconds(memory.patience), [] { return false; }))
                return;
            if (!done.stop_requested()) std::atomic_ref(memory.stop) = 1;
        });
    }

  private:
    std::mutex mutex_;
    std::condition_variable_any over_;
    std::jthread thread_;
};

} // namespace

Outcome run(const Executable& executable, Memory memory, bool wants_events) {
    Outcome outcome;
    Binding binding(memory);
    const Watch watch(memory);
    const RvHost host{&outcome,
                      [](void* self, std::int64_t row, double delay, double flag) {
                          log(self, "send " + std::to_string(row) + " " + std::to_string(delay) + " " +
                                        std::to_string(flag));
                      },
                      [](void* self, std::int64_t row, double time) {
                          log(self, "event " + std::to_string(row) + " " + std::to_string(time));
                      },
                      [](void* self, std::int64_t row, double time) {
                          log(self, "move " + std::to_string(row) + " " + std::to_string(time));
                      },
                      answer,
                      note_fault};
    binding.args.host = wants_events ? &host : nullptr;
    outcome.status = executable.run(binding.args);
    std::sort(outcome.faults.begin(), outcome.faults.end());
    for (const auto& pointer : memory.pointers) // addresses differ between calls
        std::fill(memory.columns[pointer.column].begin(), memory.columns[pointer.column].end(), 0.0);
    outcome.columns = std::move(memory.columns);
    outcome.scalars = std::move(memory.scalars);
    return outcome;
}

double fastest_row(const Executable& executable, const Memory& memory) {
    using Clock = std::chrono::steady_clock;
    Memory own = memory;
    const Binding binding(own);
    double fastest = std::numeric_limits<double>::infinity();
    for (int i = 0; i < 2000; ++i) {
        const auto before = Clock::now();
        if (executable.run(binding.args) != 0) ADD_FAILURE() << "status";
        fastest = std::min(fastest, std::chrono::duration<double, std::nano>(Clock::now() - before).count());
    }
    return fastest / static_cast<double>(own.count);
}

namespace {

bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) ||
           (std::isnan(a) && std::isnan(b));
}

} // namespace

void expect_same(const Outcome& expected, const Outcome& found, const std::string& what) {
    EXPECT_EQ(expected.status, found.status) << what;
    EXPECT_EQ(expected.events, found.events) << what;
    EXPECT_EQ(expected.faults, found.faults) << what;
    for (std::size_t c = 0; c < expected.columns.size(); ++c)
        for (std::size_t r = 0; r < expected.columns[c].size(); ++r)
            if (!same_bits(expected.columns[c][r], found.columns[c][r])) {
                ADD_FAILURE() << what << ": column " << c << " row " << r << ": interpreter " << std::hexfloat
                              << expected.columns[c][r] << ", compiled " << found.columns[c][r];
                return;
            }
    for (std::size_t s = 0; s < expected.scalars.size(); ++s)
        EXPECT_TRUE(same_bits(expected.scalars[s], found.scalars[s])) << what << ": scalar " << s;
}

Outcome check(const Kernel& kernel, const Memory& given, bool wants_events) {
    const auto judge = run(*interpreter_provider()(kernel), given, wants_events);
    if (given.patience != 0 && (judge.status & RV_STATUS_STOPPED) != 0) return judge;
    Memory memory = given;
    memory.patience = 0; // compiled code ends where the interpreter does
    expect_same(judge, run(*native(Vectors::scalar)(kernel), memory, wants_events),
                kernel.name + ", scalar code");
    expect_same(judge, run(*native(Vectors::lanes)(kernel), memory, wants_events), kernel.name + ", vectors");
    if (native_cpu() != "x86-64-v3") {
        static const KernelProvider oldest = native_provider(options(Vectors::lanes, "x86-64-v3"));
        expect_same(judge, run(*oldest(kernel), memory, wants_events), kernel.name + ", x86-64-v3");
    }
    return judge;
}

NativeOptions options(Vectors vectors, const std::string& cpu) {
    return {.vectors = vectors, .module_path = RANVIER_LLVM_MODULE_FILE, .cpu = cpu};
}

const KernelProvider& native(Vectors vectors) {
    static const KernelProvider scalar = native_provider(options(Vectors::scalar));
    static const KernelProvider lanes = native_provider(options(Vectors::lanes));
    return vectors == Vectors::scalar ? scalar : lanes;
}

const std::vector<double>& special_numbers() {
    using Limits = std::numeric_limits<double>;
    static const std::vector<double> numbers = {0.0,
                                                -0.0,
                                                1.0,
                                                -1.0,
                                                0.5,
                                                -0.5,
                                                2.0,
                                                -2.0,
                                                1.5,
                                                -1.5,
                                                3.0,
                                                1e-300,
                                                -1e-300,
                                                1e300,
                                                -1e300,
                                                Limits::infinity(),
                                                -Limits::infinity(),
                                                Limits::quiet_NaN(),
                                                Limits::denorm_min(),
                                                -Limits::denorm_min(),
                                                Limits::min(),
                                                Limits::max(),
                                                -Limits::max(),
                                                0x1p63,
                                                -0x1p63,
                                                0x1.fffffffffffffp62,
                                                1e17,
                                                -1e17,
                                                700.0,
                                                700.0000001,
                                                -700.0,
                                                -700.0000001,
                                                709.9,
                                                -746.0,
                                                1.0 + Limits::epsilon(),
                                                1.0 - Limits::epsilon() / 2,
                                                1e5,
                                                1e10,
                                                22.0,
                                                1e22,
                                                3.141592653589793,
                                                1.5707963267948966,
                                                170.0,
                                                171.0,
                                                0.7071067811865476,
                                                1e-9};
    return numbers;
}

} // namespace ranvier::codegen::test
