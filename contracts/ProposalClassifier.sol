// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {Peer} from "./base/Peer.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IProposalClassifier} from "./interfaces/IProposalClassifier.sol";
import {Peers} from "./libraries/Peers.sol";
import {Roles} from "./libraries/Roles.sol";
import {ProposalClass} from "./types/Proposal.sol";

/// @title ProposalClassifier
/// @notice How grave an action is.
///
/// **Design.** The class follows from the action alone. STANDARD is what the authority gives to the operations role, and
/// the appointments that this role administers; AMENDMENT is every action on the contracts that say who decides;
/// CRITICAL is all else, the unknown and the bare included. Without state: the authority's table is the only list.
///
/// **Trust assumptions.** The authority, which only an AMENDMENT changes.
///
/// **How to stop it.** Not at all; it only answers.
contract ProposalClassifier is Peer, IProposalClassifier {
    /// @dev A selector and the id of a role.
    uint256 private constant ROLE_CALL_LENGTH = 36;

    /// @notice The table of permissions.
    IAccessManager public immutable AUTHORITY;
    /// @notice The governor.
    address public immutable GOVERNANCE;
    /// @notice The office of guardian.
    address public immutable GUARDIANSHIP;

    address private immutable SUCCESSION;
    address private immutable OPERATIONS_EXECUTOR;
    address private immutable CRITICAL_EXECUTOR;
    address private immutable CONSTITUTIONAL_EXECUTOR;

    constructor(IFactory factory) Peer(factory) {
        AUTHORITY = IAccessManager(factory.peer(Peers.AUTHORITY));
        GOVERNANCE = factory.peer(Peers.GOVERNANCE);
        GUARDIANSHIP = factory.peer(Peers.GUARDIANSHIP);
        SUCCESSION = factory.peer(Peers.SUCCESSION);
        OPERATIONS_EXECUTOR = factory.peer(Peers.OPERATIONS_EXECUTOR);
        CRITICAL_EXECUTOR = factory.peer(Peers.CRITICAL_EXECUTOR);
        CONSTITUTIONAL_EXECUTOR = factory.peer(Peers.CONSTITUTIONAL_EXECUTOR);
    }

    /// @inheritdoc IProposalClassifier
    function classOfAll(address[] calldata targets, uint256[] calldata values, bytes[] calldata calldatas)
        external
        view
        returns (ProposalClass gravest)
    {
        for (uint256 i = 0; i < targets.length; ++i) {
            ProposalClass class = classOf(targets[i], values[i], calldatas[i]);
            if (class > gravest) gravest = class;
        }
    }

    /// @inheritdoc IProposalClassifier
    function classOf(address target, uint256 value, bytes calldata data) public view returns (ProposalClass) {
        if (value == 0 && _isAppointment(target, data)) return ProposalClass.STANDARD;
        if (_isConstitutional(target)) return ProposalClass.AMENDMENT;
        if (value != 0 || data.length < 4) return ProposalClass.CRITICAL;
        bool routine = AUTHORITY.getTargetFunctionRole(target, bytes4(data)) == Roles.OPERATIONS;
        return routine ? ProposalClass.STANDARD : ProposalClass.CRITICAL;
    }

    /// @dev Grants and revocations of the roles that the operations executor administers.
    function _isAppointment(address target, bytes calldata data) private view returns (bool) {
        if (target != address(AUTHORITY) || data.length < ROLE_CALL_LENGTH) return false;
        bytes4 selector = bytes4(data);
        if (selector != IAccessManager.grantRole.selector && selector != IAccessManager.revokeRole.selector) {
            return false;
        }
        uint256 roleId = uint256(bytes32(data[4:ROLE_CALL_LENGTH]));
        // The cast is safe behind the comparison.
        return roleId <= type(uint64).max && AUTHORITY.getRoleAdmin(uint64(roleId)) == Roles.OPERATIONS;
    }

    function _isConstitutional(address target) private view returns (bool) {
        return target == address(AUTHORITY) || target == GOVERNANCE || target == address(this) || target == GUARDIANSHIP
            || target == SUCCESSION || target == OPERATIONS_EXECUTOR || target == CRITICAL_EXECUTOR
            || target == CONSTITUTIONAL_EXECUTOR;
    }
}
