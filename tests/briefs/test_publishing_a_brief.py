"""A brief on its way to readers: what it needs, who publishes it, what stays, and what is told when it goes."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from briefs import actions, building
from briefs.documents import Items
from briefs.models import Brief, Issue
from indicators.ledger import pin_edition
from rmt import search
from rmt.models import User
from tests import factories
from tests.counting import queries
from tests.crawl.markup import problems

pytestmark = pytest.mark.django_db


def address_of(brief: Brief) -> str:
    return f"/briefs/{brief.slug}/"


def page_of(client, address: str) -> str:
    return client.get(address).content.decode()


def test_it_is_public_once_a_manager_published_it_who_neither_wrote_nor_sent_it(client):
    author, other = factories.UserFactory(manager=True), factories.UserFactory(manager=True)
    sent = factories.submit_brief(by=author)
    assert client.get(address_of(sent)).status_code == 404
    with pytest.raises(ValidationError, match="Nobody publishes what they wrote"):
        actions.publish_brief(brief=sent, version=sent.version, by=author, now=timezone.now())
    issue = actions.publish_brief(brief=sent, version=sent.version, by=other, now=timezone.now())
    page = page_of(client, address_of(sent))
    assert "People are better protected." in page
    assert issue.edition.seal.line in page
    assert client.get(f"/briefs/{sent.slug}.pdf").getvalue().startswith(b"%PDF")
    assert client.get(f"/briefs/{sent.slug}/v1.docx").getvalue().startswith(b"PK")


def test_who_wrote_into_it_while_it_was_returned_publishes_it_no_more(signed_in, cast):
    """Author, sender and whoever helped are one side of the table (rule of "Workflow")."""
    sent = factories.submit_brief(by=cast.focal_togo)
    back = actions.return_brief(brief=sent, version=sent.version, comment="Say who.", by=cast.manager)
    helped = actions.save_brief(brief=back, changes={"title": "Anew"}, version=back.version, by=cast.manager)
    again = factories.submit_brief(helped, by=cast.focal_togo)
    place = reverse("brief_step", args=[again.uuid, "publish"])
    assert signed_in("manager").post(place, {"version": again.version}).status_code == 403
    assert signed_in("other_manager").post(place, {"version": again.version}).status_code == 302
    assert Issue.objects.get().title == "Anew"


def test_its_authors_are_told_what_came_of_it_each_in_their_language(signed_in, cast, mailoutbox):
    User.objects.filter(pk=cast.focal_togo.pk).update(language="fr")
    written = factories.brief(by=cast.focal_togo)
    sent = factories.submit_brief(written, by=cast.deputy_togo)
    back = actions.return_brief(brief=sent, version=sent.version, comment="Say who.", by=cast.manager)
    both = {cast.focal_togo.email, cast.deputy_togo.email}
    assert {mail.to[0] for mail in mailoutbox if "Say who." in mail.body} == both
    again = factories.submit_brief(back, by=cast.deputy_togo)
    actions.publish_brief(brief=again, version=again.version, by=cast.manager, now=timezone.now())
    address = f"{settings.SITE_URL}/briefs/{again.slug}/"
    told = {mail.to[0]: mail.alternatives[0][0] for mail in mailoutbox if address in mail.body}
    assert told.keys() == both
    assert 'lang="fr"' in told[cast.focal_togo.email]
    for who, is_thanked in (("focal_togo", True), ("deputy_togo", True), ("manager", False)):
        assert ("version 1. Thank you." in page_of(signed_in(who), "/desk/")) == is_thanked


def test_the_desk_says_what_waits_for_whom(signed_in, cast):
    sent = factories.submit_brief(by=cast.focal_togo)
    assert "1 brief to review" in page_of(signed_in("manager"), "/desk/")
    back = actions.return_brief(brief=sent, version=sent.version, comment="Say who.", by=cast.manager)
    assert "A brief came back: What changed" in page_of(signed_in("deputy_togo"), "/desk/")
    actions.save_brief(brief=back, changes={"title": "Anew"}, version=back.version, by=cast.focal_togo)
    assert "A brief came back" not in page_of(signed_in("deputy_togo"), "/desk/")


def test_a_step_on_what_somebody_changed_meanwhile_is_a_conflict(signed_in, cast):
    sent = factories.submit_brief(by=cast.focal_togo)
    actions.return_brief(brief=sent, version=sent.version, comment="Say who.", by=cast.other_manager)
    answer = signed_in("manager").post(
        reverse("brief_step", args=[sent.uuid, "return"]), {"version": sent.version, "comment": "Say when."}
    )
    assert answer.status_code == 409
    for said in ("Say who.", "Say when."):
        assert said in answer.content.decode()


def test_a_new_version_takes_the_place_of_the_old_one_which_keeps_its_address(client):
    first = factories.publish_brief(parts={"lessons": "Start small."})
    brief = first.brief
    reopened = actions.reopen_brief(brief=fresh(brief), version=fresh(brief).version, by=factories.author())
    changes = {"parts": {"lessons": "Start early."}}
    changed = actions.save_brief(brief=reopened, changes=changes, version=reopened.version, by=factories.author())
    assert "Start small." in page_of(client, address_of(brief))  # what is published stays until then
    factories.publish_brief(changed)
    assert "Start early." in page_of(client, address_of(brief))
    assert "Start small." in page_of(client, f"{address_of(brief)}v1/")
    assert "earlier version" in page_of(client, f"{address_of(brief)}v1/")


def test_what_is_withdrawn_says_so_and_why_and_is_found_no_more(client, cast):
    issue = factories.publish_brief(title="Coverage of market women")
    brief = fresh(issue.brief)
    assert [found.url for found in search.find("market women", 5)] == [address_of(brief)]
    assert "Coverage of market women" in page_of(client, "/countries/togo/")
    assert "Coverage of market women" in page_of(client, "/countries/togo/feed.atom")
    about = {"version": brief.version, "reason": "It was about Benin.", "by": cast.manager, "now": timezone.now()}
    actions.withdraw_brief(brief=brief, **about)
    assert "It was about Benin." in page_of(client, address_of(brief))
    assert client.get(f"{address_of(brief)}v1/").status_code == 200
    assert client.get(f"/briefs/{brief.slug}.pdf").status_code == 404
    assert search.find("market women", 5) == []
    for place in ("/countries/togo/", "/briefs/", "/countries/togo/feed.atom", "/sitemap.xml"):
        assert "market women" not in page_of(client, place)


def test_a_published_figure_that_changes_flags_the_brief_that_typed_it(signed_in, cast):
    """The one that refers to it is right at its next edition; the one that typed it has to be told."""
    result = factories.publish(indicator="I3", country="TGO", value=2_500_000).result
    typed = factories.publish_brief(parts={"institutional": "About 2.5 million people are covered."}).brief
    quiet = factories.publish_brief(kind="theme", about="financing").brief
    factories.edit(result, value=2_600_000)
    pin_edition(note="", by=cast.manager)
    answer = signed_in("manager").get(reverse("desk_briefs"))
    assert "Figures to look at" in answer.content.decode()
    flagged = {line["brief"] for line in answer.context["lines"] if line["look"]}
    assert flagged == {typed}
    assert quiet not in flagged


def test_a_translation_and_its_original_lead_to_each_other(client, settings):
    original = factories.publish_brief(language="fr", title="Le Togo avance")
    factories.publish_brief(title="Togo moves on", translation_of=original.brief)
    assert "Togo moves on" in page_of(client, "/briefs/togo/")
    assert 'hreflang="fr"' in page_of(client, "/briefs/togo-en/")
    page = page_of(client, "/briefs/togo/")
    assert ' lang="fr"><div class="document" lang="fr">' in page
    assert "Date des chiffres" in page  # what stands around a French text is said in French as well
    assert page.count(f"{settings.SITE_URL}/briefs/togo/v1/") >= 2  # the text and the page around it are cited alike


def test_every_page_of_it_is_strict_html_with_one_heading_and_nothing_from_elsewhere(client, signed_in, cast):
    issue = factories.publish_brief(by=cast.focal_togo, title="A law <b>& more", parts={"lessons": "- One\n- Two"})
    key = [issue.brief.uuid]
    desk = ["desk_brief", "brief_history", "brief_pictures"]
    pages = dict.fromkeys(("/briefs/", "/briefs/?kind=story", "/briefs/togo/", "/briefs/togo/v1/"), client)
    pages |= {reverse(name, args=key): signed_in("manager") for name in desk}
    pages |= {reverse("brief_step", args=[*key, step]): signed_in("manager") for step in ("reopen", "withdraw")}
    pages |= {reverse("new_brief"): signed_in("manager"), reverse("desk_briefs"): signed_in("manager")}
    assert {place: list(problems(page_of(reader, place))) for place, reader in pages.items()} == {p: [] for p in pages}
    brief = fresh(issue.brief)
    reopened = actions.reopen_brief(brief=brief, version=brief.version, by=cast.focal_togo)
    for name in ("edit_brief", "brief_edition", "desk_brief"):
        assert list(problems(page_of(signed_in("focal_togo"), reverse(name, args=[reopened.uuid])))) == []


def test_sources_one_a_line_are_a_list():
    document = building.document_of(factories.publish_brief(source="Official Gazette\nEvaluation of phase I"))
    (sources,) = [block for block in document.blocks if isinstance(block, Items)]
    assert [run.text for _depth, words in sources.items for run in words] == [
        "Official Gazette",
        "Evaluation of phase I",
    ]


@pytest.mark.both_engines
def test_lists_ask_as_often_for_many_briefs_as_for_few(client, signed_in, cast):
    browser = signed_in("manager")
    places = {"/briefs/": client, "/briefs/togo/": client, "/desk/briefs/": browser}
    factories.publish_brief()
    for place, reader in places.items():
        queries(reader, place)  # what is read of an edition is read once a process
    few = {place: queries(reader, place) for place, reader in places.items()}
    for theme in ("financing", "old-age-pensions"):
        factories.publish_brief(kind="theme", about=theme)
        factories.brief(kind="theme", about=theme)
    assert {place: queries(reader, place) for place, reader in places.items()} == few
    assert {place: count for place, count in few.items() if count > 40} == {}


def fresh(brief: Brief) -> Brief:
    return Brief.objects.get(pk=brief.pk)
