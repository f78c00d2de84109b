"""The pictures of a brief on the desk: those that are there, one more, and one less."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from briefs import permissions
from briefs.actions import add_picture, remove_picture
from briefs.models import BriefPicture
from briefs.pages.desk.views import visible_brief
from briefs.pages.stored_files import FOR_ONE_READER, stored_file
from rmt.forms import DeskForm, SignedIn, ask_first, desk_page, is_confirmed, post_only, read_only


class PictureForm(DeskForm):
    """A picture, and what has to be said of it."""

    upload = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy(
            "JPEG, PNG or WebP, at most 10 MB. What the camera noted in it, its place too, is removed."
        ),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    alt = forms.CharField(
        label=gettext_lazy("What it shows"),
        help_text=gettext_lazy("For readers who cannot see it: who does what, where."),
        max_length=300,
        error_messages={"required": gettext_lazy("Say what it shows: some readers cannot see it.")},
    )
    caption = forms.CharField(label=gettext_lazy("Caption (optional)"), max_length=300, required=False)
    credit = forms.CharField(
        label=gettext_lazy("Who took it"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say who took it.")},
    )
    licence = forms.CharField(
        label=gettext_lazy("Licence"),
        help_text=gettext_lazy("Under which it may be shown: “CC BY 4.0”, or “with permission of …”."),
        max_length=100,
        error_messages={"required": gettext_lazy("Say under which licence, or with whose permission, it is shown.")},
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("The people on it"),
        choices=BriefPicture.Consent.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Without this it cannot be shown.")},
    )


@desk_page()
def pictures(request: SignedIn, uuid: UUID) -> HttpResponse:
    """The pictures of a brief, each with the words that put it into the text; and one more."""
    brief = visible_brief(request, uuid)
    can_edit = permissions.can_edit_brief(request.user, brief)
    if request.method == "POST" and not can_edit:
        raise PermissionDenied
    sent: dict[str, Any] = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    form = PictureForm(**sent)
    if request.method == "POST" and form.is_valid():
        try:
            add_picture(brief=brief, by=request.user, now=timezone.now(), **form.cleaned_data)
        except ValidationError as refused:
            form.add_broken_rules(refused)
        else:
            messages.success(request, _("Kept. Put it into the text with the words below it."))
            return redirect("brief_pictures", brief.uuid)
    address = reverse("desk_brief", args=[brief.uuid])
    context = {
        "brief": brief,
        "form": form,
        "pictures": brief.pictures.all(),
        "can_edit": can_edit,
        "trail": [
            (_("My desk"), reverse("desk")),
            (_("Briefs"), reverse("desk_briefs")),
            (brief.title, address),
            (_("Pictures"), None),
        ],
    }
    return render(request, "briefs/desk/pictures.html", context)


@read_only
def picture(request: SignedIn, uuid: UUID, picture: UUID) -> HttpResponseBase:
    """A picture, for those who may know of its brief."""
    found = get_object_or_404(visible_brief(request, uuid).pictures, uuid=picture)
    return stored_file(found.file, "image/jpeg", f"{found.uuid}.jpg", found.sha256, cache=FOR_ONE_READER)


@post_only
def remove(request: SignedIn, uuid: UUID, picture: UUID) -> HttpResponse:
    """Take a picture off the brief, after a question."""
    brief = visible_brief(request, uuid)
    found = get_object_or_404(brief.pictures, uuid=picture)
    if not permissions.can_edit_brief(request.user, brief):
        raise PermissionDenied
    back = reverse("brief_pictures", args=[brief.uuid])
    if not is_confirmed(request, found.uuid):
        question = _("Remove this picture?")
        return ask_first(
            request,
            question,
            confirms=found.uuid,
            button=_("Remove it"),
            back=back,
            named_as=_("Picture"),
            named=[found],
        )
    try:
        remove_picture(picture=found)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Removed."))
    return redirect(back)
