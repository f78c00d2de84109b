"""The guided course: eight steps in twenty minutes, each ticked by what is on the practice desk, not by a click."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from indicators.models import Answer, CountryUpdate, Result, ReviewEvent, Round, SentUpdate, Tag
from rmt.site.practice.desks import PracticeDesk
from rmt.site.practice.entries import RETURNED
from rmt.site.practice.personas import COUNTRY, FOCAL_POINT, LEAD, MANAGER, Persona

WATCHED = {"desk": {}, "country": {"slug": "togo"}}  # pages whose step is to look at them
Kind = ReviewEvent.Kind


def watched_page(request: HttpRequest, response: HttpResponseBase) -> str:
    """The name of the page that was shown, if it is one that the course asks people to look at; else ""."""
    match = request.resolver_match
    if request.method != "GET" or response.status_code != 200 or match is None:
        return ""
    return match.view_name if WATCHED.get(match.view_name) == match.kwargs else ""


@dataclass(frozen=True, slots=True)
class CourseStep:
    """One thing to try: why, how, for how long, as whom, and where; `is_done` asks the practice data."""

    title: str | Promise
    why: str | Promise
    how: tuple[str | Promise, ...]
    minutes: int
    persona: Persona
    address: Callable[[], str]
    is_done: Callable[[PracticeDesk], bool]


def course_of(desk: PracticeDesk, persona: Persona) -> dict[str, Any]:
    """The steps with their ticks, for somebody who practises as `persona`: how many are done, and what is left."""
    stages: list[dict[str, Any]] = []
    is_next = True  # the first step that is not done
    for number, step in enumerate(STEPS, 1):
        is_done = step.is_done(desk)
        stages.append(
            {
                "number": number,
                "step": step,
                "href": step.address(),
                "is_done": is_done,
                "is_next": is_next and not is_done,
                "is_as_somebody_else": step.persona != persona,
            }
        )
        is_next = is_next and is_done
    return {
        "stages": stages,
        "done": sum(stage["is_done"] for stage in stages),
        "minutes_left": sum(stage["step"].minutes for stage in stages if not stage["is_done"]),
    }


# What is on the practice desk


def returned_result() -> Result:
    """The result that came back; it is there from the beginning."""
    returned = Result.objects.filter(indicator__code=RETURNED, review_events__kind=Kind.RETURNED)
    return returned.earliest("review_events__at", "review_events__pk")


def sent_by_focal_point() -> QuerySet[ReviewEvent]:
    return ReviewEvent.objects.filter(kind=Kind.SUBMITTED, by__email=FOCAL_POINT.email)


def validated_by_manager() -> QuerySet[ReviewEvent]:
    return ReviewEvent.objects.filter(kind=Kind.VALIDATED, by__email=MANAGER.email, result__isnull=False)


def has_answered(_desk: PracticeDesk) -> bool:
    kinds = (Answer.Kind.NO_CHANGE, Answer.Kind.NOTHING)
    return Answer.objects.filter(by__email=FOCAL_POINT.email, kind__in=kinds).exists()


def has_decided_a_theme(_desk: PracticeDesk) -> bool:
    return Tag.objects.filter(by__email=LEAD.email).exclude(state=Tag.State.PROPOSED).exists()


def has_read_what_was_validated(desk: PracticeDesk) -> bool:
    moment = desk.looked_at("country")
    return moment is not None and validated_by_manager().filter(at__lt=moment).exists()


# Where it is tried


def address_of_the_returned_result() -> str:
    result = returned_result()
    name = "edit_result" if result.status == Result.Status.DRAFT else "desk_result"
    return reverse(name, args=[result.uuid])


def address_of_the_update() -> str:
    country = Country.objects.get(iso3=COUNTRY)
    update = CountryUpdate.objects.filter(country=country, round__state=Round.State.OPEN).select_related("round")
    return reverse("update", args=[update.latest("round__start").round.code, country.slug])


STEPS = (
    CourseStep(
        title=_("Look at your desk"),
        why=_("One page says what is due and when, what came back to you, what you began and what waits for others."),
        how=(
            _("You are Amina Sow, focal point of Togo. Read the desk from the top."),
            _("Find the result that came back, the draft of your deputy, and what waits for review."),
        ),
        minutes=1,
        persona=FOCAL_POINT,
        address=lambda: reverse("desk"),
        is_done=lambda desk: desk.looked_at("desk") is not None,
    ),
    CourseStep(
        title=_("Mend what came back"),
        why=_("A manager read a result and asks for a change. Until you send it again, readers do not see it."),
        how=(
            _("Read what the manager wrote."),
            _("Change the first sentence: say how many inspectors were trained."),
            _("Send it for review."),
        ),
        minutes=3,
        persona=FOCAL_POINT,
        address=address_of_the_returned_result,
        is_done=lambda _desk: sent_by_focal_point().filter(result=returned_result()).exists(),
    ),
    CourseStep(
        title=_("Report something that happened"),
        why=_("You enter it once; the country page, the theme pages, the figures and the reports follow from it."),
        how=(
            _("Choose what it is: a training is the shortest. Togo is chosen for you if it is your only country."),
            _("Fill in what is marked as needed. The year is enough for the date, and any words will do."),
            _("Send it for review. If something is missing, the page says what and where."),
        ),
        minutes=5,
        persona=FOCAL_POINT,
        address=lambda: reverse("new_result"),
        is_done=lambda _desk: sent_by_focal_point().filter(result__author__email=FOCAL_POINT.email).exists(),
    ),
    CourseStep(
        title=_("Say what did not change"),
        why=_("“No change” is an answer as well; a blank tells the reader nothing."),
        how=(
            _("Open the update of Togo for this round. What you have sent is on the list already."),
            _("Answer one indicator with “no change”."),
            _("Did the law for domestic workers come? Say “not yet”, and when it is expected now. Then save."),
            _("Answer all that is left with “nothing to report” at once."),
        ),
        minutes=3,
        persona=FOCAL_POINT,
        address=address_of_the_update,
        is_done=has_answered,
    ),
    CourseStep(
        title=_("Send the update"),
        why=_("The round is done for your country when the update is sent. You keep a copy of what you sent."),
        how=(
            _("Send it. If an answer is missing, the page names it."),
            _("Read what happens next, and when."),
        ),
        minutes=1,
        persona=FOCAL_POINT,
        address=address_of_the_update,
        is_done=lambda _desk: SentUpdate.objects.filter(by__email=FOCAL_POINT.email).exists(),
    ),
    CourseStep(
        title=_("See it as a thematic lead does"),
        why=_("Theme pages count what the lead of the theme has confirmed. Now you are that lead."),
        how=(
            _("You are Elena Marin, lead for social health protection."),
            _("Read the decree that waits, and say whether it is about your theme."),
        ),
        minutes=2,
        persona=LEAD,
        address=lambda: reverse("tags"),
        is_done=has_decided_a_theme,
    ),
    CourseStep(
        title=_("See it as a manager does"),
        why=_("Somebody who neither entered nor sent a result reads it before the public does."),
        how=(
            _("You are Maya Idris, programme manager. Open a result that waits."),
            _("Read what it says and what supports it, then validate it."),
        ),
        minutes=3,
        persona=MANAGER,
        address=lambda: reverse("review"),
        is_done=lambda _desk: validated_by_manager().exists(),
    ),
    CourseStep(
        title=_("Read the page as the public does"),
        why=_("What was validated is public at once, and its figures are counted."),
        how=(
            _("Open the page of Togo, and find what you have validated."),
            _("What is in draft or waits for review is not there."),
        ),
        minutes=2,
        persona=FOCAL_POINT,
        address=lambda: reverse("country", args=[WATCHED["country"]["slug"]]),
        is_done=has_read_what_was_validated,
    ),
)
