// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import {Peer} from "./base/Peer.sol";
import {IAuthority, Membership, Permission} from "./interfaces/IAuthority.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IGuardianship} from "./interfaces/IGuardianship.sol";
import {Peers} from "./libraries/Peers.sol";
import {Roles} from "./libraries/Roles.sol";

/// @title Authority
/// @notice The one table of permissions: which role may call which function, and who holds which role.
///
/// **Design.** OpenZeppelin's AccessManager, filled at construction from the committed table, without its two ways of
/// stopping a contract for ever. Until governance takes over, the roles of its three executors belong to whoever holds
/// the office of guardian: derived from the office, so that they follow a rotation and never stay with an old key.
///
/// **Trust assumptions.** Whoever holds the admin role can change the table. What no proposal may change is not in it:
/// the guardian's powers ask {Guardianship}, and the calls between the contracts ask for each other's address.
///
/// **How to stop it.** Not at all: {setTargetClosed} and {updateAuthority} revert for everybody.
contract Authority is Peer, AccessManager, IAuthority {
    /// @dev A new registrar, attestor or provisioner waits so long after its grant.
    uint256 private constant GRANT_DELAY = 3 days;

    /// @notice Holds the executors' roles until {handOver}.
    IGuardianship public immutable GUARDIANSHIP;

    /// @inheritdoc IAuthority
    address public governor;

    /// @param permissions The table, a row for each target and role.
    /// @param members Who holds the roles of registrar, attestor and provisioner, and later the executors.
    constructor(IFactory factory, Permission[] memory permissions, Membership[] memory members)
        Peer(factory)
        AccessManager(address(this))
    {
        GUARDIANSHIP = IGuardianship(factory.peer(Peers.GUARDIANSHIP));
        _revokeRole(Roles.CONSTITUTION, address(this));
        for (uint256 i = 0; i < permissions.length; ++i) {
            Permission memory row = permissions[i];
            for (uint256 j = 0; j < row.selectors.length; ++j) {
                _setTargetFunctionRole(row.target, row.selectors[j], row.roleId);
            }
        }
        for (uint256 i = 0; i < members.length; ++i) {
            _grantRole(members[i].roleId, members[i].account, 0, 0);
        }
        for (uint64 roleId = Roles.REGISTRAR; roleId <= Roles.PROVISIONER; ++roleId) {
            _setRoleAdmin(roleId, Roles.OPERATIONS);
            _setGrantDelay(roleId, uint32(_scaled(GRANT_DELAY))); // 3 days fit
        }
    }

    /// @inheritdoc IAuthority
    function handOver(address newGovernor) external {
        GUARDIANSHIP.act(msg.sender);
        if (governor != address(0)) revert AlreadyHandedOver(governor);
        if (newGovernor.code.length == 0) revert GovernorWithoutCode(newGovernor);
        governor = newGovernor;
        _grantRole(Roles.CONSTITUTION, newGovernor, 0, 0);
        emit HandedOver(msg.sender, newGovernor);
    }

    /// @notice Whether `account` is in the role `roleId`. Nobody is before the bootstrap is closed; before the hand
    /// over the executors' roles belong to the guardian alone.
    /// @return isMember Whether it is.
    /// @return executionDelay Seconds that its calls must be scheduled ahead.
    function hasRole(uint64 roleId, address account)
        public
        view
        override
        returns (bool isMember, uint32 executionDelay)
    {
        if (FACTORY.closedAt() == 0) return (false, 0);
        if (governor == address(0) && roleId <= Roles.CRITICAL) return (GUARDIANSHIP.isGuardian(account), 0);
        return super.hasRole(roleId, account);
    }

    /// @dev Else a guardian could plant a member that comes to power with the hand over. Executors are named at
    /// construction, or by the governor afterwards.
    function _grantRole(uint64 roleId, address account, uint32 grantDelay, uint32 executionDelay)
        internal
        override
        returns (bool)
    {
        bool constructed = address(this).code.length != 0;
        if (constructed && governor == address(0) && roleId <= Roles.CRITICAL) revert RoleFollowsOffice(roleId);
        return super._grantRole(roleId, account, grantDelay, executionDelay);
    }

    /// @notice A longer grant delay holds at once; a shorter one waits for the difference (AccessManager adds that).
    function minSetback() public pure override returns (uint32) {
        return 0;
    }

    /// @notice Reverts for everybody with Unavailable.
    function setTargetClosed(address, bool) public pure override {
        revert Unavailable(this.setTargetClosed.selector);
    }

    /// @notice Reverts for everybody with Unavailable.
    function updateAuthority(address, address) public pure override {
        revert Unavailable(this.updateAuthority.selector);
    }
}
