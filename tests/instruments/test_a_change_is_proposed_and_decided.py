"""Workflow: a change of an instrument is proposed by the country, accepted by a manager, and said by every result."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from countries.models import Branch, Instrument, InstrumentChange, InstrumentProposal
from indicators.ledger import verify
from indicators.models import Publication
from indicators.results import InstrumentChanged, accept_proposal, change_instrument, decline_proposal, propose_change
from tests import factories
from tests.counting import queries
from tests.factories import InstrumentFactory, country_of, draft, publish

pytestmark = pytest.mark.django_db

GAZETTE = "Read in the gazette."


@pytest.fixture
def law(cast) -> Instrument:
    """A law of Togo on which two published results rest, and an edit that nobody has validated."""
    day = date(2021, 10, 18)
    law = InstrumentFactory(title="Law on health insurance", adopted_first=day, adopted_last=day)
    publish(by=cast.focal_togo, indicator="R2", title="The law", instrument=law, achieved=date(2021, 10, 18))
    people = publish(by=cast.focal_togo, indicator="I3", title="People covered", instrument=law, value=500).result
    factories.save(factories.reopen(people, by=cast.focal_togo), by=cast.focal_togo, value=900)
    draft(by=cast.focal_togo, indicator="R3", title="Only a draft", instrument=law)
    return Instrument.objects.get(pk=law.pk)


def typed_over(law: Instrument, **answers) -> dict:
    """The form as a browser sends it back, with some answers changed."""
    law = Instrument.objects.get(pk=law.pk)
    sent = {"version": law.version, "title": law.title, "kind": law.kind, "reference": law.reference, "reason": GAZETTE}
    for name in Instrument.DAYS:
        if first := getattr(law, f"{name}_first"):
            sent |= {f"{name}_day": first.day, f"{name}_month": first.month, f"{name}_year": first.year}
    return sent | {"branches": list(law.branches.values_list("pk", flat=True))} | answers


def sends(client, law: Instrument, *, by, **answers):
    client.force_login(by)
    return client.post(reverse("edit_instrument", args=[law.uuid]), typed_over(law, **answers))


def decides(client, proposal: InstrumentProposal, *, by, do="accept", answer=""):
    client.force_login(by)
    address = reverse("decide_proposal", args=[proposal.instrument.uuid, proposal.uuid])
    return client.post(address, {"do": do, "answer": answer})


def said_of(law: Instrument) -> list[dict]:
    named = Publication.objects.as_of(None).filter(instrument=law).order_by("number")
    return [json.loads(statement.payload)["instrument"] for statement in named]


def proposed(law: Instrument, by, **says) -> InstrumentProposal:
    return propose_change(instrument=law, version=law.version, says=says, reason=GAZETTE, by=by)


def test_what_is_proposed_changes_nothing_and_waits_for_managers(client, cast, law):
    before, versions = law.says(), Publication.objects.count()
    assert sends(client, law, by=cast.focal_togo, in_force_year=2022).status_code == 302
    proposal = InstrumentProposal.objects.get()
    assert proposal.changed == {"in_force_first": "2022-01-01", "in_force_last": "2022-12-31"}
    assert (Instrument.objects.get(pk=law.pk).says(), Publication.objects.count()) == (before, versions)
    client.force_login(cast.manager)
    assert "1 proposed change of a law" in client.get(reverse("desk")).content.decode()
    page = client.get(law.get_absolute_url()).content.decode()
    assert all(words in page for words in ("A change is proposed", "In force since", "Accept and write it", GAZETTE))


def test_accepted_it_is_written_and_every_published_result_says_it(client, cast, law):
    proposal = proposed(
        law, cast.focal_togo, in_force_first="2022-01-01", in_force_last="2022-01-01", title="Law 2021-022"
    )
    assert decides(client, proposal, by=cast.manager).status_code == 302
    law.refresh_from_db()
    assert (law.title, law.in_force_first, law.version) == ("Law 2021-022", date(2022, 1, 1), 2)
    assert said_of(law) == [{"uuid": str(law.uuid), **law.says()}] * 2
    columns = Publication.objects.as_of(None).filter(instrument=law).values_list("in_force_from", "in_force_until")
    assert set(columns) == {(date(2022, 1, 1), None)}
    assert list(verify()) == []
    change = InstrumentChange.objects.get()
    assert (change.before["title"], change.after["title"]) == ("Law on health insurance", "Law 2021-022")
    assert (change.reason, change.by, change.proposal) == (GAZETTE, cast.manager, proposal)
    page = client.get(law.get_absolute_url()).content.decode()
    assert f"proposed by {cast.focal_togo}, accepted by {cast.manager}" in page


def test_an_edit_that_nobody_validated_does_not_slip_through_with_it(client, cast, law):
    decides(client, proposed(law, cast.focal_togo, reference="Gazette 5"), by=cast.manager)
    people = Publication.objects.as_of(None).get(title="People covered")
    assert people.value == 500
    assert not Publication.objects.filter(title="Only a draft").exists()


def test_readers_find_the_new_title_and_the_reason_stands_in_its_history(client, cast, law):
    sends(client, law, by=cast.manager, title="Law 2021-022")
    result = Publication.objects.as_of(None).get(title="The law").result
    assert "Law 2021-022" in client.get(f"/results/{result.number}/").content.decode()
    assert "The law" in client.get("/search/", {"q": "2021-022"}).content.decode()
    client.force_login(cast.focal_togo)
    history = client.get(reverse("result_history", args=[result.uuid])).content.decode()
    assert "Its law, strategy or scheme was corrected" in history
    assert GAZETTE in history


def test_declined_it_stays_as_it_is_and_the_proposer_reads_why(client, cast, law):
    proposal = proposed(law, cast.focal_togo, reference="Gazette 5")
    page = decides(client, proposal, by=cast.manager, do="decline").content.decode()
    assert "Say why: whoever proposed it reads this." in page
    decides(client, proposal, by=cast.manager, do="decline", answer="The gazette says otherwise.")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("declined", cast.manager)
    assert not InstrumentChange.objects.exists()
    client.force_login(cast.focal_togo)
    assert "The gazette says otherwise." in client.get(law.get_absolute_url()).content.decode()


@pytest.mark.parametrize("decide", ["accept", "decline"])
def test_it_is_decided_once(client, cast, law, decide):
    proposal = proposed(law, cast.focal_togo, reference="Gazette 5")
    accept_proposal(proposal=proposal, by=cast.manager)
    assert decides(client, proposal, by=cast.other_manager, do=decide, answer="No.").status_code == 403
    with pytest.raises(ValidationError, match="decided on this already"):
        decline_proposal(proposal=proposal, answer="No.", by=cast.other_manager)


def test_nobody_accepts_what_they_proposed(cast, law):
    proposal = proposed(law, cast.focal_togo, reference="Gazette 5")
    factories.ManagerFactory(user=cast.focal_togo)
    with pytest.raises(ValidationError, match="another manager decides"):
        accept_proposal(proposal=proposal, by=cast.focal_togo)


def test_what_changed_meanwhile_is_kept_or_the_proposal_is_refused(client, cast, law):
    reference, title = (
        proposed(law, cast.focal_togo, reference="Gazette 5"),
        proposed(law, cast.deputy_togo, title="Law"),
    )
    sends(client, law, by=cast.manager, title="Law 2021-022")
    accept_proposal(proposal=reference, by=cast.manager)
    law.refresh_from_db()
    assert (law.title, law.reference) == ("Law 2021-022", "Gazette 5")
    page = decides(client, title, by=cast.manager).content.decode()
    assert "This was changed since it was proposed (title)" in page
    assert InstrumentProposal.objects.get(pk=title.pk).state == "waiting"


def test_of_two_who_write_at_once_the_second_is_shown_what_is_there(client, cast, law):
    read = typed_over(law, title="Law of the second")
    sends(client, law, by=cast.manager, title="Law of the first")
    client.force_login(cast.other_manager)
    page = client.post(reverse("edit_instrument", args=[law.uuid]), read)
    assert page.status_code == 409
    text = page.content.decode()
    assert all(
        words in text for words in ("Law of the first", "Law of the second", "Somebody else changed it meanwhile")
    )
    with pytest.raises(InstrumentChanged):
        change_instrument(instrument=law, version=read["version"], says={"title": "X"}, reason="Y", by=cast.manager)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "Nothing is changed."),
        ({"title": "Another", "reason": " "}, "Say why, and where it is written."),
        ({"title": "Taken"}, "Another law, strategy or scheme of this country has this title."),
        ({"title": " "}, "This field is required"),
        ({"adopted_year": 2999, "adopted_month": "", "adopted_day": ""}, "Write the year with four digits"),
        ({"adopted_year": 2099, "adopted_month": "", "adopted_day": ""}, "This day has not come yet."),
        ({"repealed_year": 2020}, "This is before it was adopted."),
        ({"in_force_month": 5}, "Enter the year"),
        ({"branches": ["x"]}, "is not a valid"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_typed_is_lost(client, cast, law, answers, said):
    InstrumentFactory(title="Taken")
    page = sends(client, law, by=cast.focal_togo, **answers)
    assert (page.status_code, InstrumentProposal.objects.count()) == (200, 0)
    assert said in page.content.decode()
    assert str(answers.get("title", law.title)).strip() in page.content.decode()


def test_days_are_known_in_part(client, cast, law):
    sends(client, law, by=cast.manager, in_force_month=2, in_force_year=2022, in_force_day="", suspended_year=2024)
    law.refresh_from_db()
    assert (law.in_force_first, law.in_force_last) == (date(2022, 2, 1), date(2022, 2, 28))
    assert (law.suspended_first, law.suspended_last) == (date(2024, 1, 1), date(2024, 12, 31))


def test_a_span_of_years_stays_when_something_else_is_changed(client, cast):
    law = InstrumentFactory(adopted_first=date(2016, 1, 1), adopted_last=date(2019, 12, 31))
    sends(client, law, by=cast.manager, title="Another", adopted_year="", adopted_month="", adopted_day="")
    law.refresh_from_db()
    assert (law.adopted_first, law.adopted_last) == (date(2016, 1, 1), date(2019, 12, 31))


def test_the_branches_are_those_of_the_facet(client, cast, law):
    pensions = Branch.objects.get(code="old-age")
    sends(client, law, by=cast.manager, branches=[pensions.pk])
    assert [said["branches"] for said in said_of(law)] == [["old-age"]] * 2
    assert "The law" in client.get("/results/", {"branch": "old-age"}).content.decode()


@pytest.mark.parametrize(
    ("reader", "reads"),
    [
        ("deputy_togo", True),
        ("manager", True),
        ("evaluator", True),
        ("focal_senegal", False),
        ("lead_financing", False),
    ],
)
def test_what_is_proposed_is_read_by_the_team_and_by_who_decides(client, cast, law, reader, reads):
    proposed(law, cast.focal_togo, reference="Gazette 5")
    client.force_login(getattr(cast, reader))
    assert (GAZETTE in client.get(law.get_absolute_url()).content.decode()) is reads
    listed = client.get(reverse("instruments")).content.decode()
    assert law.title in listed
    assert ("1 change waits" in listed) is reads


def test_a_team_reads_its_own_country_first(client, cast, law):
    client.force_login(cast.focal_togo)
    countries = [one.country.iso3 for one in client.get(reverse("instruments")).context["page"]]
    assert countries == sorted(countries, key=lambda iso3: iso3 != "TGO")
    assert countries[0] == "TGO" != countries[-1]


def test_the_list_is_narrowed(client, cast, law):
    client.force_login(cast.focal_senegal)
    for asked in ({"country": "TGO", "kind": "law"}, {"q": "health insurance", "country": "TGO"}):
        assert [one.title for one in client.get(reverse("instruments"), asked).context["page"]] == [law.title]


@pytest.mark.parametrize("by", ["focal_togo", "lead_health"])
def test_the_team_and_a_lead_of_a_confirmed_theme_propose_and_do_not_write(client, cast, by):
    result = publish(by=cast.focal_togo, indicator="R2", themes=["social-health-protection"]).result
    theme = factories.theme_of("social-health-protection")
    factories.actions.decide_tag(result=result, theme=theme, state="confirmed", by=cast.lead_health)
    law = Instrument.objects.get(pk=result.instrument_id)
    assert sends(client, law, by=getattr(cast, by), title="Another").status_code == 302
    assert (InstrumentProposal.objects.count(), Instrument.objects.get(pk=law.pk).title) == (1, law.title)


def test_the_days_of_what_only_a_draft_names_are_on_no_public_page(client, cast):
    law = draft(by=cast.focal_togo, indicator="R2", instrument="A secret law").instrument
    days = {"adopted_first": "2021-01-01", "adopted_last": "2021-12-31"}
    change_instrument(instrument=law, version=1, says=days, reason="Gazette.", by=cast.manager)
    assert "A secret law" not in client.get(country_of("TGO").get_absolute_url()).content.decode()


@pytest.mark.both_engines
def test_the_pages_ask_as_often_for_many_as_for_few(client, cast, law):
    client.force_login(cast.manager)
    addresses = (reverse("instruments"), law.get_absolute_url(), reverse("edit_instrument", args=[law.uuid]))

    def more(count: int) -> None:
        for number in range(count):
            other = publish(by=cast.focal_togo, indicator="R2", title=f"Other {number} of {count}").result.instrument
            proposed(Instrument.objects.get(pk=other.pk), cast.focal_togo, reference="Gazette")
            publish(by=cast.focal_togo, indicator="R3", title=f"On it {number} of {count}", instrument=law)
            current = Instrument.objects.get(pk=law.pk)
            proposed(current, cast.focal_togo, reference=f"Gazette {number} of {count}")
            change_instrument(
                instrument=current, version=current.version, says={"title": f"Law {number} of {count}"},
                reason="Corrected.", by=cast.manager,
            )  # fmt: skip

    more(2)
    few = [queries(client, address) for address in addresses]
    more(4)
    assert [queries(client, address) for address in addresses] == few
    assert max(few) <= 30
