"""How people sign in: by e-mail and password, to accounts that a programme manager makes."""

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse

from rmt.roles import roles_of


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """No: managers make the accounts, so that a person and a duty always belong together."""
        return False

    def get_login_redirect_url(self, request):
        """Where a person lands (DESIGN.md, "People"): a partner's representative on the portfolio."""
        roles = roles_of(request.user)
        has_desk = roles.writes_results or roles.regions or roles.is_evaluator
        if roles.partners and not has_desk:
            return reverse("portfolio")
        return super().get_login_redirect_url(request)
