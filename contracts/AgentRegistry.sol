// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {AgentRecords} from "./base/AgentRecords.sol";
import {IAgentRegistry} from "./interfaces/IAgentRegistry.sol";
import {IERC8004Identity, MetadataEntry} from "./interfaces/IERC8004Identity.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {Cohort} from "./libraries/Cohort.sol";
import {Agent, AgentStatus, Birth, Confirmation, WalletRequest} from "./types/Agent.sol";
import {Category} from "./types/Category.sol";

/// @title AgentRegistry
/// @notice Who the agents are, which wallet is whose, and who may act.
///
/// **Design.** One slot an agent, one wallet an agent, one agent a wallet. The genesis cohort is born in the order of
/// the census, its categories follow from the ids. Later agents are born pending and few at a time. {AgentIdentity}
/// holds what ERC-8004 asks for, {AgentRecords} what is known of an agent and how that changes.
///
/// **Trust assumptions.** The registrar says which wallet is whose at birth. Later it can only ask for another wallet,
/// and wait 14 days in which the old wallet or the guardian refuses. Pay waits until the wallet has shown itself.
///
/// **How to stop it.** The guardian pauses births or wallet requests and suspends single agents, all for a time.
contract AgentRegistry is AgentRecords {
    using SafeCast for uint256;

    /// @notice Births of one batch at most.
    uint256 public constant MAX_BATCH = 150;

    uint256 private constant WALLET_REQUEST_DELAY = 14 days;
    /// @dev The standard's limit for {setAgentWallet}; a matter of signatures and so not divided.
    uint256 private constant WALLET_DEADLINE = 5 minutes;
    uint40 private constant FOR_EVER = type(uint40).max;

    bytes32 private constant WALLET_REQUESTS = "walletRequests";
    bytes32 private constant SUSPENSION = "suspension";

    bytes32 private constant ROTATE_TYPEHASH =
        keccak256("RotateWallet(uint256 agentId,address newWallet,uint256 nonce,uint256 deadline)");

    /// @param baseURI See {AgentIdentity}.
    constructor(IFactory factory, string memory baseURI) AgentRecords(factory, baseURI) {}

    // --- Anyone ---

    /// @inheritdoc IAgentRegistry
    function confirmWallets(Confirmation[] calldata confirmations) external {
        for (uint256 i = 0; i < confirmations.length; ++i) {
            Confirmation calldata confirmation = confirmations[i];
            uint256 agentId = confirmation.agentId;
            bytes4 refusal = _refusesConfirmation(confirmation);
            if (refusal == bytes4(0)) _prove(agentId);
            else emit ConfirmationSkipped(agentId, refusal);
        }
    }

    /// @inheritdoc IAgentRegistry
    function rotateWallet(
        uint256 agentId,
        address newWallet,
        uint256 deadline,
        bytes calldata oldSignature,
        bytes calldata newSignature
    ) external {
        address wallet = _requireOwned(agentId);
        bytes32 digest =
            _hashTypedDataV4(keccak256(abi.encode(ROTATE_TYPEHASH, agentId, newWallet, _useNonce(wallet), deadline)));
        _checkSignature(wallet, digest, deadline, oldSignature);
        _checkConsent(agentId, newWallet, deadline, newSignature);
        _rotate(agentId, newWallet);
    }

    /// @inheritdoc IAgentRegistry
    function completeWalletRequest(uint256 agentId) external {
        _checkNotHeld(WALLET_REQUESTS);
        WalletRequest memory request = _requestOf(agentId);
        if (block.timestamp < request.readyAt) revert WalletRequestNotReady(agentId, request.readyAt);
        _rotate(agentId, request.newWallet);
    }

    // --- The agent ---

    /// @inheritdoc IAgentRegistry
    function confirmWallet() external {
        uint256 agentId = agentOf(msg.sender);
        if (agentId == 0) revert CallerNotAgent(msg.sender, 0);
        _prove(agentId);
    }

    /// @inheritdoc IERC8004Identity
    function setAgentWallet(uint256 agentId, address newWallet, uint256 deadline, bytes calldata signature) external {
        _checkAgent(agentId);
        uint256 latest = block.timestamp + WALLET_DEADLINE;
        if (deadline > latest) revert DeadlineTooFar(deadline, latest);
        _checkConsent(agentId, newWallet, deadline, signature);
        _rotate(agentId, newWallet);
    }

    /// @inheritdoc IAgentRegistry
    function cancelWalletRequest(uint256 agentId) external {
        if (GUARDIANSHIP.isGuardian(msg.sender)) GUARDIANSHIP.act(msg.sender);
        else _checkAgent(agentId);
        WalletRequest memory request = _requestOf(agentId);
        delete _requests[agentId];
        emit WalletRequestCancelled(agentId, request.newWallet, msg.sender);
    }

    // --- The registrar ---

    /// @inheritdoc IAgentRegistry
    function birthBatch(uint256 firstId, Birth[] calldata births) external restricted {
        _checkNotHeld(BIRTHS);
        uint256 count = agentCount;
        if (count >= Cohort.SIZE) revert GenesisIsSealed();
        if (firstId != count + 1) revert UnexpectedFirstId(firstId, count + 1);
        uint256 max = Math.min(MAX_BATCH, Cohort.SIZE - count);
        if (births.length == 0 || births.length > max) revert BatchSizeOutOfRange(births.length, 1, max);
        agentCount = count + births.length;
        address[8] memory taken = GUARDIANSHIP.reserved();
        for (uint256 i = 0; i < births.length; ++i) {
            uint256 agentId = firstId + i;
            _checkFree(births[i].wallet, taken);
            Category category = Cohort.categoryOf(agentId);
            _birth(agentId, births[i].wallet, category, births[i].name, AgentStatus.ACTIVE, _defaultURI(agentId));
        }
        if (genesisSealed()) emit GenesisSealed(block.timestamp);
    }

    /// @inheritdoc IAgentRegistry
    function birth(address wallet, Category category, bytes32 name) external restricted returns (uint256 agentId) {
        return _birthLater(wallet, category, name, _defaultURI(agentCount + 1));
    }

    /// @inheritdoc IERC8004Identity
    function register() external restricted returns (uint256 agentId) {
        return _register(_defaultURI(agentCount + 1));
    }

    /// @inheritdoc IERC8004Identity
    function register(string calldata agentURI) external restricted returns (uint256 agentId) {
        agentId = _register(agentURI);
        _setURI(agentId, agentURI);
    }

    /// @inheritdoc IERC8004Identity
    function register(string calldata agentURI, MetadataEntry[] calldata metadata)
        external
        restricted
        returns (uint256 agentId)
    {
        agentId = _register(agentURI);
        _setURI(agentId, agentURI);
        for (uint256 i = 0; i < metadata.length; ++i) {
            _setMetadata(agentId, metadata[i].metadataKey, metadata[i].metadataValue);
        }
    }

    /// @inheritdoc IAgentRegistry
    function requestWallet(uint256 agentId, address newWallet, uint256 deadline, bytes calldata signature)
        external
        restricted
    {
        _checkNotHeld(WALLET_REQUESTS);
        _checkConsent(agentId, newWallet, deadline, signature);
        uint256 readyAt = block.timestamp + _scaled(WALLET_REQUEST_DELAY);
        _requests[agentId] = WalletRequest(newWallet, readyAt.toUint40());
        emit WalletRequested(agentId, newWallet, readyAt);
    }

    // --- Governance ---

    /// @inheritdoc IAgentRegistry
    function admit(uint256 agentId) external restricted {
        Agent storage subject = _checkStatus(agentId, AgentStatus.PENDING);
        ++_admitted[subject.category];
        _setStatus(agentId, AgentStatus.ACTIVE);
        CAP.enrolAgent(subject.wallet);
    }

    /// @inheritdoc IAgentRegistry
    function suspend(uint256 agentId) external restricted {
        Agent storage subject = _checkStatus(agentId, AgentStatus.ACTIVE);
        unchecked {
            ++subject.suspensions; // whoever compares it asks whether it is another, and 256 suspensions take years
        }
        _setStatus(agentId, AgentStatus.SUSPENDED);
        CAP.setVoting(subject.wallet, false);
        _halt(subject, FOR_EVER);
    }

    /// @inheritdoc IAgentRegistry
    function reinstate(uint256 agentId) external restricted {
        Agent storage subject = _checkStatus(agentId, AgentStatus.SUSPENDED);
        _setStatus(agentId, AgentStatus.ACTIVE);
        CAP.setVoting(subject.wallet, true);
        _halt(subject, subject.suspendedUntil);
    }

    /// @inheritdoc IAgentRegistry
    function retire(uint256 agentId) external restricted {
        if (GUARDIANSHIP.vacant()) revert OfficeIsVacant();
        Agent storage subject = _agents[agentId];
        AgentStatus status = subject.status;
        if (status == AgentStatus.NONE) revert UnknownAgent(agentId);
        if (status == AgentStatus.RETIRED) revert WrongStatus(agentId, status);
        _setStatus(agentId, AgentStatus.RETIRED);
        if (status == AgentStatus.PENDING) return;
        ++_departed[subject.category];
        CAP.retireAgent(subject.wallet);
        _halt(subject, 0);
        TREASURY.onRetired(agentId);
    }

    // --- The guardian ---

    /// @inheritdoc IAgentRegistry
    function pauseBirths() external {
        _hold(BIRTHS, 0);
    }

    /// @inheritdoc IAgentRegistry
    function unpauseBirths() external {
        _lift(BIRTHS, 0);
    }

    /// @inheritdoc IAgentRegistry
    function pauseWalletRequests() external {
        _hold(WALLET_REQUESTS, 0);
    }

    /// @inheritdoc IAgentRegistry
    function unpauseWalletRequests() external {
        _lift(WALLET_REQUESTS, 0);
    }

    /// @inheritdoc IAgentRegistry
    function emergencySuspend(uint256 agentId) external {
        uint40 until = _hold(SUSPENSION, bytes32(agentId));
        _checkStatus(agentId, AgentStatus.ACTIVE);
        _dropEnded(agentId);
        if (_suspended.length >= MAX_SUSPENDED) revert TooManySuspended(_suspended.length, MAX_SUSPENDED);
        _suspended.push(agentId);
        _setSuspendedUntil(agentId, until);
    }

    /// @inheritdoc IAgentRegistry
    function liftSuspension(uint256 agentId) external {
        _lift(SUSPENSION, bytes32(agentId));
        _setSuspendedUntil(agentId, 0);
    }

    /// @inheritdoc IAgentRegistry
    function confirmSuspension(uint256 agentId, bool open) external {
        _setSuspendedUntil(agentId, _confirm(SUSPENSION, bytes32(agentId), open));
    }
}
