"""docs/design.md, "People": where each person lands, and what the desk says to somebody without a part."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("focal_togo", "Add a result"),
        ("manager", "/desk/review/"),
        ("admin", "/admin/"),
        ("nobody", "No part in the programme is recorded for you"),
        ("former_focal_togo", "No part in the programme is recorded for you"),
    ],
)
def test_the_desk_says_what_to_do_next(client, cast, person, said):
    client.force_login(getattr(cast, person), backend="django.contrib.auth.backends.ModelBackend")
    assert said in client.get(reverse("desk")).content.decode()
