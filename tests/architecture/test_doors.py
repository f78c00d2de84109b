"""Each package says in `__all__` what it hands out, and nobody outside it reaches further in (docs/architecture.md)."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

APPS = ("briefs", "countries", "indicators", "projects", "rmt")


def test_nobody_reaches_past_a_door():
    """`from indicators.ledger import publish`, never `from indicators.ledger.chain import publish`."""
    past = [f"{path}:{line}: {module}" for path, line, module, _names in imports() if reaches_past_a_door(path, module)]
    assert not past


def test_a_door_hands_out_what_it_names_and_nothing_else():
    unnamed = [
        f"{path}:{line}: {module} does not hand out {name}"
        for path, line, module, names in imports()
        if (handed_out := named_by(module)) is not None and not path.is_relative_to(folder_of(module))
        for name in names - handed_out
    ]
    assert not unnamed


def imports() -> Iterator[tuple[Path, int, str, set[str]]]:
    """Every `from … import …` of our own packages outside the tests: file, line, module, names."""
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in APPS:
                    relative = path.relative_to(settings.BASE_DIR)
                    yield relative, node.lineno, node.module, {alias.name for alias in node.names}


def reaches_past_a_door(path: Path, module: str) -> bool:
    parts = module.split(".")
    packages = (".".join(parts[:end]) for end in range(1, len(parts)))
    return any(named_by(package) is not None and not path.is_relative_to(folder_of(package)) for package in packages)


def folder_of(module: str) -> Path:
    return Path(*module.split("."))


@cache
def named_by(module: str) -> set[str] | None:
    """The names that a package hands out; `None` if it is a plain module, or has no door."""
    init = settings.BASE_DIR / folder_of(module) / "__init__.py"
    if not init.exists():
        return None
    for node in ast.parse(init.read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return None
