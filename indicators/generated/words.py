"""What made-up results say: plain sentences that nobody can take for real ones."""

from random import Random

SUBJECTS = (
    "universal health insurance", "a pension for every older person", "maternity benefits", "a child grant",
    "employment injury insurance", "unemployment protection", "a disability allowance", "social assistance in drought",
    "coverage of domestic workers", "coverage of workers in the informal economy", "a single registry",
)  # fmt: skip
DONE = {
    "R1": ("Strategy on {} adopted", "National policy on {} approved", "Roadmap for {} endorsed"),
    "R2": ("Law on {} adopted by parliament", "Decree on {} issued", "Scheme for {} designed and reformed"),
    "R3": ("Administration of {} moved to one window", "Payment of {} made digital", "Financing of {} secured"),
    "D1": ("Actuarial study on {} approved", "Costing of {} used by the ministry", "Guide to {} published"),
    "D2": ("Officials trained on {}", "Employers and workers trained on {}"),
    "D3": ("Institutions equipped to run {}",),
    "D6": ("National dialogue on {} held",),
    "I2": ("More people entitled to {} by law",),
    "I3": ("More people covered in practice by {}",),
    "I4": ("Higher benefits through {}",),
    "I6": ("Better access to {}",),
}  # fmt: skip
OUTCOMES = (
    "Families that had no protection before can now claim it at the nearest office. The first claims were paid within "
    "the quarter, and the number of complaints fell.",
    "The institution keeps one register instead of four. Contributions and benefits of a person are seen in one place.",
    "Employers' and workers' organizations took part in each of the three readings, and the text says so.",
)
CONTRIBUTIONS = (
    "Actuarial work, drafting support and two tripartite workshops.",
    "A costing of three options, and the training of the team that now runs the scheme.",
    "Advice on the text and on the information system, with two missions.",
)
OTHERS = ("Ministry of Labour", "National health fund", "A development bank", "A sister agency")


def title(code: str, random: Random) -> str:
    """One sentence of what was achieved, "(made up)" at its end."""
    return f"{random.choice(DONE[code]).format(random.choice(SUBJECTS))} (made up)"
