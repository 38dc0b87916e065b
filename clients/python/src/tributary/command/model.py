"""``python -m tributary model``."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np

from tributary.client import newest_model
from tributary.command.options import add_command, kafka_of
from tributary.errors import TributaryError
from tributary.model.initial import publish_initial


def add_to(commands: Any) -> None:
    """Adds the command and its options."""
    parser = add_command(commands, "model", "show the newest model version, or write it to a file", _run)
    parser.add_argument("--publish", metavar="FILE.npz",
                        help="publish version 0 first: the tensors of numpy.savez, in the order in which they were given")
    parser.add_argument("--out", metavar="FILE.npz", help="write each tensor by its name, to be read with numpy.load")


def _read(file: str) -> dict[str, Any]:
    try:
        with np.load(file, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError) as e:
        raise TributaryError(f"--publish must be a file of numpy.savez, {file} was not: {e}") from e


def _run(options: argparse.Namespace) -> int:
    if options.publish:
        publish_initial(options.federation, _read(options.publish), kafka=kafka_of(options))
    model, state = newest_model(options.federation, kafka=kafka_of(options))
    if model is None:
        raise TributaryError(f"federation {options.federation} must have a version, had none;"
                             " publish one with: tributary model init")
    norm = float(np.linalg.norm(model.parameters.astype(np.float64)))
    print(f"federation {options.federation}: version {model.version}, {model.layout.parameter_count:,} parameters,"
          f" L2 norm {norm:.6g}")
    print(f"digest {model.digest.hex()}")
    print(f"definition {model.definition_format}, mode {state.mode}{', stopped' if state.is_stopped else ''}")
    for tensor in model.layout.tensors:
        print(f"  {tensor.name}  {tensor.order}  {list(tensor.shape)}")
    if options.out:
        with open(options.out, "wb") as out:
            np.savez(out, **model.arrays())
        print(f"written to {options.out}")
    return 0
