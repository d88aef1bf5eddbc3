import { Advised } from "../generated/Advice/Advice";
import { Advice, Identity } from "../generated/schema";
import { support } from "./governance/enums";
import { stamp } from "./helpers/facts";
import { factId, numberId } from "./helpers/ids";
import { loadAccount } from "./helpers/load";

export function handleAdvised(event: Advised): void {
  const advice = new Advice(factId(event));
  stamp(advice, event);
  advice.proposal = numberId(event.params.proposalId);
  advice.adviser = loadAccount(event.params.adviser).id;
  advice.support = support(event.params.support);
  advice.reason = event.params.reason;
  // An operator's is zero, which is nobody's.
  const identity = Identity.load(event.params.identity);
  if (identity != null) advice.human = identity.human;
  advice.save();
}
