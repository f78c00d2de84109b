"""What the tests of the queue do as a browser does."""

import json
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from indicators.ledger import in_force
from indicators.models import Result, Tag
from tests.factories import publish

HEALTH, FINANCING, PENSIONS = "social-health-protection", "financing", "old-age-pensions"


def tagged(cast, title="A law", themes=(HEALTH,), **fields) -> Tag:
    """A published result of Togo whose theme waits for the lead of health."""
    publication = publish(by=cast.focal_togo, title=title, themes=list(themes), **fields)
    return publication.result.tags.get(theme__slug=themes[0])


def waited(tag: Tag, days: int) -> Tag:
    """The tag as if it had been proposed and sent some days ago."""
    since = timezone.now() - timedelta(days=days)
    Tag.objects.filter(pk=tag.pk).update(at=since)
    Result.objects.filter(pk=tag.result_id).update(submitted_at=since)
    return tag


def opens(client, by, **query):
    client.force_login(by)
    return client.get(reverse("tags"), query)


def decides(client, by, do: str, *tags: Tag, **typed):
    client.force_login(by)
    return client.post(reverse("tags"), {"do": do, "tag": [tag.pk for tag in tags], **typed})


def state_of(tag: Tag) -> str:
    return Tag.objects.values_list("state", flat=True).get(pk=tag.pk)


def published_tags(tag: Tag) -> dict[str, str]:
    return {said["theme"]: said["state"] for said in json.loads(in_force(tag.result).payload)["tags"]}


def text(response) -> str:
    return response.content.decode()
