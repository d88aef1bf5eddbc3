"""What is installed is what the lock files say, to the byte.

lock files: every package has one version and its hashes
the installer
├── gets the flag that asks for hashes
└── refuses a package whose bytes are not those of its hash, or which has none
"""

import hashlib
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from deployment.parameters import ROOT

LOCKS = [*sorted(ROOT.glob("requirements*.lock")), ROOT / "tools/uv.requirements.lock"]
UV = ROOT / ".cache/uv-program/bin/uv"


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_lock__each_package__has_one_version_and_hashes(path: Path) -> None:
    text = re.sub(r"(?m)^\s*#.*\n", "", path.read_text()).replace("\\\n", "")
    packages = [line for line in text.splitlines() if line.strip()]
    assert packages
    for package in packages:
        assert re.match(r"[\w.\[\],-]+==[\w.!+]+ ", package), package
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", package), package


def test_setup__installs__with_hashes() -> None:
    script = (ROOT / "tools/setup-python").read_text().replace("\\\n", "")
    installs = [line for line in script.splitlines() if re.search(r"pip (install|sync)", line)]
    assert len(installs) == 2
    assert all("--require-hashes" in line for line in installs)


def _wheel(folder: Path) -> str:
    """A package of nothing; its hash."""
    path, about = folder / "nothing-1.0-py3-none-any.whl", "nothing-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: nothing\nVersion: 1.0\n")
        tag = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        wheel.writestr(f"{about}/WHEEL", tag)
        names = [f"{about}/METADATA,,", f"{about}/WHEEL,,", f"{about}/RECORD,,"]
        wheel.writestr(f"{about}/RECORD", "\n".join(names) + "\n")
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(("hashes", "installs"), [("right", True), ("wrong", False), ("none", False)])
def test_installer__package__is_taken_with_its_hash_only(tmp_path: Path, hashes: str, installs: bool) -> None:
    right = _wheel(tmp_path)
    known = {"right": right, "wrong": "00" * 32}
    line = f"nothing==1.0 --hash=sha256:{known[hashes]}" if hashes in known else "nothing==1.0"
    (tmp_path / "a.lock").write_text(line + "\n")
    target = tmp_path / "installed"
    command = [
        *(str(UV), "pip", "install", "--quiet", "--offline", "--no-index", "--no-cache", "--no-deps"),
        *("--find-links", str(tmp_path), "--require-hashes", "--target", str(target)),
        *("-r", str(tmp_path / "a.lock")),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode == 0) is installs, done.stderr
    assert (target / "nothing-1.0.dist-info").exists() is installs
