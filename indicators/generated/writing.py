"""Made-up results written in batches: working copies, what belongs to them, and a whole chain of publications."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from countries.models import Country, Instrument, Theme
from indicators import ledger
from indicators.fields import FIELDS
from indicators.generated.stories import Frame, Place, Story, Teller
from indicators.generated.words import SUBJECTS
from indicators.ledger import canonical
from indicators.models import (
    Category,
    Contribution,
    Dimension,
    Evidence,
    Indicator,
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
    Standing,
    Tag,
)
from projects.models import Funding, Partner, Project
from rmt import search
from rmt.models import Manager, SiteVersion, User

BATCH = 500
BEGIN = datetime(2021, 2, 1, tzinfo=UTC)
AUTHOR, REVIEWER = "load.author@example.org", "load.reviewer@example.org"


def generate(results: int, *, seed: int = 1) -> Iterator[int]:
    """Write so many made-up results, a batch at a time; yields how many there are after each. Memory is one batch's.

    Each is whole: revision, review, parts, tags, links, evidence; some are restated, confirmed, lost or withdrawn.
    """
    random = Random(seed)  # noqa: S311 (not a secret)
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
    """Keeps what one batch hands to the next: the head of the chain, the last number, and the teller."""

    def __init__(self, random: Random) -> None:
        self.author, self.reviewer = _somebody(AUTHOR), _somebody(REVIEWER)
        Manager.objects.get_or_create(user=self.reviewer, start=BEGIN.date())
        self.teller = Teller(_frame(random, by=self.author), random)
        head = ledger.lock()
        self.seq, self.hash = head.seq, head.hash
        self.number = Result.objects.aggregate(last=Max("number"))["last"] or 0
        self.last_recorded = Publication.objects.aggregate(last=Max("recorded_at"))["last"] or BEGIN
        self.lookups = Lookups()

    @transaction.atomic
    def write(self, moments: Sequence[datetime], *, end: datetime) -> None:
        """One batch: results published at these moments, and by `end` what happens to some of them."""
        stories = [self.teller.tell(self.number + n, moment.date()) for n, moment in enumerate(moments, 1)]
        self.number += len(stories)
        results = Result.objects.bulk_create(self._result(s, at) for s, at in zip(stories, moments, strict=True))
        pairs = list(zip(results, stories, strict=True))
        _write_children(pairs, self.lookups, by=self.author, at=end)
        self._write_publications(pairs, moments, end)
        LedgerHead.objects.filter(pk=1).update(seq=self.seq, hash=self.hash)

    def _result(self, story: Story, at: datetime) -> Result:
        said = story.said
        return Result(
            uuid=said["uuid"], number=said["number"],
            **{field.name: field.type.read(said[field.name]) for field in FIELDS},
            country=story.place.country, indicator=story.indicator, level=story.indicator.level,
            reported_in=self.lookups.rounds.get(said["round"]), pb_output=self.lookups.outputs.get(said["pb_output"]),
            instrument=self.lookups.instruments[said["instrument"]["uuid"]] if said["instrument"] else None,
            status="withdrawn" if story.later == "withdrawn" else "validated", author=self.author,
            submitted_by=self.author, validated_by=self.reviewer, submitted_at=at,
        )  # fmt: skip

    def _write_publications(
        self, pairs: Sequence[tuple[Result, Story]], moments: Sequence[datetime], end: datetime
    ) -> None:
        last = moments[-1] + (end - moments[-1]) / 2
        rows: list[tuple[Publication, dict[str, Any]]] = []
        for (result, story), at in zip(pairs, moments, strict=True):
            ended = last if story.later else None
            rows.append((self._publication(result, story, story.said, at, version=1, superseded=ended), story.said))
        for result, story in pairs:
            if story.later:
                said = _said_later(story, last)
                rows.append((self._publication(result, story, said, last, version=2), said))
        Publication.objects.bulk_create((row for row, _said in rows), batch_size=BATCH)
        _write_projections(rows, self.lookups)
        self.last_recorded = last

    def _publication(
        self, result: Result, story: Story, said: dict[str, Any], at: datetime, *, version: int, superseded=None
    ) -> Publication:
        is_withdrawal = version > 1 and story.later == "withdrawn"
        self.seq += 1
        row = Publication(
            seq=self.seq, result=result, version=version, recorded_at=at, superseded_at=superseded, by=self.reviewer,
            kind="withdrawal" if is_withdrawal else "statement", reason="Entered twice." if is_withdrawal else None,
            payload=canonical(said), prev_hash=self.hash, country=result.country, indicator=result.indicator,
            round=result.reported_in, pb_output=result.pb_output, instrument=result.instrument,
            number=result.number,
            **{field.name: field.type.read(said[field.name]) for field in FIELDS if field.in_ledger},
        )  # fmt: skip
        row.hash = self.hash = ledger.hash_of(row, uuid=said["uuid"])
        return row


def _said_later(story: Story, at: datetime) -> dict[str, Any]:
    """What the second publication says: where it stands now, a corrected sentence, or, withdrawn, the same."""
    if story.later in ("lost", "confirmed"):
        reason = "Repealed (made up)." if story.later == "lost" else "Read in the gazette (made up)."
        return story.said | {"standings": [{"kind": story.later, "day": at.date().isoformat(), "reason": reason}]}
    if story.later == "restated":
        return story.said | {"outcome": f"{story.said['outcome']} Corrected since."}
    return story.said


class Lookups:
    """Rows by their keys, read once."""

    def __init__(self) -> None:
        self.rounds = {r.code: r for r in Round.objects.all()}
        self.outputs = {o.key: o for o in PBOutput.objects.all()}
        self.instruments = {str(i.uuid): i for i in Instrument.objects.all()}
        self.themes = {t.slug: t for t in Theme.objects.all()}
        self.projects = {p.slug: p for p in Project.objects.all()}
        self.categories = {c.key: c for c in Category.objects.select_related("dimension")}


def _write_children(pairs: Sequence[tuple[Result, Story]], look: Lookups, *, by: User, at: datetime) -> None:
    Part.objects.bulk_create(
        Part(result=r, category=look.categories[p["category"]], value=Decimal(p["value"]))
        for r, s in pairs for p in s.said["parts"]
    )  # fmt: skip
    Tag.objects.bulk_create(
        Tag(result=r, theme=look.themes[t["theme"]], state=t["state"], by=by, at=at)
        for r, s in pairs for t in s.said["tags"]
    )  # fmt: skip
    Evidence.objects.bulk_create(Evidence(result=r, **item) for r, s in pairs for item in s.said["evidence"])
    OtherContribution.objects.bulk_create(
        OtherContribution(result=r, **other) for r, s in pairs for other in s.said["others"]
    )
    Contribution.objects.bulk_create(
        Contribution(result=r, project=look.projects[p["slug"]], role=p["role"], by=by, at=at)
        for r, s in pairs for p in s.said["projects"]
    )  # fmt: skip
    Standing.objects.bulk_create(
        Standing(result=r, by=by, recorded_at=at, **standing)
        for r, s in pairs if s.later in ("lost", "confirmed") for standing in _said_later(s, at)["standings"]
    )  # fmt: skip
    _write_chains(pairs)
    _write_history(pairs, by=by, at=at)


def _write_chains(pairs: Sequence[tuple[Result, Story]]) -> None:
    wanted = {uuid for _r, s in pairs for uuid in s.said["follows"]}
    ids = {str(uuid): pk for uuid, pk in Result.objects.filter(uuid__in=wanted).values_list("uuid", "pk")}
    link = Result.follows.through
    link.objects.bulk_create(
        link(from_result_id=r.pk, to_result_id=ids[uuid]) for r, s in pairs for uuid in s.said["follows"]
    )


def _write_history(pairs: Sequence[tuple[Result, Story]], *, by: User, at: datetime) -> None:
    Revision.objects.bulk_create(
        Revision(result=r, version=1, payload=canonical(s.said | {"number": None}), by=by, at=at) for r, s in pairs
    )
    ReviewEvent.objects.bulk_create(
        ReviewEvent(result=r, kind=kind, version=1, by=by, at=at)
        for r, _s in pairs for kind in ("created", "submitted", "validated", "published")
    )  # fmt: skip


def _write_projections(rows: Sequence[tuple[Publication, dict[str, Any]]], look: Lookups) -> None:
    PublishedPart.objects.bulk_create(
        PublishedPart(
            publication=row, category=look.categories[p["category"]], value=Decimal(p["value"]),
            value_status=p["status"],
        )
        for row, said in rows for p in said["parts"]
    )  # fmt: skip
    PublishedTag.objects.bulk_create(
        PublishedTag(publication=row, theme=look.themes[t["theme"]], state=t["state"])
        for row, said in rows for t in said["tags"]
    )  # fmt: skip
    PublishedStanding.objects.bulk_create(
        PublishedStanding(publication=row, **standing) for row, said in rows for standing in said["standings"]
    )
    PublishedContribution.objects.bulk_create(
        PublishedContribution(publication=row, project=look.projects[p["slug"]], role=p["role"])
        for row, said in rows for p in said["projects"]
    )  # fmt: skip
    wanted = {uuid for _row, said in rows for uuid in said["follows"]}
    ids = {str(uuid): pk for uuid, pk in Result.objects.filter(uuid__in=wanted).values_list("uuid", "pk")}
    PublishedFollow.objects.bulk_create(
        PublishedFollow(publication=row, followed_id=ids[uuid]) for row, said in rows for uuid in said["follows"]
    )


def _frame(random: Random, *, by: User) -> Frame:
    """What the stories are told of; instruments, projects and partners are made up here."""
    countries = list(Country.objects.filter(priorities__isnull=False).distinct().order_by("pk"))
    random.shuffle(countries)
    names = {f"made-up-{n}": f"Made-up partner {n}" for n in range(8)}
    partners = [Partner.objects.get_or_create(slug=slug, defaults={"name": name})[0] for slug, name in names.items()]
    return Frame(
        places=[_place(country, partners, random) for country in countries],
        indicators={i.code: i for i in Indicator.objects.all()},
        themes=list(Theme.objects.all()),
        categories={d.code: list(d.categories.select_related("dimension")) for d in Dimension.objects.all()},
        rounds=list(Round.objects.all()),
        outputs=list(PBOutput.objects.all()),
    )


def _place(country: Country, partners: Sequence[Partner], random: Random) -> Place:
    instruments = [
        Instrument.objects.get_or_create(
            country=country, title=f"Act {n} on {random.choice(SUBJECTS)} (made up)", defaults={"kind": "law"}
        )[0]
        for n in range(1, 9)
    ]
    projects = [_project(country, n, random.sample(list(partners), random.choice((1, 1, 2)))) for n in (1, 2)]
    return Place(country, instruments, projects)


def _project(country: Country, n: int, partners: Sequence[Partner]) -> tuple[Project, list[tuple[str, str]]]:
    title = f"Social protection in {country.name_en}, part {n} (made up)"
    project, is_new = Project.objects.get_or_create(slug=f"made-up-{country.slug}-{n}"[:50], defaults={"title": title})
    if is_new:
        project.countries.add(country)
        Funding.objects.bulk_create(Funding(project=project, partner=partner, year=2024) for partner in partners)
    named = Partner.objects.filter(fundings__project=project).distinct().order_by("slug")
    return project, list(named.values_list("slug", "name"))


def _somebody(email: str) -> User:
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, is_active=False, first_name="Made-up", last_name="Person")


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def is_of_its_own() -> bool:
    """Whether every entered result in this database is made up: nothing of anybody's would be mixed with it."""
    return not Result.objects.exclude(origin="historical").exclude(author__email=AUTHOR).exists()
