"""Ledger rule 1: triggers, queryset and `save()` refuse every change; the triggers survive a rebuilt table."""

from copy import copy

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from briefs.actions import propose_issue_removal, remove_issues
from briefs.models import Brief, DistributionGroup, Issue, Report
from countries.models import Branch, BranchCoverage, Country, Profile
from indicators import ledger
from indicators.followup import propose_removal, remove
from indicators.models import (
    CountryUpdate,
    Edition,
    Milestone,
    PageCheck,
    Publication,
    PublishedTag,
    Reply,
    ReplyRequest,
    Round,
    SentUpdate,
)
from indicators.results import actions, change_instrument, merge_project
from indicators.results.support import link_project
from projects.actions import Links, create_project
from rmt.models import AccountEvent
from rmt.records import PublicFact, digest_of_row, install_triggers
from rmt.records.append_only import AppendOnlyError, drop_triggers, guarded_models, lifted
from tests import factories

pytestmark = pytest.mark.django_db

GUARDED = sorted(guarded_models(), key=lambda model: model._meta.label)
FACTS = [model for model in GUARDED if issubclass(model, PublicFact)]


@pytest.fixture(autouse=True)
def _one_row_of_each(programme):
    earlier = factories.publish(indicator="R2", title="The law before it").result
    publication = factories.publish(
        indicator="I3", themes=["informal-economy"], parts={"sex:women": 400}, follows=[earlier]
    )
    actions.record_standing(
        result=publication.result, kind="confirmed", day=timezone.localdate(), reason="Seen.", by=publication.by
    )
    ledger.pin_edition(note="", by=publication.by)  # and its seal
    AccountEvent.objects.record(AccountEvent.What.ROLE_GIVEN, publication.by, by=publication.by)
    one, other = (create_project(fields={"title": title}, links=Links(), by=publication.by) for title in ("A", "B"))
    link_project(result=publication.result, project=one, by=publication.by)
    merge_project(kept=one, gone=other, reason="Entered twice.", by=publication.by)
    facts = {"title": "Law of the tests, corrected"}
    change_instrument(
        instrument=publication.result.instrument, version=1, says=facts, reason="Misspelt.", by=publication.by
    )
    _what_an_update_writes(publication.by)
    _what_a_constituent_says(publication)
    _what_two_managers_remove(publication)
    _what_a_brief_and_a_report_write(publication.by)
    connection.check_constraints()  # PostgreSQL truncates nothing while it has foreign keys left to look at


def _what_an_update_writes(by):
    togo, branch = factories.untold(Country.objects.get(iso3="TGO")), Branch.objects.first()
    now, own_round = timezone.now(), Round.objects.get(state="open")
    Profile.objects.create(country=togo, situation="As it is.", recorded_at=now, by=by)
    BranchCoverage.objects.create(country=togo, branch=branch, is_anchored=True, source="Law", recorded_at=now, by=by)
    update = CountryUpdate.objects.create(country=togo, round=own_round)
    SentUpdate.objects.create(update=update, version=1, payload="{}", by=by, at=now)
    days = {"expected_first": now.date(), "expected_last": now.date()}
    milestone = Milestone.objects.create(country=togo, title="A law", by=by, at=now, **days)
    milestone.answers.create(round=own_round, kind="later", by=by, at=now)
    own_round.events.create(kind="opened", by=by, at=now)
    PageCheck.objects.create(country=togo, day=now.date(), by=by, at=now)


def _what_a_constituent_says(publication):
    asked = ReplyRequest.objects.create(
        result=publication.result, version=1, group="workers", organization="A union", asked_at=timezone.now(),
        asked_by=publication.by,
    )  # fmt: skip
    Reply.objects.create(request=asked, kind="confirmed", version=1, answered_at=timezone.now())


def _what_two_managers_remove(publication):
    what = {"field": "outcome", "reason": "A person was named.", "by_order": True}
    proposal = propose_removal(result=publication.result, by=factories.reviewing_manager(), **what)
    remove(proposal=proposal, by=factories.UserFactory(manager=True))


def _what_a_brief_and_a_report_write(by):
    togo, now, edition = Country.objects.get(iso3="TGO"), timezone.now(), Edition.objects.first()
    about = {"slug": "togo", "language": "en", "title": "Togo"}
    brief = Brief.objects.create(kind="country", country=togo, author=by, **about)
    brief.revisions.create(version=1, content="{}", by=by, at=now)
    brief.events.create(kind="created", version=1, by=by, at=now)
    files = dict.fromkeys(("digest", "hidden", "pdf_sha256", "docx_sha256"), "0" * 64)
    issue = Issue.objects.create(
        kind="brief", number=1, brief=brief, edition=edition, cause="first", content="{}", html="", by=by,
        recorded_at=now, **files, **about,
    )  # fmt: skip
    proposal = propose_issue_removal(issue=issue, reason="A person was named.", by=by, now=now)
    remove_issues(proposal=proposal, by=factories.UserFactory(manager=True), now=now)
    days = {"period_start": now.date().replace(month=1, day=1), "period_end": now.date().replace(month=12, day=31)}
    report = Report.objects.create(kind="annual", by=by, at=now, **days, **about)
    report.events.create(kind="planned", by=by, at=now)
    report.own_paragraphs.create(key="one", text="Ours.", generated="Theirs.", by=by, recorded_at=now)
    group = DistributionGroup.objects.create(slug="committee", name="The committee")
    group.sendings.create(issue=issue, organization="A union", domain="…@example.org", by=by, at=now)


