"""The stylesheet, the font, the page of a site that is closed and translations, made from here and a package: no
download."""

import hashlib
import tempfile
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string

LAYERS = "@layer reset, tokens, base, layout, components, utilities;\n"
# The order of the layers; components follow by name, which their layer makes harmless.
FOUNDATIONS = ("reset.css", "tokens.css", "base.css", "layout.css")
UTILITIES = ("utilities.css", "print.css")

FONT_PACKAGE = "fontpkg-noto-sans"
FONT_WEIGHTS = (400, 700)
# Latin-1, OE and oe, and the marks of the pages: spaces, dashes, quotes, bullet, ellipsis, ›, €, arrows, minus.
FONT_CHARACTERS = [
    *range(0x0020, 0x007F), *range(0x00A0, 0x0100), 0x0152, 0x0153, 0x2009, 0x2013, 0x2014,
    *range(0x2018, 0x201E), 0x2022, 0x2026, 0x202F, 0x203A, 0x20AC, *range(0x2190, 0x2193), 0x2212,
]  # fmt: skip


class Command(BaseCommand):
    requires_system_checks = ()
    help = (
        "Build rmt.css, noto-sans.woff2, 503.html and translations in .build/; does nothing when they are up to date."
    )

    def handle(self, *args, **options):
        folder = Path(settings.BASE_DIR) / ".build" / "static" / "build"
        folder.mkdir(parents=True, exist_ok=True)
        sheets = stylesheets(Path(settings.BASE_DIR) / "static" / "css")
        self.build(folder / "rmt.css", digest_of_files([*sheets, Path(__file__)]), lambda: concatenated(sheets))
        self.build(folder / "noto-sans.woff2", digest_of_font(), subset_font)
        closed = Path(settings.BASE_DIR) / "templates" / "503.html"
        self.build(folder / "503.html", digest_of_files([closed]), lambda: render_to_string("503.html").encode())
        for catalogue in sorted((Path(settings.BASE_DIR) / "rmt").glob("locale/*/LC_MESSAGES/*.po")):
            made = Path(settings.BASE_DIR) / ".build" / catalogue.relative_to(catalogue.parents[3]).with_suffix(".mo")
            made.parent.mkdir(parents=True, exist_ok=True)
            self.build(made, digest_of_files([catalogue]), polib.pofile(str(catalogue)).to_binary)

    def build(self, output: Path, digest: str, content) -> None:
        """Write `content()` to `output` unless the digest stored beside it says that it is up to date."""
        stored = output.with_name(output.name + ".sha256")
        if output.exists() and stored.exists() and stored.read_text() == digest:
            return
        replace(output, content())
        replace(stored, digest.encode())
        self.stdout.write(f"built {output.name}, {output.stat().st_size / 1024:.0f} kB")


def stylesheets(folder: Path) -> list[Path]:
    """Every sheet of `static/css/`, foundations first, utilities and print last."""
    components = sorted((folder / "components").glob("*.css"))
    return [*(folder / name for name in FOUNDATIONS), *components, *(folder / name for name in UTILITIES)]


def concatenated(sheets: Iterable[Path]) -> bytes:
    parts = (f"/* {sheet.name} */\n{sheet.read_text(encoding='utf-8').strip()}\n" for sheet in sheets)
    return "\n".join([LAYERS, *parts]).encode()


def digest_of_files(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def digest_of_font() -> str:
    """What the subset depends on: the version of its package and the choices above."""
    try:
        inputs = (version(FONT_PACKAGE), FONT_WEIGHTS, FONT_CHARACTERS)
    except PackageNotFoundError:
        raise CommandError(f"{FONT_PACKAGE} is not installed: pip install -r requirements.lock") from None
    return hashlib.sha256(repr(inputs).encode()).hexdigest()


def subset_font() -> bytes:
    """Noto Sans as one variable woff2: normal width, weights 400 to 700, the characters above."""
    try:
        import brotli  # noqa: F401  (fontTools writes woff2 with it)
        from fontTools import subset
        from fontTools.ttLib import TTFont
        from fontTools.varLib import instancer
    except ImportError as missing:
        raise CommandError(f"{missing.name} is not installed: pip install -r requirements.lock") from None

    source = files("fontpkg_noto_sans") / "files" / "NotoSans[wdth,wght].ttf"
    with source.open("rb") as stream:
        font = TTFont(stream, recalcTimestamp=False)
        subsetter = subset.Subsetter(subset.Options(layout_features=["kern", "mark", "mkmk", "ccmp", "locl"]))
        subsetter.populate(unicodes=FONT_CHARACTERS)
        subsetter.subset(font)
        instancer.instantiateVariableFont(font, {"wdth": 100, "wght": FONT_WEIGHTS}, inplace=True)
        font.flavor = "woff2"
        with tempfile.TemporaryFile() as output:
            font.save(output)
            output.seek(0)
            return output.read()


def replace(path: Path, content: bytes) -> None:
    """Write a file in one step, so that a server never reads half of it."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        part.write(content)
    Path(part.name).chmod(0o644)
    Path(part.name).replace(path)
