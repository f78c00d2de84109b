"""A project list: understood, previewed, then written whole or not at all."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from countries.names import countries_by_name
from projects import imports
from projects.models import ImportMapping, Partner, Project
from tests.projects.helpers import csv_table, imported, preview, project, workbook
from tests.projects.test_reading_lists import MERGED, MESSY

pytestmark = pytest.mark.django_db

HEADERS = "Title;Symbol;Donor;Countries;Start;End;Budget (USD);Status"


def one(cells: str) -> imports.Table:
    return csv_table(HEADERS, cells)


def problems(*lines: str) -> list[str]:
    return [str(problem) for problem in preview(csv_table(HEADERS, *lines)).problems]


def test_the_messy_list_names_row_column_and_what_to_do():
    found = preview(imports.read_list(workbook(MESSY, merge=MERGED), name="messy.xlsx"))
    assert [str(problem) for problem in found.problems] == [
        "Row 7, F7 (Budget (USD): Spent): The cell holds a formula without a result. Replace it by its value."
    ]
    (entry,) = found.new
    assert entry.fields["budget"] == Decimal(1999980)
    assert {country.iso3 for country in entry.links.countries} == {"LAO", "KEN"}


def test_a_list_is_written_by_the_actions_of_the_page(manager):
    table = one("Floors;TOG/24/01/CHE;China, Switzerland;Togo (60%), Bénin (40 %);2024;Dec 2026;1 000 / 2 000;ongoing")
    imported(table, by=manager)
    made = Project.objects.get(symbol="TOG/24/01/CHE")
    assert (made.spent, made.budget, made.currency, made.status) == (1000, 2000, "USD", "in-progress")
    assert (made.start_last, made.end_first, made.end_last) == (
        date(2024, 12, 31), date(2026, 12, 1), date(2026, 12, 31),
    )  # fmt: skip
    assert {row.country.iso3: row.share for row in made.shares.all()} == {"TGO": 60, "BEN": 40}
    assert {funding.partner.name for funding in made.fundings.all()} == {"China", "Switzerland"}
    assert all(funding.planned is None for funding in made.fundings.all())
    assert "Project list “list.csv”" in made.source
    assert made.changes.count() == 3


def test_the_same_list_again_changes_nothing(manager):
    table = one("Floors;TOG/24/01/CHE;China;Togo (60%), Benin;2024;2026;2 000;ongoing")
    imported(table, by=manager)
    again = imported(table, by=manager)
    assert (len(again.new), len(again.changed), len(again.unchanged)) == (0, 0, 1)


def test_a_change_is_shown_field_by_field_and_blank_cells_say_nothing(manager):
    imported(one("Floors;TOG/24/01/CHE;China;Togo (60%);2024;2026;2 000;ongoing"), by=manager)
    found = preview(one("Floors;TOG/24/01/CHE;;TGO;;;3 000;closed"))
    (entry,) = found.changed
    assert {c.field: (c.before, c.after) for c in entry.differences} == {
        "budget": ("2000", "3000"),
        "status": ("in-progress", "completed"),
    }
    imported(one("Floors;TOG/24/01/CHE;;TGO;;;3 000;closed"), by=manager)
    made = Project.objects.get(symbol="TOG/24/01/CHE")
    assert (made.budget, made.start_first, made.shares.get().share) == (3000, date(2024, 1, 1), 60)


def test_one_bad_row_refuses_all(manager):
    table = csv_table(HEADERS, "Good;;;;;;;", "Bad;;;;;;8,0%;")
    before = Project.objects.count()
    with pytest.raises(ValidationError, match="Row 3"):
        imported(table, by=manager)
    assert Project.objects.count() == before
    assert not ImportMapping.objects.exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A;;;;2017-05-10;2016-06-24;;", ["F2 (End)", "ends (2016-06-24) before it begins (2017-05-10)", "E2", "F2"]),
        ("A;;;;;;8,0%;", ["G2 (Budget (USD))", "is a share"]),
        ("A;INT/00/000/AAA;;;;;;", ["B2 (Symbol)", "leave it empty"]),
        ("A;;;Lao PRD;;;;", ["D2 (Countries)", "Did you mean Lao People's Democratic Republic"]),
        ("A;;;Togo (80%), Benin (80%);;;;", ["160 per cent"]),
        ("A;;;;;;EUR 5;Archived", ["H2 (Status)", "not a status"]),
        (";;China;;;;;", ["names no project"]),
        (f"{'x' * 301};;;;;;;", ["longer than 300"]),
    ],
)
def test_a_row_that_is_refused_says_where_and_why(row, said):
    (problem,) = problems(row)
    for words in said:
        assert words in problem


def test_every_problem_is_named_at_once():
    assert len(problems("A;;;Nowhere;soon;;8,0%;?", "B;;;;;later;;")) == 4


def test_a_project_twice_in_the_list():
    (problem,) = problems("Floors;;;;;;;", "  FLOORS ;;;;;;;")
    assert "Row 2 names the same project" in problem
    assert not problems("Floors;AAA/01/01/BBB;;;;;;", "Floors;AAA/01/02/BBB;;;;;;")


def test_a_title_that_several_projects_have(manager):
    for symbol in ("AAA/01/01/BBB", "AAA/01/02/BBB"):
        project(manager, "Floors", symbol=symbol)
    assert "Give the symbol" in problems("Floors;;;;;;;")[0]
    assert preview(one("Floors;AAA/01/02/BBB;;;;;;ongoing")).changed[0].project.symbol == "AAA/01/02/BBB"


def test_amounts_without_a_currency_are_asked_about():
    table = csv_table("Title,Budget", "A,500")
    assert "in which currency" in str(preview(table).problems[0])
    assert preview(table, currency="EUR").new[0].fields["currency"] == "EUR"


@pytest.mark.parametrize(
    ("header", "amount", "currency", "said"),
    [
        ("Budget (USD)", "$ 500", "USD", None),
        ("Budget", "$ 500", None, "whose currency"),
        ("Budget (EUR)", "$ 500", None, "several currencies: $, EUR"),
        ("Budget (USD)", "€ 500", "EUR", None),
    ],
)
def test_a_sign_that_several_currencies_share_needs_a_code_beside_it(header, amount, currency, said):
    found = preview(csv_table(f"Title,{header}", f"A,{amount}"))
    assert [entry.fields["currency"] for entry in found.new] == ([currency] if currency else [])
    assert [said in str(problem) for problem in found.problems] == ([True] if said else [])


def test_a_comma_in_a_list_with_semicolons_is_the_decimal_mark():
    assert preview(one("A;;;;;;1.234.567,5;")).new[0].fields["budget"] == Decimal("1234567.5")
    assert preview(one("A;;;;;;13,0;")).new[0].fields["budget"] == 13
    assert "1,234" in preview(one("A;;;;;;1,234;")).open_about_columns[0].text


def test_two_spellings_of_one_partner(manager):
    table = csv_table("Title;Donor", "A;UNICEF ", "B;Unicef", "C;BMZ", "D;Germany  (BMZ)")
    imported(table, by=manager)
    assert Partner.objects.filter(name__iexact="unicef").count() == 1
    germany = Partner.objects.get(slug="germany")
    listed = Project.objects.filter(title__in="ABCD")
    assert {p.title for p in listed & Project.objects.funded_by(germany)} == {"C", "D"}


def test_a_near_miss_is_asked_and_the_answer_remembered(manager):
    table = csv_table("Title;Donor", "A;Luxemburg")
    found = preview(table)
    (question,) = found.questions
    assert (question.text, question.candidates) == ("Luxemburg", ("Luxembourg",))
    assert not found.is_ready
    with pytest.raises(ValidationError, match="Say which partner"):
        imported(table, by=manager)
    imported(table, by=manager, answers={question.key: "luxembourg"})
    assert Project.objects.get(title="A").fundings.get().partner.slug == "luxembourg"
    assert not preview(csv_table("Title;Donor", "B;luxemburg")).questions


def test_a_near_miss_that_is_another(manager):
    table = csv_table("Title;Donor", "A;Luxemburg")
    imported(table, by=manager, answers={"luxemburg": ""})
    assert Partner.objects.filter(name="Luxemburg").exists()


def test_countries_by_any_name():
    names = "LA; KEN; Côte d'Ivoire; Viet-Nam; Korea, Republic Of; Moçambique; Guinée-Bissau; São Tomé and Príncipe"
    (entry,) = preview(csv_table("Title|Country", f'A|"{names}"')).new
    assert [c.iso3 for c in entry.links.countries] == ["LAO", "KEN", "CIV", "VNM", "KOR", "MOZ", "GNB", "STP"]
    (entry,) = preview(csv_table("Title|Country", "A|Malawi/Zambia and Tanzania, Vietnam")).new
    assert [c.iso3 for c in entry.links.countries] == ["MWI", "ZMB", "TZA", "VNM"]


@pytest.mark.parametrize(
    ("written", "iso3"),
    [
        ("Republic of N.Macedonia", "MKD"),
        ("Rep. of Moldova", "MDA"),
        ("Congo, Dem. Rep. of", "COD"),
        ("République du Congo", "COG"),
        ("St Kitts & Nevis", "KNA"),
        ("Kingdom of Norway", "NOR"),
        ("People's Republic of China", "CHN"),
        ("Quênia", "KEN"),
        ("Costa do Marfim", "CIV"),
        ("Países Bajos", "NLD"),
        ("Allemagne", "DEU"),
    ],
)
def test_countries_by_their_names_in_four_languages_and_as_lists_abbreviate_them(written, iso3):
    (entry,) = preview(csv_table("Title;Country", f"A;{written}")).new
    assert [country.iso3 for country in entry.links.countries] == [iso3]


def test_a_country_that_is_another_is_not_taken_for_its_neighbour():
    assert preview(csv_table("Title;Country", "A;Republic of China", "B;Virgin Islands")).refused_rows == [2, 3]


def test_a_state_that_funds_is_one_partner_in_every_language(manager):
    germany = Partner.objects.get(slug="germany")
    names = ["Allemagne", "Alemania", "Alemanha", "Government of Germany", "Federal Republic of Germany"]
    table = csv_table("Title;Donor", *(f"{name};{name}" for name in names), "X;Quênia", "Y;Kenya", "Z;CAF")
    assert not preview(table).questions
    imported(table, by=manager)
    assert Project.objects.funded_by(germany).filter(title__in=names).count() == len(names)
    assert Partner.objects.filter(name__in=["Quênia", "Kenya", "CAF"]).count() == 2


def test_a_mapping_is_remembered_for_the_same_headers(manager):
    table = csv_table("Was,Wer", "A,China")
    assert imports.suggest(table.headers) == {}
    imported(table, by=manager, columns={"Was": "title", "Wer": "partners"})
    assert imports.suggest(csv_table("Wer,Was", "France,B").headers) == {"Wer": "partners", "Was": "title"}


@pytest.mark.parametrize(
    "columns", [{}, {"Wer": "partners"}, {"Was": "nothing"}, {"Was": "title", "Wer": "title"}, {"No": "title"}]
)
def test_a_mapping_that_reads_nothing_is_refused(columns):
    with pytest.raises(ValidationError):
        imports.plan(csv_table("Was,Wer", "A,China"), columns=columns)


def test_what_was_previewed_is_what_is_written(manager):
    table = one("Floors;;;;;;5;ongoing")
    seen = preview(table).fingerprint
    project(manager, "Floors")
    with pytest.raises(ValidationError, match="since the preview"):
        imported(table, by=manager, expected=seen)
    imported(table, by=manager, expected=preview(table).fingerprint)


def test_text_stays_text(manager):
    imported(csv_table("Title,Donor", '"=HYPERLINK(""x"")",<script>'), by=manager)
    assert Project.objects.filter(title='=HYPERLINK("x")').exists()


# Who is a state


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("UNIDO", None),
        ("Unido", None),
        ("UNICEF", None),
        ("UNI Global", None),
        ("United", None),
        ("CAF", None),
        ("Republic of China", None),
        ("United Kingdom", "GBR"),
        ("Royaume-Uni", "GBR"),
        ("Reino Unido", "GBR"),
        ("UK", "GBR"),
        ("Kingdom of Cambodia", "KHM"),
        ("Government of the Netherlands", "NLD"),
        ("Gouvernement du Canada", "CAN"),
        ("Royaume du Maroc", "MAR"),
        ("République Fédérale d'Allemagne", "DEU"),
        ("Germany, Federal Republic of", "DEU"),
        ("People's Republic of China", "CHN"),
        ("United States of America", "USA"),
    ],
)
def test_a_partner_is_a_state_only_by_a_name_of_it(name, iso3):
    country = countries_by_name().state(name)
    assert (country.iso3 if country else None) == iso3


def test_the_partners_that_are_recorded_are_states_and_their_agencies_are_none():
    known = countries_by_name()
    with (Path(settings.BASE_DIR) / "fixtures" / "partners.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows if not known.state(row["name"]) and row["kind"] == "government"] == []
    spelled = {text for row in rows for text in (row["name"], *row["aliases"].split(";")) if text}
    no_state = {text for text in spelled if not known.state(text)}
    assert no_state >= {"BMZ", "Germany (BMZ)", "Irish Aid", "ACTION/Portugal", "European Union", "UNIQLO"}
    assert no_state.isdisjoint({"Germany", "Ireland", "Portugal", "United Kingdom", "Republic of Korea"})


def test_an_agency_in_the_column_of_countries_is_not_taken_for_the_united_kingdom():
    assert preview(csv_table("Title;Country", "A;UNIDO", "B;United")).refused_rows == [2, 3]


def test_two_spellings_of_one_partner_lose_no_money(manager):
    table = csv_table("Title;Donor;Budget (USD)", "A;Germany;100", "A;BMZ;200", "A;Allemagne;50")
    imported(table, by=manager, answers={"lines:": "add"})
    made = Project.objects.get(title="A")
    assert made.budget == 350
    assert [(f.partner.slug, f.planned) for f in made.fundings.all()] == [("germany", 350)]
