"""Where a notice binds, and where it is only told."""

import pytest

from newscrawler.notices import Place, Scope, find_candidates, find_page_notices
from newscrawler.page import Page

NEWS = (
    "The harbour was quiet on the morning after the storm, and nobody spoke of it. " * 2
)

BARE = f"<div class=k1><div class=k2><p>{NEWS}</p><p>{NEWS}</p><p>{NEWS}</p></div>"
"""An article, whose markup says so nowhere, with nothing beside it yet."""

OTHERS = (
    "</div><div><p>More news</p><p>The ferry is late</p><p>Gulls are early</p></div>"
)


def found(
    html: str, url: str = "https://a.example/news/1"
) -> list[tuple[Place, Scope]]:
    page = Page.from_html(html.encode(), url)
    return [(notice.place, notice.scope) for notice in find_page_notices(page)]


BINDING = [
    ("<footer><p>No AI training.</footer>", Place.FOOTER, Scope.SITE),
    ("<div class=copyright>Kein KI-Training</div>", Place.FOOTER, Scope.SITE),
    (f"<article><p>{NEWS}<p>{NEWS}<p>(exn) Not for use by AI systems.</article>", Place.TAIL, Scope.PAGE),
    ("<meta name='dcterms.rights' content='Text and data mining reserved'>", Place.META, Scope.PAGE),
    ("<meta property='og:description' content='Our articles may not be used to train AI.'>", Place.DESCRIPTION, Scope.SITE),
    ("<script type='application/ld+json'>{'@type':'NewsArticle','hasPart':[{'copyrightNotice':'No AI training'}]}</script>".replace("'@", '"@').replace("'", '"').replace('"application/ld+json"', "'application/ld+json'"), Place.JSON_LD, Scope.PAGE),
    ('<script type="application/json">{"page":{"copyrightText":"Crawling und Scraping verboten"}}</script>', Place.JSON_LD, Scope.PAGE),
    ("<!-- AI crawlers are not allowed on this site -->", Place.COMMENT, Scope.SITE),
    ("<p>News<noscript>KI-Training untersagt</noscript>", Place.HIDDEN, Scope.PAGE),
    ("<div style='display: none'>Dilarang crawling di situs ini</div>", Place.HIDDEN, Scope.SITE),
    ("<template><p>AI 학습 금지</p></template>", Place.HIDDEN, Scope.PAGE),
    ("<img alt='A boat. Photo: L. Grey. No AI training.'>", Place.ATTRIBUTE, Scope.ASSET),
    ("<figure><figcaption>Photo: L. Grey. No AI training.</figcaption></figure>", Place.CAPTION, Scope.ASSET),
    ("<footer><p>Das <b>Trai</b>ning von <span>KI</span>-Systemen<br>mit unseren Texten ist unter<i>sagt</i>.</footer>", Place.FOOTER, Scope.SITE),
    (f"<article><p>{NEWS}<p>Our articles may not be used to train AI.<p>{NEWS}<p>{NEWS}<p>{NEWS}</article>", Place.BODY, Scope.SITE),
    ('<script>window.__STATE__={"page":{"copyrightText":"KI-Training \\u0075ntersagt"}};</script>', Place.JSON_LD, Scope.PAGE),
    ("<footer><blockquote>No AI training.</blockquote></footer>", Place.FOOTER, Scope.SITE),
    ("<footer><pre>No AI training.</pre></footer>", Place.FOOTER, Scope.SITE),
    (f"<article><p>{NEWS}<p>{NEWS}<pre>No use for AI training.</pre></article>", Place.TAIL, Scope.PAGE),
    ("<footer><p>It is forbidden:<ul><li>to shout<li>to train AI on our texts</ul></footer>", Place.FOOTER, Scope.SITE),
    (f"<article><p>{NEWS}<h3>Forbidden:</h3><ul><li>to shout<li>to train AI on our articles</ul><p>{NEWS}<p>{NEWS}<p>{NEWS}</article>", Place.BODY, Scope.SITE),
    ('<script type="application/json">{"legal":{"statement":"No AI training."}}</script>', Place.JSON_LD, Scope.PAGE),
    ("<!-- =============\n AI crawlers are not allowed on this site\n ============= -->", Place.COMMENT, Scope.SITE),
    ("<a-foot><template shadowrootmode=open><a-small><template shadowrootmode=open><p>No AI training.</p></template></a-small></template></a-foot>", Place.HIDDEN, Scope.PAGE),
    ("<footer><iframe srcdoc='&lt;p>No AI&lt;b> training&lt;/b>.&lt;/p>'></iframe></footer>", Place.FOOTER, Scope.SITE),
    ("<footer><svg><g><text>No AI <tspan>training</tspan>.</text></g></svg></footer>", Place.FOOTER, Scope.SITE),
    ("<footer><textarea readonly>No AI training.</textarea></footer>", Place.FOOTER, Scope.SITE),
    (f"{BARE}<p>Ann Grey</p><p>No use for AI training.</p>", Place.TAIL, Scope.PAGE),
    (f"{BARE[:-6]}<p>(ag) No use for AI training.</p></div>", Place.TAIL, Scope.PAGE),
    (f"{BARE}{OTHERS}<div><div><span>© 2026 Grey News</span><p>No AI training.</p></div></div>", Place.FOOTER, Scope.SITE),
    (f"{BARE}<div><a href=/legal/terms>No AI training on our site</a> <span>11/2026</span></div>", Place.OUTSIDE, Scope.SITE),
    ("<footer><p>“No AI training on our site.”</footer>", Place.FOOTER, Scope.SITE),
    ("<footer><p>No AI training on our site.<p><label><input type=radio> dark</label><p><label><input type=radio> light</label></footer>", Place.FOOTER, Scope.SITE),
    (f"{BARE}<footer><input type=checkbox id=menu>No AI training on our site.</footer>", Place.FOOTER, Scope.SITE),
    (f"{BARE}<footer><div><input type=checkbox> No AI training on our site.</div></footer>", Place.FOOTER, Scope.SITE),
    (f"{BARE}<footer>No AI training on our site.<div><label><input type=radio>dark</label><label><input type=radio>light</label></div></footer>", Place.FOOTER, Scope.SITE),
    (f"{BARE}<div><p>No AI training on our site.</p></div><div><label><input type=radio>dark</label></div><div><label><input type=radio>light</label></div>", Place.TAIL, Scope.SITE),
    (f"<main>{BARE}<p>No AI training on our site.</p></main><form><label><input type=radio>dark</label><label><input type=radio>light</label></form>", Place.TAIL, Scope.SITE),
]  # fmt: skip


