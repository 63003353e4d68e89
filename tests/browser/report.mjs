// Opens reports in Chromium and uses them as a reader does: node report.mjs CHROMIUM FOLDER
//
// FOLDER holds what the Rust test wrote: quickstart.html, citogenesis.html, afghanistan.html, hostile.html, large.html,
// faulty.html, turned.html, accepted.html, opposed.html, crowded.html. What is printed is looked at in paper.mjs.
// Ends with status 1 and the reasons where something does not hold.

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { paperChecks } from "./paper.mjs";

const [program, folder] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// The accessibility of every part of every dataset on both grounds takes a minute; less is checked otherwise.
const whole = process.env.CLAIMGRAPH_REQUIRE_TOOLS === "1";
const SECTIONS = [
  "summary",
  "findings",
  "claims",
  "conflicts",
  "linchpins",
  "matrix",
  "timeline",
  "actors",
  "events",
  "sources",
  "rules",
];

const profile = mkdtempSync(join(tmpdir(), "claimgraph-browser-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: program,
  headless: true,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
  viewport: { width: 1280, height: 900 },
});

// A page with a watch on it: whatever it says, throws or asks for beside itself is a fault.
async function opened(name, hash = "") {
  const page = await context.newPage();
  const url = pathToFileURL(join(folder, `${name}.html`)).href;
  const faults = [];
  page.on("console", (message) => faults.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.stack}`));
  page.on("dialog", (dialog) => faults.push(`dialog: ${dialog.message()}`));
  page.on("request", (request) => {
    const asked = request.url();
    if (asked.split("#")[0] !== url && !asked.startsWith("data:")) faults.push(`request: ${asked}`);
  });
  await page.goto(url + hash);
  // A large report is unpacked before it is shown.
  await page.waitForFunction(() => !document.getElementById("bar").hidden);
  page.faults = faults;
  return page;
}

async function closed(page) {
  assert.deepEqual(page.faults, [], "the page is silent and asks for nothing");
  await page.close();
}

// Goes to a part of the page by its address, as a link within it does.
async function to(page, hash) {
  // A listener that comes after the page's own: the page has answered by then, however slow the machine is.
  await page.evaluate(
    (next) =>
      new Promise((done) => {
        if (location.hash === next) return done();
        addEventListener("hashchange", () => done(), { once: true });
        location.hash = next;
      }),
    hash,
  );
  await page.waitForTimeout(30);
}

// What an accessibility checker finds: contrast, labels, order, roles.
async function accessible(page, where) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, {
      resultTypes: ["violations"],
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.slice(0, 4).map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`),
    }));
  });
  assert.deepEqual(found, [], `accessible: ${where}`);
}

const text = (page, selector) => page.locator(selector).first().innerText();
const rows = (page) => page.locator("table.claims tbody tr").count();

