import { expect } from "chai";
import { GroupCommit } from "../../oracle/service/groupCommit.ts";

describe("group commit", () => {
  const options = { weightOf: (job: number) => job, maxWeight: 10 };

  it("commits what gathers during one commit together in the next, and answers each with its own result", async () => {
    const groups: number[][] = [];
    const commits = new GroupCommit(async (jobs: number[]) => {
      groups.push(jobs);
      await new Promise((resolve) => setImmediate(resolve));
      return jobs.map((job) => job * 100);
    }, options);
    const first = commits.submit(1);
    await new Promise((resolve) => setImmediate(resolve));
    const others = [2, 3, 4].map((job) => commits.submit(job));
    expect(await Promise.all([first, ...others])).to.deep.equal([100, 200, 300, 400]);
    expect(groups).to.deep.equal([[1], [2, 3, 4]]);
  });

  it("keeps a group within its weight, but never refuses a job for its own", async () => {
    const groups: number[][] = [];
    const commits = new GroupCommit(async (jobs: number[]) => {
      groups.push(jobs);
      return jobs;
    }, options);
    await Promise.all([6, 5, 5, 50, 1].map((job) => commits.submit(job)));
    expect(groups).to.deep.equal([[6], [5, 5], [50], [1]]);
  });

  it("lets a job that can't be committed fail alone", async () => {
    const commits = new GroupCommit(async (jobs: number[]) => {
      if (jobs.includes(3)) throw new Error("three");
      return jobs;
    }, options);
    const settled = await Promise.allSettled([1, 2, 3, 4].map((job) => commits.submit(job)));
    expect(settled.map(({ status }) => status)).to.deep.equal(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  });

  it("rejects the jobs whose result is an error, and no others", async () => {
    const commits = new GroupCommit(
      async (jobs: number[]) => jobs.map((job) => (job > 1 ? new Error("no") : job)),
      options,
    );
    const settled = await Promise.allSettled([1, 2].map((job) => commits.submit(job)));
    expect(settled.map(({ status }) => status)).to.deep.equal(["fulfilled", "rejected"]);
  });

  it("is idle once everything submitted is answered", async () => {
    let answered = 0;
    const commits = new GroupCommit(async (jobs: number[]) => jobs, options);
    for (const job of [1, 2, 30]) void commits.submit(job).then(() => (answered += 1));
    await commits.idle();
    expect(answered).to.equal(3);
  });
});
