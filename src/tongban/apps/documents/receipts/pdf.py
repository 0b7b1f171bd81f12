"""HTML to PDF with Noto Sans TC embedded, so that Chinese shows on a machine that has no such font.

Nothing but the two fonts and data inside the page is ever loaded: what a citizen typed cannot make us fetch anything.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

FAMILY = "Paper"
FACES = {400: "NotoSansTC-Regular.ttf", 700: "NotoSansTC-Bold.ttf"}


class PaperFault(RuntimeError):
    """The machine cannot make PDFs; the text says what is missing and how to mend it."""


def make_pdf(html: str, css: str) -> bytes:
    """The page as a PDF with its fonts embedded, cut down to the characters used.

    `css` may use the font family `Paper`, normal and bold. Raises PaperFault when fonts or Pango are missing, or the page refers to
    anything outside of itself.
    """
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    fonts = FontConfiguration()
    fetcher = _only_ours(weasyprint)
    sheets = [
        weasyprint.CSS(string=_faces(), font_config=fonts, url_fetcher=fetcher),
        weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher),
    ]
    page = weasyprint.HTML(string=html, url_fetcher=fetcher)
    try:
        made: bytes = page.write_pdf(stylesheets=sheets, font_config=fonts, full_fonts=False)
    except FatalURLFetchingError as foreign:
        # Not an Exception: left alone it would end the server.
        raise PaperFault(_("This paper refers to something outside of it and was not made.")) from foreign
    return made


def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as missing:
        raise PaperFault(
            _("PDFs cannot be made here: run “tongban doctor”, it says how to install Pango.")
        ) from missing
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return weasyprint


def _faces() -> str:
    folder: Path = settings.FONTS
    missing = [name for name in FACES.values() if not (folder / name).is_file()]
    if missing:
        raise PaperFault(
            _("The fonts for PDFs are missing (%(names)s): run “make run” or build the front end again.")
            % {"names": ", ".join(missing)}
        )
    return "".join(
        f"@font-face {{font-family: {FAMILY}; font-weight: {weight}; src: url({(folder / name).as_uri()})}}"
        for weight, name in FACES.items()
    )


def _only_ours(weasyprint: Any) -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    ours = {(Path(settings.FONTS) / name).as_uri() for name in FACES.values()}

    class OnlyOurs(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in ours and not url.startswith("data:image/svg+xml"):
                raise FatalURLFetchingError(f"papers load nothing from elsewhere: {url[:100]}")
            return super().fetch(url, headers)

    return OnlyOurs()
