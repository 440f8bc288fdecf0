"""How often does Python look for garbage in cycles? Seldom: a crawl makes little of it."""

import gc

YOUNG = 10_000
"""Objects more than before at which the youngest are looked through: our choice.

Python's own 700 or 2,000 make it walk through all that a crawl has loaded, patterns and
tables that never die, once every ninety pages: a tenth of the processor's time. Without
any collection 600 pages took 8 MiB more.
"""


def collect_seldom() -> None:
    """Let the process collect seldom, unless somebody chose more seldom, or not at all."""
    young, *older = gc.get_threshold()
    if 0 < young < YOUNG:
        gc.set_threshold(YOUNG, *older)
