// usage: node measure.mjs PROGRAM [RUNS]
// Serves the embedded dataset on this machine and measures pages as first sent, with
// Lighthouse's mobile profile: a slow phone and network, simulated. Prints the median of
// RUNS (5) of each score, and fails when one is too low.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

// Addresses that ask a question are kept from search engines on purpose: of those,
// Lighthouse's reproach of that is not counted.
const pages = [
  { name: "home", path: "/" },
  { name: "results", path: "/formations?q=soudeur&lieu=Lorient&rayon=50", asks: true },
  { name: "results, nothing asked", path: "/formations" },
  { name: "campus", path: "/campus/bretagne-industries-de-la-mer" },
  { name: "training", path: "/formations/40025411" },
  { name: "itinerary", path: "/parcours?ou=Lorient&niveau=7&filiere=MECA&km=50", asks: true },
  { name: "itinerary, nothing asked", path: "/parcours" },
];
const least = { performance: 95, accessibility: 100, "best-practices": 95, seo: 95 };

// freePort is a port that nobody has at this instant.
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// ready waits until the program answers, two minutes at most.
async function ready(base, program) {
  for (let n = 0; n < 240; n++) {
    if (program.exitCode !== null) throw new Error(`the program ended with ${program.exitCode}`);
    const reply = await fetch(`${base}/readyz`).catch(() => null);
    if (reply?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("the program is not ready after two minutes");
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

// measure runs Lighthouse some times on a page; failed are the audits below par in a run.
async function measure(base, page, runs, port) {
  const scores = Object.fromEntries(Object.keys(least).map((k) => [k, []]));
  const failed = new Set();
  for (let n = 0, lost = 0; n < runs; n++) {
    const { lhr } = await lighthouse(base + page.path, {
      port, logLevel: "error", onlyCategories: Object.keys(least), skipAudits: page.asks ? ["is-crawlable"] : [],
    });
    if (lhr.runtimeError) { // the browser lost its own trace: that run says nothing of the page
      if (++lost > 3) throw new Error(`${page.path}: ${lhr.runtimeError.message}`);
      n--;
      continue;
    }
    for (const [kind, list] of Object.entries(scores)) {
      list.push(Math.round(lhr.categories[kind].score * 100));
      for (const ref of lhr.categories[kind].auditRefs) {
        const audit = lhr.audits[ref.id];
        if (ref.weight > 0 && audit.score !== null && audit.score < 0.9) failed.add(`${kind}: ${ref.id} ${audit.displayValue ?? ""}`);
      }
    }
  }
  return { scores: Object.fromEntries(Object.entries(scores).map(([k, list]) => [k, median(list)])), failed };
}

const [program, runs = "5"] = process.argv.slice(2);
const dir = await mkdtemp(join(tmpdir(), "continuum-lighthouse-"));
const base = `http://127.0.0.1:${await freePort()}`;
const served = spawn(program, ["serve", "--addr", base.slice("http://".length), "--data", dir], { stdio: "ignore" });
let chrome, low = 0;
try {
  await ready(base, served);
  chrome = await launch({
    chromePath: process.env.CONTINUUM_CHROMIUM,
    chromeFlags: ["--headless=new", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
  console.log(`median of ${runs}`.padEnd(28) + Object.keys(least).map((k) => k.padStart(15)).join(""));
  for (const page of pages) {
    const { scores, failed } = await measure(base, page, Number(runs), chrome.port);
    console.log(page.name.padEnd(28) + Object.values(scores).map((s) => String(s).padStart(15)).join(""));
    const bad = Object.entries(least).filter(([kind, want]) => scores[kind] < want);
    low += bad.length;
    if (bad.length > 0) for (const f of failed) console.log(`    ${f}`);
  }
} finally {
  chrome?.kill();
  served.kill();
  await rm(dir, { recursive: true, force: true });
}
if (low > 0) {
  console.error(`lighthouse: ${low} scores are below ${JSON.stringify(least)}`);
  process.exitCode = 1;
}
