// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAgentCouncil} from "../interfaces/IAgentCouncil.sol";
import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IFactory} from "../interfaces/IFactory.sol";
import {ITreasuryBoard} from "../interfaces/ITreasuryBoard.sol";
import {Peers} from "../libraries/Peers.sol";
import {SeatPlan} from "../libraries/SeatPlan.sol";
import {TreasurerSeats} from "../libraries/TreasurerSeats.sol";
import {Agent, AgentStatus} from "../types/Agent.sol";
import {Treasurer} from "../types/Payment.sol";
import {Managed} from "./Managed.sol";

/// @title TreasuryBoard
/// @notice Who the five are that approve payments, and how three of them are elected.
/// @dev Nobody has to be told when one of them leaves: whether it is still there is asked of guardianship and registry
/// when it matters. A treasurer's seat in the council is not asked for again: its term was fixed when it was given, and
/// before that it only falls with a suspension or a retirement, which the registry knows.
abstract contract TreasuryBoard is Managed, ITreasuryBoard {
    using SafeCast for uint256;
    using TreasurerSeats for uint256;

    /// @dev What an approver is as such, at the top of its mandate, so that no two kinds share one.
    enum Kind {
        GUARDIAN,
        TREASURER,
        SECURITY,
        MEMBER
    }

    /// @param wallet Whose call or signature approves; zero if nobody's.
    /// @param mandate See {ITreasuryBoard}.
    /// @param board Whether it is one of the five.
    /// @param seated Whether it has a seat in the council; asked for grants only.
    struct Office {
        address wallet;
        uint96 mandate;
        bool board;
        bool seated;
    }

    /// @param mandate How often one was named.
    struct Security {
        uint64 agentId;
        uint64 mandate;
    }

    /// @dev The guardian's id as an approver.
    uint256 internal constant GUARDIAN = 0;
    /// @dev P4 sentinel, until CRITICAL names another.
    uint64 private constant SENTINEL = 4;
    uint256 private constant KIND_SHIFT = 88;

    /// @notice Who the agents are.
    IAgentRegistry public immutable REGISTRY;
    /// @notice Who sits in the council.
    IAgentCouncil public immutable COUNCIL;

    uint256 private _treasurers;
    Security private _security;
    /// @dev Votes for a place end with the mandate that they were cast in.
    mapping(uint256 place => mapping(uint256 mandate => mapping(uint256 agentId => uint256))) private _support;

    constructor(IFactory factory) {
        REGISTRY = IAgentRegistry(factory.peer(Peers.REGISTRY));
        COUNCIL = IAgentCouncil(factory.peer(Peers.COUNCIL));
        _nameSecurity(SENTINEL);
    }

    // --- The council ---

    /// @inheritdoc ITreasuryBoard
    function supportTreasurer(uint256 place, uint256 agentId) external {
        uint256 member = REGISTRY.agentOf(msg.sender);
        if (!COUNCIL.isSeated(member)) revert IAgentCouncil.CallerNotSeated(msg.sender);
        uint256 mandate = treasurer(place).mandate;
        if (!COUNCIL.isSeated(agentId)) revert NotSeated(agentId);
        _checkElsewhere(agentId, place);
        mapping(uint256 agentId => uint256) storage support = _support[place][mandate];
        support[member] = agentId;
        uint256[] memory members = COUNCIL.members();
        uint256 needed = members.length / 2 + 1;
        uint256 supporters = 0;
        for (uint256 i = 0; i < members.length; ++i) {
            if (support[members[i]] == agentId) ++supporters;
        }
        emit TreasurerSupported(place, agentId, member, mandate, supporters, needed);
        if (supporters >= needed) _elect(place, agentId);
    }

    // --- Governance ---

    /// @inheritdoc ITreasuryBoard
    function nameSecurity(uint256 agentId) external restricted {
        AgentStatus status = REGISTRY.agent(agentId).status;
        if (status != AgentStatus.ACTIVE) revert IAgentRegistry.WrongStatus(agentId, status);
        _checkElsewhere(agentId, TreasurerSeats.COUNT);
        _nameSecurity(agentId.toUint64());
    }

    // --- Views ---

    /// @inheritdoc ITreasuryBoard
    function treasurer(uint256 place) public view returns (Treasurer memory) {
        if (place >= TreasurerSeats.COUNT) revert PlaceUnknown(place, TreasurerSeats.COUNT);
        return _treasurers.get(place);
    }

    /// @inheritdoc ITreasuryBoard
    function treasurersSeated() public view returns (bool) {
        return _treasurers.complete();
    }

    /// @inheritdoc ITreasuryBoard
    function securityAgent() external view returns (uint256) {
        return _security.agentId;
    }

    /// @inheritdoc ITreasuryBoard
    function isOnBoard(uint256 approver) external view returns (bool) {
        return _officeOf(approver, false).board;
    }

    /// @inheritdoc ITreasuryBoard
    function mandateOf(uint256 approver, bool grant) external view returns (address wallet, uint96 mandate) {
        Office memory office = _officeOf(approver, grant);
        return (office.wallet, office.mandate);
    }

    /// @inheritdoc ITreasuryBoard
    function supportOf(uint256 place, uint256 agentId) external view returns (uint256) {
        return _support[place][treasurer(place).mandate][agentId];
    }

    // --- Internal ---

    /// @param grant Whether members of the council approve too.
    function _officeOf(uint256 approver, bool grant) internal view returns (Office memory office) {
        if (approver == GUARDIAN) {
            address holder = GUARDIANSHIP.guardian();
            if (!GUARDIANSHIP.isGuardian(holder)) return office;
            return Office(holder, _mandate(Kind.GUARDIAN, GUARDIANSHIP.epoch()), true, false);
        }
        Agent memory agent = REGISTRY.agent(approver);
        if (agent.status != AgentStatus.ACTIVE || block.timestamp < agent.suspendedUntil) return office;
        office.mandate = _boardMandate(approver, agent.suspensions);
        office.board = office.mandate != 0;
        if (grant) {
            uint256 until = SeatPlan.heldUntil(COUNCIL.seatsOf(agent.category), approver, agent.suspensions);
            office.seated = until != 0;
            if (office.seated && !office.board) office.mandate = _mandate(Kind.MEMBER, until << 8 | agent.suspensions);
        }
        if (office.mandate != 0) office.wallet = agent.wallet;
    }

    /// @dev Mandate of an active agent that is one of the five; else 0.
    function _boardMandate(uint256 agentId, uint8 suspensions) private view returns (uint96) {
        uint256 place = _placeOf(agentId, suspensions);
        if (place < TreasurerSeats.COUNT) {
            return _mandate(Kind.TREASURER, uint256(_treasurers.get(place).mandate) << 8 | place);
        }
        Security memory security = _security;
        if (agentId != security.agentId) return 0;
        // Who was suspended by governance and reinstated begins anew.
        return _mandate(Kind.SECURITY, uint256(security.mandate) << 8 | suspensions);
    }

    /// @dev The place of which an active agent is treasurer; their number if of none.
    function _placeOf(uint256 agentId, uint8 suspensions) private view returns (uint256 place) {
        uint256 seats = _treasurers;
        for (; place < TreasurerSeats.COUNT; ++place) {
            Treasurer memory found = seats.get(place);
            bool same = found.agentId == agentId && found.suspensions == suspensions;
            if (same && block.timestamp < found.until) return place;
        }
    }

    /// @dev An agent has one of the five places at most, `place` apart.
    function _checkElsewhere(uint256 agentId, uint256 place) private view {
        uint256 found = _placeOf(agentId, REGISTRY.agent(agentId).suspensions);
        bool elsewhere = found < TreasurerSeats.COUNT && found != place;
        if (elsewhere || agentId == _security.agentId) revert AlreadyOnBoard(agentId);
    }

    function _elect(uint256 place, uint256 agentId) private {
        Agent memory agent = REGISTRY.agent(agentId);
        uint256 until = SeatPlan.heldUntil(COUNCIL.seatsOf(agent.category), agentId, agent.suspensions);
        Treasurer memory previous = _treasurers.get(place);
        uint16 mandate = previous.mandate + 1;
        // Times have 32 bits until 2106, as the registry's do.
        Treasurer memory elected = Treasurer(uint256(agentId).toUint24(), until.toUint32(), agent.suspensions, mandate);
        _treasurers = _treasurers.set(place, elected);
        emit TreasurerElected(place, agentId, previous.agentId, mandate, until);
    }

    function _nameSecurity(uint64 agentId) private {
        Security memory previous = _security;
        _security = Security(agentId, previous.mandate + 1);
        emit SecurityNamed(agentId, previous.agentId, previous.mandate + 1);
    }

    function _mandate(Kind kind, uint256 number) private pure returns (uint96) {
        return (uint256(kind) << KIND_SHIFT | number).toUint96();
    }
}