const checks = {
  async every_dataset_opens_in_silence_and_every_part_of_it_is_accessible() {
    for (const name of whole ? ["quickstart", "citogenesis", "afghanistan"] : ["quickstart"]) {
      for (const scheme of whole ? ["light", "dark"] : ["dark"]) {
        const page = await opened(name);
        await page.emulateMedia({ colorScheme: scheme });
        for (const section of SECTIONS) {
          await to(page, `#${section}`);
          assert.equal(await page.locator("h1").count(), 1, section);
          await accessible(page, `${name} ${scheme} #${section}`);
        }
        const kinds = ["claim", "actor", "event", "evidence", "report", "finding", "rule"];
        for (const kind of kinds) {
          const from = {
            claim: "claims",
            actor: "actors",
            event: "events",
            evidence: "sources",
            report: "sources",
            finding: "findings",
            rule: "rules",
          }[kind];
          await to(page, `#${from}`);
          const link = page.locator(`main a[href^="#${kind}-"]`).first();
          if ((await link.count()) === 0) continue;
          await to(page, await link.getAttribute("href"));
          assert.ok((await text(page, "h1")).length > 0, kind);
          await accessible(page, `${name} ${scheme} ${kind}`);
        }
        await closed(page);
      }
    }
  },

  async the_table_sorts_filters_and_searches() {
    const page = await opened("afghanistan", "#claims");
    const all = await text(page, ".told");
    await page.getByRole("button", { name: /^corroborated/ }).click();
    const few = await rows(page);
    assert.match(await text(page, ".told"), new RegExp(`^${few} of `));
    assert.ok(
      (await page.locator("table.claims tbody .status").allInnerTexts()).every((word) =>
        word.includes("corroborated"),
      ),
    );
    assert.match(page.url(), /#claims\?status=corroborated/);
    await page.getByRole("link", { name: "show all" }).click();
    assert.equal(await text(page, ".told"), all);

    await page.getByLabel("Containing").fill("embassy guard");
    await page.waitForFunction(() => location.hash.includes("text=embassy"));
    assert.ok((await rows(page)) > 0);
    const shown = await page.locator("table.claims tbody tr").allInnerTexts();
    assert.ok(shown.length < 60, `${shown.length}`);
    assert.ok(
      await page.getByLabel("Containing").evaluate((box) => box === document.activeElement),
      "the box keeps the focus",
    );

    await to(page, "#claims");
    await page.getByRole("button", { name: "Lines" }).click();
    assert.equal(
      await page
        .locator("th[aria-sort=descending]")
        .innerText()
        .then((words) => words.trim().slice(0, 5)),
      "Lines",
    );
    const lines = (await page.locator("table.claims tbody tr td:nth-child(4)").allInnerTexts()).map((cell) =>
      cell === "–" ? 0 : Number(cell.split("–")[0]),
    );
    assert.deepEqual(
      lines,
      [...lines].sort((a, b) => b - a),
    );

    await page.getByLabel("Search the whole case").fill("embassy");
    await page.waitForFunction(() => location.hash.startsWith("#search"));
    assert.match(await text(page, ".told"), /records with/);
    await closed(page);
  },

  async a_deep_link_opens_its_claim_with_both_sides_and_the_proof() {
    const page = await opened("afghanistan", "#claim-mazar-leaders-killed");
    assert.match(await text(page, "h1"), /Mazar/);
    assert.match(await page.title(), /Mazar/);
    assert.ok((await page.locator(".one-side.for .statement").count()) > 0);
    assert.ok((await page.locator(".statement blockquote").count()) > 0, "the words are quoted");
    assert.ok((await page.locator(".lines li").count()) > 0);
    await page.goBack().catch(() => {});
    await closed(page);

    const there = await opened("quickstart", "#statement-chief");
    assert.match(await text(there, "h1"), /battery/);
    assert.equal(await there.locator(".statement.sought").count(), 1);
    await closed(there);

    const nowhere = await opened("quickstart", "#claim-no%2Fsuch%E0");
    assert.match(await text(nowhere, "h1"), /No such claim/);
    await closed(nowhere);
  },

  async a_node_of_a_picture_leads_to_its_record_and_tells_the_statement() {
    const page = await opened("quickstart", "#claim-battery-started");
    const titles = await page
      .locator(".frame svg title")
      .evaluateAll((all) => all.map((one) => one.textContent));
    assert.ok(
      titles.some((words) => words.includes("Lena Osei")),
      `${titles}`,
    );
    const words = page.locator(".frame svg [role=link] text", { hasText: "Lena Osei" }).first();
    await words.scrollIntoViewIfNeeded();
    const box = await words.boundingBox();
    await page.mouse.move(box.x + 5, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 5, box.y + box.height / 2, { steps: 8 });
    await page.mouse.up();
    assert.match(
      await page.evaluate(() => String(getSelection())),
      /Lena|Osei/,
      "text in a picture can be selected",
    );
    assert.match(page.url(), /#claim-battery-started$/, "to select is not to click");
    await page.evaluate(() => getSelection().removeAllRanges());
    await words.click();
    assert.match(await text(page, ".statement.sought"), /Lena Osei/);
    assert.match(page.url(), /#claim-battery-started$/, "what stands on this page is shown on it");
    await page.goBack();
    await page.waitForFunction(() => document.querySelectorAll(".statement.sought").length === 0);
    assert.match(page.url(), /#claim-battery-started$/, "back leads to the picture");
    await closed(page);
  },

  async it_is_used_by_keyboard_alone() {
    const page = await opened("quickstart");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "page");
    await to(page, "#claims");
    await page.locator("a.to-claim").first().focus();
    await page.keyboard.press("ArrowDown");
    const second = await page.locator("a.to-claim").nth(1).getAttribute("href");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), second);
    await page.keyboard.press("Enter");
    await page.waitForFunction((next) => location.hash === next, second);
    await page.goBack();
    await page.waitForFunction(() => document.querySelector("h1").innerText === "Claims");
    await to(page, "#matrix");
    const focused = () => page.evaluate(() => {
      const cell = document.activeElement.closest("td, th");
      const cells = [...cell.parentElement.cells].filter((one) => one.querySelector("a"));
      return [cell.parentElement.rowIndex, cells.indexOf(cell), cells.length];
    });
    await page.locator(".matrix td.full a").first().focus();
    const [first] = await focused();
    await page.keyboard.press("End");
    let [row, at, filled] = await focused();
    assert.deepEqual([row, at], [first, filled - 1], "to the end of the row");
    await page.keyboard.press("Home");
    assert.deepEqual((await focused()).slice(0, 2), [first, 0]);
    await page.keyboard.press("ArrowRight");
    const rows = await page.locator(".matrix tbody tr").count();
    for (let down = 1; down < rows; down++) {
      await page.keyboard.press("ArrowDown");
      [row, at] = await focused();
      assert.equal(row, first + down, "every row has a next one");
      assert.ok(at > 0, "from what is said to what is said");
    }
    await page.keyboard.press("Control+Home");
    assert.deepEqual((await focused()).slice(0, 2), [first, 0]);
    await closed(page);
  },

  async the_matrix_of_claims_and_speakers_tells_every_stance_and_leads_to_its_statement() {
    const page = await opened("afghanistan", "#matrix?rows=300");
    const signs = await page.locator(".matrix td.full .unseen").allTextContents();
    for (const stance of ["asserts", "disputes", "relays", "questions"])
      assert.ok(signs.includes(stance), `${stance} is in no cell`);
    const asked = page.locator(".matrix td.full a", { hasText: "questions", hasNotText: "asserts" }).first();
    assert.match(await asked.getAttribute("title"), /questions: “[^]*”[^]*paragraph/, "hovering tells statement and anchor");
    await asked.click();
    await page.waitForFunction(() => location.hash.startsWith("#statement-"));
    assert.match(await text(page, ".statement.sought"), /questions/);
    await closed(page);
  },

  async the_same_words_coded_of_several_claims_are_told_once() {
    const page = await opened("afghanistan", "#claim-suspects-escaped");
    const told = await page.locator(".one-side.for .statement blockquote").allInnerTexts();
    assert.equal(new Set(told).size, told.length, `${told}`);
    assert.match(await text(page, ".one-side.for"), /In the same words it asserts “/);
    // What is told with another is found there all the same.
    await to(page, "#claim-search-widened");
    await page.locator(".frame [role=link] text", { hasText: "local sources" }).first().click();
    await page.waitForFunction(() => document.querySelector(".statement.sought"));
    await closed(page);
  },

  async a_picture_is_shown_as_large_as_there_is_room_and_opens_at_its_claim() {
    const page = await opened("afghanistan");
    const widest = await page.evaluate(() => {
      const wide = (at) =>
        Number(document.getElementById(`picture-claim-${at}`).content.lastElementChild.getAttribute("width"));
      const [at] = [...index.pictures.claims].sort((one, other) => wide(other) - wide(one));
      return `#claim-${index.claims[at].claim}`;
    });
    await to(page, widest);
    await page.waitForTimeout(100);
    const seen = await page.evaluate((hash) => {
      const frame = document.querySelector(".frame").getBoundingClientRect();
      const claim = document.querySelector(`[data-to="${hash}"]`).getBoundingClientRect();
      return claim.left >= frame.left - 1 && claim.right <= frame.right + 1;
    }, widest);
    assert.ok(seen, "the claim is in sight");
    await to(page, "#claim-suspects-escaped");
    await page.waitForTimeout(100);
    assert.ok(await page.locator(".size").isHidden(), "what fits has no button to make it fit");
    await closed(page);
  },

  async the_ground_is_changed_and_kept_and_paper_is_white() {
    const page = await opened("quickstart");
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByRole("button", { name: /Colours/ }).click();
    assert.equal(await ground(), light);
    await page.getByRole("button", { name: /Colours/ }).click();
    const dark = await ground();
    assert.notEqual(dark, light);
    await to(page, "#claim-battery-started");
    await accessible(page, "a claim on dark ground");
    await page.reload();
    assert.equal(await ground(), dark);
    await page.emulateMedia({ media: "print" });
    assert.equal(await ground(), light);
    await page.emulateMedia({ media: "screen" });
    await page.evaluate(() => localStorage.clear());
    await closed(page);
  },

  async hostile_text_stays_text_everywhere() {
    const page = await opened("hostile");
    const seen = new Set();
    const open = SECTIONS.map((section) => `#${section}`);
    while (open.length && seen.size < (whole ? 160 : 50)) {
      const hash = open.shift();
      if (seen.has(hash)) continue;
      seen.add(hash);
      await page.evaluate((next) => {
        location.hash = next;
      }, hash);
      await page.waitForTimeout(15);
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
      const { links, odd, words } = await page.evaluate(() => ({
        links: [...document.querySelectorAll("main a")].map((one) => one.getAttribute("href")),
        odd: [
          ...document.querySelectorAll(
            "main script, main img, main iframe, main object, main embed, main style, main link, main form, main base, main meta",
          ),
        ].map((one) => one.outerHTML),
        words: document.querySelector("main").innerText,
      }));
      assert.deepEqual(odd, [], hash);
      assert.ok(!/[\u202a-\u202e\u2066-\u2069]/.test(words), `${hash}: nothing turns text round`);
      for (const link of links) {
        assert.match(link, /^(#|https?:\/\/)/, `${hash}: ${link}`);
        if (link.startsWith("#") && !link.startsWith("#statement-")) open.push(link);
      }
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(wide <= 1, `${hash} is ${wide} too wide`);
    }
    assert.ok(seen.size > 40, `${seen.size} pages`);
    const marks = await page.evaluate(() => [
      window.ran,
      document.documentElement.dataset.ran,
      document.title.includes("RAN"),
    ]);
    assert.deepEqual(marks, [undefined, undefined, false]);
    await page.pdf({ format: "A4" });
    await closed(page);
  },

  async the_alarm_of_the_hostile_test_works() {
    // The same texts in a page without care: if this were silent, the test above would show nothing.
    const page = await context.newPage();
    await page.setContent("<p></p>");
    await page.evaluate(() => {
      document.body.innerHTML = '<img src=x onerror="window.ran=1">';
    });
    await page.waitForFunction(() => window.ran === 1);
    await page.close();
  },

  async ten_thousand_claims_fit_into_a_mail() {
    const page = await opened("large", "#claim-c00042");
    const { size } = statSync(join(folder, "large.html"));
    assert.ok(size < 5_000_000, `${size} bytes`);
    assert.equal(await page.locator("#packed").count(), 1, "what is large is packed");
    assert.match(await text(page, "h1"), /^Claim 42 says/);
    assert.ok((await page.locator(".one-side.for .statement").count()) > 0, "its block is unpacked");
    await closed(page);
  },

  async ten_thousand_claims_open_and_are_drawn_as_they_are_looked_at() {
    const start = Date.now();
    const page = await opened("large");
    await page.waitForSelector(".statusbar");
    console.log(`10,000 claims: ${Date.now() - start} ms to the summary`);
    const live = await page.evaluate(() => document.querySelectorAll("body *").length);
    assert.ok(live < 4000, `${live} elements`);
    await to(page, "#claims");
    assert.equal(await rows(page), 100);
    await page.locator("button.more").click();
    assert.equal(await rows(page), 200);
    const last = await page.evaluate(() => index.claims.at(-1).claim);
    await to(page, `#claim-${last}`);
    assert.ok((await page.locator(".statement").count()) > 0);
    assert.match(
      await text(page, "main"),
      /claimgraph graph --view claim/,
      "what has no picture says how to get one",
    );
    await closed(page);
  },

  async the_heads_of_the_matrix_stay_over_their_columns() {
    const page = await opened("afghanistan", "#matrix");
    const covered = await page.evaluate(() => {
      document.querySelector(".wide.tall").scrollLeft = 300;
      const corner = document.querySelector(".claim-head").getBoundingClientRect();
      const at = [0.2, 0.5, 0.9].map((part) =>
        document.elementFromPoint(corner.left + corner.width * part, corner.top + corner.height / 2),
      );
      return at.map((one) => one.className);
    });
    assert.deepEqual(covered, ["claim-head", "claim-head", "claim-head"]);
    assert.ok((await page.locator(".matrix tbody th .sign").count()) > 20, "the status stays with the claim");
    await closed(page);
  },

  async advice_speaks_to_those_who_do_not_write_the_case() {
    const page = await opened("quickstart", "#rules");
    for (const [rule, words, command] of [
      ["linchpin", /Check this one first: the list of linchpins shows/, "claimgraph linchpins"],
      ["unknown-independence", /record it as how the speaker knows \(basis\)/, "claimgraph "],
    ]) {
      await to(page, `#rule-${rule}`);
      const told = await page.locator(".prose > p").allInnerTexts();
      assert.ok(told.some((one) => words.test(one)), `${told}`);
      assert.ok(!told.join(" ").includes(command), `${rule}: no command`);
    }
    await closed(page);
  },

  async what_was_left_out_is_said_on_every_part() {
    const page = await opened("faulty");
    for (const hash of ["#summary", "#claims", "#claim-c"]) {
      await to(page, hash);
      assert.match(await text(page, "#alarm"), /^2 errors in the input\. What they concern was left out/);
    }
    await page.getByRole("link", { name: "What was left out" }).click();
    const told = await page.locator(".problems li").allInnerTexts();
    assert.equal(told.length, 2);
    assert.ok(
      told.some((words) => /nobody-known/.test(words) && /faulty\.yaml:7/.test(words)),
      `${told}`,
    );
    assert.ok(
      told.some((words) => /unheard-of/.test(words) && /faulty\.yaml:8/.test(words)),
      `${told}`,
    );
    await accessible(page, "the input");
    await closed(page);
    const whole = await opened("quickstart");
    assert.ok(await whole.locator("#alarm").isHidden());
    await closed(whole);
  },

  async an_accepted_finding_is_told_apart_and_counted_nowhere() {
    const page = await opened("accepted", "#findings");
    await to(page, "#summary");
    assert.match(await text(page, "[aria-labelledby=consequential]"), /1 accepted/);
    await to(page, "#findings");
    const apart = await text(page, ".accepted");
    assert.match(apart, /uncorroborated-claim/);
    assert.match(apart, /Accepted: the editor knows the second source · .*accepted\.yaml:5/);
    assert.ok(!(await page.locator(".findings").innerText()).includes("uncorroborated-claim"));
    await accessible(page, "accepted findings");
    await to(page, "#claim-c");
    assert.match(await text(page, ".accepted"), /uncorroborated-claim[^]*Accepted: the editor knows/);
    assert.equal(await page.locator("section.findings .finding").count(), 0);
    await closed(page);
  },

  async back_leads_to_the_place_and_the_length_of_the_list() {
    const page = await opened("afghanistan", "#claims");
    await page.locator("button.more").click();
    assert.equal(await rows(page), 200);
    await page.locator("a.to-claim").nth(150).scrollIntoViewIfNeeded();
    const [top, id] = await page.evaluate(() => [
      window.scrollY,
      document.querySelectorAll("a.to-claim")[150].getAttribute("href"),
    ]);
    assert.ok(top > 2000);
    await page.locator("a.to-claim").nth(150).click();
    await page.waitForFunction((next) => location.hash === next, id);
    assert.equal(await page.evaluate(() => window.scrollY), 0);
    await page.goBack();
    await page.waitForFunction(() => document.querySelectorAll("table.claims tbody tr").length === 200);
    const [back, held] = await page.evaluate(() => [
      window.scrollY,
      document.activeElement.getAttribute("href"),
    ]);
    assert.ok(Math.abs(back - top) < 40, `${back} for ${top}`);
    assert.equal(held, id, "the focus is where it was");
    await page.goForward();
    await page.waitForFunction((next) => location.hash === next, id);
    await closed(page);
  },

  async an_address_that_leads_nowhere_says_so() {
    const page = await opened("quickstart");
    for (const hash of ["#garbage", "#claim/nope", "#actor-nope", "#finding-9999", "#%3Cscript%3E"]) {
      await to(page, hash);
      assert.match(await text(page, "h1"), /^No such/, hash);
    }
    await to(page, "#claims?status=bogus");
    assert.match(await text(page, "main"), /This report has no status “bogus”/);
    assert.equal(await rows(page), 0);
    for (const hash of ["#matrix?speaker=nope", "#claims?actor=nope"]) {
      await to(page, hash);
      assert.match(await text(page, "main"), /This report has no actor “nope”/, hash);
    }
    await to(page, "#timeline?event=nope");
    assert.match(await text(page, "main"), /This report has no event “nope”/);
    await closed(page);
  },

  async one_question_has_one_number() {
    const page = await opened("afghanistan");
    const side = await page
      .locator("ol.brief li", { hasText: /^Taliban and/ })
      .first()
      .innerText();
    assert.match(side, /It says \d+ itself; \d+ rests? on it through/);
    assert.match(await text(page, "[aria-labelledby=linchpins] .note"), /claims of fact that others tell too/);
    const all = Number(/(\d+) of them of fact/.exec(side)[1]);
    await to(page, "#findings?rule=linchpin");
    const found = await page
      .locator(".finding", { hasText: /^.*\n*Without Taliban/ })
      .first()
      .innerText();
    const told = Number(/(\d+) claims that others tell/.exec(found)[1]);
    assert.ok(told > 0 && told <= all, `${told} of ${all}`);
    await to(page, "#summary");

    await to(page, "#claims?text=taliban");
    const chip = page.getByRole("button", { name: /^contested/ });
    const number = Number(/\d+/.exec(await chip.innerText())[0]);
    await chip.click();
    assert.equal(await rows(page), number, "a status counts within the other filters");
    await closed(page);
  },

  async a_claim_is_drawn_and_tells_who_says_so_before_what_is_found() {
    const page = await opened("afghanistan", "#claim-suspects-escaped");
    const order = await page.evaluate(() =>
      [".verdict", ".drawn", ".sides", "section.findings"].map(
        (part) => document.querySelector(`main ${part}`).getBoundingClientRect().top,
      ),
    );
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
    const support = await page.locator(".one-side.for .statement").allInnerTexts();
    const at = (pattern) => support.findIndex((words) => pattern.test(words));
    assert.ok(at(/local sources\s+asserts/) < at(/Amu TV\s+relays/), "the origin stands first");
    assert.ok(
      support.some((words) => /“.*”, from which this follows/.test(words)),
      `${support}`,
    );
    await to(page, "#matrix");
    const row = page.locator(".matrix tbody tr", { hasText: "Suspects got away" });
    const title = await row.locator("td.full a").first().getAttribute("title");
    assert.match(title, /“[^]*paragraph 2\d/, "a cell tells claim, words and place");
    await closed(page);
  },

  async who_denies_a_claim_by_another_is_told_apart_from_who_passes_that_on() {
    const page = await opened("opposed", "#claim-got-away");
    const denial = await text(page, ".one-side.against .statement");
    assert.match(denial, /“Every member .*”, which contradicts this/);
    await to(page, "#matrix");
    const row = page.locator(".matrix tbody tr", { hasText: "Suspects got away" });
    const said = async (name) => {
      const head = page.locator(".matrix thead th.turned", { hasText: name });
      const column = await head.evaluate((one) => one.cellIndex);
      return row.locator(`:scope > :nth-child(${column + 1})`).innerText();
    };
    assert.match(await said("Bert"), /^\(−\)/, "what denies it by another claim is marked");
    assert.match(await said("The Herald"), /^\(→\)/, "who passes on a contrary claim denies nothing");
    await closed(page);
  },

  async names_stay_whole_in_sentences_and_heads() {
    const page = await opened("turned", "#findings");
    const name = "می‌خواهم (Mi-khāham) 2";
    const whole = await page.locator(".message bdi").allTextContents();
    assert.ok(whole.includes(name), `${whole}`);
    await to(page, "#matrix");
    assert.equal(await page.locator(".turned [dir=rtl]").count(), 2);
    await to(page, "#timeline");
    await closed(page);
  },

  async a_long_text_is_shown_by_its_beginning() {
    const page = await opened("hostile");
    for (const hash of ["#findings", "#conflicts", "#claims", "#claim-c22", "#actor-a22"]) {
      await to(page, hash);
      const high = await page.evaluate(() => document.querySelector("main").scrollHeight);
      assert.ok(high < 30_000, `${hash} is ${high} high`);
    }
    await to(page, "#claim-c22");
    const short = (await page.locator("main").innerText()).length;
    await page
      .getByRole("button", { name: /^Show all [\d,]+ characters/ })
      .first()
      .click();
    assert.ok((await page.locator("main").innerText()).length > short + 50_000);
    await closed(page);
  },

  async a_search_says_why_and_is_kept_in_its_address() {
    const page = await opened("afghanistan", "#search?text=mujahid");
    assert.equal(await page.getByLabel("Search the whole case").inputValue(), "mujahid");
    assert.ok((await page.locator(".why", { hasText: "spoken of by Zabihullah Mujahid" }).count()) > 0);
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "sought");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "A");
    await page.getByLabel("Search the whole case").fill("mujahed");
    await page.getByRole("link", { name: "mujahid", exact: false }).first().click();
    await page.waitForFunction(() => decodeURIComponent(location.hash).toLowerCase().endsWith("mujahid"));
    await closed(page);
  },

  async bars_of_statuses_are_to_scale() {
    const page = await opened("afghanistan");
    const shares = await page.evaluate(() => {
      const parts = [...document.querySelector(".statusbar").children];
      const number = (part) => Number(/\d+$/.exec(part.title)[0]);
      const wide = parts.reduce((sum, part) => sum + part.getBoundingClientRect().width, 0);
      const all = parts.reduce((sum, part) => sum + number(part), 0);
      return parts.map((part) => [number(part) / all, part.getBoundingClientRect().width / wide]);
    });
    assert.ok(shares.length > 3);
    for (const [share, drawn] of shares) assert.ok(Math.abs(share - drawn) < 0.006, `${drawn} for ${share}`);
    await closed(page);
  },

  async enter_leads_to_what_was_found_and_the_box_is_empty_elsewhere() {
    const page = await opened("afghanistan");
    const box = page.getByLabel("Search the whole case");
    await box.fill("zaranj");
    await box.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.localName), "a");
    await to(page, "#findings");
    assert.equal(await box.inputValue(), "");
    await to(page, `#search?text=${encodeURIComponent('"embasy"')}`);
    assert.match(await text(page, "main"), /Did you mean embassy\?/);
    await closed(page);
  },

  async a_picture_has_its_legend_beside_it_and_comes_before_what_it_draws() {
    const page = await opened("afghanistan", "#claim-suspects-escaped");
    await page.setViewportSize({ width: 1280, height: 900 });
    const [legend, frame, words] = await page.evaluate(() => [
      document.querySelector(".legend").getBoundingClientRect().bottom,
      document.querySelector(".frame").getBoundingClientRect(),
      [...document.querySelectorAll(".legend li")].map((one) => one.innerText),
    ]);
    assert.ok(legend <= frame.top && frame.top < 700, `${legend} ${frame.top}`);
    assert.ok(words.includes("relays") && words.includes("side: Taliban"), `${words}`);
    const cut = await page.evaluate(() => {
      const frame = document.querySelector(".frame");
      return frame.scrollWidth - frame.clientWidth;
    });
    assert.equal(cut, 0, "it fits");
    await closed(page);
  },

  async a_phone_shows_where_one_is_and_the_first_rows() {
    const page = await opened("afghanistan");
    await page.setViewportSize({ width: 390, height: 844 });
    for (const section of SECTIONS) {
      await to(page, `#${section}`);
      const seen = await page.evaluate(() => {
        const [bar, name] = ["nav[aria-label=Sections]", "#sections [aria-current]"].map((one) =>
          document.querySelector(one).getBoundingClientRect(),
        );
        return name.left >= bar.left - 1 && name.right <= bar.right + 1;
      });
      assert.ok(seen, `the name of ${section} is in sight`);
    }
    await to(page, "#matrix");
    const top = await page.evaluate(() => document.querySelector(".matrix td.full").getBoundingClientRect().bottom);
    assert.ok(top < 844, `the first cell ends at ${top}`);
    await to(page, "#timeline");
    const over = await page.evaluate(() =>
      [...document.querySelectorAll(".strip")].filter((strip) => {
        const names = [...strip.querySelectorAll("text")].map((one) => one.getBoundingClientRect());
        const shown = names.filter((one) => one.width > 0).sort((a, b) => a.left - b.left);
        return shown.some((one, at) => at > 0 && one.left < shown[at - 1].right);
      }).length,
    );
    assert.equal(over, 0, "no name of a day lies on another");
    await closed(page);
  },

  async marks_of_the_timeline_tell_their_statement_and_how_well_the_day_is_known() {
    const page = await opened("afghanistan", "#timeline");
    assert.ok((await page.locator(".strip .open").count()) > 0, "a day that is only a bound is hollow");
    assert.ok((await page.locator(".strip .dot:not(.open)").count()) > 0);
    const mark = page.locator(".strip g[data-at]").first();
    assert.match(await mark.locator("title").textContent(), /: “[^]*(paragraph|at) /);
    await mark.dispatchEvent("click");
    await page.waitForFunction(() => location.hash.startsWith("#statement-"));
    await closed(page);
  },

  async a_phone_shows_all_of_it_without_scrolling_sideways() {
    const page = await opened("afghanistan");
    await page.setViewportSize({ width: 320, height: 844 });
    await to(page, "#claims");
    const cut = await page.evaluate(
      () =>
        [...document.querySelectorAll("table.claims tbody :is(th, td)")].filter(
          (cell) => cell.getBoundingClientRect().right > document.documentElement.clientWidth + 1,
        ).length,
    );
    assert.equal(cut, 0, "no cell of a row is cut");
    for (const hash of [...SECTIONS.map((section) => `#${section}`), "#claim-mazar-leaders-killed"]) {
      await to(page, hash);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(wide <= 1, `${hash} is ${wide} too wide`);
      // Links within a sentence are as high as its lines; all others are for a thumb.
      const low = await page.evaluate(() =>
        [...document.querySelectorAll("main :is(a, button, summary, input, select)")]
          .filter((one) => !one.closest("p, svg, blockquote, .message") && one.getClientRects().length)
          .filter((one) => one.getBoundingClientRect().height < 24)
          .map((one) => `${one.parentElement.outerHTML.slice(0, 120)}`),
      );
      assert.deepEqual(low.slice(0, 3), [], `${hash}: lower than 24 pixels`);
    }
    await closed(page);
  },
};

Object.assign(checks, paperChecks({ opened, closed, to, text, whole }));

let failed = 0;
const only = process.env.CLAIMGRAPH_BROWSER_CHECK;
try {
  for (const [name, check] of Object.entries(checks)) {
    if (only && !name.includes(only)) continue;
    const start = Date.now();
    try {
      await check();
      console.log(`ok ${name} (${Math.round((Date.now() - start) / 100) / 10} s)`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED ${name}\n${error.stack ?? error}`);
    }
  }
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
