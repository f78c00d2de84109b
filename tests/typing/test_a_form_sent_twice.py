"""One key, one effect: the same form sent twice does what it says once, whoever waits for whom."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from threading import Barrier
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client, RequestFactory
from django.urls import ResolverMatch, URLResolver, get_resolver, reverse
from django.utils import timezone

from countries.models import Region
from indicators.models import Milestone, Reply, Result, Tag
from projects.models import FundingGap, UploadedList
from rmt.forms import sent_once
from rmt.models import SentForm, User
from tests import factories
from tests.entering.test_the_entry_form import EMPTY_ROWS, LAW
from tests.people.conftest import ROLES
from tests.replying import steps as replying

pytestmark = pytest.mark.django_db

EXPECTED = {"title": "The law is adopted", "expected_year": "2031"}
NEW = "/desk/results/new/?indicator=R2&country=TGO"


def with_key(typed: dict, key: str = "") -> dict:
    return typed | {"form_key": key or str(uuid4())}


def milestones() -> str:
    return reverse("milestones", args=["togo"])


# One of each kind of form: who sends it, where, what, and the rows of which its effect is one more.
FORMS = {
    "a draft": ("focal_togo", lambda: NEW, EMPTY_ROWS | LAW | {"do": "save"}, Result),
    "a result that is sent": ("focal_togo", lambda: NEW, EMPTY_ROWS | LAW | {"do": "send"}, Result),
    "one that lacks something": ("focal_togo", lambda: NEW, EMPTY_ROWS | LAW | {"do": "send", "source": ""}, Result),
    "what is expected": ("focal_togo", milestones, EXPECTED, Milestone),
    "an invitation": (
        "manager",
        lambda: reverse("new_person"),
        ROLES | {"email": "new@example.org", "first_name": "Ada", "last_name": "Koné", "language": "fr"}
        | {"roles-0-role": "focal-point", "roles-0-subject": "Togo", "roles-0-start": "2026-01-01"},
        User,
    ),
    "a gap": (
        "manager",
        lambda: reverse("new_gap"),
        {"title": "Actuaries", "country": "TGO", "amount": "1000", "currency": "USD", "buys": "Two valuations"},
        FundingGap,
    ),
    "a file": ("manager", lambda: reverse("imports"), {}, UploadedList),
    "a region, in the admin": (
        "admin", lambda: reverse("admin:countries_region_add"),
        {"code": "north", "name_en": "North", "name_fr": "", "name_es": "", "order": "9"}, Region,
    ),
}  # fmt: skip


def send(client: Client, address: str, typed: dict, *, file: bool = False) -> HttpResponse:
    client.cookies.pop("messages", None)
    files = {"file": SimpleUploadedFile("list.csv", b"Title;Symbol\nFloors;TOG/24/01/CHE")} if file else {}
    return client.post(address, typed | files)


def answer(response: HttpResponse) -> tuple[str, list[str]]:
    """Where it led, and what was said there."""
    return response["Location"], [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("kind", FORMS)
def test_the_second_is_led_where_the_first_went_and_does_nothing_more(signed_in, kind):
    who, address, typed, rows = FORMS[kind]
    browser, typed, is_file = signed_in(who), with_key(typed), rows is UploadedList
    before = rows.objects.count()
    first = send(browser, address(), typed, file=is_file)
    second = send(browser, address(), typed, file=is_file)
    assert rows.objects.count() == before + 1, first.content.decode()
    if kind == "one that lacks something":  # saved, and what is missing is said; the second finds it saved
        assert second["Location"] == reverse("edit_result", args=[Result.objects.latest("created_at").uuid])
    else:
        assert answer(second) == answer(first)


@pytest.mark.parametrize("kind", ["a draft", "a gap", "a file"])
def test_without_a_key_it_does_what_it_always_did(signed_in, kind):
    who, address, typed, rows = FORMS[kind]
    before = rows.objects.count()
    for _ in range(2):
        send(signed_in(who), address(), typed, file=rows is UploadedList)
    assert rows.objects.count() == before + 2


def test_what_was_refused_can_be_corrected_under_its_key(signed_in):
    key, browser = str(uuid4()), signed_in("focal_togo")
    assert browser.post(milestones(), with_key(EXPECTED | {"title": ""}, key)).status_code == 200
    assert browser.post(milestones(), with_key(EXPECTED, key)).status_code == 302
    assert Milestone.objects.count() == 1


def test_what_failed_leaves_its_key(signed_in, monkeypatch):
    key, browser = str(uuid4()), signed_in("focal_togo")
    browser.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr("indicators.pages.updates.milestone_views.plan_milestone", planned_and_then_failed)
        assert browser.post(milestones(), with_key(EXPECTED, key)).status_code == 500
    assert not Milestone.objects.exists()
    assert not SentForm.objects.exists()
    assert browser.post(milestones(), with_key(EXPECTED, key)).status_code == 302
    assert Milestone.objects.count() == 1


def planned_and_then_failed(**about):
    Milestone.objects.create(
        title="Half", country=about["country"], expected_first="2031-01-01", expected_last="2031-12-31"
    )
    raise RuntimeError


def test_other_words_under_a_used_key_are_given_back_and_can_be_sent_as_well(signed_in):
    key, browser = str(uuid4()), signed_in("focal_togo")
    browser.post(milestones(), with_key(EXPECTED, key))
    other = browser.post(milestones(), with_key(EXPECTED | {"title": "A second law"}, key))
    page = other.content.decode()
    assert other.status_code == 409
    assert "A second law" in page
    assert f'<a href="{milestones()}">' in page
    assert Milestone.objects.count() == 1
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.partition("<main")[2]))
    assert again["form_key"] != key
    browser.post(milestones(), again)
    assert sorted(Milestone.objects.values_list("title", flat=True)) == ["A second law", EXPECTED["title"]]


def test_a_key_is_of_one_person_and_of_one_address(signed_in):
    typed = with_key(FORMS["a draft"][2])
    for who, address in (("focal_togo", NEW), ("deputy_togo", NEW), ("focal_togo", NEW.replace("R2", "R3"))):
        assert signed_in(who).post(address, typed).status_code == 302
    assert Result.objects.filter(title=LAW["title"]).count() == 3


def test_a_decision_that_a_script_sends_is_made_once(signed_in, cast):
    tag = factories.publish(by=cast.focal_togo, themes=["social-health-protection"]).result.tags.get()
    lead, typed = signed_in("lead_health"), with_key({"do": "confirm", "tag": [tag.pk]})
    first, second = (lead.post(reverse("tags"), typed, headers={"HX-Request": "true"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Tag.objects.get(pk=tag.pk).state == Tag.State.CONFIRMED


def test_the_answer_of_a_signed_link_is_one(cast, django_capture_on_commit_callbacks):
    asked = replying.published(by=cast.focal_togo)
    link = replying.ask(asked, by=cast.manager, callbacks=django_capture_on_commit_callbacks)
    typed = with_key({"kind": "commented", "text": "We were heard.", "version": 1})
    assert [Client().post(link, typed)["Location"] for _ in range(2)] == [link, link]
    assert Reply.objects.count() == 1


def test_keys_go_after_a_week(signed_in):
    signed_in("focal_togo").post(milestones(), with_key(EXPECTED))
    for days, left in ((6, 1), (8, 0)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            call_command("run_due", stdout=StringIO())
        assert SentForm.objects.count() == left


# Every form has one, and every address honours it


def test_every_form_that_is_sent_by_post_carries_token_and_key():
    """By the tag that writes both, whose place in Django's own is taken by `rmt.templatetags.keys`."""
    without = []
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        for form in re.findall(r'<form\b[^>]*method="post".*?</form>', path.read_text(), re.DOTALL):
            if "{% csrf_token %}" not in form:
                without.append(f"{path.name}: {form[:80]}")
    assert not without


