"""`{% load correspondence %}`"""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

# Chinese text puts no blank before or after an address: it ends where ASCII does, less a closing mark.
_ADDRESS = re.compile(r"(https?://[!-;=?-~]*[\w/=&#%~-])", re.ASCII)


@register.filter
def linked(text: str) -> SafeString:
    """Escaped text in which web addresses are links."""
    parts = _ADDRESS.split(text)
    return format_html_join(
        "", "{}", ((format_html('<a href="{0}">{0}</a>', part) if n % 2 else part,) for n, part in enumerate(parts))
    )
