// Events of OperatingFunds that governance brings about: centres, budgets, assets, payees of emergencies.

import { Address, BigInt, ethereum } from "@graphprotocol/graph-ts";
import {
  AssetSet,
  BudgetSet,
  CentreAdded,
  DollarSet,
  EmergencyPayeeSet,
} from "../../generated/OperatingFunds/OperatingFunds";
import { Budget, BudgetChange, CostCentre, EmergencyPayee } from "../../generated/schema";
import { stamp } from "../helpers/facts";
import { factId } from "../helpers/ids";
import { ZERO, textOf } from "../helpers/numbers";
import { loadAsset, loadBudget, loadFunds } from "./books";

// By the contract's number; a centre always has a class.
const CLASSES = ["", "OPERATIONAL", "GRANT", "PARTNERSHIP"];

export function handleCentreAdded(event: CentreAdded): void {
  const centre = new CostCentre(event.params.centre);
  centre.name = textOf(event.params.centre);
  centre.class_ = CLASSES[event.params.class_];
  centre.save();
}

export function handleBudgetSet(event: BudgetSet): void {
  const budget = loadBudget(event.params.centre, event.params.unit);
  setLimit(budget, event.params.current, event);
}

/** With a token that is struck off go all budgets in it; what was spent stays spent. */
export function handleAssetSet(event: AssetSet): void {
  const asset = loadAsset(event.params.asset);
  asset.listed = event.params.listed;
  asset.save();
  if (asset.listed) return;
  const budgets = asset.budgets.load();
  for (let i = 0; i < budgets.length; i++) {
    if (!budgets[i].limit.isZero()) setLimit(budgets[i], ZERO, event);
  }
}

/** Budgets in dollars stay. They take the place of what was booked under the token itself while it was listed. */
export function handleDollarSet(event: DollarSet): void {
  const funds = loadFunds();
  funds.dollar = event.params.current.equals(Address.zero()) ? null : event.params.current;
  funds.save();
  if (funds.dollar === null) return;
  const budgets = loadAsset(event.params.current).budgets.load();
  for (let i = 0; i < budgets.length; i++) {
    budgets[i].spent = ZERO;
    budgets[i].save();
  }
}

export function handleEmergencyPayeeSet(event: EmergencyPayeeSet): void {
  let payee = EmergencyPayee.load(event.params.payee);
  if (payee == null) payee = new EmergencyPayee(event.params.payee);
  payee.registered = event.params.registered;
  payee.save();
}

function setLimit(budget: Budget, limit: BigInt, event: ethereum.Event): void {
  const change = new BudgetChange(factId(event).concat(budget.centre));
  stamp(change, event);
  change.budget = budget.id;
  change.previous = budget.limit;
  change.current = limit;
  change.save();
  budget.limit = limit;
  budget.save();
}
