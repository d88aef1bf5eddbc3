// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Factory} from "../../../contracts/Factory.sol";
import {Deployment} from "./Deployment.sol";
import {vm} from "./Vm.sol";
import {World} from "./World.sol";

/// @title Search
/// @notice A search of Forge's: draws calls of one handler and asks after each whether everything still holds.
abstract contract Search is World {
    /// @notice The sentence of tests/invariants/README.md with this number is broken.
    error Broken(string what);

    /// @dev Whose functions Forge calls.
    address internal _handler;

    /// @notice Forge's question: which contracts are called.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = _handler;
    }

    function _demand(bool holds, string memory what) internal pure {
        if (!holds) revert Broken(what);
    }

    function _demandNone(string memory violation) internal pure {
        if (bytes(violation).length != 0) revert Broken(violation);
    }
}
