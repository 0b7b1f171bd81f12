"""Papers handed to citizens: PDFs that read the same everywhere, and the code that leads to the look-up page."""

from __future__ import annotations

from .pdf import PaperFault, make_pdf
from .qr import qr_code

__all__ = ["PaperFault", "make_pdf", "qr_code"]
