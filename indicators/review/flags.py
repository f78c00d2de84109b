"""What a reviewer is asked to look at: each flag is one rule, with a sentence on what to check.

A flag refuses nothing, but what is flagged is decided one by one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.figures import PERSON, Clash, Entry, in_order, level_before, series_key
from indicators.wording import clash_text, number_text, percent_text

LARGE_PER_CENT = 10
TIMES_THE_LARGEST = 3
LONG_BEFORE = timedelta(days=365)

ERROR, DUE = "error", "due"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at first: a few words for a chip, its kind, and a sentence that says what to check."""

    text: str
    kind: str
    check: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the flags of one working copy are read from.

    `amount` is the increase that it states or that follows from its own figures; `published` the results of the same
    country and indicator that readers have; `claims` the numbers of its unit that were published in the past, each
    with its source; `groups` what the groups of each dimension add up to.
    """

    own: Entry
    needs_evidence: bool = False
    amount: Decimal | None = None
    clashes: Sequence[Clash] = ()
    evidence: int = 0
    public_evidence: int = 0
    population: Decimal | None = None
    published: Sequence[Entry] = ()
    claims: Mapping[Decimal, str] = field(default_factory=dict)
    groups: Mapping[str, Decimal] = field(default_factory=dict)
    round_start: date | None = None
    number: int | None = None
    is_public: bool = False
    twins: Sequence[str] = ()

    @property
    def others(self) -> list[Entry]:
        """What is published besides an earlier version of the same result."""
        return [entry for entry in self.published if entry.key != self.own.key]

    @property
    def before(self) -> Entry | None:
        """The published level that comes before this one in its series."""
        return level_before(self.own, [entry for entry in self.others if series_key(entry) == series_key(self.own)])


def flags_of(facts: Facts) -> list[Flag]:
    """Everything to look at in one result, what keeps it from readers first."""
    return [flag for rule in RULES if (flag := rule(facts))]


def clash(facts: Facts) -> Flag | None:
    """It contradicts what is published, or what waits too, in its series (rule 9)."""
    if not facts.clashes:
        return None
    why = "; ".join(dict.fromkeys(clash_text(found) for found in facts.clashes))
    check = _("%(why)s. It cannot be published until this is settled.") % {"why": why[:1].upper() + why[1:]}
    return Flag(_("Clashes with another figure"), ERROR, check)


def sent_twice(facts: Facts) -> Flag | None:
    """Another result, public or waiting, has the same title, law and date."""
    if not facts.twins:
        return None
    check = _("The same title, law and date as %(others)s: publish one of them, and return or withdraw the other.")
    return Flag(_("Sent twice"), ERROR, check % {"others": "; ".join(facts.twins)})


def evidence(facts: Facts) -> Flag | None:
    """A change or an impact without evidence that readers can see."""
    if not facts.needs_evidence or facts.public_evidence:
        return None
    if facts.evidence:
        check = _("Readers will see no evidence: check that what is kept for reviewers shows the result.")
        return Flag(_("Evidence for reviewers only"), DUE, check)
    return Flag(_("No evidence"), ERROR, _("Ask for a link or a file that shows it, or say why there is none."))


def groups(facts: Facts) -> Flag | None:
    """The groups of a dimension are more people than the increase that they divide (rule 12)."""
    if facts.amount is None or facts.own.unit != PERSON:
        return None
    above = [name for name, found in facts.groups.items() if found > facts.amount]
    if not above:
        return None
    words = {"dimensions": ", ".join(above), "amount": number_text(facts.amount)}
    check = _("%(dimensions)s: the groups add up to more than the increase of %(amount)s. Check both.") % words
    return Flag(_("Groups above the increase"), ERROR, check)


def large(facts: Facts) -> Flag | None:
    """The increase is more than a tenth of the population."""
    amount, population = facts.amount, facts.population
    if not population or amount is None or facts.own.unit != PERSON or amount * 100 <= population * LARGE_PER_CENT:
        return None
    words = {"share": percent_text(amount * 100 / population), "amount": number_text(amount)}
    check = _("%(amount)s people are %(share)s of the population: check the unit and the number of digits.") % words
    return Flag(_("Large: %(share)s of the population") % words, DUE, check)


def above_history(facts: Facts) -> Flag | None:
    """The increase is more than three times the largest that the country reported before."""
    earlier = [entry for entry in facts.others if in_order(entry) < in_order(facts.own) and _same_unit(entry, facts)]
    found = [(amount, entry) for entry in earlier if (amount := _added(entry, earlier)) is not None and amount > 0]
    if facts.amount is None or not found:
        return None
    largest, entry = max(found, key=lambda pair: pair[0])
    if facts.amount <= largest * TIMES_THE_LARGEST:
        return None
    words = {"amount": number_text(facts.amount), "largest": number_text(largest), "number": entry.number}
    check = _(
        "%(amount)s is more than three times the largest increase published so far: %(largest)s, in No. %(number)s. "
        "Check that it is an increase and not a total."
    )
    return Flag(_("Far above what was reported before"), DUE, check % words)


def _same_unit(entry: Entry, facts: Facts) -> bool:
    return entry.unit == facts.own.unit


def _added(entry: Entry, others: Iterable[Entry]) -> Decimal | None:
    """What a published result adds to the level before it, or to its own baseline, whatever the period."""
    if entry.increase is not None or entry.value is None:
        return entry.increase
    before = level_before(entry, [other for other in others if series_key(other) == series_key(entry)])
    base = before.value if before else entry.baseline_value
    return None if base is None else entry.value - base


def below_last(facts: Facts) -> Flag | None:
    """The value is below the last one of its series."""
    before, value = facts.before, facts.own.value
    if before is None or before.value is None or value is None or value >= before.value:
        return None
    words = {"value": number_text(value), "before": number_text(before.value), "number": before.number}
    check = _(
        "%(value)s is less than the %(before)s of No. %(number)s on the same scheme: check that people really lost it."
    )
    return Flag(_("Below the last value"), DUE, check % words)


def other_baseline(facts: Facts) -> Flag | None:
    """The baseline is not the value that is published before it in its series."""
    before, baseline = facts.before, facts.own.baseline_value
    if before is None or before.value is None or baseline is None or baseline == before.value:
        return None
    words = {"baseline": number_text(baseline), "before": number_text(before.value), "number": before.number}
    check = _(
        "It starts from %(baseline)s, but No. %(number)s says %(before)s on the same scheme, and that is what the "
        "increase is counted from. Ask which of the two is right."
    )
    return Flag(_("Another baseline than published"), DUE, check % words)


def same_figure(facts: Facts) -> Flag | None:
    """The same figure was published for an earlier year, as a result or as a claim."""
    own = facts.own
    numbers = {number for number in (own.value, own.increase) if number}
    earlier = [e for e in facts.others if e.last.year < own.last.year and _same_unit(e, facts)]
    same = next((e for e in earlier if numbers & {e.value, e.increase}), None)
    text = _("Same figure as before")
    if same is not None:
        found = {"number": same.number, "year": same.last.year}
        check = _("No. %(number)s has the very same figure for %(year)s: check that last year’s report was not copied.")
        return Flag(text, DUE, check % found)
    claimed = next((number for number in sorted(numbers) if number in facts.claims), None)
    if claimed is None:
        return None
    words = {"figure": number_text(claimed), "source": facts.claims[claimed]}
    check = _("%(figure)s was published before (%(source)s): check that it is not the same people reported again.")
    return Flag(text, DUE, check % words)


def long_before(facts: Facts) -> Flag | None:
    """It happened more than a year before its round began. A result is never refused for being old (rule 14)."""
    if facts.round_start is None or facts.round_start - facts.own.last <= LONG_BEFORE:
        return None
    check = _("It happened more than a year before this round. That is welcome: only check the year.")
    return Flag(_("Long before the round"), DUE, check)


def edit(facts: Facts) -> Flag | None:
    """It changes what was published once."""
    if facts.number is None:
        return None
    words = {"number": facts.number}
    if facts.is_public:
        check = _("Read what differs from the published version, word by word.")
        return Flag(_("Edit of No. %(number)s, published") % words, DUE, check)
    check = _("It was withdrawn for a reason that readers can see: check that the reason no longer holds.")
    return Flag(_("No. %(number)s, withdrawn before") % words, DUE, check)


RULES: Sequence[Callable[[Facts], Flag | None]] = (
    clash, sent_twice, evidence, groups, large, above_history, below_last, other_baseline, same_figure, long_before,
    edit,
)  # fmt: skip
