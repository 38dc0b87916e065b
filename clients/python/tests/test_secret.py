import pytest

from tributary.errors import TributaryError
from tributary.identity import secret


def test_should_make_a_private_file_once(tmp_path):
    file = tmp_path / "state" / "bob.secret"

    first, again = secret.load_or_create(file), secret.load_or_create(file)

    assert first == again == file.read_bytes()
    assert len(first) == 32
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_should_make_the_file_under_a_lock_when_there_are_no_hard_links(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError("no hard links here")

    monkeypatch.setattr(secret.os, "link", refuse)
    file = tmp_path / "bob.secret"

    assert len(secret.load_or_create(file)) == 32
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bob.secret", "bob.secret.lock"]


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o604, 0o640])
def test_should_refuse_when_others_may_read_it(tmp_path, mode):
    file = tmp_path / "bob.secret"
    file.write_bytes(bytes(32))
    file.chmod(mode)

    with pytest.raises(TributaryError, match="secret file must be private to its owner .*: chmod 600"):
        secret.load_or_create(file)


def test_should_take_a_file_that_its_group_may_read_when_nobody_may_write_it(tmp_path):
    file = tmp_path / "mounted"
    file.write_bytes(bytes(32))
    file.chmod(0o440)

    assert secret.load_or_create(file) == bytes(32)


@pytest.mark.parametrize("length", [0, 15, 4097])
def test_should_refuse_when_it_is_no_secret(tmp_path, length):
    file = tmp_path / "bob.secret"
    file.write_bytes(bytes(length))
    file.chmod(0o600)

    with pytest.raises(TributaryError, match=f"16 to 4096 random bytes, .* was one of {length} bytes"):
        secret.load_or_create(file)


def test_should_not_depend_on_the_working_directory(tmp_path):
    assert secret.default_path({"XDG_STATE_HOME": str(tmp_path)}) == tmp_path / "tributary" / "secret"
    with pytest.raises(TributaryError, match="XDG_STATE_HOME must be an absolute path, was state"):
        secret.default_path({"XDG_STATE_HOME": "state"})
