"""Many at once: only what nothing speaks against; one that is refused refuses all, each named (rule 5)."""

import pytest

from indicators.models import Publication, Result
from tests.factories import draft, now, publish, save, submit
from tests.questions import say_yes

pytestmark = pytest.mark.django_db

QUEUE = "/desk/review/"


def plain(by, **fields) -> Result:
    """A deliverable that waits and has nothing to look at."""
    return submit(**({"by": by, "indicator": "D1", "achieved": now()} | fields))


def choose(client, *results: Result, by, **more):
    client.force_login(by)
    chosen = [f"{r.uuid}:{more.get('version', r.version)}" for r in results]
    return say_yes(client, QUEUE, {"chosen": chosen}, follow=True)


def test_all_of_them_are_published(client, cast):
    several = [plain(cast.focal_togo, title=f"Study {n}") for n in range(3)]
    page = choose(client, *several, by=cast.manager)
    assert "3 results are published." in page.content.decode()
    assert Result.objects.filter(status="validated", validated_by=cast.manager).count() == 3


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        (lambda cast: plain(cast.manager, indicator="D4", title="Spoilt"), "You entered or sent this result"),
        (lambda cast: submit(by=cast.focal_togo, title="Spoilt", achieved=2020), "Long before the round"),
    ],
)
def test_one_that_is_refused_refuses_all_and_is_named(client, cast, spoilt, why):
    good, bad = plain(cast.focal_togo, title="Good"), spoilt(cast)
    response = choose(client, good, bad, by=cast.manager)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Nothing was published" in page
    assert why in page
    assert not Publication.objects.filter(result__in=[good, bad]).exists()
    assert set(Result.objects.filter(pk__in=[good.pk, bad.pk]).values_list("status", flat=True)) == {"submitted"}


def test_what_somebody_changed_meanwhile_is_named(client, cast):
    good, changed = plain(cast.focal_togo, title="Good"), plain(cast.focal_togo, title="Changed")
    Result.objects.filter(pk=changed.pk).update(version=changed.version + 1)
    page = choose(client, good, changed, by=cast.manager).content.decode()
    assert "Somebody else changed it since you read it." in page
    assert not Publication.objects.filter(result=good).exists()


def test_what_was_decided_meanwhile_is_named(client, cast):
    good, gone = plain(cast.focal_togo, title="Good"), plain(cast.focal_togo, title="Recalled")
    Result.objects.filter(pk=gone.pk).update(status="draft")
    page = choose(client, good, gone, by=cast.manager).content.decode()
    assert "this can no longer be done" in page
    assert not Publication.objects.filter(result=good).exists()


def test_two_that_contradict_each_other_are_both_named(client, cast):
    about = {"indicator": "I3", "achieved": now(), "instrument": "A law", "baseline": (now().year - 1, 900)}
    both = [submit(by=cast.focal_togo, value=value, **about) for value in (1000, 1100)]
    page = choose(client, *both, by=cast.manager).content.decode()
    assert page.count("Clashes with another figure: decide on it by itself.") == 2
    assert not Publication.objects.filter(result__in=both).exists()


def test_what_is_flagged_has_no_box(client, cast):
    good, old = plain(cast.focal_togo), plain(cast.focal_togo, achieved=2019)
    client.force_login(cast.manager)
    page = client.get(QUEUE).content.decode()
    assert f'value="{good.uuid}:{good.version}"' in page
    assert f'value="{old.uuid}:{old.version}"' not in page


def test_all_that_are_not_flagged_are_chosen_by_a_link(client, cast):
    good = plain(cast.focal_togo)
    client.force_login(cast.manager)
    box = f'value="{good.uuid}:{good.version}" checked'
    assert box not in client.get(QUEUE).content.decode()
    assert box in client.get(QUEUE, {"choose": "unflagged"}).content.decode()


def test_what_was_chosen_stays_chosen_after_a_refusal(client, cast):
    good, old = plain(cast.focal_togo), plain(cast.focal_togo, achieved=2019)
    page = choose(client, good, old, by=cast.manager).content.decode()
    assert f'value="{good.uuid}:{good.version}" checked' in page


def test_an_edit_is_read_by_itself(client, cast):
    published = publish(by=cast.focal_togo, indicator="D1", achieved=now())
    Result.objects.filter(pk=published.result.pk).update(status="submitted")
    page = choose(client, Result.objects.get(pk=published.result.pk), by=cast.manager).content.decode()
    assert "decide on it by itself" in page


@pytest.mark.parametrize("role", ["specialist_africa", "lead_health", "evaluator"])
def test_readers_choose_nothing(client, cast, role):
    good = plain(cast.focal_togo, themes=["social-health-protection"])
    assert choose(client, good, by=getattr(cast, role)).status_code == 403
    assert 'name="chosen"' not in client.get(QUEUE).content.decode()


@pytest.mark.parametrize("chosen", ["nonsense", "11111111-1111-4111-8111-111111111111:x"])
def test_a_box_that_is_none_is_refused(client, cast, chosen):
    client.force_login(cast.manager)
    assert client.post(QUEUE, {"chosen": chosen}).status_code == 400


def test_a_draft_that_a_manager_does_not_know_of_is_not_found(client, cast):
    secret = draft(by=cast.focal_togo)
    assert choose(client, plain(cast.focal_togo), secret, by=cast.manager).status_code == 404


def test_nothing_chosen_says_so(client, cast):
    plain(cast.focal_togo)
    assert "Choose at least one result." in choose(client, by=cast.manager).content.decode()


def test_nobody_validates_in_bulk_what_they_changed(client, cast):
    changed = save(draft(by=cast.focal_togo, indicator="D1", achieved=now()), by=cast.manager, title="Mended")
    Result.objects.filter(pk=changed.pk).update(
        status="submitted", submitted_by=cast.focal_togo, submitted_at=changed.changed_at
    )
    page = choose(client, changed, by=cast.manager).content.decode()
    assert "You entered or sent this result" in page
    assert not Publication.objects.filter(result=changed).exists()
