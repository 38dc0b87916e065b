"""Options that commands share."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import Any, Callable

from tributary.errors import TributaryError
from tributary.log.connection import read_properties


def add_command(commands: Any, name: str, text: str, run: Callable[[argparse.Namespace], int],
                log_level: int = logging.WARNING) -> argparse.ArgumentParser:
    """Adds a command with the options that say which federation, on which cluster."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    parser.add_argument("--federation", required=True, help="name of the federation")
    parser.add_argument("--bootstrap-server", metavar="HOST:PORT", help="brokers, with commas between")
    parser.add_argument("--kafka-config", metavar="FILE", type=Path,
                        help="name=value lines: any properties of librdkafka, such as security.protocol")
    parser.add_argument("--verbose", action="store_true", help="log everything, and show where an error came from")
    parser.set_defaults(run=run, log_level=log_level)
    return parser


def kafka_of(options: argparse.Namespace) -> dict[str, str]:
    """Gives Kafka's properties from the options."""
    properties = read_properties(options.kafka_config) if options.kafka_config else {}
    if options.bootstrap_server:
        properties["bootstrap.servers"] = options.bootstrap_server
    if "bootstrap.servers" not in properties:
        raise TributaryError("--bootstrap-server must be host:port, or --kafka-config a file with bootstrap.servers,"
                             " was neither")
    return properties
