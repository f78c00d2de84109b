"""One made-up result after the other, as the payload that its publication holds (`payload.payload`)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from countries.models import Country, Instrument, Theme
from indicators.fields import FIELDS, SCHEMA
from indicators.generated import words
from indicators.models import Category, Indicator, PBOutput, Round
from projects.models import Project

KINDS = {"D1": 14, "D2": 10, "D3": 5, "D6": 4, "R1": 10, "R2": 16, "R3": 18, "I2": 6, "I3": 12, "I4": 3, "I6": 2}
FIRST_YEAR = 2016


@dataclass(frozen=True)
class Place:
    """A country with what its results rest on, and who supports them."""

    country: Country
    instruments: Sequence[Instrument]
    projects: Sequence[tuple[Project, Sequence[tuple[str, str]]]]


@dataclass(frozen=True)
class Frame:
    """What the reference data offers."""

    places: Sequence[Place]
    indicators: dict[str, Indicator]
    themes: Sequence[Theme]
    categories: dict[str, Sequence[Category]]
    rounds: Sequence[Round]
    outputs: Sequence[PBOutput]


@dataclass
class Story:
    """A made-up result: where, what it says, and what happens to it later."""

    place: Place
    indicator: Indicator
    said: dict[str, Any]
    later: str = ""


@dataclass
class Teller:
    """Tells stories in order of publication; the same seed tells the same ones."""

    frame: Frame
    random: Random
    levels: dict[tuple[str, str, str], tuple[int, int]] = field(default_factory=dict)
    recent: dict[str, str] = field(default_factory=dict)

    def tell(self, number: int, published: date) -> Story:
        """The result that is published as `number` on a day. Countries are skewed: a few have many."""
        random = self.random
        weights = [1 / (rank + 2) for rank in range(len(self.frame.places))]
        place = random.choices(self.frame.places, weights)[0]
        code = random.choices(list(KINDS), list(KINDS.values()))[0]
        indicator = self.frame.indicators[code]
        said = self._core(number, place, indicator, self._achieved(published))
        if indicator.level != "deliverable":
            self._rest_on(said, random.choice(place.instruments))
        if indicator.has_value:
            self._count(said, indicator, place)
        self._surround(said, place)
        story = Story(place, indicator, said, later=self._later(indicator))
        self.recent[place.country.iso3] = said["uuid"]
        return story

    def _achieved(self, published: date) -> tuple[date, date]:
        happened = max(published - timedelta(days=int(self.random.expovariate(1 / 200))), date(FIRST_YEAR, 1, 1))
        match self.random.random():
            case chance if chance < 0.6:
                return happened, happened
            case chance if chance < 0.85:
                return happened.replace(day=1), _end_of_month(happened)
            case _:
                return date(happened.year, 1, 1), date(happened.year, 12, 31)

    def _core(self, number: int, place: Place, indicator: Indicator, days: tuple[date, date]) -> dict[str, Any]:
        random = self.random
        first, last = days
        in_round = next((r for r in self.frame.rounds if r.start <= last < r.end), None)
        output = next((o for o in self.frame.outputs if o.start <= last < o.end), None)
        return dict.fromkeys(field.name for field in FIELDS) | {
            "schema": SCHEMA, "uuid": str(UUID(int=random.getrandbits(128), version=4)), "number": number,
            "title": words.title(indicator.code, random), "outcome": random.choice(words.OUTCOMES),
            "contribution": random.choice(words.CONTRIBUTIONS),
            "gender": random.choice((None, None, "Women are named in the text.")), "cpo_code": None, "unit": None,
            "value_status": "not-applicable", "baseline_year": None, "coverage_basis": None, "duration": None,
            "months": None, "qualifier": None, "target_year": None, "method": None, "grade": None,
            "source": f"Official Gazette No. {number} (made up)", "note": None, "language": "en", "origin": "entered",
            "criteria_version": "2021", "value": None, "baseline_value": None, "increase": None,
            "achieved_first": first.isoformat(), "achieved_last": last.isoformat(), "country": place.country.iso3,
            "indicator": indicator.code, "round": in_round.code if in_round else None,
            "pb_output": output.key if output and random.random() < 0.4 else None, "instrument": None, "pool": None,
            "parts": [], "tags": [], "standings": [], "evidence": [], "others": [], "consultations": [], "follows": [],
            "projects": [], "partners": [],
        }  # fmt: skip

    def _rest_on(self, said: dict[str, Any], instrument: Instrument) -> None:
        said["instrument"] = {
            "uuid": str(instrument.uuid), "title": instrument.title, "kind": instrument.kind,
            "reference": instrument.reference,
        }  # fmt: skip

    def _count(self, said: dict[str, Any], indicator: Indicator, place: Place) -> None:
        """Figures that make no clash: on one instrument each year has one level, and only the first a baseline."""
        random, year = self.random, int(said["achieved_last"][:4])
        said["unit"], said["value_status"] = indicator.unit, "reported"
        if indicator.level != "impact":
            said["value"] = str(random.randint(8, 400))
            self._divide(said, int(said["value"]), ("sex",) if indicator.code == "D2" else ())
            return
        said["grade"] = random.choice(("official-statistics", "administrative-record", "programme-estimate"))
        if indicator.code == "I3":
            said["coverage_basis"], said["duration"] = "contributing", "continuing"
        key = (place.country.iso3, indicator.code, said["instrument"]["uuid"])
        before_year, before = self.levels.get(key, (0, 0))
        added = int(random.lognormvariate(9, 1.6)) + 10
        if before_year and year <= before_year:  # the year has its level: a payment apart from the series
            said |= {"duration": "temporary", "months": 6, "value": str(added)}
            said |= {"baseline_year": max(year - 1, 2015), "baseline_value": "0"}
            return
        said |= {"value": str(before + added), "baseline_year": max(year - 1, 2015), "baseline_value": str(before)}
        if before_year:
            said["baseline_year"] = before_year
        self.levels[key] = (year, before + added)
        said["qualifier"] = random.choice((None, None, "about", "over"))
        self._divide(said, added, ("sex", "disability", "age"))

    def _divide(self, said: dict[str, Any], total: int, dimensions: Sequence[str]) -> None:
        parts = []
        for code in dimensions:
            if self.random.random() < 0.55:
                left = total
                for category in self.frame.categories[code]:
                    share = int(left * self.random.random())
                    left -= share
                    parts.append((code, category, share))
        order = {"sex": 0, "age": 1, "disability": 2}
        parts.sort(key=lambda part: order[part[0]])
        said["parts"] = [{"category": c.key, "value": str(share), "status": "reported"} for _d, c, share in parts]

    def _surround(self, said: dict[str, Any], place: Place) -> None:
        random = self.random
        themes = sorted(random.sample(list(self.frame.themes), random.choice((0, 1, 1, 2, 3))), key=lambda t: t.order)
        said["tags"] = [
            {"theme": theme.slug, "state": random.choice(("confirmed", "confirmed", "proposed"))} for theme in themes
        ]
        said["evidence"] = [
            {
                "uuid": str(UUID(int=random.getrandbits(128), version=4)), "title": "Official Gazette",
                "url": f"https://gazette.example.org/{said['number']}/{n}", "file_name": None, "sha256": None,
                "audience": "public",
            }
            for n in range(random.choice((1, 1, 2)))
        ]  # fmt: skip
        if random.random() < 0.4:
            said["others"] = [{"who": random.choice(words.OTHERS), "what": "Paid for the field work."}]
        if random.random() < 0.3 and place.country.iso3 in self.recent:
            said["follows"] = [self.recent[place.country.iso3]]
        if place.projects and random.random() < 0.5:
            project, partners = random.choice(place.projects)
            said["projects"] = [
                {"slug": project.slug, "symbol": project.symbol, "title": project.title, "role": "supported"}
            ]
            said["partners"] = [{"slug": slug, "name": name} for slug, name in partners]

    def _later(self, indicator: Indicator) -> str:
        chance = self.random.random()
        if indicator.level == "result" and chance < 0.03:
            return "lost"
        if indicator.level == "result" and chance < 0.2:
            return "confirmed"
        return "restated" if chance > 0.92 else "withdrawn" if chance > 0.91 else ""


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
