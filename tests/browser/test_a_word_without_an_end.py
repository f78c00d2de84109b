"""A title of 290 letters without a space, wherever people write: no page is wider than a screen of 320 px."""

import pytest

from tests.scripts.world import write_everywhere

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UNFOLD = "document.querySelectorAll('details').forEach(one => one.open = true)"


@pytest.mark.usefixtures("programme")
def test_no_page_scrolls_sideways(visitor, people):
    """Also with everything unfolded. Tables scroll in a box of their own."""
    readers = {"visitor": visitor(320)}
    wide = []
    for address, person in write_everywhere("W" * 290, people).items():
        if person not in readers:
            readers[person] = visitor(320).sign_in(getattr(people, person))
        page = readers[person].page
        page.goto(address)
        page.evaluate(UNFOLD)
        if over := page.evaluate("document.documentElement.scrollWidth - window.innerWidth"):
            wide.append(f"{address}: {over} px")
    assert wide == []
