"""``python -m tributary rounds``."""

from __future__ import annotations

import argparse
import threading
from contextlib import closing
from typing import Any

from tributary.command.options import add_command, kafka_of
from tributary.errors import UndecodableError
from tributary.identity.pseudonym import require_federation
from tributary.log.connection import Connection
from tributary.log.names import name_of
from tributary.log.reader import LogReader, LogRecord
from tributary.wire import records

_READ_SECONDS = 0.5


def add_to(commands: Any) -> None:
    """Adds the command and its options."""
    parser = add_command(commands, "rounds", "show what rounds did", _run)
    parser.add_argument("--follow", action="store_true", help="go on with each round as it closes, until Ctrl-C")


def _run(options: argparse.Namespace) -> int:
    topic = name_of(require_federation(options.federation), "rounds")
    connection = Connection(kafka_of(options), "tributary-reader")
    with closing(LogReader(connection.consumer(), threading.Event(), connection.request_seconds)) as reader:
        offsets = reader.range_of(topic)
        reader.start(topic, offsets[0] if offsets else 0)
        while options.follow or not reader.is_at_end(topic):
            for record in reader.read(_READ_SECONDS):
                _show(record)
    return 0


def _show(record: LogRecord) -> None:
    if records.name_of(record.value) != "RoundResult":
        return
    try:
        result = records.decode("RoundResult", record.value)
    except UndecodableError as e:
        print(f"{record.key} cannot be read: {e}")
        return
    metrics = "".join(f"  {name} {value:.4f}" for name, value in sorted(result["metrics"].items()))
    print(f"version {result['version']:>5}  {result['closeReason']:<9}  {result['updateCount']:>5} updates"
          f"  {result['clientCount']:>5} clients  {result['exampleCount']:>8} examples{metrics}", flush=True)
