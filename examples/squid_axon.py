# SPDX-License-Identifier: BSD-3-Clause
"""The action potential of the squid giant axon, after Hodgkin and Huxley (1952).

A cable of 20 mm by 100 µm with sodium, potassium and leak channels at 6.3 °C is excited at its left end.
The script measures what a physiologist would measure, compares it with reference values, and writes into
``out/``:

    squid_axon.png    potential against time, potential along the axon, the gates
    squid_axon.csv    the same traces as numbers

Run it with ``make demo`` or ``python examples/squid_axon.py``. Things to change: the stimulus, ``gnabar_hh``,
``celsius``.
"""

import csv
import sys
import time
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")  # no window: the figure goes to a file
import matplotlib.pyplot as plt
import numpy as np

from ranvier import h

h.load_file("stdrun.hoc")

OUT = Path("out")
PLACES = (0, 0.25, 0.5, 0.75, 1)  # fractions of the axon's length
SNAPSHOTS = (2, 3, 4, 5, 6)  # [ms] times of the profiles along the axon
REST = -65.0  # [mV] where runs start
STIMULUS = 1720.0  # [nA] twice threshold, for 0.1 ms


# --- the model ----------

axon = h.Section(name="axon")
axon.L = 20_000  # [µm]
axon.diam = 100  # [µm]
axon.Ra = 35.4  # [Ω cm]
axon.nseg = 43  # compartments; odd, so that one has its centre in the middle
axon.insert("hh")

electrode = h.IClamp(axon(0))
electrode.delay = 1  # [ms]
electrode.dur = 0.1  # [ms]

h.celsius = 6.3
h.dt = 0.025  # [ms]
h.v_init = REST


def run(amplitude, duration=10):
    """Excite the left end with `amplitude` nA and compute `duration` ms."""
    electrode.amp = amplitude
    h.tstop = duration
    h.run()


# --- recordings: filled anew by each run ----------

t = h.Vector().record(h._ref_t)
v_at = {x: h.Vector().record(axon(x)._ref_v) for x in PLACES}
v_along = [h.Vector().record(seg._ref_v) for seg in axon]
gates = {name: h.Vector().record(getattr(axon(0.5).hh, f"_ref_{name}")) for name in "mhn"}


# --- measurements ----------


def crossing_times(times, trace, level, rising=True):
    """Times at which `trace` passes `level`, by linear interpolation between samples."""
    above = trace >= level
    before = np.flatnonzero(~above[:-1] & above[1:] if rising else above[:-1] & ~above[1:])
    fraction = (level - trace[before]) / (trace[before + 1] - trace[before])
    return times[before] + fraction * (times[before + 1] - times[before])


def spikes(amplitude):
    """Whether the pulse starts an action potential that passes 0 mV in the middle of the axon within 20 ms."""
    run(amplitude, duration=20)
    return v_at[0.5].max() > 0


def threshold(low=0.0, high=STIMULUS, precision=1e-4):
    """Weakest pulse [nA] that the axon conducts, by bisection."""
    while high - low > precision:
        middle = (low + high) / 2
        if spikes(middle):
            high = middle
        else:
            low = middle
    return high


def measure():
    """All quantities of the table: name -> value. The recordings hold the run at STIMULUS on return."""
    run(0, duration=100)
    resting_potential = v_at[0.5][-1]
    weakest = threshold()

    run(STIMULUS)
    times, middle = np.array(t), np.array(v_at[0.5])
    peak = middle.max()
    half = (REST + peak) / 2
    up = crossing_times(times, middle, half)[0]
    down = crossing_times(times, middle, half, rising=False)[0]
    passes = {x: crossing_times(times, np.array(v_at[x]), 0.0)[0] for x in (0.25, 0.75)}
    distance_mm = 0.5 * axon.L * 1e-3
    return {
        "resting potential": resting_potential,
        "threshold of a 0.1 ms pulse": weakest,
        "peak of the action potential": peak,
        "time of the peak": times[middle.argmax()],
        "amplitude": peak - REST,
        "width at half height": down - up,
        "conduction velocity": distance_mm / (passes[0.75] - passes[0.25]),  # mm/ms is m/s
    }


# Reference: NEURON 9.0.2, same model and step. name -> (value, unit, decimals shown, tolerance = half a unit of
# the last decimal of the reference; for the threshold, whose bisection ends anywhere in 0.0001 nA, a whole one)
REFERENCE = {
    "resting potential": (-64.9737, "mV", 4, 5e-5),
    "threshold of a 0.1 ms pulse": (855.257, "nA", 3, 1e-3),
    "peak of the action potential": (37.6606, "mV", 4, 5e-5),
    "time of the peak": (3.550, "ms", 3, 5e-4),
    "amplitude": (102.661, "mV", 3, 5e-4),
    "width at half height": (1.5986, "ms", 4, 5e-5),
    "conduction velocity": (5.4542, "m/s", 4, 5e-5),
}


def print_table(measured):
    """Print measured and reference values side by side; return whether all agree."""
    print(f"{'at x = 0.5, 6.3 °C':<30}{'measured':>12}{'reference':>12}  unit")
    print("-" * 66)
    all_agree = True
    for name, value in measured.items():
        expected, unit, decimals, tolerance = REFERENCE[name]
        agrees = abs(value - expected) <= tolerance
        all_agree = all_agree and agrees
        mark = "" if agrees else "  differs"
        print(f"{name:<30}{value:>12.{decimals}f}{expected:>12.{decimals}f}  {unit}{mark}")
    return all_agree


