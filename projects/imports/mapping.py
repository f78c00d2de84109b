"""Which column of a list is which field: guessed from the headers, corrected once by a person, and remembered."""

import hashlib
import itertools
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from projects.imports.reading import CODES, SHARED_SIGNS, currency_of_sign, keys_of_header
from projects.models import ImportMapping
from rmt.models import User
from rmt.text import key_of


class Field(StrEnum):
    """What a column may hold. A column without a field is not read."""

    TITLE = "title"
    SYMBOL = "symbol"
    IATI_ID = "iati_id"
    DESCRIPTION = "description"
    PARTNERS = "partners"
    COUNTRIES = "countries"
    THEMES = "themes"
    START = "start"
    END = "end"
    PERIOD = "period"
    BUDGET = "budget"
    SPENT = "spent"
    CURRENCY = "currency"
    STATUS = "status"
    FLAGSHIP = "is_flagship"
    GENDER = "gender_marker"
    DISABILITY = "disability_marker"
    PURPOSES = "purposes"


LABELS = {
    Field.TITLE: gettext_lazy("title"),
    Field.SYMBOL: gettext_lazy("symbol"),
    Field.IATI_ID: gettext_lazy("IATI identifier"),
    Field.DESCRIPTION: gettext_lazy("description"),
    Field.PARTNERS: gettext_lazy("partners"),
    Field.COUNTRIES: gettext_lazy("countries, with shares or without"),
    Field.THEMES: gettext_lazy("thematic areas"),
    Field.START: gettext_lazy("beginning"),
    Field.END: gettext_lazy("end"),
    Field.PERIOD: gettext_lazy("beginning and end in one"),
    Field.BUDGET: gettext_lazy("budget, or spent / budget"),
    Field.SPENT: gettext_lazy("spent so far"),
    Field.CURRENCY: gettext_lazy("currency"),
    Field.STATUS: gettext_lazy("status"),
    Field.FLAGSHIP: gettext_lazy("part of the Flagship Programme"),
    Field.GENDER: gettext_lazy("gender marker"),
    Field.DISABILITY: gettext_lazy("disability marker"),
    Field.PURPOSES: gettext_lazy("purpose codes"),
}

HEADERS = {
    Field.TITLE: "title|project|project title|project name|proj title|name of project|activity title|title narrative"
    "|titre|titre du projet|projet|nom du projet|titulo|titulo del proyecto|proyecto|projeto|titulo do projeto",
    Field.SYMBOL: "symbol|project symbol|project code|project number|tc symbol|dc symbol|symbole|simbolo"
    "|code du projet",
    Field.IATI_ID: "iati identifier|iati id|activity identifier|iati",
    Field.DESCRIPTION: "description|activity description general|description narrative|summary|objective",
    Field.PARTNERS: "partner|partners|donor|donors|donor partner|development partner|development partners|funding"
    "|funding partner|funded by|partenaire|partenaires|bailleur|bailleurs|donante|donantes|socio|parceiro",
    Field.COUNTRIES: "country|countries|country ies|country area|recipient country|recipient country code|beneficiary"
    " country|pays|pais|paises",
    Field.THEMES: "theme|themes|thematic area|thematic areas|thematique",
    Field.START: "start|start date|begin|begins|beginning|from|actual start date|project start|debut|date de debut"
    "|inicio|fecha de inicio",
    Field.END: "end|end date|ends|to|until|actual end date|project end|fin|date de fin|fecha de fin|termino|fim",
    Field.PERIOD: "period|time|duration|dates|project period|periode|periodo",
    Field.BUDGET: "budget|approved|approved budget|total budget|amount|value|spent budget|spent total|montant"
    "|presupuesto|orcamento",
    Field.SPENT: "spent|spent so far|expenditure|expenditures|disbursed|delivery|depenses|gastado",
    Field.CURRENCY: "currency|devise|moneda|moeda|activity default currency",
    Field.STATUS: "status|project status|activity status|state|statut|estado|etat",
    Field.FLAGSHIP: "flagship|part of the flagship programme|flagship programme",
    Field.GENDER: "gender marker|gender",
    Field.DISABILITY: "disability marker|disability",
    Field.PURPOSES: "purpose|purpose code|purpose codes|sector code|oecd purpose",
}
KNOWN = {key: field for field, keys in HEADERS.items() for key in keys.split("|")}
NEEDED = (Field.TITLE, Field.SYMBOL)
WORDS = {"ALL", "CUP", "PEN", "TOP", "TRY"}  # codes that are words in a header in capitals, brackets apart
REASONS = gettext_lazy("Why this row was not imported")  # header of the last column of rows to mend

