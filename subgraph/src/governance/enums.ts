// Names of governance's enums, by number. They are append-only in the contracts.

const CLASSES = ["STANDARD", "CRITICAL", "AMENDMENT"];
const SUPPORTS = ["AGAINST", "FOR", "ABSTAIN"];

export function proposalClass(number: i32): string {
  return CLASSES[number];
}

export function support(number: i32): string {
  return SUPPORTS[number];
}
