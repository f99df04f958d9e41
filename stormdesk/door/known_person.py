"""Whether an account's person is a responsible person of the lists: a mistyped number is no second hand."""

from stormdesk.errors import N_, BadAccount
from stormdesk.settings import Settings
from stormdesk.store import Asking, Store


def require_person(store: Asking | None, person_id: object) -> None:
    """Raise BadAccount unless the person is or was on the list; an account may name none."""
    if person_id and (store is None or not store.rows("register/person", person_id=person_id)):
        raise BadAccount(reason=N_("责任人名册里没有这个人员编号;不知道就空着,不要估填"))


def require_person_on_file(settings: Settings, person_id: str | None) -> None:
    """The same from the console, which opens the data file for this alone; without one nobody is known."""
    if not person_id or not settings.database.is_file():
        require_person(None, person_id)
        return
    store = Store(settings.database, queries=settings.queries_dir, secret=settings.database_secret)
    try:
        require_person(store, person_id)
    finally:
        store.close()
