// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

/**
 * @title Cumulative claims against a Merkle root, written the usual way with OpenZeppelin's parts
 * @notice What Heed's rewards are measured beside.
 */
contract CumulativeDistributor is Ownable {
    using SafeERC20 for IERC20;

    IERC20 public immutable TOKEN;

    bytes32 public root;
    mapping(address account => uint256) public claimed;

    event RootChanged(bytes32 root);
    event Claimed(address indexed account, uint256 amount);

    error InvalidProof();
    error NothingToClaim();

    constructor(IERC20 token) Ownable(msg.sender) {
        TOKEN = token;
    }

    function setRoot(bytes32 root_) external onlyOwner {
        root = root_;
        emit RootChanged(root_);
    }

    function claim(address account, uint256 cumulative, bytes32[] calldata proof) external {
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(account, cumulative))));
        if (!MerkleProof.verifyCalldata(proof, root, leaf)) revert InvalidProof();
        uint256 before = claimed[account];
        if (cumulative <= before) revert NothingToClaim();
        claimed[account] = cumulative;
        emit Claimed(account, cumulative - before);
        TOKEN.safeTransfer(account, cumulative - before);
    }
}
