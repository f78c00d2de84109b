"""What published results can be narrowed to: one FilterSet for the page, the API and the exports of it."""

import re
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from indicators.models import Publication, Removal
from indicators.pages.explorer.facets import BY_NAME, LEFT_OUT, NOT_A_VALUE, NOWHERE, known_among, with_standing
from indicators.querysets import PublicationQuerySet
from rmt import search

CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,49}")
MOST_CODES = 70
MOST_UNKNOWN = 2
MOST_CHOSEN = 150
"""Of all facets together: every link of the page repeats what is chosen."""
LONGEST_LIST = 8_000
"""Signs of one condition of the explorer: more than the most codes of 50 signs have, so none is cut."""


class SeveralField(forms.Field):
    """One value or several, by their codes; what cannot be a code becomes "unknown", which matches nothing."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[str]:
        given = value if isinstance(value, list | tuple) else [value or ""]
        codes = {code.strip().lower() for text in given for code in str(text).split(",") if code.strip()}
        return sorted({code if CODE.fullmatch(code) else NOT_A_VALUE for code in codes})


class SeveralFilter(django_filters.Filter):
    field_class = SeveralField


class YearFilter(django_filters.Filter):
    field_class = forms.IntegerField

    def __init__(self, *args, **kwargs) -> None:
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), _("Type a year of four digits."))
        super().__init__(*args, min_value=1900, max_value=2100, error_messages=messages, **kwargs)


def _several(name: str) -> SeveralFilter:
    return SeveralFilter(label=BY_NAME[name].title, method="in_facet")


class ResultForm(forms.Form):
    """The conditions as they are read: of each facet its first seventy values, and two that are not known here.

    Page, exports and address ask the same, however long the list that was sent. Where some values are left out, a
    value of its own says so (`LEFT_OUT`), in the address as well.
    """

    def clean(self) -> dict[str, Any]:
        """The conditions without what is not known or too much; a facet of which nothing is known matches nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = {name: cleaned[name] for name in BY_NAME if cleaned.get(name)}
        known, left = known_among(chosen), MOST_CHOSEN
        for name, codes in chosen.items():
            all_known = [code for code in codes if code in known[name]]
            read = all_known[: min(MOST_CODES, left)]
            left -= len(read)
            unknown = [code for code in codes if code not in known[name]]
            if len(read) < len(all_known):
                unknown = [LEFT_OUT, *unknown]
            cleaned[name] = sorted({*read, *unknown[:MOST_UNKNOWN]})
        return cleaned


class ResultFilter(django_filters.FilterSet):
    """Publications in force, now or at the end of a past day, by where, what, who supported them, and when.

    Several values of one facet mean one of them; two facets mean both. A year is that of the achievement: a date
    known in part lies wholly inside (rule 6). Of a past day nothing fits a condition that the ledger does not keep.
    """

    q = django_filters.CharFilter(method="with_words", label=_("Words or number"), max_length=200)
    region = _several("region")
    country = _several("country")
    level = _several("level")
    step = _several("step")
    indicator = _several("indicator")
    theme = _several("theme")
    branch = _several("branch")
    partner = _several("partner")
    project = _several("project")
    sdg = _several("sdg")
    round = _several("round")
    standing = _several("standing")
    year_from = YearFilter(method="since_year", label=_("Achieved from"))
    year_to = YearFilter(method="until_year", label=_("Achieved to"))

    class Meta:
        model = Publication
        form = ResultForm
        fields: list[str] = []

    def __init__(self, data: Any = None, *, as_of: date | None = None, on: date) -> None:
        super().__init__(data or {}, queryset=Publication.objects.as_of(as_of))
        self.as_of = as_of
        self.on = on

    @property
    def found(self) -> PublicationQuerySet:
        """The publications that fit; none if a condition cannot be read: the form then says so beside it."""
        return self.without("")

    def without(self, name: str) -> PublicationQuerySet:
        """The publications that fit every condition but one: among these the values of its facet are counted."""
        found = self.queryset.all()
        if not self.form.is_valid():
            return found.none()
        for other, value in self.form.cleaned_data.items():
            if other != name and value not in (None, "", []):
                found = self.filters[other].filter(found, value)
        return found

    @property
    def asked(self) -> dict[str, Any]:
        """What is asked, tidied; what cannot be read is left out."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", [])}

    def in_facet(self, found: QuerySet, name: str, values: list[str]) -> QuerySet:
        facet = BY_NAME[name]
        if self.as_of and not facet.in_ledger and name != "project":
            return found.none()
        if name == "standing":
            return with_standing(found, on=self.on).filter(standing__in=values)
        if name == "country" and NOWHERE in values:
            return found.filter(Q(country__slug__in=values) | Q(country=None))
        if name == "step":
            values = [value for value in values if value in ("1", "2", "3")]
        codes = [value.upper() for value in values] if name == "indicator" else values
        if not facet.names or name in ("region", "country", "indicator"):
            return found.filter(**{f"{facet.key}__in": codes})
        having = Publication.objects.order_by().filter(**facet.only, **{f"{facet.key}__in": codes})
        return found.filter(pk__in=having.values("pk"))

    def since_year(self, found: QuerySet, _name: str, year: int) -> QuerySet:
        return found.filter(achieved_first__gte=date(year, 1, 1))

    def until_year(self, found: QuerySet, _name: str, year: int) -> QuerySet:
        return found.filter(achieved_last__lte=date(year, 12, 31))

    def with_words(self, found: QuerySet, _name: str, text: str) -> QuerySet:
        """What the search finds by these words. Of a past day there are only titles, those that nobody removed."""
        if self.as_of is None:
            return found.filter(number__in=search.numbers_of(text))
        removed = Removal.objects.filter(field="title", result=OuterRef("result"), version__gte=OuterRef("version"))
        found = found.exclude(Exists(removed))
        for word in text.split():
            found = found.filter(title__icontains=word)
        return found
