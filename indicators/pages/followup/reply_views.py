"""Replies of constituents: the desk's page that asks for them, and the page behind a signed link."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators import permissions
from indicators.followup import AskedReply, LinkIsClosed, ResultChanged, ask_reply, asked_by, reply_to
from indicators.ledger import in_force
from indicators.models import Result
from indicators.pages.followup.reply_forms import AskReplyForm, ReplyForm
from indicators.pages.public import replies_page, reply_text, shown_statement
from rmt.forms import SignedIn


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def replies(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Who was asked about a published result, what they said, and the form that asks one more."""
    visible = Result.objects.visible_to(request.user).select_related("country", "indicator")
    result = get_object_or_404(visible, uuid=uuid)
    statement = in_force(result)
    if statement is None or not permissions.can_ask_reply(request.user, result):
        raise PermissionDenied
    form = AskReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_reply(result=result, by=request.user, now=timezone.now(), **form.cleaned_data)
        except ValidationError as broken:
            form.add_broken_rules(broken)
        else:
            messages.success(request, _("Asked. The link is open for 60 days; the answer is public at once."))
            return redirect("replies", uuid=uuid)
    context = {"page": replies_page(result, statement, today=timezone.localdate()), "form": form}
    return render(request, "indicators/followup/replies/replies.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a signed link: the published result, and three choices. Reading it changes nothing."""
    try:
        response = _reply(request, token)
    except LinkIsClosed as closed:
        response = render(request, "indicators/followup/replies/closed.html", {"why": closed.why}, status=404)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _reply(request: HttpRequest, token: str) -> HttpResponse:
    found = asked_by(token)
    form = ReplyForm(request.POST or None, initial={"version": found.statement.version})
    if request.method != "POST" or found.reply is not None or not form.is_valid():
        return _page(request, found, form)
    try:
        reply_to(token=token, **form.cleaned_data)
    except ResultChanged:
        data = request.POST.copy()
        data["version"] = str(asked_by(token).statement.version)
        return _page(request, asked_by(token), ReplyForm(data), changed=True)
    except ValidationError as broken:
        form.add_broken_rules(broken)
        return _page(request, found, form)
    return redirect(request.path)


def _page(request: HttpRequest, found: AskedReply, form: ReplyForm, *, changed: bool = False) -> HttpResponse:
    content = shown_statement(found.statement, today=timezone.localdate())
    context = {"found": found, "form": form, "content": content, "changed": changed}
    context["said"] = reply_text(found.reply) if found.reply else ""
    return render(request, "indicators/followup/replies/reply.html", context, status=409 if changed else 200)
