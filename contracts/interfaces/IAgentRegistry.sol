// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Agent, AgentStatus, Birth, Confirmation, Standing, WalletRequest} from "../types/Agent.sol";
import {Category} from "../types/Category.sol";

/// @title IAgentRegistry
/// @notice Who the agents are: births, wallets, status. Ids count from 1 and are never used again.
interface IAgentRegistry {
    /// @notice An agent was born. `name` is its name in the census, left-aligned.
    event AgentBorn(
        uint256 indexed agentId, address indexed wallet, Category indexed category, bytes32 name, AgentStatus status
    );
    /// @notice All genesis agents are born.
    event GenesisSealed(uint256 sealedAt);
    event StatusChanged(uint256 indexed agentId, AgentStatus previous, AgentStatus current);
    /// @notice Somebody holds the key of the agent's wallet.
    event WalletProven(uint256 indexed agentId, address indexed wallet);
    /// @notice A confirmation of a batch was passed over.
    event ConfirmationSkipped(uint256 indexed agentId, bytes4 reason);
    event WalletRotated(uint256 indexed agentId, address indexed previous, address indexed current);
    /// @notice The registrar asks for a new wallet on behalf of an agent that lost its key.
    event WalletRequested(uint256 indexed agentId, address indexed newWallet, uint256 readyAt);
    event WalletRequestCancelled(uint256 indexed agentId, address indexed newWallet, address indexed by);

    error UnknownAgent(uint256 agentId);
    error CallerNotAgent(address caller, uint256 agentId);
    /// @notice Identities can't be traded or lent.
    error Soulbound();
    error NameZero(uint256 agentId);
    /// @notice The wallet is the zero address, an agent's, one that an agent has left, an officer's or a candidate's.
    error WalletTaken(address wallet);
    /// @notice The batch does not begin at the next free id.
    error UnexpectedFirstId(uint256 firstId, uint256 nextId);
    error BatchSizeOutOfRange(uint256 size, uint256 min, uint256 max);
    /// @notice The genesis cohort is complete.
    error GenesisIsSealed();
    /// @notice Later births begin when the genesis cohort is complete.
    error GenesisNotSealed(uint256 born, uint256 size);
    /// @notice The category has had its births of 90 days.
    error BirthLimitReached(Category category, uint256 limit, uint256 nextAt);
    error WrongStatus(uint256 agentId, AgentStatus status);
    error TooManySuspended(uint256 count, uint256 max);
    error MetadataKeyReserved(string key);
    /// @notice An agent always has a wallet.
    error WalletRequired(uint256 agentId);
    error NoWalletRequest(uint256 agentId);
    error WalletRequestNotReady(uint256 agentId, uint256 readyAt);
    /// @notice While the office of guardian is vacant no agent is retired.
    error OfficeIsVacant();

    // --- Views ---

    /// @notice Number of agents born; also the last id.
    function agentCount() external view returns (uint256);

    /// @notice Id of the agent with this wallet; 0 if none.
    function agentOf(address wallet) external view returns (uint256);

    /// @notice Id of the agent with this wallet, or that had it before; 0 if none.
    function agentEverOf(address wallet) external view returns (uint256);

    /// @notice Everything stored of an agent; all zero if unknown.
    function agent(uint256 agentId) external view returns (Agent memory);

    /// @notice To whom an agent's pay goes. A retired agent is still paid what it had vested.
    function payeeOf(uint256 agentId) external view returns (address wallet, Standing standing);

    /// @notice Whether the agent is active and under no suspension.
    function isActive(uint256 agentId) external view returns (bool);

    /// @notice Agents of a category that are neither pending nor retired, the whole genesis cohort counted as born.
    function membersOf(Category category) external view returns (uint256);

    /// @notice Whether all genesis agents are born.
    function genesisSealed() external view returns (bool);

    /// @notice The pending request for another wallet; all zero if none.
    function walletRequest(uint256 agentId) external view returns (WalletRequest memory);

    /// @notice Ids of the agents under emergency suspension.
    function suspendedAgents() external view returns (uint256[] memory);

    // --- Anyone ---

    /// @notice Relays confirmations that agents signed, EIP-712
    /// `ConfirmWallet(uint256 agentId,address wallet,uint256 deadline)`. Bad ones are skipped, repeated ones change
    /// nothing.
    function confirmWallets(Confirmation[] calldata confirmations) external;

    /// @notice Moves an agent to a new wallet; the old one signed EIP-712
    /// `RotateWallet(uint256 agentId,address newWallet,uint256 nonce,uint256 deadline)`, the new one `AgentWalletSet`.
    function rotateWallet(
        uint256 agentId,
        address newWallet,
        uint256 deadline,
        bytes calldata oldSignature,
        bytes calldata newSignature
    ) external;

    /// @notice Carries out a request for a new wallet whose 14 days are over.
    function completeWalletRequest(uint256 agentId) external;

    // --- The agent ---

    /// @notice Shows by a call that somebody holds the caller's key.
    function confirmWallet() external;

    /// @notice Cancels a request for a new wallet. The agent's wallet, or the guardian.
    function cancelWalletRequest(uint256 agentId) external;

    // --- The registrar ---

    /// @notice Births genesis agents, in the order of the census. `firstId` must be the next free id, so that a batch
    /// sent twice is refused.
    function birthBatch(uint256 firstId, Birth[] calldata births) external;

    /// @notice Births one later agent, pending until it is admitted: at most 5 % of its category, and at least one, in
    /// any 90 days.
    function birth(address wallet, Category category, bytes32 name) external returns (uint256 agentId);

    /// @notice Asks for a new wallet on behalf of an agent that lost its key. `newWallet` signs `AgentWalletSet`. In the
    /// 14 days that follow the old wallet or the guardian can cancel it.
    function requestWallet(uint256 agentId, address newWallet, uint256 deadline, bytes calldata signature) external;

    // --- Governance ---

    /// @notice Admits a pending agent.
    function admit(uint256 agentId) external;

    /// @notice Suspends an agent: no pay, no votes and no sending, until it is reinstated.
    function suspend(uint256 agentId) external;

    /// @notice Ends a suspension by governance.
    function reinstate(uint256 agentId) external;

    /// @notice Retires an agent for ever. What it has vested stays payable; the rest goes to the reward reserve.
    function retire(uint256 agentId) external;

    // --- The guardian ---

    /// @notice Stops births, for 72 hours at most.
    function pauseBirths() external;
    /// @notice Lifts that. The guardian, or the role of this function.
    function unpauseBirths() external;
    /// @notice Stops requests for new wallets and their completion, for 72 hours at most.
    function pauseWalletRequests() external;
    /// @notice Lifts that. The guardian, or the role of this function.
    function unpauseWalletRequests() external;

    /// @notice Suspends an agent at once, for 72 hours at most; 12 agents at a time. Its votes stay as they are.
    function emergencySuspend(uint256 agentId) external;
    /// @notice Lifts that. The guardian, or the role of this function.
    function liftSuspension(uint256 agentId) external;
    /// @notice Prolongs an emergency suspension while the proposal that confirms it is open, or ends it when that is
    /// final (`open` false). Only the contract named "EmergencyConfirmation".
    function confirmSuspension(uint256 agentId, bool open) external;
}
