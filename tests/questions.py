"""Steps that ask first: send a form, and say yes to the question that comes back."""

from typing import Any

from django.test import Client


def say_yes(client: Client, address: str, typed: dict[str, Any], **more: Any):
    """What comes of a form whose question is answered with yes; what was refused or done without one, as it came."""
    asked = client.post(address, typed)
    if asked.context is None or "confirms" not in asked.context:
        return client.get(asked["Location"]) if more.get("follow") and asked.status_code == 302 else asked
    return client.post(address, typed | {"confirmed": asked.context["confirms"]}, **more)
