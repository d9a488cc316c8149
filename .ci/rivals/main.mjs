// Runs Dredd and Portman against servers, one run per line: {"tool": "dredd-all", "url": "http://127.0.0.1:1"} on stdin is
// answered by {"tests": [{"name": "...", "passed": true}, ...]} on stdout. One process does all runs: starting Node and
// reading the document for each would take longer than the tests.
//
// usage: node main.mjs DOCUMENT.json LEADS.csv
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import readline from "node:readline";
import { dredd } from "./dredd.mjs";
import { portman } from "./portman.mjs";

const answerWith = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr); // both tools print, and stdout is for the answers

const [documentFile, leadsFile] = process.argv.slice(2).map((name) => path.resolve(name));
const text = fs.readFileSync(documentFile, "utf8");
const work = fs.mkdtempSync(path.join(os.tmpdir(), "rivals-"));
process.chdir(work); // Portman writes files to its working directory
const tools = {
  "dredd-all": dredd(JSON.parse(text), leadsFile, { errors: true }),
  dredd: dredd(JSON.parse(text), leadsFile, { errors: false }),
  "portman-plain": await portman(JSON.parse(text), leadsFile, { more: false }),
  portman: await portman(JSON.parse(text), leadsFile, { more: true }),
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { tool, url } = JSON.parse(line);
  let answer;
  try {
    answer = { tests: await tools[tool](url) };
  } catch (error) {
    answer = { error: String(error?.stack ?? error) };
  }
  answerWith(JSON.stringify(answer) + "\n");
}
process.chdir("/");
fs.rmSync(work, { recursive: true });
process.exit(0); // even if the tools still wait for something
