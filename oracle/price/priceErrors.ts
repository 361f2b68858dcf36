import { BadInputError, HeedError, NotFoundError, UnavailableError } from "../service/errors.ts";

export function unknownContent(contentId: string): NotFoundError {
  return new NotFoundError(`There is no content ${contentId}.`, {
    code: "unknown-content",
    field: "contentId",
    hint: "GET /contents lists what is published. A content published just now appears as soon as its block is indexed: try again then.",
  });
}

export function contentNotListed(contentId: string): HeedError {
  return new HeedError(`Content ${contentId} was taken off sale by its creator.`, {
    code: "content-not-listed",
    status: 409,
    field: "contentId",
    hint: "Licences bought before still hold; there is nothing to buy any more.",
  });
}

export function contentNotHeld(contentId: string): HeedError {
  return new HeedError(`Content ${contentId} is published, but its creator hasn't deposited the work here.`, {
    code: "content-not-held",
    status: 409,
    field: "contentId",
    hint: "Its creator can deposit it: POST /works with the body whose keccak-256 was published.",
  });
}

export function badReferrer(referrer: string): BadInputError {
  return new BadInputError(`${referrer} is the market or its token, which nobody can claim a referral for.`, {
    code: "bad-referrer",
    field: "referrer",
    hint: "Name the wallet that brought the buyer, or leave referrer out.",
  });
}

export function signerNotHonoured(address: string): UnavailableError {
  return new UnavailableError(`The market doesn't honour quotes signed by ${address}.`, {
    code: "signer-not-honoured",
    hint: "The oracle's operator must have this signer set by AttentionOracle.setQuoteSigner, or renew it there.",
  });
}
