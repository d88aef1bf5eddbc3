// What the operating funds' mappings share, loaded or made.

import { BigInt, Bytes } from "@graphprotocol/graph-ts";
import { Asset, Budget, BudgetMonth, Funds, Payment, PaymentNumber } from "../../generated/schema";
import { numberId, pairId } from "../helpers/ids";
import { ZERO } from "../helpers/numbers";

const FUNDS = "funds";
/** The unit of budgets in US dollars. */
const USD = Bytes.fromHexString("0x0000000000000000000000000000000000000348");

export function loadFunds(): Funds {
  const found = Funds.load(FUNDS);
  if (found != null) return found;
  const made = new Funds(FUNDS);
  made.paymentCount = 0;
  made.emergencyCount = 0;
  made.etherReceived = ZERO;
  made.etherPaid = ZERO;
  return made;
}

export function loadAsset(address: Bytes): Asset {
  const found = Asset.load(address);
  if (found != null) return found;
  const made = new Asset(address);
  made.listed = false;
  made.save();
  return made;
}

/** In which unit what is paid in an asset is budgeted. */
export function unitOf(asset: Bytes): Bytes {
  const dollar = loadFunds().dollar;
  return dollar !== null && dollar == asset ? USD : asset;
}

export function loadBudget(centre: Bytes, unit: Bytes): Budget {
  const id = pairId(centre.toHexString(), unit.toHexString());
  const found = Budget.load(id);
  if (found != null) return found;
  const made = new Budget(id);
  made.centre = centre;
  made.unit = loadAsset(unit).id;
  made.limit = ZERO;
  made.spent = ZERO;
  made.month = 0;
  return made;
}

export function loadBudgetMonth(budget: Budget, month: i32): BudgetMonth {
  const id = pairId(budget.id, month.toString());
  const found = BudgetMonth.load(id);
  if (found != null) return found;
  const made = new BudgetMonth(id);
  made.budget = budget.id;
  made.month = month;
  made.payments = 0;
  return made;
}

export function loadNumber(number: BigInt): PaymentNumber {
  const id = numberId(number);
  const found = PaymentNumber.load(id);
  if (found != null) return found;
  const made = new PaymentNumber(id);
  made.save();
  return made;
}

/** A payment of which nothing is known yet, unless it is. */
export function loadPayment(id: Bytes, now: BigInt): Payment {
  const found = Payment.load(id);
  if (found != null) return found;
  const made = new Payment(id);
  made.status = "PROPOSED";
  made.firstSeenAt = now;
  made.board = [];
  made.byGuardian = false;
  return made;
}
