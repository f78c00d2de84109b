"""What is typed about a report on the desk: edition, chapters, paragraphs, previews, publication, groups."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy

from briefs.figures_in_text import Asked, reference_to
from briefs.models import DistributionGroup
from briefs.pages.editor.forms import BriefText
from indicators.models import Edition
from indicators.pages.transition import DayInput
from rmt.forms import DeskForm
from rmt.models import User

A_DAY = {"invalid": gettext_lazy("Enter a day, such as 2026-01-31."), "required": gettext_lazy("Choose a day.")}


class EditionChoiceForm(DeskForm):
    edition = forms.ModelChoiceField(
        label=gettext_lazy("Edition"),
        queryset=Edition.objects.order_by("-seq", "-pk"),
        to_field_name="code",
        empty_label=gettext_lazy("Choose one"),
        help_text=gettext_lazy("Every figure of the report is read as of this day."),
        error_messages={"required": gettext_lazy("Choose an edition.")},
    )


class TitleForm(DeskForm):
    """Another title of a report that nobody outside has heard of yet."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("What is built from now on has it; its address stays."),
        max_length=200,
        error_messages={"required": gettext_lazy("Say what it is called.")},
    )


class ChapterForm(DeskForm):
    """Who sees to a chapter, and until when."""

    to = forms.ModelChoiceField(
        label=gettext_lazy("Who sees to it"),
        queryset=User.objects.filter(is_active=True).order_by("last_name", "first_name", "email"),
        required=False,
        empty_label=gettext_lazy("Nobody"),
    )
    due = forms.DateField(label=gettext_lazy("Until"), widget=DayInput(), required=False, error_messages=A_DAY)


class ParagraphForm(DeskForm):
    """A text in the place of a generated paragraph; empty takes the generated one back."""

    text = BriefText(
        label=gettext_lazy("What it should say"),
        help_text=gettext_lazy("Refer to figures and they stay right: %(figure)s, [[result 46]]."),
    )
    read = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, edition: Edition | None, period: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        example = {"figure": reference_to(Asked("covered", period=period))}
        self.fields["text"].help_text = self.fields["text"].help_text % example
        self.fields["text"].widget.about = {"edition": edition.code} if edition else {}


class PreviewForm(DeskForm):
    reader = forms.CharField(
        label=gettext_lazy("For whom"),
        help_text=gettext_lazy("A name and where they work. It stands on every sheet."),
        max_length=200,
        error_messages={"required": gettext_lazy("Say for whom it is.")},
    )
    expires_on = forms.DateField(label=gettext_lazy("Until the end of"), widget=DayInput(), error_messages=A_DAY)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"expires_on": (now + timedelta(days=14)).date()}, **kwargs})


class PublishForm(DeskForm):
    """Now, or from a day on at an hour of the person's own time zone."""

    day = forms.DateField(label=gettext_lazy("On"), widget=DayInput(), required=False, error_messages=A_DAY)
    hour = forms.TimeField(
        label=gettext_lazy("At"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        required=False,
        help_text=gettext_lazy("In your own time zone. Leave both empty to publish it now."),
    )

    def moment(self, zone: ZoneInfo) -> datetime | None:
        """The moment that was chosen; `None` is now."""
        day, hour = self.cleaned_data.get("day"), self.cleaned_data.get("hour")
        return datetime.combine(day, hour or datetime.min.time(), tzinfo=zone) if day else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("hour") and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", A_DAY["required"])
        return cleaned


class SendForm(DeskForm):
    group = forms.ModelChoiceField(
        label=gettext_lazy("To which group"),
        queryset=DistributionGroup.objects.all(),
        empty_label=gettext_lazy("Choose one"),
        error_messages={"required": gettext_lazy("Choose a group.")},
    )


class GroupForm(DeskForm):
    name = forms.CharField(
        label=gettext_lazy("Name of the group"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say what the group is called.")},
    )


class MemberForm(DeskForm):
    """Somebody of a group, by their office."""

    name = forms.CharField(
        label=gettext_lazy("Name or office"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say who it is, or which office.")},
    )
    organization = forms.CharField(
        label=gettext_lazy("Organization"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say which organization.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Address"),
        max_length=254,
        help_text=gettext_lazy("Managers alone see it. The log of what was sent keeps its domain only."),
        error_messages={"required": gettext_lazy("Say to which address it goes.")},
    )
