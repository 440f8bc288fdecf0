"""May a request go out as it is by now? The last look, behind all middlewares.

What has not passed the gate, or was made another request since, is not sent: under
another name than ours, to another host, by a proxy that would answer in its place.
"""

from scrapy import Request
from scrapy.settings import BaseSettings

from newscrawler.address import authority
from newscrawler.downloading.exchange import trail_to
from newscrawler.downloading.identity import is_named, token_of
from newscrawler.middlewares import PolicyMiddleware
from newscrawler.policy import Verdict


def sending_problem(
    policy: PolicyMiddleware, request: Request, settings: BaseSettings
) -> str | None:
    """Return why a request is not sent, None if it is.

    robots.txt was read for our product token, and for the host of the URL.
    """
    if not policy.is_asking(request) and policy.let_through.get(request) != request.url:
        return "it did not pass the gate as it is"
    sent = _header(request, "User-Agent") or ""
    token = token_of(settings)
    if not is_named(sent, token):
        return f"User-Agent {sent[:80]!r} does not begin with {token!r}"
    if request.meta.get("proxy"):
        return "a proxy would answer in the site's place"
    named = _header(request, "Host")
    if named is not None and not _is_at(named, request.url):
        return f"Host {named[:80]!r} is not the host of its URL"
    return None


def look_again(policy: PolicyMiddleware, request: Request) -> None:
    """Hold back a request that was let through, and that what was heard while it waited
    for its turn forbids.
    """
    if not policy.is_asking(request):
        found = policy.asked(request)
        if found.verdict is not Verdict.ALLOW:  # else it is recorded already
            policy.obey(found, trail_to(request))


def _is_at(host: str, url: str) -> bool:
    site = authority(url)
    return site is not None and authority(f"{site.scheme}://{host}") == site


def _header(request: Request, name: str) -> str | None:
    lines = request.headers.getlist(name)
    return b", ".join(lines).decode("latin-1") if lines else None
