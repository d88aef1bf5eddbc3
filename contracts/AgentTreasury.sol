// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Braked} from "./base/Braked.sol";
import {IAgentRegistry} from "./interfaces/IAgentRegistry.sol";
import {IAgentTreasury} from "./interfaces/IAgentTreasury.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IHumanCapEnforcement} from "./interfaces/IHumanCapEnforcement.sol";
import {IOperatingFunds} from "./interfaces/IOperatingFunds.sol";
import {IProposalExecutor} from "./interfaces/IProposalExecutor.sol";
import {IROADToken} from "./interfaces/IROADToken.sol";
import {Cohort} from "./libraries/Cohort.sol";
import {PaidQuarters} from "./libraries/PaidQuarters.sol";
import {Peers} from "./libraries/Peers.sol";
import {ProtocolTime} from "./libraries/ProtocolTime.sol";
import {Standing} from "./types/Agent.sol";
import {Reason} from "./types/Holder.sol";

/// @title AgentTreasury
/// @notice Pays 1,250 agents what it owes them, and never spends it on anything else.
///
/// **Design.** What an agent is owed follows from its id and the time ({Cohort}); all that is stored of it is how many
/// of its four quarters are paid. What may ever leave is counted in two numbers, `outstanding` and
/// `rewardReserve`, whose sum the balance never falls below.
///
/// **Trust assumptions.** The registry says whose wallet is whose. Nobody chooses a recipient or an amount of a
/// release; a reward is governance's, out of what retired agents left.
///
/// **How to stop it.** The guardian pauses payments, for a time; the clock runs on.
contract AgentTreasury is Braked, IAgentTreasury {
    using PaidQuarters for PaidQuarters.Data;
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
    /// @notice What stops with the payments here.
    IOperatingFunds public immutable FUNDS;

    /// @inheritdoc IAgentTreasury
    uint256 public activatedAt;
    /// @inheritdoc IAgentTreasury
    uint256 public outstanding;
    /// @inheritdoc IAgentTreasury
    uint256 public rewardReserve;
    /// @inheritdoc IAgentTreasury
    mapping(uint256 agentId => uint256) public rewardedOf;

    PaidQuarters.Data private _paid;
    /// @dev One more than the quarters that a retired agent had vested.
    mapping(uint256 agentId => uint256) private _keptBy;
    mapping(uint256 month => uint256) private _rewardedIn;

    constructor(IFactory factory) Braked(factory) {
        TOKEN = IROADToken(factory.peer(Peers.TOKEN));
        REGISTRY = IAgentRegistry(factory.peer(Peers.REGISTRY));
        FUNDS = IOperatingFunds(factory.peer(Peers.FUNDS));
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
        (address wallet, uint256 due, uint256 quarters, bytes4 refusal) = _due(agentId, _quartersVested());
        if (refusal == NoEntitlement.selector) revert NoEntitlement(agentId);
        if (refusal == AgentNotPayable.selector) revert AgentNotPayable(agentId);
        if (refusal == WalletNotProven.selector) revert WalletNotProven(agentId, wallet);
        if (refusal == NothingToRelease.selector) revert NothingToRelease(agentId);
        outstanding -= due;
        _paid.set(agentId, quarters);
        emit Released(agentId, wallet, due);
        TOKEN.safeTransfer(wallet, due);
        return due;
    }

    /// @inheritdoc IAgentTreasury
    function releaseBatch(uint256[] calldata agentIds) external returns (uint256 total) {
        _checkOpen();
        if (agentIds.length == 0 || agentIds.length > MAX_BATCH) {
            revert ReleaseBatchSizeOutOfRange(agentIds.length, 1, MAX_BATCH);
        }
        uint256 quarters = _quartersVested();
        for (uint256 i = 0; i < agentIds.length; ++i) {
            total += _releaseOrSkip(agentIds[i], quarters);
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
        uint256 until = _hold(PAYMENTS, 0);
        // A deployment may have no operating funds.
        if (FACTORY.isPeer(address(FUNDS))) FUNDS.onPaymentsHeld(until);
    }

    /// @inheritdoc IAgentTreasury
    function unpausePayments() external {
        _lift(PAYMENTS, 0);
    }

    // --- Contracts of the protocol ---

    /// @inheritdoc IAgentTreasury
    function onRetired(uint256 agentId) external {
        _checkCaller(address(REGISTRY));
        if (!_isGenesis(agentId)) return;
        // Written and not derived from the time: both may happen in the second of the activation.
        _keptBy[agentId] = _quartersVested() + 1;
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
        uint256 kept = _keptBy[agentId];
        uint256 quarters = kept == 0 ? _quartersVested() : kept - 1;
        return Cohort.vested(Cohort.categoryOf(agentId), quarters);
    }

    /// @inheritdoc IAgentTreasury
    function releasedOf(uint256 agentId) public view returns (uint256) {
        return _isGenesis(agentId) ? Cohort.vested(Cohort.categoryOf(agentId), _paid.get(agentId)) : 0;
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

    function _reward(uint256 agentId, uint256 amount, uint256 month, bool exceptional, string calldata reason) private {
        _checkOpen();
        if (amount == 0) revert RewardZero();
        uint256 reserve = rewardReserve;
        if (amount > reserve) revert RewardAboveReserve(amount, reserve);
        (address wallet, Standing standing) = REGISTRY.payeeOf(agentId);
        if (standing == Standing.UNPROVEN) revert WalletNotProven(agentId, wallet);
        if (standing != Standing.PAYABLE) revert AgentNotPayable(agentId);
        // Before governance takes over the guardian is the proposer, and the guardian is no agent.
        bool proposed = !GUARDIANSHIP.isGuardian(msg.sender);
        if (proposed && REGISTRY.agentEverOf(IProposalExecutor(msg.sender).proposer()) == agentId) {
            revert RewardToProposer(agentId);
        }
        rewardReserve = reserve - amount;
        rewardedOf[agentId] += amount;
        emit Rewarded(agentId, wallet, amount, month, exceptional, reason);
        TOKEN.safeTransfer(wallet, amount);
    }

    /// @dev Marked after the payment, since a refused one changes nothing. The token calls nobody but
    /// {HumanCapEnforcement}, so nothing can come back in between.
    function _releaseOrSkip(uint256 agentId, uint256 quarters) private returns (uint256) {
        (address wallet, uint256 amount, uint256 upTo, bytes4 problem) = _due(agentId, quarters);
        Reason refusal = Reason.NONE;
        if (problem == bytes4(0)) {
            try TOKEN.transfer(wallet, amount) {
                _paid.set(agentId, upTo);
                emit Released(agentId, wallet, amount);
                return amount;
            } catch (bytes memory error) {
                problem = bytes4(error);
                if (problem == IHumanCapEnforcement.TransferRefused.selector) {
                    // The first word behind the selector.
                    assembly ("memory-safe") {
                        refusal := mload(add(error, 36))
                    }
                }
            }
        }
        emit ReleaseSkipped(agentId, problem, refusal);
        return 0;
    }

    /// @dev What an agent can be paid when `vested` quarters have vested, and up to which quarter; or the selector of
    /// the error that says why it can't.
    function _due(uint256 agentId, uint256 vested)
        private
        view
        returns (address wallet, uint256 amount, uint256 quarters, bytes4 refusal)
    {
        if (!_isGenesis(agentId)) return (address(0), 0, 0, NoEntitlement.selector);
        Standing standing;
        (wallet, standing) = REGISTRY.payeeOf(agentId);
        quarters = vested;
        if (standing != Standing.PAYABLE) {
            if (standing == Standing.UNKNOWN) return (wallet, 0, 0, NoEntitlement.selector);
            if (standing == Standing.UNPROVEN) return (wallet, 0, 0, WalletNotProven.selector);
            if (standing == Standing.SUSPENDED) return (wallet, 0, 0, AgentNotPayable.selector);
            quarters = _keptBy[agentId] - 1;
        }
        uint256 paid = _paid.get(agentId);
        if (paid >= quarters) return (wallet, 0, 0, NothingToRelease.selector);
        amount = Cohort.vestedBetween(Cohort.categoryOf(agentId), paid, quarters);
    }

    /// @dev How many of the four quarters have vested.
    function _quartersVested() private view returns (uint256) {
        if (activatedAt == 0) return 0;
        return Math.min(Cohort.QUARTERS, 1 + (block.timestamp - activatedAt) / _scaled(Cohort.QUARTER));
    }

    function _month() private view returns (uint256) {
        return ProtocolTime.monthOf(ProtocolTime.since(activatedAt, TIME_DIVISOR));
    }

    function _checkOpen() private view {
        if (activatedAt == 0) revert NotActivated();
        _checkNotHeld(PAYMENTS);
    }

    function _isGenesis(uint256 agentId) private pure returns (bool) {
        return agentId != 0 && agentId <= Cohort.SIZE;
    }
}
