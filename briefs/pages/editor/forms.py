"""The field in which texts of briefs and reports are written."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.http import urlencode

from briefs.figures_in_text import LONGEST_PART


class BriefEditor(forms.Textarea):
    """A text field with a preview; where a script runs, with a bar of tools as well.

    The page that shows one includes `briefs/editor/tools.html` once, outside the form: what the bar is made of, and
    the figures and pictures that can be referred to. `about` says to the preview what is written: `{"brief": uuid}`,
    or `{"edition": "2026-1"}`.
    """

    template_name = "briefs/editor/field.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, about: dict[str, str] | None = None) -> None:
        super().__init__({"rows": 8, **(attrs or {})})
        self.about = about or {}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["preview"] = f"{reverse('preview_brief_text')}?{urlencode(self.about)}"
        return context


class BriefText(forms.CharField):
    """A text of a brief or a report, which may be empty; no longer than one that is read (`LONGEST_PART`)."""

    widget = BriefEditor

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LONGEST_PART, "required": False, **options})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without `maxlength`: a browser would cut what is pasted without a word."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}
