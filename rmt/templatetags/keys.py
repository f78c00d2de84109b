"""What every form carries that is sent by POST; built in, in place of Django's own tag, so that none can forget it."""

from uuid import uuid4

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rmt.forms import FORM_KEY

register = template.Library()


@register.simple_tag(takes_context=True, name="csrf_token")
def csrf_token_and_key(context) -> SafeString | str:
    """The token, which says that a page of ours sent it, and a key, under which it is done once."""
    token = CsrfTokenNode().render(context)
    # Off, or Firefox puts a used key back when the page is loaded again.
    key = format_html('<input type="hidden" name="{}" value="{}" autocomplete="off">', FORM_KEY, uuid4())
    return token + key if token else ""
