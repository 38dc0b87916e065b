"""A client for Tributary: federated learning on the Kafka that a team already runs."""

from tributary.errors import TributaryError

__all__ = ["TributaryError"]
__version__ = "0.1.0.dev0"
