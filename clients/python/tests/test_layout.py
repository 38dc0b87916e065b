import numpy as np
import pytest

import golden
from tributary.errors import TributaryError
from tributary.model.layout import Layout, TensorShape

LAYOUT = Layout((TensorShape("0_W", (2, 3), "F"), TensorShape("0_b", (3,)), TensorShape("temperature", ())))


@pytest.mark.parametrize("vector", golden.VECTORS["layouts"], ids=lambda v: f"{v['parameterCount']} parameters")
def test_should_have_the_golden_fingerprint(vector):
    layout = Layout.of_record(vector["tensors"])

    assert layout.text() == vector["text"]
    assert layout.fingerprint == vector["fingerprint"]
    assert layout.parameter_count == vector["parameterCount"]


def test_should_run_through_the_first_index_fastest_when_the_order_is_f():
    arrays = {"0_W": np.array([[0, 2, 4], [1, 3, 5]]), "0_b": np.array([6, 7, 8]), "temperature": np.array(9)}

    flat = LAYOUT.flatten(arrays)

    assert flat.tolist() == list(range(10))
    assert all(np.array_equal(LAYOUT.unflatten(flat)[name], arrays[name]) for name in arrays)


def test_should_name_each_tensor_when_arrays_do_not_fit():
    arrays = {"0_W": np.zeros((3, 2)), "temperature": np.zeros((), dtype=complex), "extra": np.zeros(1)}

    with pytest.raises(TributaryError) as refused:
        LAYOUT.flatten(arrays)

    assert str(refused.value) == (
        "tensors must be those of the model's layout, were not: 0_W must be [2, 3], was [3, 2]; 0_b is missing;"
        " temperature must hold real numbers, held complex128; extra is not in the layout")


def test_should_name_the_tensor_when_a_position_is_given():
    assert [LAYOUT.tensor_at(position) for position in (0, 5, 6, 9)] == ["0_W", "0_W", "0_b", "temperature"]


@pytest.mark.parametrize("tensors, message", [
    ((), "parameters of a layout must be 1 to 268435447, were 0"),
    ((TensorShape("a", (2,)), TensorShape("a", (3,))), "names of tensors must be unique, were twice: a"),
    ((TensorShape("a", (1 << 20, 1 << 20)),), "parameters of a layout must be 1 to 268435447, were 1099511627776"),
])
def test_should_refuse_when_a_layout_is_out_of_bounds(tensors, message):
    with pytest.raises(TributaryError, match=message):
        Layout(tensors)


@pytest.mark.parametrize("name, shape", [("", (1,)), ("a\tb", (1,)), ("x" * 129, (1,)), ("a", (0,))])
def test_should_refuse_when_a_tensor_is_out_of_bounds(name, shape):
    with pytest.raises(TributaryError):
        TensorShape(name, shape)
