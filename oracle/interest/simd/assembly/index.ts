export { gemm, gemmScratch, pack, packedLength } from "./gemm";
export { gruStep, gruStepBack } from "./gru";
export { lstmStep, lstmStepBack } from "./lstm";
export { layerNorm, layerNormBack } from "./norm";
export {
  addScaledRows,
  dotRows,
  dropValues,
  gatherRows,
  putRows,
  rectify,
  rectifyBack,
  scatterRows,
  sumRows,
  takeRows,
} from "./rows";
export { scan, scanOne } from "./scan";
export { crossEntropy, softmaxBack, softmaxBefore, strikeOut } from "./softmax";
