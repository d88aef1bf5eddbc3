// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Factory} from "../../../contracts/Factory.sol";
import {SuccessionStage} from "../../../contracts/types/Succession.sol";
import {vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title OfficeHandler
/// @notice The office of guardian: rotations, the recovery address, silence, the successor and elections.
contract OfficeHandler is Handler {
    /// @notice The agents that elect; others have delegated to them.
    uint256[] public voters;
    /// @notice Who must be guardian, in which epoch, heard of when.
    address public holder;
    uint256 public epoch;
    uint256 public seen;

    mapping(uint256 round => mapping(address candidate => uint256)) private _votes;
    mapping(uint256 round => mapping(address wallet => address)) private _choice;
    uint256 private _entered;

    /// @dev Nothing of the office changes but by the calls that say so.
    modifier tracked() {
        vm.warp(time);
        _;
        _expect(guardianship.guardian() == holder && guardianship.epoch() == epoch, "25: another guardian");
        _expect(guardianship.lastSeen() == seen, "26: heard of without an act of the guardian");
        time = block.timestamp;
    }

    constructor(Factory deployed, uint256[] memory voting) Handler(deployed) {
        voters = voting;
        (holder, epoch, seen) = (_guardian(), guardianship.epoch(), guardianship.lastSeen());
    }

    // --- The guardian ---

    function heartbeat() external tracked {
        vm.prank(holder);
        guardianship.heartbeat();
        seen = block.timestamp;
        _expect(!guardianship.vacant(), "26: a return did not end the vacancy");
        _expect(_stage() == SuccessionStage.QUIET, "26: a return did not end the succession");
    }

    function proposeRotation() external tracked {
        _proposeRotation();
    }

    function acceptRotation() external tracked {
        (address candidate, uint256 readyAt) = guardianship.pendingRotation();
        if (candidate == address(0)) {
            _proposeRotation();
            (candidate, readyAt) = guardianship.pendingRotation();
        }
        _tooEarly(candidate, readyAt, abi.encodeCall(guardianship.acceptRotation, ()));
        vm.prank(candidate);
        guardianship.acceptRotation();
        _seated(candidate);
    }

    function cancelRotation(bool byRecovery) external tracked {
        (address candidate,) = guardianship.pendingRotation();
        if (candidate == address(0)) _proposeRotation();
        vm.prank(byRecovery ? guardianship.recovery() : holder);
        guardianship.cancelRotation();
        if (!byRecovery) seen = block.timestamp;
    }

    function nameSuccessor() external tracked {
        address successor = _enter("successor", ++_entered);
        vm.prank(holder);
        guardianship.proposeSuccessor(successor);
        seen = block.timestamp;
    }

    function nameRecovery() external tracked {
        address recovery = _enter("recovery", ++_entered);
        vm.prank(holder);
        guardianship.proposeRecoveryAddress(recovery);
        seen = block.timestamp;
    }

    // --- The recovery address ---

    function proposeRecovery() external tracked {
        _proposeRecovery();
    }

    function contestRecovery() external tracked {
        _pendingRecovery();
        _contestRecovery();
    }

    function confirmRecovery() external tracked {
        (,, bool contested) = _pendingRecovery();
        if (!contested) _contestRecovery();
        (,, address arbiter,) = guardianship.pendingRecovery();
        vm.prank(arbiter);
        guardianship.confirmRecovery();
    }

    function acceptRecovery() external tracked {
        (address candidate, uint256 readyAt, bool contested) = _pendingRecovery();
        _tooEarly(candidate, readyAt, abi.encodeCall(guardianship.acceptRecovery, ()));
        vm.prank(candidate);
        try guardianship.acceptRecovery() {
            _expect(!contested, "50: a contested recovery was accepted");
            _seated(candidate);
        } catch {
            if (!contested) revert NothingToDo();
        }
    }

    function cancelRecovery() external tracked {
        _pendingRecovery();
        address recovery = guardianship.recovery();
        vm.prank(recovery);
        guardianship.cancelRecovery();
    }

    // --- Succession ---

    /// @dev After 90 days of silence, waiting for them, and not a second before.
    function challenge() external tracked {
        if (_stage() != SuccessionStage.QUIET) revert NothingToDo();
        _challenge();
    }

    function declareVacancy() external tracked {
        SuccessionStage stage = _stage();
        if (stage > SuccessionStage.UNANSWERED) revert NothingToDo();
        if (stage == SuccessionStage.QUIET) _challenge();
        _declareVacancy();
    }

    function acceptSuccession() external tracked {
        SuccessionStage stage = _stage();
        if (stage > SuccessionStage.SUCCESSOR) revert NothingToDo();
        if (stage == SuccessionStage.QUIET) _challenge();
        if (stage < SuccessionStage.SUCCESSOR) _declareVacancy();
        address successor = guardianship.successor();
        vm.prank(successor);
        succession.acceptSuccession();
        _checkSilence();
        _seated(successor);
    }

    function openElection() external tracked {
        _open();
    }

    function vote(uint256 voter, uint256 candidate) external tracked {
        if (_stage() != SuccessionStage.VOTING) _open();
        _vote(voters[voter % voters.length], _enter("candidate", candidate % 3));
    }

    function elect(uint256 candidate) external tracked {
        if (_stage() != SuccessionStage.VOTING) _open();
        for (uint256 i = 0; i < voters.length && _stage() == SuccessionStage.VOTING; ++i) {
            _vote(voters[i], _enter("candidate", candidate % 3));
        }
        if (_stage() != SuccessionStage.ELECTED) revert NothingToDo();
    }

    function acceptElection(uint256 candidate) external tracked {
        SuccessionStage stage = _stage();
        if (stage != SuccessionStage.ELECTED && stage != SuccessionStage.ACCEPTANCE) {
            if (stage != SuccessionStage.VOTING) _open();
            for (uint256 i = 0; i < voters.length && _stage() == SuccessionStage.VOTING; ++i) {
                _vote(voters[i], _enter("candidate", candidate % 3));
            }
        }
        address elected = succession.elected();
        if (elected == address(0)) revert NothingToDo();
        (, uint256 endsAt) = succession.stage();
        if (_stage() == SuccessionStage.ELECTED) {
            _tooEarly(elected, endsAt, abi.encodeCall(succession.acceptElection, ()), address(succession));
        }
        vm.prank(elected);
        succession.acceptElection();
        _checkSilence();
        _seated(elected);
    }

    // --- Everybody ---

    /// @dev Nobody but the guardian uses the office, and nobody but the candidates takes it.
    function attack(uint256 seed, uint256 what) external tracked {
        address[5] memory attackers =
            [walletOf(voters[seed % voters.length]), registrar, guardianship.successor(), operations, constitutional];
        address attacker = attackers[seed % 5];
        bytes[6] memory attacks = [
            abi.encodeCall(guardianship.heartbeat, ()),
            abi.encodeCall(guardianship.proposeRotation, (attacker)),
            abi.encodeCall(guardianship.install, (attacker)),
            abi.encodeCall(guardianship.vacate, ()),
            abi.encodeCall(guardianship.proposeRecovery, (attacker)),
            abi.encodeCall(guardianship.act, (holder))
        ];
        vm.prank(attacker);
        (bool ok,) = address(guardianship).call(attacks[what % 6]);
        // The executors are peers, which may say that the guardian acted; they do so for their caller only.
        bool isPeer = what % 6 == 5 && (attacker == operations || attacker == constitutional);
        if (isPeer && ok) seen = block.timestamp;
        else _expect(!ok, "25: somebody else used the office");
    }

    /// @dev While the office is vacant its powers are nobody's.
    function actWhileVacant(uint256 seed) external tracked {
        if (!guardianship.vacant()) revert NothingToDo();
        bytes[3] memory acts = [
            abi.encodeCall(token.pause, ()),
            abi.encodeCall(guardianship.proposeRotation, (address(1))),
            abi.encodeCall(vesting.release, ())
        ];
        address[3] memory targets = [address(token), address(guardianship), address(vesting)];
        vm.prank(holder);
        (bool ok,) = targets[seed % 3].call(acts[seed % 3]);
        _expect(!ok, "25: a vacant office was used");
    }

    function wait(uint256 span) external tracked {
        _pass(range(span, 1, 20 days));
    }

    // --- Internal ---

    function _stage() private view returns (SuccessionStage stage) {
        (stage,) = succession.stage();
    }

    function _proposeRotation() private {
        address candidate = _enter("guardian", ++_entered + 1);
        vm.prank(holder);
        guardianship.proposeRotation(candidate);
        seen = block.timestamp;
    }

    function _proposeRecovery() private {
        address candidate = _enter("guardian", ++_entered + 1);
        address recovery = guardianship.recovery();
        vm.prank(recovery);
        guardianship.proposeRecovery(candidate);
    }

    function _pendingRecovery() private returns (address candidate, uint256 readyAt, bool contested) {
        (candidate, readyAt,, contested) = guardianship.pendingRecovery();
        if (candidate != address(0)) return (candidate, readyAt, contested);
        _proposeRecovery();
        (candidate, readyAt,, contested) = guardianship.pendingRecovery();
    }

    function _contestRecovery() private {
        vm.prank(holder);
        guardianship.contestRecovery();
        seen = block.timestamp;
    }

    function _challenge() private {
        uint256 from = seen + 90 days;
        if (block.timestamp < from) {
            vm.warp(from - 1);
            try succession.challenge() {
                _expect(false, "25: challenged too early");
            } catch {}
            vm.warp(from);
        }
        succession.challenge();
    }

    function _declareVacancy() private {
        (SuccessionStage stage, uint256 endsAt) = succession.stage();
        if (stage == SuccessionStage.CHALLENGED) vm.warp(endsAt);
        succession.declareVacancy();
        _checkSilence();
        _expect(guardianship.vacant(), "25: declared vacant and not vacant");
    }

    /// @dev Goes the whole way to an election.
    function _open() private {
        SuccessionStage stage = _stage();
        if (stage == SuccessionStage.QUIET) _challenge();
        if (stage < SuccessionStage.SUCCESSOR) _declareVacancy();
        (SuccessionStage current, uint256 endsAt) = succession.stage();
        if (current == SuccessionStage.SUCCESSOR || current == SuccessionStage.FAILED) vm.warp(endsAt);
        succession.openElection();
    }

    function _vote(uint256 agentId, address candidate) private {
        address wallet = walletOf(agentId);
        uint256 round = succession.roundCount();
        uint256 snapshot = succession.challenged().madeAt - 1;
        uint256 weight = token.getPastVotes(wallet, snapshot);
        vm.prank(wallet);
        try succession.vote(candidate, wallet) {
            _votes[round][_choice[round][wallet]] -= _choice[round][wallet] == address(0) ? 0 : weight;
            _choice[round][wallet] = candidate;
            _votes[round][candidate] += weight;
        } catch {
            return;
        }
        uint256 votes = _votes[round][candidate];
        _expect(succession.votesOf(round, candidate) == votes, "27: counted something else");
        bool enough = votes != 0 && votes * 100 >= token.getPastTotalSupply(snapshot) * 67;
        _expect(enough == (succession.elected() == candidate), "27: elected with less than 67 %, or not with it");
    }

    /// @dev Whoever was heard of within 120 days is not replaced by a succession.
    function _checkSilence() private {
        _expect(block.timestamp >= seen + 120 days, "25: replaced before 120 days of silence");
    }

    function _tooEarly(address candidate, uint256 readyAt, bytes memory data) private {
        _tooEarly(candidate, readyAt, data, address(guardianship));
    }

    /// @dev Waits until `readyAt`, and tries it a second before.
    function _tooEarly(address candidate, uint256 readyAt, bytes memory data, address target) private {
        if (block.timestamp >= readyAt) return;
        vm.warp(readyAt - 1);
        vm.prank(candidate);
        (bool ok,) = target.call(data);
        _expect(!ok, "25: took the office too early");
        vm.warp(readyAt);
    }

    function _seated(address candidate) private {
        address previous = holder;
        (holder, seen) = (candidate, block.timestamp);
        ++epoch;
        _expect(guardianship.startedAt(epoch) == block.timestamp, "28: the epoch's beginning");
        (address rotating,) = guardianship.pendingRotation();
        (address recovering,,,) = guardianship.pendingRecovery();
        _expect(rotating == address(0) && recovering == address(0), "28: something of the old epoch goes on");
        _refused(candidate, "28: used the office in the second in which it was taken");
        _refused(previous, "28: a former guardian used the office");
        _pass(1);
    }

    function _refused(address account, string memory property) private {
        vm.prank(account);
        (bool ok,) = address(token).call(abi.encodeCall(token.pause, ()));
        _expect(!ok, property);
    }
}
