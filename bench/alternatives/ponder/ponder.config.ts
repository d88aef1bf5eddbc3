// The chain that the bench has made: its node, and the addresses of the contracts by their names.
import { createConfig } from "ponder"
import { NAMES, abiOf } from "./contracts"

const addresses = JSON.parse(process.env.BENCH_ADDRESSES!)

export default createConfig({
  database: { kind: "postgres", connectionString: process.env.DATABASE_URL },
  chains: { anvil: { id: 31337, rpc: process.env.BENCH_CHAIN, disableCache: true, pollingInterval: 100 } },
  contracts: Object.fromEntries(
    NAMES.map((name) => [name, { chain: "anvil", abi: abiOf(name), address: addresses[name], startBlock: 0 }]),
  ),
})
