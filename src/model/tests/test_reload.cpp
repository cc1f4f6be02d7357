// SPDX-License-Identifier: BSD-3-Clause
// A mechanism that is read again: what its instances, globals and the references to them keep.
#include <gtest/gtest.h>

#include "mechanisms.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/model/model.hpp"

namespace ranvier::model {
namespace {

using test::leak;
using test::variable;
using Kind = mir::VariableKind;

class Reload : public testing::Test {
  protected:
    Reload() : type_(model_.mechanisms().add(leak())), section_(model_.create_section("soma")) {
        model_.set_nseg(*section_, 2);
        model_.insert(*section_, type_);
    }
    double value(const char* name, std::size_t segment = 0, int element = 0) {
        const auto& rows = section_->find(*type_)->rows;
        return type_->instances->get(type_->instances->row(rows[segment]),
                                     type_->instance_column(name, element));
    }
    void set(const char* name, double value, std::size_t segment = 0, int element = 0) {
        const auto& rows = section_->find(*type_)->rows;
        type_->instances->set(type_->instances->row(rows[segment]), type_->instance_column(name, element),
                              value);
    }
    double global(const char* name) { return type_->globals->get(0, type_->globals->find_column(name)); }

    Model model_;
    TypePtr type_;
    SectionPtr section_;
};

TEST_F(Reload, InstancesKeepTheirValuesByName) {
    set("g", 0.5, 1);
    set("w", 8, 0, 2);
    const state::DataRef reference{type_->instances, type_->instance_column("g"),
                                   section_->find(*type_)->rows[1], "soma(0.75).leak.g"};
    auto next = leak();
    std::swap(next->variables[0], next->variables[3]); // w comes first now
    next->variables.push_back(variable("fresh", Kind::parameter, 3));
    next->variables[1].initial = 9;    // of i, which is no parameter
    next->variables[3].initial = 0.25; // of g
    const auto structure = model_.revisions().structure;
    model_.replace_mechanism(next);
    EXPECT_GT(model_.revisions().structure, structure);
    EXPECT_EQ(model_.mechanisms().find("leak"), type_);
    EXPECT_EQ(type_->mechanism, next);
    EXPECT_EQ(value("g", 1), 0.5);
    EXPECT_EQ(value("g", 0), 0.001);
    EXPECT_EQ(value("w", 0, 2), 8);
    EXPECT_EQ(value("w", 1, 2), 5);
    EXPECT_EQ(value("fresh"), 3);
    EXPECT_EQ(reference.get(), 0.5);
    // who comes later starts at the new values
    const auto other = model_.create_section("dend");
    model_.insert(*other, type_);
    EXPECT_EQ(type_->instances->get(type_->instances->row(other->find(*type_)->rows[0]),
                                    type_->instance_column("g")),
              0.25);
}

TEST_F(Reload, AnArrayOfAnotherLengthStartsAnew) {
    set("w", 8);
    auto next = leak();
    next->variables[3].count = 5;
    model_.replace_mechanism(next);
    for (int e = 0; e < 5; ++e) EXPECT_EQ(value("w", 0, e), 5);
    set("w", 2, 0, 4);
    EXPECT_EQ(value("w", 0, 4), 2);
    EXPECT_EQ(value("g"), 0.001);
}

TEST_F(Reload, GlobalsKeepWhatTheUserSaid) {
    auto next = leak();
    next->variables[4].initial = 6;
    model_.replace_mechanism(next);
    EXPECT_EQ(global("q"), 6);
    type_->globals->fill(type_->globals->find_column("q"), 11);
    next = leak();
    next->variables[4].initial = 7;
    model_.replace_mechanism(next);
    EXPECT_EQ(global("q"), 11);
}

TEST_F(Reload, BringsItsIons) {
    model_.mechanisms().add(test::ion("ca"));
    auto next = leak();
    next->ions.push_back({"ca", {mir::IonQuantity::inside}, {}, {}});
    model_.replace_mechanism(next);
    const auto ion = model_.mechanisms().ion("ca");
    const auto* inserted = section_->find(*ion);
    ASSERT_NE(inserted, nullptr);
    EXPECT_EQ(ion->instances->get(ion->instances->row(inserted->rows[1]), ion->instance_column("c_style_")),
              1);
}

TEST_F(Reload, AnotherFileMayTakeTheNameWhenNobodyUsesIt) {
    auto next = leak();
    next->file = "other/leak.mod";
    try {
        model_.replace_mechanism(next);
        FAIL() << "two instances live";
    } catch (const StateError& e) {
        EXPECT_NE(std::string(e.what()).find("other/leak.mod"), std::string::npos) << e.what();
        EXPECT_NE(std::string(e.what()).find("2 instances"), std::string::npos) << e.what();
    }
    EXPECT_NE(type_->mechanism, next);
    model_.uninsert(*section_, type_);
    model_.replace_mechanism(next);
    EXPECT_EQ(type_->mechanism, next);
}

TEST_F(Reload, ADifferentKindNeedsThatNobodyUsesIt) {
    auto next = leak();
    next->kind = mir::MechanismKind::point_process;
    EXPECT_THROW(model_.replace_mechanism(next), StateError);
    EXPECT_FALSE(type_->is_point());
}

TEST(ReloadOfAPoint, NetConsGetTheNewNumberOfWeights) {
    Model model;
    const auto type = model.mechanisms().add(test::synapse());
    const auto point = model.create_point(type, "Synapse[0]");
    const auto netcon = model.create_netcon(nullptr, point.get());
    (*netcon->weights)[0] = 4;
    auto next = test::synapse();
    next->weight_count = 3;
    model.replace_mechanism(next);
    const auto weights = netcon->weights->span();
    EXPECT_EQ(std::vector<double>(weights.begin(), weights.end()), (std::vector<double>{4, 0, 0}));
}

TEST(Charges, AreSaidOnce) {
    Model model;
    auto ion = test::ion("zz");
    ion->variables.push_back(variable("charge_", Kind::global));
    const auto type = model.mechanisms().add(ion);
    model.mechanisms().declare_valence(type, -2, "one.mod");
    model.mechanisms().declare_valence(type, -2, "two.mod");
    EXPECT_EQ(type->valence, -2);
    try {
        model.mechanisms().declare_valence(type, 2, "three.mod");
        FAIL() << "the ion has another charge";
    } catch (const InputError& e) {
        EXPECT_NE(std::string(e.what()).find("three.mod"), std::string::npos) << e.what();
        EXPECT_NE(std::string(e.what()).find("one.mod"), std::string::npos) << e.what();
    }
    EXPECT_EQ(type->valence, -2);
}

} // namespace
} // namespace ranvier::model
