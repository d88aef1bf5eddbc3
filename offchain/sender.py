"""Carries out actions with one key, one at a time: simulated, noted, sent, confirmed, and read back."""

import time

from offchain.action import Action, Outcome
from offchain.courier import Courier, Receipt
from offchain.exits import FundsError, InvariantBroken
from offchain.journal import Intent
from offchain.simulation import Forecast, Simulator

DAY = 86_400.0  # seconds
MAX_REVERTS = 3  # mined and reverted, in one run
FULL_PERCENT = 98  # of its limit that a transaction has used which ran out of gas


class Sender:
    """Sends for a job."""

    def __init__(self, courier: Courier, job: str, max_gas: int) -> None:
        self._courier, self._job = courier, job
        self._chain, self._journal = courier.chain, courier.journal
        self._simulator = Simulator(self._chain, courier.signer.address)
        self._gas_left = max_gas
        self.done = 0

    def recover(self) -> None:
        """Bring what an earlier run has left under way to its end."""
        intent = self._journal.open_intent()
        if intent is None:
            return
        self._chain.log.info("going on with", intent=intent.name, nonce=intent.nonce)
        receipt = self._courier.bring(intent)
        self._finish(intent, receipt)

    def fill_gaps(self, below: int) -> None:
        """Use up all free nonces below one that waits for them, with transfers of nothing to oneself."""
        address = self._courier.signer.address
        while (nonce := self._courier.nonce()) < below:
            self._bring(f"nothing, to fill nonce {nonce}", self._simulator.transfer_gas(), address, b"")

    def carry_out(self, action: Action) -> Outcome:
        """Do it, in parts where it is too large for one transaction."""
        forecast = self._simulator.forecast(action)
        if forecast.too_large:
            return self._in_halves(action)
        if forecast.reverted is not None:
            return self._declined(action, forecast)
        if forecast.amount == 0:
            return Outcome.NOT_DUE
        receipt = self._send(action, forecast.gas)
        if receipt is None:  # another transaction of this key was mined with its nonce
            return self.carry_out(action)
        if receipt.status == 1:
            self._check(action, receipt)
            return Outcome.DONE
        return self._after_revert(action, receipt, forecast.gas)

    def _declined(self, action: Action, forecast: Forecast) -> Outcome:
        reverted = forecast.reverted
        if reverted is not None and reverted.name in action.benign:
            self._chain.log.info("not due", action=self._described(action), reason=str(reverted))
            return Outcome.NOT_DUE
        self._chain.log.warning("refused", action=self._described(action), reason=str(reverted))
        return Outcome.REFUSED

    def _in_halves(self, action: Action) -> Outcome:
        if action.size < 2:
            self._chain.log.error("too large", action=self._described(action), bound=self._simulator.bound())
            return Outcome.REFUSED
        outcomes = [self.carry_out(half) for half in action.halves()]
        return next(one for one in (Outcome.REFUSED, Outcome.DONE, Outcome.NOT_DUE) if one in outcomes)

    def _after_revert(self, action: Action, receipt: Receipt, gas: int) -> Outcome:
        """Mined, and reverted: somebody was faster, it ran out of gas, or the contract changed its mind."""
        if self._courier.traffic.reverts >= MAX_REVERTS:
            raise InvariantBroken(
                f"{MAX_REVERTS} transactions reverted, the last is {receipt.hash}: look at it"
            )
        if receipt.gas_used * 100 >= gas * FULL_PERCENT and action.size > 1:
            return self._in_halves(action)
        return self.carry_out(action)

    def _send(self, action: Action, gas: int) -> Receipt | None:
        protocol = self._chain.protocol
        target, data = protocol.addresses[action.call.contract], protocol.encode(action.call)
        return self._bring(self._described(action), gas, target, data)

    def _bring(self, name: str, gas: int, target: str, data: bytes) -> Receipt | None:
        courier = self._courier
        offer = courier.offer()
        self._await_strangers()
        nonce = courier.nonce()
        first = courier.signed(courier.fields(nonce, gas, target, data), offer)
        self._check_budget(gas, gas * offer.max_fee + courier.data_fee(first.raw))
        self._gas_left -= gas
        intent = self._journal.begin(self._job, name, nonce, gas, target, data, first)
        receipt = courier.bring(intent)
        self._finish(intent, receipt)
        return receipt

    def _finish(self, intent: Intent, receipt: Receipt | None) -> None:
        if receipt is None:
            self._chain.log.warning("nonce used elsewhere", intent=intent.name, nonce=intent.nonce)
            self._journal.finish(intent, "superseded")
            return
        traffic = self._courier.traffic
        traffic.wei += receipt.gas_used * receipt.price
        traffic.reverts += receipt.status != 1
        self._gas_left += max(0, intent.gas - receipt.gas_used)
        self._journal.finish(intent, "mined" if receipt.status == 1 else "reverted", receipt.gas_used)
        fields = {"transaction": receipt.hash, "block": receipt.block, "gas": receipt.gas_used}
        self._chain.log.info("mined", status=receipt.status, action=intent.name, **fields)

    def _check(self, action: Action, receipt: Receipt) -> None:
        """Read back what must be true now; items that were kept from being done are the next run's."""
        answers = self._chain.at(receipt.block).call_all(
            [check.call for check in action.checks], may_fail=True
        )
        held = [check.holds(answer) for check, answer in zip(action.checks, answers, strict=True)]
        self.done += sum(held)
        if not any(held):
            what = self._described(action)
            raise InvariantBroken(f"{receipt.hash} succeeded, and nothing of {what} is so: look at it")
        if not all(held):
            self._chain.log.warning("partly done", action=self._described(action), left=held.count(False))

    def _check_budget(self, gas: int, wei: int) -> None:
        if gas > self._gas_left:
            raise FundsError(f"the run's gas budget is spent: {self._gas_left:,} left, {gas:,} needed")
        most = self._chain.settings.max_gas_per_day
        if self._journal.gas_since(time.time() - DAY) + gas > most:
            raise FundsError(f"the day's gas budget of {most:,} is spent")
        address = self._courier.signer.address
        balance = self._chain.endpoints.read(lambda e: int(e.ask("eth_getBalance", address, "latest"), 16))
        if balance < wei:
            raise FundsError(f"{address} has {balance} wei and needs {wei}: fund it")

    def _await_strangers(self) -> None:
        """Let a transaction that no journal knows be mined; after a while its nonce is offered more."""
        until = time.monotonic() + self._chain.settings.fees.bump_seconds
        while self._courier.nonce("pending") > self._courier.nonce() and time.monotonic() < until:
            self._chain.log.warning("the key has a transaction that is not in the journal")
            self._chain.deadline.sleep(self._chain.settings.block_seconds / 4)

    def _described(self, action: Action) -> str:
        return self._chain.protocol.describe(action.call)
