"""What the desk's script must know to keep what is typed."""

from django import template

from rmt.forms import drafts

register = template.Library()


@register.simple_tag(takes_context=True)
def draft_owner(context) -> str:
    """The name under which a browser keeps what this person typed."""
    return drafts.owner_of(context["user"])
