// SPDX-License-Identifier: BSD-3-Clause
// Wrong input while building: each mistake names its object and what is allowed, and leaves the world as it
// was.
#include <cmath>
#include <limits>

#include "expect_error.hpp"
#include "runtimes.hpp"
#include "snapshot.hpp"

namespace ranvier::test {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

class ModelErrors : public testing::Test {
  protected:
    ModelErrors() {
        dend_.connect(soma_(1));
        soma_.insert("hh");
        dend_.set_nseg(5);
        world_->initialize(-65);
        world_->run(1);
        before_ = snapshot(*world_);
    }
    /// Whatever went wrong, the world is as it was and runs.
    ~ModelErrors() override {
        EXPECT_EQ(difference(before_, snapshot(*world_)), "");
        EXPECT_NO_THROW(world_->run(2));
        EXPECT_TRUE(std::isfinite(soma_(0.5).get("v")));
    }

    std::shared_ptr<world::World> world_ = make_world();
    world::Section soma_ = world_->section("soma");
    world::Section dend_ = world_->section("dend[3]");
    Snapshot before_;
};

TEST_F(ModelErrors, NumberOfSegments) {
    for (const long nseg : {0L, -1L, 32768L, 40000L, std::numeric_limits<long>::max()})
        expect_error<InputError>([&] { dend_.set_nseg(nseg); },
                                 {"dend[3]", "nseg", std::to_string(nseg), "32767"});
    EXPECT_EQ(dend_.nseg(), 5);
}

TEST_F(ModelErrors, Shape) {
    for (const double bad : {0.0, -1.0, kNan, kInfinity, -kInfinity}) {
        const auto value = number_text(bad);
        expect_error<InputError>([&] { soma_.set_length(bad); }, {"soma", "L", value, "um", "L > 0"});
        expect_error<InputError>([&] { soma_.set_ra(bad); }, {"soma", "Ra", value, "ohm cm", "Ra > 0"});
        expect_error<InputError>([&] { soma_.set("diam", bad); }, {"soma", "diam", value, "um", "diam > 0"});
        expect_error<InputError>([&] { dend_(0.3).set("diam", bad); }, {"dend[3](0.3)", "diam", value});
    }
    for (const double bad : {-0.5, kNan, kInfinity})
        expect_error<InputError>([&] { dend_(0.3).set("cm", bad); },
                                 {"dend[3](0.3)", "cm", number_text(bad), "cm >= 0"});
    EXPECT_EQ(soma_.length(), 100);
}

TEST_F(ModelErrors, Places) {
    for (const double bad : {1.5, -0.01, kNan, kInfinity})
        expect_error<InputError>([&] { static_cast<void>(soma_(bad)); },
                                 {"soma", number_text(bad), "0 <= x <= 1"});
}

TEST_F(ModelErrors, UnknownNames) {
    expect_error<LookupFailure>([&] { soma_.insert("pass"); }, {"pass", "mechanism", "did you mean", "pas"});
    expect_error<LookupFailure>([&] { soma_.insert(""); }, {"mechanism"});
    expect_error<LookupFailure>([&] { static_cast<void>(world_->point_process("IClmp", soma_(0.5))); },
                                {"IClmp", "IClamp"});
    expect_error<LookupFailure>([&] { static_cast<void>(soma_(0.5).get("gnabar_h")); },
                                {"soma(0.5)", "gnabar_h", "gnabar_hh"});
    expect_error<LookupFailure>([&] { soma_.set("gnabr_hh", 1); }, {"soma", "gnabr_hh", "gnabar_hh"});
    expect_error<LookupFailure>([&] { world_->set_global("celcius", 1); }, {"celcius", "celsius"});
    expect_error<LookupFailure>([&] { static_cast<void>(world_->global("nothing_like_it")); },
                                {"nothing_like_it"});
    auto clamp = world_->point_process("IClamp", soma_(0.5));
    expect_error<LookupFailure>([&] { clamp.set("ampl", 1); }, {clamp.name(), "ampl", "amp"});
}

TEST_F(ModelErrors, KindsOfMechanisms) {
    expect_error<InputError>([&] { soma_.insert("IClamp"); }, {"soma", "IClamp", "density"});
    expect_error<InputError>([&] { static_cast<void>(world_->point_process("hh", soma_(0.5))); },
                             {"hh", "point process", "insert"});
    expect_error<LookupFailure>([&] { static_cast<void>(dend_(0.5).get("gnabar_hh")); },
                                {"dend[3](0.5)", "hh", "insert"});
    expect_error<LookupFailure>([&] { dend_.set("m_hh", 0.5); }, {"dend[3]", "hh", "insert"});
}

TEST_F(ModelErrors, Loops) {
    expect_error<InputError>([&] { soma_.connect(dend_(1)); }, {"soma", "dend[3]", "loop"});
    expect_error<InputError>([&] { soma_.connect(soma_(1)); }, {"soma", "loop"});
    expect_error<InputError>([&] { dend_.connect(soma_(1), 0.5); }, {"dend[3]", "0.5", "0 or 1"});
    EXPECT_EQ(dend_.get()->parent(), soma_.get().get());
}

TEST_F(ModelErrors, DeletedSections) {
    auto gone = world_->section("gone");
    gone.insert("hh");
    const auto v = gone(0.5).ref("v");
    const auto m = gone(0.5).ref("m_hh");
    const auto trace = world_->record(v);
    auto clamp = world_->point_process("IClamp", gone(0.5));
    const auto place = gone(0.5);
    gone.erase();
    const auto deleted = [&](auto&& use) { expect_error<StateError>(use, {"gone", "deleted"}); };
    deleted([&] { gone.insert("pas"); });
    deleted([&] { gone.uninsert("hh"); });
    deleted([&] { gone.set_nseg(3); });
    deleted([&] { gone.set_length(3); });
    deleted([&] { gone.set_ra(3); });
    deleted([&] { gone.set("diam", 3); });
    deleted([&] { gone.set("v", 3); });
    deleted([&] { gone.connect(soma_(1)); });
    deleted([&] { gone.erase(); });
    deleted([&] { static_cast<void>(place.get("v")); });
    deleted([&] { static_cast<void>(place.get("diam")); });
    deleted([&] { static_cast<void>(place.get("m_hh")); });
    deleted([&] { place.set("gnabar_hh", 1); });
    deleted([&] { static_cast<void>(place.ref("v")); });
    deleted([&] { static_cast<void>(place.area()); });
    deleted([&] { dend_.connect(place); });
    deleted([&] { static_cast<void>(world_->point_process("IClamp", place)); });
    deleted([&] { static_cast<void>(world_->connect(place, 0, clamp)); });
    // references say what they pointed to
    expect_error<StateError>([&] { static_cast<void>(v.get()); }, {"gone(0.5).v"});
    expect_error<StateError>([&] { v.set(1); }, {"gone(0.5).v"});
    expect_error<StateError>([&] { static_cast<void>(m.get()); }, {"gone(0.5).hh.m"});
    expect_error<StateError>([&] { static_cast<void>(world_->record(m)); }, {"gone(0.5).hh.m"});
    // a point process without a place says so
    expect_error<StateError>([&] { static_cast<void>(clamp.get("amp")); }, {clamp.name(), "no place"});
    // a row used again is another row
    auto heir = world_->section("heir");
    EXPECT_FALSE(v.is_alive());
    heir.erase();
}

TEST_F(ModelErrors, UninsertedMechanisms) {
    dend_.insert("pas");
    const auto g = dend_(0.5).ref("g_pas");
    dend_.uninsert("pas");
    expect_error<StateError>([&] { static_cast<void>(g.get()); }, {"dend[3](0.5).pas.g"});
    expect_error<LookupFailure>([&] { static_cast<void>(dend_(0.5).get("g_pas")); }, {"pas", "dend[3](0.5)"});
}

TEST_F(ModelErrors, ThingsOfAnotherWorld) {
    auto elsewhere = make_world();
    auto stranger = elsewhere->section("stranger");
    auto clamp = elsewhere->point_process("IClamp", stranger(0.5));
    const auto refused = [&](auto&& use) { expect_error<InputError>(use, {"another world"}); };
    refused([&] { dend_.connect(stranger(1)); });
    refused([&] { static_cast<void>(world_->point_process("IClamp", stranger(0.5))); });
    refused([&] { static_cast<void>(world_->connect(stranger(0.5), 0, clamp)); });
    refused([&] { static_cast<void>(world_->connect(clamp, clamp)); });
    refused([&] { static_cast<void>(world_->connect(soma_(0.5), 0, clamp)); });
    expect_error<InputError>([&] { static_cast<void>(world_->record(stranger(0.5).ref("v"))); },
                             {"stranger(0.5).v", "this world"});
    expect_error<InputError>([&] { static_cast<void>(world_->record({})); }, {"recorded"});
}

TEST_F(ModelErrors, Connections) {
    auto synapse = world_->point_process("ExpSyn", soma_(0.5));
    auto connection = world_->connect(dend_(0.5), 0, synapse);
    for (const double bad : {-1.0, kNan, kInfinity})
        expect_error<InputError>([&] { connection.set_delay(bad); },
                                 {"delay", number_text(bad), "0 <= delay"});
    for (const double bad : {0.5, kNan, kInfinity})
        expect_error<InputError>([&] { connection.send(bad); }, {number_text(bad), "or later"});
    EXPECT_EQ(connection.delay(), 1);
}

TEST_F(ModelErrors, ShapesWithoutResistance) {
    auto& model = world_->model();
    auto thin = world_->section("thin");
    expect_error<InputError>([&] { model.add_point(*thin.get(), 0, kNan, 0, 1); }, {"thin", "finite"});
    model.add_point(*thin.get(), 0, 0, 0, 0);
    model.add_point(*thin.get(), 10, 0, 0, 0);
    expect_error<NumericsError>([&] { world_->run(1.5); }, {"thin(0.5)", "area"});
    expect_error<InputError>([&] { model.change_point(*thin.get(), 2, 1); }, {"thin", "2", "index < 2"});
    thin.erase();
}

} // namespace
} // namespace ranvier::test
