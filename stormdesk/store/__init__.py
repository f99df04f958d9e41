"""The only folder that knows DuckDB."""

from stormdesk.store.asking import Asking
from stormdesk.store.engine import Store, Transaction
from stormdesk.store.ledger import Ledger, Receipt
from stormdesk.store.scoped import Scope, ScopedStore

__all__ = ["Asking", "Ledger", "Receipt", "Scope", "ScopedStore", "Store", "Transaction"]
