"use strict";
// Text of a corpus only ever becomes text nodes here: nothing is parsed as HTML.
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const PAGE = { findings: 25, files: 50, groups: 10 };
const number = new Intl.NumberFormat("en");

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "click") made.addEventListener("click", value);
    else if (value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/* Decisions */
const ruleVerdicts = new Map(Object.entries(data.verdicts));
let unsaved = false;

function verdictOf(finding) {
  return finding.verdict || ruleVerdicts.get(data.rules[finding.rule].id) || "";
}

function decideFinding(finding, verdict) {
  finding.verdict = finding.verdict === verdict ? "" : verdict;
  changed();
}

function decideRule(rule, verdict) {
  if (ruleVerdicts.get(rule) === verdict || verdict === "") ruleVerdicts.delete(rule);
  else ruleVerdicts.set(rule, verdict);
  changed();
  drawRules();
}

function changed() {
  unsaved = true;
  byId("saved").textContent = "";
  drawDecisions();
}

function* decisions() {
  for (const [rule, verdict] of ruleVerdicts) yield { verdict, rule };
  for (const finding of data.findings) {
    if (!finding.verdict) continue;
    const [removed_sha256, before, after] = finding.mark;
    yield { verdict: finding.verdict, rule: data.rules[finding.rule].id, removed_sha256, before, after, shown: finding.says };
  }
  yield* data.others;
}

function exported() {
  return Array.from(decisions(), (line) => JSON.stringify(line) + "\n").join("");
}

function exportDecisions() {
  const url = URL.createObjectURL(new Blob([exported()], { type: "application/jsonl" }));
  element("a", { href: url, download: "decisions.jsonl" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  unsaved = false;
  byId("saved").textContent = "Exported.";
}

function drawDecisions() {
  let accepted = 0, rejected = 0;
  for (const finding of data.findings) {
    if (finding.verdict === "accept") accepted += 1;
    else if (finding.verdict === "reject") rejected += 1;
  }
  const rules = ruleVerdicts.size ? `, ${ruleVerdicts.size} whole rule${ruleVerdicts.size > 1 ? "s" : ""}` : "";
  byId("decided").textContent = `${number.format(accepted)} accepted, ${number.format(rejected)} rejected${rules}.`;
  if (byId("preview").open) byId("lines").value = exported();
}

function verdictButtons(current, label, decide) {
  const button = (verdict, word) =>
    element("button", { type: "button", class: verdict, "aria-pressed": String(current() === verdict), "aria-label": `${word} ${label}`, click: () => decide(verdict) }, word);
  return [button("accept", "Accept"), button("reject", "Reject")];
}

/* Pages of a list */
function pager(place, page, pages, go) {
  byId(place).replaceChildren();
  if (pages < 2) return;
  const button = (word, to) => {
    const made = element("button", { type: "button", click: () => go(to) }, word);
    made.disabled = to < 0 || to >= pages;
    return made;
  };
  byId(place).append(button("Previous", page - 1), element("span", {}, `Page ${page + 1} of ${number.format(pages)}`), button("Next", page + 1));
}

/* Rules and files */
function drawRules() {
  for (const row of byId("rule-rows").rows) {
    const rule = row.dataset.rule;
    row.querySelector(".verdicts").replaceChildren(...verdictButtons(() => ruleVerdicts.get(rule) || "", rule, (verdict) => { decideRule(rule, verdict); drawFindings(); }));
  }
}

const files = data.files.map((file, index) => ({ ...file, index })).sort((a, b) => b.findings - a.findings || a.index - b.index);
let filePage = 0;

function drawFiles() {
  const rows = files.slice(filePage * PAGE.files, (filePage + 1) * PAGE.files).map((file) => {
    const cell = (value) => element("td", { class: "number" }, number.format(value));
    const name = element("button", { type: "button", class: "plain", click: () => { byId("file").value = file.name; filter(); byId("findings").focus(); } }, file.name);
    return element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, file.status), cell(file.raw), cell(file.clean), cell(file.removed), cell(file.inserted), cell(file.paragraphs), cell(file.findings));
  });
  byId("file-rows").replaceChildren(...rows);
  pager("file-pager", filePage, Math.ceil(files.length / PAGE.files), (to) => { filePage = to; drawFiles(); });
}

/* Findings */
let shown = data.findings, findingPage = 0, current = -1;

function haystack(finding) {
  if (finding.text === undefined) {
    finding.text = [data.files[finding.file].name, data.rules[finding.rule].id, finding.says, ...finding.kinds, finding.before, ...finding.parts.map((part) => part[1]), finding.after].join("\n").toLowerCase();
  }
  return finding.text;
}

function filter() {
  const words = byId("search").value.toLowerCase(), rule = byId("rule").value, kind = byId("kind").value, decision = byId("decision").value;
  const file = byId("file").value.toLowerCase();
  shown = data.findings.filter((finding) => {
    if (rule && data.rules[finding.rule].id !== rule) return false;
    if (kind && !finding.kinds.includes(kind)) return false;
    if (file && !data.files[finding.file].name.toLowerCase().includes(file)) return false;
    if (decision && (verdictOf(finding) || "none") !== decision) return false;
    return !words || haystack(finding).includes(words);
  });
  if (byId("order").value === "place") shown.sort((a, b) => a.file - b.file || a.line - b.line || a.column - b.column);
  findingPage = 0;
  current = -1;
  drawFindings();
}

function diff(parts) {
  const tags = { old: "del", new: "ins" };
  return parts.map(([kind, text]) => (tags[kind] ? element(tags[kind], {}, text) : document.createTextNode(text)));
}

function inContext(finding) {
  const around = (text) => element("span", { class: "around" }, text);
  const inside = finding.partner < 0 && !finding.changes ? [element("span", { class: "about" }, ...diff(finding.parts))] : diff(finding.parts);
  if (finding.partner >= 0) return element("p", { class: "text", dir: "auto" }, ...inside);
  return element("p", { class: "text", dir: "auto" }, around(finding.before), ...inside, around(finding.after));
}

function place(finding) {
  return `${data.files[finding.file].name}:${finding.line}:${finding.column}`;
}

function findingElement(finding) {
  const rule = data.rules[finding.rule].id;
  const made = element("article", { class: "finding", tabindex: "-1" });
  const draw = () => {
    const verdict = verdictOf(finding);
    made.className = `finding ${verdict}`;
    const doubt = finding.doubt ? `, doubt ${finding.doubt.toFixed(2)}` : "";
    const lines = [
      element("h3", {}, rule),
      element("p", { class: "place" }, `${place(finding)}, ${finding.kinds.length ? `in ${finding.kinds.join(" and ")}, ` : ""}${finding.certainty}${doubt}${finding.changes ? "" : ", only reported"}`),
      element("p", {}, finding.says),
      inContext(finding),
      finding.evidence.length ? element("ul", { class: "evidence" }, ...finding.evidence.map((line) => element("li", {}, line))) : undefined,
      element("p", { class: "verdicts" }, ...verdictButtons(() => verdictOf(finding), `${rule} at ${place(finding)}`, (wanted) => { made.decide(wanted); focusVerdict(made, wanted); })),
    ];
    made.replaceChildren(...lines.filter((line) => line !== undefined));
  };
  made.decide = (verdict) => { if (verdict) decideFinding(finding, verdict); else { finding.verdict = ""; changed(); } draw(); };
  draw();
  return made;
}

function focusVerdict(article, verdict) {
  article.querySelector(`button.${verdict}`).focus();
}

function drawFindings() {
  const pages = Math.ceil(shown.length / PAGE.findings);
  const items = shown.slice(findingPage * PAGE.findings, (findingPage + 1) * PAGE.findings).map((finding) => element("li", {}, findingElement(finding)));
  byId("finding-list").replaceChildren(...items);
  byId("found").textContent = `${number.format(shown.length)} of ${number.format(data.findings.length)} findings.`;
  pager("finding-pager", findingPage, pages, turn);
  pager("finding-pager-end", findingPage, pages, turn);
}

function turn(page) {
  if (page < 0 || page * PAGE.findings >= shown.length) return;
  findingPage = page;
  current = -1;
  drawFindings();
  byId("findings").focus();
}

function step(by) {
  const articles = byId("finding-list").querySelectorAll("article");
  const inside = Array.prototype.findIndex.call(articles, (article) => article.contains(document.activeElement));
  const to = (inside >= 0 ? inside : current) + by;
  if (to >= 0 && to < articles.length) { current = to; articles[to].focus(); }
}

/* Duplicates side by side */
const groups = data.partners.map((partner) => ({ partner, members: [] }));
for (const finding of data.findings) if (finding.partner >= 0) groups[finding.partner].members.push(finding);
const full = groups.filter((group) => group.members.length).sort((a, b) => b.members[0].doubt - a.members[0].doubt);
let groupPage = 0;

function drawGroups() {
  const made = full.slice(groupPage * PAGE.groups, (groupPage + 1) * PAGE.groups).map((group) =>
    element("section", { class: "group" },
      element("h3", {}, `Kept: ${group.partner.place}`),
      ...group.members.slice(0, 50).map((finding) =>
        element("div", { class: "pair" },
          element("p", { class: "text", dir: "auto" }, group.partner.text),
          element("div", {}, element("p", { class: "place" }, `${place(finding)}, ${finding.changes ? "removed" : "only reported"}`), element("p", { class: "text", dir: "auto" }, ...diff(finding.parts))))),
      group.members.length > 50 ? element("p", {}, `and ${number.format(group.members.length - 50)} more`) : undefined));
  byId("group-list").replaceChildren(...(made.length ? made : [element("p", {}, "No duplicates among the findings shown.")]));
  pager("group-pager", groupPage, Math.ceil(full.length / PAGE.groups), (to) => { groupPage = to; drawGroups(); });
}

/* Keys */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const article = event.target.closest("article.finding");
  const verdict = { a: "accept", r: "reject", u: "" }[event.key];
  const action = { j: () => step(1), k: () => step(-1), n: () => turn(findingPage + 1), p: () => turn(findingPage - 1), e: exportDecisions, "/": () => byId("search").focus() }[event.key];
  if (verdict !== undefined && article) { article.decide(verdict); article.focus(); }
  else if (action) action();
  else return;
  event.preventDefault();
});

let waiting = 0;
for (const id of ["search", "file"]) byId(id).addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
for (const id of ["rule", "kind", "decision", "order"]) byId(id).addEventListener("change", filter);
byId("filters").addEventListener("submit", (event) => { event.preventDefault(); filter(); });
byId("export").addEventListener("click", exportDecisions);
byId("preview").addEventListener("toggle", drawDecisions);
addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

for (const rule of data.rules) byId("rule").append(element("option", { value: rule.id }, rule.id));
drawRules();
drawFiles();
drawFindings();
drawGroups();
drawDecisions();
performance.mark("ready");
