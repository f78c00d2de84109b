"""What a person types on the page of an update, for its review, its clearance, and what is expected in a country."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country
from indicators.ledger import WordedDifference
from indicators.models import Answer, Indicator, Milestone, MilestoneAnswer, Result
from indicators.pages.entry import plain_words
from indicators.pages.transition import DAYS_TO_MEND, DayInput
from indicators.pages.updates.checklist import Checklist, ChecklistLine
from indicators.rounds import SENT
from indicators.updates import LONGEST_TITLE, PROFILE, Filled, name_of, refuse_colleagues
from projects.models import Output
from rmt.forms import DeskForm, PartialDateField
from rmt.mail import domain_of

LONGEST_TEXT = 10_000
MILESTONE_PARTS = ("kind", "result", "expected", "reason")
ANSWERS = [(kind.value, kind.label) for kind in Answer.Kind if kind != Answer.Kind.VALUE]
NOT_A_CHOICE = {"invalid_choice": gettext_lazy("Choose one of these.")}
NOT_A_DAY = {"invalid": gettext_lazy("Enter a day, such as 2026-01-31.")}


class UpdateDeskForm(DeskForm):
    """A form about an update: what was typed into it can always be shown again."""

    @property
    def typed(self) -> list[WordedDifference]:
        """What was typed and differs from what is stored: field by field, for whoever can no longer save it."""
        rows = []
        for name in self.changed_data:
            if not self[name].is_hidden:
                stored, typed = in_words(self[name], stored=True), in_words(self[name])
                rows.append(WordedDifference(str(self[name].label), [("same", stored)], [("same", typed)], True))
        return rows


def in_words(bound: BoundField, *, stored: bool = False) -> str:
    """A field in words: as it was typed, or as it is `stored`."""
    field = bound.field
    value = bound.initial if stored else bound.data
    if isinstance(field, PartialDateField):
        parts = field.prepare_value(value) if stored else value
        return " ".join(str(part) for part in parts or () if part)
    words = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return words.get(str(value), str(value or ""))


def text(label: Any, *, lines: int = 0, most: int = LONGEST_TEXT, **kwargs: Any) -> forms.CharField:
    """Words that may be left out; several `lines` of them, or one."""
    widget = forms.Textarea({"rows": lines}) if lines else forms.TextInput()
    return forms.CharField(label=label, required=False, max_length=most, widget=widget, **kwargs)


def radio(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    """One choice of a few, or none."""
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, required=False, error_messages=NOT_A_CHOICE
    )


def version_read() -> forms.IntegerField:
    """The version that the person read, as the form carries it."""
    unknown = gettext_lazy("It could not be told which version you had read. Open the page again.")
    messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), unknown)
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9, error_messages=messages)


class UpdateForm(UpdateDeskForm):
    """The one form of an update: whichever of its buttons is pressed, all that was typed is saved."""

    version = version_read()
    on_behalf_of = text(
        gettext_lazy("Entered on behalf of (optional)"),
        most=200,
        help_text=gettext_lazy("If you enter this for somebody else: their name and office."),
    )

    def __init__(self, data: Any = None, *, checklist: Checklist, today: date) -> None:
        super().__init__(data)
        self.checklist, self.today = checklist, today
        self.initial = {"version": checklist.version}
        if checklist.update:
            self.initial["on_behalf_of"] = checklist.update.on_behalf_of
        for line in checklist.lines:
            self._ask_about(line)
        for milestone in checklist.due:
            self._ask_whether(milestone)
        labels = {
            "situation": (_("Situation"), _("How social protection stands in the country, in a few sentences.")),
            "priorities": (_("Priorities"), _("What the country works on now.")),
            "opportunities": (_("Opportunities"), _("Where help would change most.")),
        }
        for name, (label, help_text) in labels.items():
            self.fields[name] = text(label, lines=4, help_text=help_text)
            self.initial[name] = getattr(checklist.profile, name, "")
        for output in checklist.outputs:
            self.fields[f"delivered-{output.pk}"] = forms.DateField(
                label=_("“%(output)s” was delivered on") % {"output": output},
                required=False, widget=DayInput(), error_messages=NOT_A_DAY,
            )  # fmt: skip

    def _ask_about(self, line: ChecklistLine) -> None:
        code, item = line.code, line.item
        about = f"{code} · {line.question}"
        if not item.results:
            self.fields[f"answer-{code}"] = radio(about, ANSWERS)
            self.fields[f"reason-{code}"] = text(_("%(code)s: why does it not apply?") % {"code": code})
            self.initial[f"answer-{code}"] = item.kind
            self.initial[f"reason-{code}"] = item.answer.reason if item.answer else None
        self.fields[f"note-{code}"] = text(_("%(code)s: note") % {"code": code}, lines=3)
        self.initial[f"note-{code}"] = item.note

    def _ask_whether(self, milestone: Milestone) -> None:
        name = name_of(milestone)
        kinds = [(kind.value, kind.label) for kind in MilestoneAnswer.Kind]
        self.fields[f"{name}-kind"] = radio(milestone.title, kinds)
        self.fields[f"{name}-result"] = forms.ChoiceField(
            label=_("The result that reports it"), choices=self._result_choices, required=False,
            error_messages=NOT_A_CHOICE,
        )  # fmt: skip
        self.fields[f"{name}-expected"] = PartialDateField(
            label=_("When is it expected now?"), required=False, help_text=_("The day may be left empty.")
        )
        self.fields[f"{name}-reason"] = text(_("Why is it no longer expected?"))

    @cached_property
    def _result_choices(self) -> list[tuple[str, str]]:
        results = Result.objects.filter(country=self.checklist.country, status__in=[*SENT, Result.Status.DRAFT])
        recent = results.exclude(title=None).order_by("-changed_at")[:50]
        return [("", _("Not entered yet")), *((str(result.uuid), str(result.title)) for result in recent)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for line in self.checklist.lines:
            why = f"reason-{line.code}"
            if cleaned.get(f"answer-{line.code}") == Answer.Kind.NOT_APPLICABLE and not cleaned.get(why):
                self.add_error(why, _("Say why it does not apply."))
        for milestone in self.checklist.due:
            self._clean_milestone(name_of(milestone), cleaned)
        for output in self.checklist.outputs:
            day = cleaned.get(f"delivered-{output.pk}")
            if day and day > self.today:
                self.add_error(f"delivered-{output.pk}", _("This day has not come yet."))
        return cleaned

    def _clean_milestone(self, name: str, cleaned: dict[str, Any]) -> None:
        kind, expected = cleaned.get(f"{name}-kind"), cleaned.get(f"{name}-expected")
        if kind == MilestoneAnswer.Kind.DROPPED and not cleaned.get(f"{name}-reason"):
            self.add_error(f"{name}-reason", _("Say why it is no longer expected."))
        if kind != MilestoneAnswer.Kind.LATER or self[f"{name}-expected"].errors:
            return
        if expected is None:
            self.add_error(f"{name}-expected", _("Say when it is expected now; the day may be left empty."))
        elif expected[1] < self.today:
            self.add_error(f"{name}-expected", _("This date has passed. Choose one that is still to come."))

    def filled(self, *, profile_is_right: bool = False, rest: str = "") -> Filled:
        """What a valid form says."""
        cleaned, lines = self.cleaned_data, self.checklist.lines
        milestones = {}
        for milestone in self.checklist.due:
            kind, result, expected, reason = (cleaned[f"{name_of(milestone)}-{part}"] for part in MILESTONE_PARTS)
            if kind:
                found = Result.objects.get(uuid=result) if result else None
                milestones[milestone] = {"kind": kind, "reason": reason, "expected": expected, "result": found}
        return Filled(
            answers={
                line.item.indicator: (cleaned[f"answer-{line.code}"], cleaned[f"reason-{line.code}"])
                for line in lines
                if not line.item.results
            },
            notes={line.item.indicator: cleaned[f"note-{line.code}"] for line in lines},
            milestones=milestones,
            profile={name: cleaned[name] for name in PROFILE} if set(PROFILE) & set(self.changed_data) else None,
            profile_is_right=profile_is_right,
            delivered={
                output: delivered
                for output in self.checklist.outputs
                if (delivered := cleaned[f"delivered-{output.pk}"])
            },
            on_behalf_of=cleaned["on_behalf_of"],
            rest=rest,
        )

    # For the template: the fields of each line beside what is known of it.

    def lines(self) -> Iterator[tuple[ChecklistLine, BoundField | None, BoundField | None, BoundField]]:
        for line in self.checklist.lines:
            code = line.code
            answer = self[f"answer-{code}"] if f"answer-{code}" in self.fields else None
            reason = self[f"reason-{code}"] if answer else None
            yield line, answer, reason, self[f"note-{code}"]

    def milestones(self) -> Iterator[tuple[Milestone, BoundField, BoundField, BoundField, BoundField]]:
        for milestone in self.checklist.due:
            name = name_of(milestone)
            kind, result, expected, reason = (self[f"{name}-{part}"] for part in MILESTONE_PARTS)
            yield milestone, kind, result, expected, reason

    def profile(self) -> list[BoundField]:
        return [self[name] for name in PROFILE]

    def outputs(self) -> Iterator[tuple[Output, BoundField]]:
        for output in self.checklist.outputs:
            yield output, self[f"delivered-{output.pk}"]

    @property
    def profile_is_open(self) -> bool:
        """Whether the texts of the profile are shown to be changed: nothing is written yet, or it is being typed."""
        written = any(self.initial.get(name) for name in PROFILE)
        return not written or (self.is_bound and bool(set(PROFILE) & set(self.changed_data)))

    def missed(self) -> list[tuple[str, str]]:
        """Typed text that has no place on the page any more, because somebody else settled it meanwhile."""
        gone = ("milestone-", "reason-", "note-", "delivered-")
        rest = [name for name in self.data if name.startswith(gone) and not name.endswith(("-kind", "-result"))]
        still_asked = tuple(self.fields)
        titles = {name_of(m): m.title for m in self.checklist.country.milestones.all()} if rest else {}
        return [
            (titles.get(name.rpartition("-")[0], name), self.data[name])
            for name in rest
            if not name.startswith(still_asked) and self.data[name].strip()
        ]


class NothingForm(UpdateDeskForm):
    """One answer for everything that has none, and the update is sent."""

    version = version_read()
    on_behalf_of = text(gettext_lazy("Entered on behalf of (optional)"), most=200)


class ReturnUpdateForm(UpdateDeskForm):
    version = version_read()
    comment = forms.CharField(
        label=gettext_lazy("What should be changed?"),
        help_text=gettext_lazy("The country team reads this, and so does whoever reads the update after you."),
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": gettext_lazy("Say what should be changed.")},
    )
    open_until = forms.DateField(
        label=gettext_lazy("Open until"),
        help_text=gettext_lazy("It can be sent again until the end of this day, even when the round has closed."),
        widget=DayInput(),
        error_messages=NOT_A_DAY | {"required": gettext_lazy("Choose a day until which it can be sent again.")},
    )

    def __init__(self, data: Any = None, *, today: date, version: int) -> None:
        super().__init__(data, initial={"version": version, "open_until": today + timedelta(days=DAYS_TO_MEND)})


class ValidateUpdateForm(UpdateDeskForm):
    version = version_read()
    comment = text(gettext_lazy("Comment (optional)"), lines=2)


class AskClearanceForm(UpdateDeskForm):
    who = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the name of the person who is asked.")},
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The link is sent there. Whoever has it can read this update."),
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the address to which the link is sent.")},
    )
    goes_to = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any] | None:
        """A colleague's address is refused before anybody is asked whether it is the right one."""
        cleaned = super().clean()
        if email := self.cleaned_data.get("email"):
            refuse_colleagues(email)
        return cleaned

    @property
    def domain(self) -> str:
        return domain_of(self.cleaned_data["email"])

    @property
    def is_confirmed(self) -> bool:
        """Whether the domain was shown, and the button pressed once more."""
        return self.cleaned_data["goes_to"] == self.domain


