"""One text in all that people write: a result in each state, its instrument, project, partner, money, replies."""

from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from countries.models import Instrument, Profile
from indicators import followup
from indicators.followup.replies import token_of
from indicators.models import Result, Round
from indicators.results import EvidenceItem, actions, propose_change
from indicators.results import support as contributions
from indicators.review import comments
from indicators.updates import plan_milestone
from projects.imports import keep
from projects.models import Partner, Project
from rmt import links
from rmt.models import Follower, SiteVersion
from rmt.site.follow.actions import CONFIRM
from tests import factories
from tests.cast import Cast
from tests.projects.helpers import gap


def words_of_a_result(words: str) -> dict:
    """What a person writes into the form of a result."""
    return {
        "title": words, "outcome": words, "contribution": words, "gender": words, "source": words, "note": words,
        "others": [{"who": words[:200], "what": words}], "un_outcome": words,
        "consultations": [
            {"group": "government", "who": words[:200], "when": date(2022, 1, 1), "endorsed": False, "why_not": words}
        ],
        "evidence": [EvidenceItem(title=words[:200], url="https://gazette.example.org/1")],
    }  # fmt: skip


def write_everywhere(words: str, cast: Cast) -> dict[str, str]:
    """Write `words` wherever a person can, on Togo; the addresses that show them, each with somebody who may read."""
    project, partner = _project(words), Partner.objects.get(slug="a-partner")
    about = {"by": cast.focal_togo, **words_of_a_result(words), "themes": ["social-health-protection"]}
    law = Instrument.objects.create(
        country=factories.country_of("TGO"),
        title=words,
        kind="law",
        reference=words,
        in_force_first=date(2022, 1, 1),
        in_force_last=date(2022, 1, 1),
    )
    published = factories.publish(indicator="R2", instrument=law, **about)
    factories.publish(indicator="R2", **about | {"title": f"{words} 2", "source": "Elsewhere"})
    impact = factories.publish(indicator="I3", parts={"sex:women": 400}, **about)
    waiting = factories.submit(indicator="R1", **about)
    draft = factories.draft(indicator="D1", **about)
    factories.withdraw(factories.publish(indicator="R3", **about).result, reason=words)
    Result.objects.filter(pk=waiting.pk).update(remark=words, remark_source=words)
    for result in (published.result, impact.result, draft):
        contributions.link_project(result=factories.fresh(result), project=project, by=cast.manager)
    comments.comment_on(result=waiting, version=waiting.version, texts={"": words, "title": words}, by=cast.lead_health)
    factories.edit(published.result, title=f"{words} 3", restated_because=words)
    actions.record_standing(
        result=factories.fresh(published.result), kind="confirmed", day=factories.now(), reason=words,
        by=cast.focal_togo,
    )  # fmt: skip
    token = _reply(words, published.result, cast)
    law.refresh_from_db()
    propose_change(instrument=law, version=law.version, says={"reference": "5"}, reason=words, by=cast.focal_togo)
    milestone = plan_milestone(
        country=law.country, indicator=None, title=words, expected=(factories.now(),) * 2, by=cast.focal_togo
    )
    contributions.map_indicator(owner=partner, wording=words, indicator=None, by=cast.manager)
    gap(cast.manager, title=words[:200])
    listed = keep(f"Title,Donor\n{words},{words}".encode(), name=f"{words[:190]}.csv", by=cast.manager)
    Profile.objects.create(
        country=factories.untold(law.country), situation=words, priorities=words, opportunities=words,
        recorded_at=timezone.now(), by=cast.manager,
    )  # fmt: skip
    SiteVersion.bump()
    number, code = published.number, Round.objects.get(state=Round.State.OPEN).code
    return {
        "/": "visitor",
        "/countries/": "visitor",
        "/countries/togo/": "visitor",
        "/countries/togo/embed/": "visitor",
        "/themes/social-health-protection/": "visitor",
        "/indicators/r2/": "visitor",
        "/indicators/i3/": "visitor",
        "/results/": "visitor",
        "/results/?view=table": "visitor",
        "/results/?view=map": "visitor",
        "/results/?view=timeline": "visitor",
        "/compare/?one=togo&two=senegal": "visitor",
        "/compare/?what=themes&one=social-health-protection&two=financing": "visitor",
        "/compare/?what=days&country=togo&before=2020-01-01": "visitor",
        "/desk/compare/?one=togo&two=senegal": "manager",
        f"/follow/?partner={partner.slug}": "visitor",
        _link_to_follow(partner): "visitor",
        "/projects/": "visitor",
        project.get_absolute_url(): "visitor",
        "/partners/": "visitor",
        partner.get_absolute_url(): "visitor",
        f"/search/?q={words.split()[0]}": "visitor",
        "/about/corrections/": "visitor",
        f"/results/{number}/": "visitor",
        f"/results/{number}/v1/": "visitor",
        f"/results/{impact.number}/": "visitor",
        reverse("reply", args=[token]): "visitor",
        "/desk/": "focal_togo",
        "/desk/results/": "focal_togo",
        draft.get_absolute_url(): "focal_togo",
        reverse("edit_result", args=[draft.uuid]): "focal_togo",
        reverse("result_history", args=[published.result.uuid]): "focal_togo",
        reverse("update", args=[code, "togo"]): "focal_togo",
        reverse("milestones", args=["togo"]): "focal_togo",
        reverse("milestone", args=[milestone.uuid]): "focal_togo",
        reverse("hand_over", args=["togo"]): "focal_togo",
        reverse("standing"): "focal_togo",
        reverse("instruments"): "focal_togo",
        reverse("tags"): "lead_health",
        reverse("review"): "manager",
        waiting.get_absolute_url(): "manager",
        reverse("validate_result", args=[waiting.uuid]): "manager",
        reverse("instrument", args=[law.uuid]): "manager",
        reverse("replies", args=[published.result.uuid]): "manager",
        reverse("reported_list"): "manager",
        reverse("people"): "manager",
        reverse("imports"): "manager",
        reverse("import_columns", args=[listed.uuid]): "manager",
        reverse("import_preview", args=[listed.uuid]): "manager",
        reverse("desk_projects"): "manager",
        reverse("desk_project", args=[project.slug]): "manager",
        reverse("edit_project", args=[project.slug]): "manager",
        reverse("project_results", args=[project.slug]): "manager",
        reverse("project_indicators", args=[project.slug]): "manager",
        reverse("desk_partners"): "manager",
        reverse("edit_partner", args=[partner.slug]): "manager",
        reverse("desk_gaps"): "manager",
        reverse("unlinked"): "manager",
        reverse("portfolio") + f"?partner={partner.slug}": "manager",
    }