@pytest.mark.parametrize("address", ["/desk/milestones/togo/", NEW, "/desk/me/", "/accounts/login/"])
def test_each_form_of_a_page_has_a_key_of_its_own(signed_in, address):
    browser = Client() if "login" in address else signed_in("focal_togo")
    page = browser.get(address).content.decode()
    keys = re.findall(r'name="form_key" value="([0-9a-f-]{36})"', page)
    assert len(keys) == len(set(keys)) == page.count('name="csrfmiddlewaretoken"') > 0


def names(patterns) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        is_resolver = isinstance(pattern, URLResolver)
        found |= names(pattern.url_patterns) if is_resolver else {pattern.name or str(pattern.pattern)}
    return found


def times_done(name: str) -> int:
    """How often a view is called, if its form is sent twice under one key."""
    calls = []

    def view(_request: HttpRequest) -> HttpResponse:
        calls.append(name)
        return redirect("/")

    for _ in range(2):
        request = RequestFactory().post("/", {"form_key": "one"})
        request.user, request.resolver_match = User(pk=1), ResolverMatch(view, (), {}, url_name=name)
        if sent_once.OneKeyOneEffect(HttpResponse).process_view(request, view, (), {}) is None:
            view(request)
    SentForm.objects.all().delete()
    return len(calls)


