"""A country with 300 results is light: at most 60 kB with everything on the first visit, 25 kB on the second."""

import re
from io import StringIO
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db.models import Count

from countries.models import Country
from tests.kept import forget_pages

pytestmark = pytest.mark.django_db
FIRST_VISIT, SECOND_VISIT = 60_000, 25_000
LINKED = re.compile(
    r'<(?:link rel="(?:preload|stylesheet|icon)"|script)[^>]* (?:href|src)="([^"]+)"|<img[^>]* src="([^"]+)"'
)


def on_the_wire(path: str) -> int:
    """The size of a file as it is served: fonts as they are, text compressed."""
    found = finders.find(path.removeprefix(settings.STATIC_URL))
    assert found, path
    content = Path(found).read_bytes()
    return len(content) if path.endswith((".woff2", ".png")) else len(brotli.compress(content))


def fullest() -> Country:
    counted = Country.objects.annotate(published=Count("publications__result", distinct=True))
    found = counted.order_by("-published").first()
    assert found
    assert found.published >= 300
    return found


def test_the_first_visit_and_the_second(client, programme):
    call_command("build_assets", stdout=StringIO())
    call_command("generate_load", results=2300, stdout=StringIO())
    forget_pages()
    address = fullest().get_absolute_url()
    page = len(client.get(address, headers={"accept-encoding": "br"}).content)
    linked = {one or other for one, other in LINKED.findall(client.get(address).content.decode())}
    assert any(path.endswith(".css") for path in linked)
    assert any(path.endswith(".woff2") for path in linked)
    assert page + sum(on_the_wire(path) for path in linked) <= FIRST_VISIT
    assert page <= SECOND_VISIT
