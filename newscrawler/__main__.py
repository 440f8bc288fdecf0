"""The ``newscrawler`` command: Scrapy's commands and ours, in any folder."""

import os
import sys
from collections.abc import Sequence

SETTINGS = "SCRAPY_SETTINGS_MODULE"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; outside a project's folder with our own settings."""
    from scrapy.cmdline import execute  # noqa: PLC0415  only when there is work to do
    from scrapy.utils.conf import closest_scrapy_cfg  # noqa: PLC0415

    if SETTINGS not in os.environ and not closest_scrapy_cfg():
        os.environ[SETTINGS] = "newscrawler.settings"
    execute(["newscrawler", *(sys.argv[1:] if arguments is None else arguments)])


if __name__ == "__main__":
    main()
