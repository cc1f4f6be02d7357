// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include "ranvier/ui/desk.hpp"
#include "ranvier/ui/scene.hpp"

namespace ranvier::ui {
namespace {

ItemPtr make(ItemKind kind, std::string title = {}) { return std::make_shared<Item>(kind, std::move(title)); }

TEST(Desk, AClosedPanelIsAWindowWithItsFields) {
    Desk desk;
    desk.open_panel("Run");
    desk.add(make(ItemKind::button, "Init"));
    desk.add(make(ItemKind::value, "t"));
    EXPECT_TRUE(desk.windows().empty());
    const auto panel = desk.close_panel(Geometry{10, 20, {}, {}});
    ASSERT_EQ(desk.windows().size(), 1U);
    EXPECT_EQ(outline(desk), "panel 'Run' at 10,20\n  button 'Init'\n  value 't'\n");
    EXPECT_FALSE(desk.has_open_panel());
}

TEST(Desk, MenusTakeWhatIsMadeUntilTheyAreClosed) {
    Desk desk;
    desk.open_panel("p");
    desk.open_menu("a");
    desk.open_menu("b");
    desk.add(make(ItemKind::button, "deep"));
    desk.close_menu();
    desk.add(make(ItemKind::button, "in a"));
    desk.close_menu();
    desk.add(make(ItemKind::button, "in p"));
    desk.close_menu(); // the panel is no menu
    desk.close_panel();
    EXPECT_EQ(outline(desk), "panel 'p'\n  menu 'a'\n    menu 'b'\n      button 'deep'\n    button 'in a'\n"
                             "  button 'in p'\n");
}

TEST(Desk, AFieldWithoutAPanelIsDropped) {
    Desk desk;
    desk.add(make(ItemKind::button));
    desk.open_menu("m");
    EXPECT_EQ(desk.close_panel(), nullptr);
    EXPECT_TRUE(desk.windows().empty());
}

TEST(Desk, BoxesTakeWindowsWhileTheyIntercept) {
    Desk desk;
    const auto outer = make(ItemKind::vertical_box, "outer"), inner = make(ItemKind::horizontal_box, "inner");
    desk.intercept(outer);
    desk.intercept(inner);
    desk.open_panel("p");
    desk.close_panel();
    desk.end_intercept(inner);
    desk.map(inner);
    desk.map(make(ItemKind::graph, "g"));
    desk.end_intercept(outer);
    desk.map(outer, Geometry{1, 2, 30, 40});
    EXPECT_EQ(outline(desk),
              "vertical_box 'outer' at 1,2 30x40\n  horizontal_box 'inner'\n    panel 'p'\n  graph 'g'\n");
}

TEST(Desk, ABoxIsNeverPutIntoItself) {
    Desk desk;
    const auto outer = make(ItemKind::vertical_box, "outer"), inner = make(ItemKind::vertical_box, "inner");
    desk.intercept(outer);
    desk.map(outer);
    desk.map(inner);
    desk.intercept(inner);
    desk.map(outer); // inner stands in it
    EXPECT_EQ(outline(desk), "vertical_box 'outer'\n  vertical_box 'inner'\n");
}

TEST(Desk, WhatIsUnmappedIsNoWindowAndKeepsItsItems) {
    Desk desk;
    const auto box = make(ItemKind::vertical_box);
    desk.intercept(box);
    desk.map(make(ItemKind::graph));
    desk.end_intercept(box);
    desk.map(box);
    const auto before = desk.revision();
    desk.unmap(box);
    EXPECT_GT(desk.revision(), before);
    EXPECT_TRUE(desk.windows().empty());
    EXPECT_EQ(box->items.size(), 1U);
    desk.unmap(box); // twice is once
    EXPECT_TRUE(desk.windows().empty());
}

TEST(Desk, AnItemMayBeGivenAsTheBoxHoldsIt) {
    Desk desk;
    const auto deck = make(ItemKind::deck);
    desk.intercept(deck);
    for (const char* title : {"a", "b", "c"}) desk.map(make(ItemKind::graph, title));
    desk.end_intercept(deck);
    desk.unmap(deck->items[1]);
    ASSERT_EQ(deck->items.size(), 2U);
    EXPECT_EQ(deck->items[0]->title, "a");
    EXPECT_EQ(deck->items[1]->title, "c");
}

TEST(Desk, AFieldKnowsWhatMayBeEnteredForItsVariable) {
    Desk desk;
    desk.set_domain("dt", 0, 1);
    desk.open_panel("p");
    const auto field = make(ItemKind::value);
    field->variable = "dt";
    desk.add(field);
    ASSERT_TRUE(field->domain.has_value());
    EXPECT_EQ(field->domain->second, 1);
}

class Counter final : public Number {
  public:
    [[nodiscard]] double get() const override {
        if (is_gone) throw std::runtime_error("gone");
        return value;
    }
    void set(double v) override { value = v; }
    double value = 0;
    bool is_gone = false;
};

Line live(const NumberPtr& number) {
    Line line;
    line.is_live = true;
    line.number = number;
    return line;
}

const Line& line_at(const Scene& scene, std::size_t i) { return std::get<Line>(scene.drawings[i]); }

TEST(Scene, PlotAddsAPointToEachLiveLine) {
    Scene scene;
    const auto y = std::make_shared<Counter>();
    scene.add_line(live(y));
    scene.begin();
    for (int i = 0; i < 3; ++i) {
        y->value = 10 * i;
        scene.plot(i);
    }
    EXPECT_EQ(line_at(scene, 0).x, (std::vector<double>{0, 1, 2}));
    EXPECT_EQ(line_at(scene, 0).y, (std::vector<double>{0, 10, 20}));
    y->is_gone = true;
    scene.plot(3);
    EXPECT_EQ(line_at(scene, 0).y.size(), 3U);
}

TEST(Scene, KeptLinesStayWhenNewOnesBegin) {
    Scene scene;
    scene.keeps_lines = true;
    scene.add_line(live(std::make_shared<Counter>()));
    scene.plot(0);
    scene.plot(1);
    scene.begin();
    ASSERT_EQ(scene.drawings.size(), 2U);
    EXPECT_TRUE(line_at(scene, 0).x.empty());
    EXPECT_EQ(line_at(scene, 1).x.size(), 2U);
    EXPECT_FALSE(line_at(scene, 1).is_live);
}

TEST(Scene, AnAbscissaOfItsOwnTakesTheArgumentsPlace) {
    Scene scene;
    const auto x = std::make_shared<Counter>();
    x->value = 7;
    scene.abscissa = x;
    scene.add_line(live(std::make_shared<Counter>()));
    scene.plot(1);
    EXPECT_EQ(line_at(scene, 0).x, std::vector<double>{7});
}

TEST(Scene, LinesAreFoundOneAfterAnother) {
    Scene scene;
    EXPECT_EQ(scene.next_line(Scene::npos), Scene::npos);
    scene.begin_line("a", std::nullopt);
    scene.line_to(1, 2);
    scene.drawings.emplace_back(Label{.text = "between"});
    scene.begin_line("empty", std::nullopt);
    scene.begin_line("b", Style{2, 3});
    scene.line_to(3, 4);
    const auto first = scene.next_line(Scene::npos), second = scene.next_line(first);
    EXPECT_EQ(line_at(scene, first).label.text, "a");
    EXPECT_EQ(line_at(scene, second).label.text, "b");
    EXPECT_EQ(line_at(scene, second).style.color, 2);
    EXPECT_EQ(scene.next_line(second), Scene::npos);
}

TEST(Scene, EraseLeavesWhatPlotDraws) {
    Scene scene;
    scene.add_line(live(std::make_shared<Counter>()));
    scene.plot(0);
    scene.begin_line("free", std::nullopt);
    scene.line_to(0, 0);
    scene.drawings.emplace_back(Mark{});
    scene.drawings.emplace_back(Label{});
    scene.erase();
    ASSERT_EQ(scene.drawings.size(), 2U);
    EXPECT_TRUE(line_at(scene, 0).x.empty());
    scene.line_to(1, 1); // begins a line of its own
    EXPECT_EQ(scene.drawings.size(), 3U);
    scene.erase_all();
    EXPECT_TRUE(scene.drawings.empty());
}

TEST(Scene, TheFirstViewHasABorderOfATenth) {
    Scene scene;
    scene.set_size(0, 5, -80, 40);
    EXPECT_EQ(scene.size(), (std::array<double, 4>{0, 5, -80, 40}));
    ASSERT_EQ(scene.views.size(), 1U);
    EXPECT_EQ(scene.views[0].left, -0.5);
    EXPECT_EQ(scene.views[0].top, 52);
}

TEST(Scene, BoundsSurroundLinesAndMarks) {
    Scene scene;
    EXPECT_FALSE(scene.bounds().has_value());
    scene.begin_line({}, std::nullopt);
    scene.line_to(1, -2);
    scene.line_to(3, 4);
    scene.drawings.emplace_back(Mark{-1, 0});
    EXPECT_EQ(scene.bounds().value(), (std::array<double, 4>{-1, 3, -2, 4}));
}

TEST(Scene, WhatShowsSomethingElsewhereIsReadAnew) {
    Scene scene;
    Line line;
    int reads = 0;
    line.refresh = [&](Line& shown) {
        if (++reads == 2) throw std::runtime_error("gone");
        shown.x = {1, 2};
        shown.y = {3, 4};
    };
    scene.add_line(std::move(line));
    scene.refresh();
    EXPECT_EQ(line_at(scene, 0).y, (std::vector<double>{3, 4}));
    scene.refresh();
    EXPECT_TRUE(line_at(scene, 0).y.empty());
}

} // namespace
} // namespace ranvier::ui
