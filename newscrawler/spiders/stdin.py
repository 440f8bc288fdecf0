"""Which URLs does somebody hand us on stdin?"""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator

from newscrawler.address import usable_url

CHARACTERS = 64 * 1024
"""Characters that are read at a time, in whole lines: our choice. A million URLs take
no more room than some hundred."""

logger = logging.getLogger(__name__)


async def urls_of_stdin() -> AsyncIterator[str]:
    """Yield the URLs, a line each; a line that begins with ``#`` is a comment.

    What is no web address is warned of, and is no reason to end.
    """
    while lines := await asyncio.to_thread(sys.stdin.readlines, CHARACTERS):
        for line in lines:
            text = line.strip()
            url = usable_url(text)
            if url is not None:
                yield url
            elif text and not text.startswith("#"):
                logger.warning("stdin: %r is no http or https address", text[:200])
