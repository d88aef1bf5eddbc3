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
    event HandedOver(address indexed by, address indexed governor);

    /// @notice Closing a target is a pause without an end, updating its authority an exit, executing in the authority's
    /// name a disguise: none of them exists.
    error Unavailable(bytes4 selector);
    error AlreadyHandedOver(address governor);
    /// @notice Only the contract named "Governance" takes over, and only with its three executors deployed.
    error NotGovernance(address candidate);
    /// @notice The executors' roles are nobody's to grant: they follow from the office, later from the names.
    error RoleNotGranted(uint64 roleId);
    /// @notice At construction the table names the roles in {Roles} only.
    error RoleUnknown(uint64 roleId);

    /// @notice Passes the executors' roles from the guardian's office to the executors of `governor`, once and one-way.
    /// The factory does it when it closes the bootstrap of a deployment with governance. Only the factory or the guardian.
    /// @dev Reverts with the errors of the office, AlreadyHandedOver and NotGovernance. Emits HandedOver.
    function handOver(address governor) external;

    /// @notice Whether governance has taken over.
    function handedOver() external view returns (bool);
}
