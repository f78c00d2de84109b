"""Every list and public page asks the database as often for many results as for few."""

import pytest

from tests import factories
from tests.cast import Cast
from tests.counting import queries

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

PUBLIC = {
    "/": 21, "/countries/": 9, "/countries/?sort=-step&region=africa": 9, "/search/?q=people": 5,
    "/countries/togo/": 22, "/countries/togo/?as_of=2999-01-01": 22,
    "/countries/togo/?biennium=2022-23": 22, "/countries/togo.pdf": 19, "/themes/": 12,
    "/themes/social-health-protection/": 22, "/themes/financing/": 22, "/indicators/": 8, "/indicators/r2/": 16,
    "/indicators/i3/": 17,
    "/indicators/d1/": 15, "/indicators/t4/": 16, "/results/1/": 12, "/results/": 15, "/about/": 4,
    "/about/how-results-are-counted/": 6,
    "/about/glossary/": 2, "/about/record/": 3, "/card.png": 8, "/countries/togo/card.png": 9,
    "/themes/social-health-protection/card.png": 9,
    "/partners/ireland/card.png": 10, "/feed.atom": 6, "/countries/togo/feed.atom": 6, "/partners/ireland/feed.atom": 6,
    "/themes/social-health-protection/feed.atom": 6, "/countries/togo/embed/": 9, "/sitemap.xml": 13,
    "/compare/": 6, "/compare/?one=togo&two=cambodia": 14, "/compare/?what=days&country=togo": 16,
    "/indicators/r2/charts/years.svg": 16,
}  # fmt: skip
DESK = {
    "/desk/": ("focal_togo", 30), "/desk/results/": ("focal_togo", 30), "/desk/review/": ("manager", 40),
    "/desk/review/?flagged=no&order=flagged": ("manager", 80), "/desk/review/?level=impact": ("specialist_africa", 45),
    "/desk/rounds/": ("manager", 30), "/desk/rounds/2026-2/": ("manager", 30), "/desk/editions/": ("evaluator", 30),
    "/desk/updates/": ("focal_togo", 30), "/desk/updates/2026-2/togo/": ("focal_togo", 40),
    "/desk/updates/togo/hand-over/": ("focal_togo", 40), "/desk/milestones/togo/": ("focal_togo", 20),
    "/desk/results/?status=draft": ("evaluator", 30), "/desk/results/new/": ("focal_togo", 30),
}  # fmt: skip


def publish_some(count: int) -> None:
    """Results of several kinds in Togo, tagged, with parts: more of everything that a page lists."""
    for number in range(count):
        factories.publish(indicator="R2", title=f"Law {number}", themes=["social-health-protection"])
        factories.publish(indicator="D1", title=f"Study {number}")
        factories.publish(
            indicator="I3",
            title=f"People {number}",
            themes=["financing"],
            parts={"sex:women": 400, "disability:yes": 50},
        )


def wait_some(count: int, cast: Cast) -> None:
    for number in range(count):
        factories.draft(title=f"Draft {number}", by=cast.focal_togo)
        factories.submit(title=f"Sent {number}", by=cast.focal_togo)
        factories.submit(indicator="I3", title=f"Sent people {number}", by=cast.focal_togo)


def test_public_pages(client, programme):
    publish_some(2)
    client.get("/results/")  # a process reads what was published once
    few = {address: queries(client, address) for address in PUBLIC}
    publish_some(8)
    client.get("/results/")
    assert {address: queries(client, address) for address in PUBLIC} == few
    assert {address: count for address, count in few.items() if count > PUBLIC[address]} == {}


def test_pages_of_the_desk(client, cast):
    wait_some(2, cast)
    few = {address: queries_of(client, cast, address) for address in DESK}
    wait_some(8, cast)
    assert {address: queries_of(client, cast, address) for address in DESK} == few
    assert {address: count for address, count in few.items() if count > DESK[address][1]} == {}


def queries_of(client, cast: Cast, address: str) -> int:
    client.force_login(getattr(cast, DESK[address][0]), backend="django.contrib.auth.backends.ModelBackend")
    return queries(client, address)
