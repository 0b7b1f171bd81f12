from .durations import roll_up_durations
from .rolling import roll_up, roll_up_everything

__all__ = ["roll_up", "roll_up_durations", "roll_up_everything"]
