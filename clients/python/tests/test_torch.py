import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed: TorchTrainer is not tested here")

from tributary.errors import TributaryError  # noqa: E402
from tributary.torch import TorchTrainer  # noqa: E402
from tributary.training import TrainingStopped  # noqa: E402


def network():
    torch.manual_seed(1)
    return torch.nn.Sequential(torch.nn.Linear(3, 2))


def batches():
    generator = torch.Generator().manual_seed(2)
    inputs = torch.randn(20, 3, generator=generator)
    return [(inputs[at:at + 5], (inputs[at:at + 5, 0] > 0).long()) for at in range(0, 20, 5)]


def arrays(of):
    return {name: tensor.numpy().copy() for name, tensor in of.state_dict().items()}


def test_should_learn_from_its_batches():
    trainer = TorchTrainer(network(), batches(), epochs=20, learning_rate=0.5, test=batches())
    begin = arrays(network())

    trained = trainer(begin)

    assert trained.example_count == 20
    assert set(trained.parameters) == {"0.weight", "0.bias"}
    assert trainer.evaluate(trained.parameters).metrics["loss"] < trainer.evaluate(begin).metrics["loss"]


def test_should_train_as_plain_sgd_does():
    plain = network()
    optimizer = torch.optim.SGD(plain.parameters(), lr=0.1)
    for inputs, targets in batches():
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(plain(inputs), targets).backward()
        optimizer.step()

    trained = TorchTrainer(network(), batches(), learning_rate=0.1)(arrays(network()))

    for name, expected in arrays(plain).items():
        assert np.array_equal(trained.parameters[name], expected)


def test_should_name_each_tensor_when_the_network_is_another():
    with pytest.raises(TributaryError, match="0.weight must be .2, 3., was .2, 4.; extra is not in the network"):
        TorchTrainer(network(), batches())({"0.weight": np.zeros((2, 4)), "extra": np.zeros(1)})


def test_should_keep_tensors_that_are_not_shared():
    own = network()
    trainer = TorchTrainer(own, batches(), learning_rate=0.1)

    trained = trainer({"0.weight": np.zeros((2, 3), dtype=np.float32)})

    assert set(trained.parameters) == {"0.weight"}
    assert not np.array_equal(own.state_dict()["0.bias"].numpy(), network().state_dict()["0.bias"].numpy())


def test_should_give_up_when_it_was_stopped():
    trainer = TorchTrainer(network(), batches())
    trainer.stop()

    with pytest.raises(TrainingStopped):
        trainer(arrays(network()))
