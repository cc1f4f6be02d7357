# SPDX-License-Identifier: BSD-3-Clause
"""What programs build as windows is kept and can be asked back, although nobody sees it."""

import contextlib
import subprocess
import sys

import pytest

import ranvier

PLACED = ("kind", "title")


@pytest.fixture
def world():
    return ranvier.World()


@pytest.fixture
def h(world):
    return world.h


def kinds(items):
    return [tuple(item[k] for k in PLACED) for item in items]


def test_a_panel_keeps_its_fields_and_their_variables(world, h):
    h("x = 3\nproc act() { x = x + 1 }\n")
    h.xpanel("Panel")
    h.xlabel("a label")
    h.xvarlabel(h.ref("changing"))
    h.xbutton("Press", "act()")
    h.xvalue("x is", "x", 1, "act()")
    h.xcheckbox("on", h._ref_t)
    h.xmenu("Menu")
    h.xbutton("inside", "act()")
    h.xmenu()
    h.xpanel(30, 40)
    (panel,) = world.windows()
    assert (panel["kind"], panel["title"], panel["place"]) == ("panel", "Panel", (30.0, 40.0))
    label, changing, button, value, box, menu = panel["items"]
    assert label == {"kind": "label", "title": "a label"}
    assert changing["text"] == "changing"
    assert button["action"] == "act()"
    assert (value["variable"], value["value"], value["title"]) == ("x", 3.0, "x is")
    h.x = 8
    assert world.windows()[0]["items"][3]["value"] == 8.0
    assert (box["kind"], box["value"]) == ("check_box", 0.0)
    assert kinds(menu["items"]) == [("button", "inside")]


def test_a_field_finds_its_variable_when_it_comes(world, h):
    h.xpanel("p")
    h.xvalue("later", "later_x")
    h.xpanel()
    assert world.windows()[0]["items"][0]["value"] is None
    h("later_x = 5")
    assert world.windows()[0]["items"][0]["value"] == 5.0


def test_boxes_hold_what_is_made_while_they_intercept(world, h):
    box = h.VBox()
    box.intercept(1)
    graph = h.Graph()
    h.xpanel("in the box")
    h.xpanel()
    box.intercept(0)
    box.map("Box", 1, 2, 300, 200)
    other = h.Graph()
    assert kinds(world.windows()) == [("vertical_box", "Box"), ("graph", "Graph[1]")]
    assert kinds(world.windows()[0]["items"]) == [("graph", "Graph[0]"), ("panel", "in the box")]
    del other
    box.unmap()
    assert world.windows() == []
    assert graph.view_count() == 0


def test_a_window_goes_with_its_object(world, h):
    graph = h.Graph()
    h.Graph(0)  # never mapped
    assert len(world.windows()) == 1
    del graph
    assert world.windows() == []


def test_lines_follow_variables_and_can_be_read(h):
    soma = h.Section(name="soma")
    graph = h.Graph(0)
    graph.addvar("v", soma(0.5)._ref_v, 2, 3)
    graph.addexpr("t")
    graph.addexpr("t*2")  # is not computed while nobody looks
    h.finitialize(-70)
    graph.begin()
    for k in range(3):
        graph.plot(h.t)
        soma(0.5).v = -70 + k + 1
        h.t = k + 1
    x, y, info = h.Vector(), h.Vector(), h.Vector()
    first = graph.getline(-1, x, y)
    assert (list(x), list(y)) == ([0, 1, 2], [-70, -69, -68])
    assert graph.line_info(-1, info) == first
    assert list(info)[:2] == [2, 3]
    second = graph.getline(first, x, y)
    assert list(y) == [0, 1, 2]
    assert graph.getline(second, x, y) == -1


def test_free_lines_and_vectors_on_graphs(h):
    graph = h.Graph(0)
    graph.beginline("free", 4, 1)
    graph.line(1, 2)
    graph.line(3, 4)
    followed = h.Vector([5, 6])
    followed.plot(graph, 0.5)
    h.Vector([7, 8]).line(graph, h.Vector([1, 2]), 3, 1)
    h.Vector([1]).ploterr(graph, h.Vector([0]), h.Vector([0.25]))
    x, y = h.Vector(), h.Vector()
    seen, at = [], graph.getline(-1, x, y)
    while at != -1:
        seen.append((list(x), list(y)))
        at = graph.getline(at, x, y)
    assert seen == [([1, 3], [2, 4]), ([0, 0.5], [5, 6]), ([1, 2], [7, 8]), ([0, 0], [0.75, 1.25])]
    followed.append(9)
    graph.flush()
    graph.getline(0, x, y)
    assert list(y) == [5, 6, 9]


