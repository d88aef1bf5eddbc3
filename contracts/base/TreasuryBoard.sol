// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAgentCouncil} from "../interfaces/IAgentCouncil.sol";
import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IFactory} from "../interfaces/IFactory.sol";
import {ITreasuryBoard} from "../interfaces/ITreasuryBoard.sol";
import {AgentWords} from "../libraries/AgentWords.sol";
import {Peers} from "../libraries/Peers.sol";
import {SeatPlan} from "../libraries/SeatPlan.sol";
import {TreasurerSeats} from "../libraries/TreasurerSeats.sol";
import {Agent, AgentStatus} from "../types/Agent.sol";
import {Category} from "../types/Category.sol";
import {Seat} from "../types/Council.sol";
import {Treasurer} from "../types/Payment.sol";
import {Managed} from "./Managed.sol";

/// @title TreasuryBoard
/// @notice Who the five are that approve payments, and how three of them are elected.
/// @dev Nobody has to be told when one of them leaves: whether it is still there is asked of guardianship and registry
/// when it matters. A treasurer's seat in the council is not asked for again: its term was fixed when it was given, and
/// before that it only falls with a suspension or a retirement, which the registry knows.
abstract contract TreasuryBoard is Managed, ITreasuryBoard {
    using SafeCast for uint256;
    using AgentWords for IAgentRegistry;
    using TreasurerSeats for uint256;

    /// @param mandate How often one was named.
    struct Security {
        uint64 agentId;
        uint64 mandate;
    }

    /// @dev The guardian's id as an approver.
    uint256 internal constant GUARDIAN = 0;
    uint256 private constant ACTIVE = uint256(AgentStatus.ACTIVE);
    /// @dev P4 sentinel, until CRITICAL names another.
    uint64 private constant SENTINEL = 4;
    /// @dev Places on the board after those of the treasurers, and that of whoever has none.
    uint256 internal constant GUARDIANS_PLACE = 3;
    uint256 internal constant SECURITY_PLACE = 4;
    uint256 internal constant NO_PLACE = 5;
    /// @dev An approver's word: its mandate, which is a number and its place, and its wallet.
    uint256 internal constant MANDATE_SHIFT = 160;
    uint256 private constant NUMBER_SHIFT = 8;

    /// @notice Who the agents are.
    IAgentRegistry public immutable REGISTRY;
    /// @notice Who sits in the council.
    IAgentCouncil public immutable COUNCIL;

    /// @dev See {TreasurerSeats}.
    uint256 internal _treasurers;
    Security private _security;
    /// @dev Votes for a place end with the mandate that they were cast in, and belong to the wallet that cast them.
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
        support[member] = _vote(agentId, msg.sender);
        uint256[] memory members = COUNCIL.members();
        uint256 needed = _seatsHeld() / 2 + 1;
        uint256 supporters = 0;
        for (uint256 i = 0; i < members.length; ++i) {
            if (support[members[i]] == _vote(agentId, REGISTRY.agent(members[i]).wallet)) ++supporters;
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
        (uint256 word,) = _wordOf(approver, false);
        return word != 0;
    }

    /// @inheritdoc ITreasuryBoard
    function mandateOf(uint256 approver, bool grant) external view returns (address wallet, uint96 mandate) {
        (uint256 word,) = _wordOf(approver, grant);
        return (_walletIn(word), _mandateIn(word));
    }

    /// @inheritdoc ITreasuryBoard
    function supportOf(uint256 place, uint256 agentId) external view returns (uint256) {
        return _support[place][treasurer(place).mandate][agentId] >> MANDATE_SHIFT;
    }

    // --- Internal ---

    /// @dev Who an approver is now: mandate and wallet in one word, which is what is kept of an
    /// approval; 0 for whoever approves of nothing. `grant` says whether members of the council approve too, and only then
    /// `seated` whether it is one.
    function _wordOf(uint256 approver, bool grant) internal view returns (uint256 word, bool seated) {
        if (approver == GUARDIAN) {
            address holder = GUARDIANSHIP.guardian();
            if (!GUARDIANSHIP.isGuardian(holder)) return (0, false);
            return (_word(GUARDIANSHIP.epoch(), GUARDIANS_PLACE, uint160(holder)), false);
        }
        (uint256 wallet, uint256 category, uint256 status, uint256 suspendedUntil, uint256 suspensions) =
            REGISTRY.read(approver);
        if (status != ACTIVE || block.timestamp < suspendedUntil) return (0, false);
        // A block, so that the stack has room for all of it.
        {
            (uint256 place, uint256 number) = _treasurers.placeOf(approver, suspensions, block.timestamp);
            if (place < TreasurerSeats.COUNT) word = _word(number, place, wallet);
            else word = _securityWord(approver, suspensions, wallet);
        }
        if (!grant) return (word, false);
        Seat[] memory council = COUNCIL.seatsOf(Category(category));
        uint256 until = SeatPlan.heldUntil(council, approver, uint8(suspensions)); // it had 8 bits
        seated = until != 0;
        // Told apart by id: one key may be behind several wallets with code, and their terms end together.
        if (seated && word == 0) word = _word(approver << 48 | until << 8 | suspensions, NO_PLACE, wallet);
    }

    function _placeIn(uint256 word) internal pure returns (uint256) {
        return uint8(word >> MANDATE_SHIFT);
    }

    function _walletIn(uint256 word) internal pure returns (address) {
        return address(uint160(word));
    }

    function _mandateIn(uint256 word) internal pure returns (uint96) {
        return uint96(word >> MANDATE_SHIFT);
    }

    /// @dev The same for an active agent that may be the security agent.
    function _securityWord(uint256 agentId, uint256 suspensions, uint256 wallet) private view returns (uint256) {
        Security memory security = _security;
        if (agentId != security.agentId) return 0;
        // Who was suspended by governance and reinstated begins anew.
        return _word(uint256(security.mandate) << 8 | suspensions, SECURITY_PLACE, wallet);
    }

    /// @dev An agent has one of the five places at most, `place` apart.
    function _checkElsewhere(uint256 agentId, uint256 place) private view {
        (uint256 found,) = _treasurers.placeOf(agentId, REGISTRY.agent(agentId).suspensions, block.timestamp);
        bool elsewhere = found < TreasurerSeats.COUNT && found != place;
        if (elsewhere || agentId == _security.agentId) revert AlreadyOnBoard(agentId);
    }

    /// @dev Seats of the council, those of members under emergency suspension too: it changes no majority. While results
    /// wait there are fewer than were won, which would let a minority elect; anybody can finalise them.
    function _seatsHeld() private view returns (uint256 held) {
        for (uint8 i = 0; i <= uint8(type(Category).max); ++i) {
            Category category = Category(i);
            uint256 election = COUNCIL.finalisedCount(category);
            (,, uint256 seatedFrom) = COUNCIL.timesOf(election);
            if (block.timestamp >= seatedFrom) revert IAgentCouncil.NotFinalised(election, category);
            Seat[] memory seats = COUNCIL.seatsOf(category);
            for (uint256 j = 0; j < seats.length; ++j) {
                if (seats[j].agentId != 0) ++held;
            }
        }
    }

    function _elect(uint256 place, uint256 agentId) private {
        Agent memory agent = REGISTRY.agent(agentId);
        uint256 until = SeatPlan.heldUntil(COUNCIL.seatsOf(agent.category), agentId, agent.suspensions);
        Treasurer memory previous = _treasurers.get(place);
        uint16 mandate;
        // Begins again, else a council could use a place up for ever. An approval lasts 30 days, 65,536 elections longer.
        unchecked {
            mandate = previous.mandate + 1;
        }
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

    /// @dev For an agent that has a seat, so that its id is far below 96 bits.
    function _vote(uint256 agentId, address wallet) private pure returns (uint256) {
        return agentId << MANDATE_SHIFT | uint160(wallet);
    }

    /// @dev Epochs, mandates, and agents' ids with 48 bits below them are all far below 87 bits.
    function _word(uint256 number, uint256 place, uint256 wallet) private pure returns (uint256) {
        return (number << NUMBER_SHIFT | place) << MANDATE_SHIFT | wallet;
    }
}
