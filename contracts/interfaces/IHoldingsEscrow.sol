// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title IHoldingsEscrow
/// @notice Keeps what stood above a human's cap, for that human alone.
interface IHoldingsEscrow {
    /// @notice An excess came in.
    event Credited(uint256 indexed number, uint256 amount, uint256 balance);
    /// @notice The human sent part of it on, or took it back.
    event Withdrawn(uint256 indexed number, address indexed by, address indexed to, uint256 amount, uint256 balance);
    /// @notice A human was merged into another one.
    event EscrowMerged(uint256 indexed from, uint256 indexed into, uint256 amount);

    error EscrowBalanceTooLow(uint256 number, uint256 balance, uint256 amount);
    /// @notice The caller's wallet belongs to no human, or no longer.
    error CallerWithoutBook(address caller);
    /// @notice A frozen wallet disposes of nothing.
    error CallerFrozen(address caller, uint256 until);

    /// @notice What is kept for the human whose book has this number, in wei.
    function escrowedOf(uint256 number) external view returns (uint256);

    /// @notice Sends `amount` of the caller's human's excess to `to`, which must be allowed to hold it; to a wallet of
    /// its own once it is below the cap. Reverts with the token's TransferRefused otherwise.
    function withdraw(address to, uint256 amount) external;

    /// @notice Books an excess that has arrived. Only {HumanCapEnforcement}.
    function credit(uint256 number, uint256 amount) external;

    /// @notice Follows a merge. Only {HumanCapEnforcement}.
    function merge(uint256 from, uint256 into) external;
}
