"use strict";
// solc-js behind the command line of the native solc: the part that Ape, Forge and Slither use.
//
//   --version
//   --standard-json [FILE] [--base-path P] [--include-path P]... [--allow-paths ...]
//   --combined-json LIST [remappings] FILE|-   [--optimize] [--optimize-runs N] [--evm-version V]
//
// Imports that are not in the input are read from the base path, then the include paths, then
// node_modules of this checkout. Reads outside these are refused, as the native solc does.

const crypto = require("crypto");
const fs = require("fs");
const path = require("path");

const ROOT = path.resolve(__dirname, "../..");
const MODULES = path.join(ROOT, "node_modules");
const MISSING = "solc-js is not installed: run `make setup`";
const VALUED = new Set([
  "--base-path", "--include-path", "-I", "--allow-paths", "--combined-json", "--optimize-runs",
  "--evm-version", "--metadata-hash", "--libraries",
]);
const FLAGS = new Set(["--version", "--standard-json", "--optimize", "--allow-empty", "--via-ir", "--no-cbor-metadata"]);
// What --combined-json calls a thing -> where Standard JSON has it.
const COMBINED = {
  abi: ["abi"],
  asm: ["evm", "assembly"],
  bin: ["evm", "bytecode", "object"],
  "bin-runtime": ["evm", "deployedBytecode", "object"],
  devdoc: ["devdoc"],
  hashes: ["evm", "methodIdentifiers"],
  metadata: ["metadata"],
  srcmap: ["evm", "bytecode", "sourceMap"],
  "srcmap-runtime": ["evm", "deployedBytecode", "sourceMap"],
  "storage-layout": ["storageLayout"],
  userdoc: ["userdoc"],
};

function fail(message) {
  process.stderr.write(`solc (solc-js): ${message}\n`);
  process.exit(1);
}

function parse(argv) {
  const options = { include: [], allow: [], files: [], remappings: [] };
  for (let i = 0; i < argv.length; i++) {
    let [arg, value] = [argv[i], undefined];
    const equals = arg.startsWith("--") ? arg.indexOf("=") : -1;
    if (equals > 0) [arg, value] = [arg.slice(0, equals), arg.slice(equals + 1)];
    if (VALUED.has(arg)) {
      if (value === undefined) value = argv[++i];
      if (value === undefined) fail(`${arg} needs a value`);
      if (arg === "--include-path" || arg === "-I") options.include.push(value);
      else if (arg === "--allow-paths") options.allow.push(...value.split(",").filter(Boolean));
      else options[arg.slice(2)] = value;
    } else if (FLAGS.has(arg)) options[arg.slice(2)] = true;
    else if (arg.startsWith("-") && arg !== "-") fail(`unrecognised option '${arg}'`);
    else if (arg.includes("=")) options.remappings.push(arg);
    else options.files.push(arg);
  }
  return options;
}

function load() {
  try {
    return require(path.join(MODULES, "solc"));
  } catch (error) {
    if (error.code === "MODULE_NOT_FOUND") fail(MISSING);
    throw error;
  }
}

// The compiler's long version takes half a second to ask for and Ape asks several times a run.
function version() {
  const manifest = path.join(MODULES, "solc/package.json");
  if (!fs.existsSync(manifest)) fail(MISSING);
  const installed = JSON.parse(fs.readFileSync(manifest, "utf8")).version;
  const memo = path.join(ROOT, ".cache", `solc-version-${installed}`);
  try {
    return fs.readFileSync(memo, "utf8");
  } catch {
    const long = load().version();
    fs.mkdirSync(path.dirname(memo), { recursive: true });
    fs.writeFileSync(`${memo}.${process.pid}`, long);
    fs.renameSync(`${memo}.${process.pid}`, memo); // whole or not at all, whoever else runs
    return long;
  }
}

