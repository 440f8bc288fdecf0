"""Does the browser hear what a page does wrong?"""

from tests.browser.looking import Look

WRONG = """<!doctype html><html lang="en"><title>Wrong</title><h1>Wrong</h1>
<button></button><img src="http://127.0.0.1:9/none.png">
<script>console.error("said so")</script>"""


def test_errors_requests_and_barriers_are_heard(look: Look) -> None:
    look.page.set_content(WRONG)
    assert "error: said so" in look.complaints
    assert "http://127.0.0.1:9/none.png" in look.requests
    assert {line.split(":")[0] for line in look.barriers()} == {
        "button-name",
        "image-alt",
    }


def test_a_page_that_does_nothing_wrong_has_nothing_against_it(look: Look) -> None:
    look.page.set_content(
        '<!doctype html><html lang="en"><title>Right</title>'
        "<main><h1>Right</h1><p>All is said.</p></main>"
    )
    assert (look.complaints, look.barriers()) == ([], [])
