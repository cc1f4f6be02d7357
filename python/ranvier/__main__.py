# SPDX-License-Identifier: BSD-3-Clause
"""``python -m ranvier``."""

import sys

from ranvier._cli import main

sys.exit(main())
