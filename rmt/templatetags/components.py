"""The parts that pages are made of.

This library is a builtin: templates use its tags without loading it. /styleguide/ shows each tag in every state.
Where a tag takes an object (an entry, a step, an event), its docstring names the attributes; keys of a dict do as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from rmt.text import (
    LEVELS,
    STEPS,
    day,
    fewer,
    grouped,
    isolated,
    level_number,
    moment,
    percentage,
    share_in_words,
    span,
)

register = template.Library()
for written in (grouped, fewer, day, span, moment, isolated):
    register.filter(written)

NOTICE_WORDS = {
    "info": gettext_lazy("Note"),
    "success": gettext_lazy("Done"),
    "warning": gettext_lazy("Attention"),
    "error": gettext_lazy("Error"),
}


# Figures


@register.inclusion_tag("components/figure.html")
def figure(*, label: str, value: str | int | None, unit: str = "", note: str = "", href: str = ""):
    """One published number. `value` is text, such as "about 2.5 million"; `None` prints "not known", never 0;
    `note` says what it leaves out; `href` leads to the results behind it."""
    value = None if value is None else grouped(value)
    return {"label": label, "value": value, "unit": unit, "note": note, "href": href}


@register.inclusion_tag("components/ambition.html")
def ambition(
    *,
    label: str,
    text: str | None,
    value=None,
    high=None,
    target=None,
    note="",
    notes=(),
    href="",
    level: int | str = 3,
):
    """A headline with its bar: `value` of `target`, both numbers in one unit; up to `high` is possible, and hatched.
    Beyond the target, the bar has a mark where the target lies, and the share is written out. Without a target there is
    no bar. `notes` stand below it, each on a line of its own."""
    percent = 100 * Decimal(value) / Decimal(target) if value is not None and target else None
    most = 100 * Decimal(high) / Decimal(target) if percent is not None and high is not None else percent
    whole = max(Decimal(100), most or Decimal(0))
    possible = most - max(percent, Decimal(0)) if percent is not None and most is not None else Decimal(0)
    return {
        "label": label, "value": text, "note": note, "notes": notes, "href": href, "bar": target is not None,
        "level": level_number(level), "share": share_in_words(percent, most),
        "fill": percentage(100 * percent / whole) if percent is not None and percent > 0 else "",
        "possible": percentage(100 * possible / whole) if possible > 0 else "",
        "mark": percentage(10000 / whole) if whole > 100 else "",
    }  # fmt: skip


@register.inclusion_tag("components/progress.html")
def progress(*, done: int, of: int, label: str):
    """How much of a list is done: "7 of 9 answered"."""
    return {"done": done, "of": of, "label": label}


@register.inclusion_tag("components/staircase.html")
def staircase(steps: Iterable):
    """The three steps of a country: number, title, count, latest, latest_url, lost (list of text), href."""
    return {"steps": steps}


@register.inclusion_tag("components/people.html")
def people(lines: Iterable, note: str = "", *, title: str = "", heading: int = 2):
    """From law to practice, never added up. Each line: text (None prints "not known"), label, href, note, and `term`,
    the word of the glossary that explains it."""
    return {"lines": lines, "note": note, "title": title, "heading": heading}


# Results


@register.inclusion_tag("components/shape.html")
def level_shape(level: int | str):
    """The mark of a level; put its word beside it."""
    return {"level": level_number(level)}


@register.inclusion_tag("components/level_badge.html")
def level_badge(level: int | str, step: str | int = ""):
    """Shape, colour and word of a level. `step` is what to print ("Impact · Effective coverage"), or 1, 2 or 3."""
    number = level_number(level)
    text = STEPS[step] if isinstance(step, int) else step
    return {"level": number, "text": text or LEVELS[number]}


@register.inclusion_tag("components/legend.html")
def level_legend():
    """What the three marks mean."""
    return {"levels": LEVELS.items()}


@register.inclusion_tag("components/result_entry.html")
def result_entry(entry, heading: int = 4):
    """A result in a list: url, badge, title, lede, date_text, tags (list of text), level."""
    return {"entry": entry, "heading": heading}


@register.inclusion_tag("components/result_card.html")
def result_card(entry, heading: int = 3):
    """A result as a card, as under "Latest results"; attributes as for `result_entry`."""
    return {"entry": entry, "heading": heading}


@register.simple_block_tag
def year(content: SafeString, label: str | int, heading: int = 3) -> SafeString:
    """The entries of one year, beside the year."""
    return render_to_string("components/year.html", {"content": content, "label": str(label), "heading": heading})


@register.inclusion_tag("components/timeline.html")
def timeline(marks: Iterable, *, first: int, last: int, label: str):
    """Results on a line of years, `first` to `last`. Each mark: day (a date), level, title, in order of day.

    It repeats the list that follows it, so it is one image to a screen reader, with `label` as its name.
    """
    years = [
        {"year": year, "x": percentage(place(date(year, 1, 1), first, last)), "minor": (year - first) % 2}
        for year in range(first, last + 1)
    ]
    return {"marks": with_places(marks, first, last), "years": years, "label": label}


def place(value: date, first: int, last: int) -> Decimal:
    """Where a day lies between the first day of `first` (0) and the end of `last` (100)."""
    days = (date(last + 1, 1, 1) - date(first, 1, 1)).days
    return Decimal(100 * (value - date(first, 1, 1)).days) / days


def with_places(marks: Iterable, first: int, last: int) -> list[dict]:
    """Marks with a place each; one that would cover the mark before it goes above that one."""
    placed: list[dict] = []
    before, height = Decimal(-100), 0
    for mark in marks:
        at = place(mark.day, first, last)
        height = (height + 1) % 3 if at - before < 2 else 0
        before = at
        placed.append({"mark": mark, "level": level_number(mark.level), "x": percentage(at), "y": 40 - 16 * height})
    return placed


# Words and boxes


@register.inclusion_tag("components/chip.html")
def chip(text: str, kind: str = "", href: str = ""):
    """A short fact. Kinds: theme, branch, success, due, error; none is a plain one."""
    return {"text": text, "kind": kind, "href": href, "status": kind in {"success", "due", "error"}}


@register.simple_block_tag
def notice(content: SafeString, kind: str = "info", title: str = "", heading: int = 2) -> SafeString:
    """Something to know first. Kinds: info, success, warning, error."""
    return render_notice(content, kind, title, heading)


@register.inclusion_tag("components/notice.html")
def message_notice(message):
    """One of Django's messages, as a notice."""
    kind = message.level_tag if message.level_tag in NOTICE_WORDS else "info"
    return {"content": message, "kind": kind, "word": NOTICE_WORDS[kind], "title": "", "heading": 2}


