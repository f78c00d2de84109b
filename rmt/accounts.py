"""How people sign in: by e-mail and password, to accounts that a programme manager makes."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """No: managers make the accounts, so that a person and a duty always belong together."""
        return False
