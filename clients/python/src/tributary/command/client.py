"""``python -m tributary client``."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import logging
import os
import signal
import sys
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from tributary.client import Client
from tributary.codecs import UPDATE_ENCODINGS
from tributary.command.options import add_command, kafka_of
from tributary.errors import TributaryError

_LOG = logging.getLogger(__name__)


def add_to(commands: Any) -> None:
    """Adds the command and its options."""
    parser = add_command(commands, "client", "run a client with a trainer of your own", _run, logging.INFO)
    parser.add_argument("--trainer", required=True, metavar="MODULE:NAME",
                        help="a function from named arrays to named arrays, an example count and metrics, in a module"
                             " or a .py file")
    parser.add_argument("--evaluator", metavar="MODULE:NAME",
                        help="a function from named arrays to an example count and metrics, for each version")
    parser.add_argument("--rounds", type=int, help="stop after so many updates (default: no end)")
    parser.add_argument("--secret-file", metavar="FILE", help="what the pseudonym comes from, made on first use"
                                                              " (default: in $XDG_STATE_HOME)")
    parser.add_argument("--encoding", default="float32", help=f"one of {', '.join(UPDATE_ENCODINGS).lower()}")
    parser.add_argument("--top-k-fraction", type=float, default=0.05, metavar="PART",
                        help="values that top_k sends, of all (default: 0.05)")
    parser.add_argument("--error-feedback", action=argparse.BooleanOptionalAction, default=None,
                        help="send later what an encoding leaves out (default: with top_k alone)")
    parser.add_argument("--state-dir", metavar="DIR", help="where what was left out survives a restart")
    parser.add_argument("--seed", type=int, help="make int8's rounding repeatable")


def _run(options: argparse.Namespace) -> int:
    client = Client(
        options.federation, kafka=kafka_of(options), trainer=_named("--trainer", options.trainer),
        evaluator=_named("--evaluator", options.evaluator) if options.evaluator else None,
        secret=options.secret_file, encoding=options.encoding, top_k_fraction=options.top_k_fraction,
        error_feedback=options.error_feedback, state_directory=options.state_dir, seed=options.seed)
    received: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        if received:
            # The second time at once, whatever the trainer does.
            os._exit(128 + number)
        received.append(number)
        _LOG.info("stopping after what is under way; once more ends at once")
        client.stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    result = client.run(options.rounds)
    _LOG.info("stopped: clientId=%s updates=%d rejections=%d", client.client_id, result.updates, len(result.rejections))
    return 128 + received[0] if received else 0


def _named(option: str, place: str) -> Any:
    """Gives what ``module:name`` or ``file.py:name`` stands for, which must be callable."""
    module_name, colon, name = place.rpartition(":")
    if not colon or not module_name or not name:
        raise TributaryError(f"{option} must be module:name or file.py:name, was {place}")
    sys.path.insert(0, os.getcwd())
    try:
        module = _file(Path(module_name)) if module_name.endswith(".py") else importlib.import_module(module_name)
        found = getattr(module, name)
    except (ImportError, AttributeError, FileNotFoundError) as e:
        raise TributaryError(f"{option} must name a function, {place} did not: {e}") from e
    if not callable(found):
        raise TributaryError(f"{option} must name a function, {place} was a {type(found).__name__}")
    return found


def _file(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module
