"""The file in which a client keeps its secret: raw bytes, readable by its owner alone. Java's client has the same."""

from __future__ import annotations

import logging
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from tributary.errors import TributaryError

_LOG = logging.getLogger(__name__)
FRESH_BYTES = 32
MIN_BYTES = 16
MAX_BYTES = 4096


def default_path(environment: Mapping[str, str]) -> Path:
    """Gives ``$XDG_STATE_HOME/tributary/secret``, or ``~/.local/state/tributary/secret``.

    Never a place that depends on the working directory: the pseudonym would change with it.
    """
    state = environment.get("XDG_STATE_HOME") or ""
    if state and not os.path.isabs(state):
        raise TributaryError(f"XDG_STATE_HOME must be an absolute path, was {state}; name the file of the secret")
    base = Path(state) if state else Path.home() / ".local" / "state"
    return base / "tributary" / "secret"


def load_or_create(file: Path) -> bytes:
    """Reads the secret, and makes file and directories first if there are none."""
    try:
        if not file.exists():
            _create(file)
        _require_private(file)
        return _read(file)
    except OSError as e:
        raise TributaryError(f"secret file must be readable and writable by its owner, {file} was not: {e};"
                             " another can be named") from e


def _read(file: Path) -> bytes:
    if not file.is_file() or not MIN_BYTES <= file.stat().st_size <= MAX_BYTES:
        found = f"one of {file.stat().st_size} bytes" if file.is_file() else "no file"
        raise TributaryError(f"secret file must be a file of {MIN_BYTES} to {MAX_BYTES} random bytes, {file} was {found}")
    return file.read_bytes()


def _require_private(file: Path) -> None:
    """Refuses a file that others may read. Read-only for owner and group is how Kubernetes mounts a Secret."""
    if os.name != "posix":
        return
    mode = stat.S_IMODE(file.stat().st_mode)
    is_mounted_for_a_group = not mode & 0o037 and (not mode & 0o200 or not os.access(file, os.W_OK))
    if mode & 0o077 and not is_mounted_for_a_group:
        raise TributaryError(
            "secret file must be private to its owner (rw-------), or read-only for its owner and a group (r--r-----),"
            f" {file} was {stat.filemode(mode)[1:]}; if nobody else has read it: chmod 600 {file}")


def _create(file: Path) -> None:
    """Writes beside the place and links there when whole: of two processes one finds the other's file."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        out.write(secrets.token_bytes(FRESH_BYTES))
    try:
        os.link(draft, file)
        _LOG.info("a new client secret was made in %s", file)
    except FileExistsError:
        _LOG.debug("another process has just made %s", file)
    except (OSError, NotImplementedError):
        _move_under_lock(draft, file)
    finally:
        draft.unlink(missing_ok=True)


def _move_under_lock(draft: Path, file: Path) -> None:
    """Without hard links whoever has the lock file moves its draft; the others wait until it has."""
    import fcntl

    with open(file.with_name(f"{file.name}.lock"), "ab") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        if not file.exists():
            draft.rename(file)
            _LOG.info("a new client secret was made in %s", file)