def test_every_address_honours_it_but_those_that_do_the_same_twice():
    """A view cannot leave it out: it stands before all of them. What is left out is named here."""
    unguarded = {name for name in names(get_resolver().url_patterns) if times_done(name) != 1}
    signing_in = {name for name in unguarded if name.startswith(("account_", "mfa_"))}
    assert unguarded - signing_in == {"drafts", "practise_as", "practice_again"}
    assert "account_login" in signing_in


def test_it_stands_last_so_that_nothing_else_answers_in_between():
    assert settings.MIDDLEWARE[-1] == "rmt.forms.sent_once.OneKeyOneEffect"


# At the same moment

TOGETHER = ["a draft", "a gap"]


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_the_second_waits_for_the_first(cast):
    """Six double clicks, each under a key of its own."""
    pairs = [(kind, with_key(FORMS[kind][2])) for kind in TOGETHER for _ in range(3)]
    browsers = [(signed_in_as(getattr(cast, FORMS[kind][0])), kind, typed) for kind, typed in pairs for _ in range(2)]
    barrier = Barrier(len(browsers))

    def run(browser: Client, kind: str, typed: dict) -> tuple[str, str]:
        try:
            barrier.wait(timeout=60)
            return typed["form_key"], browser.post(FORMS[kind][1](), typed)["Location"]
        finally:
            connections.close_all()

    before = {kind: FORMS[kind][3].objects.count() for kind in TOGETHER}
    with ThreadPoolExecutor(len(browsers)) as threads:
        answers = {done.result(timeout=300) for done in [threads.submit(run, *each) for each in browsers]}
    assert len(answers) == len(pairs)  # two of each key went to one place
    assert {kind: FORMS[kind][3].objects.count() - before[kind] for kind in TOGETHER} == dict.fromkeys(TOGETHER, 3)


def signed_in_as(user: User) -> Client:
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


SENDS = """
import sys, django
django.setup()
from django.conf import settings
from django.db import connection
from django.test import Client
settings.ALLOWED_HOSTS = ["testserver"]
browser = Client(); browser.cookies[settings.SESSION_COOKIE_NAME] = sys.argv[1]
connection.ensure_connection()
print("ready", flush=True); sys.stdin.readline()
for key in sys.argv[3:]:
    typed = {"title": f"The law {key} is adopted", "expected_year": "2031", "form_key": key}
    print(browser.post(sys.argv[2], typed).status_code, flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_two_processes_do_it_once(cast):
    keys = [str(uuid4()) for _ in range(8)]
    session = signed_in_as(cast.focal_togo).cookies[settings.SESSION_COOKIE_NAME].value
    command = [sys.executable, "-c", SENDS, session, milestones(), *keys]
    about = {"env": os.environ | {"DATABASE_URL": address_of_the_database()}, "cwd": settings.BASE_DIR, "text": True}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    both = [subprocess.Popen(command, **about, **pipes) for _ in range(2)]
    for process in both:
        assert process.stdout.readline() == "ready\n"
    for process in both:
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.communicate()[0].split() for process in both] == [["302"] * 8] * 2
    assert Milestone.objects.count() == 8


def address_of_the_database() -> str:
    """That of the tests, as another process names it."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"postgres://{found['USER']}@/{found['HOST']}/{found['NAME']}"
