// The wallets of agents, which the registry knows.

import { BigInt } from "@graphprotocol/graph-ts";
import {
  WalletProven,
  WalletRequestCancelled,
  WalletRequested,
  WalletRotated,
} from "../../generated/AgentRegistry/AgentRegistry";
import { Agent, AgentWallet, WalletRequest } from "../../generated/schema";
import { carryFreeze } from "../emergencies/holds";
import { factId } from "../helpers/ids";
import { loadAccount, loadAgent } from "../helpers/load";
import { ZERO } from "../helpers/numbers";
import { refreshUnits } from "../holders/holdings";
import { beginWallet, endWallet } from "./ownership";

export function handleWalletProven(event: WalletProven): void {
  const agent = loadAgent(event.params.agentId);
  agent.proven = true;
  agent.save();
  const wallet = AgentWallet.load(event.params.wallet);
  if (wallet == null) return;
  wallet.provenAt = event.block.timestamp;
  wallet.save();
}

/** Ceiling, votes and freeze follow an agent that has been admitted; the balance stays where it is. */
export function handleWalletRotated(event: WalletRotated): void {
  const agent = loadAgent(event.params.agentId);
  const requested = pendingOf(agent);
  if (requested != null) {
    const completed = requested.wallet == event.params.current;
    end(agent, requested, completed ? "COMPLETED" : "VOID", event.block.timestamp);
  }
  endWallet(event.params.previous, event.block.timestamp);
  beginWallet(agent, event.params.current, event.block.timestamp);
  agent.save();
  if (agent.status == "PENDING") return;

  const old = loadAccount(event.params.previous);
  const next = loadAccount(event.params.current);
  next.voting = old.voting;
  next.ceiling = old.ceiling;
  old.voting = false;
  old.ceiling = ZERO;
  carryFreeze(old, next, event);
  refreshUnits(old);
  refreshUnits(next);
  old.save();
  next.save();
}

export function handleWalletRequested(event: WalletRequested): void {
  const agent = loadAgent(event.params.agentId);
  const earlier = pendingOf(agent);
  if (earlier != null) end(agent, earlier, "VOID", event.block.timestamp);
  const request = new WalletRequest(factId(event));
  request.agent = agent.id;
  request.wallet = loadAccount(event.params.newWallet).id;
  request.requestedAt = event.block.timestamp;
  request.readyAt = event.params.readyAt;
  request.status = "PENDING";
  request.save();
  agent.walletRequest = request.id;
  agent.save();
}

export function handleWalletRequestCancelled(event: WalletRequestCancelled): void {
  const agent = loadAgent(event.params.agentId);
  const request = pendingOf(agent);
  if (request == null) return;
  request.cancelledBy = loadAccount(event.params.by).id;
  end(agent, request, "CANCELLED", event.block.timestamp);
  agent.save();
}

function pendingOf(agent: Agent): WalletRequest | null {
  const id = agent.walletRequest;
  return id === null ? null : WalletRequest.load(id);
}

/** The caller saves the agent. */
function end(agent: Agent, request: WalletRequest, status: string, time: BigInt): void {
  request.status = status;
  request.endedAt = time;
  request.save();
  agent.walletRequest = null;
}
