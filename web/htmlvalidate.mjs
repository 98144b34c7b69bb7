// Validates the HTML files of a folder: node web/htmlvalidate.mjs FOLDER. Prints one
// line a fault and exits 1 when there is any. It calls the library rather than its
// command, which asks for a newer Node than the rest of the project does.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { HtmlValidate, StaticConfigLoader } from "html-validate/node";

const folder = process.argv[2];
const config = JSON.parse(readFileSync(new URL("htmlvalidate.json", import.meta.url), "utf8"));
const validator = new HtmlValidate(new StaticConfigLoader(config));
let faults = 0;
for (const name of readdirSync(folder).sort()) {
  const report = await validator.validateString(readFileSync(join(folder, name), "utf8"), name);
  for (const result of report.results) {
    for (const m of result.messages) {
      faults++;
      console.log(`${name}:${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
    }
  }
}
process.exitCode = faults > 0 ? 1 : 0;
