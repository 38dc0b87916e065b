"""Measures the processor time that one update costs a client: receiving a version, null training, sending.

Needs a broker and an aggregator of the federation with ``round: {goal: 1}``. Publishes version 0 if there is none:

    python update_cost.py --federation bench --bootstrap-server localhost:9092

The figure is this process's own time, librdkafka's threads among it, between one training and the next.
"""

import argparse
import statistics
import tempfile
import time

import numpy as np

import tributary


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--federation", required=True)
    parser.add_argument("--bootstrap-server", required=True)
    parser.add_argument("--parameters", type=int, default=1_663_370, help="of version 0, if there is none")
    parser.add_argument("--updates", type=int, default=20)
    parser.add_argument("--encoding", default="float32")
    options = parser.parse_args()

    model, _ = tributary.newest_model(options.federation, kafka=options.bootstrap_server)
    if model is None:
        tributary.publish_initial(options.federation, {"parameters": np.zeros(options.parameters)},
                                  kafka=options.bootstrap_server)
    times = []

    def train(arrays):
        times.append(time.process_time())
        return arrays, 1, {}

    with tempfile.TemporaryDirectory() as directory:
        client = tributary.Client(options.federation, kafka=options.bootstrap_server, trainer=train,
                                  secret=f"{directory}/secret", encoding=options.encoding)
        # The first two pay for what is made once.
        client.run(options.updates + 3, progress=False)
    costs = [1000 * (after - before) for before, after in zip(times, times[1:])][2:]
    print(f"{client.model.layout.parameter_count:,} parameters, {options.encoding}: processor time an update"
          f" {statistics.median(costs):.1f} ms median, {max(costs):.1f} ms greatest, of {len(costs)}")


if __name__ == "__main__":
    main()
