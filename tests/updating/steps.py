"""What the tests of updates do again and again: sign in, open the page of an update, fill it in, send it."""

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from indicators.models import CountryUpdate, Indicator, Round, Target
from tests import factories

CODE, SLUG = "2026-2", "togo"
NOW = "2026-11-22T10:00:00Z"


def address(name: str = "update", code: str = CODE, slug: str = SLUG) -> str:
    return reverse(name, args=[code, slug])


def the_round(code: str = CODE) -> Round:
    return Round.objects.get(code=code)


def update_of(code: str = CODE, slug: str = SLUG) -> CountryUpdate:
    return CountryUpdate.objects.select_related("country", "round").get(round__code=code, country__slug=slug)


def close(code: str = CODE) -> None:
    Round.objects.filter(code=code).update(state=Round.State.CLOSED)


def expect(*codes: str, country: str = "TGO") -> None:
    """Make the country owe these indicators, and no others: each has a target for the window of the round."""
    Target.objects.filter(country__iso3=country).delete()
    for code in codes:
        Target.objects.create(
            indicator=Indicator.objects.get(code=code), country=factories.country_of(country),
            window_start=date(2026, 1, 1), window_end=date(2028, 1, 1), unit="person", value=100,
            source="A plan", state=Target.State.IN_USE,
        )  # fmt: skip


def fields_of(client: Client, page: str | None = None) -> dict[str, Any]:
    """The form of the update as a browser would send it back untouched."""
    form = client.get(page or address()).context["form"]
    data: dict[str, Any] = {}
    for bound in form:
        widget = bound.field.widget
        value = bound.value()
        if hasattr(widget, "widgets_names"):
            for suffix, part in zip(widget.widgets_names, value or [None] * 3, strict=True):
                data[bound.html_name + suffix] = part or ""
        else:
            data[bound.html_name] = "" if value is None else value
    return data


def post(client: Client, do: str = "save", page: str | None = None, **typed: Any):
    """Type something on the page of the update and press a button."""
    data = fields_of(client, page) | {name.replace("__", "-"): value for name, value in typed.items()} | {"do": do}
    return client.post(page or address(), data)


def answer_all(client: Client, kind: str = "no-change") -> None:
    data = fields_of(client)
    data |= {name: kind for name in data if name.startswith("answer-")}
    client.post(address(), data | {"do": "save"})


def send(client: Client) -> CountryUpdate:
    """Send the update with the two clicks of "nothing to report"."""
    page = client.get(address("update_nothing"))
    client.post(address("update_nothing"), {"version": page.context["form"]["version"].value(), "do": "rest-nothing"})
    return update_of()


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("\u202f", " ").split())
