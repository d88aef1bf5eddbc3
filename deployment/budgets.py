"""The cost centres of the operating funds and their budgets, from parameters/budgets.yaml."""

from pathlib import Path

from deployment.addresses import name_word
from deployment.errors import ParameterError
from deployment.parameters import FOLDER
from deployment.yaml_file import load_yaml

TABLE = FOLDER / "budgets.yaml"
CLASSES = {"operational": 1, "grant": 2, "partnership": 3}  # PaymentClass
MILLIONTHS = 10**6
LONGEST_NAME = 32

Centre = tuple[bytes, int, int]  # name, class, millionths of a dollar a month


def load_centres(path: Path = TABLE) -> list[Centre]:
    """The `firstCentres` of the constructor; raises ParameterError."""
    centres: list[Centre] = []
    for class_, budgets in load_yaml(path).items():
        if class_ not in CLASSES:
            raise ParameterError(path, class_, f"no such class; there are {', '.join(CLASSES)}")
        for name, dollars in budgets.items():
            key = f"{class_}.{name}"
            if not name.isascii() or not 0 < len(name) <= LONGEST_NAME:
                raise ParameterError(path, key, f"a name is 1 to {LONGEST_NAME} ASCII characters")
            if name_word(name) in {centre for centre, _, _ in centres}:
                raise ParameterError(path, key, "stands in another class too")
            if type(dollars) is not int or dollars < 0:
                raise ParameterError(path, key, f"{dollars!r} is no number of whole dollars")
            centres.append((name_word(name), CLASSES[class_], dollars * MILLIONTHS))
    return centres
