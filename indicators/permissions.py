"""Who may do what with a result: one predicate for each verb (docs/design.md, "Workflow").

A page asks these only of a result that the person may know of (`visible_to`); what a person may not know of is 404.
"""

from django.utils import timezone

from countries.models import Country, Instrument, InstrumentProposal, Theme
from indicators.ledger import in_force
from indicators.models import (
    CountryUpdate,
    Indicator,
    Level,
    Publication,
    RemovalProposal,
    ReportedIn,
    Result,
    Tag,
)
from indicators.results import entered_by, is_global
from indicators.tagging import LEAD_DECIDES_WITHIN
from indicators.updates import answered_or_sent
from rmt.roles import Roles, roles_of

Status = Result.Status
CollectedBy = Indicator.CollectedBy


def can_start_result(user, indicator: Indicator, country: Country | None) -> bool:
    """Whether `user` may start a result of `indicator` for `country` (`None`: for the world).

    A focal point for the country; project staff as a draft for the focal point to send; a lead for an indicator
    that only the own theme reports; a manager for ratifications and for the world. Nobody for an indicator that is
    worked out from others.
    """
    roles = roles_of(user)
    country_id = country.pk if country else None
    if not indicator.collected_by or (country is None and not is_global(indicator)):
        return False
    if indicator.collected_by == CollectedBy.FOCAL_POINT and country_id in roles.project_countries:
        return True
    return _writes(roles, indicator, country_id)


def indicators_offered(roles: Roles) -> list[Indicator]:
    """The indicators of which a person with these roles may start a result for some country, or the world."""
    collected = Indicator.objects.exclude(collected_by="").select_related("theme")
    return [indicator for indicator in collected if _is_offered(roles, indicator)]


def _is_offered(roles: Roles, indicator: Indicator) -> bool:
    if indicator.collected_by == CollectedBy.LEAD:
        return indicator.theme_id in roles.themes
    if roles.is_manager and (indicator.collected_by == CollectedBy.MANAGER or is_global(indicator)):
        return True
    is_for_countries = indicator.collected_by == CollectedBy.FOCAL_POINT
    return is_for_countries and bool(roles.countries or roles.project_countries)


def _writes(roles: Roles, indicator: Indicator | None, country_id: int | None) -> bool:
    if indicator is None:
        return country_id in roles.countries
    if indicator.collected_by == CollectedBy.LEAD:
        return indicator.theme_id in roles.themes
    if indicator.collected_by == CollectedBy.MANAGER or country_id is None:
        return roles.is_manager
    return country_id in roles.countries


def can_edit(user, result: Result) -> bool:
    """Whether `user` may change the draft: whoever may send it, and the project staff who wrote it."""
    if result.status != Status.DRAFT:
        return False
    roles = roles_of(user)
    is_own_draft = result.author_id == user.pk and result.country_id in roles.project_countries
    return _writes(roles, result.indicator, result.country_id) or is_own_draft


def can_submit(user, result: Result) -> bool:
    """Whether `user` may send the draft: focal point of the country; lead of the own theme; manager for the world."""
    return result.status == Status.DRAFT and _writes(roles_of(user), result.indicator, result.country_id)


def can_recall(user, result: Result) -> bool:
    """Whether `user` may take it back: who sent it, while nobody has decided."""
    return result.status == Status.SUBMITTED and result.submitted_by_id == user.pk


def can_review(user, result: Result) -> bool:
    """Whether `user` may return it: a manager."""
    return result.status == Status.SUBMITTED and roles_of(user).is_manager


def can_read_queue(user) -> bool:
    """Whether `user` reads what waits for review: managers and evaluators all, a specialist the region, a lead the
    results that carry the theme.
    """
    roles = roles_of(user)
    return roles.is_manager or roles.is_evaluator or bool(roles.regions or roles.themes)


def can_read_review(user, result: Result) -> bool:
    """Whether `user` may read what speaks for and against a result that waits."""
    roles = roles_of(user)
    if result.status != Status.SUBMITTED:
        return False
    return roles.is_manager or roles.is_evaluator or _is_of_region(roles, result) or _carries_theme(roles, result)


def can_recommend(user, result: Result) -> bool:
    """Whether `user` may recommend to publish or to return it: the region's specialist, if it is not their own."""
    is_waiting = result.status == Status.SUBMITTED
    return is_waiting and _is_of_region(roles_of(user), result) and user.pk not in entered_by(result)


def can_comment(user, result: Result) -> bool:
    """Whether `user` may say something about a result that waits: whoever decides, advises, or wrote it.

    A manager, the region's specialist, a lead of a theme that it carries, the country's team, its author.
    """
    roles = roles_of(user)
    if result.status != Status.SUBMITTED:
        return False
    is_own = result.author_id == user.pk or result.country_id in roles.countries
    return roles.is_manager or is_own or _is_of_region(roles, result) or _carries_theme(roles, result)