@pytest.mark.parametrize(("html", "place", "scope"), BINDING)
def test_a_notice_binds(html: str, place: Place, scope: Scope) -> None:
    assert found(html) == [(place, scope)]


NOT_BINDING = [
    f"<article><p>{NEWS}<p>AI training is forbidden there.<p>{NEWS}<p>{NEWS}<p>{NEWS}</article>",
    f"<article><p>{NEWS}<p>“Our articles may not be used to train AI,” reads the line below.<p>{NEWS}<p>{NEWS}</article>",
    "<article><blockquote>No AI training.</blockquote></article>",
    "<meta name='description' content='Publishers ban AI crawlers'>",
    "<script>var notice = 'No AI training';</script>",
    "<!-- if (noCrawling) { ban(ai); } // no AI training -->",
    "<img alt='No coffee-pouring robots'>",
    "<footer><p>All rights reserved. No reproduction without permission.</footer>",
    f"<article><p>{NEWS}</article><section id=comments><ol class=comment-list><li class=comment><p>No AI training on our stories!</ol></section>",
    f"<main><p>{NEWS}<article class=comment-body><p>No AI training on our stories!</article></main>",
    f"<article><p>{NEWS}<ul><li><label><input type=radio> Yes, ban all robots from our site</label></ul></article>",
    f"<article><p>{NEWS}<pre># No AI training on our site</pre><p>{NEWS}<p>{NEWS}<p>{NEWS}</article>",
    "<article><blockquote>Our articles may not be used to train AI.</blockquote></article>",
    "<title>Gull Bay bans AI robots from our coast | Grey</title><img alt='Gull Bay bans AI robots from our coast'>",
    f"{BARE}{OTHERS}<div><a href=/x><p>Our articles may not be used to train AI</a></div>",
    f"<div><p>{NEWS}<p>Art. 3. Automated collection of our site for AI training is forbidden.<p>{NEWS}<p>{NEWS}<p>{NEWS}</div>",
    "<nav><p>AI: forbidden<ul><li><a href=/1>Crawling the coast</a><li><a href=/2>Training a model</a></ul></nav>",
    f"<div class=k1><p>{NEWS}<p>{NEWS}<p>AI training is forbidden there.<p>{NEWS}<p>{NEWS}<p>{NEWS}</div>",
    f"{BARE}<div><div>Read also</div><div><a href=/9714.html>Grey News bans AI robots from our coast</a><span>21:25</span></div></div>",
    f"<article><p>{NEWS}<p>“We were robbed. AI training on our articles is forbidden, and so it says on our site.”<p>{NEWS}<p>{NEWS}<p>{NEWS}</article>",
    f"{BARE}<aside><p>Our site must ban AI robots.</p><label><input type=radio> Agreed</label><label><input type=radio> No</label></aside>",
    f"{BARE}<div><h4>Our site must ban AI robots.</h4><ul><li><label><input type=radio> Yes</label></li><li><label><input type=radio> No</label></li></ul></div>",
    f"{BARE}<div><label><input type=radio> Our site must ban AI robots</label><label><input type=radio> No</label></div>",
    f"{BARE}<p>Or compare the code before AI (a repository here) and after, as the crawlers saw it, not as we did.</p>",
]


