// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorNoncesKeyed} from "@openzeppelin/contracts/governance/extensions/GovernorNoncesKeyed.sol";
import {GovernorStorage} from "@openzeppelin/contracts/governance/extensions/GovernorStorage.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

import {Peer} from "./base/Peer.sol";
import {IBallotBox} from "./interfaces/IBallotBox.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IGovernance} from "./interfaces/IGovernance.sol";
import {IGuardianship} from "./interfaces/IGuardianship.sol";
import {IProposalAdmission} from "./interfaces/IProposalAdmission.sol";
import {IProposalClassifier} from "./interfaces/IProposalClassifier.sol";
import {IProposalExecutor} from "./interfaces/IProposalExecutor.sol";
import {Peers} from "./libraries/Peers.sol";
import {ProposalClass} from "./types/Proposal.sol";

/// @title Governance
/// @notice The life of a proposal.
///
///   propose ── 7 days ──▶ vote ── 7 to 9 days ──▶ queue ── 7 / 14 to 45 / 30 days ──▶ execute, within 14 days
///      │                   │                        │                                   │
///      └───────────────────┴────── veto, or a new guardian's epoch where it says so ────┘
///
/// **Design.** OpenZeppelin's Governor. {ProposalAdmission} says who may propose, {BallotBox} who votes and what that
/// decides. What a proposal may do follows from what it does: {ProposalClassifier} reads the class of each action from
/// the authority when it is made, queued and executed, and each action is made by the executor of its own class, which
/// has no other role.
///
/// **Trust assumptions.** Those contracts, whose addresses are immutable. Whoever pays for queueing and execution decides
/// nothing.
///
/// **How to stop it.** The guardian vetoes a proposal until it is executed; the council does while the office is vacant.
/// Nobody pauses it.
contract Governance is GovernorStorage, GovernorNoncesKeyed, Peer, IGovernance {
    using Checkpoints for Checkpoints.Trace208;
    using SafeCast for uint256;

    uint256 private constant VOTING_DELAY = 7 days;
    uint256 private constant VOTING_PERIOD = 7 days;
    /// @dev Time to queue what has succeeded, and to execute what may be executed.
    uint256 private constant GRACE = 14 days;
    uint256 private constant VETO_DEADLINE = 72 hours;

    bytes32 private constant VETO_TYPEHASH =
        keccak256("Veto(uint256 proposalId,bytes32 reasonHash,uint256 epoch,uint256 deadline)");

    /// @notice Who the guardian is.
    IGuardianship public immutable GUARDIANSHIP;
    /// @notice Says who may propose.
    IProposalAdmission public immutable ADMISSION;
    /// @notice Counts.
    IBallotBox public immutable BALLOTS;
    /// @notice Reads the class of an action from the authority.
    IProposalClassifier public immutable CLASSIFIER;
    /// @notice Vetoes while the office of guardian is vacant.
    address public immutable COUNCIL;
    /// @notice The token whose votes are counted.
    address public immutable token;

    address private immutable OPERATIONS_EXECUTOR;
    address private immutable CRITICAL_EXECUTOR;
    address private immutable CONSTITUTIONAL_EXECUTOR;

    mapping(uint256 proposalId => uint256) private _indexes;
    /// @dev How many proposals, in their order, were vetoed at once, and when.
    Checkpoints.Trace208 private _vetoedUpTo;

    constructor(IFactory factory) Governor("BlackRoad Governance") Peer(factory) {
        GUARDIANSHIP = IGuardianship(factory.peer(Peers.GUARDIANSHIP));
        ADMISSION = IProposalAdmission(factory.peer(Peers.ADMISSION));
        BALLOTS = IBallotBox(factory.peer(Peers.BALLOTS));
        CLASSIFIER = IProposalClassifier(factory.peer(Peers.CLASSIFIER));
        COUNCIL = factory.peer(Peers.COUNCIL);
        token = factory.peer(Peers.TOKEN);
        OPERATIONS_EXECUTOR = factory.peer(Peers.OPERATIONS_EXECUTOR);
        CRITICAL_EXECUTOR = factory.peer(Peers.CRITICAL_EXECUTOR);
        CONSTITUTIONAL_EXECUTOR = factory.peer(Peers.CONSTITUTIONAL_EXECUTOR);
    }

    // --- Proposers ---

    /// @notice Makes a proposal. Its description is completed with `#proposer=` and the maker, unless it ends so, which
    /// makes its id nobody else's.
    /// @dev Reverts with OpenZeppelin's errors and those of {ProposalAdmission}. Emits ProposalCreated and
    /// ProposalClassified.
    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) public override returns (uint256 proposalId) {
        address proposer = _msgSender();
        if (!_isValidDescriptionForProposer(proposer, description)) revert GovernorRestrictedProposer(proposer);
        // Valid for the zero address too: it names nobody yet.
        if (_isValidDescriptionForProposer(address(0), description)) {
            description = string.concat(description, "#proposer=", Strings.toHexString(proposer));
        }
        // Before anything is stored, else a large one would run out of gas instead.
        ADMISSION.checkSize(calldatas);
        proposalId = _propose(targets, values, calldatas, description, proposer);
        ProposalClass class = ADMISSION.admit(proposalId, proposer, targets, values, calldatas);
        BALLOTS.open(proposalId, class, proposalSnapshot(proposalId), super.proposalDeadline(proposalId));
        uint256 index = proposalCount() - 1;
        _indexes[proposalId] = index;
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
        uint256 checkpoints = _vetoedUpTo.length();
        uint256 vetoed = checkpoints == 0 ? 0 : _vetoedUpTo.at(uint32(checkpoints - 1))._key;
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
        _checkCaller(COUNCIL);
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
    function version() public pure override(Governor, Peer) returns (string memory) {
        return "1.0.0";
    }

    /// @notice Seconds since 1970, the token's clock (ERC-6372).
    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// @notice Machine-readable description of the clock (ERC-6372).
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @notice Bravo's three kinds of ballot; units for it and units that abstain count to the quorum.
    function COUNTING_MODE() public pure override returns (string memory) {
        return "support=bravo&quorum=for,abstain";
    }

    /// @notice Seconds of discussion before voting.
    function votingDelay() public view override returns (uint256) {
        return _scaled(VOTING_DELAY);
    }

    /// @notice Seconds of voting, an extension apart.
    function votingPeriod() public view override returns (uint256) {
        return _scaled(VOTING_PERIOD);
    }

    /// @notice Units that a STANDARD proposal needs in ballots, at a snapshot; {BallotBox-quorumOf} knows the others.
    function quorum(uint256 timepoint) public view override returns (uint256) {
        return BALLOTS.quorumOf(ProposalClass.STANDARD, timepoint);
    }

    /// @notice Units that an agent needs to make a STANDARD proposal, in wei.
    function proposalThreshold() public view override returns (uint256) {
        return ADMISSION.THRESHOLD();
    }

    /// @notice Always: the time of execution stands in the queue.
    function proposalNeedsQueuing(uint256) public pure override returns (bool) {
        return true;
    }

    /// @notice When voting ends, extension included.
    function proposalDeadline(uint256 proposalId) public view override returns (uint256) {
        return BALLOTS.deadlineOf(proposalId);
    }

    /// @notice What was counted, in voting units, the guardian's ballot as {BallotBox-votesOf} weighs it.
    function proposalVotes(uint256 proposalId)
        external
        view
        returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes)
    {
        return BALLOTS.votesOf(proposalId);
    }

    /// @notice Whether an account's vote was counted; of the guardian, in the present epoch.
    function hasVoted(uint256 proposalId, address account) public view override returns (bool) {
        return BALLOTS.hasVoted(proposalId, account);
    }

    /// @inheritdoc IGovernance
    function expiryOf(uint256 proposalId) public view returns (uint256) {
        return Math.max(proposalEta(proposalId), proposalDeadline(proposalId)) + _scaled(GRACE);
    }

    /// @notice State of a proposal. Vetoes of many at once, new epochs and expiry need no transaction of their own.
    function state(uint256 proposalId) public view override returns (ProposalState current) {
        current = super.state(proposalId);
        if (current == ProposalState.Canceled || current == ProposalState.Executed) return current;
        uint256 voidAt = _vetoedAt(proposalId);
        // What was final before stays what it was.
        if (current == ProposalState.Defeated) {
            return voidAt <= proposalDeadline(proposalId) ? ProposalState.Canceled : current;
        }
        uint256 expiry = type(uint256).max;
        if (current == ProposalState.Succeeded || current == ProposalState.Queued) {
            voidAt = Math.min(voidAt, BALLOTS.outlivedAt(proposalId));
            expiry = expiryOf(proposalId);
        }
        if (voidAt <= Math.min(expiry, block.timestamp)) return ProposalState.Canceled;
        return block.timestamp > expiry ? ProposalState.Expired : current;
    }

    // --- Internal ---

    function _vetoAsGuardian(uint256 proposalId, address guardian, bytes32 reasonHash) private {
        GUARDIANSHIP.act(guardian);
        _veto(proposalId);
        emit ProposalVetoed(proposalId, guardian, reasonHash);
    }

    function _veto(uint256 proposalId) private {
        // What is defeated is final, though OpenZeppelin would cancel it.
        _validateStateBitmap(
            proposalId,
            _encodeStateBitmap(ProposalState.Pending) | _encodeStateBitmap(ProposalState.Active)
                | _encodeStateBitmap(ProposalState.Succeeded) | _encodeStateBitmap(ProposalState.Queued)
        );
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas, bytes32 descriptionHash) =
            proposalDetails(proposalId);
        _cancel(targets, values, calldatas, descriptionHash);
    }

    function _getVotes(address account, uint256 timepoint, bytes memory) internal view override returns (uint256) {
        return BALLOTS.weightOf(account, timepoint);
    }

    function _countVote(uint256 proposalId, address account, uint8 support, uint256 weight, bytes memory)
        internal
        override
        returns (uint256)
    {
        uint256 deadline = BALLOTS.count(proposalId, account, support, weight, account == _msgSender());
        if (deadline != 0) emit ProposalExtended(proposalId, uint64(deadline)); // a time
        return weight;
    }

    /// @dev Everything that decides is in {_voteSucceeded}.
    function _quorumReached(uint256) internal pure override returns (bool) {
        return true;
    }

    function _voteSucceeded(uint256 proposalId) internal view override returns (bool) {
        return BALLOTS.hasPassed(proposalId);
    }

    /// @dev The class is read again: what has become graver since fails.
    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32
    ) internal view override returns (uint48) {
        for (uint256 i = 0; i < targets.length; ++i) {
            _classOf(proposalId, targets[i], values[i], calldatas[i]);
        }
        return (block.timestamp + BALLOTS.delayOf(proposalId)).toUint48();
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
        uint256 needed = 0;
        for (uint256 i = 0; i < values.length; ++i) {
            needed += values[i];
        }
        if (msg.value != needed) revert ValueMismatch(msg.value, needed);
        address proposer = proposalProposer(proposalId);
        for (uint256 i = 0; i < targets.length; ++i) {
            address executor = _executorOf(_classOf(proposalId, targets[i], values[i], calldatas[i]));
            IProposalExecutor(executor).execute{value: values[i]}(targets[i], values[i], calldatas[i], proposer);
        }
    }

    /// @dev Whom OpenZeppelin's `onlyGovernance` lets in.
    function _executor() internal view override returns (address) {
        return CONSTITUTIONAL_EXECUTOR;
    }

    function _executorOf(ProposalClass class) private view returns (address) {
        if (class == ProposalClass.STANDARD) return OPERATIONS_EXECUTOR;
        return class == ProposalClass.CRITICAL ? CRITICAL_EXECUTOR : CONSTITUTIONAL_EXECUTOR;
    }

    /// @dev Class of an action now; never graver than the proposal's.
    function _classOf(uint256 proposalId, address target, uint256 value, bytes memory data)
        private
        view
        returns (ProposalClass found)
    {
        found = CLASSIFIER.classOf(target, value, data);
        ProposalClass class = BALLOTS.classOf(proposalId);
        if (found > class) revert ClassRaised(proposalId, class, found);
    }

    /// @dev When a veto of many at once took it; never, if none did.
    function _vetoedAt(uint256 proposalId) private view returns (uint256) {
        if (_vetoedUpTo.length() == 0) return type(uint256).max;
        uint256 at = _vetoedUpTo.lowerLookup(uint48(_indexes[proposalId] + 1)); // as it was pushed
        return at == 0 ? type(uint256).max : at;
    }

    // --- Where OpenZeppelin's extensions meet ---

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

    function _useCheckedNonce(address owner, uint256 nonce) internal override(Nonces, GovernorNoncesKeyed) {
        GovernorNoncesKeyed._useCheckedNonce(owner, nonce);
    }
}
