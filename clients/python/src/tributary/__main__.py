"""Runs the command line."""

import sys

from tributary.command.main import main

sys.exit(main(sys.argv[1:]))
