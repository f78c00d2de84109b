"""The data behind a page as a Dataset of schema.org: where its files are, of when they are, and what may be done."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, Q, Subquery
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.models import Edition, Publication
from indicators.pages.published import WRITTEN_HERE, results_url
from indicators.querysets import PublicationQuerySet
from rmt.files import XLSX
from rmt.text import demonstration

IN_FORCE = Q(kind=Publication.Kind.STATEMENT, superseded_at=None)
SCHEMA = "https://schema.org"
Named = Mapping[str, Any]

# Pages with data of their own: their publications, and what the explorer is narrowed to for the same.
DATA: Mapping[str, Callable[[Named], tuple[PublicationQuerySet, Named]]] = {
    "country": lambda named: (
        Publication.objects.filter(country__slug=named["slug"]),
        {"country": named["slug"]},
    ),
    "theme": lambda named: (
        Publication.objects.filter(tags__theme__slug=named["slug"], tags__state="confirmed"),
        {"theme": named["slug"]},
    ),
    "indicator": lambda named: (
        Publication.objects.filter(indicator__code=named["code"].upper()),
        {"indicator": named["code"]},
    ),
    "results": lambda _named: (Publication.objects.all(), {}),
    "countries": lambda _named: (Publication.objects.all(), {}),
}


def dataset_of(view: str, kwargs: Named, *, title: str, description: str, url: str) -> dict[str, Any] | None:
    """What is published behind a page, as it is now; `None` where the page has no data, or none yet.

    One query. A historical entry has the day of its source, not that of its loading
    (rule 15).
    """
    if view not in DATA:
        return None
    publications, question = DATA[view](kwargs)
    edition = Subquery(Edition.objects.order_by("-seq", "-pk").values("code")[:1])
    found = (
        publications.order_by()
        .annotate(last_edition=edition)
        .aggregate(
            count=Count("pk", filter=IN_FORCE),
            first=Min("achieved_first", filter=IN_FORCE),
            last=Max("achieved_last", filter=IN_FORCE),
            written=Max("recorded_at", filter=WRITTEN_HERE),
            source=Max("source_last"),
            seq=Max("seq"),
            edition=Max("last_edition"),
        )
    )
    if not found["count"]:
        return None
    modified = found["written"].date() if found["written"] else found["source"]
    dataset = {
        "@context": SCHEMA,
        "@type": "Dataset",
        "@id": url,
        "url": url,
        "name": title,
        "description": description,
        "inLanguage": get_language() or "en",
        "isAccessibleForFree": True,
        "license": settings.RECORD_LICENCE_URL,
        "creator": _organization(_("Building Social Protection Floors for All"), "about"),
        "publisher": _organization("Results Monitoring Tool", "home"),
        "includedInDataCatalog": {"@type": "DataCatalog", "name": "Results Monitoring Tool", "url": _at("results")},
        "temporalCoverage": f"{found['first'].isoformat()}/{found['last'].isoformat()}",
        "spatialCoverage": {"@type": "Place", "name": title if view == "country" else _("World")},
        "measurementTechnique": _at("how_counted"),
        "version": version_of(found["seq"], found["edition"]),
        "distribution": _countries_files() if view == "countries" else _result_files(url, question),
    }
    if modified:
        dataset["dateModified"] = modified.isoformat()
    if demo := demonstration():
        dataset["creativeWorkStatus"] = demo
    return dataset


def version_of(seq: int, edition: str | None) -> str:
    """The state of the ledger, and the last edition that was pinned.

    >>> version_of(310, "2026-1"), version_of(310, None)
    ('up to No. 310 of the ledger, after edition 2026-1', 'up to No. 310 of the ledger')
    """
    ledger = f"up to No. {seq} of the ledger"
    return f"{ledger}, after edition {edition}" if edition else ledger


def _result_files(url: str, question: Named) -> list[dict[str, str]]:
    """The exports of the explorer; those of the question that its own address asks."""
    asked = url.partition("?")[2]

    def address(name: str) -> str:
        if question or not asked:
            return settings.SITE_URL + results_url(name=name, **question)
        return f"{_at(name)}?{asked}"

    return [
        _file(_("Results, comma-separated"), address("results_csv"), "text/csv"),
        _file(_("Results, as a workbook"), address("results_xlsx"), XLSX),
        _file(_("Notes on the data"), address("results_txt"), "text/plain"),
    ]


def _countries_files() -> list[dict[str, str]]:
    return [
        _file(_("Countries and territories, comma-separated"), _at("countries_csv"), "text/csv"),
        _file(_("Notes on the data"), _at("countries_txt"), "text/plain"),
    ]


def _file(name: str, address: str, kind: str) -> dict[str, str]:
    return {"@type": "DataDownload", "name": name, "encodingFormat": kind, "contentUrl": address}


def _organization(name: str, view: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name, "url": _at(view)}


def _at(name: str) -> str:
    return settings.SITE_URL + reverse(name)
