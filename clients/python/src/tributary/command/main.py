"""The commands, and how each of them ends: 0 done, 1 a failure of our own, 2 wrong input, 130 and 143 by a signal."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import traceback
from collections.abc import Sequence

import tributary
from tributary.command import client, model, rounds
from tributary.errors import TributaryError


def main(words: Sequence[str]) -> int:
    """Runs a command and gives its exit code. An error is one line on standard error."""
    parser = argparse.ArgumentParser(prog="python -m tributary", description=tributary.__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", action="version", version=f"tributary-client {tributary.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (client, model, rounds):
        command.add_to(commands)
    options = parser.parse_args(words)
    logging.basicConfig(level=logging.DEBUG if options.verbose else options.log_level, stream=sys.stderr,
                        format="%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except (TributaryError, OSError) as e:
        if options.verbose:
            traceback.print_exc()
        print(f"tributary: {e}", file=sys.stderr)
        return 2
