// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Reason} from "../types/Holder.sol";

/// @title IAgentTreasury
/// @notice Owes the genesis agents their shares, pays them as they vest, and keeps the reward reserve.
interface IAgentTreasury {
    /// @notice The vesting clock of the agents started.
    event Activated(uint256 activatedAt);
    /// @notice An agent was paid what it had vested and not yet received.
    event Released(uint256 indexed agentId, address indexed wallet, uint256 amount);
    /// @notice An agent of a batch was passed over; `reason` is the selector of the error that {release} shows. Where
    /// that is TransferRefused, `refusal` is its reason code, else NONE.
    event ReleaseSkipped(uint256 indexed agentId, bytes4 reason, Reason refusal);
    /// @notice A retired agent's unvested share went to the reward reserve.
    event ShareForfeited(uint256 indexed agentId, uint256 amount, uint256 reserve);
    /// @notice An agent was rewarded. `month` is year × 12 + month (1 to 12), UTC, of the protocol's time,
    /// which runs TIME_DIVISOR times as fast as the clock.
    event Rewarded(
        uint256 indexed agentId, address indexed wallet, uint256 amount, uint256 month, bool exceptional, string reason
    );

    error AlreadyActivated(uint256 activatedAt);
    error NotActivated();
    error GenesisIncomplete();
    /// @notice The agent has no share: unknown, or born after the genesis.
    error NoEntitlement(uint256 agentId);
    error NothingToRelease(uint256 agentId);
    /// @notice The wallet has not shown that somebody holds its key; the pay waits.
    error WalletNotProven(uint256 agentId, address wallet);
    /// @notice The agent is suspended; the pay waits.
    error AgentNotPayable(uint256 agentId);
    error ReleaseBatchSizeOutOfRange(uint256 size, uint256 min, uint256 max);
    error RewardZero();
    error RewardAboveReserve(uint256 amount, uint256 reserve);
    error RewardAboveMonthlyLimit(uint256 amount, uint256 left);
    /// @notice Nobody is rewarded by a proposal of its own.
    error RewardToProposer(uint256 agentId);

    // --- Views ---

    /// @notice When the clock started; 0 before.
    function activatedAt() external view returns (uint256);

    /// @notice An agent's whole share, in wei; 0 for later agents.
    function entitlementOf(uint256 agentId) external view returns (uint256);

    /// @notice What an agent has vested so far, in wei; frozen at its retirement.
    function vestedOf(uint256 agentId) external view returns (uint256);

    /// @notice What an agent was paid of its share, in wei.
    function releasedOf(uint256 agentId) external view returns (uint256);

    /// @notice What {release} would pay, status and wallet aside, in wei.
    function releasableOf(uint256 agentId) external view returns (uint256);

    /// @notice What an agent was rewarded, in wei.
    function rewardedOf(uint256 agentId) external view returns (uint256);

    /// @notice What all agents together are still owed, vested or not, in wei.
    function outstanding() external view returns (uint256);

    /// @notice What can be given as rewards, in wei.
    function rewardReserve() external view returns (uint256);

    /// @notice What may still be rewarded this calendar month without a CRITICAL proposal, in wei.
    function rewardLeftThisMonth() external view returns (uint256);

    // --- Anyone ---

    /// @notice Starts the clock, once: when the bootstrap is closed and all genesis agents are born.
    function activate() external;

    /// @notice Pays an agent what it has vested.
    /// @dev Reverts with NotActivated, NoEntitlement, AgentNotPayable, WalletNotProven, NothingToRelease, Held, and the
    /// token's TransferRefused.
    /// @return amount Wei paid.
    function release(uint256 agentId) external returns (uint256 amount);

    /// @notice The same for many; whoever can't be paid now is skipped with a reason and stays owed.
    /// @return total Wei paid.
    function releaseBatch(uint256[] calldata agentIds) external returns (uint256 total);

    // --- Governance ---

    /// @notice Rewards an agent out of the reserve, within 100,000 ROAD a calendar month for all.
    function reward(uint256 agentId, uint256 amount, string calldata reason) external;

    /// @notice Rewards an agent out of the reserve, beyond the monthly limit.
    function rewardExceptionally(uint256 agentId, uint256 amount, string calldata reason) external;

    // --- The guardian ---

    /// @notice Stops releases and rewards, for 72 hours at most.
    function pausePayments() external;

    /// @notice Lifts that. The guardian, or the role of this function.
    function unpausePayments() external;

    // --- Contracts of the protocol ---

    /// @notice Moves what a retired agent has not vested into the reserve. Only the registry.
    function onRetired(uint256 agentId) external;
}
