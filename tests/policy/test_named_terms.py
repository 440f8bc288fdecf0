"""Which terms are heard beside those that a link of the site's own leads to?"""

import pytest

from tests.policy.asked import (
    NOTICE,
    NOW,
    REFUSE,
    SITE,
    URL,
    Headers,
    document,
    gate,
    page,
    robots,
    silent_site,
)
from tests.policy.test_site_notice import GROUP, HTML, heard_of_groups


@pytest.mark.parametrize(
    "footer",
    [
        '<footer><a href="{0}">Terms of use</a></footer>',
        '<div id="page-footer"><li><span><a href="{0}">AGB</a></span></li></div>',
        '<div role="contentinfo"><p>© 2026 Group Media <a href="{0}">Terms</a></p></div>',
        (
            '<footer><p>By reading on you agree to our <a href="{0}">terms of use</a>.</p>'
            "</footer>"
        ),
    ],
)
def test_terms_in_a_footer_bind_though_they_are_the_groups(footer: str) -> None:
    group = GROUP.format("")
    found, read = gate(*silent_site()), page(f"<p>News.{footer.format(group)}")

    asked = heard_of_groups(
        found, read, [document(group, f"<p>{NOTICE}", headers=HTML)]
    )

    assert asked == [group]
    assert found.after_fetch(read, NOW).verdict is REFUSE
    assert found.before_fetch(f"{SITE}/another", NOW).verdict is REFUSE


@pytest.mark.parametrize(
    "markup",
    [
        '<p>The council read the <a href="{0}">terms of use</a></p>',  # amid the news
        '<footer><a href="{0}/terms">About us</a></footer>',  # by its path alone
        '<footer><a href="{0}">Legal notice</a></footer>',
        (
            "<footer><p>© 2026 The Gazette. Protected by a captcha: the Group "
            '<a href="/privacy">privacy policy</a> and <a href="{0}">terms of service</a>'
            " apply.</p></footer>"
        ),
    ],
)
def test_terms_of_somebody_else_are_not_the_sites(markup: str) -> None:
    group = GROUP.format("")
    found = gate(*silent_site())

    assert found.wants(page(f"<p>News.{markup.format(group)}"), NOW) == ()


NAMING: dict[str, tuple[str, Headers]] = {
    "terms-of-service": ('<link rel="terms-of-service" href="/rules">', ()),
    "copyright": ('<link rel="Copyright" href="/rules">', ()),
    "license": ('<link rel="license" href="/rules">', ()),
    "header": ("", (("Link", '</rules>; rel="terms-of-service"'),)),
    "licence header": ("", (("Link", '</rules>; rel="license"'),)),
    "JSON-LD": (
        (
            '<script type="application/ld+json">{"@type": "NewsArticle",'
            f' "usageInfo": "{SITE}/rules"}}</script>'
        ),
        (),
    ),
    "metadata": (f'<meta name="dcterms.license" content="{SITE}/rules">', ()),
}


@pytest.mark.parametrize("name", NAMING)
def test_terms_are_heard_that_are_named_to_machines(name: str) -> None:
    markup, headers = NAMING[name]
    found, read = gate(*silent_site()), page(f"{markup}<p>News.", headers=headers)
    answer = document(f"{SITE}/rules", f"<p>{NOTICE}", headers=HTML)

    assert heard_of_groups(found, read, [answer]) == [answer.url]

    assert found.after_fetch(read, NOW).verdict is REFUSE
    assert found.before_fetch(f"{SITE}/another", NOW).verdict is REFUSE


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="license" href="https://creativecommons.org/publicdomain/zero/1.0/">',
        '<link rel="terms-of-service" href="https://service.example/tos">',
        '<figure><a rel="license" href="https://agency.example/terms">EXN</a></figure>',
        (
            '<script type="application/ld+json">{"@type": "ImageObject",'
            f' "license": "{SITE}/pictures"}}</script>'
        ),
    ],
)
def test_what_names_no_terms_of_the_site_is_not_asked_for(markup: str) -> None:
    assert gate(*silent_site()).wants(page(f"{markup}<p>News."), NOW) == ()


ROBOTS_NAMES = {
    "comment": "# Terms of our group: https://group.example/terms.\nUser-agent: *\n",
    "record": "User-agent: *\nLLM-Policy: https://group.example/terms\nAllow: /\n",
    "policy": "AI-Policy: https://group.example/terms#ai # ours\n",
}


@pytest.mark.parametrize("name", ROBOTS_NAMES)
def test_terms_are_heard_that_robots_txt_leads_to(name: str) -> None:
    group = GROUP.format("")
    text = robots(ROBOTS_NAMES[name])
    found, read = gate(*silent_site(), text), page()

    asked = heard_of_groups(
        found, read, [document(group, f"<p>{NOTICE}", headers=HTML)]
    )

    assert asked == [group]
    assert found.before_fetch(URL, NOW).verdict is REFUSE


def test_an_llms_txt_is_heard_where_robots_txt_names_it() -> None:
    url = f"{SITE}/llms.txt"
    found = gate(*silent_site(), robots(f"# For models: {url}\nUser-agent: *\n"))
    plain = (("Content-Type", "text/markdown"),)

    heard_of_groups(
        found, page(), [document(url, f"# Gazette\n> {NOTICE}", headers=plain)]
    )

    assert found.before_fetch(URL, NOW).verdict is REFUSE


@pytest.mark.parametrize(
    "text",
    [
        "# See https://www.robotstxt.org/robotstxt.html and https://seo.example/faq",
        "Sitemap: https://gazette.example/terms/sitemap.xml",
        "User-agent: *\nDisallow: https://gazette.example/terms",
        "Host: https://gazette.example/terms",
    ],
)
def test_other_addresses_in_robots_txt_are_no_terms(text: str) -> None:
    assert gate(*silent_site(), robots(text)).wants(f"{SITE}/b", NOW) == ()
