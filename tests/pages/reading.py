"""What tests read of a page."""

import re


def main_of(response) -> str:
    """The `<main>` of a page, byte for byte."""
    found = re.search(rb"<main.*</main>", response.content, re.DOTALL)
    assert found, response.status_code
    return found.group().decode()
