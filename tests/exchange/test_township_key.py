"""The key file an office hands out, as it comes back from Notepad, WPS and careless copying."""

from pathlib import Path

import pytest

from kongchuo_desktop.domain.errors import FileTrouble, Refused
from kongchuo_desktop.exchange import keys, township_key
from kongchuo_desktop.exchange.township_key import TownshipKey


@pytest.fixture
def key(office) -> TownshipKey:
    return township_key.township_key("云上县<b>石桥</b>镇中心校", office.identity)


def test_a_key_file_comes_back_as_it_was(key, office, tmp_path):
    path = township_key.write_township_key(tmp_path, key)
    again = township_key.read_township_key(path)
    assert again == key
    assert again.recipient == office.recipient
    assert again.fingerprint == keys.fingerprint(office.recipient)
    assert path.suffix == township_key.SUFFIX
    assert office.identity.encode() not in path.read_bytes()


def test_writing_it_twice_keeps_both(key, tmp_path):
    paths = {township_key.write_township_key(tmp_path, key) for _ in range(2)}
    assert sorted(tmp_path.iterdir()) == sorted(paths)


@pytest.mark.parametrize(
    "name",
    ["A: 石桥：中心校", "石\n公钥：age1x\n桥", "\ud800石桥", "𬱟镇", "../", "=1+1", "镇\u2028"],
)
def test_any_name_stays_one_line(name, office):
    key = township_key.township_key(name, office.identity)
    again = township_key.from_bytes(township_key.as_text(key).encode())
    assert again == key
    assert again.recipient == office.recipient


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\n\n"])
def test_an_editor_may_have_saved_it_again(key, encoding, line_end):
    text = township_key.as_text(key).replace("\r\n", line_end).replace("：", ": ")
    assert township_key.from_bytes(text.encode(encoding)) == key


def spoiled(key: TownshipKey, other: TownshipKey) -> dict[str, tuple[bytes, str]]:
    text = township_key.as_text(key)
    return {
        "empty": (b"", "是空的"),
        "zeros": (bytes(200), "是空的"),
        "foreign": ("花名册".encode(), "不是乡镇公钥文件"),
        "binary": (b"\x89XJP\r\n\x1a\n\xff\xff", "不是乡镇公钥文件"),
        "newer": (text.replace("版本：1", "版本：2").encode(), "请先升级"),
        "nameless": (text.replace(key.name, "").encode(), "没有单位名称"),
        "mistyped": (text.replace("公钥：age1", "公钥：age1x").encode(), "公钥读不出"),
        "swapped": (text.replace(key.recipient, other.recipient).encode(), "指纹对不上"),
        "no print": (text.replace(key.fingerprint, "").encode(), "指纹对不上"),
    }


def test_each_fault_has_its_own_sentence(key, other_office):
    other = township_key.township_key("乙镇", other_office.identity)
    said = {}
    for case, (data, words) in spoiled(key, other).items():
        with pytest.raises(Refused, match=words) as refused:
            township_key.from_bytes(data)
        said[case] = str(refused.value)
    assert said.pop("zeros") == said["empty"]
    assert said.pop("binary") == said["foreign"]
    assert said.pop("no print") == said["swapped"]
    assert len(set(said.values())) == len(said)


def test_a_secret_key_handed_out_by_mistake_raises_alarm(office):
    with pytest.raises(Refused, match="这是单位的私钥"):
        township_key.from_bytes(office.identity.encode())


def test_a_file_that_is_not_there_or_too_large(tmp_path):
    with pytest.raises(FileTrouble, match="找不到这个文件"):
        township_key.read_township_key(tmp_path / "无.kckey")
    with pytest.raises(FileTrouble, match="文件夹"):
        township_key.read_township_key(tmp_path)
    large = Path(tmp_path / "大.kckey")
    large.write_bytes(bytes(2**20))
    with pytest.raises(Refused, match="文件太大"):
        township_key.read_township_key(large)


def test_an_office_needs_a_name(office):
    with pytest.raises(Refused, match="单位名称"):
        township_key.township_key(" \n ", office.identity)
