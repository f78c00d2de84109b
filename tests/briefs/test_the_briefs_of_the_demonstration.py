"""The briefs of `fixtures/briefs`, published over the whole record; loaded once for this module."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from briefs.building import document_of
from briefs.figures_in_text import Asked, figure_of, reading_of, typed_numbers
from briefs.loading import DoesNotRead, read_brief, read_briefs
from briefs.models import PARTS, Brief, BriefEvent, Issue
from briefs.writing import PRINCIPLES, texts_of
from indicators.models import Edition
from rmt.site import demo, demo_briefs
from tests.kept import forget_pages

pytestmark = pytest.mark.django_db
FOLDER = settings.BASE_DIR / "fixtures" / "briefs"
SLUGS = {
    "cabo-verde",
    "cambodia",
    "mozambique",
    "togo",
    "togo-en",
    "viet-nam",
    "old-age-pensions",
    "social-health-protection",
    "paraguay-one-questionnaire",
}


@pytest.fixture(scope="module", autouse=True)
def refused(django_db_setup, django_db_blocker, tmp_path_factory):
    """The whole record with the people and the briefs of the demonstration; what could not be published."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "MEDIA_ROOT", str(tmp_path_factory.mktemp("media")))
        with transaction.atomic():
            forget_pages()
            call_command("load_reference", verbosity=0)
            demo.make_people("a password of this test")
            demo.check_themes()
            yield demo_briefs.publish_briefs(now=timezone.now())
            transaction.set_rollback(True)
        forget_pages()


def test_every_brief_is_published_and_says_that_nobody_reviewed_it_here(refused):
    assert refused == {}
    assert set(Brief.objects.filter(status="published").values_list("slug", flat=True)) == SLUGS
    for issue in Issue.objects.all():
        assert issue.brief.is_historical
        assert issue.language == "fr" or any("not reviewed here" in fact for fact in document_of(issue).facts)


def test_nobody_publishes_what_they_wrote():
    """docs/design.md, "People": author, submitter and validator are three fields."""
    for brief in Brief.objects.all():
        published = brief.events.get(kind=BriefEvent.Kind.PUBLISHED)
        assert published.by not in (brief.author, brief.submitted_by)


def test_publishing_them_twice_is_publishing_them_once():
    before = Brief.objects.count(), Issue.objects.count(), Edition.objects.count()
    assert demo_briefs.publish_briefs(now=timezone.now()) == {}
    assert (Brief.objects.count(), Issue.objects.count(), Edition.objects.count()) == before


def test_each_has_the_six_parts_and_a_line_for_each_principle():
    for brief in Brief.objects.exclude(kind="story"):
        words = [len(brief.parts[part].split()) for part in PARTS]
        assert min(words) >= 20, brief.slug
        assert sum(words) >= 400, brief.slug
        assert brief.principles.keys() == PRINCIPLES.keys(), brief.slug
        assert all(said["line"] for said in brief.principles.values()), brief.slug
    assert len(Brief.objects.get(kind="story").parts["story"].split()) >= 250


def test_their_figures_are_those_of_the_record():
    """Each figure that a document prints is what `figures` answers, in the language of the brief."""
    printed = [(issue, key, text) for issue in Issue.objects.all() for key, text in document_of(issue).figures.items()]
    assert {issue.slug for issue, _key, _text in printed} >= {"cambodia", "cabo-verde", "mozambique"}
    reading = reading_of(Edition.objects.latest("pinned_at"))
    asked = [Asked("covered", country=iso3, period="phase-1") for iso3 in ("KHM", "CPV")]
    asked.append(Asked("covered", theme="social-health-protection", period="phase-1"))
    for one in asked:
        assert {text for _issue, key, text in printed if key == one.key} == {figure_of(reading, one).text}


def test_no_number_that_somebody_typed_disagrees_with_the_record():
    reading = reading_of(Edition.objects.latest("pinned_at"))
    for brief in Brief.objects.all():
        country = brief.country.iso3 if brief.country else ""
        theme = brief.theme.slug if brief.theme else ""
        content = {"summary": brief.summary, "parts": brief.parts, "source": brief.source}
        for name, text in texts_of(content, kind=brief.kind).items():
            found = typed_numbers(text, language=brief.language, reading=reading, country=country, theme=theme)
            assert [(one.text, one.should_be) for one in found] == [], (brief.slug, name)


def test_the_french_brief_is_set_as_french_is():
    """A space that does not break before : ; ! ? and within « »; a translation names its original."""
    said = read_brief(FOLDER / "togo.md")
    lines = [principle["line"] for principle in said["principles"].values()]
    for text in (said["title"], said["summary"], *said["parts"].values(), *lines):
        assert not re.search(r" [:;!?»]|« |\w[;!?](\s|$)", text), text
        assert "'" not in re.sub(r"\[\[[^]]*\]\]|\(http[^)]*\)", "", text)
    assert Brief.objects.get(slug="togo-en").translation_of.slug == "togo"


def test_a_file_that_is_no_brief_is_refused_by_name(tmp_path):
    (tmp_path / "a.md").write_text("kind: country\n\n# institutional\n\n[[result key:P1-99]]\n")
    with pytest.raises(DoesNotRead, match=r"a\.md refers to P1-99"):
        read_briefs(tmp_path)
