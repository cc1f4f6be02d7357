// SPDX-License-Identifier: BSD-3-Clause
// Builder, printer, verifier and effects on small mechanisms.
#include <gtest/gtest.h>

#include <string>

#include "ranvier/base/error.hpp"
#include "ranvier/mir/builder.hpp"
#include "ranvier/mir/passes.hpp"

namespace ranvier::mir {
namespace {

struct Example {
    Mechanism mechanism;
    VariableId v, m, g, total;

    Example() {
        mechanism.name = "leak";
        v = add("v", VariableKind::voltage);
        m = add("m", VariableKind::state);
        g = add("g", VariableKind::parameter);
        total = add("i", VariableKind::current);
        mechanism.variables[static_cast<std::size_t>(g.value)].initial = 0.1;
    }
    VariableId add(const std::string& name, VariableKind kind, int count = 1) {
        mechanism.variables.push_back({.name = name, .kind = kind, .count = count});
        return VariableId(static_cast<std::int32_t>(mechanism.variables.size()) - 1);
    }
    FunctionId add(Builder& builder) {
        mechanism.functions.push_back(builder.finish());
        return FunctionId(static_cast<std::int32_t>(mechanism.functions.size()) - 1);
    }
    /// The message of the verifier, "" if all is well.
    std::string problem() const {
        try {
            verify(mechanism);
        } catch (const InternalError& error) {
            return error.what();
        }
        return "";
    }
};

TEST(Mechanism, FindsVariablesByName) {
    const Example example;
    EXPECT_EQ(example.mechanism.find("g"), example.g);
    EXPECT_FALSE(example.mechanism.find("h").valid());
    EXPECT_TRUE(example.mechanism.is_instance(example.m));
    EXPECT_FALSE(example.mechanism.is_instance(example.v));
}

TEST(Builder, RefusesWrongTypesAndOpenBlocks) {
    Builder builder("f", {"x"}, true);
    const ValueId x = builder.get(LocalId(0));
    EXPECT_THROW(builder.binary(Op::int_add, x, x), InternalError);
    EXPECT_THROW(builder.begin_if(x), InternalError);
    EXPECT_THROW(builder.unary(Op::add, x), InternalError);
    EXPECT_THROW(builder.begin_else(), InternalError);
    builder.begin_if(builder.boolean(true));
    EXPECT_THROW(static_cast<void>(builder.finish()), InternalError);
    builder.end_if();
    builder.set(builder.result(), x);
    const Function function = builder.finish();
    EXPECT_EQ(function.parameter_count, 1);
    EXPECT_EQ(function.result, LocalId(1));
}

TEST(Printer, ShowsBlocksNamesAndExactNumbers) {
    Example example;
    Builder builder("rate", {"x"}, true);
    const ValueId x = builder.get(LocalId(0));
    builder.begin_if(builder.binary(Op::lt, x, builder.number(0.1)));
    builder.set(builder.result(), builder.math(MathFunction::exp, x));
    builder.begin_else();
    builder.store(example.m, builder.load(example.g));
    builder.end_if();
    example.add(builder);
    EXPECT_EQ(print(example.mechanism, example.mechanism.functions[0]), "function rate($0:x) -> $1:rate\n"
                                                                        "  %0 = get_local $0:x\n"
                                                                        "  %1 = constant 0.1\n"
                                                                        "  %2 = lt %0, %1\n"
                                                                        "  if %2\n"
                                                                        "    %4 = math exp, %0\n"
                                                                        "    set_local $1:rate, %4\n"
                                                                        "  else\n"
                                                                        "    %6 = load g\n"
                                                                        "    store m, %6\n");
    const std::string all = print(example.mechanism);
    EXPECT_NE(all.find("parameter g = 0.1"), std::string::npos);
    EXPECT_NE(all.find("state m\n"), std::string::npos);
}

TEST(Printer, ShowsLoops) {
    Example example;
    Builder builder("loop", {}, false);
    builder.begin_while();
    builder.end_condition(builder.boolean(false));
    builder.accumulate(example.total, builder.number(1));
    builder.end_while();
    example.add(builder);
    EXPECT_EQ(print(example.mechanism, example.mechanism.functions[0]), "function loop()\n"
                                                                        "  while\n"
                                                                        "    %1 = constant_bool false\n"
                                                                        "    yield %1\n"
                                                                        "  do\n"
                                                                        "    %3 = constant 1\n"
                                                                        "    accumulate i, %3\n");
}

TEST(Verifier, AcceptsWhatTheBuilderMakes) {
    Example example;
    Builder builder("current", {}, false);
    const ValueId current = builder.binary(Op::mul, builder.load(example.g), builder.load(example.v));
    builder.accumulate(example.total, current);
    example.mechanism.current = example.add(builder);
    EXPECT_EQ(example.problem(), "");
}

TEST(Verifier, FindsAValueUsedOutsideItsBlock) {
    Example example;
    Builder builder("f", {}, false);
    builder.begin_if(builder.boolean(true));
    const ValueId inside = builder.number(1);
    builder.end_if();
    builder.store(example.m, inside);
    example.add(builder);
    EXPECT_NE(example.problem().find("not visible here\n  store m, %2"), std::string::npos)
        << example.problem();
}

TEST(Verifier, FindsSymbolsTypesAndRolesThatAreWrong) {
    const auto problem_of = [](auto&& change) {
        Example example;
        Builder builder("f", {}, false);
        builder.store(example.m, builder.load(example.g));
        example.add(builder);
        change(example, example.mechanism.functions[0]);
        return example.problem();
    };
    EXPECT_EQ(problem_of([](Example&, Function&) {}), "");
    EXPECT_NE(problem_of([](Example&, Function& f) { f.code[0].symbol = 99; }).find("does not exist"),
              std::string::npos);
    EXPECT_NE(problem_of([](Example&, Function& f) { f.code[0].type = Type::i64; }).find("wrong type"),
              std::string::npos);
    EXPECT_NE(problem_of([](Example& e, Function& f) {
                  f.code[0].symbol = e.total.value;
              }).find("accumulated only"),
              std::string::npos);
    EXPECT_NE(problem_of([](Example&, Function& f) { f.code[1].args.clear(); }).find("number of arguments"),
              std::string::npos);
    EXPECT_NE(problem_of([](Example&, Function& f) {
                  f.blocks[0].instructions.push_back(ValueId(0));
              }).find("twice"),
              std::string::npos);
    EXPECT_NE(
        problem_of([](Example& e, Function&) { e.mechanism.advance = FunctionId(5); }).find("operation"),
        std::string::npos);
}

TEST(Verifier, FindsACallWithWrongArguments) {
    Example example;
    Builder callee("callee", {"x"}, false);
    const FunctionId id = example.add(callee);
    Builder caller("caller", {}, false);
    caller.call(id, {}, false);
    example.add(caller);
    EXPECT_NE(example.problem().find("call callee"), std::string::npos) << example.problem();
}

TEST(Effects, FollowCallsAndPaths) {
    Example example;
    const VariableId inf = example.add("inf", VariableKind::assigned);
    const VariableId list = example.add("list", VariableKind::assigned, 2);
    Builder rates("rates", {"x"}, false);
    rates.store(inf, rates.get(LocalId(0)));
    const FunctionId rates_id = example.add(rates);

    Builder builder("advance", {}, false);
    const ValueId v = builder.load(example.v);
    builder.call(rates_id, std::span(&v, 1), false);
    builder.begin_if(builder.binary(Op::gt, v, builder.number(0)));
    builder.store(example.m, builder.load(inf));
    builder.end_if();
    builder.store(list, builder.load(example.m), builder.integer(0));
    builder.store(example.g, builder.load(list, builder.integer(1)));
    builder.accumulate(example.total, v);
    const FunctionId id = example.add(builder);

    const Effects found = effects(example.mechanism, id);
    const auto at = [](VariableId variable) { return static_cast<std::size_t>(variable.value); };
    EXPECT_TRUE(found.writes[at(inf)]);
    EXPECT_TRUE(found.reads[at(inf)]);
    EXPECT_FALSE(found.reads_before_write[at(inf)]);
    EXPECT_TRUE(found.writes[at(example.m)]);
    EXPECT_TRUE(found.reads_before_write[at(example.m)]); // where v <= 0 the old value is read
    EXPECT_TRUE(found.reads_before_write[at(list)]);      // the other element
    EXPECT_FALSE(found.reads[at(example.g)]);
    EXPECT_TRUE(found.accumulates[at(example.total)]);
    EXPECT_FALSE(found.writes[at(example.total)]);
    EXPECT_FALSE(found.sends_events);
    EXPECT_FALSE(found.has_loop);
}

TEST(Effects, LoopsEventsAndFailuresAreSeen) {
    Example example;
    Builder builder("f", {}, false);
    builder.begin_while();
    builder.end_condition(builder.boolean(false));
    builder.store(example.m, builder.number(1));
    builder.net_event(builder.number(2));
    builder.fail(4);
    builder.end_while();
    builder.store(example.g, builder.load(example.m));
    const Effects found = effects(example.mechanism, example.add(builder));
    EXPECT_TRUE(found.has_loop && found.sends_events && found.may_fail);
    EXPECT_TRUE(found.reads_before_write[static_cast<std::size_t>(example.m.value)]); // the loop may not run
}

TEST(Effects, AFunctionThatCallsItselfEnds) {
    Example example;
    Builder builder("f", {}, false);
    builder.call(FunctionId(0), {}, false);
    builder.call(FunctionId(0), {}, false);
    EXPECT_TRUE(effects(example.mechanism, example.add(builder)).has_loop);
}

} // namespace
} // namespace ranvier::mir
