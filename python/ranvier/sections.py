# SPDX-License-Identifier: BSD-3-Clause
"""Sections with more to say: a section that prints itself, and its segments with both ends."""

from __future__ import annotations

from ranvier import nrn
from ranvier.psection import print_section

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ranvier._ext import Segment


class ExtendedSection(nrn.Section):  # type: ignore[misc]
    """A section that tells of itself: ``print_info()``."""

    def print_info(self) -> None:
        """Print properties, place in the tree and mechanisms."""
        print_section(self, [s for s in nrn.allsec() if s.parentseg() is None])


class AllSegments:
    """The end at 0, the centres of the segments, the end at 1."""

    def __init__(self, section: nrn.Section) -> None:
        self.section = section

    def __iter__(self) -> Iterator[Segment]:
        yield self.section(0)
        yield from self.section
        yield self.section(1)

    def __len__(self) -> int:
        return int(self.section.nseg) + 2
