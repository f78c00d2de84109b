"""The request of somebody who has signed in, as views of the desk get it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from rmt.models import User


class SignedIn(HttpRequest):
    """A request of a person: what `login_required` lets through."""

    user: User
    htmx: HtmxDetails
    typed_is_saved: bool  # said by a view that saved and answers with a page (`rmt.forms.signed_out`)
