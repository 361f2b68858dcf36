export { gemm, gemmScratch, pack, packedLength } from "./gemm";
export { scan, scanOne } from "./scan";
export { selectAbove } from "./select";
