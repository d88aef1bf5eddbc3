import { BigInt } from "@graphprotocol/graph-ts";
import {
  DelegateChanged,
  DelegateVotesChanged,
  Transfer as TransferEvent,
} from "../generated/ROAD_Token/ROAD_Token";
import { Delegation, Transfer, VotesChange } from "../generated/schema";
import { settleTotals } from "./governance/chamber";
import { loadDay } from "./helpers/days";
import { stamp } from "./helpers/facts";
import { factId } from "./helpers/ids";
import { loadAccount, loadProtocol } from "./helpers/load";
import { changeBalance } from "./holders/holdings";

export { handleEmergencyConfirmed, handleEmergencyLifted, handleEmergencyStarted } from "./emergencies/holding";

const NOBODY = "0x0000000000000000000000000000000000000000";

export function handleTransfer(event: TransferEvent): void {
  const amount = event.params.value;
  const sender = loadAccount(event.params.from);
  const recipient = loadAccount(event.params.to);
  if (event.params.from.toHexString() == NOBODY) {
    const protocol = loadProtocol();
    protocol.supply = protocol.supply.plus(amount);
    protocol.save();
  } else {
    changeBalance(sender.id, amount.neg(), event);
  }
  changeBalance(recipient.id, amount, event);

  const fact = new Transfer(factId(event));
  stamp(fact, event);
  fact.from = sender.id;
  fact.to = recipient.id;
  fact.amount = amount;
  fact.save();

  const day = loadDay(event);
  day.transfers += 1;
  day.volume = day.volume.plus(amount);
  day.holders = loadProtocol().holders;
  day.save();
}

export function handleDelegateChanged(event: DelegateChanged): void {
  const account = loadAccount(event.params.delegator);
  account.delegate = loadAccount(event.params.toDelegate).id;
  account.save();

  const fact = new Delegation(factId(event));
  stamp(fact, event);
  fact.account = account.id;
  fact.previous = loadAccount(event.params.fromDelegate).id;
  fact.current = account.delegate;
  fact.save();
}

/** The votes of all delegates together are the units of all agents. */
export function handleDelegateVotesChanged(event: DelegateVotesChanged): void {
  const account = loadAccount(event.params.delegate);
  account.votes = event.params.newVotes;
  account.save();

  const protocol = loadProtocol();
  settleTotals(protocol.votingUnits, event.block.timestamp);
  protocol.votingUnits = protocol.votingUnits.plus(change(event));
  protocol.save();

  const day = loadDay(event);
  day.votingUnits = protocol.votingUnits;
  day.save();

  const fact = new VotesChange(factId(event));
  stamp(fact, event);
  fact.account = account.id;
  fact.previous = event.params.previousVotes;
  fact.current = event.params.newVotes;
  fact.save();
}

function change(event: DelegateVotesChanged): BigInt {
  return event.params.newVotes.minus(event.params.previousVotes);
}
