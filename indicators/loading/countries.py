"""What documents tell of countries: profiles and stories, as facts that stay readable for every past day."""

from typing import Any

from countries.actions import record_facts
from countries.models import Country, Profile, Story

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


LOADERS = (("country_profiles.json", load_profiles),)
