"""One published title for each script that people write in: every output holds it, and none fails for it."""

import csv
import io
import json
import re
import zipfile
from datetime import date
from html import unescape
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from countries.pages.country import paper
from projects.models import Partner
from rmt.files import NOT_IN_XML, compile_pdf, typesetting
from rmt.mail import letter
from rmt.models import Follower, OutgoingMail, SiteVersion
from rmt.site.compare import countries
from rmt.site.follow import digests, send_weekly
from rmt.site.sharing import feeds
from rmt.site.sharing.head import as_json_ld
from rmt.text import isolated
from tests import factories
from tests.scripts.blocks import IN_PACKAGES, SCRIPTS, WITHOUT_A_SHAPE, title_of

pytestmark = pytest.mark.django_db
WORDS = SCRIPTS | WITHOUT_A_SHAPE
COMPARED = "/compare/?one=togo&two=senegal"
OUTPUTS = ["page", "CSV", "XLSX", "Atom", "comparison", "CSV of a chart", "SVG of a chart", "mail", "mail with links"]


def kept(text: str) -> str:
    """What each output holds of a text: all but signs that XML cannot hold, marks of direction, and spaces."""
    return "".join(NOT_IN_XML.sub("", re.sub("[\u2068\u2069]", "", text)).split())


@pytest.fixture(scope="module")
def outputs(django_db_setup, django_db_blocker):
    """The text of each output of one site on which each title is published; made once, and taken back."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(feeds, "LATEST", 100)
        patch.setattr(countries, "MOST_NAMED", 100)
        patch.setattr(digests, "MOST_LISTED", 100)
        mails: list[OutgoingMail] = []
        patch.setattr(digests, "post", mails.append)
        for number, word in enumerate(WORDS.values()):
            factories.publish(title=title_of(word), instrument=f"{title_of(word)} {number}", source=word, outcome=word)
        SiteVersion.bump()
        cache.clear()
        follow_togo()
        found = read_all(Client()) | {"mail": mails[0].text, "mail with links": unescape(mails[0].html)}
        cache.clear()
        transaction.set_rollback(True)
    return found


def read_all(client: Client) -> dict[str, str]:
    page = client.get("/countries/togo/").content.decode()
    book = zipfile.ZipFile(io.BytesIO(b"".join(client.get(reverse("results_xlsx")))))
    rows = csv.reader(io.StringIO(b"".join(client.get(reverse("results_csv"))).decode("utf-8-sig"), newline=""))
    feed = ElementTree.fromstring(client.get("/countries/togo/feed.atom").content)
    sheets = (ElementTree.fromstring(book.read(name)) for name in book.namelist() if "worksheets/" in name)
    chart = COMPARED.replace("?", "charts/comparison.{}?").format
    return {
        "page": unescape(page),
        "CSV": "\n".join(" | ".join(row) for row in rows),
        "XLSX": "\n".join(" ".join(sheet.itertext()) for sheet in sheets),
        "Atom": " ".join(feed.itertext()),
        "comparison": unescape(client.get(COMPARED).content.decode()),
        "CSV of a chart": client.get(chart("csv")).content.decode(),
        "SVG of a chart": "".join(ElementTree.fromstring(client.get(chart("svg")).content).itertext()),
        "PNG of a chart": client.get(chart("png")).content[:4].decode("latin-1"),
    }


def follow_togo() -> None:
    """Somebody follows from outside, and is told what is new on record."""
    follower = Follower.objects.create(email="reader@example.org", asked_at=timezone.now() - digests.A_WEEK)
    follower.followings.create(kind="country", key="togo", asked_at=follower.asked_at, confirmed_at=follower.asked_at)
    assert send_weekly(now=timezone.now()) == (1, 0)


@pytest.mark.parametrize("output", OUTPUTS)
def test_an_output_holds_every_title(outputs, output):
    held = kept(outputs[output])
    assert [name for name, word in WORDS.items() if kept(title_of(word)) not in held] == []


def test_xml_without_what_it_cannot_hold(outputs):
    """Both were read by a strict reader above; noncharacters, which that one lets through, break others."""
    assert not NOT_IN_XML.search(outputs["XLSX"] + outputs["Atom"] + outputs["SVG of a chart"])


def test_the_picture_of_a_chart_is_drawn_of_all_of_them(outputs):
    assert outputs["PNG of a chart"] == "\x89PNG"


# The PDF and the picture


@pytest.fixture
def fonts(request, monkeypatch):
    """The fonts of the machine, or only those of packages, as on a machine that has none; no second try is needed."""
    if request.param == "packages":
        monkeypatch.setattr(typesetting, "fonts_of_the_system", typesetting.packaged_fonts)
    monkeypatch.setattr(typesetting.log, "warning", lambda *_args, **about: pytest.fail(str(about)))


either = pytest.mark.parametrize("fonts", ["packages", "system"], indirect=True)


@pytest.fixture
def content(client, monkeypatch):
    """What the PDF of Togo says."""
    found = []
    monkeypatch.setattr(paper, "compile_pdf", lambda _template, content, **_day: found.append(content) or b"")
    cache.clear()
    client.get("/countries/togo.pdf")
    cache.clear()
    return found[0]


@either
@pytest.mark.usefixtures("fonts")
def test_the_pdf_of_a_country_is_made_of_all_of_them(content):
    line = {"badge": "Law", "when": "2022", "standing": "", "level": 2, "notes": []}
    results = [line | {"title": isolated(title_of(word)), "notes": [word]} for word in WORDS.values()]
    pdf = compile_pdf(
        "countries/country/country.typ",
        content | {"quote": title_of(WORDS["Khmer"]), "years": [{"year": "2022", "results": results}]},
        day=date(2026, 11, 22),
    )
    assert pdf.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in pdf


@either
@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
def test_only_signs_without_a_font_become_boxes(word):
    """Latin beside them stays; the scripts of our packages need no box on any machine."""
    printed, _fonts = typesetting.fit({"title": title_of(word)})
    assert printed["title"].startswith("Law (")
    assert printed["title"].endswith(") 12 adopted")
    if word in [SCRIPTS[name] for name in IN_PACKAGES]:
        assert printed["title"] == title_of(word)


@pytest.mark.parametrize("name", IN_PACKAGES)
def test_a_script_of_our_packages_needs_no_font_of_the_system(monkeypatch, name):
    """So the file is the same on every machine."""
    monkeypatch.setattr(typesetting, "fonts_of_the_system", lambda: pytest.fail("asked the system"))
    assert typesetting.fit({"title": title_of(SCRIPTS[name])})[0]["title"] == title_of(SCRIPTS[name])


def test_what_typst_refuses_for_another_reason_is_set_in_latin_and_logged(monkeypatch, content):
    said = []
    monkeypatch.setattr(typesetting, "fit", lambda content: (content, typesetting.packaged_fonts()))
    monkeypatch.setattr(typesetting.log, "warning", lambda event, **_about: said.append(event))
    pdf = compile_pdf("countries/country/country.typ", content | {"quote": "A law 法"}, day=date(2026, 11, 22))
    assert pdf.startswith(b"%PDF")
    assert said == ["typesetting_failed"]


@either
@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("word", [SCRIPTS["Khmer"], SCRIPTS["Emoji, joined"], "".join(WITHOUT_A_SHAPE.values())])
def test_a_picture_is_drawn_of_a_partner_with_such_a_name(client, word):
    Partner.objects.filter(slug="ireland").update(name=title_of(word))
    SiteVersion.bump()
    cache.clear()
    assert client.get("/partners/ireland/card.png").content.startswith(b"\x89PNG")
    feed = ElementTree.fromstring(client.get("/partners/ireland/feed.atom").content)
    assert kept(title_of(word)) in kept(" ".join(feed.itertext()))


# Mail, and what a page says of itself


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
def test_a_mail_has_one_line_as_its_subject_and_the_whole_title(word):
    """Each through the letter that passes a title on."""
    context = {
        "asked": {"organization": word},
        "statement": {"number": 1, "title": title_of(word)},
        "until": date(2026, 12, 1),
    }
    mail = letter(
        "indicators/followup/replies/mail/asked", to="a@example.org", subject=f"What? {title_of(word)}", context=context
    )
    message = EmailMessage(subject=mail.subject, body=mail.text, to=[mail.to]).message()
    assert "\n" not in str(message["Subject"]).replace("\n ", " ")
    assert kept(title_of(word)) in kept(mail.text)
    assert message.as_bytes()


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
def test_json_for_machines_is_valid_and_whole(word):
    assert json.loads(as_json_ld({"name": title_of(word)})) == {"name": title_of(word)}
