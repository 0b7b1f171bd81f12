"""The one place that binds job names to the code that handles them."""

from __future__ import annotations

from procrastinate import App


def connect(app: App) -> None:
    """Called by procrastinate when Django is ready; each app's `jobs` module has registered its own by then."""
