"""Partners and projects that a note or a remark names are links to their pages; what somebody wrote stays text."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Project
from rmt.site.sharing.names import NamedHere

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines, pytest.mark.usefixtures("programme")]

NOTE = "The page names Germany (BMZ) as the donor"


def test_a_partner_named_in_a_note_is_a_link_on_the_page_of_its_country(client):
    page = client.get("/countries/bangladesh/").content.decode()
    assert 'The page names <a href="/partners/germany/">Germany (BMZ)</a> as the donor' in page


def test_a_past_day_knows_no_partners(client, on_day):
    """Rule 3: the record does not keep them day by day."""
    on_day("2999-01-02T10:00Z")
    page = client.get("/countries/bangladesh/?as_of=2999-01-01").content.decode()
    assert NOTE in page
    assert "/partners/germany/" not in page.partition("<main")[2].partition("</main>")[0]


def test_each_is_linked_once_the_longest_name_first_and_whole_words_only():
    found = NamedHere().links_in("Irish Aid, Irish Aids and Irish Aid; BMZ and Germany (BMZ), Ireland")
    assert found.count("<a ") == 2
    assert found.startswith('<a href="/partners/ireland/">Irish Aid</a>, Irish Aids and Irish Aid; ')
    assert '<a href="/partners/germany/">BMZ</a> and Germany (BMZ), Ireland' in found


def test_a_project_is_linked_by_its_symbol():
    project = Project.objects.exclude(symbol=None).filter(merged_into=None, taken_back_at=None)[0]
    found = NamedHere().links_in(f"from {project.symbol}.")
    assert found == f'from <a href="/projects/{project.slug}/">{project.symbol}</a>.'


def test_what_stands_around_a_name_is_no_markup():
    assert NamedHere().links_in("<b>Irish Aid</b> & co") == (
        '&lt;b&gt;<a href="/partners/ireland/">Irish Aid</a>&lt;/b&gt; &amp; co'
    )


def test_all_names_are_read_in_one_query():
    with CaptureQueriesContext(connection) as asked:
        NamedHere().links_in("Irish Aid " * 50)
    assert len(asked) == 1
