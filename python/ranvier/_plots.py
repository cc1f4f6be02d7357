# SPDX-License-Identifier: BSD-3-Clause
"""``RangeVarPlot.plot`` and ``PlotShape.plot``: drawing with matplotlib or plotly, whichever is given."""

from __future__ import annotations

from importlib import import_module

from ranvier import _ext
from ranvier._ext import WrongType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

#: Of sections where the variable is not.
PLAIN = "black"


def kind_of(target: Any) -> str:
    """Which library draws: "matplotlib.pyplot", "matplotlib.figure", "matplotlib.axes", "plotly", ..."""
    name = getattr(target, "__name__", "") if type(target).__name__ == "module" else type(target).__module__
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] in ("matplotlib", "mpl_toolkits") else parts[0]


def plot_path(self: Any, target: Any, *args: Any, **kwargs: Any) -> Any:
    """Draw the variable along the path.

    Parameters
    ----------
    target
        ``matplotlib.pyplot``, axes of matplotlib, ``plotly`` or ``plotly.graph_objects``, a figure of plotly or
        bokeh, or a Graph.
    *args, **kwargs
        As the target's own function for lines takes them.

    Returns
    -------
    What the target's function returns; of plotly a figure, of a Graph the Vector that was drawn.
    """
    y: Any = _ext.Vector()
    x: Any = _ext.Vector()
    self.to_vector(y, x)
    if isinstance(target, _ext.HocObject):
        return y.line(target, x, *args)
    kind = kind_of(target)
    if kind == "plotly":
        return _plotly_line(target, x, y, args, kwargs)
    if kind == "bokeh":
        return target.line(list(x), list(y), *args, **kwargs)
    if kind == "matplotlib.figure":
        raise WrongType(f"{self!r}.plot: a figure holds axes; give the axes or matplotlib.pyplot")
    if hasattr(target, "plot") and not isinstance(target, _ext.Vector):
        return target.plot(x, y, *args, **kwargs)
    raise WrongType(
        f"{self!r}.plot: cannot draw on {target!r}; allowed: matplotlib.pyplot, axes, plotly, a Graph"
    )