def row_of(model):
    return model.objects.order_by("-pk").first()


def changeable(model) -> str:
    """A column that can be set to what it is already: even that is a change."""
    return next(f.name for f in model._meta.concrete_fields if not f.primary_key and f.name != "superseded_at")


def test_what_the_public_reads_is_guarded():
    names = {model.__name__ for model in GUARDED}
    assert names >= {"Publication", "PublishedPart", "PublishedTag", "PublishedStanding", "Edition"}
    assert names >= {"Ratification", "Statistic", "ReviewEvent", "Reply", "SentUpdate", "Seal"}


def execute(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_queryset_refuses():
    for model in GUARDED:
        row, name = row_of(model), changeable(model)
        same = {name: getattr(row, name)}
        with pytest.raises(AppendOnlyError):
            model.objects.filter(pk=row.pk).update(**same)
        with pytest.raises(AppendOnlyError):
            model.objects.filter(pk=row.pk).delete()
        with pytest.raises(AppendOnlyError):
            model.objects.bulk_update([row], [name])
        with pytest.raises(AppendOnlyError):
            model.objects.update_or_create(pk=row.pk, defaults=same)


def test_save_and_delete_refuse():
    for model in GUARDED:
        row = row_of(model)
        with pytest.raises(AppendOnlyError):
            row.save()
        with pytest.raises(AppendOnlyError):
            row.delete()


def test_a_row_that_says_it_is_new_changes_no_other():
    for model in GUARDED:
        row = row_of(model)
        row._state.adding = True
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_a_queryset_without_the_guard_meets_the_trigger():
    for model in GUARDED:
        row, name = row_of(model), changeable(model)
        plain = models.QuerySet(model).filter(pk=row.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            plain.update(**{name: getattr(row, name)})
        with pytest.raises(IntegrityError), transaction.atomic():
            plain._raw_delete("default")
        assert plain.exists()


@pytest.mark.parametrize(
    "statement", ["UPDATE {table} SET id = id WHERE id = {pk}", "DELETE FROM {table} WHERE id = {pk}", "{clear}"]
)
def test_raw_sql_meets_the_trigger(statement):
    clear = {
        "sqlite": "REPLACE INTO {table} SELECT * FROM {table} WHERE id = {pk}",
        "postgresql": "TRUNCATE {table} CASCADE",
    }
    statement = statement.replace("{clear}", clear[connection.vendor])
    for model in GUARDED:
        with pytest.raises(IntegrityError, match="append-only"):
            execute(statement.format(table=model._meta.db_table, pk=row_of(model).pk))


def test_inserting_over_a_row_meets_the_trigger():
    for model in GUARDED:
        row, name = row_of(model), changeable(model)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.bulk_create([row], update_conflicts=True, update_fields=[name], unique_fields=["pk"])


def test_a_fact_is_superseded_once_and_nothing_else_changes_with_it():
    now = timezone.now()
    for model in FACTS:
        fact = models.QuerySet(model).filter(pk=model.objects.filter(superseded_at=None).latest("pk").pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            fact.update(superseded_at=now, recorded_at=now)
        assert model.objects.filter(pk__in=fact.values("pk")).supersede(at=now) == 1
        for again in (timezone.now(), None):
            with pytest.raises(IntegrityError), transaction.atomic():
                fact.update(superseded_at=again)
        assert model.objects.filter(pk__in=fact.values("pk")).supersede(at=now) == 0


def test_what_a_publication_rests_on_cannot_be_deleted():
    publication = row_of(Publication)
    for other in (publication.result, publication.indicator, publication.by, Country.objects.get(iso3="TGO")):
        with pytest.raises(models.ProtectedError):
            other.delete()


def test_a_seal_holds_every_field_of_them():
    """Whatever is changed in a row gives it another digest (rule 4); when it was superseded has a digest of its own."""
    for model in GUARDED:
        row = row_of(model)
        kept = digest_of_row(row)
        for field in model._meta.concrete_fields:
            forged = copy(row)
            setattr(forged, field.attname, "another value")
            assert (digest_of_row(forged) == kept) == (field.name == "superseded_at"), field


# The triggers themselves


def is_guarded(model) -> bool:
    try:
        execute(f"UPDATE {model._meta.db_table} SET id = id")
    except IntegrityError:
        return True
    return False


def test_they_are_there_after_every_migrate():
    drop_triggers()
    assert not any(is_guarded(model) for model in GUARDED)
    call_command("migrate", verbosity=0)
    assert all(is_guarded(model) for model in GUARDED)


def test_installing_twice_changes_nothing():
    install_triggers()
    install_triggers()
    assert all(is_guarded(model) for model in GUARDED)


def test_they_are_back_after_a_block_that_lifts_them_even_if_it_fails():
    def fail() -> None:
        with lifted():
            assert not is_guarded(PublishedTag)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert is_guarded(PublishedTag)


@pytest.mark.django_db(transaction=True)
def test_they_survive_a_table_that_is_rebuilt():
    """Altering a field makes Django build the table anew on SQLite, and its triggers go with the old one."""
    model = apps.get_model("indicators", "PublishedTag")
    longer = models.CharField(max_length=11)
    longer.set_attributes_from_name("state")
    with connection.schema_editor() as editor:
        editor.alter_field(model, model._meta.get_field("state"), longer)
    assert is_guarded(PublishedTag) is (connection.vendor == "postgresql")
    call_command("migrate", verbosity=0)
    assert is_guarded(PublishedTag)
