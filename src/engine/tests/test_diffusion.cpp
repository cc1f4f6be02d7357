// SPDX-License-Identifier: BSD-3-Clause
// Diffusion between segments against NEURON 9.0.2: one step of 0.05 ms over trees of few segments.
#include "diffusion.hpp"

#include <gtest/gtest.h>

#include <map>
#include <numbers>

#include "layout.hpp"

namespace ranvier::engine {
namespace {

/// A mechanism whose state x and array y[2] diffuse.
std::shared_ptr<mir::Mechanism> spreading() {
    auto m = std::make_shared<mir::Mechanism>();
    m->name = "ldf";
    mir::Variable x, y;
    x.name = "x";
    y.name = "y";
    x.kind = y.kind = mir::VariableKind::state;
    y.count = 2;
    y.is_array = true;
    m->variables = {x, y};
    m->diffusions = {
        {mir::VariableId(0), 0, {}, {}}, {mir::VariableId(1), 0, {}, {}}, {mir::VariableId(1), 1, {}, {}}};
    return m;
}

class Diffusion : public testing::Test {
  protected:
    Diffusion() : type_(model_.mechanisms().add(spreading())) {}

    model::SectionPtr section(const std::string& name, int nseg, double length, double diameter,
                              bool inserted = true) {
        auto s = model_.create_section(name);
        model_.set_nseg(*s, nseg);
        model_.set_length(*s, length);
        model_.set_diameter(*s, -1, diameter);
        if (inserted) model_.insert(*s, type_);
        return s;
    }
    void start(const model::SectionPtr& s, std::size_t segment, double value) {
        const double values[] = {value, 2 * value, value * value};
        for (int c = 0; c < 3; ++c) type_->instances->set(row(s, segment), c, values[c]);
    }
    void set_rate(const model::SectionPtr& s, double rate) { rate_[s.get()] = rate; }
    /// Of x, y[0], y[1] after one step.
    void step(double dt = 0.05) {
        Plan plan;
        TraitsOf traits;
        model_.update_geometry();
        lay_out(model_, {.lane_cells = 2}, traits, plan);
        for (auto& group : plan.groups) {
            if (!group->cell_class) continue;
            for (auto& d : find_diffusers(model_, plan, *group)) {
                d.table->materialize(d.column);
                fill(*group, d);
                diffuse(d, dt);
            }
        }
    }
    void expect(const model::SectionPtr& s, std::size_t segment, double x, double y0, double y1) {
        const double expected[] = {x, y0, y1};
        for (int c = 0; c < 3; ++c)
            EXPECT_NEAR(type_->instances->get(row(s, segment), c), expected[c], 1e-12 * expected[c])
                << s->name() << " " << segment << " column " << c;
    }

  private:
    std::int32_t row(const model::SectionPtr& s, std::size_t segment) {
        return type_->instances->row(s->find(*type_)->rows[segment]);
    }
    /// What the mechanism's functions give: D*PI*diam*diam/4 and D*(i+1)*diam over volumes of PI*diam*diam/4 and (i+1)*diam.
    void fill(const Group& group, Diffuser& d) {
        std::size_t i = 0;
        for (const auto& sections : group.cells)
            for (auto* s : sections) {
                if (!s->find(*type_)) continue;
                for (int k = 0; k < s->nseg(); ++k, ++i) {
                    const double diameter = model_.diameter(*s, 0.5);
                    const double section_area = std::numbers::pi * diameter * diameter / 4;
                    const double volume = d.which == 0 ? section_area : d.which * diameter;
                    const double rate = rate_.contains(s) ? rate_.at(s) : 1.2;
                    d.volume[static_cast<std::size_t>(d.value[i])] = volume;
                    d.rate[static_cast<std::size_t>(d.value[i])] = rate * volume;
                }
            }
    }

