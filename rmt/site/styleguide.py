"""Sample data for /styleguide/: every component in every state. All of it is invented; nothing reads the database."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace as Sample

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.html import format_html

from briefs.pages.editor.forms import BriefText
from rmt.caching import public_page
from rmt.charts import Area, Bar, Point, YearColumn
from rmt.forms import WhereField

LONG = (
    "Law on the extension of social health protection to workers of the informal and rural economy, their dependants "
    "and persons in institutions, with transitional provisions for districts without a Rechtsschutzversicherungsanstalt"
)

STEPS = [
    Sample(
        number=1, title="Strategy", count=2, latest="National framework 2016–2025", latest_url="#", lost=[], href="#"
    ),
    Sample(
        number=2,
        title="Law or scheme",
        count=4,
        latest="Law on social security, 2019",
        latest_url="#",
        lost=[],
        href="#",
    ),
    Sample(
        number=3, title="Operations", count=3, latest="Registration modernized, 2021", latest_url="#", lost=[], href="#"
    ),
]
STEPS_WITH_LOSSES = [
    Sample(number=1, title="Strategy", count=1, latest="Strategy adopted, 2016", latest_url="#", lost=[], href="#"),
    Sample(
        number=2,
        title="Law or scheme",
        count=2,
        latest=LONG,
        latest_url="#",
        href="#",
        lost=["Social security law, adopted 2016, suspended 28 January 2019"],
    ),
    Sample(number=3, title="Operations", count=0, latest="", latest_url="", lost=[], href=""),
]
NO_STEPS = [
    Sample(number=n, title=title, count=0, latest="", latest_url="", lost=[], href="")
    for n, title in enumerate(("Strategy", "Law or scheme", "Operations"), 1)
]

PEOPLE = [
    Sample(text="not reported", label="more entitled by law", href="", note="No value was published for 2016–2020."),
    Sample(text="about 2.5 million", label="more covered in practice", href="#", note=""),
    Sample(text=None, label="with better or wider benefits", href="", note=""),
]

ENTRIES = [
    Sample(
        url="#",
        level=3,
        badge="Impact · Effective coverage",
        title="2.1 million workers covered by health, maternity and sickness insurance",
        lede="The branch of the national fund that opened in 2016 now reaches 2.1 million workers.",
        date_text="2020",
        tags=["Social health protection", "Informal economy"],
    ),
    Sample(url="#", level=2, badge="Step 2 · Law or scheme", title=LONG, lede="", date_text="12 October 2021", tags=[]),
    Sample(
        url="#",
        level=1,
        badge="Deliverable · Knowledge",
        title="Actuarial valuation of the pension scheme approved",
        lede="Approved by the tripartite board of the fund.",
        date_text="March 2019",
        tags=["Financing"],
    ),
]
CARDS = [
    Sample(
        url="#",
        level=2,
        badge="Togo · Step 2",
        title="Law on universal health insurance adopted",
        lede="",
        date_text="12 October 2021 · European Union",
        tags=["Social health protection"],
    ),
    Sample(
        url="#",
        level=1,
        badge="Timor-Leste · Deliverable",
        title="National strategy costed with employers and workers",
        lede="",
        date_text="November 2021 · Portugal",
        tags=["Social dialogue"],
    ),
    Sample(
        url="#",
        level=3,
        badge="Cameroon · Impact",
        title="50 000 more workers of the informal and rural economy insured",
        lede="",
        date_text="2016–2019",
        tags=["Informal economy", "Social health protection"],
    ),
]
MARKS = [
    Sample(day=date(2016, 6, 1), level=2, title="Sub-decree, 2016"),
    Sample(day=date(2016, 8, 1), level=1, title="Study, August 2016"),
    Sample(day=date(2017, 5, 1), level=2, title="Framework approved, 2017"),
    Sample(day=date(2018, 6, 1), level=3, title="Public servants covered, 2018"),
    Sample(day=date(2018, 6, 10), level=2, title="Decree, June 2018"),
    Sample(day=date(2019, 10, 1), level=2, title="Law on social security, 2019"),
    Sample(day=date(2020, 6, 1), level=3, title="2.1 million covered, 2020"),
]

FACTS = [
    Sample(
        label="Covered by at least one benefit (SDG 1.3.1)",
        value="16.4 % (2019)",
        source="ILOSTAT, vintage June 2021",
        href="#",
    ),
    Sample(label="Convention No. 102", value="not recorded in our source of 2020", source="", href=""),
    Sample(label="Population", value=None, source="", href=""),
]
TASKS = [
    Sample(text="Results since July", state="done", note="3", href="#"),
    Sample(text="People reached", state="now", note="1 to complete", href="#"),
    Sample(text="Send the update", state="later", note="", href=""),
]
EVENTS = [
    Sample(
        what="Version 2 published",
        when="14 January 2026, 09:12 UTC",
        who="a programme manager",
        changes=["Figure: 1 000 people → 1 500 people", "Theme added: Financing, confirmed"],
        comment="Why: The registry was counted again.",
        href="#",
        current=True,
    ),
    Sample(
        what="Returned",
        when="9 January 2026",
        who="a programme manager",
        comment="Please add the number of the decree.\nDue on 12 January.",
        href="",
        current=False,
    ),
    Sample(what="Version 1 published", when="3 July 2024", who="", comment="", href="#", current=False),
]
TRAIL = [("Countries", "#"), ("Asia and the Pacific", "#"), ("Cambodia", None)]
PARTS = [
    ("same", "Health insurance reaches "),
    ("removed", "about 2 million"),
    ("added", "2.1 million"),
    ("same", " workers in private firms."),
]
VERSIONS = [
    Sample(label="Title", before="Law adopted", after="Law adopted", changed=False),
    Sample(label="Outcome", before=PARTS[:2] + PARTS[3:], after=PARTS[:1] + PARTS[2:], changed=True),
    Sample(label="Instrument", before=None, after="Law No. 2021-022", changed=True),
]


def choice(title: str, words: str) -> str:
    return format_html(
        '<span class="choice"><span class="choice__title">{}</span><span class="choice__help">{}</span></span>',
        title,
        words,
    )


class DateTriplet(forms.MultiWidget):  # its name is a class of the stylesheet
    template_name = "components/widgets/date_triplet.html"
    use_fieldset = True

    def __init__(self):
        super().__init__([forms.TextInput({"inputmode": "numeric"})] * 3)

    def decompress(self, value):
        return [None, None, None]


class SampleForm(forms.Form):
    level = forms.ChoiceField(
        label="What happened?",
        help_text="Choose the one that fits best. You can add what it led to later.",
        widget=forms.RadioSelect({"class": "cards"}),
        initial="2",
        choices=[
            ("1", choice("Deliverable", "A report approved, people trained, a convention ratified")),
            ("2", choice("Institutional result", "A strategy, law or operation changed")),
            ("3", choice("Impact on people", "More people covered, or better")),
        ],
    )
    title = forms.CharField(
        label="In one sentence, what was achieved?", help_text="As a reader would say it. 20 words or fewer."
    )
    achieved = forms.CharField(
        label="When was it adopted?", help_text="The day and the month may be left empty.", widget=DateTriplet
    )
    where = WhereField(label="In the whole country, or in parts of it?")
    instrument = forms.ChoiceField(
        label="Which law or scheme?", choices=[("", "Choose one"), ("1", "Universal health insurance")]
    )
    contribution = forms.CharField(label="What did the programme contribute?", widget=forms.Textarea({"rows": 3}))
    why = BriefText(label="Why did it happen?", initial="The [[figure covered country=TGO]] people …")
    value = forms.IntegerField(
        label="How many people?",
        help_text="Write 2 100 000 or 2,100,000.",
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    themes = forms.MultipleChoiceField(
        label="Themes",
        widget=forms.CheckboxSelectMultiple({"class": "two-columns"}),
        choices=[
            ("a", "Social health protection"),
            ("b", "Financing"),
            ("c", "Informal economy"),
            ("d", "Social dialogue"),
        ],
    )
    evidence = forms.FileField(label="The text of the law, or another proof", required=False)
    is_public = forms.BooleanField(label="Readers may see this file", required=False)

    def clean_achieved(self):
        raise forms.ValidationError(
            "This day has not come yet. Type the day on which it was adopted, or save the result as a draft."
        )


BARS = [
    Bar("More entitled by law", "about 6 million", Decimal(6_000_000), target=Decimal(20_000_000), href="#"),
    Bar(
        "More covered in practice",
        "between 2.1 and 3.5 million",
        Decimal(2_100_000),
        Decimal(3_500_000),
        Decimal(30_000_000),
        "figures from 18 of 50 priority countries and territories",
    ),
    Bar("With better or wider benefits", "not reported", None, target=Decimal(10_000_000)),
    Bar("Deliverables", "0", Decimal(0), level=1),
]
FUNNEL = [
    Bar("Entitled by law", "400 000", Decimal(400_000)),
    Bar("Registered only", "not known", None),
    Bar("Covered in practice", "135 000", Decimal(135_000)),
]
COLUMNS = [
    YearColumn(str(year), counts, "#") for year, counts in zip(
        range(2016, 2022), [(1, 2, 0), (0, 4, 1), (3, 0, 0), (0, 0, 0), (2, 5, 3), (1, 1, 1)], strict=True
    )
]  # fmt: skip
MULTIPLES = [("Cambodia", "#", COLUMNS), ("Togo", "#", COLUMNS[::-1]), ("Cabo Verde", "", COLUMNS[:3] * 2)]
SERIES = [Point(2009, Decimal(5), "5.0 %"), Point(2014, Decimal("9.5"), "9.5 %"), Point(2019, Decimal(38), "38 %")]
AREAS = [
    Area(iso3, name, step, text, "#") for iso3, name, step, text in (
        ("TGO", "Togo", 2, "law or scheme"), ("KHM", "Cambodia", 3, "operations"),
        ("CPV", "Cabo Verde", 3, "operations"),
        ("BRB", "Barbados", 1, "strategy"), ("IND", "India", 1, "strategy"), ("BRA", "Brazil", 0, "no step in force"),
        ("MDG", "Madagascar", 2, "law or scheme"), ("PAK", "Pakistan", 3, "operations"),
    )
]  # fmt: skip


MENU = [
    Sample(
        label="Togo, since 2016",
        choices=[
            Sample(reference="[[figure changes country=TGO]]", label="institutional changes", value="12"),
            Sample(
                reference="[[figure covered country=TGO]]", label="more covered in practice", value="about 2.5 million"
            ),
        ],
    ),
    Sample(label="World, since 2016", choices=[Sample(reference="[[map steps]]", label="Map of steps", value="")]),
]


def forms_shown() -> dict[str, forms.Form]:
    filled = {"level": "2", "title": "", "achieved_0": "12", "achieved_1": "10", "achieved_2": "2027", "value": "many"}
    return {
        "form": SampleForm(prefix="new"),
        "form_with_errors": SampleForm({f"sent-{name}": value for name, value in filled.items()}, prefix="sent"),
    }


@public_page
def styleguide(request, *, as_of: date | None):
    """Every component in every state, from the samples above."""
    context = {
        "steps": STEPS,
        "menu": MENU,
        "steps_with_losses": STEPS_WITH_LOSSES,
        "no_steps": NO_STEPS,
        "people_lines": PEOPLE,
        "entries": ENTRIES,
        "cards": CARDS,
        "marks": MARKS,
        "facts_rows": FACTS,
        "task_rows": TASKS,
        "events": EVENTS,
        "parts": PARTS,
        "versions_rows": VERSIONS,
        "long": LONG,
        "day": date(2024, 12, 31),
        "first": date(2021, 5, 1),
        "last": date(2021, 6, 3),
        "page_of_results": Paginator(range(400), 20).page(7),
        "trail": TRAIL,
        "parts_of_page": [("figures", "Figures"), ("tables", "Table"), ("forms", "Forms")],
        "bars": BARS,
        "funnel": FUNNEL,
        "year_columns": COLUMNS,
        "multiples": MULTIPLES,
        "points": SERIES,
        "few_points": SERIES[:2],
        "areas": AREAS,
        **forms_shown(),
    }
    return render(request, "site/styleguide.html", context)
