"""How people sign in: by e-mail and password, to accounts that a programme manager makes."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse

from rmt.mail import post
from rmt.models import OutgoingMail
from rmt.roles import Roles, roles_of


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """No: managers make the accounts, so that nobody has one without a role."""
        return False

    def get_login_redirect_url(self, request):
        """Where a person lands (docs/design.md, "People"): each where their work waits."""
        return reverse(landing_of(roles_of(request.user)))

    def send_mail(self, template_prefix, email, context):
        """Queued as all mail is, and with the address of the site: the request's Host is what a stranger typed."""
        written = self.render_mail(template_prefix, email, {**context, "email": email, "site": settings.SITE_URL})
        post(OutgoingMail(to=email, subject=written.subject, text=written.body))


def landing_of(roles: Roles) -> str:
    """The name of the page on which a person with these roles begins; who answers for a country, on the desk."""
    if roles.countries or roles.projects:
        return "desk"
    if roles.is_manager:
        return "review"
    if roles.themes:
        return "tags"
    if roles.is_evaluator:
        return "desk_results"
    return "portfolio" if roles.partners and not roles.regions else "desk"