def test_the_size_of_a_graph_is_what_was_given(h):
    graph = h.Graph(0)
    graph.size(0, 5, -80, 40)
    assert [graph.size(i) for i in (1, 2, 3, 4)] == [0, 5, -80, 40]


def test_objects_are_found_by_their_numbers(h):
    first, second = h.Graph(0), h.Graph(0)
    h("objref g\ng = Graph[1]")
    assert h.g == second and h.g != first
    assert h.List("Graph").count() == 2
    with pytest.raises(ranvier.Error, match=r"Graph\[7\]: there is no such object"):
        h("g = Graph[7]")


def test_an_editor_keeps_its_text(h):
    editor = h.TextEditor("one")
    assert editor.text() == "one"
    assert editor.text("two") == "two"
    assert editor.readonly(1) == 1


def test_tools_that_are_not_there_yet_say_so(h):
    for name, tool in (
        ("celbild.hoc", "CellBuild"),
        ("pointman.hoc", "PointProcessManager"),
        ("chanbild.hoc", "ChannelBuild"),
        ("netbild.hoc", "NetGUI"),
        ("pointgrp.hoc", "PointProcessGroupManager"),
        ("import3d.hoc", "Import3d_SWC_read"),
    ):
        assert h.load_file(name) == 1.0
        with pytest.raises(Exception, match=f"{tool}.*is not there yet"):
            getattr(h, tool)()


def test_the_panel_of_a_run_shows_its_variables(world, h):
    h.load_file("nrngui.hoc")
    h.nrncontrolmenu()
    (panel,) = world.windows()
    fields = {item["title"]: item for item in panel["items"]}
    assert fields["Tstop"]["value"] == h.tstop
    assert fields["Init & Run"]["action"] == "run()"


PROBE = """
begintemplate Probe
public begin, plot, flush, fastflush, view_count
strdef name
proc init() { name = $s1 }
func view_count() { return 1 }
proc begin() { print name, " begin ", t }
proc plot() { print name, " plot ", $1 }
proc flush() { print name, " flush ", t }
proc fastflush() { print name, " fastflush ", t }
endtemplate Probe
"""


def test_a_run_calls_the_graphs_of_the_lists(h, capsys):
    h.load_file("stdrun.hoc")
    h.Section(name="soma")
    keep = h.Section(name="kept")
    h(PROBE)
    probe = h.Probe("p")
    h.graphList[1].append(probe)
    h.graphList[0].append(h.Graph(0))  # nobody sees it: the list forgets it
    h.tstop = 0.05
    capsys.readouterr()
    h.run()
    assert keep is not None
    assert h.graphList[0].count() == 0
    assert capsys.readouterr().out.splitlines() == [
        "p begin 0 ",
        "p plot -0.0125 ",
        "p fastflush 0 ",
        "p flush 0 ",
        "p plot 0.0125 ",
        "p plot 0.0375 ",
        "p fastflush 0.05 ",
        "p flush 0.05 ",
    ]


def test_paths_and_shapes_are_drawn_with_matplotlib(h):
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    soma, dend = h.Section(name="soma"), h.Section(name="dend")
    soma.L = soma.diam = 20
    dend.L, dend.nseg = 100, 5
    dend.connect(soma(1))
    for k, segment in enumerate(segment for section in h.allsec() for segment in section):
        segment.v = -65 + 5 * k
    path = h.RangeVarPlot("v", soma(0), dend(1))
    (line,) = path.plot(plt, "r")
    assert list(line.get_xdata()) == [0, 10, 20, 30, 50, 70, 90, 110, 120]
    (line,) = path.plot(plt.figure().gca())
    assert list(line.get_ydata())[1] == -65
    with pytest.raises(TypeError, match="a figure holds axes"):
        path.plot(plt.figure())
    with pytest.raises(TypeError, match="cannot draw on 3"):
        path.plot(3)

    shape = h.PlotShape(False)
    axes = shape.plot(plt)
    assert [item.get_color() for item in axes.lines] == ["black"] * 6
    shape.variable("v")
    shape.scale(-80, 40)
    axes = shape.plot(plt, line_width=3)
    assert axes.lines[0].get_color() == "#1fe0ff"
    assert axes.lines[0].get_linewidth() == 3
    assert axes.mark(dend(0.5)) is axes
    assert [float(v[0]) for v in axes.lines[-1].get_data_3d()] == [70.0, 0.0, 0.0]
    plt.close("all")


