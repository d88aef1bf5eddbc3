// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {Factory} from "../../../contracts/Factory.sol";
import {IAuthority} from "../../../contracts/interfaces/IAuthority.sol";
import {Roles} from "../../../contracts/libraries/Roles.sol";
import {GuardianBallot, ProposalClass, SignedBallot, Tally} from "../../../contracts/types/Proposal.sol";
import {Actors} from "../support/Actors.sol";
import {Bell} from "../support/Bell.sol";
import {Count} from "../support/Count.sol";
import {vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title GovernanceHandler
/// @notice Proposals of every class, ballots, vetoes, executions, attacks on them, and changes of guardian.
contract GovernanceHandler is Handler {
    /// @notice What is known of a proposal without asking the governor. `number` is what it rings.
    struct Note {
        uint256 id;
        uint256 number;
        uint256 kind;
        uint256 proposer;
        uint256 madeAt;
        uint256 inFavour;
        uint256 against;
        uint256 abstaining;
        GuardianBallot guardian;
        uint256 guardianEpoch;
        uint256 queuedAt;
        bool vetoed;
        IGovernor.ProposalState last;
    }

    bytes32 private constant BALLOT = keccak256("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)");
    uint256 private constant WINDOW = 12 hours;
    uint256 private constant STEP = 5 days; // shorter than any stage of a proposal, so that none is jumped over
    uint256 private constant KINDS = 5;
    /// @dev The guardian among the proposers, with its epoch; agents are their ids.
    uint256 private constant GUARDIAN = 1e6;

    Bell public immutable bell;
    /// @notice The agents that vote; the first ones have seats in the council.
    uint256[] public voters;
    Note[] internal notes;
    /// @notice How many proposals of each class were executed.
    mapping(ProposalClass class => uint256) public executed;
    /// @notice What the authority said after the last proposal that was executed.
    bytes32 public authorityState;

    mapping(uint256 proposer => uint256[]) private _madeBy;
    mapping(uint256 proposalId => mapping(uint256 agentId => bool)) private _hasVoted;
    mapping(uint256 proposalId => mapping(uint256 epoch => bool)) private _hasGuardianVoted;
    uint256 private _entered;
    bytes4[] private _selectors;

    modifier tracked() {
        vm.warp(time);
        _;
        _track();
        time = block.timestamp;
    }

    constructor(Factory deployed, uint256[] memory voting) Handler(deployed) {
        bell = new Bell();
        voters = voting;
        for (uint256 i = 0; i < voting.length; ++i) {
            _enter("agent", voting[i]);
        }
        bytes4[] memory routine = new bytes4[](1);
        routine[0] = Bell.chime.selector;
        vm.prank(constitutional);
        authority.setTargetFunctionRole(address(bell), routine, Roles.OPERATIONS);
        authorityState = readAuthority();
        vm.deal(address(this), 1 ether);
    }

    // --- Proposers ---

    function proposeRoutine(uint256 seed, uint256 kind) external tracked {
        _proposeRoutine(seed, kind % 2);
    }

    function proposeGravely(uint256 seed, uint256 kind) external tracked {
        kind = range(kind, 2, KINDS - 1);
        if (seed % 2 == 0 && _mayPropose(_office())) return _propose(_office(), _guardian(), kind);
        for (uint256 i = 0; i < voters.length; ++i) {
            uint256 agentId = voters[(seed % voters.length + i) % voters.length];
            if (council.isSeated(agentId) && _mayPropose(agentId)) return _propose(agentId, walletOf(agentId), kind);
        }
        revert NothingToDo();
    }

    /// @dev Whoever has a live proposal, or made three of late, makes no other.
    function proposeTooMany(uint256 seed) external tracked {
        for (uint256 i = 0; i <= voters.length; ++i) {
            uint256 place = (seed % (voters.length + 1) + i) % (voters.length + 1);
            uint256 proposer = place == voters.length ? _office() : voters[place];
            if (_mayPropose(proposer)) continue;
            (address[] memory targets, uint256[] memory values, bytes[] memory datas) = _actions(0, 0);
            vm.prank(_accountOf(proposer));
            try governance.propose(targets, values, datas, string(abi.encode(block.timestamp, ++_entered))) {
                _expect(false, "21: proposed too often");
            } catch {}
            return;
        }
        revert NothingToDo();
    }

    /// @dev An action graver than what its proposer may propose.
    function proposeTooGravely(uint256 seed, uint256 kind) external tracked {
        for (uint256 i = 0; i < voters.length; ++i) {
            uint256 agentId = voters[(seed % voters.length + i) % voters.length];
            if (council.isSeated(agentId) || !_mayPropose(agentId)) continue;
            (address[] memory targets, uint256[] memory values, bytes[] memory datas) =
                _actions(range(kind, 2, KINDS - 1), 0);
            address wallet = walletOf(agentId);
            vm.prank(wallet);
            try governance.propose(targets, values, datas, "grave") {
                _expect(false, "16: an agent without a seat proposed something grave");
            } catch {}
            return;
        }
        revert NothingToDo();
    }

    function cancel(uint256 seed) external tracked {
        Note storage note = _in(seed, IGovernor.ProposalState.Pending);
        (address[] memory targets, uint256[] memory values, bytes[] memory datas, bytes32 hash) =
            governance.proposalDetails(note.id);
        address proposer = governance.proposalProposer(note.id);
        vm.prank(proposer);
        governance.cancel(targets, values, datas, hash);
        note.vetoed = true;
    }

    // --- Voters ---

    function vote(uint256 seed, uint256 voter, uint8 support) external tracked {
        Note storage note = _open(seed);
        for (uint256 i = 0; i < voters.length; ++i) {
            uint256 agentId = voters[(voter % voters.length + i) % voters.length];
            if (_hasVoted[note.id][agentId]) continue;
            return _vote(note, agentId, support % 3);
        }
        revert NothingToDo();
    }

    function voteTogether(uint256 seed, uint8 support) external tracked {
        _voteTogether(_open(seed), support % 3);
    }

    /// @dev The guardian and the collective are of one mind, until the vote ends.
    function carry(uint256 seed) external tracked {
        Note storage note = _open(seed);
        if (!_hasGuardianVoted[note.id][guardianship.epoch()]) _voteAsGuardian(note, 1);
        _voteTogether(note, 1);
        _passTo(governance.proposalDeadline(note.id) + 1);
    }

    /// @dev A batch with a ballot twice and a forged one.
    function voteBySignature(uint256 seed, uint256 voter, uint8 support) external tracked {
        Note storage note = _open(seed);
        support = support % 3;
        for (uint256 i = 0; i < voters.length; ++i) {
            uint256 agentId = voters[(voter % voters.length + i) % voters.length];
            if (_hasVoted[note.id][agentId] || _weightOf(note, agentId) == 0) continue;
            uint256 counted = ballots.castVotesBySig(note.id, _batch(note.id, walletOf(agentId), support));
            _expect(counted == 1, "23: a batch counted something else");
            return _noteVote(note, agentId, support, _weightOf(note, agentId));
        }
        revert NothingToDo();
    }

    function voteAsGuardian(uint256 seed, uint8 support) external tracked {
        uint256 epoch = guardianship.epoch();
        Note storage note = _open(seed);
        if (_hasGuardianVoted[note.id][epoch]) revert NothingToDo();
        _voteAsGuardian(note, support % 3);
    }

    function voteTwice(uint256 seed, uint256 voter, uint8 support) external tracked {
        Note storage note = _open(seed);
        uint256 agentId = voters[voter % voters.length];
        if (!_hasVoted[note.id][agentId]) _vote(note, agentId, uint256(support) % 2);
        address wallet = walletOf(agentId);
        vm.prank(wallet);
        try governance.castVote(note.id, support % 3) {
            _expect(false, "15: voted twice");
        } catch {}
    }

    function delegate(uint256 from, uint256 to) external tracked {
        address delegator = walletOf(voters[from % voters.length]);
        address delegatee = walletOf(voters[to % voters.length]);
        vm.prank(delegator);
        token.delegate(delegatee);
    }

    // --- Anyone ---

    /// @dev What has passed, waiting for its deadline first.
    function queue(uint256 seed) external tracked {
        _queue(seed);
    }

    /// @dev What is queued, or will be, waiting until it may be executed first. A second before it may not.
    function execute(uint256 seed) external tracked {
        (bool found, uint256 place) = _find(seed, IGovernor.ProposalState.Queued);
        Note storage note = found ? notes[place] : _queue(seed);
        (, uint256[] memory values,) = _actions(note.kind, note.number);
        uint256 value = values[values.length - 1];
        uint256 due = note.queuedAt + Count.delay(_classOf(note.kind), tallyOf(note));
        if (block.timestamp < due) {
            _passTo(due - 1);
            try governance.execute{value: value}(note.id) {
                _expect(false, "17: executed before its time");
            } catch {}
            _passTo(due);
        }
        if (note.last != IGovernor.ProposalState.Queued) revert NothingToDo();
        bytes32 before = readAuthority();
        governance.execute{value: value}(note.id);
        authorityState = readAuthority();
        _expect(note.kind == 1 || note.kind == 4 || authorityState == before, "24: a proposal changed the authority");
        ++executed[_classOf(note.kind)];
        _expect(bell.rings(note.number) == 1, "18: rang something else than once");
        _expect(bell.ringer(note.number) == (note.kind < 2 ? operations : critical), "16: another executor");
    }

    /// @dev What is final stays so, whoever tries to queue or execute it.
    function revive(uint256 seed) external tracked {
        uint256 count = notes.length;
        for (uint256 i = 0; i < count; ++i) {
            Note storage note = notes[(seed % count + i) % count];
            if (!isFinal(note.last)) continue;
            try governance.queue(note.id) {
                _expect(false, "18: queued what was final");
            } catch {}
            try governance.execute{value: note.kind == 3 ? 1 : 0}(note.id) {
                _expect(false, "18: executed what was final");
            } catch {}
            return;
        }
        revert NothingToDo();
    }

    /// @dev Nobody but the executors gets anywhere with the authority.
    function attackAuthority(uint256 seed, uint256 what) external tracked {
        address[7] memory attackers = [
            _guardian(),
            walletOf(voters[seed % voters.length]),
            Actors.called("deployer"),
            registrar,
            attestor,
            Actors.called("recovery"),
            address(governance)
        ];
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = Bell.strike.selector;
        bytes[7] memory attacks = [
            abi.encodeCall(IAccessManager.grantRole, (uint64(seed % 7), attackers[seed % 7], 0)),
            abi.encodeCall(IAccessManager.revokeRole, (uint64(3 + seed % 3), registrar)),
            abi.encodeCall(IAccessManager.setTargetFunctionRole, (address(bell), selectors, Roles.OPERATIONS)),
            abi.encodeCall(IAccessManager.setRoleAdmin, (Roles.REGISTRAR, Roles.REGISTRAR)),
            abi.encodeCall(IAccessManager.setTargetClosed, (address(token), true)),
            abi.encodeCall(IAccessManager.updateAuthority, (address(token), attackers[0])),
            abi.encodeCall(IAuthority.handOver, (address(governance)))
        ];
        vm.prank(attackers[seed % 7]);
        (bool ok,) = address(authority).call(attacks[what % 7]);
        _expect(!ok, "24: somebody changed the authority");
    }

    // --- The guardian ---

    function veto(uint256 seed) external tracked {
        uint256 count = notes.length;
        for (uint256 i = 0; i < count; ++i) {
            Note storage note = notes[(seed % count + i) % count];
            if (isFinal(note.last)) continue;
            vm.prank(_guardian());
            governance.veto(note.id, bytes32(seed));
            note.vetoed = true;
            return;
        }
        revert NothingToDo();
    }

    function vetoUpTo(uint256 seed) external tracked {
        uint256 count = notes.length;
        if (count == 0) revert NothingToDo();
        // Rather a low one, so that something is left.
        uint256 index = seed % count / (1 + seed % 3);
        vm.prank(_guardian());
        governance.vetoUpTo(index, bytes32(seed));
        for (uint256 i = 0; i < count; ++i) {
            IGovernor.ProposalState state = governance.state(notes[i].id);
            if (i > index) _expect(state == notes[i].last, "19: a watermark took one above it");
            else if (!isFinal(notes[i].last)) notes[i].vetoed = true;
        }
    }

    /// @dev Whoever is not the guardian vetoes nothing, the next one in the second of its acceptance included.
    function changeGuardian(uint256 seed) external tracked {
        address candidate = _enter("guardian", ++_entered + 1);
        address previous = _guardian();
        vm.prank(previous);
        guardianship.proposeRotation(candidate);
        _passTo(block.timestamp + 7 days);
        vm.prank(candidate);
        guardianship.acceptRotation();
        if (notes.length != 0) {
            uint256 proposalId = notes[seed % notes.length].id;
            vm.prank(candidate);
            try governance.veto(proposalId, 0) {
                _expect(false, "28: used the office in the second in which it was taken");
            } catch {}
            vm.prank(previous);
            try governance.veto(proposalId, 0) {
                _expect(false, "19: a former guardian vetoed");
            } catch {}
        }
        _pass(1);
    }

    // --- Time ---

    function wait(uint256 span) external tracked {
        _pass(range(span, 1, STEP));
    }

    /// @dev To the next edge of a proposal, or a second beyond it.
    function waitFor(uint256 seed) external tracked {
        uint256 count = notes.length;
        for (uint256 i = 0; i < count; ++i) {
            Note storage note = notes[(seed % count + i) % count];
            if (isFinal(note.last)) continue;
            uint256 edge = governance.proposalSnapshot(note.id);
            if (note.last == IGovernor.ProposalState.Active) edge = governance.proposalDeadline(note.id);
            if (note.last >= IGovernor.ProposalState.Succeeded) edge = governance.expiryOf(note.id);
            return _passTo(edge + seed % 2);
        }
        revert NothingToDo();
    }

    // --- Views ---

    function noteCount() external view returns (uint256) {
        return notes.length;
    }

    function noteAt(uint256 index) external view returns (Note memory) {
        return notes[index];
    }

    /// @notice What must have been counted of a proposal.
    function tallyOf(Note memory note) public view returns (Tally memory tally) {
        (tally.inFavour, tally.against, tally.abstaining) = (note.inFavour, note.against, note.abstaining);
        tally.guardian = note.guardian;
        uint256 ended = guardianship.startedAt(note.guardianEpoch + 1);
        if (ended != 0 && ended <= governance.proposalDeadline(note.id)) tally.guardian = GuardianBallot.NONE;
        uint256 snapshot = governance.proposalSnapshot(note.id);
        if (snapshot < block.timestamp) tally.total = token.getPastTotalSupply(snapshot);
    }

    function classOf(uint256 kind) external pure returns (ProposalClass) {
        return _classOf(kind);
    }

    function isFinal(IGovernor.ProposalState state) public pure returns (bool) {
        return state == IGovernor.ProposalState.Canceled || state == IGovernor.ProposalState.Defeated
            || state == IGovernor.ProposalState.Expired || state == IGovernor.ProposalState.Executed;
    }

    /// @notice Who may do what, as the authority says.
    function readAuthority() public view returns (bytes32 digest) {
        address[5] memory accounts =
            [registrar, attestor, Actors.called("provisioner"), Actors.called("deployer"), _guardian()];
        for (uint64 roleId = Roles.CONSTITUTION; roleId <= Roles.OPERATOR; ++roleId) {
            digest = keccak256(abi.encode(digest, authority.getRoleAdmin(roleId), authority.getRoleGrantDelay(roleId)));
            for (uint256 i = 0; i < accounts.length; ++i) {
                (bool isMember,) = authority.hasRole(roleId, accounts[i]);
                digest = keccak256(abi.encode(digest, isMember));
            }
        }
        digest = keccak256(
            abi.encode(
                digest,
                authority.getTargetFunctionRole(address(bell), Bell.strike.selector),
                authority.getTargetFunctionRole(address(cap), cap.setHumanCap.selector),
                authority.getTargetFunctionRole(address(treasury), treasury.reward.selector),
                authority.getTargetFunctionRole(address(registry), registry.retire.selector),
                authority.isTargetClosed(address(token)),
                authority.getTargetAdminDelay(address(token))
            )
        );
    }

    // --- Internal ---

    function _proposeRoutine(uint256 seed, uint256 kind) private {
        for (uint256 i = 0; i < voters.length; ++i) {
            uint256 agentId = voters[(seed % voters.length + i) % voters.length];
            if (_mayPropose(agentId)) return _propose(agentId, walletOf(agentId), kind);
        }
        revert NothingToDo();
    }

    function _propose(uint256 proposer, address account, uint256 kind) private {
        uint256 number = notes.length + 1;
        (address[] memory targets, uint256[] memory values, bytes[] memory datas) = _actions(kind, number);
        vm.prank(account);
        uint256 id = governance.propose(targets, values, datas, string(abi.encode(number)));
        _expect(ballots.classOf(id) == _classOf(kind), "16: another class");
        Note storage note = notes.push();
        (note.id, note.number, note.kind, note.proposer, note.madeAt) = (id, number, kind, proposer, block.timestamp);
        _madeBy[proposer].push(notes.length - 1);
    }

    /// @dev What a kind of proposal does.
    function _actions(uint256 kind, uint256 number)
        private
        view
        returns (address[] memory targets, uint256[] memory values, bytes[] memory datas)
    {
        uint256 length = kind == 0 || kind == 2 ? 1 : 2;
        (targets, values, datas) = (new address[](length), new uint256[](length), new bytes[](length));
        targets[0] = address(bell);
        datas[0] = kind < 2 ? abi.encodeCall(Bell.chime, number) : abi.encodeCall(Bell.strike, number);
        if (kind == 1) {
            targets[1] = address(authority);
            datas[1] = abi.encodeCall(IAccessManager.grantRole, (Roles.PROVISIONER, address(uint160(number)), 0));
        }
        if (kind == 3) (targets[1], values[1]) = (address(bell), 1);
        if (kind == 4) {
            targets[1] = address(authority);
            datas[1] = abi.encodeCall(IAccessManager.setTargetAdminDelay, (address(token), uint32(number)));
        }
    }

    function _classOf(uint256 kind) private pure returns (ProposalClass) {
        if (kind < 2) return ProposalClass.STANDARD;
        return kind == 4 ? ProposalClass.AMENDMENT : ProposalClass.CRITICAL;
    }

    function _office() private view returns (uint256) {
        return GUARDIAN + guardianship.epoch();
    }

    function _accountOf(uint256 proposer) private view returns (address) {
        return proposer > GUARDIAN ? _guardian() : walletOf(proposer);
    }

    /// @dev By what is noted: no live one, and fewer than three within 12 hours.
    function _mayPropose(uint256 proposer) private view returns (bool) {
        uint256[] storage made = _madeBy[proposer];
        uint256 count = made.length;
        if (count == 0) return true;
        IGovernor.ProposalState last = notes[made[count - 1]].last;
        if (last == IGovernor.ProposalState.Pending || last == IGovernor.ProposalState.Active) return false;
        return count < 3 || block.timestamp >= notes[made[count - 3]].madeAt + WINDOW;
    }

    /// @dev Whoever had no units at the snapshot can't vote.
    function _vote(Note storage note, uint256 agentId, uint256 support) private {
        address wallet = walletOf(agentId);
        uint256 expected = _weightOf(note, agentId);
        vm.prank(wallet);
        try governance.castVote(note.id, uint8(support)) returns (uint256 weight) {
            _expect(expected != 0, "15: a ballot without weight");
            _expect(weight == expected, "15: another weight than that of the snapshot");
        } catch {
            return _expect(expected == 0, "15: a ballot with weight was refused");
        }
        _noteVote(note, agentId, support, expected);
    }

    function _weightOf(Note storage note, uint256 agentId) private view returns (uint256) {
        return token.getPastVotes(walletOf(agentId), governance.proposalSnapshot(note.id));
    }

    /// @dev The signed ballot, twice, behind one that says something else than what was signed.
    function _batch(uint256 proposalId, address wallet, uint8 support)
        private
        view
        returns (SignedBallot[] memory batch)
    {
        uint256 nonce = governance.nonces(wallet, uint192(proposalId));
        bytes32 message = keccak256(abi.encode(BALLOT, proposalId, support, wallet, nonce));
        bytes memory signature = _sign(wallet, _digest("BlackRoad Governance", "1.0.0", address(governance), message));
        batch = new SignedBallot[](3);
        batch[0] = SignedBallot(wallet, (support + 1) % 3, signature);
        (batch[1], batch[2]) = (SignedBallot(wallet, support, signature), SignedBallot(wallet, support, signature));
    }

    /// @dev Three out of four who have not voted yet are for it.
    function _voteTogether(Note storage note, uint256 support) private {
        for (uint256 i = 0; i < voters.length; ++i) {
            if (!_hasVoted[note.id][voters[i]]) _vote(note, voters[i], i % 4 == 0 ? support : 1);
        }
    }

    function _voteAsGuardian(Note storage note, uint8 support) private {
        uint256 epoch = guardianship.epoch();
        vm.prank(_guardian());
        governance.castVote(note.id, support);
        (note.guardian, note.guardianEpoch) = (GuardianBallot(support + 1), epoch);
        _hasGuardianVoted[note.id][epoch] = true;
    }

    function _noteVote(Note storage note, uint256 agentId, uint256 support, uint256 weight) private {
        _hasVoted[note.id][agentId] = true;
        if (support == 0) note.against += weight;
        else if (support == 1) note.inFavour += weight;
        else note.abstaining += weight;
    }

    /// @dev A proposal that can be voted on: waiting for its vote to begin, or made, if there is none.
    function _open(uint256 seed) private returns (Note storage note) {
        uint256 count = notes.length;
        for (uint256 i = 0; i < count; ++i) {
            note = notes[(seed % count + i) % count];
            if (note.last == IGovernor.ProposalState.Active) return note;
        }
        (bool found, uint256 place) = _find(seed, IGovernor.ProposalState.Pending);
        if (!found) {
            place = notes.length;
            _proposeRoutine(seed, seed % 2);
        }
        note = notes[place];
        _passTo(governance.proposalSnapshot(note.id) + 1);
    }

    function _in(uint256 seed, IGovernor.ProposalState state) private view returns (Note storage) {
        (bool found, uint256 place) = _find(seed, state);
        if (!found) revert NothingToDo();
        return notes[place];
    }

    function _find(uint256 seed, IGovernor.ProposalState state) private view returns (bool found, uint256 place) {
        uint256 count = notes.length;
        for (uint256 i = 0; i < count; ++i) {
            place = (seed % count + i) % count;
            if (notes[place].last == state) return (true, place);
        }
    }

    function _queue(uint256 seed) private returns (Note storage note) {
        uint256 count = notes.length;
        for (uint256 i = 0; i < count; ++i) {
            note = notes[(seed % count + i) % count];
            bool open = note.last == IGovernor.ProposalState.Active && ballots.hasPassed(note.id);
            if (!open && note.last != IGovernor.ProposalState.Succeeded) continue;
            if (open) _passTo(governance.proposalDeadline(note.id) + 1);
            governance.queue(note.id);
            note.queuedAt = block.timestamp;
            _track();
            return note;
        }
        revert NothingToDo();
    }

    function _passTo(uint256 at) private {
        while (block.timestamp + STEP < at) {
            _pass(STEP);
            _track();
        }
        if (block.timestamp < at) vm.warp(at);
        _track();
    }

    /// @dev Follows every proposal along the allowed edges.
    function _track() private {
        for (uint256 i = 0; i < notes.length; ++i) {
            Note storage note = notes[i];
            IGovernor.ProposalState last = note.last;
            if (isFinal(last)) continue;
            IGovernor.ProposalState state = governance.state(note.id);
            if (note.vetoed) _expect(state == IGovernor.ProposalState.Canceled, "19: vetoed and not canceled");
            if (state == last) continue;
            _expect(_isEdge(last, state), "18: a state came after another that it can't follow");
            note.last = state;
        }
    }

    function _isEdge(IGovernor.ProposalState from, IGovernor.ProposalState to) private pure returns (bool) {
        if (to == IGovernor.ProposalState.Canceled) return true;
        if (from == IGovernor.ProposalState.Pending) return to == IGovernor.ProposalState.Active;
        if (from == IGovernor.ProposalState.Active) {
            return to == IGovernor.ProposalState.Succeeded || to == IGovernor.ProposalState.Defeated;
        }
        if (to == IGovernor.ProposalState.Expired) return true;
        if (from == IGovernor.ProposalState.Succeeded) return to == IGovernor.ProposalState.Queued;
        return to == IGovernor.ProposalState.Executed;
    }
}
