"""Parameters of one network: read from its file, typed, and refused before the first transaction if wrong.

An environment variable beats the file, e.g. BLACKROAD_ACCOUNTS__GUARDIAN=0x… for `accounts.guardian`; not so
for a main network.
"""

from pathlib import Path
from typing import Any, Self

from eth_utils import is_checksum_address
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from deployment.errors import ParameterError, ReservedNetwork, UnknownNetwork, WrongChain
from deployment.file_settings import FileSettings
from deployment.yaml_file import load_yaml

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "parameters"
LOCAL_CHAIN = 31_337
MAIN_NETWORKS = {1: "mainnet", 10: "optimism", 8_453: "base", 42_161: "arbitrum"}
NETWORKS = {
    LOCAL_CHAIN: "local",
    11_155_111: "sepolia",
    11_155_420: "op-sepolia",
    421_614: "arbitrum-sepolia",
}
DEVELOPMENT = "test:"
MAX_FEE_GWEI = 100_000  # the highest limit that a unit of gas can have

DAY = 86_400  # seconds
SHORTEST_SPAN = 3 * DAY  # an emergency hold, and a heartbeat's deadline
MIN_SCALED_SPAN = 600  # seconds: shorter, and a person cannot act within it


class Strict(BaseModel):
    """A part of the parameters without unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Accounts(Strict):
    """Who holds which office or role: a checksummed address, or `test:N` on a local chain."""

    deployer: str
    guardian: str
    recovery: str
    successor: str
    registrar: str
    attestor: str
    provisioner: str

    @field_validator("*")
    @classmethod
    def _is_account(cls, value: str) -> str:
        number = value.removeprefix(DEVELOPMENT)
        if value.startswith(DEVELOPMENT) and number.isdecimal() and number.isascii():
            return value
        if not is_checksum_address(value):
            raise ValueError(f"{value!r} is no address with a right checksum (EIP-55)")
        if int(value, 16) == 0:
            raise ValueError("the zero address holds nothing")
        return value

    @model_validator(mode="after")
    def _are_distinct(self) -> Self:
        seen: dict[str, str] = {}
        for role, account in self.model_dump().items():
            if account in seen:
                raise ValueError(f"{role} and {seen[account]} are the same account: keep every key apart")
            seen[account] = role
        return self


class Mnemonic(Strict):
    """A development mnemonic; agents' wallets are the children of `path`."""

    phrase: str
    path: str = Field(pattern=r"^m(/\d+'?)+$")


class Wallets(Strict):
    """Where the agents' wallets come from: exactly one of these."""

    file: str | None = None
    xpub: str | None = None
    mnemonic: Mnemonic | None = None
    addresses: list[str] | None = None  # as an address book has them, by id

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        given = [name for name, source in self if source is not None]
        if len(given) != 1:
            raise ValueError("name exactly one of file, xpub, mnemonic and addresses")
        return self


class Census(Strict):
    """Who the agents are: a file, relative to the checkout, or as an address book has them."""

    agents: str | None = None
    names: list[str] | None = None  # by id
    wallets: Wallets

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.agents is None) == (self.names is None):
            raise ValueError("name exactly one of agents and names")
        return self


class Parameters(FileSettings):
    """Everything that differs from network to network."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix="BLACKROAD_", env_nested_delimiter="__"
    )

    chain_id: int = Field(gt=0)
    time_divisor: int = Field(ge=1)
    max_fee_gwei: int = Field(gt=0, le=MAX_FEE_GWEI)
    accounts: Accounts
    census: Census
    contracts: dict[str, dict[str, Any]]

    _path: Path = PrivateAttr(default=Path())

    @field_validator("chain_id")
    @classmethod
    def _is_known(cls, value: int) -> int:
        if value not in NETWORKS | MAIN_NETWORKS:
            raise ValueError(f"{value} is none of {', '.join(map(str, NETWORKS | MAIN_NETWORKS))}")
        return value

    @field_validator("time_divisor")
    @classmethod
    def _leaves_time_to_act(cls, value: int) -> int:
        if DAY % value:
            raise ValueError(f"{value} does not divide a day of {DAY} seconds")
        if SHORTEST_SPAN // value < MIN_SCALED_SPAN:
            raise ValueError(
                f"{value} leaves {SHORTEST_SPAN // value} seconds of 72 hours; the least is {MIN_SCALED_SPAN}"
            )
        return value

    @model_validator(mode="after")
    def _keeps_full_time_on_main_networks(self) -> Self:
        if self.chain_id in MAIN_NETWORKS and self.time_divisor != 1:
            raise ValueError(f"time_divisor: {self.time_divisor} on a main network, which has full time")
        return self

    @model_validator(mode="after")
    def _keeps_development_local(self) -> Self:
        if self.is_local:
            return self
        for role, account in self.accounts.model_dump().items():
            if account.startswith(DEVELOPMENT):
                raise ValueError(f"accounts.{role}: {account} is a development account; name an address")
        if self.census.wallets.mnemonic:
            raise ValueError("census.wallets.mnemonic: a development mnemonic is for local chains only")
        return self

    @property
    def is_local(self) -> bool:
        """Whether these are a local chain's parameters."""
        return self.chain_id == LOCAL_CHAIN

    @property
    def max_fee(self) -> int:
        """Wei that a unit of gas may cost at most."""
        return self.max_fee_gwei * 10**9

    @property
    def network(self) -> str:
        """Name of the network, as its files are called."""
        return (NETWORKS | MAIN_NETWORKS)[self.chain_id]

    @property
    def path(self) -> Path:
        """The file that these were read from."""
        return self._path


class RecordedParameters(Parameters):
    """Parameters of an address book or of a main network: the environment has no say."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """See Parameters."""
        return (init_settings,)


def load_parameters(path: Path, *, released: bool = False) -> Parameters:
    """Read and check a network's parameters; raises ParameterError for the first key that is wrong.

    Those of a main network are refused unless the conditions of its release are looked at; then the file
    alone counts, since the environment may hold a test network's.
    """
    data = load_yaml(path)
    if data.get("chain_id") in MAIN_NETWORKS and not released:
        raise ReservedNetwork(data["chain_id"])
    return parse_parameters(path, data, RecordedParameters if released else Parameters)


def parse_parameters(path: Path, data: dict[str, Any], kind: type[Parameters]) -> Parameters:
    """Check what was read from a file; raises ParameterError for the first key that is wrong."""
    try:
        parameters = kind(**data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"])) or "parameters"
        unfilled = first["input"] is None
        problem = "is not filled in" if unfilled else first["msg"].removeprefix("Value error, ")
        raise ParameterError(path, key, problem) from error
    parameters._path = path
    return parameters


def network_of(chain_id: int) -> str:
    """Name of a chain's network. Raises UnknownNetwork."""
    if chain_id in MAIN_NETWORKS:
        return MAIN_NETWORKS[chain_id]
    if chain_id not in NETWORKS:
        known = ", ".join(f"{name} ({number})" for number, name in NETWORKS.items())
        raise UnknownNetwork(f"no parameters for chain id {chain_id}; there are: {known}")
    return NETWORKS[chain_id]


def parameters_for_chain(chain_id: int, path: Path | None = None, *, released: bool = False) -> Parameters:
    """Parameters of the chain that the node is on, or of a file that must be for that chain."""
    if chain_id in MAIN_NETWORKS and not released:
        raise ReservedNetwork(chain_id)
    path = path or FOLDER / f"{network_of(chain_id)}.yaml"
    parameters = load_parameters(path, released=released)
    if parameters.chain_id != chain_id:
        raise WrongChain(parameters.chain_id, chain_id, path)
    return parameters
