import { GuardianPaid } from "../generated/GuardianVesting/GuardianVesting";
import { GuardianPayment } from "../generated/schema";
import { loadDay } from "./helpers/days";
import { stamp } from "./helpers/facts";
import { factId } from "./helpers/ids";
import { loadAccount, loadProtocol } from "./helpers/load";
import { loadEpoch, loadOffice } from "./office/office";

export function handleGuardianPaid(event: GuardianPaid): void {
  const amount = event.params.amount;
  const protocol = loadProtocol();
  protocol.guardianPaid = event.params.released;
  protocol.save();

  const epoch = loadEpoch(loadOffice().epoch);
  epoch.paid = epoch.paid.plus(amount);
  epoch.save();

  const day = loadDay(event);
  day.guardianPaid = day.guardianPaid.plus(amount);
  day.save();

  const fact = new GuardianPayment(factId(event));
  stamp(fact, event);
  fact.guardian = loadAccount(event.params.guardian).id;
  fact.epoch = epoch.id;
  fact.amount = amount;
  fact.released = event.params.released;
  fact.save();
}
