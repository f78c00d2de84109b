"""Where in a country something happened: in all of it, or in places that a person names."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NATIONAL, NAMED = "national", "named"
MOST_PLACES, LONGEST_PLACE = 20, 100

Where = str | tuple[str, ...]


class WherePicker(forms.MultiWidget):
    """The whole country, or parts of it; and the names of these, one a line."""

    template_name = "components/widgets/where.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        scopes = [
            ("", gettext_lazy("not stated")),
            (NATIONAL, gettext_lazy("in the whole country")),
            (NAMED, gettext_lazy("in parts of it")),
        ]
        super().__init__({"scope": forms.RadioSelect(choices=scopes), "names": forms.Textarea({"rows": "3"})}, attrs)

    def decompress(self, value: Where | None) -> Sequence[str]:
        if isinstance(value, str):
            return [value, ""]
        return [NAMED, "\n".join(value)] if value else ["", ""]


class WhereField(forms.MultiValueField):
    """`"national"`, the names of places as a tuple, or `None` where nothing is said."""

    widget = WherePicker

    def __init__(self, **kwargs: Any) -> None:
        parts = [forms.CharField(required=False), forms.CharField(required=False)]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        # A MultiWidget takes every list for its parts, so a value is taken apart before.
        return WherePicker().decompress(value) if isinstance(value, tuple | str) else value

    def compress(self, data_list: list[str]) -> Where | None:
        scope, typed = data_list or ["", ""]
        names = tuple(dict.fromkeys(filter(None, (" ".join(name.split()) for name in re.split(r"[\n;]", typed)))))
        if scope == NATIONAL and names:
            raise ValidationError(_("You named places: choose “in parts of it”, or empty the list."), code="both")
        if scope == NAMED and not names:
            raise ValidationError(_("Name the places, one a line, or choose “not stated”."), code="no-names")
        if len(names) > MOST_PLACES:
            message = _("Name at most %(most)s places; you named %(count)s. For more, choose “in the whole country”.")
            raise ValidationError(message % {"most": MOST_PLACES, "count": len(names)}, code="too-many")
        if long := next((name for name in names if len(name) > LONGEST_PLACE), None):
            message = _("“%(name)s…” is too long for the name of a place. Write one name a line.")
            raise ValidationError(message % {"name": long[:30]}, code="too-long")
        return NATIONAL if scope == NATIONAL else names or None
