// Dredd does not generate multipart bodies from an OpenAPI 3 document. Its manual says to write them in a hook.
const fs = require("node:fs");
const hooks = require("hooks");

hooks.beforeEach((transaction, done) => {
  if (transaction.fullPath === "/v3/lead/file") {
    const part = (head, text) => `--rivals\r\nContent-Disposition: form-data; ${head}\r\n\r\n${text}\r\n`;
    transaction.request.headers["Content-Type"] = "multipart/form-data; boundary=rivals";
    transaction.request.body = part('name="file"; filename="leads.csv"', fs.readFileSync(process.env.RIVALS_LEADS, "utf8"))
      + part('name="list_uuid"', process.env.RIVALS_LIST) + "--rivals--\r\n";
  }
  done();
});
