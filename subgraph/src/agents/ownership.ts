// Which wallet is whose, over time.

import { BigInt, Bytes } from "@graphprotocol/graph-ts";
import { Agent, AgentWallet } from "../../generated/schema";
import { loadAccount } from "../helpers/load";

/** The agent has another wallet from here on; the caller saves the agent. */
export function beginWallet(agent: Agent, address: Bytes, time: BigInt): void {
  const account = loadAccount(address);
  account.agent = agent.id;
  account.save();
  const wallet = new AgentWallet(address);
  wallet.agent = agent.id;
  wallet.account = address;
  wallet.since = time;
  wallet.save();
  agent.wallet = address;
  agent.proven = false;
}

/** The agent has left the wallet, for ever. */
export function endWallet(address: Bytes, time: BigInt): void {
  const account = loadAccount(address);
  account.agent = null;
  account.save();
  const wallet = AgentWallet.load(address);
  if (wallet == null) return;
  wallet.until = time;
  wallet.save();
}
