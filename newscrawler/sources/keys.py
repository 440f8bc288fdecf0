"""What does each key of a source, a permission, a reading and an objection mean?

A test holds them to the keys that are read.
"""

from collections.abc import Mapping

SOURCE: Mapping[str, str] = {
    "id": "lower-case letters, digits and hyphens; what commands and stats call it",
    "name": "what people call it",
    "home": "its home page; read for links where no feed, sitemap or section is given",
    "domains": "hosts that may be asked, with their subdomains; nothing else is",
    "languages": "language tags (BCP 47), the commonest first; they help to read dates",
    "timezone": "IANA time zone of dates that state none",
    "feeds": "RSS, Atom or JSON feeds; another host is listed by being named here",
    "sitemaps": "sitemaps or indexes of them; another host is listed by being named here",
    "sections": "pages whose links are read",
    "owner": "who owns the site: its own notices speak for the whole site",
    "agency": "the agency whose texts it prints, or that it is",
    "delay": "seconds between two requests, at least; a longer Crawl-delay holds",
    "every": "how often it is asked; one hour where it is left out",
    "retention": "how long its articles are kept; for good where it is left out",
    "select": "CSS selectors for fields that are not found without them",
    "permission": "what its publisher permitted in writing, any number of them",
    "reading": "false alarms of the notice detector, one sentence each",
}

PERMISSION: Mapping[str, str] = {
    "id": "your file number; it is in every decision that the permission touches",
    "grantor": "who gave it; of a reprint's notice only its own holder's lifts anything",
    "contact": "whom to ask about it",
    "scope": "`host/path`, `*` in the path; the exact host unless it begins with `*.`",
    "purposes": "what it permits",
    "valid_from": "its first day (UTC)",
    "valid_until": "its last day (UTC)",
    "document": "the letter, by its path beside this file",
    "sha256": "of the letter; where it does not match, the permission lifts nothing",
}

READING: Mapping[str, str] = {
    "quote_sha256": "of the sentence that is no reservation, as explain prints it",
    "reason": "why it is none",
    "who": "who read it and says so",
    "until": "the last day on which the reading holds (UTC)",
}

OBJECTION: Mapping[str, str] = {
    "who": "who objects",
    "when": "the day from which it is heard (UTC)",
    "scope": "`host/path`, as in a permission; nothing there is asked for any more",
    "contact": "whom to answer",
    "reason": "what was objected to, or where the letter is",
}
