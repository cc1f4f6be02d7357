# SPDX-License-Identifier: BSD-3-Clause
"""Runs one scenario of hnn-core, as published, and writes what it gave: ``python hnn_scenarios.py NAME FILE.npz``.

Needs an environment with hnn-core and a package ``neuron``, of whichever simulator. The numbers in ``data/`` were made
by the same scenarios on NEURON 8.2.7. The cost, in seconds, is printed as JSON.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np


def column(mesh=(10, 10)):
    from hnn_core import jones_2009_model

    return jones_2009_model(mesh_shape=mesh)


def evoked(mesh):
    from hnn_core.network_models import add_erp_drives_to_jones_model

    net = column(mesh)
    add_erp_drives_to_jones_model(net)
    return net


def some_cells(net, of_each):
    """The first cell of each type, and one in the middle."""
    gids = []
    for name in net.cell_types:
        cells = list(net.gid_ranges[name])
        gids += [cells[0], cells[len(cells) // 2]][:of_each]
    return gids


def evoked_default():
    """The standard evoked response on the whole column."""
    net = evoked((10, 10))
    run = {"tstop": 170.0, "dt": 0.025, "n_trials": 1, "record_vsec": "soma", "record_isec": "soma"}
    return {"net": net, "run": run, "cells": some_cells(net, 2), "every": 4}


def evoked_3x3_allsec():
    """The same on a small column, with everything recorded that can be."""
    net = evoked((3, 3))
    run = {"tstop": 170.0, "dt": 0.025, "n_trials": 1}
    run |= dict.fromkeys(("record_vsec", "record_isec", "record_ca"), "all")
    return {"net": net, "run": run, "cells": some_cells(net, 1), "every": 4, "connections": True}


def alpha_bursty():
    """Alpha rhythm by two bursting drives."""
    net = column()
    weights = {"L2_pyramidal": 5.4e-5, "L5_pyramidal": 5.4e-5}
    common = {"tstart": 50.0, "burst_rate": 10, "numspikes": 2, "spike_isi": 10, "n_drive_cells": 10}
    net.add_bursty_drive(
        "alpha_prox",
        burst_std=20,
        location="proximal",
        weights_ampa=weights,
        synaptic_delays={"L2_pyramidal": 0.1, "L5_pyramidal": 1.0},
        event_seed=284,
        **common,
    )
    net.add_bursty_drive(
        "alpha_dist",
        burst_std=15,
        location="distal",
        weights_ampa=weights,
        synaptic_delays={"L2_pyramidal": 5.0, "L5_pyramidal": 5.0},
        event_seed=296,
        **common,
    )
    run = {"tstop": 310.0, "n_trials": 1, "record_vsec": "soma"}
    return {"net": net, "run": run, "cells": some_cells(net, 1), "every": 8}


def lfp_3x3():
    """Two electrode arrays beside a small column."""
    net = evoked((3, 3))
    net.set_cell_positions(inplane_distance=30.0)
    depths = range(-325, 2150, 100)
    net.add_electrode_array("psa", [(30, 30, z) for z in depths], method="psa")
    net.add_electrode_array(
        "lsa", [(45, 10, z) for z in depths], method="lsa", conductivity=0.25, min_distance=0.75
    )
    return {"net": net, "run": {"tstop": 170.0, "n_trials": 1}, "cells": [], "every": 4}


SCENARIOS = {f.__name__: f for f in (evoked_default, evoked_3x3_allsec, alpha_bursty, lfp_3x3)}


def connections():
    """A row for each NetCon: source and target gid, synapse, class, weight, delay, threshold; with the names."""
    from hnn_core import network_builder

    built = network_builder._LAST_NETWORK
    synapses = {
        syn.hname(): (cell.gid, key) for cell in built._cells for key, syn in cell._nrn_synapses.items()
    }
    keys = sorted({key for _, key in synapses.values()})
    names = list(built.ncs)
    rows = []
    for index, name in enumerate(names):
        for nc in built.ncs[name]:
            target, key = synapses[nc.syn().hname()]
            rows.append((nc.srcgid(), target, keys.index(key), index, nc.weight[0], nc.delay, nc.threshold))
    return np.array(rows, float), keys, names


def arrays_of(net, dipoles, scenario):
    """What a run gave, by the names that ``data/`` uses."""
    out = {}
    response, every = net.cell_response, scenario["every"]
    times = np.asarray(dipoles[0].times)
    out["time"] = np.array([times[0], times[1] - times[0], len(times)])
    for i, dipole in enumerate(dipoles):
        types = sorted({s for trial in response.spike_types for s in trial})
        out |= {f"dpl/{i}/{layer}": np.asarray(v, float) for layer, v in dipole.data.items()}
        out[f"spk_t/{i}"] = np.asarray(response.spike_times[i], float)
        out[f"spk_gid/{i}"] = np.asarray(response.spike_gids[i], int)
        out[f"spk_type/{i}"] = np.array([types.index(s) for s in response.spike_types[i]])
        for gid in scenario["cells"]:
            if scenario["run"].get("record_vsec"):
                for section, v in response.vsec[i][gid].items():
                    out[f"v/{i}/{gid}/{section}"] = np.asarray(v, float)[::every]
            if scenario["run"].get("record_isec"):
                for synapses in response.isec[i][gid].values():
                    for synapse, v in synapses.items():
                        out[f"i/{i}/{gid}/{synapse}"] = np.asarray(v, float)[::every]
            if scenario["run"].get("record_ca"):
                for section, v in response.ca[i][gid].items():
                    if v is not None:
                        out[f"ca/{i}/{gid}/{section}"] = np.asarray(v, float)[::every]
        if scenario["run"].get("record_vsec"):
            step = round(5.0 / (times[1] - times[0]))
            out[f"vsnap/{i}"] = np.array(
                [np.asarray(response.vsec[i][g]["soma"], float)[::step] for g in sorted(response.vsec[i])]
            )
        for name, array in net.rec_arrays.items():
            out[f"lfp/{i}/{name}"] = np.asarray(array.voltages[i], float)[:, ::every]
            out[f"lfp_t/{name}"] = np.asarray(array.times, float)[::every]
    return out


def main(name, file):
    from hnn_core import simulate_dipole

    scenario = SCENARIOS[name]()
    began = time.perf_counter()
    dipoles = simulate_dipole(scenario["net"], verbose=False, **scenario["run"])
    seconds = time.perf_counter() - began
    arrays = arrays_of(scenario["net"], dipoles, scenario)
    if scenario.get("connections"):
        table, keys, names = connections()
        arrays |= {"ncs": table, "nc_syn_keys": np.array(keys), "nc_names": np.array(names)}
    np.savez_compressed(file, **arrays)
    print(json.dumps({"name": name, "simulate_dipole": seconds}))


if __name__ == "__main__":
    main(*sys.argv[1:])
