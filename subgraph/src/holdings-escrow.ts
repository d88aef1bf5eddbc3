import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Credited, Withdrawn } from "../generated/HoldingsEscrow/HoldingsEscrow";
import { EscrowMovement } from "../generated/schema";
import { stamp } from "./helpers/facts";
import { factId } from "./helpers/ids";
import { loadAccount, loadProtocol } from "./helpers/load";

export function handleCredited(event: Credited): void {
  move(event.params.wallet, null, event.params.amount, event.params.balance, event);
}

export function handleWithdrawn(event: Withdrawn): void {
  const to = loadAccount(event.params.to).id;
  move(event.params.wallet, to, event.params.amount, event.params.balance, event);
}

function move(wallet: Bytes, to: Bytes | null, amount: BigInt, balance: BigInt, event: ethereum.Event): void {
  const account = loadAccount(wallet);
  const change = balance.minus(account.escrowed);
  account.escrowed = balance;
  account.save();

  const protocol = loadProtocol();
  protocol.escrowed = protocol.escrowed.plus(change);
  protocol.save();

  const fact = new EscrowMovement(factId(event));
  stamp(fact, event);
  fact.account = account.id;
  fact.to = to;
  fact.amount = amount;
  fact.balance = balance;
  fact.save();
}
