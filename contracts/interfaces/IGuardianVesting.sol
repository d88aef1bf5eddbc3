// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title IGuardianVesting
/// @notice Pays 510,000,000 ROAD to whoever holds the office of guardian, over three years.
interface IGuardianVesting {
    /// @notice The guardian was paid; `released` is the sum so far.
    event GuardianPaid(address indexed guardian, uint256 amount, uint256 released);

    error NothingVested();
    /// @notice While the office is vacant nobody is paid; nothing is lost.
    error OfficeIsVacant();

    /// @notice When the clock started: the close of the bootstrap; 0 before.
    function start() external view returns (uint256);

    /// @notice What has vested at `timestamp`, in wei.
    function vestedAt(uint256 timestamp) external view returns (uint256);

    /// @notice What was paid so far, in wei.
    function released() external view returns (uint256);

    /// @notice What {release} would pay now, in wei. Donations don't vest.
    function releasable() external view returns (uint256);

    /// @notice Pays what has vested to the current guardian. Anyone.
    /// @return amount Wei paid.
    function release() external returns (uint256 amount);
}
