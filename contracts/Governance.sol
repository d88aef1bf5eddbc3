// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorNoncesKeyed} from "@openzeppelin/contracts/governance/extensions/GovernorNoncesKeyed.sol";
import {GovernorStorage} from "@openzeppelin/contracts/governance/extensions/GovernorStorage.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

import {BallotBox} from "./base/BallotBox.sol";
import {Peer} from "./base/Peer.sol";
import {IAgentCouncil} from "./interfaces/IAgentCouncil.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IGovernance} from "./interfaces/IGovernance.sol";
import {IPeer} from "./interfaces/IPeer.sol";
import {IProposalClassifier} from "./interfaces/IProposalClassifier.sol";
import {IProposalExecutor} from "./interfaces/IProposalExecutor.sol";
import {IROADToken} from "./interfaces/IROADToken.sol";
import {Peers} from "./libraries/Peers.sol";
import {ProposalRules} from "./libraries/ProposalRules.sol";
import {ProposalThrottle} from "./libraries/ProposalThrottle.sol";
import {ProposalClass} from "./types/Proposal.sol";

/// @title Governance
/// @notice Proposals, the guardian's 51 and the agents' 49, vetoes, delays.
///
///   propose ── 7 days ──▶ vote ── 7 to 9 days ──▶ queue ── 7 / 14 to 45 / 30 days ──▶ execute, within 14 days
///      │                   │                        │                                   │
///      └───────────────────┴────── veto, or a new guardian's epoch where it says so ────┘
///
/// **Design.** OpenZeppelin's Governor. What a proposal may do follows from what it does: {ProposalClassifier} reads the
/// class of each action from the authority, when it is made, queued and executed, and each action is made by the executor
/// of its own class, which has no other role. {BallotBox} counts, {ProposalRules} decides.
///
/// **Trust assumptions.** The token's past votes; the office of guardian. Whoever pays for queueing and execution decides
/// nothing.
///
/// **How to stop it.** The guardian vetoes a proposal until it is executed; the council does while the office is vacant.
/// Nobody pauses it.
contract Governance is BallotBox, GovernorStorage, GovernorNoncesKeyed {
    using Checkpoints for Checkpoints.Trace208;
    using ProposalThrottle for ProposalThrottle.Record;
    using SafeCast for uint256;

    /// @notice Actions of one proposal at most.
    uint256 public constant MAX_ACTIONS = 16;
    /// @notice Bytes of calldata of all its actions at most.
    uint256 public constant MAX_CALLDATA = 8192;

    uint256 private constant VOTING_DELAY = 7 days;
    /// @dev Time to queue what has succeeded, and to execute what may be executed.
    uint256 private constant GRACE = 14 days;
    uint256 private constant VETO_DEADLINE = 72 hours;
    /// @dev Wei of units that an agent needs to make a STANDARD proposal: 1 ROAD.
    uint256 private constant THRESHOLD = 1e18;
    /// @dev With the epoch, the guardian's key among the proposers; agents' keys are their ids.
    uint256 private constant GUARDIAN = 1 << 255;

    bytes32 private constant VETO_TYPEHASH =
        keccak256("Veto(uint256 proposalId,bytes32 reasonHash,uint256 epoch,uint256 deadline)");

    /// @notice Reads the class of an action from the authority.
    IProposalClassifier public immutable CLASSIFIER;
    /// @notice Whose members propose what is grave.
    IAgentCouncil public immutable COUNCIL;

    address private immutable OPERATIONS_EXECUTOR;
    address private immutable CRITICAL_EXECUTOR;
    address private immutable CONSTITUTIONAL_EXECUTOR;

    mapping(uint256 proposer => ProposalThrottle.Record) private _throttles;
    /// @dev How many proposals, in their order, were vetoed at once, and when.
    Checkpoints.Trace208 private _vetoedUpTo;

    constructor(IFactory factory) Governor("BlackRoad Governance") Peer(factory) BallotBox(factory) {
        CLASSIFIER = IProposalClassifier(factory.peer(Peers.CLASSIFIER));
        COUNCIL = IAgentCouncil(factory.peer(Peers.COUNCIL));
        OPERATIONS_EXECUTOR = factory.peer(Peers.OPERATIONS_EXECUTOR);
        CRITICAL_EXECUTOR = factory.peer(Peers.CRITICAL_EXECUTOR);
        CONSTITUTIONAL_EXECUTOR = factory.peer(Peers.CONSTITUTIONAL_EXECUTOR);
    }

    // --- Proposers ---

    /// @notice Makes a proposal. Its description is completed with `#proposer=` and the maker, unless it ends so, which
    /// makes its id nobody else's.
    /// @dev STANDARD: an active agent with 1 ROAD of units. Graver: a seated member of the council. Any: the guardian.
    /// Reverts with ProposerNotEntitled, ProposalStillLive, TooManyProposals, TooManyActions, CalldataTooLong and
    /// OpenZeppelin's errors. Emits ProposalCreated and ProposalClassified.
    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) public override(Governor, IGovernor) returns (uint256 proposalId) {
        address proposer = _msgSender();
        if (!_isValidDescriptionForProposer(proposer, description)) revert GovernorRestrictedProposer(proposer);
        // Valid for the zero address: it names nobody yet.
        if (_isValidDescriptionForProposer(address(0), description)) {
            description = string.concat(description, "#proposer=", Strings.toHexString(proposer));
        }
        _checkSize(calldatas);
        proposalId = _propose(targets, values, calldatas, description, proposer);
        ProposalClass class = CLASSIFIER.classOfAll(targets, values, calldatas);
        _admit(proposalId, proposer, class);
        Box storage box = _boxes[proposalId];
        uint256 index = proposalCount() - 1;
        (box.class, box.known, box.index) = (class, true, index.toUint32());
        emit ProposalClassified(proposalId, index, class);
    }

    // --- The guardian ---

    /// @inheritdoc IGovernance
    function veto(uint256 proposalId, bytes32 reasonHash) external {
        _vetoAsGuardian(proposalId, _msgSender(), reasonHash);
    }

    /// @inheritdoc IGovernance
    function vetoUpTo(uint256 index, bytes32 reasonHash) external {
        GUARDIANSHIP.act(_msgSender());
        if (index >= proposalCount()) revert IndexUnknown(index, proposalCount());
        uint256 vetoed = _vetoedUpTo.length() == 0 ? 0 : _vetoedUpTo.at(_vetoedUpTo.length().toUint32() - 1)._key;
        if (index < vetoed) revert VetoNotHigher(index, vetoed - 1);
        _vetoedUpTo.push((index + 1).toUint48(), clock());
        emit ProposalsVetoedUpTo(index, _msgSender(), reasonHash);
    }

    /// @inheritdoc IGovernance
    function vetoBySig(uint256 proposalId, bytes32 reasonHash, uint256 deadline, bytes calldata signature) external {
        uint256 latest = block.timestamp + _scaled(VETO_DEADLINE);
        if (deadline > latest) revert DeadlineTooFar(deadline, latest);
        address guardian = GUARDIANSHIP.guardian();
        bytes32 message = keccak256(abi.encode(VETO_TYPEHASH, proposalId, reasonHash, GUARDIANSHIP.epoch(), deadline));
        _checkSignature(guardian, _hashTypedDataV4(message), deadline, signature);
        _vetoAsGuardian(proposalId, guardian, reasonHash);
    }

    // --- Contracts of the protocol ---

    /// @inheritdoc IGovernance
    function vetoByCouncil(uint256 proposalId) external {
        _checkCaller(address(COUNCIL));
        _veto(proposalId);
        emit ProposalVetoedByCouncil(proposalId);
    }

    // --- Nobody ---

    /// @notice Reverts for everybody with RelayUnavailable: the governor makes no calls in its own name.
    function relay(address, uint256, bytes calldata) public payable override {
        revert RelayUnavailable();
    }

    // --- Views ---

    /// @notice Version of this contract's code, and of its EIP-712 domain.
    function version() public pure override(Governor, IGovernor, Peer, IPeer) returns (string memory) {
        return "1.0.0";
    }

    /// @inheritdoc IGovernance
    function classOf(uint256 proposalId) external view returns (ProposalClass) {
        _checkKnown(proposalId);
        return _boxes[proposalId].class;
    }

    /// @inheritdoc IGovernance
    function indexOf(uint256 proposalId) external view returns (uint256) {
        _checkKnown(proposalId);
        return _boxes[proposalId].index;
    }

    /// @inheritdoc IGovernance
    function delayOf(uint256 proposalId) public view returns (uint256) {
        return _scaled(ProposalRules.delay(_boxes[proposalId].class, tallyOf(proposalId)));
    }

    /// @inheritdoc IGovernance
    function expiryOf(uint256 proposalId) public view returns (uint256) {
        return Math.max(proposalEta(proposalId), proposalDeadline(proposalId)) + _scaled(GRACE);
    }

    /// @notice Seconds of discussion before voting.
    function votingDelay() public view override(IGovernor) returns (uint256) {
        return _scaled(VOTING_DELAY);
    }

    /// @notice Units that an agent needs to make a STANDARD proposal, in wei.
    function proposalThreshold() public pure override(Governor, IGovernor) returns (uint256) {
        return THRESHOLD;
    }

    /// @notice Always: the time of execution stands in the queue.
    function proposalNeedsQueuing(uint256) public pure override(Governor, IGovernor) returns (bool) {
        return true;
    }

    /// @notice When voting ends, extension included.
    function proposalDeadline(uint256 proposalId) public view override(Governor, IGovernor, BallotBox) returns (uint256) {
        return BallotBox.proposalDeadline(proposalId);
    }

    /// @notice State of a proposal. Vetoes of many at once, new epochs and expiry need no transaction of their own.
    function state(uint256 proposalId) public view override(Governor, IGovernor) returns (ProposalState current) {
        current = super.state(proposalId);
        if (current == ProposalState.Canceled || current == ProposalState.Executed) return current;
        if (_boxes[proposalId].vetoed) return ProposalState.Canceled;
        uint256 voidAt = Math.min(_vetoedAt(proposalId), _outlivedAt(proposalId));
        // What was final before stays what it was.
        if (current == ProposalState.Defeated) {
            return voidAt <= proposalDeadline(proposalId) ? ProposalState.Canceled : current;
        }
        bool decided = current == ProposalState.Succeeded || current == ProposalState.Queued;
        uint256 expiry = decided ? expiryOf(proposalId) : type(uint256).max;
        if (voidAt <= Math.min(expiry, block.timestamp)) return ProposalState.Canceled;
        return block.timestamp > expiry ? ProposalState.Expired : current;
    }

    // --- Internal ---

    /// @dev Who may make a proposal of this class now, and how many.
    function _admit(uint256 proposalId, address proposer, ProposalClass class) private {
        uint256 key = REGISTRY.agentOf(proposer);
        if (key == 0) {
            if (!GUARDIANSHIP.isGuardian(proposer)) revert ProposerNotEntitled(proposer, class);
            GUARDIANSHIP.act(proposer);
            key = GUARDIAN | GUARDIANSHIP.epoch();
        } else {
            bool entitled = class == ProposalClass.STANDARD
                ? REGISTRY.isActive(key) && IROADToken(address(TOKEN)).unitsOf(proposer) >= THRESHOLD
                : COUNCIL.isSeated(key);
            if (!entitled) revert ProposerNotEntitled(proposer, class);
        }
        ProposalThrottle.Record storage throttle = _throttles[key];
        uint256 lastId = throttle.lastId;
        if (lastId != 0) {
            ProposalState last = state(lastId);
            bool live = last == ProposalState.Pending || last == ProposalState.Active;
            if (live) revert ProposalStillLive(proposer, lastId);
        }
        throttle.note(proposalId, proposer, _scaled(ProposalThrottle.WINDOW));
    }

    function _vetoAsGuardian(uint256 proposalId, address guardian, bytes32 reasonHash) private {
        GUARDIANSHIP.act(guardian);
        _veto(proposalId);
        emit ProposalVetoed(proposalId, guardian, reasonHash);
    }

    function _veto(uint256 proposalId) private {
        _validateStateBitmap(
            proposalId,
            _encodeStateBitmap(ProposalState.Pending) | _encodeStateBitmap(ProposalState.Active)
                | _encodeStateBitmap(ProposalState.Succeeded) | _encodeStateBitmap(ProposalState.Queued)
        );
        _boxes[proposalId].vetoed = true;
        emit ProposalCanceled(proposalId);
    }

    /// @dev The class is read again: what has become graver since fails.
    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32
    ) internal view override returns (uint48) {
        _checkClass(proposalId, CLASSIFIER.classOfAll(targets, values, calldatas));
        return (block.timestamp + delayOf(proposalId)).toUint48();
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32
    ) internal override {
        uint256 eta = proposalEta(proposalId);
        if (eta == 0) revert GovernorNotQueuedProposal(proposalId);
        if (block.timestamp < eta) revert DelayNotOver(proposalId, eta);
        _checkValue(values);
        address proposer = proposalProposer(proposalId);
        for (uint256 i = 0; i < targets.length; ++i) {
            ProposalClass class = CLASSIFIER.classOf(targets[i], values[i], calldatas[i]);
            _checkClass(proposalId, class);
            IProposalExecutor(_executorOf(class)).execute{value: values[i]}(
                targets[i], values[i], calldatas[i], proposer
            );
        }
    }

    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    ) internal override(Governor, GovernorStorage) returns (uint256) {
        return GovernorStorage._propose(targets, values, calldatas, description, proposer);
    }

    function _validateVoteSig(uint256 proposalId, uint8 support, address voter, bytes memory signature)
        internal
        override(Governor, GovernorNoncesKeyed)
        returns (bool)
    {
        return GovernorNoncesKeyed._validateVoteSig(proposalId, support, voter, signature);
    }

    function _validateExtendedVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        string memory reason,
        bytes memory params,
        bytes memory signature
    ) internal override(Governor, GovernorNoncesKeyed) returns (bool) {
        return GovernorNoncesKeyed._validateExtendedVoteSig(proposalId, support, voter, reason, params, signature);
    }

    /// @dev Whom OpenZeppelin's `onlyGovernance` lets in.
    function _executor() internal view override returns (address) {
        return CONSTITUTIONAL_EXECUTOR;
    }

    function _executorOf(ProposalClass class) private view returns (address) {
        if (class == ProposalClass.STANDARD) return OPERATIONS_EXECUTOR;
        return class == ProposalClass.CRITICAL ? CRITICAL_EXECUTOR : CONSTITUTIONAL_EXECUTOR;
    }

    /// @dev When a veto of many at once took it; never, if none did.
    function _vetoedAt(uint256 proposalId) private view returns (uint256) {
        uint256 at = _vetoedUpTo.lowerLookup(uint48(_boxes[proposalId].index) + 1);
        return at == 0 ? type(uint256).max : at;
    }

    /// @dev When the epoch of the guardian who passed it ended, after the vote; never, for a STANDARD one.
    function _outlivedAt(uint256 proposalId) private view returns (uint256) {
        Box storage box = _boxes[proposalId];
        if (box.class == ProposalClass.STANDARD || block.timestamp <= proposalDeadline(proposalId)) {
            return type(uint256).max;
        }
        uint256 endedAt = GUARDIANSHIP.startedAt(uint256(box.guardianEpoch) + 1);
        // One that ended before the deadline has no ballot to void: the proposal is defeated.
        return endedAt <= proposalDeadline(proposalId) ? type(uint256).max : endedAt;
    }

    function _checkSize(bytes[] memory calldatas) private pure {
        if (calldatas.length > MAX_ACTIONS) revert TooManyActions(calldatas.length, MAX_ACTIONS);
        uint256 length = 0;
        for (uint256 i = 0; i < calldatas.length; ++i) {
            length += calldatas[i].length;
        }
        if (length > MAX_CALLDATA) revert CalldataTooLong(length, MAX_CALLDATA);
    }

    function _checkValue(uint256[] memory values) private view {
        uint256 needed = 0;
        for (uint256 i = 0; i < values.length; ++i) {
            needed += values[i];
        }
        if (msg.value != needed) revert ValueMismatch(msg.value, needed);
    }

    function _checkClass(uint256 proposalId, ProposalClass found) private view {
        ProposalClass stored = _boxes[proposalId].class;
        if (found > stored) revert ClassRaised(proposalId, stored, found);
    }

    function _checkKnown(uint256 proposalId) private view {
        if (!_boxes[proposalId].known) revert GovernorNonexistentProposal(proposalId);
    }
}
