// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {IAuthority} from "../interfaces/IAuthority.sol";
import {IFactory} from "../interfaces/IFactory.sol";
import {IGuardianship} from "../interfaces/IGuardianship.sol";
import {Peers} from "../libraries/Peers.sol";
import {Peer} from "./Peer.sol";

/// @title Managed
/// @notice A contract some of whose functions the authority gives to roles, and that knows who the guardian is.
abstract contract Managed is Peer, AccessManaged {
    /// @notice The office of guardian.
    IGuardianship public immutable GUARDIANSHIP;

    constructor(IFactory factory) Peer(factory) AccessManaged(factory.peer(Peers.AUTHORITY)) {
        GUARDIANSHIP = IGuardianship(factory.peer(Peers.GUARDIANSHIP));
    }

    /// @notice Reverts for everybody: the authority of a contract never changes.
    function setAuthority(address) public pure override {
        revert IAuthority.Unavailable(IAccessManaged.setAuthority.selector);
    }

    /// @dev Every function with a role passes here; a guardian that uses one was heard of.
    function _checkCanCall(address caller, bytes calldata data) internal override {
        super._checkCanCall(caller, data);
        if (GUARDIANSHIP.isGuardian(caller)) GUARDIANSHIP.act(caller);
    }
}
