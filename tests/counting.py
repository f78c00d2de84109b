"""How many queries a page takes. A test that counts them runs on both engines: `tests/engines.py` sees to its mark."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kept import forget_pages


def queries(client, address: str, *, follow: bool = False) -> int:
    """What a page asks of the database that is not kept yet; what keeping it takes is left out."""
    forget_pages()
    with CaptureQueriesContext(connection) as found:
        response = client.get(address, follow=follow)
    assert response.status_code == 200
    return len([query for query in found.captured_queries if not is_of_the_store(query["sql"])])


def is_of_the_store(sql: str) -> bool:
    """Whether it belongs to keeping the rendered page, which happens once between two public writes."""
    return "rmt_cache" in sql or "SAVEPOINT" in sql
