// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title IHoldingsEscrow
/// @notice Keeps what stood above a human's cap, for the wallet that it came from.
interface IHoldingsEscrow {
    /// @notice An excess came in from `wallet`.
    event Credited(address indexed wallet, uint256 amount, uint256 balance);
    /// @notice The wallet sent part of it on, or took it back.
    event Withdrawn(address indexed wallet, address indexed to, uint256 amount, uint256 balance);

    error EscrowBalanceTooLow(address wallet, uint256 balance, uint256 amount);
    /// @notice A frozen wallet disposes of nothing.
    error CallerFrozen(address caller, uint256 until);

    /// @notice What is kept for a wallet, in wei.
    function escrowedOf(address wallet) external view returns (uint256);

    /// @notice Sends `amount` of the caller's excess to `to`, which must be allowed to hold it; to a wallet of its own
    /// human once that is below the cap. Reverts with the token's TransferRefused otherwise.
    function withdraw(address to, uint256 amount) external;

    /// @notice Books an excess that has arrived from `wallet`. Only {HumanCapEnforcement}.
    function credit(address wallet, uint256 amount) external;
}
