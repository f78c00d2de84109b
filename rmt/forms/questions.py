"""A question before what cannot be undone, or not easily: one page for every such step, without JavaScript."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from rmt.forms.signed_out import what_was_typed


def is_confirmed(request: HttpRequest, what: Any) -> bool:
    """Whether the person has seen the question about just this; `what` changes when there is something new to say."""
    return request.POST.get("confirmed") == str(what)


def ask_first(
    request: HttpRequest,
    question: str,
    *,
    confirms: Any,
    button: str,
    back: str,
    consequences: Iterable[str] = (),
    named_as: str = "",
    named: Iterable[Any] = (),
    is_danger: bool = True,
) -> HttpResponse:
    """A page that asks `question` and says what follows; its button sends the same form again, as confirmed.

    `confirms` is what `is_confirmed` is asked for then, `named` are the things that it happens to, under the words
    `named_as`, and `back` is the address of somebody who thinks better of it.
    """
    context = {
        "question": question,
        "confirms": confirms,
        "button": button,
        "back": back,
        "consequences": list(consequences),
        "named_as": named_as,
        "named": list(named),
        "is_danger": is_danger,
        "typed": [(name, value) for name, value in what_was_typed(request)["typed"] if name != "confirmed"],
    }
    response = render(request, "confirm.html", context)
    add_never_cache_headers(response)
    return response
