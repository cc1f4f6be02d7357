# SPDX-License-Identifier: BSD-3-Clause
"""Golden data: where it lies, how it is written, and what counts as agreement.

A data set is two files of one name: ``.json`` (header, specs, scalars) and ``.npz`` (arrays, named ``case|array``).
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parent / "data"

#: [mV], and relative to the largest |v| of the array.
VOLTAGE_ABSOLUTE = 1e-7
VOLTAGE_RELATIVE = 1e-12
#: Relative to the largest magnitude of the array, for what is not a voltage; the recorder adds to it what a change of
#: VOLTAGE_ABSOLUTE in the initial voltage does to that array, since no more can be asked of a function of v.
OTHER_RELATIVE = 1e-10
#: Relative, element by element: lengths, areas and resistances are a few operations away from the input.
GEOMETRY_RELATIVE = 1e-12
#: A run is sensitive when a change of PERTURBATION in v_init changes some voltage by more than SENSITIVE: rounding
#: alone then decides the trace, so only peaks and crossings are compared.
PERTURBATION = 1e-9
SENSITIVE = 1e-4

TOLERANCE_NOTE = (
    "voltages: 1e-7 mV + 1e-12 * max|v|; times: same bits; geometry: 1e-12 relative; other quantities: "
    "1e-10 * max|x| + the effect of 1e-7 mV in v_init (stored as 'tolerance'); sensitive runs: peak time and crossings"
)


def write(
    name: str, header: dict[str, Any], cases: list[dict[str, Any]], arrays: dict[str, np.ndarray]
) -> None:
    """Write a data set; the same content gives the same bytes."""
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    head = json.dumps(header, indent=1)
    text = f'{{"header": {head},\n"cases": [\n{lines}\n]}}\n'
    (FOLDER / f"{name}.json").write_text(text)
    if not arrays:
        return
    with zipfile.ZipFile(FOLDER / f"{name}.npz", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for key in sorted(arrays):
            buffer = io.BytesIO()
            np.save(buffer, np.ascontiguousarray(arrays[key]))
            # A fixed date: an archive that differs only by the time of recording would be a change for no reason.
            archive.writestr(zipfile.ZipInfo(f"{key}.npy"), buffer.getvalue(), zipfile.ZIP_DEFLATED, 9)


def load_cases(name: str) -> list[dict[str, Any]]:
    """Cases of a data set, without arrays."""
    data: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return list(data["cases"])


def load_arrays(name: str, case: str) -> dict[str, np.ndarray]:
    """Arrays of one case by their names in the result of ``build.run_spec``."""
    prefix = f"{case}|"
    with np.load(FOLDER / f"{name}.npz") as archive:
        return {key[len(prefix) :]: archive[key] for key in archive.files if key.startswith(prefix)}


def is_voltage(name: str, case: dict[str, Any]) -> bool:
    """Whether an array of a case holds potentials."""
    return name == "v" or name in case.get("voltages", [])


def is_time(name: str) -> bool:
    """Whether an array holds times, which must agree to the bit."""
    return name.startswith("times/") or name in ("trace/t", "read/t")


def disagreement(
    name: str, want: np.ndarray, got: np.ndarray, case: dict[str, Any], exact: bool
) -> str | None:
    """Say how an array differs from the golden one, or None when it agrees."""
    if want.shape != got.shape:
        return f"{name}: {got.size} values instead of {want.size}"
    if exact or is_time(name):
        wrong = ~((want == got) | (np.isnan(want) & np.isnan(got)))
    elif name.startswith("geometry/"):
        wrong = ~(np.abs(got - want) <= GEOMETRY_RELATIVE * np.abs(want))
    else:
        largest = float(np.max(np.abs(want), initial=0.0))
        if is_voltage(name, case):
            limit = VOLTAGE_ABSOLUTE + VOLTAGE_RELATIVE * largest
        else:
            limit = OTHER_RELATIVE * largest + case.get("tolerance", {}).get(name, 0.0)
        wrong = ~(np.abs(got - want) <= limit)
    if not wrong.any():
        return None
    first = int(np.flatnonzero(wrong)[0])
    worst = int(np.nanargmax(np.where(wrong, np.abs(got - want), 0.0)))
    return (
        f"{name}: {int(wrong.sum())} of {want.size} differ; first [{first}] {got.flat[first]!r} instead of "
        f"{want.flat[first]!r}; largest difference {abs(got.flat[worst] - want.flat[worst]):.3g} at [{worst}]"
    )