def render_notice(content: SafeString, kind: str, title: str, heading: int) -> SafeString:
    context = {"content": content, "kind": kind, "word": NOTICE_WORDS[kind], "title": title, "heading": heading}
    return render_to_string("components/notice.html", context)


@register.simple_block_tag
def card(content: SafeString, title: str = "", kind: str = "", heading: int = 2, note: str = "") -> SafeString:
    """A box about one thing. Kinds: form, due, teal; none is a plain one."""
    context = {"content": content, "title": title, "kind": kind, "heading": heading, "note": note}
    return render_to_string("components/card.html", context)


@register.simple_block_tag
def table(content: SafeString, caption: str, note: str = "", kind: str = "") -> SafeString:
    """Put `<thead>` and `<tbody>` inside. A wide table scrolls in its own box, also by keyboard. Kind: grid-table."""
    context = {"content": content, "caption": caption, "note": note, "kind": kind}
    return render_to_string("components/table.html", context)


@register.inclusion_tag("components/on_this_page.html")
def on_this_page(parts: Sequence[tuple[str, str]]):
    """Links to the parts of a long page, each an anchor and its words; nothing where there are fewer than three."""
    return {"parts": parts}


@register.inclusion_tag("components/empty.html")
def empty(text: str):
    """A sentence where there is nothing to show."""
    return {"text": text}


@register.inclusion_tag("components/facts.html")
def facts(rows: Iterable, kind: str = ""):
    """Names and values: label, value (None prints "not known"), source, href (of the source). Kinds: wide,
    stacked (name above value, for long values in a narrow box)."""
    return {"rows": rows, "kind": kind}


@register.inclusion_tag("components/tasks.html")
def tasks(rows: Iterable):
    """What is done and what is left: text, state (done, now, later), note, href."""
    return {"rows": rows}


# Changes


@register.inclusion_tag("components/diff_words.html")
def diff_words(parts: Sequence[tuple[str, str]]):
    """A text with its changes. Each part: (same, added or removed; text)."""
    return {"parts": parts}


