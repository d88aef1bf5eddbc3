// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {Roles} from "../../contracts/libraries/Roles.sol";
import {Category} from "../../contracts/types/Category.sol";
import {GuardianBallot, ProposalClass, Tally} from "../../contracts/types/Proposal.sol";
import {GovernanceHandler} from "./handlers/GovernanceHandler.sol";
import {Actors} from "./support/Actors.sol";
import {Count} from "./support/Count.sol";
import {Deployment} from "./support/Deployment.sol";
import {Search} from "./support/Search.sol";
import {vm} from "./support/Vm.sol";
import {World} from "./support/World.sol";

/// @title GovernanceInvariants
/// @notice 13, 18, 19, 21 and 24: the count, the life of a proposal, vetoes, throttles, and who changes the authority.
contract GovernanceInvariants is Search {
    GovernanceHandler private immutable handler;
    uint256[] private _voters = [1, 2, 3, 11, 15, 16, 17, 18, 1247];

    constructor() World(Deployment.protocol()) {
        Deployment.genesis(factory);
        Deployment.releaseAll(factory);
        _delegateCrowd();
        _electCopilots();
        handler = new GovernanceHandler(factory, _voters);
        _handler = address(handler);
    }

    function invariant_governance() external {
        vm.warp(handler.time());
        _demandNone(handler.violation());
        _demand(handler.readAuthority() == handler.authorityState(), "24: the authority changed by itself");
        for (uint64 roleId = Roles.CONSTITUTION; roleId <= Roles.OPERATOR; ++roleId) {
            (bool isMember,) = authority.hasRole(roleId, Actors.called("deployer"));
            _demand(!isMember, "24: the deployer has a role");
        }
        uint256 count = handler.noteCount();
        GovernanceHandler.Note[] memory notes = new GovernanceHandler.Note[](count);
        for (uint256 i = 0; i < count; ++i) {
            notes[i] = handler.noteAt(i);
            _checkProposal(notes[i]);
        }
        _checkThrottles(notes);
    }

    function _checkProposal(GovernanceHandler.Note memory note) private view {
        IGovernor.ProposalState state = governance.state(note.id);
        _demand(state == note.last, "18: a state changed by itself");
        bool done = state == IGovernor.ProposalState.Executed;
        _demand(handler.bell().rings(note.number) == (done ? 1 : 0), "18: executed is what rang, once");
        _demand(!note.vetoed || state == IGovernor.ProposalState.Canceled, "19: vetoed and not canceled");
        _checkTally(note, state);
    }

    function _checkTally(GovernanceHandler.Note memory note, IGovernor.ProposalState state) private view {
        Tally memory tally = ballots.tallyOf(note.id);
        Tally memory noted = handler.tallyOf(note);
        bool same = tally.inFavour == noted.inFavour && tally.against == noted.against
            && tally.abstaining == noted.abstaining && tally.total == noted.total && tally.guardian == noted.guardian;
        _demand(same, "15: counted something else than the ballots");
        ProposalClass class = ballots.classOf(note.id);
        _demand(class == handler.classOf(note.kind), "16: the class changed");
        bool passes = Count.passes(class, noted);
        _demand(passes == ballots.hasPassed(note.id), "13: the count");
        bool decided = state == IGovernor.ProposalState.Succeeded || state == IGovernor.ProposalState.Queued
            || state == IGovernor.ProposalState.Executed;
        if (decided) _demand(passes, "13: passed against the count");
        if (state == IGovernor.ProposalState.Defeated) _demand(!passes, "13: defeated against the count");
        _checkScaled(note.id, noted);
    }

    /// @dev Rounding may level a difference of the raw numbers, never turn it round.
    function _checkScaled(uint256 proposalId, Tally memory tally) private view {
        (uint256 against, uint256 inFavour, uint256 abstaining) = ballots.scaledVotesOf(proposalId);
        uint256 whole = Count.whole(tally.total);
        uint256 rawFor = 49 * tally.inFavour + (tally.guardian == GuardianBallot.FOR ? 51 * whole : 0);
        uint256 rawAgainst = 49 * tally.against + (tally.guardian == GuardianBallot.AGAINST ? 51 * whole : 0);
        _demand(rawFor <= rawAgainst || inFavour >= against, "13: scaled");
        _demand(rawAgainst <= rawFor || against >= inFavour, "13: scaled");
        uint256 guardians = tally.guardian == GuardianBallot.NONE ? 0 : 0.51e18;
        uint256 sum = against + inFavour + abstaining;
        _demand(sum >= guardians && sum - guardians <= 0.49e18, "13: the weights are 51 and 49");
    }

    function _checkThrottles(GovernanceHandler.Note[] memory notes) private pure {
        for (uint256 i = 0; i < notes.length; ++i) {
            uint256 live = 0;
            uint256 recent = 0;
            for (uint256 j = 0; j < notes.length; ++j) {
                if (notes[j].proposer != notes[i].proposer) continue;
                if (notes[j].last <= IGovernor.ProposalState.Active) ++live;
                if (notes[j].madeAt >= notes[i].madeAt && notes[j].madeAt < notes[i].madeAt + 12 hours) ++recent;
            }
            _demand(live <= 1, "21: two live proposals");
            _demand(recent <= 3, "21: four in 12 hours");
        }
    }

    /// @dev Without the archetypes no AMENDMENT reaches its quorum.
    function _delegateCrowd() private {
        address[4] memory delegatees;
        for (uint256 i = 0; i < 4; ++i) {
            delegatees[i] = walletOf(15 + i);
        }
        for (uint256 agentId = 19; agentId <= 1187; ++agentId) {
            vm.prank(Actors.called("agent", agentId));
            token.delegate(delegatees[agentId % 4]);
        }
    }

    /// @dev The council's first election, of three copilots.
    function _electCopilots() private {
        uint256[] memory ballot = new uint256[](3);
        for (uint256 i = 0; i < 3; ++i) {
            ballot[i] = i + 1;
            vm.prank(Actors.called("agent", i + 1));
            council.stand();
        }
        (, uint256 votingFrom, uint256 seatedFrom) = council.timesOf(0);
        vm.warp(votingFrom);
        vm.prank(Actors.called("agent", 1));
        council.vote(ballot);
        vm.warp(seatedFrom);
        council.finalise(Category.COPILOT);
    }
}
