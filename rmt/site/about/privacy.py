"""What is kept of people, why, who sees it and how long (rule 21); what goes after some days, `run_due` deletes."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from indicators.results import DAYS_UNTIED_FILES_ARE_KEPT
from projects.imports import DAYS_STORED
from rmt.forms import drafts
from rmt.models import AccountEvent
from rmt.site.practice.seed import DAYS_UNUSED


def what_is_kept() -> list[dict[str, Any]]:
    """A row for each kind: `what`, `why`, `who` sees it, and `days` after which it goes, or `until` in words.

    `key` names those that go by themselves; a test makes an old one of each and sees it go.
    """
    whole_account = _("As long as you work with the programme. The name stays with what its owner entered.")
    return [
        {
            "what": _("Your account: name, email address, language, time zone, which mail you want"),
            "why": _("To let you in, to write to you, and to read the numbers that you type as you mean them."),
            "who": _("You, programme managers, administrators."),
            "until": whole_account,
        },
        {
            "what": _("Your password, and the key of your second step"),
            "why": _("To know that it is you."),
            "who": _("Nobody: the password is kept as a check value only, the key encrypted."),
            "until": _("Until you change them."),
        },
        {
            "what": _("Which roles you hold and held, who gave and who ended them, and when"),
            "why": _("So that it can be told later who answered for what."),
            "who": _("You see your roles; programme managers and administrators see the history as well."),
            "until": _("For good."),
        },
        {
            "what": _("That you entered, sent, commented on, decided or published something"),
            "why": _("Nobody checks their own work, and a record that can be cited needs its history."),
            "who": _(
                "Those who may see the result on the desk, evaluators included. Public pages name roles, never people."
            ),
            "until": _("For good."),
        },
        {
            "key": "sign_ins",
            "what": _(
                "Your sign-ins, failed ones, links to a new password and uses of the second step, with network address"
            ),
            "why": _("To notice that somebody tries to get in as you, and to find out what happened."),
            "who": _(
                "You see the latest under “My details”; administrators see all. Managers and evaluators see none."
            ),
            "days": AccountEvent.DAYS_KEPT,
        },
        {
            "key": "typed",
            "what": _("What you typed into a form and did not save"),
            "why": _("So that nothing is lost when a line drops."),
            "who": _("You alone."),
            "days": drafts.DAYS_KEPT,
        },
        {
            "key": "uploads",
            "what": _("A file that you sent with a form and that never became evidence"),
            "why": _("So that you need not choose it again when the form comes back with a question."),
            "who": _("Nobody."),
            "days": DAYS_UNTIED_FILES_ARE_KEPT,
        },
        {
            "key": "lists",
            "what": _("A list of projects that you began to import and left"),
            "why": _("So that you can go on where you were."),
            "who": _("You alone."),
            "days": DAYS_STORED,
        },
        {
            "key": "practice",
            "what": _("Your practice desk, with all that you tried on it"),
            "why": _("So that you can go on where you were."),
            "who": _("You alone."),
            "days": DAYS_UNUSED,
        },
        {
            "key": "sessions",
            "what": _("That you are signed in, in this browser"),
            "why": _("A cookie with a random number, so that you need not sign in on every page."),
            "who": _("Nobody."),
            "until": _("%(hours)s hours, or until you sign out.") % {"hours": settings.SESSION_COOKIE_AGE // 3600},
        },
    ]
