"use strict";
// Runs Ace over many books in one browser; its own command starts a browser for each.
// Usage: node ace_books.cjs FOLDER BOOK...   Prints one line of JSON a book: {file, report} or {file, error}.

const path = require("node:path");
const ace = require("@daisy/ace-core");
const runner = require("@daisy/ace-axe-runner-puppeteer");

async function main(folder, books) {
  const shared = { ...runner, launch: async () => {}, close: async () => {} };
  const print = process.stdout.write.bind(process.stdout);
  // Ace logs to standard output; only our own lines belong there.
  console.log = console.error;
  await runner.launch();
  try {
    for (const [index, file] of books.entries()) {
      const options = { cwd: process.cwd(), outdir: path.join(folder, String(index)), silent: true, initLogger: index === 0 };
      try {
        const [, report] = await ace(file, options, shared);
        print(`${JSON.stringify({ file, report })}\n`);
      } catch (error) {
        print(`${JSON.stringify({ file, error: String((error && error.message) || error) })}\n`);
      }
    }
  } finally {
    await runner.close();
  }
}

main(process.argv[2], process.argv.slice(3)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
