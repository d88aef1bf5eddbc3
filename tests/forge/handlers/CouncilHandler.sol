// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Factory} from "../../../contracts/Factory.sol";
import {Agent, AgentStatus} from "../../../contracts/types/Agent.sol";
import {Category} from "../../../contracts/types/Category.sol";
import {Nominee, Phase, Seat} from "../../../contracts/types/Council.sol";
import {vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title CouncilHandler
/// @notice Elections of the council in every category, and what becomes of its members.
contract CouncilHandler is Handler {
    uint256 private constant CATEGORIES = 5;

    /// @notice The agents that take part.
    uint256[] public cast;

    mapping(uint256 election => mapping(Category category => uint256[])) private _nominees;
    mapping(uint256 election => mapping(Category category => uint256[])) private _electors;
    mapping(uint256 election => mapping(uint256 agentId => uint256[])) private _ballots;
    mapping(uint256 election => mapping(uint256 agentId => bool)) private _voted;
    mapping(uint256 election => mapping(uint256 agentId => uint256)) private _approvals;
    mapping(uint256 election => mapping(uint256 agentId => bool)) private _stands;
    mapping(uint256 election => mapping(uint256 agentId => uint8)) private _suspensionsThen;
    mapping(uint256 election => mapping(uint256 agentId => uint256)) private _endorsed;

    constructor(Factory deployed, uint256[] memory acting) Handler(deployed) {
        cast = acting;
    }

    // --- Agents ---

    function stand(uint256 seed) external timed {
        _reach(Phase.NOMINATION);
        uint256 election = _election();
        for (uint256 i = 0; i < cast.length; ++i) {
            uint256 agentId = cast[(seed % cast.length + i) % cast.length];
            if (_stands[election][agentId] || registry.agent(agentId).status != AgentStatus.ACTIVE) continue;
            if (_stand(election, agentId)) return;
        }
        revert NothingToDo();
    }

    /// @dev A third of those who can.
    function standTogether(uint256 seed) external timed {
        _reach(Phase.NOMINATION);
        uint256 election = _election();
        uint256 count = 0;
        for (uint256 i = seed % 3; i < cast.length; i += 3) {
            if (!_stands[election][cast[i]] && _stand(election, cast[i])) ++count;
        }
        if (count == 0) revert NothingToDo();
    }

    function endorse(uint256 seed, uint256 whom) external timed {
        _reach(Phase.NOMINATION);
        uint256 election = _election();
        for (uint256 i = 0; i < cast.length; ++i) {
            uint256 agentId = cast[(seed % cast.length + i) % cast.length];
            Agent memory agent = registry.agent(agentId);
            if (agent.status != AgentStatus.ACTIVE || _endorsed[election][agentId] != 0) continue;
            uint256[] storage listed = _nominees[election][agent.category];
            if (listed.length == 0 && !_stand(election, agentId)) continue;
            uint256 nominee = listed[whom % listed.length];
            (, uint256 before) = council.candidacyOf(election, nominee);
            vm.prank(agent.wallet);
            try council.endorse(nominee) {
                (, uint256 after_) = council.candidacyOf(election, nominee);
                _expect(after_ == before + 1, "31: an endorsement");
            } catch {
                _expect(false, "31: an endorsement was refused");
            }
            _endorsed[election][agentId] = nominee;
            vm.prank(agent.wallet);
            try council.endorse(nominee) {
                _expect(false, "31: endorsed twice");
            } catch {}
            return;
        }
        revert NothingToDo();
    }

    /// @dev Casts or replaces a ballot.
    function vote(uint256 seed, uint256 names) external timed {
        uint256 election = _polls();
        for (uint256 i = 0; i < cast.length; ++i) {
            if (_vote(election, cast[(seed % cast.length + i) % cast.length], names)) return;
        }
        revert NothingToDo();
    }

    function voteTogether(uint256 names) external timed {
        uint256 election = _polls();
        uint256 count = 0;
        for (uint256 i = names % 3; i < cast.length; i += 3) {
            if (_vote(election, cast[i], uint256(keccak256(abi.encode(names, i))))) ++count;
        }
        if (count == 0) revert NothingToDo();
    }

    /// @dev Somebody else's category, or more names than seats.
    function voteWrongly(uint256 seed) external timed {
        uint256 election = _polls();
        uint256 agentId = cast[seed % cast.length];
        Agent memory agent = registry.agent(agentId);
        Category other = Category((uint8(agent.category) + 1) % CATEGORIES);
        bool many = seed % 2 == 0 || _nominees[election][other].length == 0;
        uint256[] memory names = new uint256[](many ? council.openSeats(election, agent.category) + 1 : 1);
        if (!many) names[0] = _nominees[election][other][0];
        vm.prank(agent.wallet);
        try council.vote(names) {
            _expect(false, "31: a wrong ballot was counted");
        } catch {}
    }

    // --- Anyone ---

    /// @dev The next election of a category, waiting until its vote is over. A second before it is not.
    function finalise(uint256 seed) external timed {
        _finalise(Category(seed % CATEGORIES));
    }

    function finaliseAll() external timed {
        for (uint8 i = 0; i < CATEGORIES; ++i) {
            _finalise(Category(i));
        }
    }

    /// @dev After an election of the copilots or the founders in which more stand than have room, one of them loses its
    /// seat to the runner-up.
    function fillVacancy(uint256 seed) external timed {
        Category category = Category(seed % 2);
        _contest(category);
        Seat[] memory seats = council.seatsOf(category);
        uint256 agentId = seats[seed % seats.length].agentId;
        if (agentId == 0) agentId = seats[0].agentId;
        if (agentId == 0) revert NothingToDo();
        vm.prank(critical);
        registry.suspend(agentId);
        uint256 before = _taken(category);
        council.fillVacancy(category);
        _expect(_taken(category) == before + 1 && !_isIn(category, agentId), "33: a vacancy");
        vm.prank(critical);
        registry.reinstate(agentId);
    }

    // --- Governance and the guardian ---

    /// @dev Of a member, whose seat is vacant at once.
    function suspend(uint256 seed) external timed {
        (uint256 agentId, Category category) = _member(seed);
        vm.prank(critical);
        registry.suspend(agentId);
        _expect(!council.isSeated(agentId) && !_isIn(category, agentId), "33: suspended by governance and seated");
        vm.prank(critical);
        registry.reinstate(agentId);
        _expect(!council.isSeated(agentId) && !_isIn(category, agentId), "33: a reinstatement gave a seat");
    }

    function retire(uint256 seed) external timed {
        (uint256 agentId, Category category) = _member(seed);
        // The archetypes are many enough.
        if (category != Category.ARCHETYPE && seed % 4 != 0) revert NothingToDo();
        vm.prank(critical);
        registry.retire(agentId);
        _expect(!council.isSeated(agentId) && !_isIn(category, agentId), "33: retired and seated");
    }

    /// @dev Of a member, which keeps its seat and can't use it.
    function emergencySuspend(uint256 seed) external timed {
        (uint256 agentId, Category category) = _member(seed);
        address guardian = guardianship.guardian();
        vm.prank(guardian);
        registry.emergencySuspend(agentId);
        _expect(!council.isSeated(agentId) && _isIn(category, agentId), "33: an emergency suspension took a seat");
    }

    // --- Time ---

    function wait(uint256 span) external timed {
        _pass(range(span, 1, 10 days));
    }

    // --- Views ---

    /// @notice The first property of the council that does not hold; empty if all do.
    function broken() external view returns (string memory) {
        uint256[5] memory sizes = [uint256(5), 2, 12, 4, 2];
        uint256 usable = 0;
        for (uint8 i = 0; i < CATEGORIES; ++i) {
            Seat[] memory seats = council.seatsOf(Category(i));
            if (seats.length != sizes[i]) return "33: another number of seats";
            for (uint256 j = 0; j < seats.length; ++j) {
                uint256 agentId = seats[j].agentId;
                if (agentId == 0) continue;
                Agent memory agent = registry.agent(agentId);
                if (agent.category != Category(i)) return "33: a seat of another category";
                if (agent.status != AgentStatus.ACTIVE) return "33: a seat of somebody who is gone";
                if (block.timestamp >= seats[j].until) return "33: a seat whose term is over";
                for (uint256 k = 0; k < j; ++k) {
                    if (seats[k].agentId == agentId) return "33: two seats";
                }
                bool suspended = block.timestamp < agent.suspendedUntil;
                if (council.isSeated(agentId) == suspended) return "33: inactive is suspended";
                if (!suspended) ++usable;
            }
        }
        if (council.members().length != usable || council.seatedCount() != usable) return "33: the members";
        (uint256 election,) = council.current();
        for (uint8 i = 0; i < CATEGORIES; ++i) {
            if (!_isCounted(election, Category(i))) return "31: approvals are not those of the ballots";
        }
        return "";
    }

    // --- Internal ---

    function _stand(uint256 election, uint256 agentId) private returns (bool ok) {
        Agent memory agent = registry.agent(agentId);
        vm.prank(agent.wallet);
        (ok,) = address(council).call(abi.encodeCall(council.stand, ()));
        if (!ok) return false;
        _stands[election][agentId] = true;
        _suspensionsThen[election][agentId] = agent.suspensions;
        _nominees[election][agent.category].push(agentId);
    }

    function _vote(uint256 election, uint256 agentId, uint256 seed) private returns (bool ok) {
        Agent memory agent = registry.agent(agentId);
        uint256[] memory names = _names(election, agent.category, seed);
        vm.prank(agent.wallet);
        (ok,) = address(council).call(abi.encodeCall(council.vote, (names)));
        _expect(ok == (agent.status == AgentStatus.ACTIVE), "31: a ballot was refused, or taken from one who is gone");
        if (!ok) return false;
        uint256[] storage before = _ballots[election][agentId];
        if (!_voted[election][agentId]) {
            _voted[election][agentId] = true;
            _electors[election][agent.category].push(agentId);
        }
        for (uint256 i = 0; i < before.length; ++i) {
            --_approvals[election][before[i]];
        }
        for (uint256 i = 0; i < names.length; ++i) {
            ++_approvals[election][names[i]];
        }
        _ballots[election][agentId] = names;
    }

    /// @dev Some of the nominees, each once.
    function _names(uint256 election, Category category, uint256 seed) private view returns (uint256[] memory names) {
        uint256[] storage listed = _nominees[election][category];
        uint256 most = council.openSeats(election, category);
        if (listed.length < most) most = listed.length;
        names = new uint256[](seed % (most + 1));
        for (uint256 i = 0; i < names.length; ++i) {
            names[i] = listed[((seed >> 8) % listed.length + i) % listed.length];
        }
    }

    /// @dev A whole election of one category, in which all stand that can and name as many as they may.
    function _contest(Category category) private {
        _reach(Phase.NOMINATION);
        uint256 election = _election();
        for (uint256 i = 0; i < cast.length; ++i) {
            if (registry.agent(cast[i]).category == category && !_stands[election][cast[i]]) _stand(election, cast[i]);
        }
        _reach(Phase.VOTING);
        uint256 most = council.openSeats(election, category);
        uint256 listed = _nominees[election][category].length;
        for (uint256 i = 0; i < cast.length; ++i) {
            if (registry.agent(cast[i]).category != category) continue;
            _vote(election, cast[i], (i << 8) + (listed < most ? listed : most) * (i + 1) + i);
        }
        (,, uint256 seatedFrom) = council.timesOf(election);
        vm.warp(seatedFrom);
        _catchUp(category);
    }

    /// @dev Finalises every election whose vote is over.
    function _catchUp(Category category) private {
        (,, uint256 seatedFrom) = council.timesOf(council.finalisedCount(category));
        while (seatedFrom <= block.timestamp) {
            _finalise(category);
            (,, seatedFrom) = council.timesOf(council.finalisedCount(category));
        }
    }

    function _finalise(Category category) private {
        uint256 election = council.finalisedCount(category);
        (,, uint256 seatedFrom) = council.timesOf(election);
        if (block.timestamp < seatedFrom) {
            vm.warp(seatedFrom - 1);
            try council.finalise(category) {
                _expect(false, "31: finalised before the vote was over");
            } catch {}
            vm.warp(seatedFrom);
        }
        Seat[] memory before = council.seatsOf(category);
        council.finalise(category);
        Seat[] memory seats = council.seatsOf(category);
        (,, uint256 next) = council.timesOf(election + 1);
        for (uint256 i = 0; i < seats.length; ++i) {
            uint256 agentId = seats[i].agentId;
            if (agentId == 0 || (agentId == before[i].agentId && seats[i].until == before[i].until)) continue;
            _expect(_stands[election][agentId], "32: a seat for somebody who did not stand");
            _expect(_approvals[election][agentId] != 0, "33: a seat without approvals");
            // Later, a better one may have won a seat whose term is over by now.
            if (block.timestamp < next) _checkBest(election, category, agentId, seats, before);
        }
    }

    /// @dev Whoever has more approvals, or as many and a lower id, has a seat too.
    function _checkBest(uint256 election, Category category, uint256 winner, Seat[] memory seats, Seat[] memory before)
        private
    {
        uint256[] storage nominees = _nominees[election][category];
        uint256 approvals = _approvals[election][winner];
        for (uint256 i = 0; i < nominees.length; ++i) {
            uint256 other = nominees[i];
            Agent memory agent = registry.agent(other);
            bool eligible = agent.status == AgentStatus.ACTIVE && agent.suspensions == _suspensionsThen[election][other];
            uint256 others = _approvals[election][other];
            bool better = others > approvals || (others == approvals && other < winner);
            if (!eligible || !better) continue;
            _expect(_holds(seats, other) || _holds(before, other), "32: a better one has no seat");
        }
    }

    function _holds(Seat[] memory seats, uint256 agentId) private pure returns (bool) {
        for (uint256 i = 0; i < seats.length; ++i) {
            if (seats[i].agentId == agentId) return true;
        }
        return false;
    }

    function _isIn(Category category, uint256 agentId) private view returns (bool) {
        return _holds(council.seatsOf(category), agentId);
    }

    function _taken(Category category) private view returns (uint256 count) {
        Seat[] memory seats = council.seatsOf(category);
        for (uint256 i = 0; i < seats.length; ++i) {
            if (seats[i].agentId != 0) ++count;
        }
    }

    /// @dev An agent that has a seat now; after an election if nobody has one.
    function _member(uint256 seed) private returns (uint256 agentId, Category) {
        uint256[] memory members = council.members();
        if (members.length == 0) {
            uint256 election = _polls();
            for (uint256 i = seed % 4; i < cast.length; i += 4) {
                _vote(election, cast[i], uint256(keccak256(abi.encode(seed, i))));
            }
            (,, uint256 seatedFrom) = council.timesOf(election);
            vm.warp(seatedFrom);
            for (uint8 i = 0; i < CATEGORIES; ++i) {
                _catchUp(Category(i));
            }
            members = council.members();
        }
        if (members.length == 0) revert NothingToDo();
        agentId = members[seed % members.length];
        return (agentId, registry.agent(agentId).category);
    }

    function _election() private view returns (uint256 election) {
        (election,) = council.current();
    }

    /// @dev Waits for a phase of this election, or of the next.
    function _reach(Phase wanted) private {
        (uint256 election, Phase phase) = council.current();
        if (phase == wanted) return;
        (uint256 opensAt, uint256 votingFrom,) = council.timesOf(phase > wanted ? election + 1 : election);
        vm.warp(wanted == Phase.VOTING ? votingFrom : opensAt);
    }

    /// @dev The election that is voted on now: before it a third of all stand.
    function _polls() private returns (uint256 election) {
        (, Phase phase) = council.current();
        if (phase == Phase.REST) _reach(Phase.NOMINATION);
        election = _election();
        (, phase) = council.current();
        if (phase == Phase.NOMINATION) {
            for (uint256 i = election % 3; i < cast.length; i += 3) {
                if (!_stands[election][cast[i]]) _stand(election, cast[i]);
            }
        }
        _reach(Phase.VOTING);
    }

    /// @dev Approvals of an election again from its ballots.
    function _isCounted(uint256 election, Category category) private view returns (bool) {
        Nominee[] memory listed = council.nomineesOf(election, category);
        uint256 approvals = 0;
        for (uint256 i = 0; i < listed.length; ++i) {
            if (listed[i].approvals != _approvals[election][listed[i].agentId]) return false;
            approvals += listed[i].approvals;
        }
        uint256[] storage electors = _electors[election][category];
        uint256 names = 0;
        for (uint256 i = 0; i < electors.length; ++i) {
            names += council.ballotOf(election, electors[i]).length;
        }
        return approvals == names;
    }
}
