# SPDX-License-Identifier: BSD-3-Clause
"""``neuron.expect_hocerr``: for tests of what must go wrong."""

from ranvier.expect_hocerr import expect_err, expect_hocerr, set_quiet

__all__ = ["expect_err", "expect_hocerr", "set_quiet"]
