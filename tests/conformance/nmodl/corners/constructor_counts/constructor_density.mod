: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX cden RANGE born, runs }
ASSIGNED { v born runs }
CONSTRUCTOR { born = born + 3 runs = 100 }
INITIAL { runs = runs + 1 }
