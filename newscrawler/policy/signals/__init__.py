"""The ways in which a site can state a preference: one module each, all listed here.

A new signal is a new module with a ``SIGNAL``; nothing has to be registered.
"""

import importlib
import pkgutil

from newscrawler.policy.visit import Signal


def all_signals() -> tuple[Signal, ...]:
    """Return every signal, in the order of the modules' names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(_signal(vars(module)["SIGNAL"]) for module in modules)


def _signal(found: object) -> Signal:
    assert isinstance(found, Signal), f"SIGNAL is a Signal, not {found!r}"
    return found
