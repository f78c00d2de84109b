"""What is kept of people, why, who sees it and how long (rule 21); what goes after some days, `run_due` deletes."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from indicators.results import DAYS_UNTIED_FILES_ARE_KEPT
from projects.imports import DAYS_STORED
from rmt import mail
from rmt.forms import SENT_FORMS_KEPT_FOR, drafts
from rmt.models import AccountEvent
from rmt.site.follow import UNCONFIRMED_FOR
from rmt.site.practice.seed import DAYS_UNUSED


def what_is_kept() -> list[dict[str, Any]]:
    """A row for each kind: `what`, `why`, `who` sees it, and `days` after which it goes, or `until` in words.

    `key` names the row: a test knows from it which tables it speaks of, makes an old one of each that goes by itself,
    and sees it go.
    """
    whole_account = _("As long as you work with the programme. The name stays with what its owner entered.")
    return [
        {
            "key": "account",
            "what": _("Your account: name, email address, language, time zone, which mail you want"),
            "why": _("To let you in, to write to you, and to read the numbers that you type as you mean them."),
            "who": _("You, programme managers, administrators."),
            "until": whole_account,
        },
        {
            "key": "password",
            "what": _("Your password, and the key of your second step"),
            "why": _("To know that it is you."),
            "who": _("Nobody: the password is kept as a check value only, the key encrypted."),
            "until": _("Until you change them."),
        },
        {
            "key": "roles",
            "what": _("Which roles you hold and held, who gave and who ended them, and when"),
            "why": _("So that it can be told later who answered for what."),
            "who": _("You see your roles; programme managers and administrators see the history as well."),
            "until": _("For good."),
        },
        {
            "key": "work",
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
                "You see the latest under “My details”; administrators see all. Programme managers see on which day "
                "you last signed in, and whether you have a second step; nothing more. Evaluators see none."
            ),
            "days": AccountEvent.DAYS_KEPT,
        },
        {
            "key": "mail",
            "what": _("Mail to you: address and text until it is sent, then address and subject"),
            "why": _("So that none is lost when a mail server is away, and it can be found what went wrong."),
            "who": _(
                "Administrators see address and subject, nobody the text. Programme managers see what became of an "
                "invitation or of news of your roles, and which addresses mail could not be sent to."
            ),
            "days": mail.KEPT_FOR.days,
        },
        {
            "key": "unconfirmed",
            "what": _("Your address, if somebody asks for mail to it and you do not confirm"),
            "why": _("So that the link in the mail works."),
            "who": _("Nobody. It is in no export, and a check value stands for it in the log."),
            "days": UNCONFIRMED_FOR.days,
        },
        {
            "key": "followers",
            "what": _("If you follow the record by mail: your address, what you follow, and when we last wrote to you"),
            "why": _("To tell you what is new, once a week at most."),
            "who": _("Nobody. It is in no export, and a check value stands for it in the log."),
            "until": _("Until you stop: it is deleted within the hour."),
        },
        {
            "key": "reminders",
            "what": _("Which reminders and weekly lists you were sent, and, of a partner, what you have seen already"),
            "why": _("So that nothing is sent twice, and what is new to you is marked."),
            "who": _("Programme managers see when you were reminded of a round; the rest, nobody."),
            "until": _("As long as you work with the programme."),
        },
        {
            "key": "distribution",
            "what": _(
                "If reports are sent to you as a member of a committee or a partner: your name or office, your "
                "organization, your address and your language; for whom a preview of a report was opened"
            ),
            "why": _("To send you reports, and to know later who had read one before it was public."),
            "who": _("Programme managers. The log of what was sent names your organization and its domain only."),
            "until": _("Until you are taken out of the group. The log, and for whom a preview was, stay for good."),
        },
        {
            "key": "directors",
            "what": _(
                "If you clear an update as office director: your name, the domain of your address, and a check value "
                "that tells the address from another"
            ),
            "why": _("So that it can be told later who cleared it, and nobody else answers in your name."),
            "who": _("Those who may see the update on the desk see name and domain; nobody the check value."),
            "until": _("For good. The address itself goes once the link was sent."),
        },
        {
            "key": "typed",
            "what": _("What you typed into a form and did not save"),
            "why": _("So that nothing is lost when a line drops."),
            "who": _("You alone."),
            "days": drafts.DAYS_KEPT,
        },
        {
            "key": "sent_forms",
            "what": _("A check value of each form that you sent, and the short messages that you were shown then"),
            "why": _("So that a form that is sent twice does what it says once."),
            "who": _("Nobody."),
            "days": SENT_FORMS_KEPT_FOR.days,
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
