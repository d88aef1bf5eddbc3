import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import {
  ApprovalWithdrawn,
  GrantSupported,
  Paid,
  PaidInEmergency,
  PaymentApproved,
  PaymentProposed,
  Received,
} from "../generated/OperatingFunds/OperatingFunds";
import {
  EmergencyDay,
  EmergencyPayment,
  EtherReceipt,
  GrantSupport,
  Payment,
  PaymentApproval,
  PaymentStep,
} from "../generated/schema";
import { loadAsset, loadBudget, loadBudgetMonth, loadFunds, loadNumber, loadPayment, unitOf } from "./funds/books";
import { GUARDIANS_PLACE, SECURITY_PLACE, agentOf } from "./funds/places";
import { loadDay } from "./helpers/days";
import { stamp } from "./helpers/facts";
import { factId, numberId, pairId } from "./helpers/ids";
import { loadAccount } from "./helpers/load";

export { handleSecurityNamed, handleTreasurerElected, handleTreasurerSupported } from "./funds/board";
export {
  handleAssetSet,
  handleBudgetSet,
  handleCentreAdded,
  handleDollarSet,
  handleEmergencyPayeeSet,
} from "./funds/catalogue";

export function handlePaymentProposed(event: PaymentProposed): void {
  const terms = event.params.payment;
  // Whoever withdraws what it had signed may do so after the payment was made, or another one with its number.
  const payment = loadPayment(event.params.id, event.block.timestamp);
  const number = loadNumber(terms.number);
  if (payment.status == "PROPOSED" && number.made !== null) payment.status = "LAPSED";
  payment.number = number.id;
  payment.centre = terms.centre;
  payment.asset = loadAsset(terms.asset).id;
  payment.payee = terms.payee;
  payment.amount = terms.amount;
  payment.deadline = terms.deadline;
  payment.memo = terms.memo;
  payment.save();
  step(payment.id, "PROPOSED", event.params.by, event);
}

export function handlePaymentApproved(event: PaymentApproved): void {
  const params = event.params;
  say(params.id, params.approver, params.wallet, params.mandate, false, event);
  step(params.id, "APPROVED", params.wallet, event);
}

export function handleApprovalWithdrawn(event: ApprovalWithdrawn): void {
  const params = event.params;
  say(params.id, params.approver, params.wallet, params.mandate, true, event);
  step(params.id, "WITHDRAWN", params.wallet, event);
}

/** Comes before the Paid that it belongs to. */
export function handleGrantSupported(event: GrantSupported): void {
  const members: string[] = [];
  for (let i = 0; i < event.params.members.length; i++) members.push(numberId(event.params.members[i]));
  const support = new GrantSupport(factId(event));
  stamp(support, event);
  support.payment = event.params.id;
  support.members = members;
  support.save();
}

export function handlePaid(event: Paid): void {
  const params = event.params;
  const payment = loadPayment(params.id, event.block.timestamp);
  const number = loadNumber(params.number);
  payment.number = number.id;
  payment.centre = params.centre;
  payment.asset = loadAsset(params.asset).id;
  payment.payee = params.payee;
  payment.amount = params.amount;
  payment.memo = params.memo;
  payment.status = "PAID";
  payment.paidAt = event.block.timestamp;
  payment.month = params.month.toI32();
  countBoard(payment, params.board.toI32());
  payment.save();
  number.made = payment.id;
  number.save();
  lapseOthers(payment);
  spend(params.centre, params.asset, params.month.toI32(), params.spent);
  const funds = loadFunds();
  funds.paymentCount++;
  if (params.asset.equals(Address.zero())) funds.etherPaid = funds.etherPaid.plus(params.amount);
  funds.save();
  step(payment.id, "PAID", null, event);
  countPayment(event);
}

export function handlePaidInEmergency(event: PaidInEmergency): void {
  const day = new EmergencyDay(numberId(event.params.day));
  day.spent = event.params.spent;
  day.save();
  const payment = new EmergencyPayment(factId(event));
  stamp(payment, event);
  payment.payee = event.params.payee;
  payment.asset = event.params.asset;
  payment.amount = event.params.amount;
  payment.memo = event.params.memo;
  payment.day = day.id;
  payment.save();
  const funds = loadFunds();
  funds.emergencyCount++;
  funds.save();
  countPayment(event);
}

export function handleReceived(event: Received): void {
  const receipt = new EtherReceipt(factId(event));
  stamp(receipt, event);
  receipt.from = event.params.from;
  receipt.amount = event.params.amount;
  receipt.save();
  const funds = loadFunds();
  funds.etherReceived = funds.etherReceived.plus(event.params.amount);
  funds.save();
}

/** The last word of an approver; agents have a number, the guardian 0. */
function say(id: Bytes, approver: BigInt, wallet: Bytes, mandate: BigInt, withdrawn: boolean, event: ethereum.Event): void {
  const approval = new PaymentApproval(pairId(id.toHexString(), numberId(approver)));
  approval.payment = id;
  if (!approver.isZero()) approval.agent = numberId(approver);
  approval.wallet = loadAccount(wallet).id;
  approval.mandate = mandate;
  approval.withdrawn = withdrawn;
  approval.at = event.block.timestamp;
  approval.save();
}

/** Whose approvals counted: a bit for each place. */
function countBoard(payment: Payment, bits: i32): void {
  const agents: string[] = [];
  for (let place = 0; place <= SECURITY_PLACE; place++) {
    if (((bits >> place) & 1) == 0 || place == GUARDIANS_PLACE) continue;
    const agent = agentOf(place);
    if (agent !== null) agents.push(agent);
  }
  payment.board = agents;
  payment.byGuardian = ((bits >> GUARDIANS_PLACE) & 1) != 0;
}

function lapseOthers(payment: Payment): void {
  const others = loadNumber(BigInt.fromString(payment.number)).payments.load();
  for (let i = 0; i < others.length; i++) {
    if (others[i].status != "PROPOSED") continue;
    others[i].status = "LAPSED";
    others[i].save();
  }
}

function spend(centre: Bytes, asset: Bytes, month: i32, spent: BigInt): void {
  const budget = loadBudget(centre, unitOf(asset));
  budget.spent = spent;
  budget.month = month;
  budget.save();
  const record = loadBudgetMonth(budget, month);
  record.spent = spent;
  record.limit = budget.limit;
  record.payments++;
  record.save();
}

function step(payment: Bytes, kind: string, wallet: Bytes | null, event: ethereum.Event): void {
  const made = new PaymentStep(factId(event));
  stamp(made, event);
  made.payment = payment;
  made.kind = kind;
  if (wallet !== null) made.wallet = loadAccount(wallet).id;
  made.save();
}

function countPayment(event: ethereum.Event): void {
  const day = loadDay(event);
  day.payments++;
  day.save();
}
