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
/// **Design.** OpenZeppelin's AccessManager, filled at construction from the committed table, without its ways of
/// stopping a contract for ever, of giving it another authority, and of calling in its own name. The roles of the three
/// executors are derived and never stored: they belong to the contracts with the executors' names from the end of the
/// bootstrap on. In a deployment without governance they belong to whoever holds the office of guardian, so that they
/// follow a rotation and never stay with an old key.
///
/// **Trust assumptions.** Whoever holds the admin role can change the table. What no proposal may change is not in it:
/// the guardian's powers ask {Guardianship}, and the calls between the contracts ask for each other's address.
///
/// **How to stop it.** Not at all: {setTargetClosed}, {updateAuthority} and {execute} revert for everybody.
contract Authority is Peer, AccessManager, IAuthority {
    /// @dev A new registrar, attestor, provisioner or operator waits so long after its grant.
    uint256 private constant GRANT_DELAY = 3 days;

    /// @notice Holds the executors' roles until {handOver}.
    IGuardianship public immutable GUARDIANSHIP;

    /// @inheritdoc IAuthority
    bool public handedOver;

    /// @param permissions The table, a row for each target and role.
    /// @param members The first registrar, attestor and provisioner.
    constructor(IFactory factory, Permission[] memory permissions, Membership[] memory members)
        Peer(factory)
        AccessManager(address(this))
    {
        GUARDIANSHIP = IGuardianship(factory.peer(Peers.GUARDIANSHIP));
        _revokeRole(Roles.CONSTITUTION, address(this));
        for (uint256 i = 0; i < permissions.length; ++i) {
            Permission memory row = permissions[i];
            if (row.roleId > Roles.OPERATOR) revert RoleUnknown(row.roleId);
            for (uint256 j = 0; j < row.selectors.length; ++j) {
                _setTargetFunctionRole(row.target, row.selectors[j], row.roleId);
            }
        }
        for (uint256 i = 0; i < members.length; ++i) {
            Membership memory member = members[i];
            if (member.roleId > Roles.OPERATOR) revert RoleUnknown(member.roleId);
            _grantRole(member.roleId, member.account, 0, 0);
        }
        for (uint64 roleId = Roles.REGISTRAR; roleId <= Roles.OPERATOR; ++roleId) {
            _setRoleAdmin(roleId, Roles.OPERATIONS);
            _setGrantDelay(roleId, uint32(_scaled(GRANT_DELAY))); // 3 days fit
        }
    }

    /// @inheritdoc IAuthority
    function handOver(address governor) external {
        // The factory does it as its last act, so that a deployment needs nothing of the guardian.
        if (msg.sender != address(FACTORY)) GUARDIANSHIP.act(msg.sender);
        if (handedOver) revert AlreadyHandedOver(governor);
        bool complete = governor == FACTORY.peer(Peers.GOVERNANCE) && FACTORY.isPeer(governor);
        for (uint64 roleId = Roles.CONSTITUTION; roleId <= Roles.CRITICAL; ++roleId) {
            complete = complete && FACTORY.isPeer(_executorOf(roleId));
        }
        if (!complete) revert NotGovernance(governor);
        handedOver = true;
        emit HandedOver(msg.sender, governor);
    }

    /// @notice Whether `account` is in the role `roleId`. Nobody is before the bootstrap is closed. The executors' roles
    /// are the guardian's until the hand over, and then those of the contracts with the executors' names.
    /// @return isMember Whether it is.
    /// @return executionDelay Seconds that its calls must be scheduled ahead.
    function hasRole(uint64 roleId, address account)
        public
        view
        override
        returns (bool isMember, uint32 executionDelay)
    {
        if (FACTORY.closedAt() == 0) return (false, 0);
        if (roleId > Roles.CRITICAL) return super.hasRole(roleId, account);
        return (handedOver ? account == _executorOf(roleId) : GUARDIANSHIP.isGuardian(account), 0);
    }

    /// @dev Nothing to plant: a grant of an executor's role would be a member that nobody sees.
    function _grantRole(uint64 roleId, address account, uint32 grantDelay, uint32 executionDelay)
        internal
        override
        returns (bool)
    {
        // AccessManager's constructor names itself as first admin; this one's revokes that.
        if (roleId <= Roles.CRITICAL && account != address(this)) revert RoleNotGranted(roleId);
        return super._grantRole(roleId, account, grantDelay, executionDelay);
    }

    function _executorOf(uint64 roleId) private view returns (address) {
        if (roleId == Roles.OPERATIONS) return FACTORY.peer(Peers.OPERATIONS_EXECUTOR);
        if (roleId == Roles.CRITICAL) return FACTORY.peer(Peers.CRITICAL_EXECUTOR);
        return FACTORY.peer(Peers.CONSTITUTIONAL_EXECUTOR);
    }

    /// @notice A longer grant delay holds at once; a shorter one waits for the difference (AccessManager adds that).
    function minSetback() public pure override returns (uint32) {
        return 0;
    }

    /// @notice Reverts for everybody with Unavailable: no call of the protocol comes from this contract. Whoever must
    /// schedule a call makes it by itself when it is due.
    function execute(address, bytes calldata) public payable override returns (uint32) {
        revert Unavailable(this.execute.selector);
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
