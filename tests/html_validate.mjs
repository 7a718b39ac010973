// Reads pages, by name, one object a line, and answers each line with what html-validate finds wrong with them.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const config = JSON.parse(readFileSync(new URL("htmlvalidate.json", import.meta.url), "utf8"));
const validator = new HtmlValidate(new StaticConfigLoader(config));

for await (const line of createInterface({ input: process.stdin })) {
  const problems = Object.entries(JSON.parse(line)).flatMap(([name, html]) =>
    validator
      .validateStringSync(html)
      .results.flatMap((result) => result.messages)
      .map((message) => `${name}, line ${message.line}: ${message.message}`),
  );
  console.log(JSON.stringify(problems));
}
