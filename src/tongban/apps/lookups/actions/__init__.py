"""Looking up a case with its number and query password, and forgetting tries that no longer count."""

from .looking import Found, look_up
from .throttle import TooManyTries, forget_tries

__all__ = ["Found", "TooManyTries", "forget_tries", "look_up"]
