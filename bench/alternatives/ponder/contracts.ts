// The contracts that emit events, with the ABIs that the subgraph takes.
import { readFileSync, readdirSync } from "node:fs"

const ABIS = new URL("../../../subgraph/abis/", import.meta.url)

export const NAMES = readdirSync(ABIS).map((file) => file.replace(".json", ""))

export function abiOf(name: string) {
  return JSON.parse(readFileSync(new URL(`${name}.json`, ABIS), "utf8"))
}
