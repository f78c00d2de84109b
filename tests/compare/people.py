"""Who reads: a visitor, each role of the demonstration at its desk, and what people practise on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Count
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from tests.compare.crawling import HOST, Limits
from tests.compare.datasets import PAST_DAYS

ROLES = {
    "demo": (
        "focal.togo", "deputy.togo", "staff", "specialist", "lead", "manager", "partner", "evaluator", "admin",
    ),
    "made-up": ("focal.togo", "lead", "manager", "evaluator"),
}  # fmt: skip
PRACTISED = {"demo": ("focal-point", "lead", "manager"), "made-up": ()}
WHO_PRACTISES = "second.manager"

SHARED = {f"{of}_{what}": 6 for of, what in product(("country", "theme", "partner"), ("card", "feed", "embed"))}
PUBLIC = Limits(
    each=1000, asked=2, asked_in_all=80, named={"result": 150, "country_pdf": 12, "published_evidence": 12, **SHARED}
)
DESK = {
    "demo": Limits(each=6, asked=2, asked_in_all=30),
    "made-up": Limits(each=3, asked=1, asked_in_all=15),
}
ADMIN = Limits(each=6, asked=1, asked_in_all=4, named={"admin": 2})
COUNTRIES_CLOSELY = 12
NOT_FOUND = ("/nowhere/", "/countries/nowhere/", "/results/0/", "/results/999999/", "/themes/nowhere/")


@dataclass(frozen=True)
class Person:
    """`name` is the folder of what they read; `may_follow` keeps the crawl on their own pages."""

    name: str
    client: Client
    start: Sequence[str]
    may_follow: Callable[[str], bool]
    limits: Limits


def people_of(dataset: str) -> Iterator[Person]:
    """Everybody who reads this dataset, each signed in when their turn comes."""
    plain = [address for address in without_arguments() if "logout" not in address]
    desk = [address for address in plain if is_desk(address)]
    admin = [address for address in plain if address.startswith("/admin/")]
    yield Person("visitor", Client(raise_request_exception=False), [*plain, *public_addresses()], is_public, PUBLIC)
    for role in ROLES[dataset]:
        if role == "admin":
            yield Person(role, signed_in(role), [*desk, *admin], is_desk_or_admin, ADMIN)
        else:
            yield Person(role, signed_in(role), desk, is_desk, DESK[dataset])
    for persona in PRACTISED[dataset]:
        start = [f"/practice{address}" for address in desk if address.startswith("/desk/")]
        yield Person(f"practice-{persona}", practising(persona), start, is_practice, DESK[dataset])


def signed_in(name: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.get(email=f"{name}@example.org"))
    return client


def practising(persona: str) -> Client:
    """Somebody who practises as one of those on offer: results in every state, an update begun."""
    client = signed_in(WHO_PRACTISES)
    answer = client.post(f"/practice{reverse('practise_as')}", {"as": persona}, HTTP_HOST=HOST)
    assert answer.status_code == 302, answer.status_code
    return client


# Where to begin


def public_addresses() -> list[str]:
    """The files and pictures of the countries with most results, past days, a second page, and what there is not."""
    slugs = countries_with_results()
    closely = [f"/countries/{slug}/" for slug in slugs]
    files = [reverse(f"country_{what}", args=[slug]) for slug in slugs[:6] for what in ("card", "feed", "embed")]
    dated = ["/", "/countries/", "/themes/", "/indicators/", "/results/", "/claims/", "/results/export.csv",
             "/results/export.xlsx", "/countries/export.csv", "/results/1/", *closely]  # fmt: skip
    return [
        *(f"/countries/{slug}.pdf" for slug in slugs),
        *closely,
        *files,
        *(f"{address}?as_of={day}" for address in dated for day in PAST_DAYS),
        *(f"{address}?as_of=2026-13-45" for address in ("/", "/countries/", closely[0], "/results/")),
        "/results/?page=2", "/results/?page=9999", "/results/?q=zzz", "/search/?q=health",
        *NOT_FOUND,
    ]  # fmt: skip


def countries_with_results() -> list[str]:
    results = apps.get_model("indicators", "Result").objects.values("country__slug").annotate(held=Count("pk"))
    return [row["country__slug"] for row in results.order_by("-held", "country__slug")[:COUNTRIES_CLOSELY]]


def without_arguments() -> list[str]:
    """Every address that needs nothing more than its name."""
    found = []
    for name in names(get_resolver()):
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return list(dict.fromkeys(found))


def names(resolver, inside: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield f"{inside}{pattern.name}"
        else:
            yield from names(pattern, f"{inside}{pattern.namespace}:" if pattern.namespace else inside)


# How far to follow


def is_desk(address: str) -> bool:
    return address.startswith(("/desk/", "/accounts/", "/clearance/", "/reply/"))


def is_desk_or_admin(address: str) -> bool:
    return is_desk(address) or address.startswith("/admin/")


def is_practice(address: str) -> bool:
    return address.startswith("/practice/desk/")


def is_public(address: str) -> bool:
    return not is_desk_or_admin(address) and not is_practice(address)
