"""Partners and projects named in what somebody wrote, as links: those of today, for the record keeps no other."""

import re
from collections.abc import Iterator

from django.db.models import Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from countries.models import Country
from projects.models import PartnerAlias, Project, ProjectAlias
from rmt.caching import day_asked_for

SHORTEST = 3


class NamedHere:
    """What a text may name, read in one query; a name that is a country's as well is left alone ("Germany")."""

    def __init__(self) -> None:
        partners = PartnerAlias.objects.filter(partner__merged_into=None).exclude(
            text__in=Country.objects.values("name_en")
        )
        projects = Project.objects.current()
        others = ProjectAlias.objects.filter(project__in=projects.order_by().values("pk"))
        rows = (
            partners.order_by().values_list("text", "partner__slug", Value("partner"))
            .union(
                projects.order_by().values_list("title", "slug", Value("project")),
                projects.order_by().exclude(symbol=None).values_list("symbol", "slug", Value("project")),
                others.order_by().values_list("text", "project__slug", Value("project")),
            )
        )  # fmt: skip
        self.addresses = {
            name: reverse(kind, args=[slug]) for name, slug, kind in rows if len(name) >= SHORTEST and slug
        }
        longest_first = sorted(self.addresses, key=len, reverse=True)
        either = "|".join(re.escape(name) for name in longest_first)
        self.pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)") if either else None

    def links_in(self, text: str) -> SafeString:
        """The text, escaped, with a link at the first mention of each."""
        return format_html_join("", "{}", ((piece,) for piece in self._pieces(str(text))))

    def _pieces(self, text: str) -> Iterator[str]:
        end, linked = 0, set()
        for found in self.pattern.finditer(text) if self.pattern else ():
            address = self.addresses[found[0]]
            if address not in linked:
                linked.add(address)
                yield text[end : found.start()]
                yield format_html('<a href="{}">{}</a>', address, found[0])
                end = found.end()
        yield text[end:]


def with_links(request: HttpRequest | None, text: str) -> str:
    """The text with links on a page of today; on a past day, or where there is no page, as it was written (rule 3)."""
    if not text or request is None or _is_of_a_past_day(request):
        return text
    named = getattr(request, "named_here", None)
    if named is None:
        # One query for all texts of a page, so it goes with the request, which declares no place for it.
        named = request.named_here = NamedHere()  # type: ignore[attr-defined]
    return named.links_in(str(text))


def _is_of_a_past_day(request: HttpRequest) -> bool:
    try:
        return day_asked_for(request.GET.get("as_of", ""), today=timezone.localdate()) is not None
    except ValueError:
        return True
