# SPDX-License-Identifier: BSD-3-Clause
"""Python classes that derive from what ``h`` has: ``class Cell(hclass(h.Cell)): ...``."""

from __future__ import annotations

from ranvier import _ext
from ranvier._ext import WrongType
from ranvier._hoc_names import HocTemplate, TemplateObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar


class HocBaseObject(TemplateObject):
    """Base of the classes that ``hclass`` makes of hoc templates. Attributes that hoc does not know are Python's.

    A subclass that changes what the template is given does so in ``__new__``; ``__init__`` may do anything.
    """

    _template_: ClassVar[HocTemplate]

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        """Make the object in hoc."""
        template = getattr(cls, "_template_", None)
        if template is None:
            raise WrongType("HocBaseObject is made by a class of hclass(h.Template)")
        return _ext._hoc_new_as(cls, template._world, template.__name__, *args)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is left to do: hoc made the object."""

    def __setattr__(self, name: str, value: Any) -> None:
        if _ext._hoc_member_kind(self, name) is None:
            object.__setattr__(self, name, value)
        else:
            super().__setattr__(name, value)

    def baseattr(self, name: str) -> Any:
        """What the template has under a name that the Python class uses too."""
        return TemplateObject.__getattr__(self, name)


def hclass(hoc_type: Any, module_name: str | None = None, name: str | None = None) -> type:
    """Give a class to derive from.

    Parameters
    ----------
    hoc_type : type or hoc template
        ``h.Vector``, ``h.IClamp``: classes already, given back as they are. ``h.Cell``: a template of hoc.
    module_name, name : str, optional
        Of the class that is made.
    """
    if isinstance(hoc_type, type):
        return hoc_type
    if not isinstance(hoc_type, HocTemplate):
        raise WrongType(f"hclass: needs a class of h (got {hoc_type!r})")
    return type(
        name or hoc_type.__name__,
        (HocBaseObject,),
        {
            "_template_": hoc_type,
            "__module__": module_name or __name__,
            "__doc__": f"Template {hoc_type.__name__}.",
        },
    )
