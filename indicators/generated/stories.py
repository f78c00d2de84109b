"""One made-up result after the other, as the payload that its publication holds (`indicators.ledger.payload`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from countries.models import Country, Instrument, Theme
from indicators.fields import FIELDS, SCHEMA
from indicators.generated import words
from indicators.models import Dimension, Indicator, PBOutput, Round
from projects.models import Project

KINDS = {"D1": 14, "D2": 10, "D3": 5, "D6": 4, "R1": 10, "R2": 16, "R3": 18, "I2": 6, "I3": 12, "I4": 3, "I6": 2}
FIRST_YEAR = 2016


@dataclass(frozen=True)
class MadeUpCountry:
    """A country with the made-up instruments that its results rest on, and the projects that support them."""

    country: Country
    instruments: Sequence[Instrument]
    projects: Sequence[tuple[Project, Sequence[tuple[str, str]]]]


@dataclass
class MadeUpResult:
    """Where a result happened, what its publication says, and what happens to it later."""

    place: MadeUpCountry
    indicator: Indicator
    payload: dict[str, Any]
    later: str = ""


def year_of(name: str, year: int) -> dict[str, str]:
    """A day known to the year, as payloads have it."""
    return {f"{name}_first": f"{year}-01-01", f"{name}_last": f"{year}-12-31"}


class Storyteller:
    """Tells of results in order of publication; the same seed tells the same ones."""

    def __init__(self, places: Sequence[MadeUpCountry], random: Random) -> None:
        self.places, self.random = places, random
        self.indicators = {i.code: i for i in Indicator.objects.all()}
        self.themes = list(Theme.objects.all())
        self.categories = {d.code: list(d.categories.select_related("dimension")) for d in Dimension.objects.all()}
        self.rounds, self.outputs = list(Round.objects.all()), list(PBOutput.objects.all())
        self.levels: dict[tuple[str, str, str], tuple[int, int]] = {}
        self.recent: dict[str, str] = {}

    def tell(self, number: int, published: date) -> MadeUpResult:
        """The result that is published as `number` on a day. Countries are skewed: a few have many."""
        random = self.random
        weights = [1 / (rank + 2) for rank in range(len(self.places))]
        place = random.choices(self.places, weights)[0]
        code = random.choices(list(KINDS), list(KINDS.values()))[0]
        indicator = self.indicators[code]
        payload = self.plain_fields(number, place, indicator, self.days_of_a_change_before(published))
        if indicator.level != "deliverable":
            law = random.choice(place.instruments)
            payload["instrument"] = {
                "uuid": str(law.uuid), "title": law.title, "kind": law.kind, "reference": law.reference
            }  # fmt: skip
        if indicator.has_value:
            self.count_people(payload, indicator, place)
        self.surround(payload, place)
        self.recent[place.country.iso3] = payload["uuid"]
        return MadeUpResult(place, indicator, payload, later=self.fate(indicator))

    def days_of_a_change_before(self, published: date) -> tuple[date, date]:
        """One day, one month or one year, not long before the publication."""
        happened = max(published - timedelta(days=int(self.random.expovariate(1 / 200))), date(FIRST_YEAR, 1, 1))
        match self.random.random():
            case chance if chance < 0.6:
                return happened, happened
            case chance if chance < 0.85:
                next_month = (happened.replace(day=28) + timedelta(days=4)).replace(day=1)
                return happened.replace(day=1), next_month - timedelta(days=1)
            case _:
                return date(happened.year, 1, 1), date(happened.year, 12, 31)

    def plain_fields(
        self, number: int, place: MadeUpCountry, indicator: Indicator, days: tuple[date, date]
    ) -> dict[str, Any]:
        random = self.random
        first, last = days
        in_round = next((r for r in self.rounds if r.start <= last < r.end), None)
        output = next((o for o in self.outputs if o.start <= last < o.end), None)
        return dict.fromkeys(field.name for field in FIELDS) | {
            "schema": SCHEMA, "uuid": str(UUID(int=random.getrandbits(128), version=4)), "number": number,
            "title": words.title(indicator.code, random), "outcome": random.choice(words.OUTCOMES),
            "contribution": random.choice(words.CONTRIBUTIONS),
            "gender": random.choice((None, None, "Women are named in the text.")), "cpo_code": None, "unit": None,
            "value_status": "not-applicable", "coverage_basis": None, "duration": None,
            "months": None, "qualifier": None, "target_year": None, "method": None, "grade": None,
            "source": f"Official Gazette No. {number} (made up)", "note": None, "language": "en", "origin": "entered",
            "criteria_version": "2021", "value": None, "baseline_value": None, "increase": None,
            "achieved_first": first.isoformat(), "achieved_last": last.isoformat(), "country": place.country.iso3,
            "indicator": indicator.code, "round": in_round.code if in_round else None,
            "pb_output": output.key if output and random.random() < 0.4 else None, "instrument": None, "pool": None,
            "parts": [], "tags": [], "standings": [], "evidence": [], "others": [], "consultations": [], "follows": [],
            "projects": [], "partners": [],
        }  # fmt: skip

    def count_people(self, payload: dict[str, Any], indicator: Indicator, place: MadeUpCountry) -> None:
        """Figures that make no clash: on one instrument each year has one level, and only the first a baseline."""
        random, year = self.random, int(payload["achieved_last"][:4])
        payload["unit"], payload["value_status"] = indicator.unit, "reported"
        if indicator.level != "impact":
            payload["value"] = str(random.randint(8, 400))
            self.divide(payload, int(payload["value"]), ("sex",) if indicator.code == "D2" else ())
            return
        payload["grade"] = random.choice(("official-statistics", "administrative-record", "programme-estimate"))
        if indicator.code == "I3":
            payload["coverage_basis"], payload["duration"] = "contributing", "continuing"
        key = (place.country.iso3, indicator.code, payload["instrument"]["uuid"])
        before_year, before = self.levels.get(key, (0, 0))
        added = int(random.lognormvariate(9, 1.6)) + 10
        if before_year and year <= before_year:  # the year has its level: a payment apart from the series
            payload |= {"duration": "temporary", "months": 6, "value": str(added)}
            payload |= year_of("baseline", max(year - 1, 2015)) | {"baseline_value": "0"}
            return
        payload |= {"value": str(before + added), "baseline_value": str(before)}
        begins = random.choice((1, 1, 1, 2, 5))  # years before; some spans cross from one phase into the next
        payload |= year_of("baseline", before_year or max(year - begins, 2015))
        if indicator.code == "I3":
            payload["first_cover"] = random.choice((None, None, "yes", "no", "not-known"))
        self.levels[key] = (year, before + added)
        payload["qualifier"] = random.choice((None, None, "about", "over"))
        self.divide(payload, added, ("sex", "disability", "age"))

    def divide(self, payload: dict[str, Any], total: int, dimensions: Sequence[str]) -> None:
        parts = []
        for code in dimensions:
            if self.random.random() < 0.55:
                left = total
                for category in self.categories[code]:
                    share = int(left * self.random.random())
                    left -= share
                    parts.append((code, category, share))
        order = {"sex": 0, "age": 1, "disability": 2}
        parts.sort(key=lambda part: order[part[0]])
        payload["parts"] = [{"category": c.key, "value": str(share), "status": "reported"} for _d, c, share in parts]

    def surround(self, payload: dict[str, Any], place: MadeUpCountry) -> None:
        """Themes, evidence, what others did, which result it follows, and which project supported it."""
        random = self.random
        themes = sorted(random.sample(list(self.themes), random.choice((0, 1, 1, 2, 3))), key=lambda t: t.order)
        payload["tags"] = [
            {"theme": theme.slug, "state": random.choice(("confirmed", "confirmed", "proposed"))} for theme in themes
        ]
        payload["evidence"] = [
            {
                "uuid": str(UUID(int=random.getrandbits(128), version=4)), "title": "Official Gazette",
                "url": f"https://gazette.example.org/{payload['number']}/{n}", "file_name": None, "sha256": None,
                "audience": "public",
            }
            for n in range(random.choice((1, 1, 2)))
        ]  # fmt: skip
        if random.random() < 0.4:
            payload["others"] = [{"who": random.choice(words.OTHERS), "what": "Paid for the field work."}]
        if random.random() < 0.3 and place.country.iso3 in self.recent:
            payload["follows"] = [self.recent[place.country.iso3]]
        if place.projects and random.random() < 0.5:
            project, partners = random.choice(place.projects)
            payload["projects"] = [
                {"slug": project.slug, "symbol": project.symbol, "title": project.title, "role": "supported"}
            ]
            payload["partners"] = [{"slug": slug, "name": name} for slug, name in partners]

    def fate(self, indicator: Indicator) -> str:
        """What happens to it later; "" for nothing."""
        chance = self.random.random()
        if indicator.level == "result" and chance < 0.03:
            return "lost"
        if indicator.level == "result" and chance < 0.2:
            return "confirmed"
        return "restated" if chance > 0.92 else "withdrawn" if chance > 0.91 else ""
