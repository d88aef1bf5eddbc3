// What several mappings share, loaded or made with the values of something of which nothing is known yet.

import { BigInt, Bytes } from "@graphprotocol/graph-ts";
import { Account, Agent, Human, Identity, Protocol } from "../../generated/schema";
import { PROTOCOL, numberId } from "./ids";
import { ZERO } from "./numbers";

export function loadProtocol(): Protocol {
  const found = Protocol.load(PROTOCOL);
  if (found != null) return found;
  const made = new Protocol(PROTOCOL);
  made.timeDivisor = ZERO;
  made.supply = ZERO;
  made.holders = 0;
  made.votingUnits = ZERO;
  made.humanCap = ZERO;
  made.capLoweredAt = ZERO;
  made.gracePeriod = ZERO;
  made.unverifiedAllowed = false;
  made.head = new Bytes(32);
  made.bookCount = 0;
  made.escrowed = ZERO;
  made.agentCount = 0;
  made.outstanding = ZERO;
  made.rewardReserve = ZERO;
  made.released = ZERO;
  made.rewarded = ZERO;
  made.forfeited = ZERO;
  made.guardianPaid = ZERO;
  return made;
}

export function loadAccount(address: Bytes): Account {
  const found = Account.load(address);
  if (found != null) return found;
  const made = new Account(address);
  made.class = "NONE";
  made.balance = ZERO;
  made.escrowed = ZERO;
  made.ceiling = ZERO;
  made.voting = false;
  made.units = ZERO;
  made.delegate = address;
  made.votes = ZERO;
  made.frozenUntil = ZERO;
  made.save();
  return made;
}

export function loadAgent(number: BigInt): Agent {
  const id = numberId(number);
  const found = Agent.load(id);
  if (found != null) return found;
  const made = new Agent(id);
  made.number = number.toI32();
  made.name = "";
  made.handle = "";
  made.category = "SERVICE";
  made.status = "PENDING";
  made.bornAt = ZERO;
  made.statusSince = ZERO;
  made.suspensions = 0;
  made.suspendedUntil = ZERO;
  made.wallet = new Bytes(20);
  made.proven = false;
  made.uri = "";
  made.entitlement = ZERO;
  made.released = ZERO;
  made.forfeited = ZERO;
  made.rewarded = ZERO;
  return made;
}

export function loadHuman(number: BigInt): Human {
  const id = numberId(number);
  const found = Human.load(id);
  if (found != null) return found;
  const made = new Human(id);
  made.number = number.toI32();
  made.identity = new Bytes(32);
  made.holdings = ZERO;
  made.overSince = ZERO;
  made.validUntil = ZERO;
  made.suspended = false;
  made.linked = 0;
  made.wallets = [];
  return made;
}

/** The human whose identity it is; every event that names an identity comes after the book's opening. */
export function loadHumanOf(identity: Bytes): Human {
  const known = Identity.load(identity);
  return loadHuman(known == null ? ZERO : BigInt.fromString(known.human));
}
