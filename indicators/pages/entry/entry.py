"""The whole entry of a result: its questions, and the rows that belong to it, saved as one."""

from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language

from countries.models import Country, Theme
from indicators.ledger import payload_of
from indicators.models import Indicator, Result
from indicators.pages.entry.choose import plain_words
from indicators.pages.entry.form import ResultForm
from indicators.pages.entry.rows import ConsultationRows, EvidenceRows, OtherRows, evidence_of, evidence_token
from indicators.pages.entry.several import SeveralForm, spread
from indicators.pages.entry.support import SupportForm
from indicators.results import actions
from rmt.models import User


class ResultEntry:
    """A result as a person enters it: one form, three lists of rows, one version.

    `result` is the draft that is edited, or `None` for a new one of `indicator` and `country`.
    """

    def __init__(
        self,
        data: Any = None,
        files: MultiValueDict | None = None,
        *,
        user: User,
        result: Result | None = None,
        indicator: Indicator | None = None,
        country: Country | None = None,
    ) -> None:
        self.user, self.result = user, result
        self.indicator = result.indicator if result else indicator
        self.country = result.country if result else country
        self.data: Any = data.copy() if data is not None else None  # it learns what was stored, and the version
        if self.data is not None:
            files = spread(self.data, files)
            self._take_themes()
        self.form = ResultForm(self.data, user=user, indicator=self.indicator, country=self.country, result=result)
        self.support = SupportForm(self.data, user=user, country=self.country, result=result)
        self.several = SeveralForm(initial={"evidence_links": (self.data or {}).get("evidence_links", "")})
        # What was sent is all there is: a row that stayed as it was is sent as well.
        shown = result if data is None else None
        self.evidence = EvidenceRows(
            self.data, files, prefix="evidence", initial=evidence_of(shown, user=user), form_kwargs={"user": user}
        )
        self.others = OtherRows(self.data, prefix="others", initial=list(shown.others.values()) if shown else None)
        self.consultations = ConsultationRows(
            self.data, prefix="consultations", initial=list(shown.consultations.values()) if shown else None
        )

    @property
    def words(self) -> str:
        """What kind of result it is, as it was asked."""
        return plain_words(self.indicator) if self.indicator else ""

    def _take_themes(self) -> None:
        """Tick the suggested themes that were taken together, in one click."""
        slugs = self.data.get("take_themes", "").split()
        if slugs:
            taken = [str(pk) for pk in Theme.objects.filter(slug__in=slugs).values_list("pk", flat=True)]
            self.data.setlist("themes", list(dict.fromkeys([*self.data.getlist("themes"), *taken])))

    def is_valid(self) -> bool:
        """Whether all of it can be saved; the files that are good are stored in any case."""
        parts = [
            self.form.is_valid(), self.support.is_valid(), self.evidence.is_valid(), self.others.is_valid(),
            self.consultations.is_valid(),
        ]  # fmt: skip
        for row in self.evidence.forms:
            row.store_file()
        return all(parts)

    @transaction.atomic
    def save(self, *, version: int | None = None) -> Result:
        """Write it as a new draft, or over the draft that was read as `version`.

        Raises EditConflict if somebody changed that meanwhile, ValidationError if it is no draft any more.
        """
        fields = self.form.result_fields() | self._named_instrument()
        children = self._children()
        if self.result is None:
            fields |= {"language": (get_language() or "en")[:10], "uuid": self._unused_key()}
            result = actions.start_result(
                indicator=self.indicator, country=self.country, by=self.user, fields=fields, children=children
            )
        else:
            result = actions.save_result(
                result=self.result, version=version or 0, fields=fields, children=children, by=self.user
            )
        self.support.save(result)
        return result

    def _unused_key(self) -> UUID:
        """The key of the form, so that sending it twice makes one draft; a new one if another result has it already."""
        key = self.form.cleaned_data.get("key")
        return uuid4() if key is None or Result.objects.filter(uuid=key).exists() else key

    def _named_instrument(self) -> dict[str, Any]:
        title = self.form.cleaned_data.get("new_instrument_title")
        if not title or self.country is None:
            return {}
        kind = self.form.cleaned_data["new_instrument_kind"]
        known = self.form.named_instrument()
        return {"instrument": known or actions.name_instrument(country=self.country, title=title, kind=kind)}

    def _children(self) -> actions.Children:
        return actions.Children(
            parts=self.form.groups(),
            themes=self.form.cleaned_data["themes"],
            evidence=[row.item for row in self.evidence.forms if row.has_changed() and not row.is_removed],
            others=self.others.cleaned_rows,
            consultations=self.consultations.cleaned_rows,
            follows=self.form.earlier_results(),
        )

    def remember(self, result: Result) -> None:
        """Continue from what was saved: the next save is of this version, and adds no evidence twice."""
        self.result = self.form.result = result
        self.data["version"] = str(result.version)
        links = {it.url: it for it in result.evidence.all() if it.url}
        for row in self.evidence.forms:
            url = row.cleaned_data.get("url")
            if url in links:
                self.data[row.add_prefix("kept")] = evidence_token(links.pop(url).uuid, user=self.user)

    def add_problems(self, broken: ValidationError) -> None:
        """Show what an action refused beside its field; missing evidence, beside the first row that takes a link."""
        problems: dict[str, Any] = {NON_FIELD_ERRORS: broken}
        if hasattr(broken, "error_dict"):
            problems = dict(broken.error_dict)
        row = next((row for row in self.evidence.forms if "url" in row.fields), None)
        if row is not None and "evidence" in problems:
            row.add_error("url", problems.pop("evidence"))
        self.form.add_problems(problems.items())

    def payload_if_saved(self, over: Result | None) -> dict[str, Any]:
        """What the result would say if this were saved over whatever is there now; nothing is written."""
        with transaction.atomic():
            version = None
            if over is not None:
                current = Result.objects.select_for_update().get(pk=over.pk)
                Result.objects.filter(pk=current.pk).update(status=Result.Status.DRAFT)
                version = current.version
            saved = payload_of(self.save(version=version))
            transaction.set_rollback(True)
        return saved
