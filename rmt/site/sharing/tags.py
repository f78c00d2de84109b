"""What lets a page be found, quoted and passed on: the head of a page, words with their meaning, how to cite."""

import html
import re
from datetime import date

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from countries.models import Country, Theme
from indicators.ledger import latest_seal
from projects.models import Partner
from rmt.site.about import PAGES, term_named
from rmt.site.sharing.cited import cited, cited_address
from rmt.site.sharing.head import head_of
from rmt.site.sharing.links import share_links_of
from rmt.site.sharing.names import with_links

register = template.Library()

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
DESCRIPTION = re.compile(r'<meta name="description" content="(.*?)">', re.DOTALL)
CANONICAL = re.compile(r'<link rel="canonical" href="(.*?)">')


class SharedHead(template.Node):
    """A node of its own, for pages cannot fill blocks that stand inside a `simple_block_tag`."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context) -> str:
        content = self.nodelist.render(context).strip()
        title, description, canonical = (text_of(part, content) for part in (TITLE, DESCRIPTION, CANONICAL))
        match = getattr(context.get("request"), "resolver_match", None)
        if not canonical or match is None:
            return content
        head = head_of(match.view_name, match.kwargs, title=title, description=description, path=canonical)
        absolute = format_html('<link rel="canonical" href="{}">', head["url"])
        shared = render_to_string("site/sharing/head.html", {"head": head}).strip()
        return mark_safe(CANONICAL.sub(lambda _found: absolute, content) + shared)  # noqa: S308 (escaped in both)


@register.tag
def shared_head(parser, token) -> SharedHead:
    """Title, description and canonical address as the page wrote them, and the same for those who pass it on.

    A page without a canonical address (the desk, an error) is not passed on and stays as it is.
    """
    nodelist = parser.parse(("endshared_head",))
    parser.delete_first_token()
    return SharedHead(nodelist)


def text_of(pattern: re.Pattern, content: str) -> str:
    """What a page wrote into a tag of its head; "" if it has no such tag."""
    found = pattern.search(content)
    return html.unescape(" ".join(found[1].split())) if found else ""


@register.simple_tag
def term(key: str, text: str = "") -> SafeString:
    """A word with a link to the glossary, for its first use on a page: `{% term "deliverable" %}`, or in another form,
    `{% term "deliverable" _("deliverables") %}`."""
    found = term_named(key)
    return format_html('<a class="term" href="{}" title="{}">{}</a>', found.url, found.meaning, text or found.name)


@register.inclusion_tag("components/explain.html")
def explain(key: str, *, at: str = ""):
    """A "?" that opens the meaning of a word of the glossary in place, without a script: `{% explain "result" %}`.

    It stands anywhere but inside a link. `at` tells two of one word on a page apart.
    """
    found = term_named(key)
    return {"term": found, "id": "-".join(filter(None, ("meaning", found.anchor, slugify(at))))}


@register.inclusion_tag("components/cite.html", takes_context=True)
def cite(context, title: str, url: str, day: date | None = None, query: str = "", anchor: str = ""):
    """A sentence to cite a page with: its title, its address, and the day on which it said so; no day is today.

    The address names the day, so that it leads to what was read; the seal is the one that holds what was read (rule 4).
    """
    request = getattr(context, "request", None)
    if request is not None and not hasattr(request, "seal"):
        request.seal = latest_seal(day)  # once for all that is cited on a page
    address = cited_address(url, query, on=day or timezone.localdate(), anchor=anchor)
    return {"text": cited(title, address, day=day or timezone.localdate(), seal=getattr(request, "seal", None))}


@register.simple_tag(takes_context=True)
def linked(context, text: str) -> str:
    """What somebody wrote, with the partners and projects that it names as links."""
    return with_links(getattr(context, "request", None), text)


@register.simple_tag
def share_links(thing: Country | Theme | Partner) -> dict[str, str]:
    """Where the picture, the feed and, for a country, the card of something are."""
    return share_links_of(thing)


@register.inclusion_tag("site/about/_menu.html", takes_context=True)
def about_menu(context):
    """The pages about RMT, with the one that is read marked."""
    match = getattr(context.get("request"), "resolver_match", None)
    return {"links": PAGES, "here": match.view_name if match else ""}
