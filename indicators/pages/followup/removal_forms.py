"""What is typed to propose that a passage or a reply is removed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.fields import BY_NAME
from indicators.ledger import hidden_groups, shown_payload
from indicators.models import LONGEST_REASON, PASSAGES, Reply, Result
from rmt.forms import DeskForm

OTHERS = gettext_lazy("What others did")
A_REPLY = "reply-"


def name_of(field: str | None, reply: Reply | None) -> str:
    """What a passage or a reply is called: its heading, or whose reply it is."""
    if reply is not None:
        return _("Reply of %(who)s") % {"who": reply.request.organization}
    return str(BY_NAME[field].label if field in BY_NAME else OTHERS)


def removable(result: Result) -> list[tuple[str, str]]:
    """The passages that any version of a result prints to readers, and its replies, each by what it is called."""
    hidden = hidden_groups()
    versions = [shown_payload(row, hidden) for row in result.publications.all()]
    passages = [(field, name_of(field, None)) for field in PASSAGES if any(said.get(field) for said in versions)]
    replies = Reply.objects.filter(request__result=result, removal=None).select_related("request")
    return passages + [(f"{A_REPLY}{reply.pk}", name_of(None, reply)) for reply in replies]


class RemovalForm(DeskForm):
    what = forms.ChoiceField(label=gettext_lazy("What is to be removed?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why, in general words"),
        help_text=gettext_lazy("This is printed in its place. Name no person, and say nothing of what it said."),
        max_length=LONGEST_REASON,
    )
    by_order = forms.BooleanField(
        label=gettext_lazy("By order of a court or an authority: erase the text itself, for good"), required=False
    )

    def __init__(self, *args: Any, result: Result, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = removable(result)

    def chosen(self) -> dict[str, Any]:
        """The passage or the reply, as the action asks for it."""
        what = self.cleaned_data["what"]
        if what.startswith(A_REPLY):
            return {"reply": Reply.objects.get(pk=what.removeprefix(A_REPLY))}
        return {"field": what}
