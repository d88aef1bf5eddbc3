import { BigInt } from "@graphprotocol/graph-ts";
import {
  BookMoved,
  BookOpened,
  CapChanged,
  Rebalanced,
  RulesSet,
  WalletClassified,
} from "../generated/HumanCapEnforcement/HumanCapEnforcement";
import { CapChange, CapDecision, Identity, Rebalancing, WalletClassification } from "../generated/schema";
import { loadDay } from "./helpers/days";
import { cause, walletClass } from "./helpers/enums";
import { stamp } from "./helpers/facts";
import { factId } from "./helpers/ids";
import { loadAccount, loadHuman, loadHumanOf, loadProtocol } from "./helpers/load";
import { changeHoldings, changeLinked, humanId, moveWallet } from "./holders/books";
import { changeClass } from "./holders/holdings";

export { handleEmergencyConfirmed, handleEmergencyLifted, handleEmergencyStarted } from "./emergencies/holding";
export {
  handleIdentityAttested,
  handleIdentitySuspended,
  handleMergeCancelled,
  handleMergeRequested,
  handleMerged,
} from "./holders/identities";

export function handleRulesSet(event: RulesSet): void {
  const protocol = loadProtocol();
  protocol.gracePeriod = event.params.gracePeriod;
  protocol.unverifiedAllowed = event.params.unverifiedAllowed;
  protocol.save();
}

export function handleCapChanged(event: CapChanged): void {
  const protocol = loadProtocol();
  protocol.humanCap = event.params.current;
  if (event.params.current.lt(event.params.previous)) protocol.capLoweredAt = event.block.timestamp;
  protocol.save();

  const fact = new CapChange(factId(event));
  stamp(fact, event);
  fact.previous = event.params.previous;
  fact.current = event.params.current;
  fact.save();
}

export function handleBookOpened(event: BookOpened): void {
  const human = loadHuman(event.params.number);
  human.identity = event.params.identity;
  human.identities = [event.params.identity];
  human.validUntil = event.params.validUntil;
  human.save();
  const identity = new Identity(event.params.identity);
  identity.human = human.id;
  identity.save();

  const protocol = loadProtocol();
  protocol.bookCount = human.number;
  protocol.save();
}

export function handleWalletClassified(event: WalletClassified): void {
  const account = loadAccount(event.params.wallet);
  const previous = account.class_;
  const current = walletClass(event.params.current);
  const left = account.human;
  if (previous == "HUMAN" && left !== null) changeLinked(BigInt.fromString(left), -1);
  if (current == "HUMAN") changeLinked(event.params.book, 1);
  moveWallet(account, event.params.book);
  changeClass(account, current, event);
  account.save();

  const fact = new WalletClassification(factId(event));
  stamp(fact, event);
  fact.account = account.id;
  fact.previous = previous;
  fact.current = current;
  fact.human = account.human;
  fact.save();
}

export function handleBookMoved(event: BookMoved): void {
  const amount = event.params.amount;
  const protocol = loadProtocol();
  protocol.head = event.params.head;
  protocol.decisionCount += 1;
  protocol.save();

  const fact = new CapDecision(factId(event));
  stamp(fact, event);
  fact.number = protocol.decisionCount;
  fact.from = humanId(event.params.from);
  fact.to = humanId(event.params.to);
  fact.amount = amount;
  fact.cause = cause(event.params.cause);
  fact.fromHoldings = count(event.params.from, amount.neg(), event);
  fact.toHoldings = count(event.params.to, amount, event);
  fact.humanCap = protocol.humanCap;
  fact.head = event.params.head;
  fact.save();

  const day = loadDay(event);
  day.capDecisions += 1;
  day.save();
}

export function handleRebalanced(event: Rebalanced): void {
  const fact = new Rebalancing(factId(event));
  stamp(fact, event);
  fact.human = loadHumanOf(event.params.identity).id;
  fact.moved = event.params.moved;
  fact.excessLeft = event.params.excessLeft;
  fact.save();
}

/** What the human holds afterwards; null for number 0, which stands for what is not counted. */
function count(number: BigInt, change: BigInt, event: BookMoved): BigInt | null {
  if (number.isZero()) return null;
  const human = loadHuman(number);
  changeHoldings(human, change, loadProtocol().humanCap, event.block.timestamp);
  human.save();
  return human.holdings;
}
