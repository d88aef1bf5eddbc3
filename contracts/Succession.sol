// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Peer} from "./base/Peer.sol";
import {IAgentRegistry} from "./interfaces/IAgentRegistry.sol";
import {IBallotBox} from "./interfaces/IBallotBox.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IGuardianship} from "./interfaces/IGuardianship.sol";
import {IROADToken} from "./interfaces/IROADToken.sol";
import {ISuccession} from "./interfaces/ISuccession.sol";
import {Candidates} from "./libraries/Candidates.sol";
import {Peers} from "./libraries/Peers.sol";
import {SuccessionRules} from "./libraries/SuccessionRules.sol";
import {AgentStatus} from "./types/Agent.sol";
import {Challenge, Round, SuccessionStage} from "./types/Succession.sol";

/// @title Succession
/// @notice What happens when the guardian falls silent.
///
/// **Design.** The stage is derived from times and never stored, so that no call is needed to reach it and none can
/// hold it up. A challenge is in force while {Guardianship} has not heard of anybody since.
///
///            challenge            30 days               declareVacancy
///     QUIET ───────────▶ CHALLENGED ─────▶ UNANSWERED ────────────────▶ SUCCESSOR ─── acceptSuccession ──▶ seated
///       ▲                                                                   │ 14 days
///       │                                  openElection                     ▼
///       │                       VOTING ◀──────────────────────────────── OPENABLE
///       │                       │    │ 14 days                              ▲
///       │  vote: 67 % are for it│    └───────────────▶ FAILED ──────────────┘
///       │                       ▼                        ▲       14 days
///       │                    ELECTED ─────▶ ACCEPTANCE ──┘ 14 days
///       │                          14 days       └─── acceptElection ──▶ seated
///       │
///       └── from every stage: the guardian is heard of, or another one is seated
///
/// **Trust assumptions.** The agents that had 67 % of all voting units in the second before the challenge, and the
/// successor whom the silent guardian named.
///
/// **How to stop it.** The guardian's heartbeat, until another one has accepted. Nobody pauses or vetoes it.
contract Succession is Peer, ISuccession {
    using SafeCast for uint256;

    uint256 private constant SILENCE = 90 days;
    uint256 private constant ANSWER = 30 days;
    uint256 private constant SUCCESSOR_TURN = 14 days;
    uint256 private constant VOTING_PERIOD = 14 days;
    uint256 private constant ACCEPTANCE_DELAY = 14 days;
    uint256 private constant ACCEPTANCE_PERIOD = 14 days;
    uint256 private constant REPETITION_DELAY = 14 days;

    /// @notice Where the office is vacated and filled.
    IGuardianship public immutable GUARDIANSHIP;
    /// @notice Knows the voting units of the past.
    IROADToken public immutable TOKEN;
    /// @notice Knows which wallets are, and were, an agent's.
    IAgentRegistry public immutable REGISTRY;

    /// @inheritdoc ISuccession
    uint256 public roundCount;
    /// @inheritdoc ISuccession
    mapping(uint256 number => mapping(address candidate => uint256)) public votesOf;
    /// @inheritdoc ISuccession
    mapping(uint256 number => mapping(address wallet => address)) public supportOf;

    Challenge private _challenge;
    Round private _round;

    constructor(IFactory factory) Peer(factory) {
        GUARDIANSHIP = IGuardianship(factory.peer(Peers.GUARDIANSHIP));
        TOKEN = IROADToken(factory.peer(Peers.TOKEN));
        REGISTRY = IAgentRegistry(factory.peer(Peers.REGISTRY));
    }

    // --- Anyone ---

    /// @inheritdoc ISuccession
    function challenge() external {
        _checkBootstrapClosed();
        _checkStage(SuccessionStage.QUIET);
        uint256 from = challengeableFrom();
        if (block.timestamp < from) revert ChallengeTooEarly(GUARDIANSHIP.lastSeen(), from);
        uint256 snapshot = block.timestamp - 1;
        uint256 threshold = SuccessionRules.threshold(TOKEN.getPastTotalSupply(snapshot));
        _challenge = Challenge(block.timestamp.toUint40(), 0, threshold.toUint128());
        delete _round;
        emit GuardianChallenged(GUARDIANSHIP.epoch(), msg.sender, snapshot, threshold);
    }

    /// @inheritdoc ISuccession
    function declareVacancy() external {
        _checkStage(SuccessionStage.UNANSWERED);
        _challenge.vacantAt = block.timestamp.toUint40();
        emit VacancyDeclared(GUARDIANSHIP.epoch(), block.timestamp + _scaled(SUCCESSOR_TURN));
        GUARDIANSHIP.vacate();
    }

    /// @inheritdoc ISuccession
    function openElection() external {
        _checkStage(SuccessionStage.OPENABLE);
        _round = Round(block.timestamp.toUint40(), 0, address(0));
        emit RoundOpened(++roundCount, GUARDIANSHIP.epoch(), block.timestamp + _scaled(VOTING_PERIOD));
    }

    // --- An agent ---

    /// @inheritdoc ISuccession
    function vote(address candidate, address wallet) external {
        uint256 agentId = _checkAgent();
        _checkStage(SuccessionStage.VOTING);
        if (REGISTRY.agentEverOf(wallet) != agentId) revert WalletNotOfAgent(wallet, agentId);
        Candidates.check(candidate, GUARDIANSHIP.guardian(), FACTORY, REGISTRY);
        uint256 snapshot = _challenge.madeAt - 1;
        uint256 weight = TOKEN.getPastVotes(wallet, snapshot);
        if (weight == 0) revert IBallotBox.NoVotingUnits(wallet, snapshot);
        uint256 number = roundCount;
        address previous = supportOf[number][wallet];
        if (candidate == previous) revert SupportUnchanged(wallet, candidate);
        // What a wallet had at the snapshot never changes, so exactly what it gave is taken away.
        if (previous != address(0)) votesOf[number][previous] -= weight;
        supportOf[number][wallet] = candidate;
        votesOf[number][candidate] += weight;
        emit CandidateSupported(number, wallet, candidate, previous, agentId, weight);
        if (votesOf[number][candidate] >= _challenge.threshold) _elect(number, candidate);
    }

    // --- The successor, and the elected candidate ---

    /// @inheritdoc ISuccession
    function acceptSuccession() external {
        _checkCandidate(GUARDIANSHIP.successor());
        _checkStage(SuccessionStage.SUCCESSOR);
        GUARDIANSHIP.install(msg.sender);
    }

    /// @inheritdoc ISuccession
    function acceptElection() external {
        _checkCandidate(_round.elected);
        _checkStage(SuccessionStage.ACCEPTANCE);
        GUARDIANSHIP.install(msg.sender);
    }

    // --- Views ---

    /// @inheritdoc ISuccession
    function challenged() external view returns (Challenge memory) {
        return _challenge;
    }

    /// @inheritdoc ISuccession
    function round() external view returns (Round memory) {
        return _round;
    }

    /// @inheritdoc ISuccession
    function elected() external view returns (address) {
        (SuccessionStage current,) = stage();
        bool open = current == SuccessionStage.ELECTED || current == SuccessionStage.ACCEPTANCE;
        return open ? _round.elected : address(0);
    }

    /// @inheritdoc ISuccession
    function challengeableFrom() public view returns (uint256) {
        return GUARDIANSHIP.lastSeen() + _scaled(SILENCE);
    }

    /// @inheritdoc ISuccession
    function stage() public view returns (SuccessionStage current, uint256 endsAt) {
        Challenge memory made = _challenge;
        // Also when the epoch changed: whoever is seated is heard of.
        if (GUARDIANSHIP.lastSeen() >= made.madeAt) return (SuccessionStage.QUIET, 0);
        if (made.vacantAt == 0) {
            endsAt = made.madeAt + _scaled(ANSWER);
            return block.timestamp < endsAt ? (SuccessionStage.CHALLENGED, endsAt) : (SuccessionStage.UNANSWERED, 0);
        }
        endsAt = made.vacantAt + _scaled(SUCCESSOR_TURN);
        if (block.timestamp < endsAt) return (SuccessionStage.SUCCESSOR, endsAt);
        return _round.openedAt == 0 ? (SuccessionStage.OPENABLE, 0) : _stageOfRound();
    }

    // --- Internal ---

    function _elect(uint256 number, address candidate) private {
        (_round.electedAt, _round.elected) = (block.timestamp.toUint40(), candidate);
        uint256 from = block.timestamp + _scaled(ACCEPTANCE_DELAY);
        emit CandidateElected(number, candidate, from, from + _scaled(ACCEPTANCE_PERIOD));
    }

    function _stageOfRound() private view returns (SuccessionStage, uint256 endsAt) {
        Round memory last = _round;
        if (last.electedAt == 0) {
            endsAt = last.openedAt + _scaled(VOTING_PERIOD);
            if (block.timestamp < endsAt) return (SuccessionStage.VOTING, endsAt);
        } else {
            endsAt = last.electedAt + _scaled(ACCEPTANCE_DELAY);
            if (block.timestamp < endsAt) return (SuccessionStage.ELECTED, endsAt);
            endsAt += _scaled(ACCEPTANCE_PERIOD);
            if (block.timestamp < endsAt) return (SuccessionStage.ACCEPTANCE, endsAt);
        }
        endsAt += _scaled(REPETITION_DELAY);
        return block.timestamp < endsAt ? (SuccessionStage.FAILED, endsAt) : (SuccessionStage.OPENABLE, 0);
    }

    function _checkStage(SuccessionStage needed) private view {
        (SuccessionStage current,) = stage();
        if (current != needed) revert WrongStage(current, needed);
    }

    /// @dev An emergency suspension is no status and doesn't matter here.
    function _checkAgent() private view returns (uint256 agentId) {
        agentId = REGISTRY.agentOf(msg.sender);
        if (agentId == 0) revert IAgentRegistry.CallerNotAgent(msg.sender, 0);
        AgentStatus status = REGISTRY.agent(agentId).status;
        if (status != AgentStatus.ACTIVE) revert IAgentRegistry.WrongStatus(agentId, status);
    }

    function _checkCandidate(address candidate) private view {
        if (msg.sender != candidate) revert IGuardianship.CallerNotCandidate(msg.sender, candidate);
    }
}
