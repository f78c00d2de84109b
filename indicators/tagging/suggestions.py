"""Which themes a result is probably about, by its words and its indicator. It suggests; people and leads decide."""

import re
from collections.abc import Iterable, Mapping

from indicators.results import plain

# What stands in the text, without capitals and accents; en, fr, es, pt. A word is matched from its beginning, so that
# "pension" also finds "pensions" and "pensioners"; "=" asks for the word exactly as it is.
KEYWORDS: Mapping[str, tuple[str, ...]] = {
    "old-age-pensions": (
        "pension", "old-age", "old age", "retire", "elderly", "older person",
        "vieillesse", "retraite", "personnes agees", "vejez", "jubila", "adulto mayor", "adultos mayores",
        "velhice", "aposenta", "idoso", "reforma por velhice",
    ),
    "social-health-protection": (
        "health", "medical", "hospital", "sickness", "maternity",
        "sante", "maladie", "hospitalier", "maternite", "salud", "enfermedad", "maternidad", "seguro medico",
        "saude", "doenca", "maternidade",
    ),
    "unemployment-protection": (
        "unemploy", "job loss", "jobseeker", "chomage", "chomeur", "perte d'emploi", "perte d’emploi", "desempleo",
        "cesantia", "desemprego", "seguro-desemprego",
    ),
    "informal-economy": (
        "informal", "informel", "self-employed", "own-account", "domestic worker", "rural worker", "artisan",
        "street vendor",
        "independants", "travailleurs domestiques", "trabajadores domesticos", "por cuenta propia", "autonomo",
        "trabalhadores domesticos", "conta propria",
    ),
    "disability-inclusive-social-protection": (
        "disab", "handicap", "discapacidad", "deficiencia", "invalid",
    ),
    "migrants-and-forcibly-displaced-persons": (
        "migra", "refugee", "displaced", "asylum", "refugie", "deplacees", "refugiad", "desplazad", "deslocad",
        "imigrante",
    ),
    "climate-change-and-just-transition": (
        "climat", "just transition", "drought", "flood", "coal min", "transition juste", "secheresse", "inondation",
        "transicion justa", "sequia", "inundacion", "clima", "transicao justa", "inundacoes",
    ),
    "gender-equality": (
        "gender", "women", "woman", "girls", "mothers", "femmes", "egalite des genres", "genre", "mujer",
        "igualdad de genero", "mulher", "igualdade de genero", "care work", "caregiver",
    ),
    "social-dialogue": (
        "tripartite", "social dialogue", "social partner", "employers' organi", "trade union", "workers' organi",
        "dialogue social", "partenaires sociaux", "syndicat", "dialogo social", "interlocutores sociales", "sindicato",
        "parceiros sociais",
    ),
    "rights-based-systems": (
        "convention no", "convention n", "c102", "c.102", "ratif", "international labour standard", "legal framework",
        "right to social security", "human rights", "normes internationales", "droit a la securite sociale",
        "convenio", "normas internacionales", "derecho a la seguridad social", "convencao",
        "direito a seguranca social",
    ),
    "adaptive-systems": (
        "shock", "covid", "pandemic", "crisis", "emergency", "humanitarian", "adaptive", "resilien", "disaster",
        "choc", "crise", "urgence", "humanitaire", "adaptati", "choque", "emergencia", "desastre", "humanitari",
    ),
    "culture-of-social-protection": (
        "awareness", "campaign", "communication", "school curricul", "education on social", "culture of social",
        "sensibilis", "campagne", "culture de la protection", "sensibiliza", "campana", "cultura de", "consciencializa",
        "campanha",
    ),
    "financing": (
        "financ", "fiscal", "budget", "tax", "contribution rate", "domestic resource", "impot", "recettes",
        "presupuest", "impuesto", "orcament", "imposto",
    ),
    "statistics-monitoring-and-evaluation": (
        "statistic", "monitoring", "evaluation", "indicator", "survey", "data collection", "statistique", "suivi",
        "indicateur", "enquete", "estadistic", "seguimiento", "indicador", "encuesta", "estatistic", "monitoria",
        "inquerito",
    ),
    "actuarial-valuations": ("actuar", "atuaria", "actuaria"),
    "digital-transformation": (
        "digital", "online", "information system", "single registry", "social registry", "database", "mobile payment",
        "e-payment", "interoperab", "numerique", "en ligne", "registre", "systeme d'information",
        "systeme d’information", "en linea", "registro", "sistema de informacion", "em linha", "sistema de informacao",
        "informatiz",
    ),
}  # fmt: skip

# Where an evaluation is an actuary's, it is not about monitoring.
NOT_IF: Mapping[str, str] = {
    "statistics-monitoring-and-evaluation": r"\b(evaluations? actuarielle|actuarial evaluation)",
}
MOST = 4


def suggested_themes(texts: Iterable[str | None], *, of_indicator: str | None = None) -> list[str]:
    """Slugs of at most four themes, the likeliest first: that of the indicator, then those with the most words.

    >>> suggested_themes(["Law on universal health insurance adopted", "Financing study"])
    ['social-health-protection', 'financing']
    >>> suggested_themes(["Évaluation actuarielle du régime de retraite"], of_indicator="actuarial-valuations")
    ['actuarial-valuations', 'old-age-pensions']
    >>> suggested_themes([None, ""])
    []
    """
    text = " ".join(plain(text) for text in texts if text)
    hits = {slug: _hits(slug, text) for slug in KEYWORDS}
    found = sorted((slug for slug in hits if hits[slug]), key=lambda slug: -hits[slug])
    own = [of_indicator] if of_indicator else []
    return [*own, *(slug for slug in found if slug not in own)][:MOST]


def _hits(slug: str, text: str) -> int:
    if slug in NOT_IF:
        text = re.sub(NOT_IF[slug], " ", text)
    return sum(len(re.findall(rf"\b{re.escape(word)}", text)) for word in KEYWORDS[slug])
