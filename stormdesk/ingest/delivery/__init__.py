"""The one way by which data from elsewhere gets in, whichever door it came through."""

from stormdesk.ingest.delivery.records import Delivery, DeliveryReason, ItemAnswer, Taken
from stormdesk.ingest.delivery.taking import take, take_items

__all__ = ["Delivery", "DeliveryReason", "ItemAnswer", "Taken", "take", "take_items"]
