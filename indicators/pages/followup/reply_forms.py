"""What is typed to ask a constituent about a published result, and what the constituent replies."""

from django import forms
from django.utils.translation import gettext_lazy

from indicators.models import LONGEST_REPLY, Consultation, Reply
from indicators.pages.updates import version_read
from rmt.forms import DeskForm

CHOOSE = {"required": gettext_lazy("Choose one."), "invalid_choice": gettext_lazy("Choose one of these.")}


class AskReplyForm(DeskForm):
    group = forms.ChoiceField(
        label=gettext_lazy("Which constituents?"), choices=Consultation.Group.choices, widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )  # fmt: skip
    organization = forms.CharField(
        label=gettext_lazy("Organization"),
        help_text=gettext_lazy("Such as: Employers' federation of Togo. Readers see its name. Name no person."),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "organization"}),
        error_messages={"required": gettext_lazy("Write the name of the organization.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Its e-mail address"),
        help_text=gettext_lazy("The link is sent there, and the address is not kept. Whoever has the link can answer."),
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Write the address to which the link is sent."),
            "invalid": gettext_lazy("Write an e-mail address, such as office@example.org."),
        },
    )


class ReplyForm(DeskForm):
    version = version_read()
    kind = forms.ChoiceField(
        label=gettext_lazy("What does your organization say?"),
        choices=[
            (Reply.Kind.CONFIRMED, gettext_lazy("We agree: it is described as it was")),
            (Reply.Kind.COMMENTED, gettext_lazy("We want to add a comment")),
            (Reply.Kind.DISSENTED, gettext_lazy("We disagree")),
        ],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    text = forms.CharField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy(
            "Needed for a comment or if you disagree; at most 2000 signs. It is published as you write it, beside the "
            "result, under the name of your organization. Please name no person."
        ),
        required=False,
        max_length=LONGEST_REPLY,
        widget=forms.Textarea({"rows": 8}),
    )
