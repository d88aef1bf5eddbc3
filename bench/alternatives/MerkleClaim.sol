// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

/// @title MerkleClaim
/// @notice Each recipient claims its own payment with a Merkle proof: a yardstick of the gas bench, never deployed elsewhere.
contract MerkleClaim {
    IERC20 private immutable TOKEN;
    bytes32 private immutable ROOT;

    mapping(address recipient => bool) private _claimed;

    error AlreadyClaimed(address recipient);
    error InvalidProof(address recipient);

    event Claimed(address indexed recipient, uint256 amount);

    constructor(IERC20 token, bytes32 root) {
        TOKEN = token;
        ROOT = root;
    }

    /// @notice Pays `amount` to the caller once, if the leaf (caller, amount) is in the tree.
    function claim(uint256 amount, bytes32[] calldata proof) external {
        if (_claimed[msg.sender]) revert AlreadyClaimed(msg.sender);
        // Hashed twice, so that no inner node can be passed off as a leaf.
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(msg.sender, amount))));
        if (!MerkleProof.verifyCalldata(proof, ROOT, leaf)) revert InvalidProof(msg.sender);
        _claimed[msg.sender] = true;
        emit Claimed(msg.sender, amount);
        TOKEN.transfer(msg.sender, amount);
    }
}
