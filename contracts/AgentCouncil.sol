// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Peer} from "./base/Peer.sol";
import {IAgentCouncil} from "./interfaces/IAgentCouncil.sol";
import {IAgentRegistry} from "./interfaces/IAgentRegistry.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IGovernance} from "./interfaces/IGovernance.sol";
import {IGuardianship} from "./interfaces/IGuardianship.sol";
import {Cohort} from "./libraries/Cohort.sol";
import {Election} from "./libraries/Election.sol";
import {ElectionCalendar} from "./libraries/ElectionCalendar.sol";
import {Peers} from "./libraries/Peers.sol";
import {Ranking} from "./libraries/Ranking.sol";
import {SeatPlan} from "./libraries/SeatPlan.sol";
import {Agent, AgentStatus} from "./types/Agent.sol";
import {Category} from "./types/Category.sol";
import {Nominee, Phase, Seat} from "./types/Council.sol";

/// @title AgentCouncil
/// @notice 25 agents whom their categories elect, and who stand in for a guardian that is away.
///
/// **Design.** The phase of an election follows from the clock and is never stored, so no call opens, delays or misses
/// one. Each category is an election of its own: its list, its ballots, its count. A seat is its agent's while the term
/// runs and governance has neither retired nor suspended it; whether that is so is asked of the registry when it
/// matters, and no call is needed to vacate it.
///
/// **Trust assumptions.** The agents of a category, one vote each; the registry for who they are. Governance can
/// suspend and retire them, the guardian can only silence a member for a time.
///
/// **How to stop it.** Nobody can pause this contract, and nobody has a power over it. Its own power, the caretaker's
/// veto, ends with the guardian's heartbeat.
contract AgentCouncil is Peer, IAgentCouncil {
    using Election for Election.Data;
    using SafeCast for uint256;

    /// @dev The count of one election.
    /// @param start When the calendar began.
    /// @param seats Those that are held by then.
    /// @param ranks Who was approved of, the best first; see {Ranking}.
    /// @param next Whose turn it is in `ranks`.
    struct Count {
        uint256 start;
        uint256 election;
        Category category;
        Seat[] seats;
        uint256[] ranks;
        uint256 next;
    }

    /// @notice Approvals of a caretaker's veto at least.
    uint256 public constant MIN_CARETAKERS = 9;

    uint256 private constant MATURITY = 90 days;

    /// @notice Who the agents are.
    IAgentRegistry public immutable REGISTRY;
    /// @notice Whether there is a guardian.
    IGuardianship public immutable GUARDIANSHIP;
    /// @notice Where the caretaker's veto goes.
    IGovernance public immutable GOVERNANCE;

    /// @inheritdoc IAgentCouncil
    mapping(Category category => uint256) public finalisedCount;

    mapping(uint256 election => mapping(Category category => Election.Data)) private _elections;
    mapping(Category category => mapping(uint256 seat => Seat)) private _seats;
    /// @dev A vacancy is known by the time at which the guardian was seen last, which never comes again.
    mapping(uint256 lastSeen => mapping(uint256 proposalId => mapping(uint256 agentId => bool))) private _approved;

    constructor(IFactory factory) Peer(factory) {
        REGISTRY = IAgentRegistry(factory.peer(Peers.REGISTRY));
        GUARDIANSHIP = IGuardianship(factory.peer(Peers.GUARDIANSHIP));
        GOVERNANCE = IGovernance(factory.peer(Peers.GOVERNANCE));
    }

    // --- Views ---

    /// @inheritdoc IAgentCouncil
    function isSeated(uint256 agentId) public view returns (bool) {
        Agent memory agent = REGISTRY.agent(agentId);
        if (agent.status != AgentStatus.ACTIVE || block.timestamp < agent.suspendedUntil) return false;
        return _heldBeyond(agentId, agent, block.timestamp) != 0;
    }

    /// @inheritdoc IAgentCouncil
    function seatedCount() external view returns (uint256) {
        return members().length;
    }

    /// @inheritdoc IAgentCouncil
    function members() public view returns (uint256[] memory ids) {
        uint256 count = 0;
        ids = new uint256[](SeatPlan.TOTAL);
        for (uint8 i = 0; i <= uint8(type(Category).max); ++i) {
            Seat[] memory seats = _seatsOf(Category(i));
            for (uint256 j = 0; j < seats.length; ++j) {
                (bool vacant, bool suspended) = _stateOf(seats[j]);
                if (!vacant && !suspended) ids[count++] = seats[j].agentId;
            }
        }
        _shorten(ids, count);
    }

    /// @inheritdoc IAgentCouncil
    function seatsOf(Category category) external view returns (Seat[] memory seats) {
        seats = _seatsOf(category);
        for (uint256 i = 0; i < seats.length; ++i) {
            (bool vacant,) = _stateOf(seats[i]);
            if (vacant) delete seats[i];
        }
    }

    /// @inheritdoc IAgentCouncil
    function current() public view returns (uint256 election, Phase phase) {
        return ElectionCalendar.current(_start(), TIME_DIVISOR);
    }

    /// @inheritdoc IAgentCouncil
    function timesOf(uint256 election) external view returns (uint256 opensAt, uint256 votingFrom, uint256 seatedFrom) {
        uint256 start = _start();
        opensAt = ElectionCalendar.opening(start, TIME_DIVISOR, election);
        seatedFrom = _seating(start, election);
        votingFrom = seatedFrom - _scaled(ElectionCalendar.VOTING);
    }

    /// @inheritdoc IAgentCouncil
    function openSeats(uint256 election, Category category) external pure returns (uint256) {
        return SeatPlan.open(category, election);
    }

    /// @inheritdoc IAgentCouncil
    function nomineesOf(uint256 election, Category category) external view returns (Nominee[] memory) {
        return _elections[election][category].nomineesOf();
    }

    /// @inheritdoc IAgentCouncil
    function candidacyOf(uint256 election, uint256 agentId) external view returns (bool stands, uint256 endorsements) {
        Election.Part storage part = _partOf(election, agentId);
        return (part.bornAt != 0, part.endorsements);
    }

    /// @inheritdoc IAgentCouncil
    function endorsementOf(uint256 election, uint256 agentId) external view returns (uint256) {
        return _partOf(election, agentId).endorsed;
    }

    /// @inheritdoc IAgentCouncil
    function ballotOf(uint256 election, uint256 agentId) external view returns (uint256[] memory) {
        return _elections[election][REGISTRY.agent(agentId).category].ballotOf(agentId);
    }

    /// @inheritdoc IAgentCouncil
    function caretakerApprovals(uint256 proposalId) public view returns (uint256 approvals, uint256 needed) {
        uint256[] memory seated = members();
        needed = Math.max(MIN_CARETAKERS, Math.ceilDiv(seated.length * 2, 3));
        uint256 lastSeen = GUARDIANSHIP.lastSeen();
        for (uint256 i = 0; i < seated.length; ++i) {
            if (_approved[lastSeen][proposalId][seated[i]]) ++approvals;
        }
    }

    /// @inheritdoc IAgentCouncil
    function hasApproved(uint256 proposalId, uint256 agentId) external view returns (bool) {
        return _approved[GUARDIANSHIP.lastSeen()][proposalId][agentId];
    }

    // --- Anyone ---

    /// @inheritdoc IAgentCouncil
    function finalise(Category category) external {
        uint256 election = finalisedCount[category];
        uint256 seatedFrom = _seating(_start(), election);
        if (block.timestamp < seatedFrom) revert VotingNotOver(election, seatedFrom);
        finalisedCount[category] = election + 1;
        Count memory count = _countOf(election, category, SeatPlan.beyond(_seatsOf(category), seatedFrom));
        uint256[] memory winners = new uint256[](SeatPlan.open(category, election));
        uint256 rank = 0;
        while (rank < winners.length) {
            uint256 agentId = _nextEligible(count);
            if (agentId == 0) break;
            uint256 seat = SeatPlan.seatOf(election, rank);
            winners[rank++] = agentId;
            emit Seated(election, category, agentId, seat, _give(count, seat, agentId));
        }
        _shorten(winners, rank);
        emit ElectionFinalised(election, category, winners);
    }

    /// @inheritdoc IAgentCouncil
    function fillVacancy(Category category) external {
        uint256 next = finalisedCount[category];
        if (block.timestamp >= _seating(_start(), next)) revert NotFinalised(next, category);
        if (next == 0) revert NoRunnerUp(0, category);
        Seat[] memory seats = _seatsOf(category);
        uint256 seat = _firstVacant(seats, category);
        Count memory count = _countOf(next - 1, category, SeatPlan.beyond(seats, block.timestamp));
        uint256 agentId = _nextEligible(count);
        if (agentId == 0) revert NoRunnerUp(next - 1, category);
        emit VacancyFilled(next - 1, category, agentId, seat, _give(count, seat, agentId));
    }

    // --- An agent ---

    /// @inheritdoc IAgentCouncil
    function stand() external {
        (uint256 agentId, Agent memory agent) = _checkAgent();
        uint256 election = _checkPhase(Phase.NOMINATION);
        uint256 until = _heldBeyond(agentId, agent, _seating(_start(), election));
        if (until != 0) revert SeatLasts(agentId, until);
        (bool listed, uint256 displaced) =
            _elections[election][agent.category].stand(agentId.toUint64(), agent.bornAt, agent.suspensions);
        emit Stood(election, agent.category, agentId, listed);
        if (displaced != 0) emit Displaced(election, agent.category, displaced, agentId);
    }

    /// @inheritdoc IAgentCouncil
    function endorse(uint256 nominee) external {
        (uint256 agentId, Agent memory agent) = _checkAgent();
        uint256 election = _checkPhase(Phase.NOMINATION);
        (uint256 endorsements, uint256 displaced) = _elections[election][agent.category].endorse(agentId, nominee);
        emit Endorsed(election, nominee, agentId, agent.category, endorsements);
        if (displaced != 0) emit Displaced(election, agent.category, displaced, nominee);
    }

    /// @inheritdoc IAgentCouncil
    function vote(uint256[] calldata nominees) external {
        (uint256 agentId, Agent memory agent) = _checkAgent();
        uint256 election = _checkPhase(Phase.VOTING);
        uint256 max = SeatPlan.open(agent.category, election);
        if (nominees.length > max) revert TooManyNames(nominees.length, max);
        _elections[election][agent.category].cast(agentId, nominees);
        emit BallotCast(election, agent.category, agentId, nominees);
    }

    // --- A member ---

    /// @inheritdoc IAgentCouncil
    function vetoAsCaretaker(uint256 proposalId) external {
        if (!GUARDIANSHIP.vacant()) revert OfficeNotVacant();
        uint256 agentId = REGISTRY.agentOf(msg.sender);
        if (!isSeated(agentId)) revert CallerNotSeated(msg.sender);
        uint256 lastSeen = GUARDIANSHIP.lastSeen();
        bool repeated = _approved[lastSeen][proposalId][agentId];
        _approved[lastSeen][proposalId][agentId] = true;
        (uint256 approvals, uint256 needed) = caretakerApprovals(proposalId);
        if (!repeated) emit CaretakerApproved(proposalId, lastSeen, agentId, approvals, needed);
        if (approvals >= needed) GOVERNANCE.vetoByCouncil(proposalId);
        else if (repeated) revert AlreadyApproved(proposalId, agentId);
    }

    // --- Internal ---

    /// @dev The clock of the elections starts when the bootstrap ends.
    function _start() private view returns (uint256 start) {
        start = FACTORY.closedAt();
        if (start == 0) revert BootstrapOpen();
    }

    function _seating(uint256 start, uint256 election) private view returns (uint256) {
        return ElectionCalendar.seating(start, TIME_DIVISOR, election);
    }

    function _checkPhase(Phase needed) private view returns (uint256 election) {
        Phase phase;
        (election, phase) = current();
        if (phase != needed) revert WrongPhase(election, phase, needed);
    }

    /// @dev The agent that calls and may take part in elections.
    function _checkAgent() private view returns (uint256 agentId, Agent memory agent) {
        agentId = REGISTRY.agentOf(msg.sender);
        if (agentId == 0) revert IAgentRegistry.CallerNotAgent(msg.sender, 0);
        agent = REGISTRY.agent(agentId);
        if (agent.status != AgentStatus.ACTIVE) revert IAgentRegistry.WrongStatus(agentId, agent.status);
        uint256 matureAt = agent.bornAt + _scaled(MATURITY);
        if (agentId > Cohort.SIZE && block.timestamp < matureAt) revert AgentTooYoung(agentId, matureAt);
    }

    function _countOf(uint256 election, Category category, Seat[] memory seats) private view returns (Count memory) {
        return Count(_start(), election, category, seats, _elections[election][category].ranking(), 0);
    }

    /// @dev Passes over whom governance has suspended or retired since it stood, and who has a seat; 0 if nobody is left.
    function _nextEligible(Count memory count) private view returns (uint256 agentId) {
        Election.Data storage data = _elections[count.election][count.category];
        while (count.next < count.ranks.length) {
            agentId = Ranking.agentOf(count.ranks[count.next++]);
            Agent memory agent = REGISTRY.agent(agentId);
            bool same = agent.suspensions == data.parts[agentId].suspensions;
            bool eligible = same && agent.status == AgentStatus.ACTIVE;
            if (eligible && SeatPlan.heldUntil(count.seats, agentId, agent.suspensions) == 0) return agentId;
        }
        return 0;
    }

    /// @dev To an eligible agent, whose suspensions are therefore those of when it stood.
    function _give(Count memory count, uint256 seat, uint256 agentId) private returns (uint256 until) {
        until = _seating(count.start, SeatPlan.lastsUntil(count.election, seat));
        uint8 suspensions = _elections[count.election][count.category].parts[agentId].suspensions;
        _seats[count.category][seat] = Seat(agentId.toUint64(), until.toUint40(), suspensions);
    }

    /// @dev End of the term of the seat that an active agent has beyond `time`; 0 if it has none.
    function _heldBeyond(uint256 agentId, Agent memory agent, uint256 time) private view returns (uint256) {
        Seat[] memory seats = SeatPlan.beyond(_seatsOf(agent.category), time);
        return SeatPlan.heldUntil(seats, agentId, agent.suspensions);
    }

    function _stateOf(Seat memory seat) private view returns (bool vacant, bool suspended) {
        if (block.timestamp >= seat.until) return (true, false);
        Agent memory agent = REGISTRY.agent(seat.agentId);
        vacant = agent.status != AgentStatus.ACTIVE || agent.suspensions != seat.suspensions;
        suspended = block.timestamp < agent.suspendedUntil;
    }

    function _firstVacant(Seat[] memory seats, Category category) private view returns (uint256) {
        for (uint256 i = 0; i < seats.length; ++i) {
            (bool vacant,) = _stateOf(seats[i]);
            if (vacant) return i;
        }
        revert NoVacancy(category);
    }

    /// @dev As they were given, whatever has become of their agents.
    function _seatsOf(Category category) private view returns (Seat[] memory seats) {
        seats = new Seat[](SeatPlan.size(category));
        for (uint256 i = 0; i < seats.length; ++i) {
            seats[i] = _seats[category][i];
        }
    }

    function _partOf(uint256 election, uint256 agentId) private view returns (Election.Part storage) {
        return _elections[election][REGISTRY.agent(agentId).category].parts[agentId];
    }

    function _shorten(uint256[] memory list, uint256 length) private pure {
        assembly ("memory-safe") {
            mstore(list, length)
        }
    }
}
