import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readSequences } from "../../oracle/prepare/sequenceFile.ts";

describe("reading plain sequences", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "heed-sequences-"));
  });
  after(() => rm(folder, { recursive: true }));

  async function read(text: string | Uint8Array): Promise<string[][] | string> {
    const file = join(folder, "sequences.txt");
    await writeFile(file, text);
    return await readSequences(file).catch((error: Error) => error.message.replace(`${folder}/`, ""));
  }

  it("gives each line's items in their order", async () => {
    expect(await read("1 10 11 12\n2\t10  13\r\n\n3 9\n")).to.deep.equal([["10", "11", "12"], ["10", "13"], ["9"]]);
  });

  it("names line and column of what is wrong", async () => {
    expect(await read("1 10\n2\n")).to.equal("sequences.txt: line 2, column 2: viewer 2 has no item.");
    expect(await read("1 10\n2 3\n1 4\n")).to.equal("sequences.txt: line 3, column 1: viewer 1 was on line 1 already.");
    expect(await read(Buffer.from([0x31, 0x20, 0x32, 0x20, 0xff, 0xfe, 0x0a]))).to.equal(
      "sequences.txt: line 1, column 3: this is not text.",
    );
    expect(await read(Buffer.from([0x31, 0x20, 0x32, 0x0a, 0xff, 0xfe]))).to.equal(
      "sequences.txt: line 2, column 1: this is not text.",
    );
    expect(await read("\n")).to.equal("sequences.txt: it holds no sequences.");
  });

  it("says that a file is missing", async () => {
    const error = await readSequences(join(folder, "nowhere.txt")).catch((reason: Error) => reason.message);
    expect(error).to.match(/nowhere\.txt: there is no such file\.$/);
  });
});
