"""What documents tell of countries: profiles and stories, which are facts of their day, and notes beside figures."""

from typing import Any

from django.utils import timezone

from countries.actions import record_facts
from countries.models import Country, Profile, Story
from indicators.models import CountryIndicatorNote, Indicator
from rmt.models import User

RECORDER = "countries.recorder@rmt.invalid"

Row = dict[str, Any]

SAID = ("situation", "priorities", "opportunities", "period", "source", "doubt")


def load_profiles(rows: list[Row]) -> None:
    """Profiles and stories by country; a profile that a country team has written since stays."""
    countries = dict(Country.objects.values_list("iso3", "pk"))
    of_teams = set(Profile.objects.as_of(None).exclude(by=None).values_list("country__iso3", flat=True))
    record_facts(
        Profile,
        [
            {"country_id": countries[row["iso3"]], **{name: row[name] or "" for name in SAID}}
            for row in rows
            if row["iso3"] not in of_teams
        ],
        key=("country_id",),
    )
    record_facts(
        Story,
        [
            {
                "country_id": countries[row["iso3"]],
                "text": row["story"]["text"],
                "source": "\n".join(row["story"]["source"]),
                "doubt": row["story"]["doubt"] or "",
            }
            for row in rows
            if row.get("story")
        ],
        key=("country_id",),
    )


def load_notes(rows: list[Row]) -> None:
    """What documents tell beside the figures of countries, each note once."""
    countries = dict(Country.objects.values_list("iso3", "pk"))
    indicators = dict(Indicator.objects.values_list("code", "pk"))
    there = set(CountryIndicatorNote.objects.filter(round=None).values_list("country", "indicator", "period", "text"))
    told = []
    for row in rows:
        key = (countries[row["country"]], indicators[row["indicator"]], row["period"] or "", row["text"])
        if key in there:
            continue
        there.add(key)
        country, indicator, period, text = key
        about = {"country_id": country, "indicator_id": indicator, "period": period, "text": text}
        source = {"source": row["source"], "doubt": row["doubt"] or "", "by": _recorder(), "at": timezone.now()}
        told.append(CountryIndicatorNote(**about, **source))
    CountryIndicatorNote.objects.bulk_create(told)


def _recorder() -> User:
    found = User.objects.filter(email=RECORDER).first()
    return found or User.objects.create_user(RECORDER, is_active=False, first_name="Country records", last_name="entry")


LOADERS = (
    ("country_profiles.json", load_profiles),
    ("indicator_notes.csv", load_notes),
)
