"""trafilatura's own command over the pages of sitemaps, without its pauses.

It refuses loopback addresses unless its configuration says otherwise.
"""

import re
import shutil
import sys
from pathlib import Path

import trafilatura
from listing import listed
from trafilatura import cli

FOUND = Path("peer-found")
usual = Path(trafilatura.__file__).with_name("settings.cfg").read_text("utf-8")
ours = re.sub(r"(?m)^(SLEEP_TIME|SSRF_PROTECTION) *=.*", r"\1 = 0", usual)
Path("peer.cfg").write_text(ours, "utf-8")
Path("peer.txt").write_text("\n".join(listed(sys.argv[1:])), "utf-8")
shutil.rmtree(FOUND, ignore_errors=True)
sys.argv[1:] = ["-i", "peer.txt", "-o", str(FOUND), "--json", "--with-metadata"]
sys.argv += ["--parallel", "1", "--config-file", "peer.cfg"]
cli.main()
print(sum(1 for _ in FOUND.rglob("*.json")))
