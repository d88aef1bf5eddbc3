// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title Roles
/// @notice Numbers of the authority's roles. Which function needs which role is data of the deployment
/// (`parameters/permissions.yaml`), read back from the chain by `verify`.
library Roles {
    /// @dev AccessManager's own ADMIN_ROLE: the constitutional executor, the guardian until `handOver`.
    uint64 internal constant CONSTITUTION = 0;
    /// @dev What a STANDARD proposal may do.
    uint64 internal constant OPERATIONS = 1;
    /// @dev What a CRITICAL proposal may do.
    uint64 internal constant CRITICAL = 2;
    /// @dev Births agents.
    uint64 internal constant REGISTRAR = 3;
    /// @dev Links wallets to verified humans.
    uint64 internal constant ATTESTOR = 4;
    /// @dev Confirms that resources were provisioned.
    uint64 internal constant PROVISIONER = 5;
    /// @dev Advises on proposals: a DevOps, SRE or security engineer. Of no weight in any count.
    uint64 internal constant OPERATOR = 6;
}