Columns = Mapping[str, str]


def digest(headers: Sequence[str]) -> str:
    """One name for a set of headers, whatever their order and capitals."""
    return hashlib.sha256("\n".join(sorted(key_of(header) for header in headers if header)).encode()).hexdigest()


def mapping_for(headers: Sequence[str]) -> ImportMapping | None:
    """The mapping that was remembered for these headers, or for these without the last: the reasons beside rows that
    were left out and come again."""
    wanted = [digest(headers)]
    if headers and headers[-1] in in_every_language(REASONS):
        wanted.append(digest(headers[:-1]))
    known = ImportMapping.objects.in_bulk(wanted, field_name="headers")
    return next((known[one] for one in wanted if one in known), None)


def in_every_language(text: Any) -> set[str]:
    """A text as it is written in each language of the site."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(str(text))
    return found


def suggest(headers: Sequence[str]) -> dict[str, str]:
    """Header → field: what was remembered; else a guess in which no field comes twice."""
    if remembered := mapping_for(headers):
        return {header: remembered.columns[header] for header in headers if header in remembered.columns}
    found: dict[str, str] = {}
    for header in headers:
        guess = next((KNOWN[key] for key in keys_of_header(header) if key in KNOWN), None)
        if guess and guess not in found.values():
            found[header] = guess.value
    return found


def currency_in(header: str) -> str | None:
    """The currency that a header names: "Budget (USD)", "Amount in US$".

    >>> currency_in("Budget (USD): Approved"), currency_in("Budget in US dollars"), currency_in("Budget")
    ('USD', 'USD', None)
    >>> currency_in("Budget (KES)"), currency_in("BUDGET OF ALL YEARS"), currency_in("USD or EUR")
    ('KES', None, None)
    """
    in_brackets = set(re.findall(r"[(\[]\s*(\S+?)\s*[)\]]", header))
    words = re.findall(r"[^\s()\[\]:;,/–-]+", header)
    found = set()
    for word in (*words, *(f"{first} {second}" for first, second in itertools.pairwise(words))):
        code = currency_of_sign(word)
        if code is None or code in SHARED_SIGNS or (word in WORDS and word not in in_brackets):
            continue
        if word == code or word.upper() not in CODES:  # a code is in capitals: "all" and "top" are words
            found.add(code)
    return found.pop() if len(found) == 1 else None


def check(headers: Sequence[str], columns: Columns) -> None:
    """Refuse a mapping by which no row can be read. Raises ValidationError."""
    problems = []
    for header, name in columns.items():
        if header not in headers:
            problems.append(_("The list has no column “%(header)s”.") % {"header": header})
        if name not in set(Field):
            problems.append(_("“%(field)s” is not a field of a project.") % {"field": name})
    for name in set(columns.values()):
        if list(columns.values()).count(name) > 1:
            problems.append(_("Two columns are mapped to “%(field)s”: choose one.") % {"field": name})
    for header in set(headers):
        if header in columns and list(headers).count(header) > 1:
            problems.append(_("Two columns are called “%(header)s”: rename one of them.") % {"header": header})
    if not set(NEEDED) & set(columns.values()):
        problems.append(_("Say which column holds the titles or the symbols of the projects."))
    if Field.PERIOD in columns.values() and {Field.START, Field.END} & set(columns.values()):
        problems.append(_("Map either the period, or beginning and end."))
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def remember(*, headers: Sequence[str], columns: Columns, by: User, currency: str | None = None) -> ImportMapping:
    """Keep a mapping for all lists with these headers; a later one replaces it."""
    check(headers, columns)
    mapping, _created = ImportMapping.objects.update_or_create(
        headers=digest(headers),
        defaults={"columns": dict(columns), "currency": currency, "by": by, "at": timezone.now()},
    )
    return mapping
