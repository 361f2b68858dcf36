export { gemm, gemmScratch, pack, packedLength } from "./gemm";
export { selectAbove } from "./select";