def _plotly_line(target: Any, x: Any, y: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    go: Any = import_module("plotly.graph_objects")
    figure = target if isinstance(target, go.Figure) else go.Figure()
    figure.add_trace(go.Scatter(*args, x=list(x), y=list(y), mode="lines", **kwargs))
    return figure


def points_along(section: Any) -> tuple[list[float], list[tuple[float, float, float]]]:
    """Path length and place of each 3-d point of a section."""
    count = section.n3d()
    arcs = [section.arc3d(i) for i in range(count)]
    return arcs, [(section.x3d(i), section.y3d(i), section.z3d(i)) for i in range(count)]


def _between(
    arcs: list[float], points: list[tuple[float, float, float]], arc: float
) -> tuple[float, float, float]:
    for k in range(1, len(arcs)):
        if arc <= arcs[k] or k + 1 == len(arcs):
            width = arcs[k] - arcs[k - 1]
            part = min(max((arc - arcs[k - 1]) / width, 0.0), 1.0) if width > 0 else 0.0
            before, after = points[k - 1], points[k]
            return tuple(a + part * (b - a) for a, b in zip(before, after, strict=True))  # type: ignore[return-value]
    return points[0]


def pieces(sections: list[Any]) -> Iterator[tuple[Any, list[tuple[float, float, float]]]]:
    """Every segment with the line through its 3-d points."""
    for section in sections:
        arcs, points = points_along(section)
        if len(points) < 2:
            continue
        for i, segment in enumerate(section):
            low, high = arcs[-1] * i / section.nseg, arcs[-1] * (i + 1) / section.nseg
            inside = [p for arc, p in zip(arcs, points, strict=True) if low < arc < high]
            yield segment, [_between(arcs, points, low), *inside, _between(arcs, points, high)]


def place_of(segment: Any) -> tuple[float, float, float]:
    """Where the middle of a segment is."""
    arcs, points = points_along(segment.sec)
    return _between(arcs, points, arcs[-1] * segment.x)


def value_at(segment: Any, variable: str) -> float | None:
    """A range variable by its name, None where it is not."""
    try:
        return float(getattr(segment, variable))
    except (AttributeError, LookupError):
        return None


def plot_shape(self: Any, target: Any, **kwargs: Any) -> Any:
    """Draw the sections in three dimensions, coloured by the variable if there is one.

    Parameters
    ----------
    target
        ``matplotlib.pyplot``, a figure of matplotlib, or ``plotly``.
    **kwargs
        ``cmap`` and ``line_width``; others go to the functions that draw lines.

    Returns
    -------
    Axes of matplotlib, or a figure of plotly. ``mark(segment, marker="or")`` marks a place on it.
    """
    variable, low, high, sections = _ext._shape_of(self)
    _ext._define_shape(type(self)._world_)
    kind = kind_of(target)
    if kind == "plotly":
        return _shape_in_plotly(target, variable, low, high, sections, kwargs)
    if kind in ("matplotlib.pyplot", "matplotlib.figure"):
        figure = target if kind == "matplotlib.figure" else target.figure()
        return _shape_in_matplotlib(figure, variable, low, high, sections, kwargs)
    raise WrongType(f"{self!r}.plot: cannot draw on {target!r}; allowed: matplotlib.pyplot, a figure, plotly")


def _color_index(segment: Any, variable: str, low: float, high: float) -> int | None:
    value = value_at(segment, variable) if variable else None
    if value is None:
        return None
    part = (value - low) / (high - low) if high != low else float(value > low)
    return int(255 * min(max(part, 0.0), 1.0))


def _shape_in_matplotlib(
    figure: Any, variable: str, low: float, high: float, sections: list[Any], kwargs: dict[str, Any]
) -> Any:
    colormaps = import_module("matplotlib").colormaps
    to_hex = import_module("matplotlib.colors").to_hex
    axes_3d: Any = import_module("mpl_toolkits.mplot3d").Axes3D

    class ShapeAxes(axes_3d):  # type: ignore[misc]
        """Axes that know where segments are."""

        def mark(self, segment: Any, marker: str = "or", **style: Any) -> Any:
            """Mark the middle of a segment."""
            x, y, z = place_of(segment)
            self.plot([x], [y], [z], marker, **style)
            return self

    colors = kwargs.pop("cmap", None)
    if colors is None or isinstance(colors, str):
        colors = colormaps[colors or "cool"]
    width = kwargs.pop("line_width", 2)
    axes = figure.add_subplot(1, 1, 1, axes_class=ShapeAxes)
    for segment, points in pieces(sections):
        index = _color_index(segment, variable, low, high)
        color = PLAIN if index is None else to_hex(colors(index))
        axes.plot(*zip(*points, strict=True), "-", linewidth=width, color=color, **kwargs)
    _equal_scale(axes)
    return axes


def _equal_scale(axes: Any) -> None:
    """A micrometre is as long in each direction."""
    limits = [axes.get_xlim(), axes.get_ylim(), axes.get_zlim()]
    half = max(high - low for low, high in limits) / 2
    for (low, high), put in zip(limits, (axes.set_xlim, axes.set_ylim, axes.set_zlim), strict=True):
        middle = (low + high) / 2
        put(middle - half, middle + half)


def _shape_in_plotly(
    target: Any, variable: str, low: float, high: float, sections: list[Any], kwargs: dict[str, Any]
) -> Any:
    go: Any = import_module("plotly.graph_objects")
    sample_colorscale = import_module("plotly.colors").sample_colorscale
    width = kwargs.pop("line_width", 2)
    colors = kwargs.pop("cmap", None) or ["rgb(0,255,255)", "rgb(255,0,255)"]

    class ShapeFigure(go.Figure):  # type: ignore[misc]
        """A figure that knows where segments are."""

        def mark(self, segment: Any, marker: str = "or", **style: Any) -> Any:
            """Mark the middle of a segment."""
            x, y, z = place_of(segment)
            self.add_trace(go.Scatter3d(x=[x], y=[y], z=[z], mode="markers", **style))
            return self

    figure = ShapeFigure()
    for segment, points in pieces(sections):
        index = _color_index(segment, variable, low, high)
        color = PLAIN if index is None else sample_colorscale(colors, [index / 255])[0]
        x, y, z = zip(*points, strict=True)
        value = value_at(segment, variable) if variable else None
        figure.add_trace(
            go.Scatter3d(
                x=x,
                y=y,
                z=z,
                mode="lines",
                line={"width": width, "color": color},
                name="",
                hovertemplate=str(segment) if value is None else f"{segment}<br>{value:.3f}",
                **kwargs,
            )
        )
    figure.update_layout(showlegend=False, scene_aspectmode="data")
    return figure


def add_methods(name: str, made: Any, world: Any) -> None:
    """Give the classes that are made of tables what only Python can do."""
    if name == "RangeVarPlot":
        made.plot = plot_path
    elif name == "PlotShape":
        made.plot = plot_shape
        made._world_ = world