def _is_of_region(roles: Roles, result: Result) -> bool:
    return result.country is not None and result.country.region_id in roles.regions


def _carries_theme(roles: Roles, result: Result) -> bool:
    if result.indicator and result.indicator.theme_id in roles.themes:
        return True
    return bool(roles.themes) and result.tags.filter(theme__in=roles.themes).exists()


def can_validate(user, result: Result) -> bool:
    """Whether `user` may validate it: a manager who neither entered, changed nor sent it."""
    return can_review(user, result) and user.pk not in entered_by(result)


def can_reopen(user, result: Result) -> bool:
    """Whether `user` may open it for editing: whoever may send it."""
    if result.status not in (Status.VALIDATED, Status.WITHDRAWN):
        return False
    return _writes(roles_of(user), result.indicator, result.country_id)


def can_withdraw(user, result: Result) -> bool:
    """Whether `user` may withdraw what is published: a manager."""
    if not roles_of(user).is_manager:
        return False
    return result.publications.as_of(None).exists()


def can_discard(user, result: Result) -> bool:
    """Whether `user` may put it aside: its author, while it is a draft that was never published."""
    return result.status == Status.DRAFT and result.number is None and result.author_id == user.pk


def can_pool(user, result: Result) -> bool:
    """Whether `user` may say who the people of its figure are: a manager, of an impact with a figure (rule 9)."""
    if result.level != Level.IMPACT or result.unit is None or result.status == Status.DISCARDED:
        return False
    return roles_of(user).is_manager


def can_decide_tag(user, tag: Tag) -> bool:
    """Whether `user` may confirm or reject it: lead or deputy of the theme; a manager if nobody did in 14 days."""
    roles = roles_of(user)
    if tag.theme_id in roles.themes:
        return True
    since = max(tag.at, tag.result.submitted_at or tag.at)
    return roles.is_manager and tag.state == Tag.State.PROPOSED and timezone.now() - since > LEAD_DECIDES_WITHIN


def can_link_project(user, result: Result) -> bool:
    """Whether `user` may say which projects supported it: whoever may send it, a manager, project staff of a draft.

    Project staff do so while it is their draft; once it was sent, the focal point or a manager decides: a link of
    what is published is public at once.
    """
    roles = roles_of(user)
    if result.status == Status.DISCARDED:
        return False
    is_own_draft = result.submitted_at is None and can_edit(user, result)
    return roles.is_manager or is_own_draft or _writes(roles, result.indicator, result.country_id)


def can_read_instruments(user) -> bool:
    """Whether `user` may read how laws, strategies and schemes are recorded: country teams, specialists, leads,
    managers, evaluators; each those that they may know of (`instruments_known_to`).
    """
    roles = roles_of(user)
    return roles.is_manager or roles.is_evaluator or bool(roles.countries or roles.themes or roles.regions)


def can_propose_instrument(user, instrument: Instrument) -> bool:
    """Whether `user` may propose a change: the focal point of the country, a lead of a theme that was confirmed for a
    published result on it. A manager writes it without asking.
    """
    roles = roles_of(user)
    if roles.is_manager:
        return False
    if instrument.country_id in roles.countries:
        return True
    published = Publication.objects.as_of(None).filter(instrument=instrument)
    confirmed = published.filter(tags__state=Tag.State.CONFIRMED, tags__theme__in=roles.themes)
    return bool(roles.themes) and confirmed.exists()


def can_read_proposals(user, instrument: Instrument) -> bool:
    """Whether `user` may read what is proposed of it: whoever may propose, and who decides or reads everything."""
    roles = roles_of(user)
    return roles.is_manager or roles.is_evaluator or can_propose_instrument(user, instrument)


def can_edit_instrument(user, instrument: Instrument) -> bool:
    """Whether `user` may change what is recorded of it, with a reason: a manager."""
    return roles_of(user).is_manager


def can_decide_proposal(user, proposal: InstrumentProposal) -> bool:
    """Whether `user` may accept or decline what is proposed of an instrument: a manager who did not propose it."""
    is_waiting = proposal.state == InstrumentProposal.State.WAITING
    return is_waiting and roles_of(user).is_manager and proposal.by_id != user.pk


def can_write_update(user, country: Country) -> bool:
    """Whether `user` may answer for the country and send its update: its focal point or a deputy."""
    return country.pk in roles_of(user).countries


def can_read_update(user, country: Country) -> bool:
    """Whether `user` may read the update of the country: its team, its region's specialist, managers, evaluators."""
    roles = roles_of(user)
    reads_all = roles.is_manager or roles.is_evaluator
    return reads_all or country.pk in roles.countries or country.region_id in roles.regions


def can_review_update(user, update: CountryUpdate) -> bool:
    """Whether `user` decides on it: a manager, once it was sent."""
    return update.status == CountryUpdate.Status.SUBMITTED and roles_of(user).is_manager


