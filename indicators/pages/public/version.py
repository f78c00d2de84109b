"""One version of a result at its own address: what it said, when it was in force, what it changed and why (rule 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.ledger import (
    Change,
    PayloadLine,
    changes_between,
    hidden_groups,
    in_words,
    names_in,
    reason_for_readers,
    shown_payload,
    with_shown_title,
)
from indicators.models import Publication
from indicators.pages.public.history import (
    citation_of,
    editions_by,
    restated_text,
    version_url,
    versions_of,
    why_text,
)
from indicators.pages.published import Past
from indicators.wording import kind_text
from rmt.text import LEVELS, STEPS, as_day, day, level_number, moment, span

APART = ("title", "evidence")
"""What stands in places of its own on the page of a version."""


@dataclass(frozen=True)
class VersionPage:
    """A version of a result as the ledger has it; `last` is the latest one by the day that is asked for."""

    version: Publication
    last: Publication
    past: Past
    title: str
    reason: str
    lines: Sequence[PayloadLine]
    evidence: Sequence[dict[str, str]]
    changes: Sequence[Change]
    facts: Sequence[dict[str, Any]]
    is_again: bool
    """Whether it says the same as the version before it."""

    @property
    def is_withdrawal(self) -> bool:
        return self.version.kind == Publication.Kind.WITHDRAWAL

    @property
    def is_in_force(self) -> bool:
        """Whether readers are told this now: a withdrawal never is."""
        return self.version == self.last and not self.is_withdrawal

    @property
    def result_url(self) -> str:
        return self.past.at(reverse("result", args=[self.version.number]))

    @property
    def level(self) -> int:
        return level_number(self.version.indicator.level)

    @property
    def badge(self) -> str:
        step = self.version.indicator.step
        return str(STEPS[step]) if step else kind_text(self.version.indicator.code, str(LEVELS[self.level]))

    @property
    def when(self) -> str:
        return span(self.version.achieved_first, self.version.achieved_last)

    @property
    def no_longer(self) -> str:
        """Why it is not what holds now; empty if it is."""
        if self.version == self.last:
            return ""
        words = {"day": day(as_day(self.last.recorded_at)), "number": self.last.version}
        if self.last.kind == Publication.Kind.WITHDRAWAL:
            return _("This version is no longer in force: the result was withdrawn on %(day)s.") % words
        if self.is_withdrawal:
            return _("This withdrawal is no longer in force: version %(number)s was published on %(day)s.") % words
        return _("This version is no longer in force: version %(number)s was published on %(day)s.") % words

    @property
    def citation(self) -> str:
        return citation_of(self.version, title=self.title)

    @property
    def trail(self) -> list[tuple[str, str | None]]:
        number = _("Result No. %(number)s") % {"number": self.version.number}
        here = _("Version %(number)s") % {"number": self.version.version}
        return [(_("Results"), self.past.at(reverse("results"))), (number, self.result_url), (here, None)]


def version_page(number: int, version: int, *, as_of: date | None) -> VersionPage | None:
    """A version of a result; `None` if there is none of this number, or was none by the end of the day asked for."""
    versions = versions_of(number, as_of=as_of)
    place = next((i for i, row in enumerate(versions) if row.version == version), None)
    if place is None:
        return None
    past, row = Past(as_of), versions[place]
    before = versions[place - 1] if place else None
    after = versions[place + 1] if place + 1 < len(versions) else None
    is_withdrawal = row.kind == Publication.Kind.WITHDRAWAL
    hidden = hidden_groups()
    payload = shown_payload(with_shown_title(row, hidden), hidden)
    changes: list[Change] = []
    if before is not None and not is_withdrawal:
        changes = changes_between([shown_payload(before, hidden), payload], as_of=as_of)[1]
    lines = [] if is_withdrawal else in_words(payload, names=names_in(payload, as_of=as_of))
    return VersionPage(
        version=row,
        last=versions[-1],
        past=past,
        title=payload["title"],
        reason=reason_for_readers(row),
        lines=[line for line in lines if line.key not in APART],
        evidence=[] if is_withdrawal else [_evidence(item) for item in payload["evidence"]],
        changes=changes,
        facts=_facts(row, before, after, changes, past),
        is_again=before is not None and not is_withdrawal and not changes,
    )


def _evidence(item: dict[str, Any]) -> dict[str, str]:
    """A link as it was; of a file its name: files are offered where they are in force, on the page of the result."""
    is_link = (item["url"] or "").startswith(("http://", "https://"))
    return {"title": item["title"], "href": item["url"] if is_link else "", "file": item["file_name"] or ""}


def _facts(
    row: Publication, before: Publication | None, after: Publication | None, changes: Sequence[Change], past: Past
) -> list[dict[str, Any]]:
    """When it was published and in force, its neighbours, the edition that it restates, and why."""
    facts: list[dict[str, Any]] = [{"label": _("Published"), "value": moment(row.recorded_at)}]
    if row.kind == Publication.Kind.STATEMENT:
        until = _("until %(moment)s") % {"moment": moment(after.recorded_at)} if after else _("since then")
        facts.append({"label": _("In force"), "value": until})
    for label, neighbour in ((_("Version before"), before), (_("Version after"), after)):
        fact = {"label": label, "value": _("none")}
        if neighbour is not None:
            withdrawn = neighbour.kind == Publication.Kind.WITHDRAWAL
            when = day(as_day(neighbour.recorded_at))
            fact["value"] = _("withdrawal, %(day)s") % {"day": when} if withdrawn else when
            fact["source"] = _("Version %(number)s") % {"number": neighbour.version}
            fact["href"] = past.at(version_url(neighbour))
        facts.append(fact)
    if restated := restated_text(before, row, editions_by(past.day)):
        facts.append({"label": _("Edition"), "value": restated})
    if row.kind == Publication.Kind.STATEMENT and why_text(row, changes):
        facts.append({"label": _("Why"), "value": reason_for_readers(row)})
    return facts