@register.inclusion_tag("components/versions.html")
def versions(rows: Iterable, *, before: str, after: str, caption: str):
    """Two versions side by side. Each row: label, before, after (text, None, or parts as for `diff_words`), changed."""
    return {
        "rows": [
            {"label": row.label, "changed": row.changed, "before": as_parts(row.before), "after": as_parts(row.after)}
            for row in rows
        ],
        "before": before,
        "after": after,
        "caption": caption,
    }


def as_parts(value: str | Sequence[tuple[str, str]] | None) -> Sequence[tuple[str, str]]:
    return [("same", value)] if isinstance(value, str) and value else value or []


@register.inclusion_tag("components/history.html")
def history(events: Iterable):
    """What happened to a record, latest first: what, when (text), who, comment, href, current, changes (texts)."""
    return {"events": events}


# Ways around


@register.inclusion_tag("components/nav_link.html", takes_context=True)
def nav_link(context, name: str, text: str, *within: str):
    """A link of the menu to the page `name`, marked as current on it and on the pages `within`."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.view_name if match else ""
    return {"name": name, "text": text, "current": "page" if here == name else "true" if here in within else ""}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(trail: Sequence[tuple[str, str | None]]):
    """The way here: (title, url), the last without an address if it is this page."""
    return {"trail": trail}


@register.inclusion_tag("components/pagination.html")
def pagination(page, query: str = ""):
    """Links to the pages of a list; `query` is the rest of the query string, encoded, without `page`."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": list(numbers), "start": f"?{query}&page=" if query else "?page="}


@register.inclusion_tag("components/as_of_selector.html")
def as_of_selector(
    day: date | None,
    url: str,
    *,
    year: int | None = None,
    last: int | None = None,
    keep: Mapping[str, str] | None = None,
):
    """Asks for this page as it was at the end of a day. The same bytes on every day: today is not in it.

    With `last`, it has a slider over the years from 2016 to `last` as well, sent as `year` (`year_asked_for` reads
    it); `year` is the one that is chosen. `keep` is what else the address holds.
    """
    return {"day": day, "url": url, "year": year, "last": last, "keep": keep or {}}


@register.inclusion_tag("components/year_slider.html")
def year_slider(year: int | None, last: int, *, id: str = "as-of-year", first: int = 2016):
    """A slider over years inside a form, sent as `year`; nothing chosen is the last. It needs no script, and with
    `js/years.js` it says the year while it is moved."""
    return {"year": year or last, "last": last, "id": id, "marks": range(first, last + 1)}


# Forms


@register.inclusion_tag("django/forms/field.html")
def field(bound_field: BoundField, hide_label: bool = False):
    """Label, help, error and control; the same as `{{ field.as_field_group }}`."""
    return {"field": bound_field, "hide_label": hide_label}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm, *more: BaseForm | BaseFormSet):
    """Every error of a form, and of the forms and formsets below it, each a link to its field. It takes the focus."""
    errors = [error for form_or_set in (form, *more) for error in errors_of(form_or_set)]
    return {"errors": errors, "fields": len({(error["label"], error["id"]) for error in errors if error["label"]})}


def errors_of(form: BaseForm | BaseFormSet) -> list[dict[str, str]]:
    """What is wrong, in the order of the fields: label, message, and the id of the control that can mend it."""
    if not form.is_bound:
        return []
    if isinstance(form, BaseFormSet):
        general = [{"label": "", "message": str(message), "id": ""} for message in form.non_form_errors()]
        return general + [error for part in form.forms for error in errors_of(part)]
    general = [{"label": "", "message": str(message), "id": ""} for message in form.non_field_errors()]
    return general + [
        {"label": str(bound.label), "message": str(message), "id": first_control(bound)}
        for bound in form
        for message in bound.errors
    ]


def first_control(bound_field: BoundField) -> str:
    """The id of the control that takes the focus, also where a field has several (radio buttons, a date)."""
    if bound_field.is_hidden:
        return ""
    if bound_field.id_for_label:
        return bound_field.id_for_label
    widget = next(iter(bound_field.subwidgets), None)
    parts = [widget.data, *widget.data.get("subwidgets", [])[:1]] if widget else []
    return parts[-1]["attrs"].get("id", "") if parts else ""
