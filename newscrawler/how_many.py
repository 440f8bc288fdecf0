"""How is it said how many there are of something?"""


def counted(many: int, one: str, more: str | None = None) -> str:
    """Return a number and what there are so many of; ``more`` where that is not one.

    >>> counted(1, "run"), counted(0, "run"), counted(2, "entry", "entries")
    ('1 run', '0 runs', '2 entries')
    """
    return f"{many} {one}" if many == 1 else f"{many} {more or f'{one}s'}"
