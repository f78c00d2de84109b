"""axe finds nothing, nothing is wider than the screen, and the console says nothing: full and empty pages."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PUBLIC = (
    "/", "/countries/", "/countries/cambodia/", "/countries/cabo-verde/", "/countries/senegal/", "/themes/",
    "/themes/social-health-protection/", "/themes/financing/", "/indicators/", "/indicators/r2/", "/indicators/i3/",
    "/indicators/t4/", "/indicators/d1/", "/results/1/", "/about/", "/about/how-results-are-counted/",
    "/about/theory-of-change/", "/about/glossary/", "/about/who-may-see-what/", "/about/corrections/", "/about/record/",
    "/about/data-and-licence/", "/about/accessibility/", "/about/contact/", "/countries/cambodia/embed/",
    "/countries/senegal/embed/",
    "/projects/", "/projects/?country=XX", "/projects/irish-aid-inclusive-growth/", "/partners/", "/partners/ireland/",
    "/countries/?sort=-step", "/?show=people&region=africa&year=2024", "/results/?view=map", "/results/?view=timeline",
    "/compare/?one=cambodia&two=togo", "/compare/?what=themes&one=financing&two=social-health-protection",
    "/compare/?what=days&country=cambodia&before=2020-01-01&after=2026-01-01", "/about/privacy/", "/follow/",
    "/follow/?country=togo", "/follow/asked/", "/follow/stop/nothing/",
    "/search/?q=social", "/search/?q=nothing+qqqq", "/claims/", "/styleguide/",
    "/accounts/login/", "/accounts/password/reset/",
)  # fmt: skip
DESK = ("/desk/", "/desk/results/", "/desk/results/new/", "/desk/results/new/?indicator=I3&country=TGO")


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("width", [1280, 360])
def test_a_public_page(visitor, width):
    reader = visitor(width)
    problems = []
    for path in PUBLIC:
        reader.page.goto(path)
        problems += [f"{path}: {problem}" for problem in reader.accessibility_problems()]
        if reader.is_wider_than_the_screen():
            problems.append(f"{path}: wider than the screen")
    assert problems + reader.said == []


MANAGERS = ("/desk/review/", "/desk/projects/", "/desk/imports/", "/desk/portfolio/?partner=portugal")


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("width", [1280, 360])
def test_a_page_of_the_managers(visitor, people, width):
    manager = visitor(width).sign_in(people.manager)
    problems = []
    for path in MANAGERS:
        manager.page.goto(path)
        problems += [f"{path}: {problem}" for problem in manager.accessibility_problems()]
        if manager.is_wider_than_the_screen():
            problems.append(f"{path}: wider than the screen")
    assert problems + manager.said == []


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("width", [1280, 360])
def test_a_page_of_the_desk(visitor, people, width):
    focal = visitor(width).sign_in(people.focal_togo)
    problems = []
    for path in DESK:
        focal.page.goto(path)
        problems += [f"{path}: {problem}" for problem in focal.accessibility_problems()]
        if focal.is_wider_than_the_screen():
            problems.append(f"{path}: wider than the screen")
    assert problems + focal.said == []