def can_return_update(user, update: CountryUpdate) -> bool:
    """Whether `user` may return it: a manager other than its sender."""
    return can_review_update(user, update) and update.submitted_by_id != user.pk


def can_validate_update(user, update: CountryUpdate) -> bool:
    """Whether `user` may validate it: a manager who neither answered nor sent it."""
    return can_review_update(user, update) and not answered_or_sent(user).filter(pk=update.pk).exists()


def can_keep_rounds(user) -> bool:
    """Whether `user` may plan, open, extend and close rounds, remind countries, and pin editions: a manager."""
    return roles_of(user).is_manager


def can_read_rounds(user) -> bool:
    """Whether `user` may read how far countries are: managers, evaluators, specialists for their regions."""
    roles = roles_of(user)
    return roles.is_manager or roles.is_evaluator or bool(roles.regions)


def can_read_editions(user) -> bool:
    """Whether `user` may read the list of editions and what was restated since: managers and evaluators."""
    roles = roles_of(user)
    return roles.is_manager or roles.is_evaluator


def can_open_tag_queue(user) -> bool:
    """Whether `user` has a queue of themes to check: leads and deputies, and managers for what leads left unchecked."""
    roles = roles_of(user)
    return roles.is_manager or bool(roles.themes)


def can_take_back_tag(user, tag: Tag) -> bool:
    """Whether `user` may take the decision back: who took it, while they lead the theme or are a manager."""
    roles = roles_of(user)
    return tag.by_id == user.pk and (tag.theme_id in roles.themes or roles.is_manager)


def can_record_standing(user, result: Result) -> bool:
    """Whether `user` may say that a published step still stands, was lost or restored.

    The focal point of the country, a lead of a theme that was confirmed for it, or a manager.
    """
    statement = in_force(result)
    if statement is None or statement.indicator.level != Level.RESULT:
        return False
    roles = roles_of(user)
    confirmed = statement.tags.filter(state=Tag.State.CONFIRMED, theme__in=roles.themes)
    is_lead = bool(roles.themes) and confirmed.exists()
    return roles.is_manager or statement.country_id in roles.countries or is_lead


def can_read_standing(user, result: Result) -> bool:
    """Whether `user` may read what was said of it: who knows of the result, and who may record it."""
    return Result.objects.visible_to(user).filter(pk=result.pk).exists() or can_record_standing(user, result)


def can_check_pages(user) -> bool:
    """Whether `user` has public pages of their own: a country's team, a lead of a theme."""
    roles = roles_of(user)
    return bool(roles.countries or roles.themes)


def can_record_reported(user, result: Result) -> bool:
    """Whether `user` may note where a published result was reported: its focal point, its theme's lead, a manager."""
    statement = in_force(result)
    if statement is None:
        return False
    roles = roles_of(user)
    is_own_theme = statement.indicator.collected_by == CollectedBy.LEAD and statement.indicator.theme_id in roles.themes
    return roles.is_manager or statement.country_id in roles.countries or is_own_theme


def can_ask_reply(user, result: Result) -> bool:
    """Whether `user` may ask constituents what they say of a published result: its focal point or lead, a manager."""
    return can_record_reported(user, result)


def can_propose_removal(user, result: Result) -> bool:
    """Whether `user` may ask that a passage or a reply is removed, and read what was: a manager, once it was public."""
    return roles_of(user).is_manager and result.publications.exists()


def can_remove(user, proposal: RemovalProposal) -> bool:
    """Whether `user` may remove what was proposed: a manager, and another than who proposed it."""
    return roles_of(user).is_manager and proposal.by_id != user.pk


def can_read_reported(user, result: Result) -> bool:
    """Whether `user` may copy its texts for other systems: whoever notes where it was reported, and evaluators."""
    roles = roles_of(user)
    is_own = result.country_id in roles.countries or _writes(roles, result.indicator, result.country_id)
    return roles.is_manager or roles.is_evaluator or is_own


def can_open_reported(user) -> bool:
    """Whether `user` has a list of what was reported where: country teams, leads, managers; evaluators read."""
    roles = roles_of(user)
    return roles.is_manager or roles.is_evaluator or bool(roles.countries or roles.themes)


def can_take_back_reported(user, reported: ReportedIn) -> bool:
    """Whether `user` may take a record off the list: who made it, on the same day (UTC)."""
    return reported.by_id == user.pk and timezone.localdate(reported.at) == timezone.localdate()


def can_open_standing(user) -> bool:
    """Whether `user` is asked if steps still stand: country teams, leads, managers."""
    roles = roles_of(user)
    return roles.is_manager or bool(roles.countries or roles.themes)


def can_check_page(user, page: Country | Theme) -> bool:
    """Whether `user` may say that the public page is right: the country's team, the theme's lead."""
    roles = roles_of(user)
    return page.pk in (roles.countries if isinstance(page, Country) else roles.themes)
