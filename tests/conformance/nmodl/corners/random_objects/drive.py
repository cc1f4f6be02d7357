# SPDX-License-Identifier: BSD-3-Clause
"""Numbers that C draws from the interpreter's Randoms, whatever their distribution."""

from protocol import h, out

CHOICES = {
    "uniform": (2, 5),
    "discunif": (1, 6),
    "normal": (1, 4),
    "lognormal": (5, 1),
    "negexp": (2,),
    "poisson": (3,),
    "binomial": (10, 0.3),
    "geometric": (0.7,),
    "erlang": (5, 2),
    "weibull": (2, 3),
}
results_of = {}
for generator, numbers in (("Random123", (4, 5, 6)), ("MCellRan4", (11, 13))):
    for name, arguments in CHOICES.items():
        r = h.Random()
        getattr(r, generator)(*numbers)
        first = getattr(r, name)(*arguments)
        results_of[f"{generator}_{name}"] = [first] + [h.rob_pick(r) for _ in range(4)] + [r.seq()]
out(**results_of)
