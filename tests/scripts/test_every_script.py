"""One published title for each script that people write in: every output holds it, and none fails for it."""

import csv
import io
import json
import re
import zipfile
from html import unescape
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from projects.models import Partner, PartnerRepresentative, Subscription
from rmt.files import NOT_IN_XML, typesetting
from rmt.models import SiteVersion
from tests import factories
from tests.scripts.blocks import SCRIPTS, WITHOUT_A_SHAPE, title_of

pytestmark = pytest.mark.django_db
WORDS = SCRIPTS | WITHOUT_A_SHAPE


def kept(text: str) -> str:
    """A text as an output may hold it: without what XML cannot, without the marks of direction, spaces as one."""
    return " ".join(NOT_IN_XML.sub(" ", re.sub("[\u2068\u2069]", "", text)).split())


@pytest.fixture(scope="module")
def outputs(django_db_setup, django_db_blocker):
    """The text of each output, of one site on which each title is published; made once, and taken back."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        for number, word in enumerate(WORDS.values()):
            factories.publish(title=title_of(word), instrument=f"{title_of(word)} {number}", source=word, outcome=word)
        SiteVersion.bump()
        cache.clear()
        yield read_all(Client())
        transaction.set_rollback(True)
    cache.clear()


def read_all(client: Client) -> dict[str, str]:
    page = client.get("/countries/togo/").content.decode()
    book = zipfile.ZipFile(io.BytesIO(b"".join(client.get("/results.xlsx"))))
    rows = csv.reader(io.StringIO(b"".join(client.get("/results.csv")).decode("utf-8-sig"), newline=""))
    feed = ElementTree.fromstring(client.get("/countries/togo/feed.atom").content)
    sheets = (ElementTree.fromstring(book.read(name)) for name in book.namelist() if "worksheets/" in name)
    return {
        "page": unescape(page),
        "explorer": unescape(client.get("/results/?q=Law&per_page=100").content.decode()),
        "CSV": "\n".join(" | ".join(row) for row in rows),
        "XLSX": "\n".join(" ".join(sheet.itertext()) for sheet in sheets),
        "Atom": " ".join(feed.itertext()),
    }


@pytest.mark.parametrize("output", ["page", "CSV", "XLSX", "Atom"])
def test_an_output_holds_every_title(outputs, output):
    held = kept(outputs[output])
    assert [name for name, word in WORDS.items() if kept(title_of(word)) not in held] == []
