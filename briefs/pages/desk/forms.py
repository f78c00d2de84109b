"""What a person types into a brief, and to take a step with one."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from briefs.actions import LONGEST_LINE, LONGEST_PART, LONGEST_SOURCE, LONGEST_SUMMARY, problems_of_a_beginning
from briefs.models import Brief
from briefs.pages.editor.forms import BriefEditor, BriefText
from briefs.permissions import can_set_pilot
from briefs.writing import ANSWERS, GUIDANCE, PRINCIPLES, TITLES, content_of, parts_of, pieces_of, principles_of
from countries.models import Country, Theme
from indicators.models import Edition
from rmt.forms import NO_SUCH_CHOICE, DeskForm
from rmt.models import User
from rmt.roles import roles_of

A_TITLE = {"required": gettext_lazy("Give it a title.")}


class BeginForm(DeskForm):
    """What a new brief is about."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What will it be?"),
        help_text=gettext_lazy("A brief has six parts and a checklist; a story tells of one change, in plain words."),
        widget=forms.RadioSelect,
        initial=Brief.Kind.COUNTRY,
    )
    country = forms.ModelChoiceField(
        Country.objects.none(),
        label=gettext_lazy("Country or territory"),
        empty_label=gettext_lazy("None"),
        required=False,
        error_messages=NO_SUCH_CHOICE,
    )
    theme = forms.ModelChoiceField(
        Theme.objects.none(),
        label=gettext_lazy("Theme"),
        empty_label=gettext_lazy("None"),
        required=False,
        error_messages=NO_SUCH_CHOICE,
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, error_messages=A_TITLE)
    language = forms.ChoiceField(label=gettext_lazy("Language of the text"), choices=User.Language.choices)
    translation_of = forms.ModelChoiceField(
        Brief.objects.none(),
        label=gettext_lazy("Translates (optional)"),
        help_text=gettext_lazy("Readers of one are led to the other."),
        empty_label=gettext_lazy("None"),
        required=False,
        error_messages=NO_SUCH_CHOICE,
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        roles = roles_of(user)
        countries, themes = Country.objects.all(), Theme.objects.all()
        if not roles.is_manager:
            countries, themes = countries.filter(pk__in=roles.countries), themes.filter(pk__in=roles.themes)
        without = {Brief.Kind.COUNTRY.value: not countries, Brief.Kind.THEME.value: not themes}
        self.fields["kind"].choices = [
            (value, str(label).capitalize()) for value, label in Brief.Kind.choices if not without.get(value)
        ]
        self.fields["kind"].initial = Brief.Kind.COUNTRY if countries else Brief.Kind.THEME
        originals = Brief.objects.visible_to(user).originals().filter(Q(country__in=countries) | Q(theme__in=themes))
        self.fields["translation_of"].queryset = originals.order_by("title")
        self._offer("country", countries)
        self._offer("theme", themes)

    def _offer(self, name: str, places: QuerySet[Country] | QuerySet[Theme]) -> None:
        """A box without a choice is left out; of one single choice it is the answer, if nothing else can be meant."""
        if not places:
            del self.fields[name]
            return
        self.fields[name].queryset = places
        others = [each for each in ("country", "theme") if each in self.fields and each != name]
        if len(places) == 1 and (name == "country" or not others):
            self.fields[name].initial = places[0].pk

    def clean(self) -> dict[str, Any]:
        """What it is about, in one go with the title; a choice that the kind does not ask for is left from before."""
        super().clean()
        about = {"country": None, "theme": None, "title": "", "translation_of": None, **self.cleaned_data}
        if about.get("kind") in (Brief.Kind.COUNTRY, Brief.Kind.THEME):
            about["theme" if about["kind"] == Brief.Kind.COUNTRY else "country"] = None
        if "kind" in about and "language" in about:
            for name, words in problems_of_a_beginning(**about).items():
                if name not in self.errors:
                    self.add_error(name if name in self.fields else None, words)
        return about


class BriefForm(DeskForm):
    """Everything that a brief says: what is common to all, its parts, and the principles."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, error_messages=A_TITLE)
    summary = BriefText(
        label=gettext_lazy("In short"),
        help_text=gettext_lazy("Two or three sentences for somebody who reads nothing else."),
        widget=BriefEditor({"rows": 4}),
        max_length=LONGEST_SUMMARY,
    )

    def __init__(self, data: Any = None, *, brief: Brief, user: User) -> None:
        super().__init__(data, initial={**as_typed(pieces_of(content_of(brief))), "version": brief.version})
        self.brief = brief
        self.part_names = parts_of(brief.kind)
        for name in self.part_names:
            self.fields[name] = BriefText(
                label=TITLES[name],
                help_text=GUIDANCE[name],
                widget=BriefEditor({"rows": 14}),
                max_length=LONGEST_PART,
            )
        self.codes = principles_of(brief.kind)
        for code in self.codes:
            self.fields[code] = forms.ChoiceField(
                label=PRINCIPLES[code], choices=[("", _("Not answered yet")), *ANSWERS.items()], required=False
            )
            line = forms.CharField(label=_("In a line"), max_length=LONGEST_LINE, required=False)
            self.fields[f"{code}_line"] = line
        self.fields["source"] = BriefText(
            label=_("Sources"),
            help_text=_("Documents, data and people's offices that the text rests on, one a line, with addresses."),
            widget=BriefEditor({"rows": 6}),
            max_length=LONGEST_SOURCE,
        )
        for field in self.fields.values():
            if isinstance(field, BriefText):
                field.widget.about = {"brief": str(brief.uuid)}
        if can_set_pilot(user):
            self.fields["is_pilot"] = forms.BooleanField(
                label=_("This is a pilot: readers are told so"), required=False
            )

    @property
    def parts(self) -> list[forms.BoundField]:
        """The boxes for the parts, in their order."""
        return [self[name] for name in self.part_names]

    @property
    def principles(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each principle of the checklist: the answer and its line."""
        return [(self[code], self[f"{code}_line"]) for code in self.codes]

    @property
    def is_checklist_begun(self) -> bool:
        """Whether anything of the checklist is answered or refused, so that it is shown open."""
        return any(answer.value() or answer.errors or line.errors for answer, line in self.principles)

    def add_broken_rules(self, broken: ValidationError) -> None:
        """What is said of the whole checklist stands beside the first principle that is not answered."""
        about = getattr(broken, "error_dict", {})
        if "principles" in about:
            first = next((code for code in self.codes if not self[code].value()), None)
            about[first or "__all__"] = about.pop("principles")
        super().add_broken_rules(broken)

    def changes(self) -> dict[str, Any]:
        """What was typed, in the form in which a brief stores it."""
        typed = self.cleaned_data
        found = {
            **{name: typed[name] for name in ("title", "summary", "source")},
            "parts": {name: typed[name] for name in self.part_names},
            "principles": {code: {"answer": typed[code], "line": typed[f"{code}_line"]} for code in self.codes},
        }
        return found | ({"is_pilot": typed["is_pilot"]} if "is_pilot" in self.fields else {})


def as_typed(pieces: Mapping[str, Any]) -> dict[str, Any]:
    """Pieces of a brief as the fields of the form have them."""
    typed: dict[str, Any] = {}
    for piece, value in pieces.items():
        group, _dot, name = piece.partition(".")
        if group == "principles":
            typed |= {name: value["answer"], f"{name}_line": value["line"]}
        else:
            typed[name or group] = value
    return typed


class CommentForm(DeskForm):
    """A comment on a part, or on the whole."""

    part = forms.ChoiceField(label=gettext_lazy("On which part?"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Comment"), widget=forms.Textarea({"rows": 3}), max_length=3000, required=False
    )

    def __init__(self, data: Any = None, *, brief: Brief) -> None:
        super().__init__(data)
        parts = [(name, TITLES[name]) for name in parts_of(brief.kind)]
        others = [("title", _("Title")), ("summary", _("In short")), ("principles", _("The principles"))]
        self.fields["part"].choices = [("", _("The whole")), *others, *parts, ("source", _("Sources"))]


class StepForm(DeskForm):
    """A step that asks for no words."""


class ReturnForm(DeskForm):
    comment = forms.CharField(
        label=gettext_lazy("What should be changed?"),
        widget=forms.Textarea({"rows": 5}),
        max_length=3000,
        error_messages={"required": gettext_lazy("Say what should be changed.")},
    )


class WithdrawForm(DeskForm):
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("The reason is published, and stays. Name no person."),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
        error_messages={"required": gettext_lazy("Say why: the reason is published.")},
    )


class EditionForm(DeskForm):
    """The newer edition as of which figures are to be read."""

    edition = forms.ModelChoiceField(
        Edition.objects.none(),
        label=gettext_lazy("Edition"),
        to_field_name="code",
        empty_label=None,
        error_messages=NO_SUCH_CHOICE,
    )

    def __init__(self, data: Any = None, *, brief: Brief) -> None:
        super().__init__(data)
        newer = Edition.objects.order_by("-pinned_at", "-pk")
        if brief.edition is not None:
            newer = newer.filter(pinned_at__gt=brief.edition.pinned_at)
        self.fields["edition"].queryset = newer
