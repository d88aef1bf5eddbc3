// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @notice One row of the permission table: who may call what.
struct Permission {
    address target;
    bytes4[] selectors;
    uint64 roleId;
}

/// @notice One member of a role at deployment.
struct Membership {
    uint64 roleId;
    address account;
}

/// @title IAuthority
/// @notice What the protocol's authority adds to OpenZeppelin's AccessManager, and takes away from it.
interface IAuthority {
    /// @notice Governance took over. From here on the guardian has no role.
    event HandedOver(address indexed guardian, address indexed governor);

    /// @notice Closing a target is a pause without an end, and updating its authority an exit: neither exists.
    error Unavailable(bytes4 selector);
    error AlreadyHandedOver(address governor);
    /// @notice The governor must be a contract.
    error GovernorWithoutCode(address governor);

    /// @notice Until the hand over the executors' roles can't be granted: they belong to the guardian's office.
    error RoleFollowsOffice(uint64 roleId);

    /// @notice Passes the admin role from the guardian's office to `newGovernor`, once and one-way. Only the guardian.
    function handOver(address newGovernor) external;

    /// @notice Who took over; zero while the guardian's office still holds the admin role.
    function governor() external view returns (address);
}
