// One row for each event, and the objects that most events change.
import { onchainTable } from "ponder"

export const fact = onchainTable("fact", (t) => ({
  id: t.text().primaryKey(),
  contract: t.text().notNull(),
  name: t.text().notNull(),
  args: t.json().notNull(),
  block: t.bigint().notNull(),
  timestamp: t.bigint().notNull(),
  transaction: t.hex().notNull(),
}))

export const account = onchainTable("account", (t) => ({
  id: t.hex().primaryKey(),
  balance: t.bigint().notNull(),
  votes: t.bigint().notNull(),
  walletClass: t.integer().notNull(),
}))

export const agent = onchainTable("agent", (t) => ({
  id: t.bigint().primaryKey(),
  name: t.hex().notNull(),
  category: t.integer().notNull(),
  status: t.integer().notNull(),
  wallet: t.hex().notNull(),
  proven: t.boolean().notNull(),
  paid: t.bigint().notNull(),
}))

export const total = onchainTable("total", (t) => ({
  id: t.text().primaryKey(),
  value: t.bigint().notNull(),
}))
