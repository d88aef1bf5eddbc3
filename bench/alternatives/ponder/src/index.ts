import { ponder } from "ponder:registry"
import { account, agent, fact, total } from "ponder:schema"
import { NAMES, abiOf } from "../contracts"

const NONE = { balance: 0n, votes: 0n, walletClass: 0 }

// What the objects take from the events that come by the thousand.
const objects: Record<string, (args: any, db: any) => Promise<unknown>> = {
  "ROAD_Token:Transfer": async ({ from, to, value }, db) => {
    await db.insert(account).values({ ...NONE, id: from, balance: -value }).onConflictDoUpdate((row: any) => ({ balance: row.balance - value }))
    await db.insert(account).values({ ...NONE, id: to, balance: value }).onConflictDoUpdate((row: any) => ({ balance: row.balance + value }))
  },
  "ROAD_Token:DelegateVotesChanged": ({ delegate, newVotes }, db) =>
    db.insert(account).values({ ...NONE, id: delegate, votes: newVotes }).onConflictDoUpdate({ votes: newVotes }),
  "HumanCapEnforcement:WalletClassified": ({ wallet, current }, db) =>
    db.insert(account).values({ ...NONE, id: wallet, walletClass: current }).onConflictDoUpdate({ walletClass: current }),
  "AgentRegistry:AgentBorn": async ({ agentId, wallet, category, name, status }, db) => {
    await db.insert(agent).values({ id: agentId, name, category, status, wallet, proven: false, paid: 0n })
    await add("agents", 1n, db)
  },
  "AgentRegistry:StatusChanged": ({ agentId, current }, db) => db.update(agent, { id: agentId }).set({ status: current }),
  "AgentRegistry:WalletProven": ({ agentId }, db) => db.update(agent, { id: agentId }).set({ proven: true }),
  "AgentTreasury:Released": async ({ agentId, amount }, db) => {
    await db.update(agent, { id: agentId }).set((row: any) => ({ paid: row.paid + amount }))
    await add("released", amount, db)
  },
}

function add(id: string, value: bigint, db: any) {
  return db.insert(total).values({ id, value }).onConflictDoUpdate((row: any) => ({ value: row.value + value }))
}

function plain(args: unknown) {
  return JSON.parse(JSON.stringify(args ?? [], (_, value) => (typeof value === "bigint" ? value.toString() : value)))
}

for (const contract of NAMES) {
  for (const entry of abiOf(contract)) {
    ponder.on(`${contract}:${entry.name}` as any, async ({ event, context }: any) => {
      await context.db.insert(fact).values({
        id: event.id,
        contract,
        name: entry.name,
        args: plain(event.args),
        block: event.block.number,
        timestamp: event.block.timestamp,
        transaction: event.transaction.hash,
      })
      await objects[`${contract}:${entry.name}`]?.(event.args, context.db)
    })
  }
}
