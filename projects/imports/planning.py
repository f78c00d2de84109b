"""The first pass of an import: every row read, compared with what is recorded, and nothing written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from countries.models import Country
from countries.names import countries_by_name
from projects.actions import (
    FIELDS,
    Links,
    held_by,
    partners_by_name,
    plain,
    problems_of_links,
    problems_of_project,
    record_of,
    recorded_links,
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
from projects.imports.settling import Settled
from projects.models import Funding, Project, ProjectAlias
from rmt.text import grouped, key_of

Choices = Mapping[str, Any]  # "rows": row → why it was left out; "cells": field → rows whose cell is left blank
AS_SETTLED = "en"  # `Settled` writes numbers with a point


def plan(
    table: Table,
    *,
    columns: Columns,
    currency: str | None = None,
    answers: Mapping[str, str] | None = None,
    choices: Choices | None = None,
) -> ImportPreview:
    """What the list would change. `currency` is that of amounts whose cell, column and header name none.

    A blank cell changes nothing. Partners are added, never removed. `answers` are those to the questions of an earlier
    preview, by their keys, and `choices` the rows left out and the cells left blank. Raises ValidationError if the
    mapping itself cannot be used.
    """
    check(table.headers, columns)
    left_out = {int(row): why for row, why in (choices or {}).get("rows", {}).items()}
    read = {row.number for row in table.rows}
    preview = ImportPreview(
        table.name,
        size=len(table.rows) + len(table.left_out),
        left_out={**table.left_out, **{row: why for row, why in left_out.items() if row in read}},
        chosen_out=left_out.keys() & read,
        notes=[note for note in table.notes if note not in table.left_out.values()],
    )
    _Planner(table, columns, currency, answers or {}, (choices or {}).get("cells", {}), preview).run()
    return preview


class _Unclear(Exception):
    """Nobody can tell which project a row is about; the problem is noted."""


MOST_NEW_PARTNERS = 300  # each is compared with every other; nobody answers as many questions
MOST_SUGGESTIONS = 200  # each takes milliseconds, and nobody reads as many
LONGEST = {"title": 300, "symbol": 30, "iati_id": 80}
ONE_OF_A_FEW = (Field.STATUS, Field.FLAGSHIP, Field.GENDER, Field.DISABILITY, Field.CURRENCY)
ADD, REPEAT = "add", "repeat"  # the amounts of several lines of one project


@dataclass
class _Line:
    """What one row says, or several of one project together."""

    row: ListRow
    fields: dict[str, Any]
    links: Links
    partners: tuple[str, ...]
    project: Project | None
    rows: tuple[int, ...]
    money: tuple[dict[str, Any], ...] = ()


class _Planner:
    """One pass over a table: what every row needs to know of the others and of what is recorded."""

    def __init__(
        self,
        table: Table,
        columns: Columns,
        currency: str | None,
        answers: Mapping[str, str],
        blanked: Mapping[str, Sequence[int]],
        preview: ImportPreview,
    ) -> None:
        self.table, self.currency, self.answers, self.preview = table, currency, answers, preview
        self.place = {Field(name): table.headers.index(header) for header, name in columns.items()}
        self.blanked = {name: set(rows) for name, rows in blanked.items()}
        self.settled = Settled(
            table,
            amounts=[self.place[n] for n in (Field.BUDGET, Field.SPENT) if n in self.place],
            days=[self.place[n] for n in (Field.START, Field.END, Field.PERIOD) if n in self.place],
            answers=answers,
        )
        self.means = {
            name: {k.removeprefix(f"means:{name}:"): v for k, v in answers.items() if k.startswith(f"means:{name}:")}
            for name in (Field.COUNTRIES, Field.THEMES)
        }
        self.found: dict[tuple[Field, ListCell], tuple[Any, list[tuple[str, str]]]] = {}
        self.unknown: set[str] = set()  # keys of names that no column knows
        self.countries = countries_by_name()
        self.themes = names.themes_by_name()
        self.partners = partners_by_name()
        self.states: dict[Country, str] = {}  # countries that only this list names as partners → key of the spelling
        self.spelled: dict[str, str] = {}  # key → spelling, of partners that only this list names
        self.asked: dict[str, SpellingQuestion] = {}
        projects = list(Project.objects.current().prefetch_related("shares__country", "themes", "purposes"))
        self.by_symbol = {p.symbol: p for p in projects if p.symbol}
        self.by_iati = {p.iati_id: p for p in projects if p.iati_id}
        self.held = held_by()
        merged = Project.objects.exclude(merged_into=None)
        self.inherited = {name: dict(merged.values_list(name, "merged_into")) for name in self.held}
        self.by_name: dict[str, list[Project]] = {}
        by_pk = {p.pk: p for p in projects}
        for project in projects:
            self.by_name.setdefault(key_of(project.title), []).append(project)
        for key, pk in ProjectAlias.objects.values_list("key", "project"):
            if pk in by_pk and by_pk[pk] not in self.by_name.setdefault(key, []):
                self.by_name[key].append(by_pk[pk])
        self.funded: dict[int, list[Funding]] = {}
        for funding in Funding.objects.all():
            self.funded.setdefault(funding.project_id, []).append(funding)

    def run(self) -> None:
        of_one: dict[str, list[_Line]] = {}
        for row in self.table.rows:
            if row.number not in self.preview.left_out and (line := self._line(row)):
                marks = self._marks(line)
                group = next((of_one[mark] for mark in marks if mark in of_one), [])
                group.append(line)
                of_one |= dict.fromkeys(marks, group)
        for lines in {id(group): group for group in of_one.values()}.values():
            self._lines_of_one(lines)
        self.preview.entries.sort(key=lambda entry: entry.row)
        self.preview.problems.sort(key=lambda problem: problem.row)
        self.preview.questions = list(self.asked.values())
        self.preview.about_columns = self.settled.questions
        self.preview.open_about_columns = [q for q in self.settled.questions if q.key not in self.answers]
        self.preview.notes += self.settled.notes
        if not self.table.rows:
            self.preview.notes.append(_("There is no project in the list."))

    # One row

    def _line(self, row: ListRow) -> _Line | None:
        before = len(self.preview.problems)
        fields, links = self._read(row)
        if len(self.preview.problems) > before:
            return None
        try:
            project = self._project(row, fields)
        except _Unclear:
            return None
        partners = self._partners(row)
        if len(self.preview.problems) > before:
            return None
        return _Line(row, fields, links, partners, project, (row.number,))

    def _marks(self, line: _Line) -> list[str]:
        """What two rows of one project have in common."""
        symbol, iati_id = line.fields.get("symbol"), line.fields.get("iati_id")
        marks = [f"symbol {symbol}"] if symbol else [f"title {key_of(line.fields.get('title') or '')}"]
        marks += [f"iati {iati_id}"] if iati_id else []
        return marks + ([f"project {line.project.pk}"] if line.project else [])

    def _lines_of_one(self, lines: list[_Line]) -> None:
        before = len(self.preview.problems)
        first, *others = lines
        if not others:
            self._plan(first)
        elif (how := self.answers.get("lines:")) in (ADD, REPEAT):
            merged = self._merged(lines, adds=how == ADD)
            if len(self.preview.problems) == before:
                self._plan(merged)
            else:
                self.preview.with_refused |= set(merged.rows)
        else:
            self._plan(first)
            name = Field.SYMBOL if first.fields.get("symbol") and Field.SYMBOL in self.place else Field.TITLE
            message = _("Row %(row)s names the same project. Keep one of the two, or merge the lines.")
            for line in others:
                self._problem(line.row, name, message % {"row": first.row.number}, is_line=True)

    def _plan(self, line: _Line) -> None:
        before = len(self.preview.problems)
        row, project, fields = line.row, line.project, line.fields
        recorded = {name: getattr(project, name) for name in FIELDS} if project else {}
        for name, message in (problems_of_project(recorded | fields) | problems_of_links(line.links)).items():
            self._broken_rule(row, name, message)
        self._too_long(row, fields)
        self._other_currency(row, project, fields)
        if len(self.preview.problems) == before:
            self.preview.entries.append(self._entry(line))
        else:
            self.preview.with_refused |= set(line.rows)

    # Several rows that are lines of one project

    def _merged(self, lines: list[_Line], *, adds: bool) -> _Line:
        """The lines as one: what is equal once, countries, themes, purposes and partners together.

        `adds` says that each line has money of its own; else each repeats that of the whole project. What differs is a
        problem of the later row.
        """
        first = lines[0]
        fields = self._merged_fields(lines, skipped=("budget", "spent", "currency") if adds else ())
        money: dict[tuple[str, str], dict[str, Any]] = {}
        if adds:
            currencies = {line.fields["currency"] for line in lines if line.fields.get("currency")}
            for name in ("budget", "spent"):
                amounts = [line.fields[name] for line in lines if line.fields.get(name) is not None]
                if amounts and len(currencies) == 1:
                    fields |= {name: sum(amounts), "currency": next(iter(currencies))}
            self._refuse_lost_amounts(lines)
            for line in lines:
                if len(line.partners) == 1 and line.fields.get("currency"):
                    key = line.partners[0], line.fields["currency"]
                    row = money.setdefault(key, {"partner": key[0], "currency": key[1]})
                    for name, column in (("budget", "planned"), ("spent", "spent")):
                        if (amount := line.fields.get(name)) is not None:
                            row[column] = row.get(column, 0) + amount
        links = Links(
            countries=self._merged_shares(lines, "countries"),
            themes=list(dict.fromkeys(t for line in lines for t in line.links.themes or ())) or None,
            purposes=self._merged_shares(lines, "purposes"),
        )
        partners = dict.fromkeys(key for line in lines for key in line.partners)
        given = {key for key, _currency in money}
        numbers = tuple(line.row.number for line in lines)
        return _Line(
            first.row, fields, links, tuple(k for k in partners if k not in given),
            next((line.project for line in lines if line.project), None), numbers, tuple(money.values()),
        )  # fmt: skip

    def _refuse_lost_amounts(self, lines: list[_Line]) -> None:
        """A sum in two currencies is none, and an amount of no partner, or of several, is given by nobody."""
        with_amount = [line for line in lines if line.fields.get("currency")]
        are_named = any(line.partners for line in lines)
        for line in with_amount:
            name = Field.BUDGET if "budget" in line.fields else Field.SPENT
            first = with_amount[0]
            if line.fields["currency"] != first.fields["currency"]:
                message = _("Row %(row)s, of the same project, is in %(currency)s: two currencies do not add up.")
                told = {"row": first.row.number, "currency": first.fields["currency"]}
                self._problem(line.row, name, message % told)
            elif are_named and len(line.partners) != 1:
                message = _("To merge the lines, say in each which one partner gives its amount.")
                self._problem(line.row, name, message)

    def _merged_fields(self, lines: list[_Line], *, skipped: tuple[str, ...]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        said_by: dict[str, _Line] = {}
        for line in lines:
            differing = set()
            for name, value in line.fields.items():
                if name in skipped:
                    continue
                if name not in fields:
                    fields[name], said_by[name] = value, line
                elif fields[name] != value and (name != "title" or key_of(fields[name]) != key_of(value)):
                    differing.add(name.removesuffix("_first").removesuffix("_last"))
            for name in sorted(differing):
                column = Field(name) if name in set(Field) and Field(name) in self.place else Field.PERIOD
                other = said_by.get(name) or said_by[f"{name}_first"]
                message = _("Row %(row)s, of the same project, says “%(other)s”. Write the same in both.")
                told = {"row": other.row.number, "other": self._cell(other.row, column).text[:200]}
                self._problem(line.row, column, message % told, is_conflict=True)
        return fields

    def _merged_shares(self, lines: list[_Line], name: str) -> dict[Any, Any] | None:
        """Countries or purposes of all lines; one that two lines name has the share that one of them gives."""
        found: dict[Any, Any] = {}
        for line in lines:
            for of, share in (getattr(line.links, name) or {}).items():
                if found.get(of) not in (None, share) and share is not None:
                    message = _("Another row of the same project gives another share. Write the same in both.")
                    self._problem(line.row, Field(name), message)
                found[of] = found.get(of) if share is None else share
        return found or None

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
            countries=self._value(
                row,
                Field.COUNTRIES,
                lambda cell: names.countries(
                    cell, self.countries, self.means[Field.COUNTRIES], suggests=len(self.unknown) < MOST_SUGGESTIONS
                ),
            )
            or None,
            themes=self._value(
                row, Field.THEMES, lambda cell: names.themes(cell, self.themes, self.means[Field.THEMES])
            )
            or None,
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
        both = self._value(row, Field.BUDGET, lambda cell: values.spent_and_budget(cell, AS_SETTLED))
        spent_too, budget = both or (None, None)
        spent = self._value(row, Field.SPENT, lambda cell: values.money(cell, AS_SETTLED))
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
        """What a cell means; `None`, and a problem, if it cannot be read. Equal cells are read once."""
        if name not in self.place:
            return None
        cell = self._cell(row, name)
        if (name, cell) not in self.found:
            self.found[name, cell] = self._reading(name, cell, read)
        value, problems = self.found[name, cell]
        for message, unknown in problems:
            self._problem(row, name, message, unknown=unknown)
        return value

    def _reading(
        self, name: Field, cell: ListCell, read: Callable[[ListCell], Any]
    ) -> tuple[Any, list[tuple[str, str]]]:
        """What a cell means, and what is wrong with it, each with the name in it that is not known."""
        if cell.problem:
            return None, [(cell.problem, "")]
        few = " ".join(cell.text.casefold().split())[:100] if name in ONE_OF_A_FEW else ""
        meant = self.answers.get(f"means:{name}:{few}") if few else None
        if meant is not None:
            cell = ListCell(meant or None)
        if cell.is_blank:
            return None, []
        settled = self.settled.cell(self.place[name], cell)
        try:
            return read(settled), []
        except ValidationError as error:
            problems = []
            for one in error.error_list:
                unknown = key_of(one.params["name"]) if one.code == "unknown" and one.params else few
                self.unknown.add(unknown)
                problems.append((" ".join(one.messages).replace(settled.text, cell.text), unknown))
            return None, problems

    def _cell(self, row: ListRow, name: Field) -> ListCell:
        if name not in self.place or row.number in self.blanked.get(name, ()):
            return BLANK
        return row.cells[self.place[name]]

    # Which project it is

    def _project(self, row: ListRow, fields: dict[str, Any]) -> Project | None:
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
        self._refuse_held(row, fields, found)
        return found

    def _refuse_held(self, row: ListRow, fields: dict[str, Any], project: Project | None) -> None:
        """A symbol or an IATI identifier that another project has. One of a project that was merged into this one
        changes nothing."""
        for name, held in self.held.items():
            value = fields.get(name)
            if value not in held or (project and held[value] == project.slug):
                continue
            if project and self.inherited[name].get(value) == project.pk:
                fields.pop(name)
                continue
            message = _("Another project has “%(value)s” already: %(address)s. Which of the two is it?")
            self._problem(row, Field(name), message % {"value": value, "address": held[value]})
            raise _Unclear

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
            return self._one_key(self.preview.spellings.get(key, key))
        known = {k: p.name for k, p in self.partners.items()} | self.spelled
        close = near_misses(name, known)
        answer = chosen(self.answers, key, known) if close else ""
        if answer:
            # What it is the same as may be a spelling itself.
            answer = self._one_key(self.preview.spellings.get(answer, answer))
            self.preview.spellings[key] = answer
            self.spelled[key] = name
            self.preview.spelled[key] = name
            return answer
        if answer is None:
            self.asked.setdefault(key, SpellingQuestion(key, name, tuple(close)))
        self.spelled[key] = name
        self.preview.new_partners[key] = name
        return key

    def _one_key(self, key: str) -> str:
        """The key of the name of a partner that is recorded, whichever of its spellings the list has."""
        return key_of(self.partners[key].name) if key in self.partners else key

    # What becomes of it

    def _entry(self, line: _Line) -> PlannedRow:
        project, fields, links = line.project, line.fields, line.links
        wanted = {name: plain(value) for name, value in fields.items()} | recorded_links(links)
        before = record_of(project) if project else {}
        differences = [
            FieldDifference(name, before.get(name), after)
            for name, after in wanted.items()
            if before.get(name) != after and not _keeps_shares(name, before, after)
        ]
        held = self.funded.get(project.pk, []) if project else []
        funders = {funding.partner_id for funding in held}
        added = tuple(k for k in line.partners if k not in self.partners or self.partners[k].pk not in funders)
        if added:
            differences.append(FieldDifference("partners", None, [self._name_of(key) for key in added]))
        money = tuple(row for row in line.money if not self._is_held(row, held))
        if money:
            texts = [_money_text(self._name_of(row["partner"]), row) for row in money]
            differences.append(FieldDifference("money", None, texts))
        state = NEW if project is None else CHANGED if differences else UNCHANGED
        title = fields.get("title") or (project.title if project else "")
        return PlannedRow(line.rows, state, title, project, tuple(differences), fields, links, added, money)

    def _name_of(self, key: str) -> str:
        return self.partners[key].name if key in self.partners else self.spelled[key]

    def _is_held(self, row: Mapping[str, Any], held: Iterable[Funding]) -> bool:
        """Whether what a partner gives to a project is recorded so."""
        partner = self.partners.get(row["partner"])
        return any(
            partner is not None
            and (funding.partner_id, funding.year, funding.resource) == (partner.pk, None, None)
            and funding.currency == row["currency"]
            and all(getattr(funding, name) == row.get(name) for name in ("planned", "spent") if name in row)
            for funding in held
        )

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

    def _problem(
        self,
        row: ListRow,
        name: Field,
        message: str,
        *,
        unknown: str = "",
        is_line: bool = False,
        is_conflict: bool = False,
    ) -> None:
        if name not in self.place:
            self.preview.problems.append(Problem(row.number, "", "", message, is_line=is_line))
            return
        header = self.table.headers[self.place[name]]
        where = f"{self._where(row, name)} ({header})"
        text = self._cell(row, name).text[:200]
        self.preview.problems.append(Problem(row.number, where, text, message, name, unknown, is_line, is_conflict))


READERS: Mapping[Field, Callable[[ListCell], Any]] = {
    Field.STATUS: values.status,
    Field.FLAGSHIP: values.yes_or_no,
    Field.GENDER: values.marker,
    Field.DISABILITY: values.marker,
}


def _keeps_shares(name: str, before: Mapping[str, Any], after: Any) -> bool:
    """Whether a list without shares names the countries or purposes that are recorded with shares: no difference."""
    shares = before.get(name) if name in ("countries", "purposes") else None
    return shares is not None and not any(after.values()) and shares.keys() == after.keys()


def _money_text(partner: str, row: Mapping[str, Any]) -> str:
    amounts = [grouped(row[name]) for name in ("planned", "spent") if name in row]
    return f"{partner}: {' / '.join(amounts)} {row['currency']}"
