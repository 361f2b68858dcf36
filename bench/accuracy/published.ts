/** HR@10 and NDCG@10 as published, by the data set's name, for showing beside ours and nothing else. S3-Rec: CIKM 2020; improved loss: Li et al., arXiv 2301.00979; eSASRec: RecSys 2025. */
export const PUBLISHED: Readonly<Record<string, Readonly<Record<string, readonly [hr10: number, ndcg10: number]>>>> = {
  lastfm: {
    GRU4Rec: [0.0367, 0.0187],
    "GRU4Rec, improved loss": [0.0459, 0.0262],
    SASRec: [0.0688, 0.039],
    "SASRec, improved loss": [0.0587, 0.0354],
    "S3-Rec": [0.0743, 0.0427],
  },
  beauty: {
    GRU4Rec: [0.0283, 0.0137],
    "GRU4Rec, improved loss": [0.0695, 0.0408],
    SASRec: [0.0605, 0.0318],
    "SASRec, improved loss": [0.0932, 0.0568],
    "S3-Rec": [0.0647, 0.0327],
    eSASRec: [0.0928, 0.0523],
  },
};
