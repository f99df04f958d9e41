"""The only folder that knows DuckDB."""

from stormdesk.store.engine import Store, Transaction
from stormdesk.store.ledger import Ledger, Receipt

__all__ = ["Ledger", "Receipt", "Store", "Transaction"]
