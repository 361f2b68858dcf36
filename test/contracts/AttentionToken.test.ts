import { expect } from "chai";
import { Signature } from "ethers";
import { authorizationTypes } from "../../contracts/payment.ts";
import { permitTypes } from "./support/permit.ts";
import { DAY, HEED, transferAndCall, useProtocol } from "./support/protocol.ts";

describe("AttentionToken", () => {
  const protocol = useProtocol();

  it("creates a thousand million HEED once, for the holder", async () => {
    const { token, market, deployer } = protocol();
    expect([await token.name(), await token.symbol(), await token.decimals()]).to.deep.equal(["Heed", "HEED", 18n]);
    expect(await token.totalSupply()).to.equal(1_000_000_000n * HEED);
    expect(await token.totalSupply()).to.be.lessThan(2n ** 96n);
    expect(await token.balanceOf(deployer.address)).to.be.greaterThan(999_000_000n * HEED);
    expect(await token.balanceOf(market.target)).to.equal(0n);
  });

  it("has no function that mints or burns", () => {
    const { token } = protocol();
    const names = token.interface.fragments.flatMap((item) => ("name" in item ? [String(item.name)] : []));
    expect(names.filter((name) => /mint|burn/i.test(name))).to.deep.equal([]);
  });

  it("takes a permit once", async () => {
    const { token, buyer, other, ethers } = protocol();
    const deadline = 2n ** 64n;
    const domain = await domainOf();
    const value = { owner: buyer.address, spender: other.address, value: 5n, nonce: 0n, deadline };
    const { v, r, s } = Signature.from(await buyer.signTypedData(domain, permitTypes, value));
    await token.permit(buyer.address, other.address, 5n, deadline, v, r, s);
    expect(await token.allowance(buyer.address, other.address)).to.equal(5n);
    const recovered = ethers.verifyTypedData(domain, permitTypes, { ...value, nonce: 1n }, { v, r, s });
    await expect(token.permit(buyer.address, other.address, 5n, deadline, v, r, s))
      .to.be.revertedWithCustomError(token, "ERC2612InvalidSigner")
      .withArgs(recovered, buyer.address);
  });

  it("takes a permit until its deadline, and in that second", async () => {
    const { token, buyer, other, networkHelpers } = protocol();
    const deadline = (await networkHelpers.time.latest()) + 100;
    const value = { owner: buyer.address, spender: other.address, value: 5n, nonce: 0n, deadline };
    const { v, r, s } = Signature.from(await buyer.signTypedData(await domainOf(), permitTypes, value));
    const permit = () => token.permit(buyer.address, other.address, 5n, deadline, v, r, s);
    const before = await networkHelpers.takeSnapshot();
    await networkHelpers.time.setNextBlockTimestamp(deadline + 1);
    await expect(permit()).to.be.revertedWithCustomError(token, "ERC2612ExpiredSignature").withArgs(deadline);
    await before.restore();
    await networkHelpers.time.setNextBlockTimestamp(deadline);
    await permit();
    expect(await token.allowance(buyer.address, other.address)).to.equal(5n);
  });

  it("moves tokens by a signed authorisation, once", async () => {
    const { token, buyer, other, ethers, networkHelpers } = protocol();
    const now = await networkHelpers.time.latest();
    const nonce = ethers.id("a random nonce");
    const message = { from: buyer.address, to: other.address, value: 7n, validAfter: 0, validBefore: now + DAY, nonce };
    const { v, r, s } = Signature.from(await buyer.signTypedData(await domainOf(), transferTypes, message));
    const send = () => token.transferWithAuthorization(buyer.address, other.address, 7n, 0, now + DAY, nonce, v, r, s);
    await expect(send()).to.changeTokenBalances(ethers, token, [buyer, other], [-7n, 7n]);
    expect(await token.authorizationState(buyer.address, nonce)).to.equal(true);
    await expect(send())
      .to.be.revertedWithCustomError(token, "ERC3009UsedAuthorization")
      .withArgs(buyer.address, nonce);
  });

  it("does not move tokens by an authorisation whose value was altered", async () => {
    const { token, buyer, other, ethers, networkHelpers } = protocol();
    const now = await networkHelpers.time.latest();
    const nonce = ethers.id("another");
    const message = { from: buyer.address, to: other.address, value: 7n, validAfter: 0, validBefore: now + DAY, nonce };
    const { v, r, s } = Signature.from(await buyer.signTypedData(await domainOf(), transferTypes, message));
    await expect(
      token.transferWithAuthorization(buyer.address, other.address, 8n, 0, now + DAY, nonce, v, r, s),
    ).to.be.revertedWithCustomError(token, "ERC3009InvalidSignature");
  });

  it("refuses transferAndCall to an account that could not answer", async () => {
    const { token, buyer, other } = protocol();
    await expect(transferAndCall(token.connect(buyer), other.address, 1n, "0x"))
      .to.be.revertedWithCustomError(token, "ERC1363InvalidReceiver")
      .withArgs(other.address);
  });

  async function domainOf() {
    const { token, ethers } = protocol();
    const { chainId } = await ethers.provider.getNetwork();
    return { name: "Heed", version: "1", chainId, verifyingContract: String(token.target) };
  }
});

/** The same fields as the authorisation that only its receiver can use. */
const transferTypes = { TransferWithAuthorization: [...authorizationTypes.ReceiveWithAuthorization] };
