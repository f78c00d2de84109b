"""Made-up results written in batches: working copies, what belongs to them, and a whole chain of publications."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from countries.models import Country, Instrument, Theme
from indicators import ledger
from indicators.fields import FIELDS
from indicators.generated.stories import FIRST_YEAR, MadeUpCountry, MadeUpResult, Storyteller
from indicators.generated.words import CONTRIBUTIONS, SUBJECTS
from indicators.ledger import canonical
from indicators.models import (
    Category,
    Contribution,
    Evidence,
    LedgerHead,
    OtherContribution,
    Part,
    PBOutput,
    Publication,
    PublishedContribution,
    PublishedFollow,
    PublishedPart,
    PublishedStanding,
    PublishedTag,
    Result,
    ReviewEvent,
    Revision,
    Round,
    Seal,
    Standing,
    Tag,
)
from projects.models import Funding, Partner, Project
from rmt import search
from rmt.models import Manager, SiteVersion, User

BATCH = 500
BEGIN = datetime(2021, 2, 1, tzinfo=UTC)
MADE_UP = "Made up"  # the source of everything here
AUTHOR, REVIEWER = "load.author@example.org", "load.reviewer@example.org"


def generate(results: int, *, seed: int = 1) -> Iterator[int]:
    """Write so many made-up results, a batch at a time; yields how many there are after each. Memory is one batch's.

    Each is whole: revision, review, parts, tags, links, evidence; some are restated, confirmed, lost or withdrawn.
    """
    random = Random(seed)  # noqa: S311 (made-up rows, the same at each run; nothing secret rests on it)
    with transaction.atomic():
        writer = Writer(random)
    begin = max(BEGIN, writer.last_recorded + timedelta(microseconds=1))
    span = (timezone.now() - begin) / results
    for done in range(0, results, BATCH):
        size = min(BATCH, results - done)
        moments = [begin + span * (done + n) for n in range(size)]
        writer.write(moments, end=begin + span * (done + size))
        yield done + size
    search.rebuild()
    SiteVersion.bump()


class Writer:
    """Holds what one batch hands to the next: the head of the chain, the last number, and the storyteller."""

    def __init__(self, random: Random) -> None:
        self.author, self.reviewer = _somebody(AUTHOR), _somebody(REVIEWER)
        Manager.objects.get_or_create(user=self.reviewer, start=BEGIN.date())
        self.teller = Storyteller(made_up_countries(random), random)
        head = ledger.lock()
        self.seq, self.hash = head.seq, head.hash
        self.number = Result.objects.aggregate(last=Max("number"))["last"] or 0
        last = Publication.objects.aggregate(last=Max("recorded_at"))["last"]
        sealed = Seal.objects.aggregate(last=Max("taken_at"))["last"]  # nothing is recorded before a seal that stands
        self.last_recorded = max(filter(None, (BEGIN, last, sealed)))
        self.lookups = Lookups()

    @transaction.atomic
    def write(self, moments: Sequence[datetime], *, end: datetime) -> None:
        """One batch: results published at these moments, and by `end` what happens to some of them."""
        stories = [self.teller.tell(self.number + n, moment.date()) for n, moment in enumerate(moments, 1)]
        self.number += len(stories)
        results = Result.objects.bulk_create(self.row_of(s, at) for s, at in zip(stories, moments, strict=True))
        pairs = list(zip(results, stories, strict=True))
        write_children(pairs, self.lookups, by=self.author, at=end)
        self.write_publications(pairs, moments, end)
        LedgerHead.objects.filter(pk=1).update(seq=self.seq, hash=self.hash)

    def row_of(self, story: MadeUpResult, at: datetime) -> Result:
        payload = story.payload
        return Result(
            uuid=payload["uuid"], number=payload["number"],
            **{field.name: field.type.read(payload[field.name]) for field in FIELDS},
            country=story.place.country, indicator=story.indicator, level=story.indicator.level,
            reported_in=self.lookups.rounds.get(payload["round"]),
            pb_output=self.lookups.outputs.get(payload["pb_output"]),
            instrument=self.lookups.instruments[payload["instrument"]["uuid"]] if payload["instrument"] else None,
            status="withdrawn" if story.later == "withdrawn" else "validated", author=self.author,
            submitted_by=self.author, validated_by=self.reviewer, submitted_at=at,
        )  # fmt: skip

    def write_publications(
        self, pairs: Sequence[tuple[Result, MadeUpResult]], moments: Sequence[datetime], end: datetime
    ) -> None:
        last = moments[-1] + (end - moments[-1]) / 2
        rows: list[tuple[Publication, dict[str, Any]]] = []
        for (result, story), at in zip(pairs, moments, strict=True):
            ended = last if story.later else None
            rows.append((self.publish(result, story, story.payload, at, version=1, superseded=ended), story.payload))
        for result, story in pairs:
            if story.later:
                payload = later_payload(story, last)
                rows.append((self.publish(result, story, payload, last, version=2), payload))
        Publication.objects.bulk_create((row for row, _payload in rows), batch_size=BATCH)
        write_projections(rows, self.lookups)
        self.last_recorded = last

    def publish(
        self,
        result: Result,
        story: MadeUpResult,
        payload: dict[str, Any],
        at: datetime,
        *,
        version: int,
        superseded=None,
    ) -> Publication:
        is_withdrawal = version > 1 and story.later == "withdrawn"
        self.seq += 1
        row = Publication(
            seq=self.seq, result=result, version=version, recorded_at=at, superseded_at=superseded, by=self.reviewer,
            kind="withdrawal" if is_withdrawal else "statement", reason="Entered twice." if is_withdrawal else None,
            payload=canonical(payload), prev_hash=self.hash, country=result.country, indicator=result.indicator,
            round=result.reported_in, pb_output=result.pb_output, instrument=result.instrument,
            number=payload["number"],
            **{field.name: field.type.read(payload[field.name]) for field in FIELDS if field.in_ledger},
        )  # fmt: skip
        ledger.link(row, uuid=payload["uuid"])
        self.hash = row.hash
        return row


def later_payload(story: MadeUpResult, at: datetime) -> dict[str, Any]:
    """What the second publication says: whether it still holds, a corrected sentence, or, if withdrawn, the same."""
    if story.later in ("lost", "confirmed"):
        reason = "Repealed (made up)." if story.later == "lost" else "Read in the gazette (made up)."
        return story.payload | {"standings": [{"kind": story.later, "day": at.date().isoformat(), "reason": reason}]}
    if story.later == "restated":
        return story.payload | {"outcome": f"{story.payload['outcome']} Corrected since."}
    return story.payload


class Lookups:
    """Rows by their keys, read once."""

    def __init__(self) -> None:
        self.rounds = {r.code: r for r in Round.objects.all()}
        self.outputs = {o.key: o for o in PBOutput.objects.all()}
        self.instruments = {str(i.uuid): i for i in Instrument.objects.all()}
        self.themes = {t.slug: t for t in Theme.objects.all()}
        self.projects = {p.slug: p for p in Project.objects.all()}
        self.categories = {c.key: c for c in Category.objects.select_related("dimension")}


def write_children(pairs: Sequence[tuple[Result, MadeUpResult]], look: Lookups, *, by: User, at: datetime) -> None:
    Part.objects.bulk_create(
        Part(result=r, category=look.categories[p["category"]], value=Decimal(p["value"]))
        for r, s in pairs for p in s.payload["parts"]
    )  # fmt: skip
    Tag.objects.bulk_create(
        Tag(result=r, theme=look.themes[t["theme"]], state=t["state"], by=by, at=at)
        for r, s in pairs for t in s.payload["tags"]
    )  # fmt: skip
    Evidence.objects.bulk_create(Evidence(result=r, **item) for r, s in pairs for item in s.payload["evidence"])
    OtherContribution.objects.bulk_create(
        OtherContribution(result=r, **other) for r, s in pairs for other in s.payload["others"]
    )
    Contribution.objects.bulk_create(
        Contribution(result=r, project=look.projects[p["slug"]], role=p["role"], by=by, at=at)
        for r, s in pairs for p in s.payload["projects"]
    )  # fmt: skip
    Standing.objects.bulk_create(
        Standing(result=r, by=by, recorded_at=at, **standing)
        for r, s in pairs if s.later in ("lost", "confirmed") for standing in later_payload(s, at)["standings"]
    )  # fmt: skip
    ids = ids_of(uuid for _r, s in pairs for uuid in s.payload["follows"])
    link = Result.follows.through
    link.objects.bulk_create(
        link(from_result_id=r.pk, to_result_id=ids[uuid]) for r, s in pairs for uuid in s.payload["follows"]
    )
    Revision.objects.bulk_create(
        Revision(result=r, version=1, payload=canonical(s.payload | {"number": None}), by=by, at=at) for r, s in pairs
    )
    ReviewEvent.objects.bulk_create(
        ReviewEvent(result=r, kind=kind, version=1, by=by, at=at)
        for r, _s in pairs for kind in ("created", "submitted", "validated", "published")
    )  # fmt: skip


def write_projections(rows: Sequence[tuple[Publication, dict[str, Any]]], look: Lookups) -> None:
    PublishedPart.objects.bulk_create(
        PublishedPart(
            publication=row, category=look.categories[p["category"]], value=Decimal(p["value"]),
            value_status=p["status"],
        )
        for row, payload in rows for p in payload["parts"]
    )  # fmt: skip
    PublishedTag.objects.bulk_create(
        PublishedTag(publication=row, theme=look.themes[t["theme"]], state=t["state"])
        for row, payload in rows for t in payload["tags"]
    )  # fmt: skip
    PublishedStanding.objects.bulk_create(
        PublishedStanding(publication=row, **standing) for row, payload in rows for standing in payload["standings"]
    )
    PublishedContribution.objects.bulk_create(
        PublishedContribution(publication=row, project=look.projects[p["slug"]], role=p["role"])
        for row, payload in rows for p in payload["projects"]
    )  # fmt: skip
    ids = ids_of(uuid for _row, payload in rows for uuid in payload["follows"])
    PublishedFollow.objects.bulk_create(
        PublishedFollow(publication=row, followed_id=ids[uuid]) for row, payload in rows for uuid in payload["follows"]
    )


def ids_of(uuids: Iterable[str]) -> dict[str, int]:
    """The primary keys of results by their UUIDs."""
    found = Result.objects.filter(uuid__in=set(uuids)).values_list("uuid", "pk")
    return {str(uuid): pk for uuid, pk in found}


def made_up_countries(random: Random) -> list[MadeUpCountry]:
    """Priority countries in random order, each with instruments and projects that are made up here."""
    countries = list(Country.objects.filter(priorities__isnull=False).distinct().order_by("pk"))
    random.shuffle(countries)
    names = {f"made-up-{n}": f"Made-up partner {n}" for n in range(8)}
    partners = [
        Partner.objects.get_or_create(slug=slug, defaults={"name": name, "kind": "government", "source": MADE_UP})[0]
        for slug, name in names.items()
    ]
    places = []
    for country in countries:
        instruments = []
        for n in range(1, 9):
            title = f"Act {n} on {random.choice(SUBJECTS)} (made up)"
            instrument, _is_new = Instrument.objects.get_or_create(
                country=country, title=title, defaults={"kind": "law"}
            )
            instruments.append(instrument)
        projects = [project_in(country, n, random.sample(partners, random.choice((1, 1, 2)))) for n in (1, 2)]
        places.append(MadeUpCountry(country, instruments, projects))
    return places


def project_in(country: Country, n: int, partners: Sequence[Partner]) -> tuple[Project, list[tuple[str, str]]]:
    """A made-up project, with the slugs and names of those who fund it."""
    slug = f"made-up-{country.slug}-{n}"[:50]
    random = Random(slug)  # noqa: S311 (made-up rows, the same at each run; nothing secret rests on it)
    first = random.randint(FIRST_YEAR, 2023)
    last = first + random.randint(2, 5)
    about = {
        "title": f"Social protection in {country.name_en}, part {n} (made up)", "source": MADE_UP, "is_flagship": True,
        "description": random.choice(CONTRIBUTIONS), "start_first": date(first, 1, 1), "start_last": date(first, 1, 31),
        "end_first": date(last, 12, 1), "end_last": date(last, 12, 31),
        "status": "completed" if date(last, 12, 31) < timezone.localdate() else "in-progress",
    }  # fmt: skip
    project, is_new = Project.objects.get_or_create(slug=slug, defaults=about)
    if is_new:
        project.countries.add(country)
        project.themes.set(random.sample(list(Theme.objects.order_by("order")), random.randint(1, 3)))
        Funding.objects.bulk_create(
            funding_of(project, partner, year, random) for partner in partners for year in range(first, last + 1)
        )
    named = Partner.objects.filter(fundings__project=project).distinct().order_by("slug")
    return project, list(named.values_list("slug", "name"))


def funding_of(project: Project, partner: Partner, year: int, random: Random) -> Funding:
    """What a made-up partner gives in a year: what lies ahead is planned only."""
    planned = Decimal(random.randint(8, 90)) * 10_000
    is_over = year < timezone.localdate().year
    return Funding(
        project=project, partner=partner, year=year, resource="XBDC", modality=random.choice((1, 2, 3)), currency="USD",
        planned=planned, received=planned * random.choice((8, 9, 10)) / 10 if is_over else None,
        spent=planned * random.choice((6, 7, 8)) / 10 if is_over else None, source=MADE_UP,
    )  # fmt: skip


def _somebody(email: str) -> User:
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, is_active=False, first_name="Made-up", last_name="Person")


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def how_many() -> int:
    """How many of the results in this database are made up."""
    return Result.objects.filter(author__email=AUTHOR).count()


def is_of_its_own() -> bool:
    """Whether every entered result in this database is made up: nothing of anybody's would be mixed with it."""
    return not Result.objects.exclude(origin="historical").exclude(author__email=AUTHOR).exists()