# --- output ----------


def write_csv(path):
    """One row a time step: t, the potential at five places, the gates in the middle."""
    columns = {"t_ms": t}
    columns |= {f"v_{x:g}_mV": v_at[x] for x in PLACES}
    columns |= {f"{name}_0.5": gates[name] for name in gates}
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*(np.array(column).tolist() for column in columns.values()), strict=True))


def position_label(x):
    return f"{x * axon.L * 1e-3:g} mm"


def draw(path):
    """The figure: what travels, how it looks along the axon, and what the gates do meanwhile."""
    plt.rcParams.update(
        {
            "font.size": 13,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlesize": 14,
            "axes.titlelocation": "left",
            "axes.titleweight": "bold",
            "axes.grid": True,
            "grid.alpha": 0.25,
            "lines.linewidth": 2.2,
        }
    )
    figure = plt.figure(figsize=(13, 8.6), layout="constrained")
    top, bottom = figure.subfigures(2, 1, height_ratios=(1.05, 1))
    figure.suptitle(
        "The action potential of the squid giant axon", fontsize=19, weight="bold", x=0.01, ha="left"
    )
    draw_traces(top.subplots())
    along, gating = bottom.subplots(1, 2)
    draw_profiles(along)
    draw_gates(gating)
    figure.savefig(path, dpi=150)
    plt.close(figure)


def draw_traces(axes):
    times = np.array(t)
    colors = plt.get_cmap("viridis")(np.linspace(0.0, 0.85, len(PLACES)))
    for x, color in zip(PLACES, colors, strict=True):
        trace = np.array(v_at[x])
        axes.plot(times, trace, color=color)
        # The electrode lifts the potential at x = 0 during the pulse; its spike is the maximum after that.
        after = times > electrode.delay + electrode.dur + 0.2
        top = np.flatnonzero(after)[trace[after].argmax()]
        axes.annotate(position_label(x), (times[top], trace[top]), (0, 7), textcoords="offset points",
                      ha="center", color=color, weight="bold")  # fmt: skip
    axes.axvspan(electrode.delay, electrode.delay + electrode.dur, color="tab:red", alpha=0.5, lw=0)
    axes.annotate(f"{electrode.amp:g} nA, {electrode.dur:g} ms at 0 mm", (electrode.delay + electrode.dur, -84), (6, 0),
                  textcoords="offset points", va="center", color="tab:red", fontsize=12)  # fmt: skip
    axes.set(
        title="It travels: membrane potential at five places",
        xlabel="time (ms)", ylabel="membrane potential (mV)", xlim=(0, times[-1]), ylim=(-90, 60),
    )  # fmt: skip


def draw_profiles(axes):
    times = np.array(t)
    position = np.array([seg.x for seg in axon]) * axon.L * 1e-3
    potential = np.array([np.array(trace) for trace in v_along])
    colors = plt.get_cmap("plasma")(np.linspace(0.0, 0.8, len(SNAPSHOTS)))
    for moment, color in zip(SNAPSHOTS, colors, strict=True):
        profile = potential[:, np.abs(times - moment).argmin()]
        axes.plot(position, profile, color=color)
        top = profile.argmax()
        at = np.clip(position[top], 0.08 * position[-1], 0.95 * position[-1])  # labels stay inside the axes
        axes.annotate(f"{moment:g} ms", (at, profile[top]), (0, 7), textcoords="offset points",
                      ha="center", color=color, weight="bold")  # fmt: skip
    axes.set(
        title="It fills the axon: potential along it",
        xlabel="distance from the electrode (mm)", ylabel="membrane potential (mV)",
        xlim=(0, axon.L * 1e-3), ylim=(-90, 60),
    )  # fmt: skip


def draw_gates(axes):
    times = np.array(t)
    labels = {  # color, text, place of the text
        "m": ("tab:red", "m  opens Na\u207a channels", (5.3, 0.96)),
        "h": ("tab:orange", "h  falls:\nNa\u207a inactivates", (0.15, 0.62)),
        "n": ("tab:blue", "n  opens K\u207a channels", (6.2, 0.73)),
    }
    for name, (color, text, place) in labels.items():
        axes.plot(times, np.array(gates[name]), color=color)
        axes.text(*place, text, color=color, weight="bold")
    potential = np.array(v_at[0.5])
    scaled = (potential - potential.min()) / (potential.max() - potential.min())
    axes.fill_between(times, scaled, color="0.5", alpha=0.15, lw=0)
    axes.text(3.95, 0.03, "v, scaled", color="0.4")
    axes.set(
        title="Why: the gates in the middle (10 mm)",
        xlabel="time (ms)", ylabel="fraction of open gates", xlim=(0, times[-1]), ylim=(0, 1.05),
    )  # fmt: skip


def main():
    started = time.perf_counter()
    agree = print_table(measure())
    OUT.mkdir(exist_ok=True)
    write_csv(OUT / "squid_axon.csv")
    draw(OUT / "squid_axon.png")
    print(
        f"\n{OUT / 'squid_axon.png'} and {OUT / 'squid_axon.csv'} written; {time.perf_counter() - started:.1f} s in all"
    )
    if not agree:
        print("A measured quantity differs from its reference: has the model been changed?")
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
