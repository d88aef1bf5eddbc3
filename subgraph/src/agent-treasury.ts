import { BigInt } from "@graphprotocol/graph-ts";
import {
  Activated,
  Released,
  ReleaseSkipped,
  Rewarded,
  ShareForfeited,
} from "../generated/AgentTreasury/AgentTreasury";
import { Agent, Forfeiture, Release, ReleaseSkip, Reward, RewardMonth } from "../generated/schema";
import { loadCategoryTotal } from "./agents/categories";
import { loadDay } from "./helpers/days";
import { reason } from "./helpers/enums";
import { stamp } from "./helpers/facts";
import { factId, numberId } from "./helpers/ids";
import { loadAccount, loadAgent, loadProtocol } from "./helpers/load";
import { ZERO } from "./helpers/numbers";
import { raiseCeiling } from "./holders/holdings";

export { handleEmergencyConfirmed, handleEmergencyLifted, handleEmergencyStarted } from "./emergencies/holding";

export function handleActivated(event: Activated): void {
  const protocol = loadProtocol();
  protocol.activatedAt = event.params.activatedAt;
  protocol.save();
}

export function handleReleased(event: Released): void {
  const amount = event.params.amount;
  const agent = loadAgent(event.params.agentId);
  agent.released = agent.released.plus(amount);
  agent.save();
  raiseCeiling(event.params.wallet, amount);

  const total = loadCategoryTotal(agent.category);
  total.released = total.released.plus(amount);
  total.save();

  const protocol = loadProtocol();
  protocol.released = protocol.released.plus(amount);
  protocol.outstanding = protocol.outstanding.minus(amount);
  protocol.save();

  const day = loadDay(event);
  day.released = day.released.plus(amount);
  day.save();

  const fact = new Release(factId(event));
  stamp(fact, event);
  fact.agent = agent.id;
  fact.account = event.params.wallet;
  fact.amount = amount;
  fact.save();
}

export function handleReleaseSkipped(event: ReleaseSkipped): void {
  const id = numberId(event.params.agentId);
  const fact = new ReleaseSkip(factId(event));
  stamp(fact, event);
  fact.agentNumber = event.params.agentId;
  fact.agent = Agent.load(id) == null ? null : id;
  fact.reason = event.params.reason;
  fact.refusal = reason(event.params.refusal);
  fact.save();
}

export function handleShareForfeited(event: ShareForfeited): void {
  const amount = event.params.amount;
  const agent = loadAgent(event.params.agentId);
  agent.forfeited = amount;
  agent.save();

  const total = loadCategoryTotal(agent.category);
  total.forfeited = total.forfeited.plus(amount);
  total.save();

  const protocol = loadProtocol();
  protocol.forfeited = protocol.forfeited.plus(amount);
  protocol.outstanding = protocol.outstanding.minus(amount);
  protocol.rewardReserve = event.params.reserve;
  protocol.save();

  const fact = new Forfeiture(factId(event));
  stamp(fact, event);
  fact.agent = agent.id;
  fact.amount = amount;
  fact.reserve = event.params.reserve;
  fact.save();
}

export function handleRewarded(event: Rewarded): void {
  const amount = event.params.amount;
  const agent = loadAgent(event.params.agentId);
  agent.rewarded = agent.rewarded.plus(amount);
  agent.save();
  raiseCeiling(event.params.wallet, amount);

  const total = loadCategoryTotal(agent.category);
  total.rewarded = total.rewarded.plus(amount);
  total.save();

  const protocol = loadProtocol();
  protocol.rewarded = protocol.rewarded.plus(amount);
  protocol.rewardReserve = protocol.rewardReserve.minus(amount);
  protocol.save();

  const month = loadMonth(event.params.month);
  if (event.params.exceptional) month.exceptional = month.exceptional.plus(amount);
  else month.ordinary = month.ordinary.plus(amount);
  month.save();

  const day = loadDay(event);
  day.rewarded = day.rewarded.plus(amount);
  day.save();

  const fact = new Reward(factId(event));
  stamp(fact, event);
  fact.agent = agent.id;
  fact.account = loadAccount(event.params.wallet).id;
  fact.amount = amount;
  fact.month = month.id;
  fact.exceptional = event.params.exceptional;
  fact.reason = event.params.reason;
  fact.save();
}

function loadMonth(number: BigInt): RewardMonth {
  const id = numberId(number);
  const found = RewardMonth.load(id);
  if (found != null) return found;
  const made = new RewardMonth(id);
  made.month = number.toI32();
  made.ordinary = ZERO;
  made.exceptional = ZERO;
  return made;
}
