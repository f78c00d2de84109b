"""The first pass of an import: every row read, compared with what is recorded, and nothing written."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from countries.models import Country
from countries.names import countries_by_name
from projects.actions import (
    FIELDS,
    Links,
    partners_by_name,
    plain,
    problems_of_links,
    problems_of_project,
    record_of,
    tidy,
)
from projects.imports import names, values
from projects.imports.mapping import Columns, Field, check, currency_in
from projects.imports.names import SpellingQuestion, chosen, near_misses
from projects.imports.preview import (
    CHANGED,
    NEW,
    UNCHANGED,
    FieldDifference,
    ImportPreview,
    PlannedRow,
    Problem,
)
from projects.imports.reading import BLANK, ListCell, ListRow, Table, column_name
from projects.models import Funding, Project, ProjectAlias
from rmt.text import key_of


def plan(
    table: Table, *, columns: Columns, currency: str | None = None, answers: Mapping[str, str] | None = None
) -> ImportPreview:
    """What the list would change. `currency` is that of amounts whose cell, column and header name none.

    A blank cell changes nothing. Partners are added, never removed. Raises ValidationError if the
    mapping itself cannot be used.
    """
    check(table.headers, columns)
    preview = ImportPreview(table.name, notes=list(table.notes))
    _Planner(table, columns, currency, answers or {}, preview).run()
    return preview


class _Unclear(Exception):
    """Nobody can tell which project a row is about; the problem is noted."""


MOST_NEW_PARTNERS = 300  # each is compared with every other; nobody answers as many questions
LONGEST = {"title": 300, "symbol": 30, "iati_id": 80}


class _Planner:
    """One pass over a table: what every row needs to know of the others and of what is recorded."""

    def __init__(
        self, table: Table, columns: Columns, currency: str | None, answers: Mapping[str, str], preview: ImportPreview
    ) -> None:
        self.table, self.currency, self.answers, self.preview = table, currency, answers, preview
        self.place = {Field(name): table.headers.index(header) for header, name in columns.items()}
        self.countries = countries_by_name()
        self.themes = names.themes_by_name()
        self.partners = partners_by_name()
        self.states: dict[Country, str] = {}  # countries that only this list names as partners → key of the spelling
        self.spelled: dict[str, str] = {}  # key → spelling, of partners that only this list names
        self.asked: dict[str, SpellingQuestion] = {}
        self.seen: dict[str, int] = {}
        projects = list(Project.objects.current().prefetch_related("shares__country", "themes", "purposes"))
        self.by_symbol = {p.symbol: p for p in projects if p.symbol}
        self.by_iati = {p.iati_id: p for p in projects if p.iati_id}
        self.by_name: dict[str, list[Project]] = {}
        by_pk = {p.pk: p for p in projects}
        for project in projects:
            self.by_name.setdefault(key_of(project.title), []).append(project)
        for key, pk in ProjectAlias.objects.filter(project__in=by_pk).values_list("key", "project"):
            if by_pk[pk] not in self.by_name.setdefault(key, []):
                self.by_name[key].append(by_pk[pk])
        funded: dict[int, set[int]] = {}
        for project_id, partner_id in Funding.objects.values_list("project", "partner"):
            funded.setdefault(project_id, set()).add(partner_id)
        self.funded = funded

    def run(self) -> None:
        for row in self.table.rows:
            self._row(row)
        self.preview.questions = list(self.asked.values())
        if not self.table.rows:
            self.preview.notes.append(_("There is no project in the list."))

    # One row

    def _row(self, row: ListRow) -> None:
        before = len(self.preview.problems)
        fields, links = self._read(row)
        if len(self.preview.problems) > before:
            return
        try:
            project = self._project(row, fields)
        except _Unclear:
            return
        merged = {name: getattr(project, name) for name in FIELDS} if project else {}
        merged |= fields
        for name, message in (problems_of_project(merged) | problems_of_links(links)).items():
            self._broken_rule(row, name, message)
        self._too_long(row, fields)
        self._other_currency(row, project, fields)
        keys = self._partners(row)
        if len(self.preview.problems) == before:
            self.preview.entries.append(self._entry(row, project, fields, links, keys))

    def _other_currency(self, row: ListRow, project: Project | None, fields: Mapping[str, Any]) -> None:
        """Refuse amounts in another currency than those that stay: nothing is turned from one into the other."""
        if project is None or not fields.get("currency") or project.currency in (None, fields["currency"]):
            return
        stays = [name for name in ("budget", "spent") if name not in fields and getattr(project, name) is not None]
        if stays:
            message = _("The project's other amount is in %(held)s: write both amounts in one currency.")
            self._problem(row, Field.BUDGET, message % {"held": project.currency})

    def _read(self, row: ListRow) -> tuple[dict[str, Any], Links]:
        found: dict[str, Any] = {}
        for name in (Field.TITLE, Field.SYMBOL, Field.IATI_ID, Field.DESCRIPTION):
            text = self._value(row, name, lambda cell: cell.text if values.is_known(cell.text) else None)
            if text:
                found[name.value] = text
        for name, read in READERS.items():
            value = self._value(row, name, read)
            if value is not None:
                found[name.value] = value
        self._dates(row, found)
        self._money(row, found)
        links = Links(
            countries=self._value(row, Field.COUNTRIES, lambda cell: names.countries(cell, self.countries)) or None,
            themes=self._value(row, Field.THEMES, lambda cell: names.themes(cell, self.themes)) or None,
            purposes=self._value(row, Field.PURPOSES, values.purposes) or None,
        )
        return tidy(found), links

    def _dates(self, row: ListRow, found: dict[str, Any]) -> None:
        start = self._value(row, Field.START, values.days)
        end = self._value(row, Field.END, values.days)
        if Field.PERIOD in self.place:
            start, end = self._value(row, Field.PERIOD, values.period) or (None, None)
        for name, found_days in (("start", start), ("end", end)):
            if found_days:
                found[f"{name}_first"], found[f"{name}_last"] = found_days

    def _money(self, row: ListRow, found: dict[str, Any]) -> None:
        language = self.table.language
        both = self._value(row, Field.BUDGET, lambda cell: values.spent_and_budget(cell, language))
        spent_too, budget = both or (None, None)
        spent = self._value(row, Field.SPENT, lambda cell: values.money(cell, language))
        if spent and spent_too and spent.amount != spent_too.amount:
            self._problem(row, Field.BUDGET, _("It says another amount spent than the column of what was spent."))
        spent = spent or spent_too
        currencies = {s.currency for s in (spent, budget) if s and s.currency}
        currencies |= {c for c in [self._value(row, Field.CURRENCY, values.currency)] if c}
        if not any(len(code) == 3 for code in currencies):  # none, or a sign that several share
            headers = (self.table.headers[self.place[n]] for n in (Field.BUDGET, Field.SPENT) if n in self.place)
            currencies |= {c for c in map(currency_in, headers) if c} or {c for c in [self.currency] if c}
        try:
            currency = values.one_currency(currencies)
        except ValidationError as error:
            currency = None
            self._problem(row, Field.BUDGET, " ".join(error.messages))
        found |= {name: s.amount for name, s in (("budget", budget), ("spent", spent)) if s}
        if spent or budget:
            found["currency"] = currency

    def _value(self, row: ListRow, name: Field, read: Callable[[ListCell], Any]) -> Any:
        """What a cell means; `None`, and a problem, if it cannot be read."""
        cell = self._cell(row, name)
        if cell.problem:
            self._problem(row, name, cell.problem)
        if cell.is_blank or cell.problem:
            return None
        try:
            return read(cell)
        except ValidationError as error:
            self._problem(row, name, " ".join(error.messages))
            return None

    def _cell(self, row: ListRow, name: Field) -> ListCell:
        return row.cells[self.place[name]] if name in self.place else BLANK

    # Which project it is

    def _project(self, row: ListRow, fields: Mapping[str, Any]) -> Project | None:
        """The project that the row is about, `None` for a new one. Raises _Unclear, with a problem noted."""
        name_key = key_of(fields.get("title") or "")
        found = self.by_symbol.get(fields.get("symbol")) or self.by_iati.get(fields.get("iati_id"))
        alike = self.by_name.get(name_key, []) if name_key else []
        if found is None and fields.get("symbol"):
            renamed = self.by_name.get(key_of(fields["symbol"]), [])
            found = renamed[0] if len(renamed) == 1 else None
            alike = [p for p in alike if p.symbol in (None, fields["symbol"])]
        if found is None and len(alike) > 1:
            self._problem(row, Field.TITLE, _("Several projects have this title. Give the symbol."))
            raise _Unclear
        found = found or (alike[0] if alike else None)
        if found is None and not name_key:
            self._problem(row, Field.TITLE, _("The row names no project: give it a title, or a symbol that is known."))
            raise _Unclear
        self._once(row, fields, found, name_key)
        return found

    def _once(self, row: ListRow, fields: Mapping[str, Any], found: Project | None, name_key: str) -> None:
        symbol = fields.get("symbol")
        marks = [f"symbol {symbol}"] if symbol else [f"title {name_key}"]
        marks += [f"iati {fields['iati_id']}"] if fields.get("iati_id") else []
        marks += [f"project {found.pk}"] if found else []
        earlier = next((self.seen[mark] for mark in marks if mark in self.seen), None)
        if earlier is not None:
            name = Field.SYMBOL if symbol and Field.SYMBOL in self.place else Field.TITLE
            self._problem(row, name, _("Row %(row)s names the same project. Keep one of the two.") % {"row": earlier})
            raise _Unclear
        self.seen |= dict.fromkeys(marks, row.number)

    # Who funds it

    def _partners(self, row: ListRow) -> tuple[str, ...]:
        def is_known(key: str) -> bool:
            return key in self.partners or key in self.countries or key in self.spelled

        spelled = self._value(row, Field.PARTNERS, lambda cell: names.partner_names(cell, is_known)) or []
        keys = []
        for name in spelled:
            if len(name) > 200:
                self._problem(row, Field.PARTNERS, _("The name of a partner is longer than 200 signs."))
            elif len(self.spelled) >= MOST_NEW_PARTNERS and not is_known(key_of(name)):
                message = _("The list names more than %(max)s partners that are not known here. Check their column.")
                self._problem(row, Field.PARTNERS, message % {"max": MOST_NEW_PARTNERS})
            elif (key := self._partner(name)) not in keys:
                keys.append(key)
        return tuple(keys)

    def _partner(self, name: str) -> str:
        """The key under which the partner is known, or will be."""
        key = key_of(name)
        if key not in self.partners and (country := self.countries.state(name)):
            known_as = key_of(country.name_en)
            key = known_as if known_as in self.partners else self.states.setdefault(country, key)
        if key in self.partners or key in self.spelled:
            return self.preview.spellings.get(key, key)
        known = {k: p.name for k, p in self.partners.items()} | self.spelled
        close = near_misses(name, known)
        answer = chosen(self.answers, key, known) if close else ""
        if answer:
            answer = self.preview.spellings.get(answer, answer)  # what it is the same as may be a spelling itself
            self.preview.spellings[key] = answer
            self.spelled[key] = name
            self.preview.spelled[key] = name
            return answer
        if answer is None:
            self.asked.setdefault(key, SpellingQuestion(key, name, tuple(close)))
        self.spelled[key] = name
        self.preview.new_partners[key] = name
        return key

    # What becomes of it

    def _entry(
        self, row: ListRow, project: Project | None, fields: dict[str, Any], links: Links, keys: tuple[str, ...]
    ) -> PlannedRow:
        wanted = {name: plain(value) for name, value in fields.items()} | _links_as_recorded(links)
        before = record_of(project) if project else {}
        differences = [
            FieldDifference(name, before.get(name), after)
            for name, after in wanted.items()
            if before.get(name) != after and not _keeps_shares(name, before, after)
        ]
        funders = self.funded.get(project.pk, set()) if project else set()
        added = tuple(k for k in keys if k not in self.partners or self.partners[k].pk not in funders)
        if added:
            texts = [self.partners[k].name if k in self.partners else self.spelled[k] for k in added]
            differences.append(FieldDifference("partners", None, texts))
        state = NEW if project is None else CHANGED if differences else UNCHANGED
        title = fields.get("title") or (project.title if project else "")
        return PlannedRow(row.number, state, title, project, tuple(differences), fields, links, added)

    # What is wrong

    def _broken_rule(self, row: ListRow, name: str, message: str) -> None:
        if name == "end":
            message = f"{message} {self._both_dates(row)}"
            self._problem(row, Field.PERIOD if Field.PERIOD in self.place else Field.END, message)
        elif name == "currency" and Field.CURRENCY not in self.place:
            self._problem(row, Field.BUDGET if Field.BUDGET in self.place else Field.SPENT, message)
        else:
            self._problem(row, Field(name), message)

    def _both_dates(self, row: ListRow) -> str:
        cells = [
            f"{self._where(row, name)} “{self._cell(row, name).text}”"
            for name in (Field.START, Field.END, Field.PERIOD)
            if name in self.place
        ]
        return _("Compare %(cells)s.") % {"cells": ", ".join(cells)}

    def _too_long(self, row: ListRow, fields: Mapping[str, Any]) -> None:
        for name, longest in LONGEST.items():
            if len(fields.get(name) or "") > longest:
                self._problem(row, Field(name), _("It is longer than %(max)s signs.") % {"max": longest})

    def _where(self, row: ListRow, name: Field) -> str:
        return f"{column_name(self.place[name])}{row.number}"

    def _problem(self, row: ListRow, name: Field, message: str) -> None:
        if name not in self.place:
            self.preview.problems.append(Problem(row.number, "", "", message))
            return
        header = self.table.headers[self.place[name]]
        where = f"{self._where(row, name)} ({header})"
        self.preview.problems.append(Problem(row.number, where, self._cell(row, name).text[:200], message))


READERS: Mapping[Field, Callable[[ListCell], Any]] = {
    Field.STATUS: values.status,
    Field.FLAGSHIP: values.yes_or_no,
    Field.GENDER: values.marker,
    Field.DISABILITY: values.marker,
}


def _links_as_recorded(links: Links) -> dict[str, Any]:
    """The links as `record_of` has them; those that the list leaves out are left out."""
    record: dict[str, Any] = {}
    if links.countries is not None:
        record["countries"] = {country.iso3: plain(share) for country, share in links.countries.items()}
    if links.themes is not None:
        record["themes"] = sorted(theme.slug for theme in links.themes)
    if links.purposes is not None:
        record["purposes"] = {str(code): plain(share) for code, share in links.purposes.items()}
    return record


def _keeps_shares(name: str, before: Mapping[str, Any], after: Any) -> bool:
    """Whether a list without shares names the countries or purposes that are recorded with shares: no difference."""
    shares = before.get(name) if name in ("countries", "purposes") else None
    return shares is not None and not any(after.values()) and shares.keys() == after.keys()
