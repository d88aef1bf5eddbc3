// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {IFactory} from "../interfaces/IFactory.sol";
import {IPeer} from "../interfaces/IPeer.sol";

/// @title Peer
/// @notice A contract of the protocol: knows its factory, and through it the others, and scales time.
abstract contract Peer is IPeer {
    /// @inheritdoc IPeer
    IFactory public immutable FACTORY;
    /// @inheritdoc IPeer
    uint256 public immutable TIME_DIVISOR;

    constructor(IFactory factory) {
        FACTORY = factory;
        TIME_DIVISOR = factory.TIME_DIVISOR();
    }

    /// @inheritdoc IPeer
    function version() external pure virtual returns (string memory) {
        return "1.0.0";
    }

    /// @dev A time span of the specification as this network counts it, rounded down.
    function _scaled(uint256 span) internal view returns (uint256) {
        return span / TIME_DIVISOR;
    }

    function _checkCaller(address expected) internal view {
        if (msg.sender != expected) revert CallerNotPeer(msg.sender, expected);
    }

    function _checkBootstrapClosed() internal view {
        if (FACTORY.closedAt() == 0) revert BootstrapOpen();
    }

    /// @dev Accepts an EOA's ECDSA signature and a contract's ERC-1271 answer, until `deadline` inclusive.
    function _checkSignature(address signer, bytes32 digest, uint256 deadline, bytes memory signature) internal view {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline);
        if (!SignatureChecker.isValidSignatureNow(signer, digest, signature)) revert InvalidSignature(signer);
    }
}
