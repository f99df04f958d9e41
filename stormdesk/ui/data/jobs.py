"""Long work beside the drawing: a click elsewhere redraws the page and does not break the work off."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

import streamlit as st

from stormdesk.ui.data.held import keep, kept
from stormdesk.ui.text import _

T = TypeVar("T")
Tell = Callable[[float, str], None]
LOOK_EVERY_S = 0.2


@dataclass(slots=True)
class Job(Generic[T]):
    """Work under way: which, how far, and what it came to."""

    mark: object
    share: float = 0.0
    text: str = ""
    result: T | None = None
    error: BaseException | None = None
    done: threading.Event = field(default_factory=threading.Event)

    def tell(self, share: float, text: str) -> None:
        """Say how far the work is."""
        self.share, self.text = min(max(share, 0.0), 1.0), text


def worked(name: str, mark: object, title: str, work: Callable[[Tell], T]) -> T:
    """Do the work of this mark, or go on waiting for it; draws how far it is and returns what it came to.

    Raises what the work raised. Of each name one work is waited for; another mark begins anew.
    """
    job = cast("Job[T] | None", kept(_key(name)))
    if job is None or job.mark != mark:
        job = _started(mark, work)
        keep(_key(name), job)
    if not job.done.wait(LOOK_EVERY_S):
        _draw_until_done(job, title)
    keep(_key(name), None)
    if job.error is not None:
        raise job.error
    return cast("T", job.result)


def is_working(name: str) -> bool:
    """Whether work of this name is under way, or done and not yet asked for."""
    return kept(_key(name)) is not None


def mark_of(name: str) -> object:
    """The mark of the work under way, None when there is none."""
    job: Job[Any] | None = kept(_key(name))
    return None if job is None else job.mark


def _started(mark: object, work: Callable[[Tell], T]) -> Job[T]:
    job: Job[T] = Job(mark)

    def run() -> None:
        try:
            job.result = work(job.tell)
        except BaseException as error:  # noqa: BLE001  handed to whoever waits
            job.error = error
        finally:
            job.done.set()

    threading.Thread(target=run, name="data page work", daemon=True).start()
    return job


def _draw_until_done(job: Job[Any], title: str) -> None:
    held = st.empty()
    while not job.done.wait(LOOK_EVERY_S):
        held.progress(job.share, text=f"{title} {_(job.text)}" if job.text else title)
    held.empty()


def _key(name: str) -> str:
    return f"job-{name}"
