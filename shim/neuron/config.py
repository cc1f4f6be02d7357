# SPDX-License-Identifier: BSD-3-Clause
"""``neuron.config``: what this build can do."""

from ranvier.config import arguments

__all__ = ["arguments"]
