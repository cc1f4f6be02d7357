# SPDX-License-Identifier: BSD-3-Clause
"""The older generator shared by all instances."""

from protocol import h, out

h.rl_seed(1234)
a = [h.rl_uniform() for _ in range(4)]
b = [h.rl_exp(2) for _ in range(3)]
c = [h.rl_norm(5, 2) for _ in range(3)]
h.rl_seed(1234)
out(a=a, b=b, c=c, again=h.rl_uniform(), rtol=1e-12)
