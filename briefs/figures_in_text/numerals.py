"""Numbers that were typed into a text in English, French, Spanish or Portuguese, and what they seem to count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError

from indicators.figures import rounding_step
from rmt.forms import parse_number

SPACE = " \u00a0\u2009\u202f"
DIGITS = rf"\d{{1,3}}(?:[{SPACE}'’.,]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
SCALES = {
    r"mil\ millones|mil\ milhões|milliards?|billions?|bilhões|bilhão|bn": 1_000_000_000,
    r"millones|millón|millions?|milhões|milhão|mln|mio": 1_000_000,
    r"thousand|milliers|millares|milhares|mille|mil": 1_000,
}
SHORT_SCALES = {"m": 1_000_000, "k": 1_000, "bn": 1_000_000_000}
SCALE = "|".join(SCALES)
NUMBER = re.compile(
    rf"""(?<![\w/°º#]) (?<!\d[.,–-]) (?<!\w-)
    (?P<first>{DIGITS})
    (?:\s*(?P<joint>[-–—]|to|à|a|and|et|y|e)\s* (?P<second>{DIGITS}))?
    (?:[{SPACE}]?(?P<scale>(?:{SCALE})(?!\w)|[mM](?!\w)|k(?!\w)|K(?!\w)))?
    (?![\w/]|[.,-]\d)""",
    re.VERBOSE,
)
BETWEEN = re.compile(r"\b(between|from|entre|de|des|du)\W+$", re.IGNORECASE)
ONLY_BETWEEN = {"and", "et", "y", "e"}  # two numbers, unless "between" or "from" stands before

QUALIFIERS = {
    "over": r"more\ than|over|at\ least|plus\ de|plus\ d’|au\ moins|más\ de|al\ menos|mais\ de|pelo\ menos|ao\ menos",
    "under": r"nearly|almost|close\ to|près\ de|presque|casi|quase|perto\ de",
    "about": r"about|around|some|approximately|roughly|circa|environ|quelque|autour\ de|à\ peu\ près|unos|unas"
    r"|alrededor\ de|aproximadamente|cerca\ de|em\ torno\ de|uns|umas|~",
}
BEFORE = {name: re.compile(rf"(?<!\w)({words})\s*$", re.IGNORECASE | re.VERBOSE) for name, words in QUALIFIERS.items()}

MONTHS = (
    "january february march april may june july august september october november december "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro"
).replace(" ", "|")
NAMED = (
    r"articles?|arts?\.?|artículos?|artigos?|sections?|sección|seção|secção|n[o°º]\.?|n\.\s?[°º]|núm\.|numbers?|numéro|número|"
    r"laws?|loi|ley|lei|acts?|decrees?|décret|decreto|order|arrêté|convention|convenio|convención|convenção|"
    r"recommendation|recommandation|recomendación|recomendação|chapter|chapitre|capítulo|pages?|página|pp?\.|paragraph|"
    r"paragraphe|párrafo|parágrafo|par\.|steps?|étapes?|etapas?|paso|passo|phase|fase|sdg|odd|ods|goal|target|"
    r"indicators?|indicateur|indicador|figure|table|tableau|cuadro|tabela|box|encadré|annex|annexe|anexo|result|"
    r"résultat|resultado|version|versión|versão|editions?|édition|edición|edição|volume|ages?|aged|âgée?s?\sde|edad|idade"
)
NAME_BEFORE = re.compile(rf"(?<!\w)({NAMED})\W{{0,3}}(n[o°º]\.?|n\.\s?[°º]|núm\.)?\s*$|({MONTHS})\s+$", re.IGNORECASE)
MONEY_BEFORE = re.compile(r"([$€£]|\b(usd|eur|chf|gbp|xof|cve|f?cfa))\s*$", re.IGNORECASE)
OTHER_AFTER = re.compile(
    r"""\s*(%|‰|per\ ?cent|pour\ cent|por\ ciento|por\ cento|percentage|points?|puntos|pontos|
    years?|ans\b|année|años?|anos?\b|months?|mois\b|mes(?:es)?\b|weeks?|semaines?|semanas?|days?|jours?|días?|dias?\b|
    hours?|heures?|horas?|(de\ |er\ |d[’'])?(?:MONTHS)\b|
    (us\ )?(dollars?|dólares)|euros?|francs?|f?cfa|xof|usd|eur|reais|escudos?|meticais|[$€£]|km|hectares?|
    households?|famil(?:y|ies)|ménages?|familles?|foyers?|hogares|agregados|famílias?|familias?|
    enterprises?|entreprises?|empresas?|employers?|employeurs?|empleadores|empregadores|schools?|écoles?|escuelas?|
    escolas?|projects?|projets?|proyectos?|projetos?|inhabitants?|habitants?|habitantes?)""".replace("MONTHS", MONTHS),
    re.IGNORECASE | re.VERBOSE,
)
COUNTED = {
    "country": r"countr(?:y|ies)|pays|país(?:es)?|territor(?:y|ies)|territoires?|territorios?|territórios?",
    "change": r"(?:reforms?|changes?|réformes?|changements?|reformas?|cambios?|mudanças?|strateg(?:y|ies)|stratégies?|"
    r"estrategias?|estratégias?|polic(?:y|ies)|politiques|políticas?|laws?|lois?|ley(?:es)?|leis?|schemes?|régimes?|"
    r"regímenes|regimes?)",
    "participation": r"participa(?:nts?|ntes?|tions?|ciones|ções)|trained|form(?:és|ées)|capacita\w+|formad[oa]s",
    "person": r"people|persons?|personnes?|personas?|pessoas?|workers?|travailleu\w+|trabajador\w*|trabalhador\w*|"
    r"women|femmes?|mujeres|mulheres|men|hommes?|hombres?|homens?|children|enfants?|niñ[oa]s|crianças|members?|membres?|"
    r"beneficiar(?:y|ies|ios|ias)|bénéficiaires?|beneficiári[oa]s|assurée?s?|asegurad[oa]s|segurad[oa]s|pensioners?|"
    r"retraitée?s?|pensionistas?|recipients?|farmers?|agricult\w+",
}
NOUNS = re.compile("|".join(rf"(?P<{name}>(?<!\w)(?:{words})(?!\w))" for name, words in COUNTED.items()), re.IGNORECASE)
LOOKS_AHEAD, WORDS_AHEAD = 60, 5

QUIET = re.compile(
    r"\[\[[^\[\]\n]*\]\]|\]\([^)\n]*\)|<https?://[^>\s]*>|https?://\S+|www\.\S+|\S+@\S+|\[\^[^\]\s]*\]:?|^\s*\d{1,3}[.)]\s",
    re.MULTILINE,
)
"""References, addresses, marks of notes and numbers of lists: no number in them is one that somebody states."""
MARKUP = re.compile(r"(?P<reference>\[\[[^\[\]\n]*\]\])|\[\^[^\]\s]*\]:?|(?<=\])\([^)\n]*\)|\*+|^#+ ", re.MULTILINE)
"""What nobody wants to read in the words around a number; in the place of a reference stands "…"."""
LEFT_OUT, NOT_SHOWN = "\x01", "\x02"
"""Signs that no text has, one for each sign of the markup, so that every place stays where it is."""
REACH = 40
DATE = re.compile(r"\b\d{1,4}([./-])\d{1,2}\1\d{1,4}\b")
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text: what it can mean (one value or two bounds, each with the step to which it is rounded), and
    what is counted by the words after it: "person", "participation", "change", "country", or "" if they do not say.
    """

    text: str
    start: int
    line: int
    around: str
    readings: tuple[tuple[Decimal, Decimal, Decimal], ...]
    qualifier: str
    counts: str


def numerals_in(text: str, *, language: str) -> Iterator[Numeral]:
    """The numbers that a text states, in its order.

    Left out are references, years, days, ages, shares, money, numbers of laws, articles, pages and steps, codes, and
    numbers of what the ledger does not count (households, schools, projects).
    """
    quiet = DATE.sub(lambda found: "·" * len(found[0]), QUIET.sub(lambda found: "·" * len(found[0]), text))
    plain = MARKUP.sub(lambda found: (LEFT_OUT if found["reference"] else NOT_SHOWN) * len(found[0]), text)
    place = 0
    while found := NUMBER.search(quiet, place):
        is_range = _is_range(quiet, found)
        if found["second"] and not is_range:  # "29 reforms" and "17 countries" joined by "and" alone: one by one
            end = found.end("first")
            numeral = _numeral(plain, quiet, found.start(), end, (found["first"],), "", language)
        else:
            end = found.end()
            numbers = (found["first"], found["second"]) if is_range else (found["first"],)
            numeral = _numeral(plain, quiet, found.start(), end, numbers, found["scale"] or "", language)
        if numeral is not None:
            yield numeral
        place = end


def _is_range(quiet: str, found: re.Match[str]) -> bool:
    if not found["second"]:
        return False
    return found["joint"] not in ONLY_BETWEEN or bool(BETWEEN.search(quiet[max(0, found.start() - 12) : found.start()]))


def _numeral(
    plain: str, quiet: str, start: int, end: int, numbers: tuple[str, ...], scale: str, language: str
) -> Numeral | None:
    before, after = quiet[max(0, start - 40) : start], quiet[end : end + LOOKS_AHEAD]
    qualifier, begin = "", start
    for name, words in BEFORE.items():
        if marked := words.search(before):
            qualifier, begin = name, start - len(before) + marked.start()
            before = before[: marked.start()]
    if NAME_BEFORE.search(before) or MONEY_BEFORE.search(before) or OTHER_AFTER.match(after):
        return None
    if not scale and all(_is_year(number) for number in numbers):
        return None
    readings = tuple(dict.fromkeys(_readings(numbers, scale, language)))
    if not readings:
        return None
    line = plain.count("\n", 0, start) + 1
    around = _words_around(plain, begin, end)
    return Numeral(_legible(plain[begin:end]), begin, line, around, readings, qualifier, _counted(after))


def _words_around(plain: str, begin: int, end: int) -> str:
    """Some words on both sides of a number, cut between words; "…" says that there are more."""
    first, last = max(0, begin - REACH), min(len(plain), end + REACH)
    if first:
        cut = re.search(r"\s", plain[first - 1 : begin])
        first = first - 1 + cut.end() if cut else begin
    if last < len(plain):
        cut = re.search(r"\s(?=\S*$)", plain[end : last + 1])
        last = end + cut.start() if cut else end
    more = "…" if plain[:first].strip() else "", "…" if plain[last:].strip() else ""
    return re.sub(r"…(\s*…)+", "…", f"{more[0]}{_legible(plain[first:last])}{more[1]}")


def _legible(plain: str) -> str:
    return " ".join(re.sub(f"{LEFT_OUT}+", "…", plain.replace(NOT_SHOWN, "")).split())


def _is_year(number: str) -> bool:
    return number.isdigit() and len(number) == 4 and FIRST_YEAR <= int(number) <= LAST_YEAR


def _counted(after: str) -> str:
    """What the next words say is counted, as far as the sentence goes on without a stop."""
    near = re.split(r"[.,;:()\n]|\d", after, maxsplit=1)[0]
    words = re.findall(r"\S+\s*", near)[:WORDS_AHEAD]
    found = NOUNS.search("".join(words))
    return found.lastgroup or "" if found else ""


def _readings(numbers: tuple[str, ...], scale: str, language: str) -> Iterator[tuple[Decimal, Decimal, Decimal]]:
    """What was typed, as each language would read it, the text's own first: "2.5" is a number in French texts, too."""
    factor = factor_of(scale)
    for tongue in dict.fromkeys((language[:2], "en", "fr")):
        try:
            values = [parse_number(number, tongue) * factor for number in numbers]
        except ValidationError:
            continue
        low, high = values[0], values[-1]
        if low <= high:
            yield low, high, min(_step(value, factor) for value in values)


def factor_of(scale: str) -> int:
    """By how much a word multiplies.

    >>> factor_of("milhões"), factor_of("k"), factor_of("")
    (1000000, 1000, 1)
    """
    if not scale:
        return 1
    named = next((factor for words, factor in SCALES.items() if re.fullmatch(words, scale, re.VERBOSE)), 0)
    return named or SHORT_SCALES[scale.lower()]


def _step(value: Decimal, factor: int) -> Decimal:
    """To what a number was rounded (rule 13); a scale that is written out says no more than its last digit does."""
    if factor == 1:
        return rounding_step(value, "about") if value else Decimal(1)
    decimals = -int((value / factor).normalize().as_tuple().exponent)
    return Decimal(factor).scaleb(-max(decimals, 0))
