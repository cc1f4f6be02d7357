# SPDX-License-Identifier: BSD-3-Clause
"""``neuron.psection``: what a section holds, as a dict."""

from ranvier.psection import psection

__all__ = ["psection"]
