"""An answer as text: its status, what its headers promise, and what it says."""

import io
import re
import subprocess
import warnings

from openpyxl import load_workbook

from tests.compare.html import Page, digest

HEADERS = ("Location", "Content-Disposition", "Cache-Control", "Vary", "Allow", "X-Frame-Options", "X-Robots-Tag")
POLICY = "Content-Security-Policy"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TOKEN = re.compile(r'"token": "\w{64}"')


def text_of(response, body: bytes, page: Page | None) -> str:
    """Status and content type in the first line, then the headers that matter, then the body."""
    head = [f"{response.status_code} {response.get('Content-Type', '-')}"]
    head += [f"{name}: {response[name]}" for name in HEADERS if name in response]
    if POLICY in response:  # django-csp writes the directives of a set
        head.append(f"{POLICY}: {'; '.join(sorted(response[POLICY].split('; ')))}")
    if raised := getattr(response, "exc_info", None):
        head.append(f"raised {raised[0].__name__}: {raised[1]}")
    return "\n".join(head) + "\n\n" + ("\n".join(page.lines) if page else _body(response, body)) + "\n"


def _body(response, body: bytes) -> str:
    kind = response.get("Content-Type", "").partition(";")[0]
    if kind == XLSX:
        return cells(body)
    if kind == "application/pdf":
        command = ["pdftotext", "-layout", "-", "-"]
        return subprocess.run(command, input=body, capture_output=True, check=True).stdout.decode()
    if b"<urlset" in body[:200]:  # the sitemap, whose order says nothing, and is that of a set
        return "\n".join(sorted(body.decode().splitlines()))
    if kind.startswith("text/") or kind == "image/svg+xml" or kind.endswith(("xml", "json")):
        return body.decode()
    return f"{len(body)} bytes, sha256 {digest(body)}" if body else ""


def cells(body: bytes) -> str:
    """Every sheet under its name, a row a line; numbers, days and texts can be told apart."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(body))
    lines = []
    for sheet in book.worksheets:
        lines.append(f"# {sheet.title} ({sheet.dimensions}, {sheet.sheet_state})")
        lines += ["\t".join("" if value is None else repr(value) for value in row) for row in sheet.values]
    return "\n".join(lines)


def masked(text: str, rows: dict[str, str]) -> str:
    """Rows by what they are and their number, instead of their UUID; one that is of no row says only that."""
    named = UUID.sub(lambda found: rows.get(found.group(), "uuid"), text)
    return TOKEN.sub('"token": "csrf"', named)
