"""The operator's settings: one file, read once; an environment variable beats it.

ROAD_KEEPER_<NAME>, nested names joined by two underscores: ROAD_KEEPER_FEES__MAX_GWEI=40. A secret can stand
in a file of its own instead, which beats the variable: `endpoints_file`, `notify_file`, `password_file`.
"""

import stat
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from eth_utils import is_checksum_address
from pydantic import Field, PrivateAttr, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from deployment.errors import DeploymentError
from deployment.file_settings import FileSettings
from deployment.parameters import Strict
from deployment.yaml_file import load_yaml
from offchain.exits import ConfigError

GWEI = 10**9
SECRET_MODE = 0o600
# Relative to the settings' own file
PATHS = frozenset(
    {"book", "state", "metrics", "endpoints_file", "notify_file", "schedule", "subgraph_token_file"}
)
SOURCES = frozenset({"inbox", "relay_inbox", "provisioner"})  # or URLs
KEY_PATHS = frozenset({"keystore", "password_file"})


class Key(Strict):
    """One key: an encrypted keystore with its password, or an external signer."""

    address: str
    keystore: Path | None = Field(default=None, strict=False)
    password_file: Path | None = Field(default=None, strict=False)
    signer: SecretStr | None = Field(default=None, strict=False)

    @field_validator("address")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if not is_checksum_address(value):
            raise ValueError(f"{value!r} is no address with a right checksum (EIP-55)")
        return value

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if (self.signer is None) == (self.keystore is None and self.password_file is None):
            raise ValueError("name keystore and password_file, or signer")
        if self.signer is None and (self.keystore is None or self.password_file is None):
            raise ValueError("a keystore needs its password_file")
        return self


class Fees(Strict):
    """What a unit of gas may cost, in gwei."""

    max_gwei: float = Field(default=60.0, gt=0, strict=False)
    urgent_max_gwei: float = Field(default=300.0, gt=0, strict=False)
    min_tip_gwei: float = Field(default=0.01, ge=0, strict=False)
    max_tip_gwei: float = Field(default=5.0, ge=0, strict=False)
    bump_seconds: float = Field(default=36.0, gt=0, strict=False)
    """How long a transaction waits before it is replaced: three blocks of a main chain, 10 s on a rollup."""
    rebroadcast_seconds: float = Field(default=12.0, gt=0, strict=False)


class Settings(FileSettings):
    """Everything that an operator chooses."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix="ROAD_KEEPER_", env_nested_delimiter="__"
    )

    book: Path
    state: Path
    metrics: Path | None = None
    endpoints: list[SecretStr] = Field(default_factory=list)
    endpoints_file: Path | None = None
    keys: dict[str, Key] = Field(default_factory=dict)
    fees: Fees = Fees()
    read_block: Literal["safe", "latest"] = "safe"
    confirmations: int = Field(default=12, ge=0)
    max_head_age: int = Field(default=180, ge=1)
    block_seconds: float = Field(default=12.0, gt=0)
    request_seconds: float = Field(default=10.0, gt=0)
    requests_per_second: float = Field(default=25.0, gt=0)
    log_span: int = Field(default=5_000, ge=1)
    max_gas_per_day: int = Field(default=2_000_000_000, ge=0)
    notify: list[SecretStr] = Field(default_factory=list)
    notify_file: Path | None = None
    notify_hours: float = Field(default=6.0, gt=0)
    inbox: str | None = None
    relay_inbox: str | None = None
    provisioner: str | None = None
    subgraph: SecretStr | None = None
    subgraph_token_file: Path | None = None
    max_subgraph_lag: int = Field(default=600, ge=1)
    min_vesting_road: int = Field(default=100_000, ge=0)
    schedule: Path | None = None

    _path: Path = PrivateAttr(default=Path())

    def urls(self) -> list[str]:
        """The endpoints, the first one preferred; raises ConfigError."""
        return _urls("endpoints", self.endpoints_file, self.endpoints, {"http", "https"})

    def notify_urls(self) -> list[str]:
        """Where notifications go, in Apprise's notation."""
        if not self.notify_file and not self.notify:
            return []
        return _urls("notify", self.notify_file, self.notify, None)

    def key(self, name: str) -> Key:
        """The key of a class; raises ConfigError."""
        if name not in self.keys:
            raise ConfigError(f"keys.{name}: no such key in {self._path}; a job with --execute needs it")
        return self.keys[name]

    def public(self) -> dict[str, Any]:
        """What may be shown: no URL and no path of a secret."""
        shown = {
            "book",
            "state",
            "read_block",
            "confirmations",
            "max_head_age",
            "log_span",
            "max_gas_per_day",
        }
        return {"settings": str(self._path), **self.model_dump(mode="json", include=shown)}

    @property
    def metrics_folder(self) -> Path:
        """Where the node exporter's textfile collector looks."""
        return self.metrics or self.state / "metrics"


def load_settings(path: Path) -> Settings:
    """Read the settings; raises ConfigError with the first key that is wrong, and never with its value."""
    try:
        data = load_yaml(path)
        for name in PATHS & data.keys():
            data[name] = str(path.parent / str(data[name]))
        for name in SOURCES & data.keys():
            if "://" not in str(data[name]):
                data[name] = str(path.parent / str(data[name]))
        keys = data.get("keys")
        for key in keys.values() if isinstance(keys, dict) else ():
            for name in KEY_PATHS & set(key if isinstance(key, dict) else ()):
                key[name] = str(path.parent / str(key[name]))
        settings = Settings(**data)
    except DeploymentError as error:
        raise ConfigError(error.message) from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        key = ".".join(map(str, first["loc"])) or "settings"
        raise ConfigError(f"{path}: {key}: {first['msg'].removeprefix('Value error, ')}") from None
    settings._path = path
    return settings


def read_secret(path: Path) -> str:
    """Text of a file that only its owner can read; raises ConfigError."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & ~SECRET_MODE:
            raise ConfigError(f"{path} has mode {mode:04o}: chmod 600 it")
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {type(error).__name__}") from None


def _urls(name: str, path: Path | None, given: list[SecretStr], schemes: set[str] | None) -> list[str]:
    lines = read_secret(path).splitlines() if path else [one.get_secret_value() for one in given]
    urls = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not urls:
        raise ConfigError(f"{name}: names no URL")
    for number, url in enumerate(urls, 1):
        parts = urlsplit(url)
        if not parts.scheme or (schemes is not None and (parts.scheme not in schemes or not parts.hostname)):
            raise ConfigError(f"{name}: number {number} is no URL of the kind {sorted(schemes or {'any'})}")
    return urls
