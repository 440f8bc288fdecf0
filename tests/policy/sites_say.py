"""What may a made-up site answer for robots.txt and for tdmrep.json?"""

from tests.policy.asked import NO_TRAINING

Answer = tuple[int | None, str]
"""A status, None for a connection that broke, and a body."""

ROBOTS_SAYS: dict[str, Answer] = {
    "absent": (404, ""),
    "open": (200, "User-agent: *\nAllow: /\n"),
    "no training": (200, NO_TRAINING),
    "closed": (200, "User-agent: *\nDisallow: /\n"),
    "closed path": (200, "User-agent: *\nDisallow: /a/\n"),
    "refused": (403, ""),
    "busy": (503, ""),
    "broken": (None, ""),
    "challenge": (200, "<html><title>Just a moment...</title>captcha"),
}
TDMREP_SAYS: dict[str, Answer] = {
    "absent": (404, ""),
    "lifted": (200, '[{"location": "/", "tdm-reservation": 0}]'),
    "reserved": (200, '[{"location": "/", "tdm-reservation": 1}]'),
    "busy": (503, ""),
    "broken": (None, ""),
}
