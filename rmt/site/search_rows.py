"""The pages about RMT and the words of its glossary, as they can be found."""

from collections.abc import Iterator

from django.urls import reverse

from rmt.models import SearchEntry
from rmt.search import Kind, search_row
from rmt.site.about import GLOSSARY, PAGES

OTHER_PAGES = (  # name of the address, title, words
    ("countries", "Countries", "list map regions priority countries"),
    ("themes", "Themes", "thematic areas"),
    ("indicators", "Indicators", "framework targets definitions"),
    ("projects", "Projects", "list flagship"),
    ("partners", "Partners", "donors funding"),
    ("briefs", "Briefs and stories", "country briefs theme briefs info stories lessons"),
    ("reports", "Reports", "annual reports dashboards quarterly phase I periods"),
    ("claims", "What was published before", "claims published numbers phase I"),
    ("about", "About", "results monitoring tool RMT"),
)


def page_rows() -> Iterator[SearchEntry]:
    """Every page about the site, and every term of the glossary."""
    about = [(link.name, str(link.title), str(link.about)) for link in PAGES]
    for name, title, words in (*OTHER_PAGES, *about):
        yield search_row(Kind.PAGE, name, title, reverse(name), called=[title], words=[words])
    for chapter in GLOSSARY:
        for term in chapter.terms:
            name = str(term.name)
            title = name[:1].upper() + name[1:]
            yield search_row(
                Kind.PAGE,
                f"glossary-{term.anchor}",
                title,
                term.url,
                called=[name, term.key],
                words=[],
                detail="Glossary",
            )
