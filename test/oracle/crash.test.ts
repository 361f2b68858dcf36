import { expect } from "chai";
import { sql } from "drizzle-orm";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { behave, take } from "../../bench/support/behaviour.ts";
import type { Client } from "../../oracle/api/client.ts";
import { rows } from "../../oracle/store/database.ts";
import { openStore } from "../../oracle/store/open.ts";
import { answerOf, asOperator, signIn } from "../../scripts/seed/api.ts";
import { operatorTokenOf } from "../../scripts/stack/operatorToken.ts";
import { publishContents } from "./support/contents.ts";
import { newPostgresDatabase } from "./support/postgres.ts";
import { startProgram, useFolder } from "./support/process.ts";

const WEB_ORIGIN = "http://localhost:3000";
const BATCH = 20;
const KILL_AFTER = 600;

for (const kind of ["PGlite", "PostgreSQL"]) {
  describe(`killing the oracle during intake, on ${kind}`, () => {
    const folder = useFolder({ store: kind === "PGlite" });
    let databaseUrl: string | null = null;

    before(async function () {
      if (kind === "PostgreSQL") databaseUrl = await newPostgresDatabase();
      if (kind === "PostgreSQL" && !databaseUrl) this.skip();
    });

    async function withStore<T>(use: (db: Awaited<ReturnType<typeof openStore>>["db"]) => Promise<T>): Promise<T> {
      const store = await openStore({ home: folder(), databaseUrl });
      try {
        return await use(store.db);
      } finally {
        await store.close();
      }
    }

    async function startOracle() {
      const oracle = startProgram("oracle/main.ts", [], {
        HEED_HOME: folder(),
        HEED_PORT: "0",
        HEED_RPC_URL: "http://127.0.0.1:9",
        HEED_LOG_LEVEL: "warn",
        ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
      });
      const [, url] = await oracle.said(/answers at (http:\S+)/);
      return { oracle, url: url! };
    }

    it("loses no acknowledged event, stores none twice, and takes what wasn't acknowledged when it is sent again", async () => {
      await withStore((db) => publishContents(db, 3));
      const { oracle, url } = await startOracle();
      const accounts = Array.from({ length: 4 }, () => privateKeyToAccount(generatePrivateKey()));
      const as = (oracleUrl: string) =>
        Promise.all(accounts.map((account) => signIn({ oracleUrl, webOrigin: WEB_ORIGIN, chainId: 31337 }, account)));
      const viewers = await as(url);
      for (const viewer of viewers)
        await answerOf(await viewer.consent.$put({ json: { collect: true, personalise: true } }));

      // What was done before the consent of a moment ago is taken from the operator alone.
      const operator = asOperator(operatorTokenOf(folder()));
      const acknowledged: string[] = [];
      // What each viewer sent last: it may have been stored without an answer.
      const unanswered = await Promise.all(
        viewers.map(async (viewer: Client) => {
          const sequence = behave(["1", "2", "3"], Date.now() - 6 * 24 * 3600 * 1000);
          for (;;) {
            const events = take(sequence, BATCH);
            try {
              await answerOf(await viewer.events.$post({ json: { events } }, operator));
            } catch {
              return events;
            }
            acknowledged.push(...events.map(({ id }) => id));
            if (acknowledged.length >= KILL_AFTER) oracle.kill("SIGKILL");
          }
        }),
      );
      expect((await oracle.ended).code).to.equal(null);
      expect(acknowledged.length).to.be.at.least(KILL_AFTER);

      const storedIds = () =>
        withStore(async (db) =>
          (await rows<{ id: string }>(db, sql`select event_id as id from events`)).map(({ id }) => id),
        );
      const afterCrash = await storedIds();
      expect(new Set(afterCrash).size).to.equal(afterCrash.length);
      expect(acknowledged.filter((id) => !afterCrash.includes(id))).to.deep.equal([]);

      const again = await startOracle();
      const returned = await as(again.url);
      for (const [index, viewer] of returned.entries()) {
        const answer = await answerOf(await viewer.events.$post({ json: { events: unanswered[index]! } }, operator));
        expect(answer.accepted + answer.duplicates).to.equal(BATCH);
      }
      again.oracle.kill("SIGTERM");
      await again.oracle.ended;
      const sent = [...acknowledged, ...unanswered.flat().map(({ id }) => id)];
      expect((await storedIds()).sort()).to.deep.equal(sent.sort());
    });
  });
}