  protected:
    model::Model model_;
    model::TypePtr type_;
    std::map<const model::Section*, double> rate_;
};

TEST_F(Diffusion, OverAFork) {
    const auto a = section("a", 1, 10, 2), b = section("b", 1, 6, 1), c = section("c", 1, 4, .5);
    model_.connect(*b, 0, *a, 1);
    model_.connect(*c, 0, *a, 1);
    start(a, 0, 1);
    set_rate(b, 3);
    step();
    expect(a, 0, 0.998946989065697, 1.99725528532795, 0.998627642663974);
    expect(b, 0, 0.00404180232114972, 0.00560152619755423, 0.00280076309877712);
    expect(c, 0, 0.0178696234452299, 0.0106425681278576, 0.00532128406392881);
}

TEST_F(Diffusion, BetweenBranchesAtTheRoot) {
    const auto a = section("a", 1, 10, 2), b = section("b", 1, 6, 1), c = section("c", 1, 6, 1);
    model_.connect(*b, 0, *a, 0);
    model_.connect(*c, 0, *a, 0);
    start(b, 0, 1);
    step();
    expect(a, 0, 0.000466853408029879, 0.00112163509471585, 0.000560817547357926);
    expect(b, 0, 0.99688618957448, 1.99625911722101, 0.998129558610507);
    expect(c, 0, 1.45437198763202e-06, 2.09912993396604e-06, 1.04956496698302e-06);
}

TEST_F(Diffusion, FromTheMiddleOfASection) {
    const auto a = section("a", 3, 10, 2), b = section("b", 2, 6, 1);
    model_.connect(*b, 0, *a, 0.5);
    start(b, 0, 1);
    step();
    expect(a, 0, 1.84008754210422e-05, 4.4404831477695e-05, 2.22024157388475e-05);
    expect(a, 1, 0.00342597039783626, 0.00826752177179159, 0.00413376088589579);
    expect(a, 2, 1.84008754210422e-05, 4.4404831477695e-05, 2.22024157388475e-05);
    expect(b, 0, 0.978132204840631, 1.96839464844084, 0.984197324220418);
    expect(b, 1, 0.00647769672079888, 0.0130357261486148, 0.0065178630743074);
}

TEST_F(Diffusion, NotThroughASectionWithoutTheMechanism) {
    const auto a = section("a", 2, 10, 2), m = section("m", 1, 5, 1, false), b = section("b", 2, 6, 1);
    model_.connect(*m, 0, *a, 1);
    model_.connect(*b, 0, *m, 1);
    start(a, 0, 1);
    step();
    expect(a, 0, 0.997611464968153, 1.99522292993631, 0.997611464968153);
    expect(a, 1, 0.00238853503184713, 0.00477707006369427, 0.00238853503184713);
    expect(b, 0, 0, 0, 0);
    expect(b, 1, 0, 0, 0);
}

TEST_F(Diffusion, IntoASectionThatHangsByItsFarEnd) {
    const auto a = section("a", 2, 10, 2), b = section("b", 2, 6, 1);
    model_.connect(*b, 1, *a, 1);
    start(a, 1, 1);
    set_rate(a, 2);
    step();
    expect(a, 0, 0.00395713408260448, 0.00791117133275716, 0.00395558566637858);
    expect(a, 1, 0.993240654733725, 1.98570400452205, 0.992852002261024);
    expect(b, 0, 0.000122903999283789, 0.00014001807335955, 7.00090366797748e-05);
    expect(b, 1, 0.0185585038918521, 0.021142729077292, 0.010571364538646);
}

/// A section that hangs at the start of another one touches what that one touches, or that one if there is nothing.
TEST_F(Diffusion, AtTheStartOfASectionThatHasAParent) {
    for (const bool parent_has_it : {true, false}) {
        const auto p = section("p", 1, 8, 2, parent_has_it), a = section("a", 1, 10, 2),
                   b = section("b", 1, 6, 1);
        model_.connect(*a, 0, *p, 1);
        model_.connect(*b, 0, *a, 0);
        start(b, 0, 1);
        step();
        if (parent_has_it) {
            expect(p, 0, 0.000666260370646725, 0.00160108915307433, 0.000800544576537163);
            expect(a, 0, 4.43877661989824e-07, 1.06668164761781e-06, 5.33340823808903e-07);
            expect(b, 0, 0.996443652172137, 1.99572687331964, 0.997863436659821);
        } else {
            expect(a, 0, 0.000467071461933676, 0.0011222644803292, 0.000561132240164599);
            expect(b, 0, 0.996886190253775, 1.9962591183989, 0.998129559199451);
        }
        for (const auto& s : {b, a, p}) model_.delete_section(*s);
    }
}

/// Eight equal trees in lanes compute what one alone does.
TEST_F(Diffusion, InLanes) {
    std::vector<model::SectionPtr> parents, children;
    for (int i = 0; i < 3; ++i) {
        parents.push_back(section("a", 3, 10, 2));
        children.push_back(section("b", 2, 6, 1));
        model_.connect(*children.back(), 0, *parents.back(), 0.5);
        start(children.back(), 0, 1);
    }
    step();
    for (std::size_t i = 0; i < 3; ++i) {
        expect(parents[i], 1, 0.00342597039783626, 0.00826752177179159, 0.00413376088589579);
        expect(children[i], 1, 0.00647769672079888, 0.0130357261486148, 0.0065178630743074);
    }
}

} // namespace
} // namespace ranvier::engine
