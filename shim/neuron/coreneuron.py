# SPDX-License-Identifier: BSD-3-Clause
"""``neuron.coreneuron``: accepted; Ranvier's own engine runs."""

import sys

from ranvier import coreneuron

sys.modules[__name__] = coreneuron
