"""Template tags every page may use: `{% load tongban %}`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tongban.apps.org.models import Unit, UnitKind
from tongban.web.parts import assets, formatting
from tongban.web.parts.due import MEANINGS, SIGNS, Due
from tongban.web.parts.people.doors import allows, doors, home

register = template.Library()
register.simple_tag(doors)
register.simple_tag(home)
register.simple_tag(allows)

THEMES = ("light", "dark")


# --- dates, names, numbers: nothing is written for None or ""


@register.filter
def roc_date(value: date | datetime | None) -> str:
    return formatting.roc_date(value) if value else ""


@register.filter
def roc_day(value: date | datetime | None) -> str:
    """Without the weekday, for narrow columns."""
    return formatting.roc_date(value, weekday=False) if value else ""


@register.filter
def roc_datetime(value: datetime | None) -> str:
    return formatting.roc_datetime(value) if value else ""


@register.filter
def date_for(value: date | datetime | None, language: str = "") -> str:
    """In the given language, else the page's."""
    return formatting.date_for(value, language or get_language() or "zh-hant") if value else ""


@register.filter
def datetime_for(value: datetime | None, language: str = "") -> str:
    return formatting.datetime_for(value, language or get_language() or "zh-hant") if value else ""


@register.filter
def iso(value: date | datetime | None) -> str:
    """For `<time datetime="…">`."""
    return value.isoformat() if value else ""


@register.filter
def titled(unit: Unit) -> str:
    """A unit by the name that tells it from others: a section after the agency it is part of."""
    return unit.title.in_(get_language() or "zh-hant")


@register.simple_tag
def city_name() -> str:
    """The city whose site this is; empty before it has been set up."""
    city = Unit.objects.filter(kind=UnitKind.CITY, active=True).order_by("pk").first()
    return city.text.in_(get_language() or "zh-hant") if city else ""


@register.filter
def masked(name: str | None) -> str:
    return formatting.masked_name(name) if name else ""


@register.filter
def thousands(value: int | float | Decimal | None) -> str:
    return "" if value is None or value == "" else formatting.thousands(value)


# --- the built front end


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file by its source name: `{% asset "theme/main.scss" %}`."""
    return assets.built_url(assets.entry(assets.manifest(), name)["file"])


@register.simple_tag
def stylesheet(name: str) -> SafeString:
    """`{% stylesheet "theme/main.scss" %}`"""
    return format_html('<link rel="stylesheet" href="{}">', asset(name))


@register.simple_tag
def island(name: str) -> SafeString:
    """Script and styles of one island by its folder: `{% island "desk" %}`. Put it in the block `islands`."""
    manifest, source = assets.manifest(), f"{name}/main.ts"
    styles = ((assets.built_url(file),) for file in assets.stylesheets(manifest, source))
    early = ((assets.built_url(file),) for file in assets.preloads(manifest, source))
    return format_html(
        '{}{}<script type="module" src="{}"></script>',
        format_html_join("", '<link rel="stylesheet" href="{}">', styles),
        format_html_join("", '<link rel="modulepreload" href="{}">', early),
        asset(source),
    )


# --- the page


@register.simple_tag
def page_language() -> str:
    """The value of `lang`: zh-Hant, en."""
    language, _, script = (get_language() or "zh-hant").partition("-")
    return f"{language}-{script.title()}" if len(script) == 4 else language + (script and f"-{script.upper()}")


@register.simple_tag(takes_context=True)
def theme_attribute(context: Context) -> SafeString:
    """`data-bs-theme` when the reader has chosen; without it the reader's system decides."""
    request: HttpRequest | None = context.get("request")
    theme = request.COOKIES.get("theme", "") if request else ""
    return format_html(' data-bs-theme="{}"', theme) if theme in THEMES else SafeString("")


# --- pieces


@register.simple_tag
def due(state: str, days: int = 0) -> SafeString:
    """The badge of a due date: `{% due "late" 2 %}` → ‼ 逾 2 日. States: late, soon, ok, paused, done."""
    value = Due(state, days)
    return _status(value.meaning, value.sign, value.word)


@register.simple_tag
def status(state: str, word: str) -> SafeString:
    """A badge with a word of one's own: `{% status "done" "已送達" %}`."""
    return _status(MEANINGS.get(state, state), SIGNS[state], word)


def _status(meaning: str, sign: str, word: str) -> SafeString:
    return format_html(
        '<span class="status is-{}"><span class="sign" aria-hidden="true">{}</span>{}</span>', meaning, sign, word
    )


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2, **attributes: str) -> SafeString:
    """`{% card title="承辦資訊" id="handling" %}…{% endcard %}`: a section named by its heading."""
    extra = format_html_join("", ' {}="{}"', attributes.items())
    if not title:
        return format_html('<div class="card"{}><div class="card-body">{}</div></div>', extra, content)
    return format_html(
        '<section class="card"{}><header class="card-header"><h{} class="card-title">{}</h{}></header>'
        '<div class="card-body">{}</div></section>',
        extra,
        level,
        title,
        level,
        content,
    )


@register.filter
def item(mapping: Mapping[str, object] | None, key: str) -> object:
    """`row|item:column.name`: the value under a key known only to the view."""
    return mapping.get(key, "") if mapping else ""
