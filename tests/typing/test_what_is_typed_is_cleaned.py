"""One cleaner at every door: what nobody can see goes, what people spell with stays, and words have an end."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode
from uuid import uuid4

import pytest
from allauth.account import forms as account_forms
from django import forms
from django.apps import apps
from django.contrib.auth.forms import AuthenticationForm
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.forms.renderers import get_default_renderer
from django.test import Client
from django.urls import get_resolver, reverse

from countries.models import Instrument, Region
from indicators.models import Comment, Evidence, Milestone, Reply, Result
from projects.imports import read_list
from projects.models import Project
from rmt.forms.cleaning import LONGEST_ADDRESS, LONGEST_LINE, LONGEST_TEXT, CleanedField, is_secret
from rmt.models import FormDraft, OutgoingMail, User
from rmt.text import clean_line, clean_text
from tests import factories
from tests.entering.test_the_entry_form import EMPTY_ROWS
from tests.people.conftest import ROLES, invite
from tests.projects.test_desk_projects import typed as project_typed
from tests.replying import steps as replying
from tests.updating import steps as updating

pytestmark = pytest.mark.django_db

NEW = "/desk/results/new/?indicator=R2&country=TGO"

# What is pasted → what is kept where there is one line, and where there are several (the same, if it is not said).
PASTED = {
    "a null": ("A\0 law", "A law"),
    "controls of a terminal": ("A\x1b\x07 law\x7f\x9b", "A law"),
    "a soft break of Word": ("A law\x0bof 2024", "A law of 2024", "A law\nof 2024"),
    "a line separator": ("A law\u2028of 2024", "A law of 2024", "A law\nof 2024"),
    "a paragraph separator": ("A law\u2029of 2024", "A law of 2024", "A law\nof 2024"),
    "a next line": ("A law\x85of 2024", "A law of 2024", "A law\nof 2024"),
    "lines of Windows": ("A law  \r\n of 2024\r\n", "A law of 2024", "A law\n of 2024"),
    "lines of an old Mac": ("A law\rof 2024", "A law of 2024", "A law\nof 2024"),
    "a tab": ("A\tlaw", "A law"),
    "an override": ("A law \u202egpj.exe\u202c", "A law gpj.exe"),
    "an isolate": ("A \u2067law\u2069", "A law"),
    "noncharacters": ("A\ufffe law\uffff\ufdd0\U0001ffff", "A law"),
    "a byte order mark": ("\ufeffA law", "A law"),
    "soft hyphens": ("A soc\xadial law", "A social law"),
    "hidden tags": ("A law\U000e0041\U000e0042", "A law"),
    "what stood in Word": ("A law \ufffc", "A law"),
    "ligatures": ("An e\ufb03cient \ufb01nal \ufb02oor", "An efficient final floor"),
    "shapes of Arabic letters": ("\ufee7\ufefb", "نلا"),
    "a bullet of Word": ("\uf0b7 A law", "• A law"),
    "accents apart": ("E\u0301tat", "État"),
    "spaces around": ("  A law\xa0 ", "A law"),
    "nothing that is seen": ("\u200b A law \u2060\u200b", "A law"),
    "joiners of Persian": ("می\u200cخواهم", "می\u200cخواهم"),
    "joiners of Sinhala": ("ශ්\u200dරී", "ශ්\u200dරී"),
    "breaks between words of Khmer": ("ច្បាប់\u200bថ្មី", "ច្បាប់\u200bថ្មី"),
    "marks of direction": ("RMT \u200f(قانون)", "RMT \u200f(قانون)"),
    "an emoji of several": ("👩\u200d🌾", "👩\u200d🌾"),
    "signs that say something": ("½ m² № Ａ ﷼", "½ m² № Ａ ﷼"),
    "signs of a font of one's own": ("\ue000", "\ue000"),
}
TYPED = [pytest.param(kind[0], kind[1], kind[-1], id=name) for name, kind in PASTED.items()]


@pytest.mark.parametrize(("typed", "line", "several"), TYPED)
def test_the_cleaner(typed, line, several):
    assert (clean_line(typed), clean_text(typed)) == (line, several)
    assert (clean_line(line), clean_text(several)) == (line, several)


def test_half_a_sign_never_reaches_the_database():
    assert clean_text("A\ud83d law\udc00") == "A law"


# The doors: text goes in, and what is kept of it comes out, in one line and where there are several


def a_draft(signed_in, typed):
    answers = {"title": typed, "outcome": typed, "new_instrument_title": typed, "new_instrument_kind": "law"}
    signed_in("focal_togo").post(NEW, EMPTY_ROWS | answers)
    kept = Result.objects.latest("created_at")
    assert Instrument.objects.latest("pk").title == kept.title
    return kept.title, kept.outcome


def a_row_of_a_list(signed_in, typed):
    rows = EMPTY_ROWS | {"evidence-0-title": typed, "evidence-0-url": "https://example.org/"}
    signed_in("focal_togo").post(NEW, rows)
    return Evidence.objects.latest("pk").title, None


def a_project(signed_in, typed):
    signed_in("manager").post(reverse("new_project"), project_typed(title=typed, description=typed))
    kept = Project.objects.latest("pk")
    return kept.title, kept.description


def what_is_expected(signed_in, typed):
    answers = {"title": typed, "expected_year": "2031"}
    signed_in("focal_togo").post(reverse("milestones", args=["togo"]), answers)
    return Milestone.objects.get().title, None


def a_comment(signed_in, typed):
    result = factories.submit()
    address = reverse("comment_result", args=[result.uuid])
    signed_in("manager").post(address, {"text": typed, "version": result.version})
    return None, Comment.objects.get().text


def an_invitation(signed_in, typed):
    who = {"email": "new@example.org", "first_name": typed, "last_name": "Koné", "language": "fr"}
    who |= {"roles-0-role": "focal-point", "roles-0-subject": "Togo", "roles-0-start": "2026-01-01"}
    signed_in("manager").post(reverse("new_person"), ROLES | who)
    return User.objects.get(email="new@example.org").first_name, None


def own_details(signed_in, typed):
    details = {"first_name": typed, "last_name": "Koné", "language": "en", "time_zone": "UTC"}
    signed_in("nobody").post(reverse("me"), details)
    return User.objects.get(email="nobody@example.org").first_name, None


def a_reply(signed_in, typed, callbacks):
    link = replying.ask(replying.published(), by=factories.reviewing_manager(), callbacks=callbacks)
    replying.answer(link, "commented", typed)
    return None, Reply.objects.get().text


def the_admin(signed_in, typed):
    region = {"code": "north", "name_en": typed, "name_fr": "", "name_es": "", "order": "9"}
    signed_in("admin").post(reverse("admin:countries_region_add"), region)
    return Region.objects.get(code="north").name_en, None


def the_autosave(signed_in, typed):
    draft = {"do": "keep", "form": "/desk/results/new/", "key": uuid4(), "text": urlencode({"outcome": typed})}
    signed_in("focal_togo").post(reverse("drafts"), draft)
    return None, parse_qs(FormDraft.objects.get().text)["outcome"][0]


def a_list(_signed_in, typed):
    lines = f'Title;Symbol\n"{typed}";TOG/24/01/CHE'.replace("\0", "")  # a file that holds one is no text
    table = read_list(lines.encode(), name="list.csv")
    return None, table.rows[0].cells[0].text


DOORS = [
    a_draft, a_row_of_a_list, a_project, what_is_expected, a_comment, an_invitation, own_details,
    a_reply, the_admin, the_autosave, a_list,
]  # fmt: skip
EVERYTHING = "A\0 \ufb01nal law\x0bof\u202e 2024\ufffe \uf0b7 می\u200cخواهم\r\n½"
CLEAN = "A final law\nof 2024 • می\u200cخواهم\n½"


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_every_door_has_it(door, signed_in, cast, django_capture_on_commit_callbacks):
    about = (django_capture_on_commit_callbacks,) if door is a_reply else ()
    line, several = door(signed_in, EVERYTHING, *about)
    assert line in (None, CLEAN.replace("\n", " "))
    assert several in (None, CLEAN)


def test_the_name_of_a_file_has_it(signed_in):
    file = SimpleUploadedFile("A \ufb01nal law \u202etxt.gpj\ufffe.txt", b"text")
    signed_in("focal_togo").post(NEW, EMPTY_ROWS | {"evidence-0-file": file})
    assert Evidence.objects.latest("pk").file_name == "A final law txt.gpj.txt"


def test_a_password_is_taken_as_it_is_typed():
    typed = " \ufb01ve \x0b words\u2028 "
    for form, field in ((account_forms.LoginForm, "password"), (AuthenticationForm, "password")):
        assert form(data={field: typed})[field].data == typed


def test_what_is_shown_again_is_clean(signed_in):
    page = signed_in("focal_togo").post(reverse("milestones", args=["togo"]), {"title": "The \ufb01rst\u2028law"})
    assert page.context["form"]["title"].value() == "The first law"


class Derived(forms.Form):
    """What Django builds on text, and reads as something else."""

    key = forms.UUIDField()
    facts = forms.JSONField()


def test_what_is_read_as_something_else_has_its_end_as_text():
    key = uuid4()
    assert Derived({"key": str(key), "facts": '{"a": 1}'}).is_valid()
    assert Derived({"key": str(key), "facts": f'["{"x" * LONGEST_TEXT}"]'}).errors.keys() == {"facts"}


def test_a_draft_that_a_browser_sends_has_its_key(signed_in):
    key = uuid4()
    signed_in("focal_togo").post(NEW, EMPTY_ROWS | {"title": "A law", "key": str(key)})
    assert Result.objects.get(uuid=key).title == "A law"


def test_a_choice_with_a_null_is_no_choice(signed_in):
    answers = {"title": "Actuaries", "country": "TGO\0X", "amount": "1", "currency": "USD", "buys": "Two valuations"}
    page = signed_in("manager").post(reverse("new_gap"), answers)
    assert page.context["form"].errors.keys() == {"country"}


READ = [
    "/results/?country=TGO%00&q=a%00b&as_of=%00",
    "/search/?q=%00",
    "/countries/?region=%00",
    "/projects/?q=%00&partner=%00",
    "/desk/drafts/?form=%00",
    "/desk/reported/?round=%00",
    "/desk/people/?name=%00&role=%00",
    "/desk/results/?q=%00",
    "/desk/review/?country=%00",
    "/desk/instruments/?country=%00&q=%00",
    "/desk/projects/?q=%00",
    "/desk/rounds/2026-2/?region=%00",
    "/desk/results/new/?indicator=%00&country=%00",
    "/desk/portfolio/?partner=%00",
    "/desk/projects/merge/partners/?kept=%00",
]
SENT = [
    "/desk/checks/?page=country:%00",
    "/desk/rounds/2026-2/remind/?country=%00&sure=1",
    "/desk/tags/?do=confirm&tag=%00",
]


@pytest.mark.parametrize(
    ("method", "address"), [*(("get", address) for address in READ), *(("post", address) for address in SENT)]
)
def test_a_null_in_an_address_or_a_key_breaks_nothing(signed_in, method, address):
    """PostgreSQL refuses even to look for it."""
    browser = signed_in("focal_togo" if "checks" in address else "manager")
    path, _mark, query = address.partition("?")
    response = browser.get(address) if method == "get" else browser.post(path, parse_qs(query))
    assert response.status_code < 500


# No door is left


def every_form() -> set[type[forms.BaseForm]]:
    """Those of our packages, of Django and of allauth, as far as any page has them."""
    assert get_resolver().url_patterns  # so that all are imported
    found, waiting = set(), [forms.BaseForm]
    while waiting:
        found |= set(kinds := waiting.pop().__subclasses__())
        waiting += kinds
    return {form for form in found if not form.__module__.startswith("tests")}


def every_field() -> Iterator[tuple[str, CleanedField]]:
    """Each field as a form would read it: the form is an empty one, the field its own."""
    for form in every_form():
        for name, field in getattr(form, "base_fields", {}).items():
            yield (
                f"{form.__module__}.{form.__name__}.{name}",
                field.__deepcopy__({}).get_bound_field(forms.Form(), name),
            )


def test_every_form_reads_what_was_typed_through_the_cleaner():
    assert get_default_renderer().bound_field_class is CleanedField
    own = [form for form in every_form() if form.bound_field_class or form.default_renderer]
    assert own == []
    assert [name for name, field in every_field() if not isinstance(field, CleanedField)] == []


def test_every_text_has_an_end():
    texts = [(name, field) for name, field in every_field() if isinstance(field.field, forms.CharField)]
    assert len(texts) > 90
    assert [n for n, field in texts if field.field.max_length is None and not is_secret(field.field.widget)] == []


# Form and field → the column that takes it, where the form does not bear the names of its model.
COLUMNS = {
    "UpdateForm.on_behalf_of": "indicators.CountryUpdate.on_behalf_of",
    "NothingForm.on_behalf_of": "indicators.CountryUpdate.on_behalf_of",
    "AskClearanceForm.who": "indicators.ReviewEvent.who",
    "MilestoneForm.title": "indicators.Milestone.title",
    "RemovalForm.reason": "indicators.Removal.reason",
    "AskReplyForm.organization": "indicators.ReplyRequest.organization",
    "InstrumentForm.title": "countries.Instrument.title",
    "InstrumentForm.reference": "countries.Instrument.reference",
    "IndicatorForm.code": "indicators.ProjectIndicator.code",
    "IndicatorForm.wording": "indicators.ProjectIndicator.wording",
    "PartnerForm.name": "projects.Partner.name",
    "PartnerForm.iati_id": "projects.Partner.iati_id",
    "PartnerAliasForm.text": "projects.PartnerAlias.text",
    "GapForm.title": "projects.FundingGap.title",
    "GapForm.currency": "projects.FundingGap.currency",
    "ProjectForm.title": "projects.Project.title",
    "ProjectForm.symbol": "projects.Project.symbol",
    "ProjectForm.iati_id": "projects.Project.iati_id",
    "ProjectForm.currency": "projects.Project.currency",
    "OutputForm.code": "projects.Output.code",
    "OutputForm.title": "projects.Output.title",
    "FundingForm.currency": "projects.Funding.currency",
    "FundingForm.usd_rate_source": "projects.Funding.usd_rate_source",
    "DocumentForm.title": "projects.Document.title",
    "DocumentForm.url": "projects.Document.url",
    "ProjectAliasForm.text": "projects.ProjectAlias.text",
    "OtherForm.who": "indicators.OtherContribution.who",
    "ConsultationForm.who": "indicators.Consultation.who",
    "EvidenceForm.title": "indicators.Evidence.title",
    "EvidenceForm.url": "indicators.Evidence.url",
    "PoolForm.name": "indicators.Pool.name",
    "Questions.title": "indicators.Result.title",
    "Questions.new_instrument_title": "countries.Instrument.title",
    "Questions.cpo_code": "indicators.Result.cpo_code",
    "Questions.un_outcome": "indicators.Result.un_outcome",
    "ReportedForm.reference": "indicators.ReportedIn.reference",
    "MatchForm.code": "indicators.ProjectIndicator.code",
    "NewMatchForm.wording": "indicators.ProjectIndicator.wording",
    "AskClearanceForm.email": "rmt.OutgoingMail.to",
    "AskReplyForm.email": "rmt.OutgoingMail.to",
    "AskForLinkForm.email": "rmt.OutgoingMail.to",
    "FollowForm.email": "rmt.Follower.email",
    "InviteForm.email": "rmt.User.email",
    "InviteForm.first_name": "rmt.User.first_name",
    "InviteForm.last_name": "rmt.User.last_name",
    "HandOverForm.to": "rmt.User.email",
    "HandOverForm.first_name": "rmt.User.first_name",
    "HandOverForm.last_name": "rmt.User.last_name",
    "MeForm.first_name": "rmt.User.first_name",
    "MeForm.last_name": "rmt.User.last_name",
}
NO_COLUMN_OF_ITS_OWN = {
    "EditionForm.note", "AnswerMilestoneForm.reason", "RejectTagForm.reason", "ConsultationForm.why_not",
    "ChooseForm.country", "RoleForm.subject", "ColumnsForm.currency", "CountedForTheAccount.code", "LoginForm.password",
    "TakeBackForm.reason", "ActivateTOTPForm.code",
}  # fmt: skip


def of_one_line() -> Iterator[tuple[set[str], CleanedField]]:
    """Each text field of one line in our forms: its names, by the form and by those it builds on."""
    for form in every_form():
        if form.__module__.startswith(("countries", "indicators", "projects", "rmt.people", "rmt.site.follow")):
            for name, field in getattr(form, "base_fields", {}).items():
                if isinstance(field, forms.CharField) and not isinstance(
                    field.widget, forms.Textarea | forms.HiddenInput
                ):
                    bound = field.__deepcopy__({}).get_bound_field(forms.Form(), name)
                    yield {f"{base.__name__}.{name}" for base in form.__mro__}, bound


def test_what_a_form_takes_fits_its_column():
    """PostgreSQL refuses what is longer, and that would be a 500."""
    for names, bound in of_one_line():
        columns = [COLUMNS[name] for name in names & COLUMNS.keys()]
        assert columns or names & NO_COLUMN_OF_ITS_OWN, f"{names}: say which column takes it"
        for column in columns:
            model, _dot, name = column.rpartition(".")
            assert bound.field.max_length <= apps.get_model(model)._meta.get_field(name).max_length, column


@pytest.mark.parametrize("title", ["x" * 301, "x" * 100_000, "ﬃ" * 101], ids=["one more", "a book", "ligatures"])
def test_what_is_too_long_is_said_with_both_lengths_and_stays(signed_in, title):
    page = signed_in("focal_togo").post(reverse("milestones", args=["togo"]), {"title": title, "expected_year": "2031"})
    typed = clean_line(title)
    [error] = page.context["form"].errors["title"]
    assert error.startswith(f"This is {len(typed)} characters long; at most {LONGEST_LINE} fit.")
    assert typed in page.content.decode()
    assert not Milestone.objects.exists()


def an_address(length: int, *, letter: str = "a") -> str:
    end = "@" + ".".join([letter * 50] * 4) + ".org"
    return "a" * (length - len(end)) + end


def asking_for_a_new_password(_signed_in, email):
    return Client().post("/accounts/password/reset/", {"email": email})


def asking_for_clearance(signed_in, email):
    typed = {"who": "Director Diallo", "email": email}
    return signed_in("focal_togo").post(updating.address("ask_clearance"), typed)


def asking_for_a_reply(signed_in, email):
    address = reverse("replies", args=[replying.published().result.uuid])
    return signed_in("manager").post(address, replying.FEDERATION | {"email": email})


def inviting(signed_in, email):
    return invite(signed_in("manager"), email)


def asking_to_follow(_signed_in, email):
    return Client().post(reverse("follow"), {"what": "site", "email": email})


@pytest.mark.parametrize(
    "door",
    [asking_for_a_new_password, asking_for_clearance, asking_for_a_reply, inviting, asking_to_follow],
    ids=lambda door: door.__name__,
)
@pytest.mark.parametrize(
    "email", [an_address(255), an_address(320), an_address(254, letter="İ")], ids=["255", "320", "small letters"]
)
def test_an_address_that_fits_no_column_is_refused_at_every_door(signed_in, cast, door, email):
    """Also one that grows when it is kept in small letters."""
    assert len(email.lower()) > LONGEST_ADDRESS
    page = door(signed_in, email)
    assert page.status_code == 200
    assert f"at most {LONGEST_ADDRESS} fit" in page.content.decode()
    assert not OutgoingMail.objects.exists()


def test_where_nothing_is_said_four_pages_are_enough(signed_in):
    answers = {"outcome": "A word. " * (LONGEST_TEXT // 8) + "And one more."}
    page = signed_in("focal_togo").post(NEW, EMPTY_ROWS | answers)
    assert page.context["form"].errors.keys() == {"outcome"}
    assert not Result.objects.filter(origin=Result.Origin.ENTERED).exists()


def test_no_browser_cuts_off_what_is_pasted(signed_in):
    page = signed_in("focal_togo").get(NEW).content.decode()
    assert 'name="title"' in page
    assert "maxlength" not in page.partition('name="title"')[2].partition(">")[0]


def test_what_is_loaded_is_clean():
    """The reference data and the entries of phase I, in every column that holds words."""
    loaded = {"countries", "indicators", "projects"}
    for model in (model for model in apps.get_models() if model._meta.app_label in loaded):
        words = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
        ]
        for row in model._base_manager.values_list(*words) if words else ():
            assert [text for text in row if text and clean_text(text) != text] == [], model


def test_what_is_loaded_can_be_edited():
    """No text of phase I is longer than the form takes."""
    longest = max(
        len(getattr(result, name) or "")
        for result in Result.objects.filter(origin=Result.Origin.HISTORICAL)
        for name in ("outcome", "contribution", "gender", "source", "note")
    )
    assert longest <= LONGEST_TEXT
