"""All that was said on a country in public, by date: each version of its results, and every other fact and text."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from briefs.documents import from_json, text_of
from briefs.models import Issue, ReportEvent
from countries.models import BranchCoverage, Country, CountryPriority, Profile, Ratification, Statistic, Story
from indicators.ledger import (
    Payload,
    changes_in_words,
    for_the_public,
    hidden_groups,
    in_words,
    names_in,
    reason_for_readers,
    removed_text,
    shown_payload,
)
from indicators.models import CountryIndicatorNote, CountryUpdate, PageCheck, Publication, Reply, Result, Target
from indicators.wording import amount_text, period_of, qualified
from rmt.text import as_day, grouped, isolated, span

LONG = 600
WHOLE = datetime.max.replace(tzinfo=UTC)
"""Until when, if all of it is asked for."""


@dataclass(frozen=True, slots=True)
class ChronicleEntry:
    """One thing that became public about a country: when, what it is, what it says and why it was said anew.

    `at` is `None` for what is kept without the day on which it became public.
    """

    at: datetime | None
    kind: str
    title: str
    text: str
    reason: str = ""
    source: str = ""
    href: str = ""

    @property
    def is_long(self) -> bool:
        """Whether a page unfolds its text."""
        return len(self.text) > LONG

    @property
    def day(self) -> date | None:
        return as_day(self.at) if self.at else None


def chronicle_of(
    country: Country, *, until: datetime = WHOLE, is_served: Callable[[Issue], bool] | None = None
) -> list[ChronicleEntry]:
    """Everything that was said on a country up to a moment, the first first, and what has no day last.

    What was removed or hides a small group stays hidden in every version, however old (rules 2 and 12). About fifteen
    queries, however much there is.
    """
    issues = of_issues(country, until=until, is_served=is_served)
    return in_order([*of_the_ledger(country, until=until), *beside_the_ledger(country, until=until), *issues])


def in_order(entries: Iterable[ChronicleEntry]) -> list[ChronicleEntry]:
    """The first first; what has no day stands at the end."""
    return sorted(entries, key=lambda entry: entry.at or WHOLE)


def of_the_ledger(country: Country, *, until: datetime = WHOLE) -> Iterator[ChronicleEntry]:
    """Each version of each result that was ever about the country, and the replies printed beside the public ones."""
    about = Publication.objects.filter(country=country, recorded_at__lte=until).order_by()
    every = Publication.objects.filter(result__in=about.values("result"), recorded_at__lte=until)
    versions = list(every.order_by("result", "seq"))
    hidden = hidden_groups([version.result_id for version in versions]) if versions else {}
    payloads = {version.pk: for_the_public(shown_payload(version, hidden)) for version in versions}
    names = names_in(*payloads.values())
    for _result, own in groupby(versions, key=lambda version: version.result_id):
        before: Payload | None = None
        for version in own:
            payload = payloads[version.pk]
            if version.kind == Publication.Kind.WITHDRAWAL:
                text = ""
            elif before is None:
                text = "\n".join(f"{line.label}: {line.value}" for line in in_words(payload, names=names) if line.value)
            else:
                changed = changes_in_words(before, payload, names=names)
                text = "\n".join(_change(change) for change in changed) or _("Published again, unchanged.")
            yield _of_version(version, payload, text)
            before = payload
    yield from _replies(country, until)


def _change(change: Any) -> str:
    """One thing that a version says otherwise, whole: old → new."""
    return f"{change.label}: {change.before} → {change.after}" if change.before else f"{change.label}: {change.after}"


def _of_version(version: Publication, payload: Payload, text: str) -> ChronicleEntry:
    is_withdrawal = version.kind == Publication.Kind.WITHDRAWAL
    words = {"number": version.number, "version": version.version, "title": isolated(payload["title"])}
    kind = _("Result, said anew") if version.version > 1 else _("Result")
    if is_withdrawal:
        kind = _("Result withdrawn")
    elif version.origin == Result.Origin.HISTORICAL and version.version == 1:
        kind = _("Result, taken from a published source")
    return ChronicleEntry(
        at=version.recorded_at,
        kind=kind,
        title=_("No. %(number)s, version %(version)s: %(title)s") % words,
        text=text,
        reason=reason_for_readers(version),
        source=payload["source"] or "",
        href=reverse("result_version", args=[version.number, version.version]),
    )


def _replies(country: Country, until: datetime) -> Iterator[ChronicleEntry]:
    """What constituents answered about results that are public now: printed beside them, with the name."""
    public = Publication.objects.as_of(None).filter(country=country).order_by().values("result")
    replies = Reply.objects.filter(request__result__in=public, answered_at__lte=until)
    for reply in replies.select_related("request__result", "removal"):
        removal = getattr(reply, "removal", None)
        words = {"number": reply.request.result.number, "organization": isolated(reply.request.organization)}
        yield ChronicleEntry(
            at=reply.answered_at,
            kind=_("Reply of a constituent"),
            title=_("%(organization)s on result No. %(number)s") % words,
            text=removed_text(as_day(removal.at), removal.reason)
            if removal
            else "\n".join(filter(None, [str(Reply.Kind(reply.kind).label), reply.text])),
            href=reverse("result", args=[reply.request.result.number]),
        )


def beside_the_ledger(country: Country, *, until: datetime = WHOLE) -> Iterator[ChronicleEntry]:
    """What was said on the country outside its results: facts, words of the team, targets."""
    yield from _facts(country, until)
    yield from _statistics(country, until)
    yield from _notes(country, until)
    yield from _targets(country)
    for check in PageCheck.objects.filter(country=country, at__lte=until):
        yield ChronicleEntry(check.at, _("Page of the country"), _("Checked by the country team"), "")


def _facts(country: Country, until: datetime) -> Iterator[ChronicleEntry]:
    href = country.get_absolute_url()
    for profile in Profile.objects.filter(country=country, recorded_at__lte=until):
        said = (
            (_("Situation"), profile.situation),
            (_("Priorities"), profile.priorities),
            (_("Where help would change most"), profile.opportunities),
            (_("What is in doubt"), profile.doubt),
        )
        text = "\n".join(f"{label}: {words}" for label, words in said if words)
        title = (
            _("The situation, as told of %(period)s") % {"period": profile.period} if profile.period else _("Profile")
        )
        yield ChronicleEntry(profile.recorded_at, _("Profile"), title, text, source=profile.source, href=href)
    for story in Story.objects.filter(country=country, recorded_at__lte=until):
        text = "\n".join(filter(None, [story.text, story.doubt and f"{_('What does not fit')}: {story.doubt}"]))
        yield ChronicleEntry(
            story.recorded_at, _("Story"), _("From law to people"), text, source=story.source, href=href
        )
    for held in CountryPriority.objects.filter(country=country, recorded_at__lte=until):
        title = _("Priority country of phase %(phase)s") % {"phase": held.phase}
        yield ChronicleEntry(held.recorded_at, _("Priority"), title, "", source=held.source, href=href)
    events = Ratification.objects.filter(country=country, recorded_at__lte=until).select_related("convention")
    for event in events:
        words = {"convention": event.convention, "kind": event.get_kind_display()}
        text = ", ".join(filter(None, [span(event.first_day, event.last_day), event.parts]))
        title = _("%(convention)s: %(kind)s") % words
        yield ChronicleEntry(event.recorded_at, _("Convention"), title, text, source=event.source, href=href)
    for row in BranchCoverage.objects.filter(country=country, recorded_at__lte=until).select_related("branch"):
        text = _("anchored in law") if row.is_anchored else _("not anchored in law, as the source says")
        text += f", {row.year}" if row.year else ""
        yield ChronicleEntry(row.recorded_at, _("Branch"), str(row.branch), text, source=row.source, href=href)


def _statistics(country: Country, until: datetime) -> Iterator[ChronicleEntry]:
    """One entry for each series and vintage, with all of its years."""
    rows = Statistic.objects.filter(country=country, recorded_at__lte=until).select_related("series")
    ordered = rows.order_by("recorded_at", "series__code", "vintage", "year")
    for (at, series, vintage), some in groupby(ordered, key=lambda row: (row.recorded_at, row.series, row.vintage)):
        values = list(some)
        yield ChronicleEntry(
            at=at,
            kind=_("Official statistics"),
            title=_("%(series)s, vintage %(vintage)s") % {"series": series.name_en, "vintage": vintage},
            text="; ".join(f"{row.year}: {grouped(row.value.normalize())}" for row in values),
            source=values[0].source,
            href=country.get_absolute_url(),
        )


def _notes(country: Country, until: datetime) -> Iterator[ChronicleEntry]:
    """What documents tell beside a figure, and what validated updates say of an indicator."""
    validated = dict(
        CountryUpdate.objects.filter(
            country=country, status=CountryUpdate.Status.VALIDATED, validated_at__lte=until
        ).values_list("round", "validated_at")
    )
    for note in CountryIndicatorNote.objects.filter(country=country, at__lte=until).select_related(
        "indicator", "round"
    ):
        at = note.at if note.round_id is None else validated.get(note.round_id)
        if at is None:
            continue
        title = ", ".join(filter(None, [str(note.indicator), note.period or str(note.round or "")]))
        text = "\n".join(filter(None, [note.text, note.doubt and f"{_('What is in doubt')}: {note.doubt}"]))
        href = country.get_absolute_url()
        yield ChronicleEntry(at, _("Note on an indicator"), title, text, source=note.source, href=href)


def _targets(country: Country) -> Iterator[ChronicleEntry]:
    """Aims of the country, those of before with their reason; the day on which they became public is not kept."""
    for target in Target.objects.filter(country=country).select_related("indicator"):
        words = {"number": qualified(target.qualifier, amount_text(target)), "state": target.get_state_display()}
        text = _("%(number)s (%(state)s)") % words
        title = (
            f"{target.indicator or target.get_headline_display()}, {span(target.window_start, period_of(target).last)}"
        )
        href = country.get_absolute_url()
        yield ChronicleEntry(None, _("Target"), title, text, target.reason, target.source, href)


def of_issues(
    country: Country, *, until: datetime = WHOLE, is_served: Callable[[Issue], bool] | None = None
) -> Iterator[ChronicleEntry]:
    """Every issue of the country's briefs and stories, and the public reports that name it.

    `is_served` says whether readers may still have an issue: without it, and of what is served no more, only its
    title is told, for its text may hold what has to be hidden by now (rule 12).
    """

    def lines_of(issue: Issue) -> list[str]:
        return _texts_of(issue) if is_served is not None and is_served(issue) else []

    for issue in Issue.objects.filter(brief__country=country, recorded_at__lte=until).order_by("recorded_at", "pk"):
        words = {"title": issue.title, "number": issue.number, "language": issue.language}
        yield ChronicleEntry(
            at=issue.recorded_at,
            kind=_("Brief"),
            title=_("%(title)s, version %(number)s (%(language)s)") % words,
            text="\n".join(lines_of(issue)) or _("What it says is read at its own address."),
            reason=issue.reason,
            href=reverse("brief_version", args=[issue.slug, issue.number]),
        )
    names = {country.name_en, country.name_fr, country.name_es} - {""}
    published = ReportEvent.objects.public(until)
    for event in published.select_related("report", "issue").order_by("public_from", "pk"):
        own = event.issue
        found = [line for line in _texts_of(own) if any(name in line for name in names)] if own else []
        if own and found:
            said = [line for line in lines_of(own) if line in found and line not in names]
            yield ChronicleEntry(
                at=event.public_from,
                kind=_("Report"),
                title=event.report.title,
                text="\n".join(said) or _("What it says is read at its own address."),
                href=event.report.get_absolute_url(),
            )


def _texts_of(issue: Issue) -> list[str]:
    import json

    return [text for text in text_of(from_json(json.loads(issue.content))) if text.strip()]
