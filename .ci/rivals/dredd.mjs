import { EventEmitter } from "node:events";
import fs from "node:fs";
import Dredd from "dredd";
import { list, plain, token, withIDs } from "./document.mjs";

const hookFile = new URL("dredd-hooks.cjs", import.meta.url).pathname;

// dredd returns a function that runs Dredd against a URL. Dredd sends the same request for each documented reply of an
// operation, so errors cannot occur; errors keeps them in the document anyway.
export function dredd(document, leadsFile, { errors }) {
  const given = withIDs(plain(document));
  if (!errors) dropErrors(given);
  const content = JSON.stringify(given);
  process.env.RIVALS_LEADS = leadsFile;
  process.env.RIVALS_LIST = list;
  return (url) => {
    const tests = [];
    const emitter = new EventEmitter();
    const seen = (passed) => (test) => tests.push({ name: test.title, passed });
    emitter.on("test pass", seen(true));
    emitter.on("test fail", seen(false));
    emitter.on("test error", (_, test) => tests.push({ name: test.title, passed: false }));
    const run = new Dredd({
      endpoint: url, apiDescriptions: [{ location: "lead.json", content }], header: [`Authorization: Bearer ${token}`],
      hookfiles: [hookFile], emitter, loglevel: "silent", reporter: [], color: false,
    });
    return new Promise((resolve, reject) => run.run((error) => (error ? reject(error) : resolve(tests))));
  };
}

function dropErrors(document) {
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path)) {
      for (const status of Object.keys(operation.responses)) {
        if (!status.startsWith("2")) delete operation.responses[status];
      }
    }
  }
}
