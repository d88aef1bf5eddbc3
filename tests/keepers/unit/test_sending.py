"""Fees, journal, settings, and calls as they are shown.

quote: twice the base fee and the tip, under the ceiling; none where the base fee and the tip are above it
raised: an eighth more on both, or what the base fee asks for; none above the ceiling
Journal: one open intent; what was noted is there after a reopening, at every truncation or put aside
Settings: a file, beaten by the environment; wrong keys named without their values
"""

import json
from pathlib import Path

import pytest
from eth_utils import keccak

from offchain.exits import ConfigError
from offchain.fees import Quote, ceiling, quote, raised
from offchain.journal import Attempt, Journal
from offchain.protocol import INTERFACES, Call, Protocol
from offchain.settings import GWEI, Fees, load_settings

FEES = Fees(max_gwei=60, urgent_max_gwei=300, min_tip_gwei=0.01, max_tip_gwei=5)


@pytest.mark.parametrize(
    ("base", "tip", "expected"),
    [
        (10 * GWEI, GWEI, Quote(21 * GWEI, GWEI)),
        (10 * GWEI, 0, Quote(20 * GWEI + GWEI // 100, GWEI // 100)),
        (10 * GWEI, 900 * GWEI, Quote(25 * GWEI, 5 * GWEI)),
        (50 * GWEI, GWEI, Quote(60 * GWEI, GWEI)),
        (59 * GWEI, GWEI, Quote(60 * GWEI, GWEI)),
        (59 * GWEI + 1, GWEI, None),
    ],
)
def test_quote__base_fee_and_tip__stay_under_the_ceiling(base: int, tip: int, expected: Quote | None) -> None:
    assert quote(base, tip, FEES, ceiling(FEES, urgent=False)) == expected


def test_ceiling__urgent__is_higher() -> None:
    assert (ceiling(FEES, urgent=False), ceiling(FEES, urgent=True)) == (60 * GWEI, 300 * GWEI)


def test_raised__until_the_ceiling__satisfies_a_pool() -> None:
    offer, most, steps = Quote(8 * GWEI, GWEI), 60 * GWEI, 0
    while (higher := raised(offer, 3 * GWEI, most)) is not None:
        assert higher.max_fee * 10 >= offer.max_fee * 11
        assert higher.tip * 10 >= offer.tip * 11
        assert higher.tip <= higher.max_fee <= most
        offer, steps = higher, steps + 1
    assert steps == 17


def test_raised__base_fee_rose__follows_it() -> None:
    assert raised(Quote(8 * GWEI, GWEI), 20 * GWEI, 60 * GWEI) == Quote(
        40 * GWEI + GWEI * 9 // 8 + 1, GWEI * 9 // 8 + 1
    )


# --- The journal ---


def attempt(number: int) -> Attempt:
    raw = b"signed %d" % number
    return Attempt("0x" + keccak(raw).hex(), raw, number, number)


def test_journal__reopened__has_what_was_noted(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.db")
    intent = journal.begin("release", "pay", 4, 100, "0xTarget", b"data", attempt(1))
    journal.add(intent, attempt(2))
    journal.close()
    again = Journal(tmp_path / "j.db")
    found = again.open_intent()
    assert found is not None
    assert (found.nonce, found.gas, found.data, found.attempts) == (4, 100, b"data", (attempt(1), attempt(2)))
    assert again.gas_since(0) == 100
    again.finish(found, "mined", 70)
    assert again.open_intent() is None
    assert again.gas_since(0) == 70
    assert (tmp_path / "j.db").stat().st_mode & 0o777 == 0o600


def test_journal__second_intent__is_refused_while_one_is_open(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.db")
    journal.begin("release", "pay", 4, 100, "0xTarget", b"", attempt(1))
    with pytest.raises(Exception, match="UNIQUE constraint failed"):
        journal.begin("release", "pay", 5, 100, "0xTarget", b"", attempt(2))
    found = journal.open_intent()
    assert found is not None
    assert found.nonce == 4


def test_journal__bytes_of_a_closed_intent__are_taken_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.db")
    journal.finish(journal.begin("release", "pay", 4, 100, "0xTarget", b"", attempt(1)), "mined", 70)
    journal.begin("release", "pay", 4, 100, "0xTarget", b"", attempt(1))
    found = journal.open_intent()
    assert found is not None
    assert found.attempts == (attempt(1),)


def test_journal__truncated_anywhere__works_or_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    journal = Journal(path)
    journal.begin("release", "pay", 4, 100, "0xTarget", b"data", attempt(1))
    journal.close()
    content = path.read_bytes()
    for length in range(0, len(content), 512):
        for other in tmp_path.iterdir():
            other.unlink()
        path.write_bytes(content[:length])
        opened = Journal(path)
        assert (opened.moved is not None) == (length != 0)
        assert opened.open_intent() is None
        opened.begin("release", "pay", 4, 100, "0xTarget", b"data", attempt(1))
        opened.close()


def test_journal__signed_bytes_are_changed__is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    journal = Journal(path)
    journal.begin("release", "pay", 4, 100, "0xTarget", b"data", attempt(1))
    journal.close()
    path.write_bytes(path.read_bytes().replace(b"signed 1", b"signed 9"))
    assert Journal(path).moved is not None


def test_journal__folder_cannot_be_written__stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="nothing is sent without a journal"):
        Journal(tmp_path / "file" / "j.db")


# --- Settings ---


def test_load_settings__environment__beats_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "keepers.yaml"
    path.write_text("book: book.json\nstate: state\ninbox: ballots\nfees: {max_gwei: 30}\n")
    monkeypatch.setenv("ROAD_KEEPER_FEES__MAX_GWEI", "45")
    settings = load_settings(path)
    assert (settings.fees.max_gwei, settings.state) == (45, tmp_path / "state")
    assert settings.inbox == str(tmp_path / "ballots")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("state: s\n", "book: Field required"),
        ("book: b\nstate: s\nendpoint: [http://user:pw@host]\n", "endpoint: Extra inputs are not permitted"),
        ("book: b\nstate: s\nkeys: [payouts]\n", "keys: Input should be a valid dictionary"),
        ("book: b\nstate: s\nkeys: {a: b}\n", "keys.a: Input should be a valid dictionary"),
        ("book: b\nstate: s\nconfirmations: hunter2\n", "confirmations: Input should be a valid integer"),
        (
            "book: b\nstate: s\nkeys: {payouts: {address: '0x12'}}\n",
            "keys.payouts.address: '0x12' is no address",
        ),
    ],
)
def test_load_settings__something_is_wrong__names_it_without_its_value(
    tmp_path: Path, text: str, problem: str
) -> None:
    path = tmp_path / "keepers.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_settings(path)
    assert problem in str(caught.value)
    assert "pw@host" not in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_urls__in_a_readable_file__are_refused(tmp_path: Path) -> None:
    (tmp_path / "urls").write_text("http://127.0.0.1:1/KEY\n")
    (tmp_path / "urls").chmod(0o644)
    (tmp_path / "keepers.yaml").write_text("book: b\nstate: s\nendpoints_file: urls\n")
    settings = load_settings(tmp_path / "keepers.yaml")
    with pytest.raises(ConfigError, match="has mode 0644: chmod 600 it"):
        settings.urls()
    (tmp_path / "urls").chmod(0o600)
    assert settings.urls() == ["http://127.0.0.1:1/KEY"]
    assert "KEY" not in repr(settings)
    assert "KEY" not in str(settings.public())


# --- Calls ---


def test_protocol__call_and_error__are_shown_with_names() -> None:
    contract = {"address": "0x" + "11" * 20, "block": 3}
    book = {
        "chain": {"id": 1, "genesis": "0x00"},
        "contracts": {"AgentTreasury": contract},
        "parameters": {"time_divisor": 1},
    }
    protocol = Protocol(book, json.loads(INTERFACES.read_text()))
    call = Call("AgentTreasury", "releaseBatch", (list(range(1, 10)),))
    assert protocol.describe(call) == "AgentTreasury.releaseBatch(agentIds=[1, 2, 3, … 9 in all])"
    data = keccak(text="NothingToRelease(uint256)")[:4] + (7).to_bytes(32)
    assert str(protocol.reverted(data)) == "NothingToRelease(agentId=7)"
    assert protocol.reverted(b"\1\2\3\4").name == "?"
    assert protocol.reverted(b"").name == "?"


def test_protocol__each_error_of_the_contracts__is_named() -> None:
    book = {"chain": {"id": 1, "genesis": "0x00"}, "contracts": {}, "parameters": {"time_divisor": 1}}
    interfaces = json.loads(INTERFACES.read_text())
    protocol = Protocol(book, interfaces)
    assert len(interfaces["errors"]) > 100
    for signature, names in interfaces["errors"].items():
        types = [one for one in signature[:-1].partition("(")[2].split(",") if one]
        ends = [32 * len(types) if one in ("string", "bytes") or one.endswith("[]") else 0 for one in types]
        words = b"".join(end.to_bytes(32) for end in [*ends, 0])
        found = protocol.reverted(keccak(text=signature)[:4] + words)
        assert (found.name, list(found.values)) == (signature.partition("(")[0], names)
