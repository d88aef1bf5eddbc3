// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IFactory} from "./IFactory.sol";

/// @title IPeer
/// @notice What every contract of the protocol answers.
interface IPeer {
    /// @notice Only the contract `expected` may call this.
    error CallerNotPeer(address caller, address expected);
    /// @notice Nothing works before the bootstrap is closed.
    error BootstrapOpen();
    /// @notice A signature's deadline has passed.
    error DeadlinePassed(uint256 deadline);
    /// @notice A signature's deadline is further away than allowed.
    error DeadlineTooFar(uint256 deadline, uint256 latest);
    /// @notice The signature is not `signer`'s over this message, or was used before.
    error InvalidSignature(address signer);

    /// @notice The factory that deployed this contract and knows its peers.
    function FACTORY() external view returns (IFactory);

    /// @notice Every time span of the protocol is divided by this: 1 on main networks.
    function TIME_DIVISOR() external view returns (uint256);

    /// @notice Semantic version of this contract's code.
    function version() external view returns (string memory);
}
