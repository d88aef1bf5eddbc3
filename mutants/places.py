"""Where things stand."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGETS = ROOT / "mutants" / "targets.yaml"
SURVIVORS = ROOT / "mutants" / "survivors.yaml"
CACHE = ROOT / ".cache" / "mutants"
RESULTS = CACHE / "results.json"
