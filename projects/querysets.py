"""The reading vocabulary of projects, partners and money."""

from datetime import date

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, When

from projects import definitions
from projects.figures import Counts, Money


class CurrentQuerySet(models.QuerySet):
    def current(self):
        """Without the rows that were merged into another: what lists and counts are made of."""
        return self.filter(merged_into=None)


class PartnerQuerySet(CurrentQuerySet):
    def funding(self, project):
        """Partners that fund `project`."""
        return self.filter(fundings__project=project).distinct()

    def matching(self, text: str):
        """Partners whose name, or a spelling of it, contains some words."""
        spelled = self.model._default_manager.order_by().filter(aliases__text__icontains=text).values("pk")
        return self.filter(Q(name__icontains=text) | Q(pk__in=spelled))


class ProjectQuerySet(CurrentQuerySet):
    def current(self):
        """Without those merged into another, and without those that came with an import that was taken back."""
        return self.filter(merged_into=None, taken_back_at=None)

    def flagship(self):
        """What `definitions.FLAGSHIP` says."""
        return self.filter(definitions.is_flagship())

    def active(self, on: date):
        """What `definitions.ACTIVE` says, of the day `on`."""
        return self.filter(definitions.is_active(on))

    def with_active(self, on: date):
        """Each with `is_active` on a day, by the same definition."""
        condition = When(definitions.is_active(on), then=True)
        return self.annotate(is_active=Case(condition, default=False, output_field=models.BooleanField()))

    def counts(self, on: date) -> Counts:
        """How many there are, and of them flagship and active ones: what every page prints, in one query."""
        found = self.order_by().aggregate(
            all=Count("pk", distinct=True),
            flagship=Count("pk", distinct=True, filter=definitions.is_flagship()),
            active=Count("pk", distinct=True, filter=definitions.is_active(on)),
        )
        return Counts(**found)

    def matching(self, text: str):
        """Projects whose title, symbol, IATI identifier or another name contains some words."""
        called = self.model._default_manager.order_by().filter(aliases__text__icontains=text)
        own = Q(title__icontains=text) | Q(symbol__icontains=text) | Q(iati_id__icontains=text)
        return self.filter(own | Q(pk__in=called.values("pk")))

    def funded_by(self, partner):
        """Projects that `partner` funds, alone or with others."""
        return self.filter(Exists(partner.fundings.filter(project=OuterRef("pk"))))

    def in_pool(self):
        """Projects with money of the pool, whoever pays into it (modality 1)."""
        return self.filter(pk__in=self.model._default_manager.filter(fundings__modality=1).order_by().values("pk"))

    def in_country(self, country):
        return self.filter(countries=country)

    def on_theme(self, theme):
        return self.filter(themes=theme)

    def with_result(self):
        """Projects that a published result names, in the statement in force."""
        return self.filter(pk__in=self._named())

    def without_result(self):
        """Projects that no published result names."""
        return self.exclude(pk__in=self._named())

    def _named(self):
        named = self.model._default_manager.filter(
            published_contributions__publication__kind="statement",
            published_contributions__publication__superseded_at=None,
        )
        return named.order_by().values("pk")

    def at_work_between(self, first: date, last: date):
        """Projects whose known dates do not rule out that they worked at some time from `first` to `last`."""
        return self.filter(Q(start_first=None) | Q(start_first__lte=last), Q(end_last=None) | Q(end_last__gte=first))

    def suggested_for(self, result):
        """Projects that may have supported `result` and are not linked to it, the likeliest first.

        They work in its country (or, where no country is recorded, on one of its themes), and their known dates do
        not rule them out. `same_theme` says whether a theme is shared as well.
        """
        themes = result.tags.exclude(state="rejected").values("theme")
        found = self.current().exclude(contributions__result=result)
        if result.achieved_first and result.achieved_last:
            found = found.at_work_between(result.achieved_first, result.achieved_last)
        on_theme = Exists(self.model.themes.through._default_manager.filter(project=OuterRef("pk"), theme__in=themes))
        in_country = Exists(
            self.model.countries.through._default_manager.filter(project=OuterRef("pk"), country=result.country)
        )
        somewhere = Exists(self.model.countries.through._default_manager.filter(project=OuterRef("pk")))
        found = found.annotate(same_theme=on_theme, same_country=in_country)
        found = found.filter(Q(same_country=True) | (Q(same_theme=True) & ~somewhere))  # no join: each once
        return found.order_by("-same_country", "-same_theme", "title")

    def with_result_counts(self, visible):
        """Each with `linked`, its results among the `visible` ones, and `published`, those that are public."""
        linked = models.Count("contributions", filter=Q(contributions__result__in=visible), distinct=True)
        published = models.Count(
            "published_contributions",
            filter=Q(
                published_contributions__publication__kind="statement",
                published_contributions__publication__superseded_at=None,
            ),
            distinct=True,
        )
        order = self.query.order_by or ("title", "pk")  # counting forgets the order of the model
        return self.annotate(linked=linked, published=published).order_by(*order)

    def with_labels(self):
        """With what a list of projects prints, in a fixed number of queries."""
        return self.prefetch_related("shares__country", "themes", "fundings__partner")


class OutputQuerySet(models.QuerySet):
    def as_due(self) -> list[tuple[date | None, date | None]]:
        """The rows as `figures.py` reads them, in one query: last due day, and delivery."""
        return list(self.values_list("due_last", "delivered"))

    def late(self, on: date):
        """Due before `on` and not delivered by then."""
        return self.filter(due_last__lt=on).filter(Q(delivered=None) | Q(delivered__gt=on))


class FundingQuerySet(models.QuerySet):
    def of_current(self):
        """Money of projects that were not merged into another, nor taken back with their import."""
        return self.filter(project__merged_into=None, project__taken_back_at=None)

    def as_money(self) -> list[Money]:
        """The rows as `figures.py` reads them, in one query."""
        columns = ("year", "currency", "planned", "received", "spent", "usd_rate", "resource", "modality")
        rows = self.values("partner__slug", "project__slug", *columns)
        return [
            Money(row.pop("partner__slug"), row.pop("project__slug"), rate=row.pop("usd_rate"), **row) for row in rows
        ]

    def pooled(self):
        """Modality 1."""
        return self.filter(modality=1)


class FundingGapQuerySet(models.QuerySet):
    def open(self):
        """Gaps that nobody closed yet."""
        return self.filter(closed_at=None)
