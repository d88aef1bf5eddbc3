import {
  AgentBorn,
  ConfirmationSkipped,
  GenesisSealed,
  MetadataSet,
  Registered,
  StatusChanged,
  URIUpdated,
} from "../generated/AgentRegistry/AgentRegistry";
import { AgentMetadata, AgentStatusChange, ConfirmationSkip } from "../generated/schema";
import { countStatus, loadCategoryTotal } from "./agents/categories";
import { entitlement } from "./agents/cohort";
import { beginWallet } from "./agents/ownership";
import { leaveSeat } from "./council/seats";
import { followStatus } from "./funds/places";
import { loadDay } from "./helpers/days";
import { agentStatus, category } from "./helpers/enums";
import { stamp } from "./helpers/facts";
import { factId, pairId } from "./helpers/ids";
import { loadAgent, loadProtocol } from "./helpers/load";
import { textOf } from "./helpers/numbers";
import { changeVoting } from "./holders/holdings";

export { handleEmergencyConfirmed, handleEmergencyLifted, handleEmergencyStarted } from "./emergencies/holding";
export {
  handleWalletProven,
  handleWalletRequestCancelled,
  handleWalletRequested,
  handleWalletRotated,
} from "./agents/wallets";

export function handleAgentBorn(event: AgentBorn): void {
  const agent = loadAgent(event.params.agentId);
  agent.name = textOf(event.params.name);
  agent.handle = "@" + agent.name + "_blackroad";
  agent.category = category(event.params.category);
  agent.status = agentStatus(event.params.status);
  agent.bornAt = event.block.timestamp;
  agent.statusSince = event.block.timestamp;
  agent.entitlement = entitlement(event.params.agentId, agent.category);
  beginWallet(agent, event.params.wallet, event.block.timestamp);
  agent.save();
  changeVoting(agent.wallet, agent.status == "ACTIVE");

  const total = loadCategoryTotal(agent.category);
  total.born += 1;
  total.entitlement = total.entitlement.plus(agent.entitlement);
  countStatus(total, agent.status, 1);
  total.save();

  const protocol = loadProtocol();
  protocol.agentCount = agent.number;
  protocol.save();

  const fact = new AgentStatusChange(factId(event));
  stamp(fact, event);
  fact.agent = agent.id;
  fact.current = agent.status;
  fact.save();

  const day = loadDay(event);
  day.births += 1;
  day.save();
}

export function handleGenesisSealed(event: GenesisSealed): void {
  const protocol = loadProtocol();
  protocol.genesisSealedAt = event.params.sealedAt;
  protocol.save();
}

export function handleStatusChanged(event: StatusChanged): void {
  const agent = loadAgent(event.params.agentId);
  const previous = agent.status;
  agent.status = agentStatus(event.params.current);
  agent.statusSince = event.block.timestamp;
  if (agent.status == "SUSPENDED") agent.suspensions += 1;
  agent.save();
  changeVoting(agent.wallet, agent.status == "ACTIVE");
  if (agent.status != "ACTIVE") leaveSeat(agent);
  followStatus(agent);

  const total = loadCategoryTotal(agent.category);
  countStatus(total, previous, -1);
  countStatus(total, agent.status, 1);
  total.save();

  const fact = new AgentStatusChange(factId(event));
  stamp(fact, event);
  fact.agent = agent.id;
  fact.previous = previous;
  fact.current = agent.status;
  fact.save();
}

export function handleConfirmationSkipped(event: ConfirmationSkipped): void {
  const fact = new ConfirmationSkip(factId(event));
  stamp(fact, event);
  fact.agentNumber = event.params.agentId;
  fact.reason = event.params.reason;
  fact.save();
}

export function handleRegistered(event: Registered): void {
  const agent = loadAgent(event.params.agentId);
  agent.uri = event.params.agentURI;
  agent.save();
}

export function handleURIUpdated(event: URIUpdated): void {
  const agent = loadAgent(event.params.agentId);
  agent.uri = event.params.newURI;
  agent.save();
}

export function handleMetadataSet(event: MetadataSet): void {
  // The agent's wallet, which stands in the agent itself.
  if (event.params.metadataKey == "agentWallet") return;
  const agent = loadAgent(event.params.agentId);
  const entry = new AgentMetadata(pairId(agent.id, event.params.metadataKey));
  entry.agent = agent.id;
  entry.key = event.params.metadataKey;
  entry.value = event.params.metadataValue;
  entry.save();
}
