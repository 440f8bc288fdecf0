"""Does memory that was needed once go back to the system?"""

import platform
import subprocess
import sys

import pytest

from newscrawler.tuning.allocating import CHOSEN, give_back

PIECES = """
import ctypes, sys
from newscrawler.tuning.allocating import give_back
class Held(ctypes.Structure):
    names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
    _fields_ = [(name, ctypes.c_int) for name in names.split()]
library = ctypes.CDLL(None)
library.mallinfo.restype = Held
if "give" in sys.argv:
    assert give_back({})
bytearray(8 * 2**20)  # large, and freed at once
before = library.mallinfo().hblkhd
piece = bytearray(4 * 2**20)
print(library.mallinfo().hblkhd - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc alone is told")
def test_a_large_piece_is_the_systems_own() -> None:
    assert mapped("give") >= 4 * 2**20
    assert mapped("keep") == 0


def mapped(word: str) -> int:
    command = [sys.executable, "-c", PIECES, word]
    return int(subprocess.run(command, check=True, capture_output=True, env={}).stdout)


@pytest.mark.parametrize("name", CHOSEN)
def test_what_somebody_chose_holds(name: str) -> None:
    assert not give_back({name: "1"})
