// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Factory} from "../../../contracts/Factory.sol";
import {Actors} from "../support/Actors.sol";
import {vm} from "../support/Vm.sol";
import {World} from "../support/World.sol";

/// @title Handler
/// @notice What anybody may do. Each external function is one kind of call that Forge draws; it reverts where there is
/// nothing to do or the protocol refuses, so that a call that went through did something.
/// @dev What must hold in the course of one call is noted in {violation}, since a revert would only look like a refusal.
abstract contract Handler is World {
    /// @notice There is nobody, or nothing, that this could be done to.
    error NothingToDo();

    /// @notice The time after the last call that went through. Forge undoes what a reverted call wrote, but not where it
    /// put the clock.
    uint256 public time;
    /// @notice The first property that did not hold in a call; empty while all did.
    string public violation;

    mapping(address wallet => uint256) private _keys;

    modifier timed() {
        vm.warp(time);
        _;
        time = block.timestamp;
    }

    constructor(Factory deployed) World(deployed) {
        time = block.timestamp;
    }

    function _expect(bool holds, string memory property) internal {
        if (!holds && bytes(violation).length == 0) violation = property;
    }

    /// @dev Somebody whose key is known.
    function _enter(string memory name, uint256 number) internal returns (address wallet) {
        uint256 key = Actors.keyOf(name, number);
        wallet = vm.addr(key);
        _keys[wallet] = key;
    }

    function _sign(address signer, bytes32 digest) internal view returns (bytes memory) {
        return Actors.sign(_keys[signer], digest);
    }

    function _digest(string memory name, string memory version, address verifier, bytes32 message)
        internal
        view
        returns (bytes32)
    {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256(bytes(version)),
                block.chainid,
                verifier
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, message));
    }

    function _guardian() internal view returns (address) {
        return guardianship.guardian();
    }

    function _pass(uint256 span) internal {
        vm.warp(block.timestamp + span);
    }
}
