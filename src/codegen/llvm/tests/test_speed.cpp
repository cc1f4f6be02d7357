// SPDX-License-Identifier: BSD-3-Clause
// A kernel of the size of a Hodgkin-Huxley step (1952; rates as in their equations 12, 13, 20, 21, 23, 24
// shifted to -65 mV): same bits on all back ends. Prints how long it takes to compile and to run; asserts no
// time.
#include <array>
#include <cstdio>
#include <ctime>

#include <gtest/gtest.h>

#include "kernel_case.hpp"

namespace ranvier::codegen::test {
namespace {

using namespace mir;

struct Gate {
    ValueId tau, inf;
};

/// Advances m, h, n by one step and then evaluates the currents, as a fused kernel does.
Kernel hodgkin_huxley(bool uses_table) {
    KernelMaker k(uses_table ? "hh with tables" : "hh");
    const auto add = [&](ValueId a, ValueId b) { return k.bin(Op::add, a, b); };
    const auto sub = [&](ValueId a, ValueId b) { return k.bin(Op::sub, a, b); };
    const auto mul = [&](ValueId a, ValueId b) { return k.bin(Op::mul, a, b); };
    const auto div = [&](ValueId a, ValueId b) { return k.bin(Op::div, a, b); };
    const auto exp = [&](ValueId a) { return k.code.math(MathFunction::exp, a); };
    const auto dt = k.code.load(k.scalar("dt"));
    const auto v = k.code.load(k.column("v"));
    std::array<Gate, 3> gates{};
    if (uses_table) {
        const auto position = k.code.table_position(k.table(), v);
        for (int g = 0; g < 3; ++g)
            gates[static_cast<std::size_t>(g)] = {
                k.code.math(MathFunction::fabs, k.code.table_value(TableId(0), 2 * g + 1, position)),
                k.code.table_value(TableId(0), 2 * g, position)};
    } else {
        const auto q10 = k.code.load(k.scalar("q10"));
        // x / (exp(x / y) - 1), by its limit near 0.
        const auto trap = [&](ValueId x, double y) {
            const auto result = k.code.add_local("trap");
            const auto ratio = div(x, k.f(y));
            k.code.begin_if(k.bin(Op::lt, k.code.math(MathFunction::fabs, ratio), k.f(1e-6)));
            k.code.set(result, mul(k.f(y), sub(k.f(1), div(ratio, k.f(2)))));
            k.code.begin_else();
            k.code.set(result, div(x, sub(exp(ratio), k.f(1))));
            k.code.end_if();
            return k.code.get(result);
        };
        const auto shifted = [&](double half) { return k.code.unary(Op::neg, add(v, k.f(half))); };
        const auto gate = [&](ValueId alpha, ValueId beta) {
            const auto sum = add(alpha, beta);
            return Gate{div(k.f(1), mul(q10, sum)), div(alpha, sum)};
        };
        gates[0] = gate(mul(k.f(0.1), trap(shifted(40), 10)), mul(k.f(4), exp(div(shifted(65), k.f(18)))));
        gates[1] = gate(mul(k.f(0.07), exp(div(shifted(65), k.f(20)))),
                        div(k.f(1), add(exp(div(shifted(35), k.f(10))), k.f(1))));
        gates[2] =
            gate(mul(k.f(0.01), trap(shifted(55), 10)), mul(k.f(0.125), exp(div(shifted(65), k.f(80)))));
    }
    std::array<ValueId, 3> x{};
    for (std::size_t g = 0; g < 3; ++g) {
        const auto slot = k.column("gate" + std::to_string(g));
        const auto old = k.code.load(slot);
        const auto rate = div(k.code.unary(Op::neg, dt), gates[g].tau);
        x[g] = add(old, mul(sub(k.f(1), exp(rate)), sub(gates[g].inf, old)));
        k.code.store(slot, x[g]);
    }
    const auto g_na = mul(mul(mul(mul(k.code.load(k.column("gnabar")), x[0]), x[0]), x[0]), x[1]);
    const auto n2 = mul(x[2], x[2]);
    const auto g_k = mul(k.code.load(k.column("gkbar")), mul(n2, n2));
    const auto g_l = k.code.load(k.column("gl"));
    const auto i = add(
        add(mul(g_na, sub(v, k.code.load(k.column("ena")))), mul(g_k, sub(v, k.code.load(k.column("ek"))))),
        mul(g_l, sub(v, k.code.load(k.column("el")))));
    k.code.store(k.column("rhs"), k.code.unary(Op::neg, i));
    k.code.store(k.column("d"), add(add(g_na, g_k), g_l));
    return k.finish();
}

TEST(Speed, HodgkinHuxleyStep) {
    for (const bool uses_table : {true, false}) {
        const auto kernel = hodgkin_huxley(uses_table);
        Memory memory(kernel, 1003, 1, 1, 0);
        std::mt19937_64 random(2);
        std::uniform_real_distribution<double> voltage(-90, 40);
        std::uniform_real_distribution<double> positive(0.05, 1);
        for (std::size_t c = 0; c < memory.columns.size(); ++c)
            for (auto& value : memory.columns[c]) value = c == 0 ? voltage(random) : positive(random);
        for (auto& scalar : memory.scalars) scalar = positive(random);
        if (uses_table) memory.add_table(6, -100, 1, 200, 3);
        check(kernel, memory);
        for (const auto vectors : {Vectors::scalar, Vectors::lanes})
            for (const std::string cpu : {"x86-64-v3", "x86-64-v4"}) {
                if (cpu > native_cpu()) continue;
                const auto before = std::clock(); // time of the CPU, so that a busy machine does not count
                const auto code = native_provider(options(vectors, cpu))(kernel);
                const auto compiled = std::clock();
                const double fastest = fastest_row(*code, memory);
                std::printf("%-15s %s %-6s compile %5.1f ms, %6.2f ns a row\n", kernel.name.c_str(),
                            cpu.c_str(), vectors == Vectors::lanes ? "lanes" : "scalar",
                            1e3 * static_cast<double>(compiled - before) / CLOCKS_PER_SEC, fastest);
            }
    }
}

} // namespace
} // namespace ranvier::codegen::test
