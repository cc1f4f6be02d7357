: SPDX-License-Identifier: BSD-3-Clause
: the older generator shared by all instances
NEURON { SUFFIX nothing }
FUNCTION rl_uniform() { rl_uniform = scop_random() }
FUNCTION rl_exp(m) { rl_exp = exprand(m) }
FUNCTION rl_norm(m, s) { rl_norm = normrand(m, s) }
PROCEDURE rl_seed(x) { set_seed(x) }
