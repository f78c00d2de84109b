"""What one person can read: from some addresses along every link, a few of each kind, with GET only."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from tests.compare.html import Page

HOST = "localhost"
NEVER = ("logout", "/static/", "/accounts/login/?")
"""Signing out ends the crawl; assets are no pages; the way to the sign-in differs only in where it leads back."""

LISTED = re.compile(rb"<loc>([^<]+)</loc>")

Kind = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Limits:
    """How many addresses of one kind are read; a kind is the name of an address and of what its query string asks."""

    each: int
    asked: int
    asked_in_all: int
    named: dict[str, int] = field(default_factory=dict)

    def allow(self, name: str, asked: tuple[str, ...], read: Counter[Kind]) -> bool:
        """Whether one more is read; of one name with query strings, whatever they ask, so many in all."""
        if not asked:
            return read[name, asked] < self.named.get(name.partition(":")[0], self.each)
        in_all = sum(count for (other, also), count in read.items() if other == name and also)
        return read[name, asked] < self.asked and in_all < self.asked_in_all


@dataclass(frozen=True)
class Answer:
    address: str
    response: HttpResponse
    body: bytes
    page: Page | None


def crawl(client: Client, start: Iterable[str], *, within: Callable[[str], bool], limits: Limits) -> Iterator[Answer]:
    """The answers at `start`, whatever the limits, and then at what is found from there on addresses `within`."""
    waiting = deque(dict.fromkeys(start))
    seen, read = set(waiting), Counter(kind(address) for address in waiting)
    while waiting:
        answer = get(client, waiting.popleft())
        yield answer
        for address in found_on(answer):
            about = kind(address)
            if address in seen or not within(address) or not limits.allow(*about, read):
                continue
            seen.add(address)
            read[about] += 1
            waiting.append(address)


def get(client: Client, address: str) -> Answer:
    response = client.get(address, HTTP_HOST=HOST)
    try:
        body = response.getvalue()
    except Exception as problem:  # a file breaks off while it is sent, after its status
        body = f"broke off: {problem!r}".encode()
    is_page = response.get("Content-Type", "").startswith("text/html")
    return Answer(address, response, body, Page(body.decode()) if is_page else None)


def found_on(answer: Answer) -> Iterator[str]:
    """Every address on this host that a page links to, sends to or could ask for, in the order of the page."""
    if answer.response.has_header("Location"):
        yield from _here(answer.address, answer.response["Location"])
    for link in LISTED.findall(answer.body):
        yield from _here(answer.address, link.decode())
    if answer.page:
        for link in answer.page.links:
            yield from _here(answer.address, link)
        for action, name, value in answer.page.filters:
            yield from _here(answer.address, f"{action.partition('?')[0]}?{urlencode({name: value})}")


def _here(address: str, link: str) -> Iterator[str]:
    whole = urlsplit(urljoin(f"http://{HOST}{address}", link))
    found = whole.path + (f"?{whole.query}" if whole.query else "")
    if whole.scheme == "http" and whole.netloc == HOST and not any(part in found for part in NEVER):
        yield found


def kind(address: str) -> Kind:
    """The name of the address and the names in its query string; practice has the names of the real desk."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path.removeprefix("/practice")).view_name
    except Resolver404:
        name = "nowhere"
    return name, tuple(sorted({key for key, _value in parse_qsl(parts.query, keep_blank_values=True)}))
