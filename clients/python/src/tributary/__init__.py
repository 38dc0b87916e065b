"""A client for Tributary: federated learning on the Kafka that a team already runs.

    from tributary import Client

    Client("digits", kafka="localhost:9092", trainer=train, secret="bob.secret").run(rounds=10)
"""

from tributary.client import Client, Result, newest_model
from tributary.errors import TributaryError
from tributary.masking.enrolment import Masking
from tributary.masking.settings import PrivacySettings
from tributary.model.initial import publish_initial
from tributary.model.layout import Layout, TensorShape
from tributary.model.version import FederationState, GlobalModel
from tributary.participation.rejections import Rejection
from tributary.training import Evaluated, Training, TrainingStopped

__all__ = ["Client", "Evaluated", "FederationState", "GlobalModel", "Layout", "Masking", "PrivacySettings", "Rejection", "Result", "TensorShape",
           "Training", "TrainingStopped", "TributaryError", "newest_model", "publish_initial"]
__version__ = "0.1.0.dev0"