def test_shapes_are_drawn_with_plotly(h):
    plotly = pytest.importorskip("plotly")
    dend = h.Section(name="dend")
    dend.nseg = 3
    shape = h.PlotShape(False)
    shape.variable("v")
    figure = shape.plot(plotly)
    assert len(figure.data) == 3
    assert len(figure.mark(dend(0.5)).data) == 4
    assert len(h.RangeVarPlot("v", dend(0), dend(1)).plot(plotly).data[0].x) == 5


def test_windows_are_of_their_world(world, h):
    other = ranvier.World()
    h.xpanel("mine")
    h.xpanel()
    assert other.windows() == []
    assert len(world.windows()) == 1


def test_without_a_display_nothing_is_asked():
    calls = "h.boolean_dialog('q'), h.continue_dialog('m'), h.string_dialog('q', h.ref(''))"
    program = f"from ranvier import h; print({calls})"
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert out.stdout == "0.0 1.0 0.0\n"


def test_the_iterator_over_a_subset_measures_path_lengths(h):
    """NEURON 9.0.2's numbers for the same cell."""
    h.load_file("subiter.hoc")
    h(
        """create soma, d, e, f
        connect d(0), soma(1)
        connect e(0), d(1)
        connect f(0), d(1)
        soma.L = 20
        d { L = 100 nseg = 2 }
        e.L = 60
        f.L = 50
        objref list, iter, seen
        list = new SectionList()
        d list.append()
        e list.append()
        f list.append()
        proc go() {
            iter = new SubsetDomainIterator(list, 0, $1, $2)
            seen = new Vector()
            for iter.loop() seen.append(iter.p)
        }
        """
    )
    h.go(0, 0)
    assert list(h.seen) == [45, 95, 150, 145]
    assert (h.iter.p0, h.iter.p1) == (20, 180)
    h.go(1, 0)
    assert list(h.seen) == [25, 75, 130, 125]
    h.go(0, 1)
    assert list(h.seen) == pytest.approx([0.25, 95 / 180, 150 / 180, 145 / 180])
    h.go(1, 1)
    assert (list(h.seen), h.iter.p0, h.iter.p1) == ([0.15625, 0.46875, 0.8125, 0.78125], 0, 1)


def test_the_threshold_of_a_stimulus(h):
    """NEURON 9.0.2: 0.04202 nA."""
    h.load_file("thresh.hoc")
    soma = h.Section(name="soma")
    soma.L = soma.diam = 10
    soma.insert("hh")
    clamp = h.IClamp(soma(0.5))
    clamp.delay, clamp.dur, clamp.amp = 0.1, 0.5, 0.1
    h.tstop = 5
    v = h.Vector().record(soma(0.5)._ref_v)
    h("objref trace\nfunc thresh_excited() { run() return trace.max() > -20 }")
    h.trace = v
    found = h.threshold(clamp._ref_amp)
    assert found == clamp.amp
    assert found == pytest.approx(0.04202, rel=5e-4)


CLASSES = "Graph Shape PlotShape PPShape Glyph VBox HBox Deck PWManager SymChooser TextEditor SectionBrowser".split()
PANELS = """xpanel xmenu xbutton xcheckbox xstatebutton xradiobutton xlabel xvarlabel xvalue xpvalue xfixedvalue xslider
variable_domain boolean_dialog continue_dialog string_dialog doNotify doEvents ivoc_style pwman_place nrnsecmenu
nrnpointmenu nrnglobalmechmenu graph graphmode plot plotx ploty plt axis regraph setcolor lw""".split()


def odd_arguments(h, section):
    odd = [
        float("nan"),
        float("inf"),
        -1,
        1e300,
        "x",
        "",
        None,
        h.Vector([1, 2]),
        lambda *_: 1,
        (1, 2),
        section,
    ]
    odd += [section(0.5), section(0.5)._ref_v, h.ref(1.0), h.ref("text")]
    return [
        (),
        *[(a,) for a in odd],
        *[(a, b) for a in odd for b in odd[::3]],
        *[tuple(odd[k : k + 5]) for k in range(9)],
    ]


def calls(h, name):
    """Every method of an object of a class, or a function of panels."""
    if name in PANELS:
        return [getattr(h, name)]
    made = getattr(h, name)()
    return [
        getattr(made, m) for m in dir(made) if not m.startswith("_") and m not in ("same", "hname", "plot")
    ]


@pytest.mark.parametrize("name", [*CLASSES, *PANELS])
def test_no_argument_ends_the_process(world, h, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    section = h.Section(name="a")
    for call in calls(h, name):
        for arguments in odd_arguments(h, section):
            with contextlib.suppress(ranvier.Error, TypeError):
                call(*arguments)
    world.windows()
    h.finitialize(-65)
    assert section(0.5).v == -65
