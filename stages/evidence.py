"""What speaks for a release beside the test network itself: its audit, and whose hands the office goes to."""

import re
from pathlib import Path

from ape import accounts as ape_accounts

from deployment.chain import Chain
from deployment.contract_account import is_contract_account
from deployment.errors import UnreadableFile
from deployment.inputs import Inputs
from deployment.record import code_hash_of, deployment_hash
from stages.conditions import Condition
from stages.report import Head, newest, read_head

HARDWARE = ("ape_ledger", "ape_trezor")
_COMMIT = re.compile("[0-9a-f]{40}")


def audited(inputs: Inputs, tried: Inputs, folder: Path) -> Condition:
    """The newest report of the test network passed: of this code, and of the deployment that stands there."""
    sentence, network = "an audit report of this code is present", tried.parameters.network
    path = newest(folder, network)
    if path is None:
        return Condition(sentence, met=False, detail=f"no report of {network} in {folder.name}/")
    try:
        problem = _unfit(read_head(path), inputs, tried)
    except UnreadableFile as error:
        return Condition(sentence, met=False, detail=error.message)
    return Condition(sentence, not problem, f"{path.name} {problem}" if problem else path.name)


def guarded(chain: Chain, guardian: str) -> Condition:
    """The office goes to a hardware wallet or a contract account."""
    sentence = "the guardian is on a hardware wallet or a contract account"
    if is_contract_account(chain, guardian):
        return Condition(sentence, met=True, detail=f"{guardian} is a contract")
    for account in ape_accounts:
        if account.address == guardian and type(account).__module__.split(".")[0] in HARDWARE:
            return Condition(sentence, met=True, detail=f"{account.alias} is a hardware wallet's")
    return Condition(sentence, met=False, detail=f"{guardian} is neither, as far as this machine knows")


def committed(commit: str) -> Condition:
    """What is deployed can be checked out by anybody."""
    return Condition("the checkout is a commit", bool(_COMMIT.fullmatch(commit)), commit)


def _unfit(head: Head, inputs: Inputs, tried: Inputs) -> str:
    """Why a report does not count. Parameters differ between networks: its deployment is the tried one."""
    network, stands = tried.parameters.network, deployment_hash(tried)
    if head.result != "passed":
        return f"is {head.result}"
    if head.network != network:
        return f"is of {head.network}, not of {network}"
    if head.code != code_hash_of(inputs):
        return "is of other code or permissions"
    if head.deployment != stands:
        return f"is of deployment {head.deployment}, and on {network} stands {stands}"
    if not _COMMIT.fullmatch(str(head.commit)):
        return f"is of {head.commit}, which is no commit that can be checked out"
    return ""
