// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {DateTimeLib} from "solady/src/utils/DateTimeLib.sol";

import {Braked} from "./base/Braked.sol";
import {IAgentRegistry} from "./interfaces/IAgentRegistry.sol";
import {IAgentTreasury, IProposalExecutor} from "./interfaces/IAgentTreasury.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IROADToken} from "./interfaces/IROADToken.sol";
import {Cohort} from "./libraries/Cohort.sol";
import {Peers} from "./libraries/Peers.sol";
import {Agent, AgentStatus} from "./types/Agent.sol";

/// @title AgentTreasury
/// @notice Pays 1,250 agents what it owes them, and never spends it on anything else.
///
/// **Design.** What an agent is owed follows from its id and the time ({Cohort}); all that is stored of it is which of
/// its four quarters are paid, one bit each. What may ever leave is counted in two numbers, `outstanding` and
/// `rewardReserve`, whose sum the balance never falls below.
///
/// **Trust assumptions.** The registry says whose wallet is whose. Nobody chooses a recipient or an amount of a
/// release; a reward is governance's, out of what retired agents left.
///
/// **How to stop it.** The guardian pauses payments, for a time; the clock runs on.
contract AgentTreasury is Braked, IAgentTreasury {
    using BitMaps for BitMaps.BitMap;
    using SafeERC20 for IROADToken;

    /// @notice Agents of one batch at most.
    uint256 public constant MAX_BATCH = 250;
    /// @notice Rewards of one calendar month that need no CRITICAL proposal, in wei.
    uint256 public constant MONTHLY_REWARDS = 100_000e18;

    bytes32 private constant PAYMENTS = "payments";

    /// @notice ROAD.
    IROADToken public immutable TOKEN;
    /// @notice Who the agents are.
    IAgentRegistry public immutable REGISTRY;

    /// @inheritdoc IAgentTreasury
    uint256 public activatedAt;
    /// @inheritdoc IAgentTreasury
    uint256 public outstanding;
    /// @inheritdoc IAgentTreasury
    uint256 public rewardReserve;
    /// @inheritdoc IAgentTreasury
    mapping(uint256 agentId => uint256) public rewardedOf;

    /// @dev Bit 4 × agentId + quarter: whether that quarter is paid. Quarters are paid in order.
    BitMaps.BitMap private _paid;
    mapping(uint256 month => uint256) private _rewardedIn;

    constructor(IFactory factory) Braked(factory) {
        TOKEN = IROADToken(factory.peer(Peers.TOKEN));
        REGISTRY = IAgentRegistry(factory.peer(Peers.REGISTRY));
        outstanding = Cohort.total();
    }

    // --- Anyone ---

    /// @inheritdoc IAgentTreasury
    function activate() external {
        _checkBootstrapClosed();
        if (activatedAt != 0) revert AlreadyActivated(activatedAt);
        if (!REGISTRY.genesisSealed()) revert GenesisIncomplete();
        activatedAt = block.timestamp;
        emit Activated(block.timestamp);
    }

    /// @inheritdoc IAgentTreasury
    function release(uint256 agentId) external returns (uint256 amount) {
        _checkOpen();
        (Agent memory payee, uint256 quarters) = _stateOf(agentId);
        bytes4 refusal;
        (amount, refusal) = _due(agentId, payee, quarters);
        if (refusal == NoEntitlement.selector) revert NoEntitlement(agentId);
        if (refusal == AgentNotPayable.selector) revert AgentNotPayable(agentId);
        if (refusal == WalletNotProven.selector) revert WalletNotProven(agentId, payee.wallet);
        if (refusal == NothingToRelease.selector) revert NothingToRelease(agentId);
        outstanding -= amount;
        _setPaid(agentId, quarters);
        emit Released(agentId, payee.wallet, amount, quarters);
        TOKEN.safeTransfer(payee.wallet, amount);
    }

    /// @inheritdoc IAgentTreasury
    function releaseBatch(uint256[] calldata agentIds) external returns (uint256 total) {
        _checkOpen();
        if (agentIds.length == 0 || agentIds.length > MAX_BATCH) {
            revert ReleaseBatchSizeOutOfRange(agentIds.length, 1, MAX_BATCH);
        }
        for (uint256 i = 0; i < agentIds.length; ++i) {
            total += _releaseOrSkip(agentIds[i]);
        }
        outstanding -= total;
    }

    // --- Governance ---

    /// @inheritdoc IAgentTreasury
    function reward(uint256 agentId, uint256 amount, string calldata reason) external restricted {
        uint256 month = _month();
        uint256 left = MONTHLY_REWARDS - _rewardedIn[month];
        if (amount > left) revert RewardAboveMonthlyLimit(amount, left);
        _rewardedIn[month] += amount;
        _reward(agentId, amount, month, false, reason);
    }

    /// @inheritdoc IAgentTreasury
    function rewardExceptionally(uint256 agentId, uint256 amount, string calldata reason) external restricted {
        _reward(agentId, amount, _month(), true, reason);
    }

    // --- The guardian ---

    /// @inheritdoc IAgentTreasury
    function pausePayments() external {
        _hold(PAYMENTS, 0);
    }

    /// @inheritdoc IAgentTreasury
    function unpausePayments() external {
        _lift(PAYMENTS, 0);
    }

    // --- Contracts of the protocol ---

    /// @inheritdoc IAgentTreasury
    function onRetired(uint256 agentId) external {
        _checkCaller(address(REGISTRY));
        uint256 amount = entitlementOf(agentId) - vestedOf(agentId);
        if (amount == 0) return;
        outstanding -= amount;
        rewardReserve += amount;
        emit ShareForfeited(agentId, amount, rewardReserve);
    }

    // --- Views ---

    /// @inheritdoc IAgentTreasury
    function entitlementOf(uint256 agentId) public pure returns (uint256) {
        return _isGenesis(agentId) ? Cohort.vested(Cohort.categoryOf(agentId), Cohort.QUARTERS) : 0;
    }

    /// @inheritdoc IAgentTreasury
    function vestedOf(uint256 agentId) public view returns (uint256) {
        if (!_isGenesis(agentId)) return 0;
        (, uint256 quarters) = _stateOf(agentId);
        return Cohort.vested(Cohort.categoryOf(agentId), quarters);
    }

    /// @inheritdoc IAgentTreasury
    function releasedOf(uint256 agentId) public view returns (uint256) {
        return _isGenesis(agentId) ? Cohort.vested(Cohort.categoryOf(agentId), _paidQuarters(agentId)) : 0;
    }

    /// @inheritdoc IAgentTreasury
    function releasableOf(uint256 agentId) external view returns (uint256) {
        return vestedOf(agentId) - releasedOf(agentId);
    }

    /// @inheritdoc IAgentTreasury
    function rewardLeftThisMonth() external view returns (uint256) {
        return MONTHLY_REWARDS - _rewardedIn[_month()];
    }

    // --- Internal ---

    function _reward(uint256 agentId, uint256 amount, uint256 month, bool exceptional, string calldata reason)
        private
    {
        _checkOpen();
        if (amount == 0) revert RewardZero();
        uint256 reserve = rewardReserve;
        if (amount > reserve) revert RewardAboveReserve(amount, reserve);
        if (!REGISTRY.isActive(agentId)) revert AgentNotPayable(agentId);
        Agent memory payee = REGISTRY.agent(agentId);
        if (!payee.proven) revert WalletNotProven(agentId, payee.wallet);
        // Before governance takes over the guardian is the proposer, and the guardian is no agent.
        bool proposed = !GUARDIANSHIP.isGuardian(msg.sender);
        if (proposed && REGISTRY.agentOf(IProposalExecutor(msg.sender).proposer()) == agentId) {
            revert RewardToProposer(agentId);
        }
        rewardReserve = reserve - amount;
        rewardedOf[agentId] += amount;
        emit Rewarded(agentId, payee.wallet, amount, month, exceptional, reason);
        TOKEN.safeTransfer(payee.wallet, amount);
    }

    /// @dev The quarters are marked before the token is called and unmarked if it refuses; the token calls nobody but
    /// {HumanCapEnforcement}, so nothing can come back in between.
    function _releaseOrSkip(uint256 agentId) private returns (uint256) {
        (Agent memory payee, uint256 quarters) = _stateOf(agentId);
        (uint256 amount, bytes4 refusal) = _due(agentId, payee, quarters);
        if (refusal == bytes4(0)) {
            // slither-disable-next-line calls-loop
            try TOKEN.transfer(payee.wallet, amount) {
                _setPaid(agentId, quarters);
                emit Released(agentId, payee.wallet, amount, quarters);
                return amount;
            } catch (bytes memory error) {
                refusal = bytes4(error);
            }
        }
        emit ReleaseSkipped(agentId, refusal);
        return 0;
    }

    function _setPaid(uint256 agentId, uint256 quarters) private {
        for (uint256 quarter = _paidQuarters(agentId); quarter < quarters; ++quarter) {
            _paid.set(agentId * Cohort.QUARTERS + quarter);
        }
    }

    /// @dev What can be paid now, or the selector of the error that says why not.
    function _due(uint256 agentId, Agent memory payee, uint256 quarters) private view returns (uint256, bytes4) {
        if (!_isGenesis(agentId) || payee.status == AgentStatus.NONE) return (0, NoEntitlement.selector);
        bool suspended = payee.status == AgentStatus.SUSPENDED || block.timestamp < payee.suspendedUntil;
        if (suspended && payee.status != AgentStatus.RETIRED) return (0, AgentNotPayable.selector);
        if (!payee.proven) return (0, WalletNotProven.selector);
        uint256 paid = _paidQuarters(agentId);
        if (paid >= quarters) return (0, NothingToRelease.selector);
        return (Cohort.vested(payee.category, quarters) - Cohort.vested(payee.category, paid), 0);
    }

    /// @dev The agent, and how many of its four quarters have vested.
    function _stateOf(uint256 agentId) private view returns (Agent memory payee, uint256 quarters) {
        payee = REGISTRY.agent(agentId);
        uint256 time = payee.status == AgentStatus.RETIRED ? REGISTRY.retiredAt(agentId) : block.timestamp;
        uint256 start = activatedAt;
        if (start == 0 || time < start) return (payee, 0);
        quarters = Math.min(Cohort.QUARTERS, 1 + (time - start) / _scaled(Cohort.QUARTER));
    }

    function _paidQuarters(uint256 agentId) private view returns (uint256 quarters) {
        while (quarters < Cohort.QUARTERS && _paid.get(agentId * Cohort.QUARTERS + quarters)) ++quarters;
    }

    /// @dev Year × 12 + month of the protocol's time, which runs TIME_DIVISOR times as fast as the clock.
    function _month() private view returns (uint256) {
        uint256 time = activatedAt + (block.timestamp - activatedAt) * TIME_DIVISOR;
        (uint256 year, uint256 month,) = DateTimeLib.timestampToDate(time);
        return year * 12 + month;
    }

    function _checkOpen() private view {
        if (activatedAt == 0) revert NotActivated();
        _checkNotHeld(PAYMENTS);
    }

    function _isGenesis(uint256 agentId) private pure returns (bool) {
        return agentId != 0 && agentId <= Cohort.SIZE;
    }
}
