// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {vm} from "./Vm.sol";

/// @title Actors
/// @notice Whoever acts, with a key that follows from its name.
library Actors {
    function keyOf(string memory name) internal pure returns (uint256) {
        return keyOf(name, 0);
    }

    function keyOf(string memory name, uint256 number) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(name, number))) >> 1; // below the curve's order
    }

    function called(string memory name) internal pure returns (address) {
        return vm.addr(keyOf(name));
    }

    function called(string memory name, uint256 number) internal pure returns (address) {
        return vm.addr(keyOf(name, number));
    }

    function sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }
}
