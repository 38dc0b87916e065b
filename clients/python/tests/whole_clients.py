"""Runs clients that learn whole numbers, each on a thread: whole_clients.py BROKERS FEDERATION ROUNDS DIRECTORY NUMBER=ENCODING…

Logs to standard output; the test in e2e-tests reads there which updates were acknowledged.
"""

import logging
import pathlib
import sys
import threading

import whole_numbers
from tributary import Client


def main(kafka, federation, rounds, directory, *clients):
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(levelname)s %(message)s")
    failures = []

    def run(number, encoding):
        secret = pathlib.Path(directory) / f"python-{number}.secret"
        secret.write_bytes(number.to_bytes(32, "big"))
        secret.chmod(0o600)
        client = Client(federation, kafka=kafka, secret=secret, encoding=encoding, top_k_fraction=1.0,
                        trainer=lambda arrays: whole_numbers.learnt_from(arrays, number, client.model.version))
        result = client.run(int(rounds))
        if result.updates != int(rounds) or result.rejections:
            failures.append(result)

    threads = [threading.Thread(target=run, args=(int(number), encoding))
               for number, encoding in (client.split("=") for client in clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
