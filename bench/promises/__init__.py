"""What is promised against strangers, each promise with the trials that would break it.

A module here holds `PROMISES`, a tuple of `Promise`; `bench/trust.py` finds it by itself.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from promises.promise import Promise

__all__ = ["Promise", "list_promises"]


def list_promises() -> list[Promise]:
    """Every promise of the modules of this package, in the order of their names."""
    found: list[Promise] = []
    for info in iter_modules(__path__):
        module = import_module(f"{__name__}.{info.name}")
        if hasattr(module, "PROMISES"):
            found.extend(module.PROMISES)
    return found
