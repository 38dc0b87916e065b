"""A bar on a terminal, by tqdm if it is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Callable


@contextmanager
def progress_bar(rounds: int | None, name: str, is_shown: bool) -> Iterator[Callable[[int], None]]:
    """Gives what is to be called with the version of each update that was sent."""
    bar_type = _tqdm() if is_shown else None
    if bar_type is None:
        yield lambda version: None
        return
    with bar_type(total=rounds, desc=name, unit="update") as bar:
        def sent(version: int) -> None:
            bar.set_postfix(version=version)
            bar.update()

        yield sent


def _tqdm() -> Any:
    try:
        from tqdm import tqdm
    except ImportError:
        return None
    return tqdm
