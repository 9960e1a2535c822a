"""The key of the fingerprints."""

import os
import threading

import pytest

from piiscan.errors import ConfigError
from piiscan.keyfile import default_key, load_key


def test_is_made_at_first_use_for_its_owner_only(tmp_path):
    path = tmp_path / "config" / "key"
    key = load_key(path)
    assert len(key) == 32
    assert load_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert os.listdir(path.parent) == ["key"]


def test_stands_in_the_configuration_folder_of_the_user(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    key = load_key()
    assert default_key().is_relative_to(tmp_path)
    assert bytes.fromhex(default_key().read_text()) == key


def test_is_the_same_for_all_who_ask_at_once(tmp_path):
    keys = []
    threads = [threading.Thread(target=lambda: keys.append(load_key(tmp_path / "key"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff" * 64, b"ab" * 10])
def test_another_file_is_no_key(tmp_path, content):
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(ConfigError, match="no key file"):
        load_key(path)


def test_a_key_that_others_may_read_is_refused(tmp_path):
    load_key(tmp_path / "key")
    (tmp_path / "key").chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        load_key(tmp_path / "key")


def test_a_key_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigError, match="cannot be used"):
        load_key(tmp_path / "file" / "key")