function reader(options) {
  const base = path.resolve(options["base-path"] || ".");
  const bases = [base, ...options.include.map((p) => path.resolve(p)), MODULES];
  const allowed = [...bases, ...options.allow.map((p) => path.resolve(p))];
  const inside = (file) => allowed.some((dir) => file === dir || file.startsWith(dir + path.sep));
  return (unit) => {
    const name = unit.replace(/^file:\/\//, "");
    const places = path.isAbsolute(name) ? [name] : bases.map((dir) => path.join(dir, name));
    for (const place of places.map((p) => path.resolve(p))) {
      if (!inside(place)) return { error: `File outside of allowed directories: ${name}` };
      try {
        return { contents: fs.readFileSync(place, "utf8") };
      } catch (error) {
        if (error.code !== "ENOENT" && error.code !== "ENOTDIR") return { error: `${place}: ${error.message}` };
      }
    }
    return { error: `File not found: ${name} (looked in ${bases.join(", ")})` };
  };
}

// A full compilation takes 20 s and Forge, for Slither, asks for one each time. An output is kept when
// the input holds all of its sources, so that nothing else can change it.
const KEPT = path.join(ROOT, ".cache", "solc");
const KEEP = 4;

function compile(input, options) {
  const file = path.join(KEPT, crypto.createHash("sha256").update(version()).update(input).digest("hex"));
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  const read = reader(options);
  let complete = true;
  const output = load().compile(input, { import: (unit) => ((complete = false), read(unit)) });
  if (complete) keep(file, output);
  return output;
}

function keep(file, output) {
  fs.mkdirSync(KEPT, { recursive: true });
  fs.writeFileSync(`${file}.${process.pid}`, output);
  fs.renameSync(`${file}.${process.pid}`, file);
  const age = (name) => fs.statSync(path.join(KEPT, name)).mtimeMs;
  const old = fs.readdirSync(KEPT).filter((name) => !name.includes(".")).sort((a, b) => age(b) - age(a)).slice(KEEP);
  for (const name of old) fs.rmSync(path.join(KEPT, name), { force: true });
}

function combined(options) {
  const wanted = options["combined-json"].split(",").filter((name) => name !== "ast");
  const unknown = wanted.filter((name) => !(name in COMBINED));
  if (unknown.length) fail(`--combined-json: unknown output ${unknown.join(", ")}`);
  if (!options.files.length) fail("no input file");
  const sources = {};
  for (const file of options.files) {
    const base = path.resolve(options["base-path"] || ".");
    const name = file === "-" ? "<stdin>" : path.relative(base, path.resolve(file));
    sources[name.startsWith("..") ? path.resolve(file) : name] = {
      content: fs.readFileSync(file === "-" ? 0 : file, "utf8"),
    };
  }
  const settings = {
    remappings: options.remappings,
    optimizer: { enabled: !!options.optimize, runs: Number(options["optimize-runs"] || 200) },
    outputSelection: { "*": { "*": wanted.map((name) => COMBINED[name].join(".")), "": ["ast"] } },
  };
  if (options["via-ir"]) settings.viaIR = true;
  if (options["evm-version"]) settings.evmVersion = options["evm-version"];
  const output = JSON.parse(compile(JSON.stringify({ language: "Solidity", sources, settings }), options));
  const messages = output.errors || [];
  for (const message of messages) process.stderr.write(`${message.formattedMessage}\n`);
  if (messages.some((message) => message.severity === "error")) process.exit(1);

  const result = { contracts: {}, sources: {}, sourceList: [], version: version() };
  for (const [file, { ast, id }] of Object.entries(output.sources || {})) {
    result.sources[file] = { AST: ast, id };
    result.sourceList[id] = file;
  }
  for (const [file, contracts] of Object.entries(output.contracts || {})) {
    for (const [name, data] of Object.entries(contracts)) {
      const entry = (result.contracts[`${file}:${name}`] = {});
      for (const want of wanted) entry[want] = COMBINED[want].reduce((node, key) => node && node[key], data);
    }
  }
  return JSON.stringify(result);
}

function main() {
  const options = parse(process.argv.slice(2));
  if (options.version) {
    process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${version()}\n`);
  } else if (options["standard-json"]) {
    const file = options.files.find((name) => name !== "-");
    process.stdout.write(compile(fs.readFileSync(file || 0, "utf8"), options) + "\n");
  } else if (options["combined-json"]) {
    process.stdout.write(combined(options) + "\n");
  } else {
    fail("only --version, --standard-json and --combined-json are known; install a native solc for more");
  }
}

main();
