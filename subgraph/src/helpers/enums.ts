// Names of the contracts' enums, by number. They are append-only there.

const WALLET_CLASSES = ["NONE", "PROTOCOL", "GUARDIAN", "AGENT", "HUMAN", "FORMER", "VENUE"];
const CATEGORIES = ["COPILOT", "FOUNDATION", "ARCHETYPE", "SPECIALIZED", "SERVICE"];
// The contracts' first, NONE, is nobody's.
const AGENT_STATUSES = ["", "PENDING", "ACTIVE", "SUSPENDED", "RETIRED"];
const CAUSES = ["TRANSFER", "LINK", "MERGE", "RECLASSIFICATION", "REBALANCE"];

export function walletClass(number: i32): string {
  return WALLET_CLASSES[number];
}

export function category(number: i32): string {
  return CATEGORIES[number];
}

export function agentStatus(number: i32): string {
  return AGENT_STATUSES[number];
}

export function cause(number: i32): string {
  return CAUSES[number];
}