def _link_to_follow(partner: Partner) -> str:
    """The page behind the link of a mail that asks whether to follow the partner."""
    follower = Follower.objects.create(email="reader@example.org", asked_at=timezone.now())
    asked = follower.followings.create(kind="partner", key=partner.slug, asked_at=timezone.now())
    return reverse("follow_confirm", args=[links.sign([str(follower.uuid), asked.pk], purpose=CONFIRM)])


def _project(words: str) -> Project:
    """The project of the cast's staff and its partner, with whatever belongs to them, in these words."""
    project, partner = Project.objects.get(slug="health-insurance-togo"), Partner.objects.get(slug="a-partner")
    Partner.objects.filter(pk=partner.pk).update(name=words[:200], source=words)
    partner.aliases.create(text=f"{words[:190]} x", source=words)
    Project.objects.filter(pk=project.pk).update(title=words, description=words, source=words)
    project.refresh_from_db()
    project.outputs.create(title=words, source=words)
    project.own_indicators.create(wording=words, note=words)
    project.documents.create(title=words[:200], url="https://example.org/1")
    project.fundings.create(partner=partner, year=2022, planned=Decimal(5), currency="USD", source=words)
    return project


def _reply(words: str, result: Result, cast: Cast) -> str:
    """The token of the link by which the ministry, which objected, can say more."""
    asked = followup.ask_reply(
        result=factories.fresh(result), group="government", organization=words[:200], email="ministry@example.org",
        by=cast.manager, now=timezone.now(),
    )  # fmt: skip
    followup.reply_to(token=token_of(asked), kind="dissented", text=words, version=factories.statement(result).version)
    return token_of(asked)
