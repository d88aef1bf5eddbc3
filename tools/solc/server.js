"use strict";
// solc-js for those who ask it much: a Standard JSON input a line in, its output and the processor's seconds a
// line out.
// One process serves many inputs, since loading the compiler takes as long as a proof.

const fs = require("fs");
const path = require("path");
const readline = require("readline");

const ROOT = path.resolve(__dirname, "../..");
const PLACES = [ROOT, path.join(ROOT, "node_modules")];
const solc = require(path.join(ROOT, "node_modules", "solc"));

function read(unit) {
  for (const place of PLACES) {
    try {
      return { contents: fs.readFileSync(path.join(place, unit), "utf8") };
    } catch (error) {
      if (error.code !== "ENOENT" && error.code !== "ENOTDIR") return { error: error.message };
    }
  }
  return { error: "File not found" };
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const before = process.cpuUsage();
  const output = JSON.parse(solc.compile(line, { import: read }));
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(JSON.stringify({ output, seconds: (user + system) / 1e6 }) + "\n");
});
