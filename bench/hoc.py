# SPDX-License-Identifier: BSD-3-Clause
"""Programs in hoc: loops, procedures, objects, texts, Vectors, a network wired in nested loops over templates."""

from __future__ import annotations

from typing import Any

import measuring

PROGRAM = """
strdef text
objref object, vector, cells, netcons, nil
double numbers[1000]

x = 0

begintemplate Counter
public value, add, get
proc init() { value = $1 }
proc add() { value = value + $1 }
func get() { return value }
endtemplate Counter

begintemplate Cell
public soma, inputs, connect_to
create soma
objref inputs
proc init() {
  inputs = new ExpSyn(0.5)
}
obfunc connect_to() { localobj made
  soma made = new NetCon(&v(0.5), $o1.inputs, -10, 1, 0.001)
  return made
}
endtemplate Cell

proc local_loop() { local i, sum
  sum = 0
  for (i = 0; i < $1; i += 1) { sum += i*2 }
  x = sum
}
func square() { return $1*$1 }
proc functions() { local i, sum
  sum = 0
  for i = 0, $1 - 1 { sum += square(i) }
  x = sum
}
proc add_to_x() { x = x + $1 }
proc procedures() { local i
  x = 0
  for i = 0, $1 - 1 { add_to_x(i) }
}
proc methods() { local i
  object = new Counter(3)
  for i = 0, $1 - 1 { object.add(i) }
  x = object.get()
}
proc members() { local i, sum
  object = new Counter(3)
  sum = 0
  for i = 0, $1 - 1 { sum += object.value }
  x = sum
}
proc texts() { local i, length
  length = 0
  for i = 0, $1 - 1 { sprint(text, "%s%d_%g", "cell", i, i/8) }
  x = strlen_of(text)
}
proc arrays() { local i, j
  for i = 0, 999 numbers[i] = i
  for j = 0, $1/1000 - 1 { for i = 0, 999 { numbers[i] = numbers[i] + j } }
  x = numbers[999]
}
proc vectors() { local i, j
  vector = new Vector(1000)
  for j = 0, $1/1000 - 1 { for i = 0, 999 { vector.x[i] = vector.x[i] + j } }
  x = vector.sum()
}
proc objects() { local i localobj one
  for i = 0, $1 - 1 { one = new Counter(i) }
  x = one.get()
}
proc make_cells() { local i
  cells = new List()
  for i = 0, $1 - 1 { cells.append(new Cell()) }
  x = cells.count()
}
proc wire() { local i, j
  netcons = new List()
  for i = 0, cells.count() - 1 {
    for j = 0, cells.count() - 1 {
      if (i != j) netcons.append(cells.o(i).connect_to(cells.o(j)))
    }
  }
  x = netcons.count()
}
"""
# Before PROGRAM: a func needs an object of its own for this.
LENGTH = """
objref functions_of_texts
functions_of_texts = new StringFunctions()
func strlen_of() { return functions_of_texts.len($s1) }
"""
#: Figure, call, how often the innermost statement runs, factor to the figure's unit.
PARTS = [
    ("loop, ns a turn", "for i = 0, {n} - 1 {{ x = x + i }}", 10_000_000, 1e9),
    ("local loop, ns a turn", "local_loop({n})", 10_000_000, 1e9),
    ("func, ns a call", "functions({n})", 2_000_000, 1e9),
    ("proc, ns a call", "procedures({n})", 2_000_000, 1e9),
    ("method, ns a call", "methods({n})", 2_000_000, 1e9),
    ("member, ns a read", "members({n})", 2_000_000, 1e9),
    ("sprint, ns a text", "texts({n})", 500_000, 1e9),
    ("array, ns a turn", "arrays({n})", 2_000_000, 1e9),
    ("v.x[i], ns a turn", "vectors({n})", 2_000_000, 1e9),
    ("new, ns an object", "objects({n})", 200_000, 1e9),
    ("cells, us a cell", "make_cells({n})", 448, 1e6),
]


def main() -> None:
    parser = measuring.parser(__doc__)
    parser.add_argument("--part", type=float, default=1.0, help="how much of each part is done")
    options = parser.parse_args()
    h = measuring.interface(options.package)
    h(LENGTH)
    h(PROGRAM)
    cost: dict[str, float] = {}
    results: list[float] = []

    def timed(figure: str, statement: str, count: float, unit: float) -> None:
        cost[figure] = measuring.cpu_seconds(lambda: h(statement)) * unit / count
        results.append(float(h.x))

    for figure, statement, count, unit in PARTS:
        n = max(20, int(count * (options.part**0.5 if "cell" in figure else options.part)))
        h("x = 0")
        timed(figure, statement.format(n=n), n, unit)
    count = len(h.cells) * (len(h.cells) - 1)
    timed("NetCon, us", "wire()", count, 1e6)
    weights: list[Any] = [netcon.weight[0] for netcon in list(h.netcons)[:10]]
    measuring.report(cost, {"results": results, "weights": weights})


if __name__ == "__main__":
    main()
