"""Taking a step as a browser does: signed in, by POST, with the version that the page carried."""

from django.urls import reverse

from indicators.models import Result, ReviewEvent


def take(client, step: str, result: Result, *, by, version=None, **typed):
    """The answer to one step; `version` is the current one unless it is given."""
    client.force_login(by)
    read = Result.objects.values_list("version", flat=True).get(pk=result.pk) if version is None else version
    return client.post(reverse(step, args=[result.uuid]), {"version": read, **typed})


def look(client, page: str, result: Result, *, by):
    """The page of a step."""
    client.force_login(by)
    return client.get(reverse(page, args=[result.uuid]))


def status_of(result: Result) -> str:
    return Result.objects.values_list("status", flat=True).get(pk=result.pk)


def last_event(result: Result) -> ReviewEvent:
    return result.review_events.latest("at", "pk")


def written(result: Result) -> tuple:
    """All that a refused step leaves as it was."""
    return (
        Result.objects.filter(pk=result.pk).values().get(),
        result.review_events.count(),
        result.publications.count(),
        result.revisions.count(),
    )