@pytest.mark.parametrize("html", NOT_BINDING)
def test_what_is_told_or_quoted_does_not_bind(html: str) -> None:
    assert found(html) == []


def test_a_page_of_terms_speaks_for_the_site() -> None:
    html = f"<main><p>{NEWS}<p>Scraping is not permitted.<p>{NEWS}<p>{NEWS}<p>{NEWS}</main>"

    assert found(html, "https://a.example/terms") == [(Place.TERMS, Scope.SITE)]
    assert found(html) == []


def test_a_selector_leads_to_the_place() -> None:
    html = b"<footer><p>Contact<p id=n>No AI training.</footer>"

    (notice,) = find_page_notices(Page.from_html(html, "https://a.example/"))

    assert (notice.selector, notice.text) == ("p#n", "No AI training.")


def test_a_page_that_cannot_be_read_has_no_notice() -> None:
    page = Page.from_html(b"%PDF-1.7 No AI training", "https://a.example/a.pdf")

    assert find_page_notices(page) == []


CANDIDATES = [
    (f"<article><p>{NEWS}<p>AI training is forbidden there.<p>{NEWS}<p>{NEWS}<p>{NEWS}</article>", Place.BODY),
    ("<article><blockquote>No AI training.</blockquote></article>", Place.QUOTATION),
    (f"<p>{NEWS} No AI training.<p>{NEWS}", Place.OUTSIDE),
    ("<meta name='description' content='A boat. No AI training. It sank.'>", Place.DESCRIPTION),
    ("<img alt='No robots.'>", Place.ATTRIBUTE),
]  # fmt: skip


@pytest.mark.parametrize(("html", "place"), CANDIDATES)
def test_what_does_not_bind_is_a_candidate(html: str, place: Place) -> None:
    page = Page.from_html(html.encode(), "https://a.example/news/1")

    (candidate,) = find_candidates(page)

    assert candidate.place is place
    assert candidate.selector
    assert find_page_notices(page) == []


def test_a_notice_binds_or_is_a_candidate() -> None:
    html = f"<article><p>{NEWS}<p>AI training is forbidden.<p>{NEWS}<p>{NEWS}<p>{NEWS}</article><footer>No AI training."
    page = Page.from_html(html.encode(), "https://a.example/news/1")

    assert [one.text for one in find_candidates(page)] == ["AI training is forbidden."]
    assert [one.text for one in find_page_notices(page)] == ["No AI training."]


@pytest.mark.parametrize("html", [html for html, _, _ in BINDING])
def test_what_binds_is_no_candidate(html: str) -> None:
    page = Page.from_html(html.encode(), "https://a.example/news/1")

    assert find_candidates(page) == []


def test_a_caller_cannot_change_what_was_read() -> None:
    page = Page.from_html(b"<footer>No AI training.", "https://a.example/news/1")
    find_page_notices(page).clear()

    assert len(find_page_notices(page)) == 1


def test_json_ld_of_a_live_blog_says_first_what_it_says_of_the_whole() -> None:
    update = '{"@type": "BlogPosting", "a": "1", "b": "2", "c": "3", "d": "4"}'
    blog = (
        '{"@type": "LiveBlogPosting", "copyrightNotice": "No AI training",'
        f' "liveBlogUpdate": [{", ".join([update] * 40_000)}]}}'
    )

    said = found(f'<script type="application/ld+json">{blog}</script><p>News.')

    assert said == [(Place.JSON_LD, Scope.PAGE)]
