// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title IEmergency
/// @notice What the guardian may hold at once, and how long. `scope` says what is held ("transfers", "births",
/// "walletRequests", "links", "payments", "allocations", "freeze", "suspension"); `subject` whose it is: a wallet for
/// "freeze", an agent's id for "suspension", zero for the rest.
/// @dev The errors EmergencyBudgetSpent, NotHeld, ConfirmedTooLate and ConfirmedTooRecently belong to the library EmergencyBudget.
interface IEmergency {
    /// @notice The guardian holds something until `until`, of a budget of which `budgetLeft` seconds remain.
    event EmergencyStarted(
        bytes32 indexed scope, bytes32 indexed subject, uint256 indexed epoch, uint256 until, uint256 budgetLeft
    );
    /// @notice A hold was lifted before its end.
    event EmergencyLifted(bytes32 indexed scope, bytes32 indexed subject, address indexed by);
    /// @notice A hold lasts until the proposal that confirms it is final, `until` at the latest.
    event EmergencyConfirmed(bytes32 indexed scope, bytes32 indexed subject, uint256 until);

    /// @notice The scope is held.
    error Held(bytes32 scope, uint256 until);

    /// @notice End of the hold on `subject` in `scope`; in the past, or 0, when nothing is held.
    function heldUntil(bytes32 scope, bytes32 subject) external view returns (uint256);

    /// @notice Seconds that may still be held in the 90 days that end now.
    function emergencyBudgetLeft(bytes32 scope, bytes32 subject) external view returns (uint256);
}
