import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { root } from "../../scripts/stack/child.ts";
import { failureOf } from "../../web/chain/failure.ts";
import { en } from "../../web/language/en.ts";
import { zh } from "../../web/language/zh.ts";
import { OracleError, oracleErrorOf } from "../../web/oracle/OracleError.ts";
import { refusalText } from "../../web/oracle/refusal.ts";
import { failureText } from "../../web/transactions/failureText.ts";

/** Folders that the routes' answers come from: the rest reads files, trains, or is the command line. */
const ANSWERING = "oracle/{api,campaigns,chain,collect,insight,price,privacy,recommend,service,settle,store}/**/*.ts";
/** How a code is written: as a detail of an error that is made, or as the first argument of a helper that makes one. */
const CODE =
  /(?:\b(?:new \w+Error|super)\((?:(?!new \w+Error)[\s\S])*?\bcode: |\b(?:refuse|wrong)\(\s*)"([a-z]+(?:-[a-z]+)*)"/g;

/** Codes of the same files that no page of the dApp can meet. */
const ELSEWHERE = new Set([
  // Of the operator's and the reporters' routes.
  ...["operator-only", "reporters-only", "another-proposal", "bad-signature", "training-under-way", "unknown-model"],
  ...["appeal-answered", "no-such-appeal", "epoch-not-redoable"],
  // Of settling, which no request waits for.
  ...["epoch-not-frozen", "later-epoch-proposed", "settled-elsewhere", "report-not-posted"],
  ...["relayer-waits", "relayer-without-gas"],
  // Of a process that can't start, and of audits from the command line.
  ...["bad-option", "cannot-listen", "port-busy", "home-unwritable", "store-locked", "key-unreadable"],
  ...["secret-changed", "secret-damaged", "secret-unreadable", "database-unreachable", "database-unusable"],
  "oracle-unreachable",
]);

describe("what the oracle refuses", () => {
  it("has words in both languages for every code that a page can meet, and for no other", () => {
    const codes = new Set(
      globSync(ANSWERING, { cwd: root }).flatMap((file) =>
        [...readFileSync(join(root, file), "utf8").matchAll(CODE)].map(([, code]) => code!),
      ),
    );
    const met = [...codes].filter((code) => !ELSEWHERE.has(code)).sort();
    expect(Object.keys(en.refusals.codes).sort()).to.deep.equal(met);
    expect(Object.keys(zh.refusals.codes).sort()).to.deep.equal(met);
    expect([...ELSEWHERE].filter((code) => !codes.has(code))).to.deep.equal([]);
  });

  it("names the field as the page does, of whatever part of it", async () => {
    const body = { error: { code: "bad-input", message: "…", field: "audience.topics.3", hint: "…", retry: false } };
    const error = await oracleErrorOf(new Response(JSON.stringify(body), { status: 400 }));
    expect(refusalText(en, error)).to.deep.equal({ text: en.refusals.codes["bad-input"]("The topics") });
    expect(refusalText(zh, error).text).to.match(/^主题/);
  });

  it("is the same on the page and in a transaction's notice", () => {
    const error = new OracleError("proof-not-kept", "Proofs aren't kept.", 404, { hint: "Ask for the newest." });
    expect(failureText(zh, failureOf(error))).to.deep.equal({ text: zh.refusals.codes["proof-not-kept"]() });
  });

  it("is said as the oracle says it, and marked as English, where the page doesn't know it", () => {
    const error = new OracleError("of-tomorrow", "It was refused.", 409, { hint: "Wait a day." });
    expect(refusalText(zh, error)).to.deep.equal({ text: "It was refused. Wait a day.", lang: "en" });
  });

  it("is no refusal where nobody answered, or something in between did", async () => {
    expect(refusalText(zh, OracleError.unreachable(null)).text).to.equal(zh.problem.unreachable);
    const answered = await oracleErrorOf(new Response("<h1>Bad gateway</h1>", { status: 502 }));
    expect(refusalText(zh, answered).text).to.equal(zh.problem.generic);
  });
});
