"""The words of the programme, each with one meaning. The tag `term` links to them; anchors are never renamed."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Term:
    """A word and its meaning. `key` is the English word that code and anchors know it by."""

    key: str
    name: Promise
    meaning: Promise
    see: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        return slugify(self.key)

    @property
    def url(self) -> str:
        return f"{reverse('glossary')}#{self.anchor}"

    @property
    def related(self) -> list["Term"]:
        return [term_named(key) for key in self.see]


@dataclass(frozen=True)
class GlossaryChapter:
    """Terms that belong together."""

    anchor: str
    title: Promise
    terms: tuple[Term, ...]


RESULTS = GlossaryChapter(
    "results",
    _("Results"),
    (
        Term(
            "result",
            _("result"),
            _(
                "Something that changed in a country that the programme supported, and for which a source is named. It "
                "has one of three levels, a date, and a public number. What was taken from a published source and "
                "not reviewed here says so."
            ),
            ("deliverable", "institutional result", "impact"),
        ),
        Term(
            "deliverable",
            _("deliverable (level 1)"),
            _(
                "What the support itself produced: a study that constituents approved and used, people trained, a "
                "convention ratified, a partnership."
            ),
            ("constituents",),
        ),
        Term(
            "institutional result",
            _("institutional result (level 2)"),
            _(
                "A change in how a country protects its people: a strategy, a law or scheme, or better operations. "
                "Each is counted as one change; a country can make several."
            ),
            ("step", "instrument"),
        ),
        Term(
            "step",
            _("step"),
            _(
                "One of the three kinds of institutional result. Step 1: a strategy or policy is adopted. Step 2: a "
                "law is adopted, or a scheme designed or reformed. Step 3: the operations, administration or "
                "financing of a scheme improve. Steps repeat, run side by side, and can be lost."
            ),
            ("lost",),
        ),
        Term(
            "impact",
            _("impact (level 3)"),
            _("More people with coverage, or with better benefits, or with easier access to them."),
            ("legal coverage", "effective coverage", "adequate benefits", "comprehensive benefits", "access"),
        ),
        Term(
            "instrument",
            _("instrument"),
            _("What a result rests on: a law, a decree, a strategy or a scheme."),
        ),
        Term(
            "adopted",
            _("adopted"),
            _(
                "The authority with the power to do so decided it, as a source says. This count never goes down, and "
                "it does not say that the law is in force, is carried out, or still stands."
            ),
            ("in force", "lost"),
        ),
        Term(
            "in force",
            _("in force"),
            _(
                "Of a law or scheme: it applies, since a day that a source gives. Where none does, its entry into "
                "force is not recorded, which is not to say that it did not come. Of a version of a result: the one "
                "that is published now."
            ),
            ("adopted",),
        ),
        Term(
            "milestone",
            _("milestone"),
            _("Something that is expected, such as the adoption of a law, and is asked about again until it comes."),
        ),
        Term(
            "lost",
            _("lost, restored, confirmed"),
            _(
                "What was reported later of a step: that it no longer stands, that it stands again, or that it still "
                "stands. Each has a date and a reason. A lost step stays on record and is named. A step of which "
                "nothing was reported later may have been lost all the same."
            ),
        ),
        Term(
            "contribution",
            _("contribution"),
            _(
                "What the programme did towards a result, in words. What others did stands beside it. No figure is "
                "claimed for the programme, or for one partner, alone."
            ),
        ),
    ),
)

PEOPLE = GlossaryChapter(
    "people",
    _("People"),
    (
        Term(
            "legal coverage",
            _("legal coverage"),
            _("People whom a law entitles to a benefit, whether or not they receive it yet."),
            ("effective coverage",),
        ),
        Term(
            "effective coverage",
            _("effective coverage"),
            _(
                "People who contribute or receive a benefit; for health, people affiliated whose entitlement can be "
                "used. It is the kind of coverage that indicator 1.3.1 of the Sustainable Development Goals "
                "measures. People registered only stand apart. That somebody is among them is not to say that "
                "they had no cover before."
            ),
            ("legal coverage", "first cover", "sdg 1.3.1"),
        ),
        Term(
            "first cover",
            _("first cover"),
            _(
                "Whether the people had no cover of this kind before: yes, no, or not known. Only “yes” counts "
                "against an aim for people who were excluded before."
            ),
            ("effective coverage",),
        ),
        Term(
            "potential coverage",
            _("potential coverage"),
            _(
                "People who would be covered once an adopted reform is carried out, up to the year for which that is "
                "planned. It enters no headline."
            ),
        ),
        Term("adequate benefits", _("adequate benefits"), _("The same people, with higher or better benefits.")),
        Term(
            "comprehensive benefits",
            _("comprehensive benefits"),
            _("The same people, protected against more of the risks of life."),
            ("branch",),
        ),
        Term("access", _("access"), _("The same benefits, easier to reach: nearer, simpler, without obstacles.")),
        Term(
            "baseline",
            _("baseline"),
            _(
                "How many there were before. An increase is the value less the baseline. Without one it is not known, "
                "unless the source states the increase itself."
            ),
            ("span",),
        ),
        Term(
            "span",
            _("span"),
            _(
                "The days over which people were added: from that of the baseline to that of the value. An increase "
                "counts in a phase only if its whole span lies in it."
            ),
            ("baseline", "phase"),
        ),
        Term(
            "series",
            _("series"),
            _(
                "Figures of one law or scheme, one after the other. Each counts what it adds to the one before, so "
                "nobody in it is counted twice."
            ),
            ("pool",),
        ),
        Term(
            "pool",
            _("pool"),
            _(
                "Series of one country that may be about the same people. Their sum is not known exactly: it lies "
                "between the largest of them and all together."
            ),
            ("series", "bounds"),
        ),
        Term(
            "bounds",
            _("between … and …"),
            _(
                "Two bounds of one figure, where it is not known whether groups overlap: at least the largest group, "
                "at most all of them together."
            ),
        ),
        Term(
            "dimension",
            _("dimension"),
            _("A way to divide a figure of people: by sex, age, disability, employment, migration or location."),
        ),
        Term(
            "temporary payment",
            _("temporary payment"),
            _("A payment for some months only, as in a crisis. Its recipients stand apart and are added to nothing."),
        ),
    ),
)

PROGRAMME = GlossaryChapter(
    "programme",
    _("The programme"),
    (
        Term(
            "social protection floor",
            _("social protection floor"),
            _(
                "The guarantees that everyone should have at least: health care, and a basic income as a child, in "
                "working age when there is no work, and in old age. Recommendation No. 202 describes them."
            ),
        ),
        Term(
            "flagship programme",
            _("the programme"),
            _(
                "Building Social Protection Floors for All, a global programme of the International Labour "
                "Organization. Phase I ran from 2016 to 2020, phase II from 2021 to 2025; phase III, to 2030, is "
                "announced."
            ),
            ("phase", "pillar"),
        ),
        Term(
            "phase",
            _("phase"),
            _(
                "Years of the programme: phase I, 2016–2020, and phase II, 2021–2025, with aims of their own; phase "
                "III, 2026–2030, as announced, of which no aim is recorded here."
            ),
        ),
        Term(
            "pillar",
            _("pillar"),
            _("One of three ways of working in phase II: support in countries, support by theme, and partnerships."),
            ("theme", "partner"),
        ),
        Term(
            "priority country",
            _("priority country"),
            _("A country on which a phase concentrates: 21 in phase I; for phase II 50 announced, 51 named."),
        ),
        Term(
            "theme",
            _("theme"),
            _(
                "One of sixteen technical areas. Eight extend coverage throughout life; eight make systems robust "
                "and sustainable. Only results that the lead of a theme has confirmed count for it."
            ),
        ),
        Term(
            "branch",
            _("branch"),
            _(
                "One of the nine risks of life that Convention No. 102 lists, such as sickness, maternity or old "
                "age; or social assistance; or the whole system."
            ),
            ("convention no. 102",),
        ),
        Term(
            "constituents",
            _("constituents"),
            _("Those who govern the International Labour Organization together: governments, employers and workers."),
        ),
        Term(
            "partner",
            _("development partner"),
            _("A government, fund or organization whose money supports the programme or its projects."),
            ("modality",),
        ),
        Term(
            "modality",
            _("modality"),
            _(
                "How a partner gives. 1: into one pool. 2: with accounts of its own, but results reported together "
                "with the programme's. 3: with accounts and reports of its own."
            ),
        ),
        Term(
            "project",
            _("project"),
            _("A piece of work with a budget and dates of its own, financed by one or more partners."),
        ),
    ),
)

MONITORING = GlossaryChapter(
    "monitoring",
    _("Monitoring"),
    (
        Term(
            "indicator",
            _("indicator"),
            _("A question that is asked in the same way everywhere, with a level, a unit and a rule for adding up."),
        ),
        Term(
            "target",
            _("target, ambition"),
            _("What a phase set out to reach, with its years and its source. Earlier and contested values stay."),
        ),
        Term(
            "published number",
            _("number published before"),
            _("A figure that was published elsewhere. It stands beside what the entries support; neither is adjusted."),
        ),
        Term(
            "round",
            _("round"),
            _(
                "One of two times a year at which the programme collects updates: on January to June by 10 July, on "
                "July to December by 10 January."
            ),
        ),
        Term(
            "biennium",
            _("biennium"),
            _("Two years for which the International Labour Organization plans its work and its budget."),
        ),
        Term(
            "publication",
            _("publication"),
            _("One version of a result, as it was made public on a day. A later one takes its place."),
            ("ledger", "withdrawal"),
        ),
        Term(
            "ledger",
            _("ledger"),
            _(
                "The list of all publications, in order. Each carries a digest of the one before, so that a change "
                "made behind its back would show, unless all that follows is made anew as well."
            ),
        ),
        Term(
            "withdrawal",
            _("withdrawal"),
            _("A publication that takes a result off today's pages and figures, with a public reason."),
            ("removal",),
        ),
        Term(
            "removal",
            _("removal"),
            _(
                "A passage or a reply that two managers hide, for the law or for somebody's safety, on every page, "
                "version, past day and file. Pages say that something was removed, when, and in general words why."
            ),
            ("withdrawal",),
        ),
        Term(
            "seal",
            _("seal"),
            _(
                "One number for all that is kept on a day. Somebody outside who keeps it can show later whether the "
                "record up to that day was changed. It does not show that what was written is true."
            ),
            ("ledger",),
        ),
        Term(
            "edition",
            _("edition"),
            _("The ledger as it stood when a report was made. The figures of that report rest on it."),
        ),
        Term(
            "sdg 1.3.1",
            _("SDG indicator 1.3.1"),
            _(
                "The share of the population covered by social protection floors or systems: the measure of the "
                "Sustainable Development Goals, in nine series."
            ),
        ),
        Term(
            "convention no. 102",
            _("Convention No. 102"),
            _("The Social Security (Minimum Standards) Convention, 1952. It names nine branches."),
        ),
        Term(
            "focal point",
            _("focal point"),
            _("The person who enters the results of a country and answers for its page."),
        ),
        Term(
            "thematic lead",
            _("thematic lead"),
            _("The person who decides which results belong to a theme, and answers for its page."),
        ),
    ),
)

GLOSSARY = (RESULTS, PEOPLE, PROGRAMME, MONITORING)
TERMS = {term.key: term for chapter in GLOSSARY for term in chapter.terms}


def term_named(key: str) -> Term:
    """The term that code calls `key`. A word that the glossary does not have is a mistake: KeyError."""
    return TERMS[key]
