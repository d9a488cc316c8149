import fs from "node:fs";
import newman from "newman";
import portmanModule from "@apideck/portman/dist/Portman.js";
import { plain, token } from "./document.mjs";

const here = (name) => new URL(name, import.meta.url).pathname;

// portman generates the Postman collection once and returns a function that runs it with Newman against a URL. Without more
// the collection has only the tests that Portman derives. With more it also has those of portman-config.json: values that must
// come back, requests that must be refused, a get and a delete after the delete. Both use the lead of the create.
export async function portman(document, leadsFile, { more }) {
  const config = JSON.parse(fs.readFileSync(here("portman-config.json"), "utf8").replaceAll("$TOKEN", token));
  if (!more) config.tests = { contractTests: config.tests.contractTests };
  fs.writeFileSync("config.json", JSON.stringify(config));
  fs.writeFileSync("lead.json", JSON.stringify(plain(document)));
  await new portmanModule.Portman({
    oaLocal: "lead.json", output: "collection.json", baseUrl: "http://rivals", includeTests: true,
    portmanConfigFile: "config.json", portmanConfigPath: "config.json",
    postmanConfigFile: here("postman-config.json"), postmanConfigPath: here("postman-config.json"),
  }).run();
  const collection = JSON.parse(fs.readFileSync("collection.json", "utf8"));
  attachFile(collection, leadsFile);
  return (url) => run(collection, url);
}

// attachFile sets the file of the upload, which Portman leaves empty.
function attachFile(item, leadsFile) {
  for (const field of item.request?.body?.formdata ?? []) {
    if (field.type === "file") field.src = leadsFile;
  }
  for (const inner of item.item ?? []) attachFile(inner, leadsFile);
}

function run(collection, url) {
  const tests = [];
  return new Promise((resolve, reject) => {
    newman.run({ collection, envVar: [{ key: "baseUrl", value: url }], insecureFileRead: true, timeoutRequest: 10_000 }, (error, summary) => {
      if (error) return reject(error);
      for (const { item, assertions, requestError } of summary.run.executions) {
        if (requestError) tests.push({ name: `${item.name}: the request`, passed: false });
        for (const { assertion, error } of assertions ?? []) tests.push({ name: `${item.name}: ${assertion}`, passed: !error });
      }
      resolve(tests);
    });
  });
}
