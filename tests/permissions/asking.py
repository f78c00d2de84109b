"""Asking for an address as somebody, and what comes of it."""

from django.db import transaction
from django.test import Client
from django.urls import reverse


def outcome(client: Client, method: str, address: str, typed=None) -> str:
    """What a browser gets: "ok", "403", "404", "405" or "sign in"; whatever was written is taken back."""
    with transaction.atomic():
        response = getattr(client, method)(address, typed)
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return "sign in"
    if response.status_code == 401:  # a form of somebody who was signed out: the page holds what they typed
        return "sign in"
    assert response.status_code in (200, 302, 403, 404, 405), (address, response.status_code)
    return "ok" if response.status_code in (200, 302) else str(response.status_code)