class ClearForm(UpdateDeskForm):
    version = version_read()
    comment = text(gettext_lazy("Comment (optional)"), lines=3, most=2_000)


class MilestoneForm(UpdateDeskForm):
    """Something that is expected in a country."""

    title = forms.CharField(
        label=gettext_lazy("What is expected?"),
        help_text=gettext_lazy("In one sentence, such as: the law on health insurance is adopted."),
        max_length=LONGEST_TITLE,
        error_messages={"required": gettext_lazy("Say what is expected, in one sentence.")},
    )
    indicator = forms.ChoiceField(label=gettext_lazy("What will it count as? (optional)"), required=False)
    expected = PartialDateField(
        label=gettext_lazy("When?"),
        help_text=gettext_lazy("Day and month may be left empty. Once it has passed, we ask whether it happened."),
        error_messages={"required": gettext_lazy("Say when it is expected; the year is enough.")},
    )

    def __init__(self, data: Any = None, *, country: Country, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.country, self.today = country, today
        collected = Indicator.objects.filter(collected_by=Indicator.CollectedBy.FOCAL_POINT)
        self.indicators = {indicator.code: indicator for indicator in collected}
        named = [(code, f"{code} · {plain_words(row)}") for code, row in self.indicators.items()]
        self.fields["indicator"].choices = [("", _("Not known yet")), *named]

    def clean_indicator(self) -> Indicator | None:
        return self.indicators.get(self.cleaned_data["indicator"])

    def clean_expected(self) -> tuple[date, date]:
        days = self.cleaned_data["expected"]
        if days and days[1] < self.today:
            raise ValidationError(_("This date has passed. If it happened, add a result instead."))
        return days


class AnswerMilestoneForm(UpdateDeskForm):
    """Did it happen? Asked of one milestone, outside of an update."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Did it happen?"),
        choices=MilestoneAnswer.Kind.choices,
        widget=forms.RadioSelect,
        error_messages=NOT_A_CHOICE | {"required": gettext_lazy("Choose one of these.")},
    )
    expected = PartialDateField(label=gettext_lazy("If not yet: when is it expected now?"), required=False)
    reason = text(gettext_lazy("If it is no longer expected: why?"))

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        days = cleaned.get("expected")
        is_later = cleaned.get("kind") == MilestoneAnswer.Kind.LATER and "expected" not in self.errors
        if is_later and (days is None or days[1] < self.today):
            self.add_error("expected", _("Say when it is expected now: a date that is still to come."))
        if cleaned.get("kind") == MilestoneAnswer.Kind.DROPPED and not cleaned.get("reason"):
            self.add_error("reason", _("Say why it is no longer expected."))
        return cleaned
