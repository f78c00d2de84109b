"""The addresses of every public page, with the day on which each last changed, for search engines."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Max
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from briefs.models import Issue
from briefs.pages.reports import public_reports
from countries.models import Country, Theme
from indicators.models import Indicator, Publication
from projects.models import Partner, Project
from rmt.site.about import PAGES
from rmt.site.sharing.head import absolute

LISTS = (
    "home", "countries", "themes", "indicators", "results", "projects", "partners", "briefs", "reports", "compare",
    "claims", "about",
)  # fmt: skip
MOST = 50_000  # of one file, by the protocol

Place = tuple[str, date | None]


def places() -> list[Place]:
    """The absolute address of every public page, with the day of its last change where it is known."""
    found = [*lists(), *rows_with_their_own_page(), *reports(), *results()]
    return [(absolute(path), day) for path, day in found[:MOST]]


def lists() -> Iterator[Place]:
    """The pages that list others, which change with every publication, and the pages about the site."""
    last = Publication.objects.aggregate(last=Max("recorded_at"))["last"]
    about = [page.name for page in PAGES]
    for name in (*LISTS, *about):
        try:
            yield reverse(name), last.date() if last and name not in {*about, "about"} else None
        except NoReverseMatch:
            continue


def rows_with_their_own_page() -> Iterator[Place]:
    countries = Country.objects.annotate(last=Max("publications__recorded_at")).order_by("slug")
    for slug, last in countries.values_list("slug", "last"):
        yield reverse("country", args=[slug]), last.date() if last else None
    themes = Theme.objects.annotate(last=Max("published_tags__publication__recorded_at")).order_by("slug")
    for slug, last in themes.values_list("slug", "last"):
        yield reverse("theme", args=[slug]), last.date() if last else None
    indicators = Indicator.objects.annotate(last=Max("publications__recorded_at")).order_by("code")
    for code, last in indicators.values_list("code", "last"):
        yield reverse("indicator", args=[code.lower()]), last.date() if last else None
    for slug in Project.objects.current().order_by("slug").values_list("slug", flat=True):
        yield reverse("project", args=[slug]), None
    for slug in Partner.objects.filter(merged_into=None).order_by("slug").values_list("slug", flat=True):
        yield reverse("partner", args=[slug]), None
    for slug, issued in Issue.objects.briefs_on(None).values_list("brief__slug", "recorded_at"):
        yield reverse("brief", args=[slug]), issued.date()


def reports() -> Iterator[Place]:
    for public in public_reports(timezone.now()):
        yield public.url, public.issue.recorded_at.date()


def results() -> Iterator[Place]:
    for number, moment in Publication.objects.as_of(None).order_by("-number").values_list("number", "recorded_at"):
        yield reverse("result", args=[number]), moment.date()
