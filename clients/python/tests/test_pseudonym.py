import pytest

import golden
from tributary.errors import TributaryError
from tributary.identity.pseudonym import client_id, cohort_hash, is_in_cohort, require_federation

CLIENT = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize("vector", golden.VECTORS["clientIds"], ids=lambda v: v["federation"])
def test_should_give_the_golden_pseudonym(vector):
    assert client_id(bytes.fromhex(vector["secret"]), vector["federation"]) == vector["clientId"]


def test_should_hash_as_the_protocol_says():
    assert cohort_hash(CLIENT, 0) == 14082127856838609262
    assert cohort_hash(CLIENT, 4) == 1697449642867845375


@pytest.mark.parametrize("version, rate, expected", [(0, 0.76, False), (0, 0.77, True), (4, 0.09, False), (4, 0.1, True)])
def test_should_be_in_the_cohort_from_its_rate_on(version, rate, expected):
    assert is_in_cohort(CLIENT, version, rate) is expected


def test_should_be_in_the_cohort_when_everybody_is():
    assert all(is_in_cohort(CLIENT, version, 1.0) for version in range(100))


@pytest.mark.parametrize("name", ["", "-digits", "Digits", "a" * 64, "di.gits"])
def test_should_refuse_when_no_federation_can_have_the_name(name):
    with pytest.raises(TributaryError, match="federation must be 1 to 63 of a-z"):
        require_federation(name)
