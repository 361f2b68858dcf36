import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { PRICE, useProtocol } from "./support/protocol.ts";

describe("AttentionMarket: licences", () => {
  const protocol = useProtocol();

  beforeEach(async () => {
    const { ethers, market, creator } = protocol();
    const mine = market.connect(creator);
    for (let id = 2; id <= 34; id++) await mine.publish(`heed://${id}`, ethers.id(`work ${id}`), 1n, PRICE, 1n);
  });

  it("read as ERC-1155 balances, whichever share a word", async () => {
    const { market, buyer, other, buy } = protocol();
    const ids = [1n, 2n, 15n, 16n, 17n, 31n, 32n, 34n];
    for (const id of ids) await buy({ contentId: id, unitPrice: id, maxQuantity: id }, id);
    for (let id = 0n; id <= 40n; id++) {
      expect(await market.balanceOf(buyer.address, id), `${id}`).to.equal(ids.includes(id) ? id : 0n);
    }
    const accounts = [...ids.map(() => buyer.address), other.address];
    expect(await market.balanceOfBatch(accounts, [...ids, 1n])).to.deep.equal([...ids, 0n]);
    expect(await market.balanceOf(buyer.address, 2n ** 256n - 1n)).to.equal(0n);
  });

  it("keep their neighbours as they were at the largest count", async () => {
    const { market, buyer, buy } = protocol();
    await buy({ contentId: 17n, unitPrice: 1n, maxQuantity: 65_535n }, 65_535n);
    await buy({ contentId: 18n, unitPrice: 1n });
    await buy({ contentId: 16n, unitPrice: 1n, maxQuantity: 65_535n }, 65_535n);
    const mine = Array(3).fill(buyer.address);
    expect(await market.balanceOfBatch(mine, [16n, 17n, 18n])).to.deep.equal([65_535n, 65_535n, 1n]);
  });

  it("name the interfaces they keep to", async () => {
    const { market } = protocol();
    const kept = {
      ERC165: "0x01ffc9a7",
      ERC1155: "0xd9b67a26",
      metadata: "0x0e89341c",
      ERC2981: "0x2a55205a",
      ERC1363Receiver: "0x88a7ca5c",
    };
    for (const [name, id] of Object.entries(kept)) expect(await market.supportsInterface(id), name).to.equal(true);
    expect(await market.supportsInterface("0xffffffff")).to.equal(false);
  });

  it("can be handed on by their holder, or by an operator of the holder's", async () => {
    const { market, buyer, other, creator, buy } = protocol();
    await buy({ maxQuantity: 3n }, 3n);
    await expect(market.connect(buyer).safeTransferFrom(buyer.address, other.address, 1n, 2n, "0x"))
      .to.emit(market, "TransferSingle")
      .withArgs(buyer.address, buyer.address, other.address, 1n, 2n);
    await market.connect(other).setApprovalForAll(creator.address, true);
    await market.connect(creator).safeTransferFrom(other.address, buyer.address, 1n, 1n, "0x");
    expect(await market.balanceOfBatch([buyer.address, other.address], [1n, 1n])).to.deep.equal([2n, 1n]);
    await expect(market.connect(creator).safeTransferFrom(buyer.address, other.address, 1n, 1n, "0x"))
      .to.be.revertedWithCustomError(market, "ERC1155MissingApprovalForAll")
      .withArgs(creator.address, buyer.address);
  });

  it("can be handed on several at once, also to oneself", async () => {
    const { market, buyer, other, buy } = protocol();
    await buy({ maxQuantity: 3n }, 3n);
    await buy({ contentId: 2n });
    const send = market.connect(buyer).safeBatchTransferFrom;
    await expect(send(buyer.address, other.address, [1n, 2n, 1n], [1n, 1n, 1n], "0x"))
      .to.emit(market, "TransferBatch")
      .withArgs(buyer.address, buyer.address, other.address, [1n, 2n, 1n], [1n, 1n, 1n]);
    await send(buyer.address, buyer.address, [1n], [1n], "0x");
    expect(await market.balanceOfBatch([buyer.address, other.address], [1n, 1n])).to.deep.equal([1n, 2n]);
  });

  it("can't be handed on by who has too few, to nobody, beyond a lane, or in lists that don't match", async () => {
    const { market, buyer, other, buy } = protocol();
    await buy({ unitPrice: 1n, maxQuantity: 65_535n }, 65_535n);
    await buy({ unitPrice: 1n }, 1n, other);
    const [from, to] = [buyer.address, other.address];
    const send = market.connect(buyer).safeTransferFrom;
    await expect(send(from, to, 1n, 65_535n, "0x"))
      .to.be.revertedWithCustomError(market, "TooManyLicences")
      .withArgs(to, 1n, 1n, 65_535n);
    await expect(send(from, to, 1n, 65_536n, "0x"))
      .to.be.revertedWithCustomError(market, "ERC1155InsufficientBalance")
      .withArgs(from, 65_535n, 65_536n, 1n);
    await expect(send(from, ZeroAddress, 1n, 1n, "0x"))
      .to.be.revertedWithCustomError(market, "ERC1155InvalidReceiver")
      .withArgs(ZeroAddress);
    await expect(market.connect(buyer).safeBatchTransferFrom(from, to, [1n], [1n, 1n], "0x"))
      .to.be.revertedWithCustomError(market, "ERC1155InvalidArrayLength")
      .withArgs(1n, 2n);
  });

  it("can't be passed on twice by a receiver that re-enters", async () => {
    const { ethers, market, buyer, other, buy } = protocol();
    await buy();
    const hostile = await ethers.deployContract("HostileReceiver", [other.address]);
    await expect(market.connect(buyer).safeTransferFrom(buyer.address, hostile.target, 1n, 1n, "0x"))
      .to.be.revertedWithCustomError(market, "ERC1155InsufficientBalance")
      .withArgs(hostile.target, 0n, 1n, 1n);
    expect(await market.balanceOf(other.address, 1n)).to.equal(0n);
  });
});
