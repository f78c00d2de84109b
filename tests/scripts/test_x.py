import pytest
from tests.scripts.world import write_everywhere
pytestmark=pytest.mark.django_db
def test_x(cast, signed_in, client):
    pages=write_everywhere("קצבת", cast)
    bad=[]
    for a,who in pages.items():
        r=(client if who=="visitor" else signed_in(who)).get(a)
        if r.status_code!=200 or "קצבת" not in r.content.decode(): bad.append((a,who,r.status_code, r.get("Location")))
    assert bad==[]
