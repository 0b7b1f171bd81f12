"""What correspondence does: prepare what is to be said, deliver it, remind, and send again what an officer mends."""

from .asking import ask_delivery
from .delivering import deliver_message
from .digesting import prepare_digest, start_digests
from .preparing import prepare_message
from .reminding import expire_corrections, remind
from .reminding_transfers import remind_transfers
from .reminding_units import remind_units
from .retrying import retry_message
from .telling import tell_of_incident
from .tidying import forget_sealed_texts, pick_up_messages

__all__ = [
    "ask_delivery",
    "deliver_message",
    "expire_corrections",
    "forget_sealed_texts",
    "pick_up_messages",
    "prepare_digest",
    "prepare_message",
    "remind",
    "remind_transfers",
    "remind_units",
    "retry_message",
    "start_digests",
    "tell_of_incident",
]
