from .durations import roll_up_durations

__all__ = ["roll_up_durations"]
