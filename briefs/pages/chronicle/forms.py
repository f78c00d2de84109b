"""What narrows the page of all that was said on a country."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from briefs.writing import ChronicleEntry
from rmt.forms import LONGEST_CONDITION


class ChronicleFilter(forms.Form):
    """Some words, and a kind among those that the country has."""

    q = forms.CharField(label=gettext_lazy("Words"), max_length=LONGEST_CONDITION, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("Everything")), *((one, one) for one in sorted(set(kinds)))]

    def narrowed(self, entries: Sequence[ChronicleEntry]) -> list[ChronicleEntry]:
        """The entries that fit, the last first; what cannot be read asks nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        words, kind = asked.get("q", "").casefold(), asked.get("kind", "")
        found = [
            entry
            for entry in entries
            if kind in ("", entry.kind) and words in f"{entry.title}\n{entry.text}\n{entry.source}".casefold()
        ]
        return found[::-1]
